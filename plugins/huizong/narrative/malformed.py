"""Numbers that can't be read as one: 7..3%, 96.4.%, 3,.8万元, 1O0亩. The fault is said; no part of them is ever taken for the value."""

import re

from huizong.narrative import calendar_words, names
from huizong.narrative.draft import Draft, without_value
from huizong.narrative.masks import Masks
from huizong.narrative.quantities import Quantity

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
    r"|(?:,\d{3}){0,5}(?:,\d{1,2}|,\d{4,9})(?:\.\d+)?(?![\d,.])"  # 12,5万元 and 1,2345元
    rf")|{LETTERS}"
)
DIGITS = re.compile(r"\d+")
# What may follow the first digits of a broken number; most numbers are told from one look at it.
BREAKS = frozenset(".,·。 OoIl×xX*")
# Most that have a point are whole: none of these signs follows their decimals.
DECIMAL = re.compile(rf"\d++\.\d++(?![{''.join(sorted(BREAKS))}])")
# A full stop between a year and the next sentence's number, or after a list marker, is none of the number.
BETWEEN = re.compile(r"\d{4}[。,]|\d{4,}[,]|\d{1,2}\. ")
HAN = re.compile("[\u4e00-\u9fff”)、:]")
# 91.5%%, 91.5‰%, 3.1%个百分点; 91.5/%
SECOND_RATE = re.compile("[%‰]+|个?百分点")
RATE_SIGNS = frozenset("%‰个百")
STROKE = re.compile("/ ?[%‰]")
MEASURED = frozenset({"rate", "points", "money", "area", "length", "mass", "volume", "energy"})


def read(text: str, start: int, masks: Masks) -> Draft | None:
    """The draft, without value, of a malformed number that begins at `start` and has a scale or a unit of measure; else None."""
    digits = DIGITS.match(text, start)
    if digits is None or text[digits.end() : digits.end() + 1] not in BREAKS:
        return None
    found = None if DECIMAL.match(text, start) else SHAPE.match(text, start)
    if found is None:
        return None
    scale, unit, end, _ = masks.tail(text, found.end())
    shown = unit is not None and unit.dimension in MEASURED
    shape = found[0]
    if not (shown or scale):
        return None
    if HAN.match(text[start - 1 : start]) is None and ("." not in shape or shape.endswith(".") or names.marker(text, start) is not None):
        return None
    if shape.endswith(".") and not scale and (unit is None or unit.dimension != "rate"):
        return None  # 3.亩均论英雄: a list marker
    if "," in shape and "." not in shape and names.RANKED.search(text[max(0, start - 4) : start]):
        return None  # 位列全省第5,3万余人
    if BETWEEN.match(shape) and HAN.match(text[start - 1 : start]) is None:
        return None
    if calendar_words.figures(text, start) is not None or re.match(r"\d{4}[。,]", shape):
        return None
    draft = without_value(start, end, "placeholder", scale, unit.name if unit else "", unit)
    draft.fault = "malformed"
    return draft


def rated_twice(text: str, quantity: Quantity) -> Draft | None:
    """The draft, without value, of a number with two signs of a rate or a stroke before one: 91.5%%, 91.5/%, 3.1%个百分点."""
    end, rated = quantity.end, quantity.unit is not None and quantity.unit.dimension in {"rate", "points"}
    if quantity.ratio or quantity.chinese or not (text[end : end + 1] in RATE_SIGNS if rated else text[end : end + 1] == "/"):
        return None
    found = SECOND_RATE.match(text, end) if rated else STROKE.match(text, end)
    if found is None:
        return None
    draft = without_value(quantity.start, found.end(), "placeholder", "", "%", None)
    draft.base_unit, draft.dimension, draft.fault = "percent", "rate", "malformed"
    return draft
