"""Numbers that can't be read as one: 7..3%, 96.4.%, 3,.8万元, 1O0亩. The fault is said; no part of them is ever taken for the value."""

import re

from huizong.narrative.figure_draft import FigureDraft, UnitLeft, without_value
from huizong.narrative.grammar import calendar_words
from huizong.narrative.grammar import no_figures as names
from huizong.narrative.grammar.quantity import Quantity
from huizong.narrative.lost.masks import Masks

LETTERS = r"\d[\dOoIl]*[OoIl][\dOoIl]*(?:\.\d+)?"
SHAPE = re.compile(
    r"\d+(?:"
    r"[.,·]{2,}\d[\d.,·]*"  # 7..3 and 3,.8
    r"|[.·]\d+(?:[.·]+\d*)+"  # 96.4. and 1.2.3
    r"|\.\d+,\d{1,3}(?![\d.])"  # 1.2,3亿元: nothing groups decimals
    r"|(?: \.|\. | \. )\d+"  # 12 .5
    r"|(?:\.\d+)?[×xX*]10(?:\^\d{1,2}|[⁰¹²³⁴-⁹]{1,2})"  # 1.2×10⁴吨
    r"|[.·](?!\d)"  # 98.%
    r"|。\d{1,2}(?!\d)"  # 3。5万元
    r"|(?:['’]\d{3})+(?:\.\d+)?(?!\d)"  # 1'200元
    r"|(?:,\d{3}){0,5}(?:,\d{1,2}|,\d{4,9})(?:\.\d+)?(?![\d,.])"  # 12,5万元 and 1,2345元
    rf")|{LETTERS}"
    # 1,23,456元: groups that are not of three
    r"|(?!\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,]))\d{1,3}(?:,\d{1,3}){2,6}(?:\.\d+)?(?![\d,.])"
)
DIGITS = re.compile(r"\d+")
BEHIND_LETTER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
# What may follow the first digits of a broken number; most numbers are told from one look at it.
BREAKS = frozenset(".,·。 OoIl×xX*'’")
# Most that have a point are whole: none of these signs follows their decimals.
DECIMAL = re.compile(rf"\d++\.\d++(?![{''.join(sorted(BREAKS))}])")
# A full stop between a year and the next sentence's number, or after a list marker, is none of the number.
BETWEEN = re.compile(r"\d{4}[。,]|\d{4,}[,]|\d{1,2}\. ")
HAN = re.compile("[\u4e00-\u9fff”)、:]")
# 产值O.6亿元, l2.6亿元: a letter in the place of the first figure.
LETTER_FIRST = frozenset("OoIl")
# What may stand right before the digits of a damaged number.
FIRST = LETTER_FIRST | {"."}
# 增至12亿元,3。5亿元到位: a stop between digits after a comma parts no sentences.
STOPPED = re.compile(r"[,;:(、]\d+(?:。\d{1,2}|['’]\d{3})")
# V2.3.1升级为V3.0: behind a letter stands a version or a model.
LATIN = re.compile("[A-Za-z]")
# 91.5%%, 91.5‰%, 3.1%个百分点; 91.5/%
SECOND_RATE = re.compile("[%‰]+|个?百分点")
RATE_SIGNS = frozenset("%‰个百")
# Numbers before these name a thing.
NAMING = frozenset({"版", "号", "期", "集", "届", "级", "层"})
STROKE = re.compile("/ ?[%‰]")
MEASURED = frozenset({"rate", "points", "money", "area", "length", "mass", "volume", "energy", "times"})
# 1,2 30人, 12 30户, 1, 230万元: a number torn by blanks; groups of three are one number.
TORN = re.compile(r"\d(?:[\d,]*\d)?(?: {1,2}\d(?:[\d,]*\d)?(?:\.\d+)?)+|\d{1,3}(?:, {1,2}| {1,2}, ?)\d{3}(?:\.\d+)?(?![\d,.])")
GROUPED = re.compile(r"\d{1,3}(?:(?: \d{3})+|(?:,\d{3})+)(?:\.\d+)?")
YEAR = re.compile(r"(?:19|20)\d{2} ")
LAST = re.compile(r"\d[\d,]*(?:\.\d+)?$")
# 2万3人: 20,003 or 23,000.
TENS = frozenset("0123456789.十百千万亿余多")
COLLOQUIAL = re.compile(r"\d+[千万亿][1-9]")


def headless(text: str, start: int, masks: Masks) -> FigureDraft | None:
    """The draft, without value, of a number whose whole part is lost before its point: 增长.5%; 完成任务.12户 ends a sentence."""
    first = start - 1 - (text[start - 2 : start - 1] in LETTER_FIRST)
    if HAN.match(text[first - 1 : first]) is None:
        return None
    digits = DIGITS.match(text, start)
    scale, unit, end, _ = masks.tail(text, digits.end()) if digits is not None else ("", None, start, False)
    if not scale and (unit is None or unit.dimension not in MEASURED):
        return None
    draft = without_value(first, end, "placeholder", UnitLeft(scale, unit.name if unit else "", unit), "malformed")
    draft.fault = "malformed"
    return draft


def lettered(text: str, start: int, masks: Masks) -> FigureDraft | None:
    """The draft, without value, of a number whose first figure became a letter: l2.6亿元, O8万元; O2浓度 and V2.6版 are none."""
    digits = BEHIND_LETTER.match(text, start)
    if digits is None or HAN.match(text[start - 2 : start - 1]) is None:
        return None
    scale, unit, end, _ = masks.tail(text, digits.end())
    if unit is None or unit.dimension not in MEASURED:
        return None
    draft = without_value(start - 1, end, "placeholder", UnitLeft(scale, unit.name, unit), "malformed")
    draft.fault = "malformed"
    return draft


def read(text: str, start: int, masks: Masks) -> FigureDraft | None:
    """The draft, without value, of a malformed number that begins at `start` and has a scale or a unit of measure; else None."""
    digits = DIGITS.match(text, start)
    if digits is None or text[digits.end() : digits.end() + 1] not in BREAKS:
        return None
    if LATIN.match(text[start - 1 : start]) is not None and not masks.lettered(text, start):
        return None
    if (torn := torn_apart(text, start, masks)) is not None:
        return torn
    found = None if DECIMAL.match(text, start) else SHAPE.match(text, start)
    if found is None:
        return None
    scale, unit, end, _ = masks.tail(text, found.end())
    if unit is not None and not scale and masks.lexicon.unit_words.starting(text, end - len(unit.name), end + 1):
        unit, end = None, found.end()  # 版本2.3.1升级: the sign begins a word
    shown = unit is not None and unit.dimension in MEASURED
    shape = found[0]
    if not (shown or scale):
        return None
    led = (
        HAN.match(text[start - 1 : start]) is not None
        or masks.lettered(text, start)
        or STOPPED.fullmatch(text, start - 1, found.end()) is not None
    )
    if not led and ("." not in shape or shape.endswith(".") or names.marker(text, start) is not None):
        return None
    if shape.endswith(".") and not scale and (unit is None or unit.dimension != "rate"):
        return None  # 3.亩均论英雄: a list marker
    if "," in shape and "." not in shape and names.RANKED.search(text[max(0, start - 4) : start]):
        return None  # 位列全省第5,3万余人
    if BETWEEN.match(shape) and not led:
        return None
    if calendar_words.figures(text, start) is not None or re.match(r"\d{4}[。,]", shape):
        return None
    draft = without_value(start, end, "placeholder", UnitLeft(scale, unit.name if unit else "", unit), "malformed")
    draft.fault = "malformed"
    return draft


def torn_apart(text: str, start: int, masks: Masks) -> FigureDraft | None:
    """The draft, without value, of a number that blanks have torn (1,2 30人): no part of it is the figure.

    A year, a number that names the word before it (网格3 40户) and what counts time or names (第5 3期) leave the next one whole.
    """
    found = TORN.match(text, start)
    lead = start - (text[start - 1 : start] == " ")  # 总产 3 ,450吨
    if found is None or GROUPED.fullmatch(found[0]) or YEAR.match(found[0]) or HAN.match(text[lead - 1 : lead]) is None:
        return None
    scale, unit, end, _ = masks.tail(text, found.end())
    if not (scale or unit is not None) or (unit is not None and (unit.dimension in {"time", "age", "counted"} or unit.name in NAMING)):
        return None
    before = text[max(0, start - 20) : start]
    if masks.lexicon.numbered.ending(before, len(before)) or any(
        said.search(before) for said in (names.MARKED, names.RANKED, names.CALLED)
    ):
        return None
    last = LAST.search(found[0])
    if last is not None and calendar_words.figures(text, start + last.start()) is not None:
        return None
    draft = without_value(start, end, "placeholder", UnitLeft(scale, unit.name if unit else "", unit), "torn-by-blanks")
    draft.fault = "malformed"
    return draft


def spoken(text: str, quantity: Quantity) -> FigureDraft | None:
    """The draft, without value, of 2万3人: as it is spoken 23,000, as it is written 20,003."""
    if quantity.ratio or quantity.chinese or quantity.maximum is not None:
        return None
    found = COLLOQUIAL.match(text, quantity.start)
    if found is None or text[found.end() : found.end() + 1] in TENS:
        return None
    draft = without_value(quantity.start, quantity.end, "placeholder", UnitLeft("", quantity.unit_text, quantity.unit), "spoken-number")
    draft.fault = "malformed"
    return draft


def rated_twice(text: str, quantity: Quantity) -> FigureDraft | None:
    """The draft, without value, of a number with two signs of a rate or a stroke before one: 91.5%%, 91.5/%, 3.1%个百分点."""
    end, rated = quantity.end, quantity.unit is not None and quantity.unit.dimension in {"rate", "points"}
    if quantity.ratio or quantity.chinese or not (text[end : end + 1] in RATE_SIGNS if rated else text[end : end + 1] == "/"):
        return None
    found = SECOND_RATE.match(text, end) if rated else STROKE.match(text, end)
    if found is None:
        return None
    draft = without_value(quantity.start, found.end(), "placeholder", UnitLeft("", "%", None), "rated-twice")
    draft.base_unit, draft.dimension, draft.fault = "percent", "rate", "malformed"
    return draft
