"""What one cell of a value column says: a number, no number, or something that only its writer can make clear.

The grammar covers what clerks write for plain numbers. Whatever it does not cover is held with its text: a number is
never guessed (PRACTICE, Figures).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from huizong.catalogue import Catalogue
from huizong.invisible import visible, without_invisible
from huizong.model import Cell, Look, Status
from huizong.reading.cells.decimals import from_written
from huizong.recognising.value.footnotes import split_mark
from huizong.recognising.value.format_marks import Shown, shown_around
from huizong.recognising.value.spacing import are_several, one_line
from huizong.recognising.value.value_reading import Reading
from huizong.recognising.value.written_numbers import LONGEST, MOST_DECIMALS, MOST_DIGITS, masked_number, without_about, written_number

_MINUS = re.compile(r"^(?:[\u00ad‐‑‒–—―−﹣﹘⁃˗➖-]|负) ?(?=[\d.¥])")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,3}")
_UP = re.compile(r"^(?:同比)?(?:增长|上升|提高|增加|增|↑)")
_DOWN = re.compile(r"^(?:同比)?(?:下降|减少|降低|回落|降|减|↓)")
_ARROW_BEHIND = re.compile(r"^(?P<number>[\d.]+\s*%?)\s*(?P<arrow>[↑↓])$")
_TICK = re.compile(r"^[✓✔☑✅]\ufe0f?\s*(?=[+\-−]?\d)|(?<=[\d%％])\s*[✓✔☑✅]\ufe0f?$")
_POINTS = re.compile(r"百分点")
_PARTED = re.compile(r"[+-]?\d[\d,]*_\d+(?:\.\d+)?")  # a program's 4_055.7: no digit is hidden, but it is no number either
_STARRED = re.compile(r"[+-]?\d[\d,]+\*")  # the last digit hidden, or a footnote
_TEXT_DATE = re.compile(r"\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?|\d{1,2}月\d{1,2}日")
_PLAIN = re.compile(r"[+-]?[0-9,]*\.?[0-9]+%?")
_ENDLESS = re.compile(rf"(?:[1-9](?:,?\d){{{MOST_DIGITS},}})|(?:\.\d{{{MOST_DECIMALS + 1},}})")
_RAISED = "[¹²³⁰⁴-⁹]{1,2}"
_NOTE_MARK = re.compile(rf"(?<=[\d%％])\s*(?:⁽?{_RAISED}(?:[,，、]{_RAISED})*⁾?|[\[［【〔]注?{_RAISED}[\]］】〕]|[①-⑳⑴-⒇]+)$")
_POWER = re.compile(r"(?<![\d.,])10$")
_HAS_NUMERAL = re.compile(r"[\d零〇一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]")
_LEAST_SHRUNK = Decimal("0.1")  # nobody has a format show less of its unit: another was meant
_LONGEST_QUOTED = 200


def read_cell(cell: Cell | None, catalogue: Catalogue, *, rate: bool, explained: frozenset[str] = frozenset()) -> Reading:
    """The cell as a value; `rate` says that the column is in per cent. An empty place is blank.

    `explained` are the footnote marks that a note of the table begins with.
    """
    if cell is None:
        return Reading(Status.BLANK)
    if cell.look is not None:
        return _looked_at(cell, cell.look, catalogue, rate=rate)
    observed = {"observed": cell.text.strip()}
    match cell.kind:
        case "number" if isinstance(cell.value, Decimal):
            return _number(cell, cell.value, catalogue, rate=rate)
        case "error":
            return Reading(Status.ERROR, rule="value-error", fields={"observed": str(cell.value or cell.text).strip()})
        case "formula":
            return Reading(Status.HELD, rule="formula-not-calculated", fields={"observed": cell.formula or cell.text})
        case "date":
            shown = cell.raw_number if cell.raw_number is not None else cell.text
            return Reading(Status.HELD, cell.raw_number, rule="value-date", fields={"observed": str(shown), "detail": cell.text})
        case "text":
            return read_text(cell.text, catalogue, rate=rate, explained=explained)
    return Reading(Status.HELD, rule="value-unreadable", fields=observed)


def _looked_at(cell: Cell, look: Look, catalogue: Catalogue, *, rate: bool) -> Reading:
    """A cell that looks otherwise than its text says: what is crossed out or unseen is held, the rest of the others counts."""
    if cell.kind == "text" and not cell.text.strip():
        return Reading(Status.BLANK)
    reading = read_cell(cell._replace(look=None), catalogue, rate=rate)
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
    if cell.kind != "text" or len(cell.text) > LONGEST or not _HAS_NUMERAL.search(cell.text):
        return False
    return read_text(cell.text, catalogue, rate=True).has_number or are_several(cell.text)


def shown_decimals(text: str) -> int:
    """How many digits stand after the point of what a person sees."""
    found = re.search(r"\.(\d+)", text)
    return len(found[1]) if found else 0


def _number(cell: Cell, value: Decimal, catalogue: Catalogue, *, rate: bool) -> Reading:
    code = cell.number_format or ""
    percent = "%" in re.sub(r'"[^"]*"|\\.', "", code)
    if percent:
        value = value.scaleb(2)
    exponent = value.as_tuple().exponent
    stored = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    step = Decimal(1).scaleb(-max(stored, shown_decimals(cell.text)))
    unit = "%" if percent else None
    if value == value.to_integral_value() and abs(value) >= Decimal(10) ** MOST_DIGITS:
        return Reading(Status.HELD, value, step, unit, rule="code-precision-lost", fields={"observed": cell.text.strip()})
    if code and (reading := _decorated(cell, value, step, percent=percent, catalogue=catalogue, rate=rate)) is not None:
        return reading
    return Reading(Status.REPORTED, value, step, unit)


def _decorated(cell: Cell, value: Decimal, step: Decimal, *, percent: bool, catalogue: Catalogue, rate: bool) -> Reading | None:
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
    if shown.decoration.alters and shown.certain and shown.decoration.shrinks and not percent:
        return _shrunk(shown, value, step, seen, catalogue)
    if shown.decoration.alters or not shown.certain:
        return Reading(Status.HELD, value, step, rule="value-carries-unit", fields=seen, by_format=True)
    reading = read_text(text, catalogue, rate=rate)
    if reading.value is None or abs(reading.value) != abs(value):  # digits that the format wrote beside the number are not its own
        return Reading(Status.HELD, value, step, rule="value-unreadable", fields=seen)
    signed = -abs(reading.value) if shown.signs_itself else reading.value
    if shown.signs_itself and _UP.match(text):
        return Reading(Status.HELD, value, step, rule="value-unreadable", fields=seen)
    return replace(reading, value=signed, step=step, fields=seen if reading.rule else {}, by_format=True, repaired=signed != value)


def _shrunk(shown: Shown, value: Decimal, step: Decimal, seen: Mapping[str, str], catalogue: Catalogue) -> Reading:
    """A number that its format shows smaller than it is stored: with the unit that the format writes, else held with that power."""
    power = shown.decoration.shrinks
    small = value.scaleb(-power)
    reading = read_text(shown.text_of(f"{small:f}"), catalogue, rate=False)
    held = Reading(Status.HELD, value, step, rule="value-carries-unit", fields=seen, by_format=True)
    if reading.value is None or abs(reading.value) != abs(small) or abs(small) < _LEAST_SHRUNK:
        return held
    if reading.unit is None and reading.scale is None:
        return replace(held, shrinks=power) if reading.status is Status.REPORTED else held
    signed = -abs(reading.value) if shown.signs_itself else reading.value
    return replace(reading, value=signed, step=step.scaleb(-power), fields=seen, by_format=True, repaired=True)


def read_text(text: str, catalogue: Catalogue, *, rate: bool, explained: frozenset[str] = frozenset()) -> Reading:
    """A text in a value column; `explained` as in `read_cell`."""
    seen = without_invisible(text)
    trimmed = seen.strip().removeprefix("'")
    status = catalogue.placeholder_status(trimmed)
    observed = {"observed": _shortened(visible(text.strip().removeprefix("'")))}
    if status is not None:
        rule = "value-placeholder" if status is Status.PLACEHOLDER else None
        return Reading(status, rule=rule, fields=observed if rule else {})
    unmarked, mark = split_mark(trimmed, explained)
    if mark and (marked := read_text(unmarked, catalogue, rate=rate)).has_number:
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
    bare, qualifier = without_about(plain)
    sign = 1
    if rate and (found := _UP.match(bare) or _DOWN.match(bare)):
        sign = -1 if _DOWN.match(bare) else 1
        bare = bare[found.end() :].strip()
    elif rate and (behind := _ARROW_BEHIND.match(bare)):
        sign, bare = -1 if behind["arrow"] == "↓" else 1, behind["number"]
    reading = written_number(bare, catalogue)
    if reading is None:
        if _ENDLESS.search(bare) and _PLAIN.fullmatch(bare):
            return Reading(Status.HELD, rule="value-endless", fields=observed)
        if _STARRED.fullmatch(plain) or _PARTED.fullmatch(plain):
            return Reading(Status.HELD, rule="value-unreadable", fields=observed)
        return masked_number(bare, catalogue, observed) or Reading(Status.HELD, rule="value-unreadable", fields=observed)
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


_LOOKS = {"struck": "value-struck", "unseen": "value-unseen", "red": "value-red"}
_OF_A_NUMBER = frozenset(
    {"value-carries-unit", "value-approximate", "value-date", "code-precision-lost", "value-unreadable", "value-endless"}
)
