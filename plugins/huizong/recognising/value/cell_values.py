"""What one cell of a value column says: a number, no number, or something that only its writer can make clear.

The grammar covers what clerks write for plain numbers. Whatever it does not cover is held with its text: a number is
never guessed (PRACTICE, Figures).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from huizong.catalogue import Catalogue
from huizong.invisible import visible, without_invisible
from huizong.model import Cell, Look, Status
from huizong.reading.cells.decimals import from_written
from huizong.recognising.value.cell_numerals import chinese_number, is_spoken
from huizong.recognising.value.footnotes import split_mark
from huizong.recognising.value.format_marks import shown_around
from huizong.recognising.value.spacing import are_several, one_line

_MOST_DECIMALS = 30  # as many as a spreadsheet shows
_MOST_DIGITS = 15  # beyond these a spreadsheet's binary number has lost its last digits
_MINUS = re.compile(r"^(?:[\u00ad‐‑‒–—―−﹣﹘⁃˗➖-]|负) ?(?=[\d.¥])")
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_WRITTEN = re.compile(
    rf"(?P<open>\()?(?P<sign>[+-])?(?P<money>¥)? ?(?P<sign2>-)?(?P<number>{_NUMBER}) ?(?P<unit>[^\d().,+-][^\d()]*)?(?P<close>\))?"
)
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,3}")
_ABOUT_BEFORE = re.compile(
    r"^(?:≥|≧|>=|≤|≦|<=|>|<|大?约|将近|接近|近|超过?|逾|不足|不到|至少|不少于|不低于|不超过|最多)(?=[\d一二三四五六七八九十百千¥])"
)
_ABOUT_WITHIN = re.compile(r"(?<=[\d十百千万亿])(?:余|多)(?=$|[^\d])")
_ABOUT_AFTER = re.compile(r"(?:左右|上下|以上|以下|以内|\+)$")
_UP = re.compile(r"^(?:同比)?(?:增长|上升|提高|增加|增|↑)")
_DOWN = re.compile(r"^(?:同比)?(?:下降|减少|降低|回落|降|减|↓)")
_ARROW_BEHIND = re.compile(r"^(?P<number>[\d.]+\s*%?)\s*(?P<arrow>[↑↓])$")
_TICK = re.compile(r"^[✓✔☑]\s*(?=[+\-−]?\d)")
_POINTS = re.compile(r"百分点")
_MASK = re.compile(r"(?=.*[xX*×✕○〇◯□■?_])[\dxX*×✕○〇◯□■?_.,]+")
_PARTED = re.compile(r"[+-]?\d[\d,]*_\d+(?:\.\d+)?")  # a program's 4_055.7: no digit is hidden, but it is no number either
_STARRED = re.compile(r"[+-]?\d[\d,]+\*")  # the last digit hidden, or a footnote
_TEXT_DATE = re.compile(r"\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?|\d{1,2}月\d{1,2}日")
_PLAIN = re.compile(r"[+-]?[0-9,]*\.?[0-9]+%?")
_ENDLESS = re.compile(rf"(?:[1-9](?:,?\d){{{_MOST_DIGITS},}})|(?:\.\d{{{_MOST_DECIMALS + 1},}})")
_RAISED = "[¹²³⁰⁴-⁹]{1,2}"
_NOTE_MARK = re.compile(rf"(?<=[\d%％])\s*(?:⁽?{_RAISED}(?:[,，、]{_RAISED})*⁾?|[\[［【〔]注?{_RAISED}[\]］】〕]|[①-⑳⑴-⒇]+)$")
_POWER = re.compile(r"(?<![\d.,])10$")
_SCALES = {"千": Decimal(1000), "万": Decimal(10_000), "百万": Decimal(1_000_000), "千万": Decimal(10_000_000), "亿": Decimal(100_000_000)}
_POWERS = tuple("千万亿")
_HAS_NUMERAL = re.compile(r"[\d零〇一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]")
_LONGEST_QUOTED = 200
_LONGEST = 40  # of texts that may be a number with its unit


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says, in the unit in which it is written.

    `unit` is the unit that stands in the cell itself, `scale` a 万 or 亿 there that is no part of it. `step` is the weight of the last
    digit written or shown. `rule` is the fault, with its `fields`; `repaired` says that the text was more than a plain
    number, so that old and new are to be told; `by_format` that only the number format shows the unit.
    """

    status: Status
    value: Decimal | None = None
    step: Decimal | None = None
    unit: str | None = None
    scale: Decimal | None = None
    rule: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    qualifier: str | None = None
    repaired: bool = False
    by_format: bool = False

    @property
    def has_number(self) -> bool:
        """Whether any number could be read."""
        return self.value is not None


def read_cell(cell: Cell | None, catalogue: Catalogue, rate: bool, explained: frozenset[str] = frozenset()) -> Reading:
    """The cell as a value; `rate` says that the column is in per cent. An empty place is blank.

    `explained` are the footnote marks that a note of the table begins with.
    """
    if cell is None:
        return Reading(Status.BLANK)
    if cell.look is not None:
        return _looked_at(cell, cell.look, catalogue, rate)
    observed = {"observed": cell.text.strip()}
    match cell.kind:
        case "number" if isinstance(cell.value, Decimal):
            return _number(cell, cell.value, catalogue, rate)
        case "error":
            return Reading(Status.ERROR, rule="value-error", fields={"observed": str(cell.value or cell.text).strip()})
        case "formula":
            return Reading(Status.HELD, rule="formula-not-calculated", fields={"observed": cell.formula or cell.text})
        case "date":
            shown = cell.raw_number if cell.raw_number is not None else cell.text
            return Reading(Status.HELD, cell.raw_number, rule="value-date", fields={"observed": str(shown), "detail": cell.text})
        case "text":
            return read_text(cell.text, catalogue, rate, explained)
    return Reading(Status.HELD, rule="value-unreadable", fields=observed)


def _looked_at(cell: Cell, look: Look, catalogue: Catalogue, rate: bool) -> Reading:
    """A cell that looks otherwise than its text says: what is crossed out or unseen is held, the rest of the others counts."""
    if cell.kind == "text" and not cell.text.strip():
        return Reading(Status.BLANK)
    reading = read_cell(cell._replace(look=None), catalogue, rate)
    if look.kind == "part":
        return replace(reading, repaired=True)
    if reading.status is not Status.REPORTED and reading.rule not in _OF_A_NUMBER:
        return reading
    if look.kind == "red" and not reading.value:
        return reading
    observed = cell.text.strip() or str(cell.value)
    return replace(reading, status=Status.HELD, rule=_LOOKS[look.kind], fields={"observed": observed}, by_format=False)


def looks_numeric(cell: Cell | None, catalogue: Catalogue) -> bool:
    """Whether a person would take the cell for a number or for the place of one that went wrong."""
    if cell is None:
        return False
    if cell.kind in ("number", "error", "formula"):
        return True
    if cell.kind == "date":
        return cell.raw_number is not None
    if cell.kind != "text" or len(cell.text) > _LONGEST or not _HAS_NUMERAL.search(cell.text):
        return False
    return read_text(cell.text, catalogue, rate=True).has_number or are_several(cell.text)


def shown_decimals(text: str) -> int:
    """How many digits stand after the point of what a person sees."""
    found = re.search(r"\.(\d+)", text)
    return len(found[1]) if found else 0


def _number(cell: Cell, value: Decimal, catalogue: Catalogue, rate: bool) -> Reading:
    code = cell.number_format or ""
    percent = "%" in re.sub(r'"[^"]*"|\\.', "", code)
    if percent:
        value = value.scaleb(2)
    exponent = value.as_tuple().exponent
    stored = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    step = Decimal(1).scaleb(-max(stored, shown_decimals(cell.text)))
    unit = "%" if percent else None
    if value == value.to_integral_value() and abs(value) >= Decimal(10) ** _MOST_DIGITS:
        return Reading(Status.HELD, value, step, unit, rule="code-precision-lost", fields={"observed": cell.text.strip()})
    if code and (reading := _decorated(cell, value, step, percent, catalogue, rate)) is not None:
        return reading
    return Reading(Status.REPORTED, value, step, unit)


def _decorated(cell: Cell, value: Decimal, step: Decimal, percent: bool, catalogue: Catalogue, rate: bool) -> Reading | None:
    """A number whose format writes words around it, read as a person reads it; None if it shows the bare number."""
    code = cell.number_format or ""
    shown = shown_around(value, code)
    if shown.hides_sign:
        return Reading(
            Status.HELD, value, step, rule="value-unreadable", fields={"observed": f"{cell.text.strip()}（格式 {code}，实为 {value:f}）"}
        )
    if shown.decoration.is_plain:
        return None
    text = shown.text_of(f"{value:f}{'%' if percent else ''}")
    seen = {"observed": cell.text.strip() if text == cell.text.strip() else f"{cell.text.strip()}（格式 {code}）"}
    if not shown.decoration.has_digits:
        return Reading(Status.HELD, value, step, rule="value-unreadable", fields=seen)
    if shown.decoration.alters or not shown.certain:
        return Reading(Status.HELD, value, step, rule="value-carries-unit", fields=seen, by_format=True)
    reading = read_text(text, catalogue, rate)
    if reading.value is None:
        return Reading(Status.HELD, value, step, rule="value-unreadable", fields=seen)
    signed = -abs(reading.value) if shown.signs_itself else reading.value
    if shown.signs_itself and _UP.match(text):
        return Reading(Status.HELD, value, step, rule="value-unreadable", fields=seen)
    return replace(reading, value=signed, step=step, fields=seen if reading.rule else {}, by_format=True, repaired=signed != value)


def read_text(text: str, catalogue: Catalogue, rate: bool, explained: frozenset[str] = frozenset()) -> Reading:
    """A text in a value column; `explained` as in `read_cell`."""
    seen = without_invisible(text)
    trimmed = seen.strip().removeprefix("'")
    status = catalogue.placeholder_status(trimmed)
    observed = {"observed": _shortened(visible(text.strip().removeprefix("'")))}
    if status is not None:
        rule = "value-placeholder" if status is Status.PLACEHOLDER else None
        return Reading(status, rule=rule, fields=observed if rule else {})
    unmarked, mark = split_mark(trimmed, explained)
    if mark and (marked := read_text(unmarked, catalogue, rate)).has_number:
        return replace(marked, fields=observed if marked.rule else {}, repaired=marked.rule is None)
    bare = _TICK.sub("", _without_note(trimmed))
    if any(unicodedata.category(char) == "No" for char in bare):
        return Reading(Status.HELD, rule="value-unreadable", fields=observed)  # ① and ² would become digits of the number
    plain = _MINUS.sub("-", one_line(bare))
    if _POINTS.search(plain):
        return Reading(Status.HELD, rule="percentage-points", fields=observed)
    if _TEXT_DATE.fullmatch(plain) and not re.fullmatch(r"\d+\.\d+", plain):
        return Reading(Status.HELD, rule="value-date", fields=observed)
    if _SCIENTIFIC.fullmatch(plain):
        scientific = from_written(plain)
        return Reading(Status.HELD, scientific, rule="value-endless" if scientific is None else "value-unreadable", fields=observed)
    bare, qualifier = _without_about(plain)
    sign = 1
    if rate and (found := _UP.match(bare) or _DOWN.match(bare)):
        sign = -1 if _DOWN.match(bare) else 1
        bare = bare[found.end() :].strip()
    elif rate and (behind := _ARROW_BEHIND.match(bare)):
        sign, bare = -1 if behind["arrow"] == "↓" else 1, behind["number"]
    reading = _written(bare, catalogue)
    if reading is None:
        if _ENDLESS.search(bare) and _PLAIN.fullmatch(bare):
            return Reading(Status.HELD, rule="value-endless", fields=observed)
        if _STARRED.fullmatch(plain) or _PARTED.fullmatch(plain):
            return Reading(Status.HELD, rule="value-unreadable", fields=observed)
        return _masked(bare, catalogue, observed) or Reading(Status.HELD, rule="value-unreadable", fields=observed)
    if sign < 0:
        if reading.value is None or reading.value < 0:  # 下降-3.1% says either
            return Reading(Status.HELD, rule="value-unreadable", fields=observed)
        reading = replace(reading, value=-reading.value)
    if qualifier is not None:
        return replace(reading, status=Status.HELD, rule="value-approximate", fields=observed, qualifier=qualifier)
    if reading.rule is not None:
        return replace(reading, fields=observed)
    return replace(reading, repaired=seen != text or not _PLAIN.fullmatch(trimmed))


def _without_note(text: str) -> str:
    """The text without the mark of a footnote behind its number: 150² is 150. A raised digit behind 10 is a power of it."""
    found = _NOTE_MARK.search(text)
    return text[: found.start()].rstrip() if found and not _POWER.search(text[: found.start()]) else text


def _shortened(text: str) -> str:
    """A text as a message quotes it: of one that is far too long its beginning, and how long it is."""
    return text if len(text) <= _LONGEST_QUOTED else f"{text[:_LONGEST_QUOTED]}…（共 {len(text)} 字）"


def _without_about(text: str) -> tuple[str, str | None]:
    """The text without 约, 余, 左右 …, and which of them stood there."""
    for pattern, place in ((_ABOUT_BEFORE, "before"), (_ABOUT_WITHIN, "within"), (_ABOUT_AFTER, "after")):
        if found := pattern.search(text):
            rest = (text[: found.start()] + text[found.end() :]).strip()
            if place != "after" or re.search(r"\d", rest):
                return rest, _QUALIFIERS.get(found.group(), "about")
    return text, None


_LOOKS = {"struck": "value-struck", "unseen": "value-unseen", "red": "value-red"}
_OF_A_NUMBER = frozenset(
    {"value-carries-unit", "value-approximate", "value-date", "code-precision-lost", "value-unreadable", "value-endless"}
)
_QUALIFIERS = {
    "≥": "at_least", "≧": "at_least", ">=": "at_least", "≤": "at_most", "≦": "at_most", "<=": "at_most", ">": "more_than", "<": "less_than",
    "超": "more_than", "超过": "more_than", "逾": "more_than", "余": "more_than", "多": "more_than",
    "不足": "less_than", "不到": "less_than",
    "至少": "at_least", "不少于": "at_least", "不低于": "at_least", "以上": "at_least", "+": "at_least",
    "不超过": "at_most", "最多": "at_most", "以下": "at_most", "以内": "at_most",
}  # fmt: skip


def _written(text: str, catalogue: Catalogue) -> Reading | None:
    """A number with sign, currency, separators and unit, in digits or in Chinese numerals; None for anything else."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return _in_chinese(text, catalogue)
    groups = match.groupdict()
    if bool(groups["open"]) != bool(groups["close"]) or (groups["sign2"] and groups["sign"]):
        return None
    digits = groups["number"].replace(",", "")
    whole, _, decimals = digits.partition(".")
    if re.match(r"0\d", digits) or len(whole) > _MOST_DIGITS or len(decimals) > _MOST_DECIMALS:
        return None  # a code, whose zeros and last digits mean something, or more digits than anybody has counted
    value = Decimal(digits)
    minus = (groups["sign"] or groups["sign2"]) == "-"
    if groups["open"] and minus:
        return None
    if groups["open"] or minus:
        value = -value
    step = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    return _with_unit(value, step, (groups["unit"] or "").strip(), catalogue)


def _in_chinese(text: str, catalogue: Catalogue) -> Reading | None:
    found = re.fullmatch(r"(负?[零〇一二两三四五六七八九十百千万亿点壹贰叁肆伍陆柒捌玖拾佰仟]+)(\D*)", text)
    if not found:
        return None
    for end in range(len(found[1]), 0, -1):  # 三万亩: the scale may belong to the unit, so the longest number comes first
        value = chinese_number(found[1][:end])
        unit = (found[1][end:] + found[2]).strip()
        if value is not None and unit.startswith(_POWERS) and is_spoken(found[1][:end]):
            return None  # 一百五万元 may be 150 or 105 times ten thousand: what is meant is asked
        if value is not None and (not unit or unit in _SCALES or catalogue.unit(unit) is not None):
            return _with_unit(value, None, unit, catalogue)
    return None


def _with_unit(value: Decimal, step: Decimal | None, unit: str, catalogue: Catalogue) -> Reading | None:
    if step is None:
        exponent = value.normalize().as_tuple().exponent
        step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
    if not unit:
        return Reading(Status.REPORTED, value, step)
    if unit in _SCALES:
        return Reading(Status.HELD, value, step, scale=_SCALES[unit], rule="value-carries-unit")
    known, scale = catalogue.unit(unit), None
    if known is None:  # 万株 where the catalogue has 株 alone
        head = next((head for head in sorted(_SCALES, key=len, reverse=True) if unit.startswith(head)), "")
        known, scale = catalogue.unit(unit[len(head) :]) if head else None, _SCALES.get(head)
        if known is None or known.base_unit == "%":
            return None
    rule = None if known.base_unit == "%" else "value-carries-unit"
    return Reading(Status.HELD if rule else Status.REPORTED, value, step, known.unit, scale, rule)


def _masked(text: str, catalogue: Catalogue, observed: dict[str, str]) -> Reading | None:
    """xx万元, 8X.X%: a number whose digits are hidden, with its unit."""
    if len(text) > _LONGEST:
        return None
    for end in range(len(text), 0, -1):
        head, tail = text[:end], text[end:].strip()
        if tail and tail not in _SCALES and catalogue.unit(tail) is None:
            continue
        if _MASK.fullmatch(head) or catalogue.placeholder_status(head) is Status.PLACEHOLDER:
            return Reading(Status.PLACEHOLDER, rule="value-placeholder", fields=observed)
    return None
