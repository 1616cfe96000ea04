"""A number as it is written in a value cell: sign, currency, separators, a unit behind it; digits or Chinese numerals."""

from __future__ import annotations

import re
from decimal import Decimal

from huizong.catalogue import Catalogue
from huizong.model import Status
from huizong.recognising.value.cell_numerals import chinese_number, is_spoken
from huizong.recognising.value.value_reading import Reading
from huizong.word_lists import word_lists

MOST_DECIMALS = 30  # as many as a spreadsheet shows
MOST_DIGITS = 15  # beyond these a spreadsheet's binary number has lost its last digits
LONGEST = 40  # of texts that may be a number with its unit
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_WRITTEN = re.compile(
    rf"(?P<open>\()?(?P<sign>[+-])?(?P<money>¥)? ?(?P<sign2>-)?(?P<number>{_NUMBER}) ?(?P<unit>[^\d().,+-][^\d()]*)?(?P<close>\))?"
)
_LISTS = word_lists("recognising", "written_numbers")
_ABOUT_BEFORE = _LISTS.pattern("about_before")
_ABOUT_WITHIN = _LISTS.pattern("about_within")
_ABOUT_AFTER = _LISTS.pattern("about_after")
_QUALIFIERS = _LISTS.table("qualifier")
_MASK = re.compile(r"(?=.*[xX*×✕○〇◯□■?_])[\dxX*×✕○〇◯□■?_.,]+")
_SCALES = {"千": Decimal(1000), "万": Decimal(10_000), "百万": Decimal(1_000_000), "千万": Decimal(10_000_000), "亿": Decimal(100_000_000)}
_POWERS = tuple("千万亿")


def without_about(text: str) -> tuple[str, str | None]:
    """The text without 约, 余, 左右 …, and which of them stood there."""
    for pattern, place in ((_ABOUT_BEFORE, "before"), (_ABOUT_WITHIN, "within"), (_ABOUT_AFTER, "after")):
        if found := pattern.search(text):
            rest = (text[: found.start()] + text[found.end() :]).strip()
            if place != "after" or re.search(r"\d", rest):
                return rest, _QUALIFIERS.get(found.group(), "about")
    return text, None


def written_number(text: str, catalogue: Catalogue) -> Reading | None:
    """A number with sign, currency, separators and unit, in digits or in Chinese numerals; None for anything else."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return _in_chinese(text, catalogue)
    groups = match.groupdict()
    if bool(groups["open"]) != bool(groups["close"]) or (groups["sign2"] and groups["sign"]):
        return None
    digits = groups["number"].replace(",", "")
    whole, _, decimals = digits.partition(".")
    if re.match(r"0\d", digits) or len(whole) > MOST_DIGITS or len(decimals) > MOST_DECIMALS:
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


def masked_number(text: str, catalogue: Catalogue, observed: dict[str, str]) -> Reading | None:
    """xx万元, 8X.X%: a number whose digits are hidden, with its unit."""
    if len(text) > LONGEST:
        return None
    for end in range(len(text), 0, -1):
        head, tail = text[:end], text[end:].strip()
        if tail and tail not in _SCALES and catalogue.unit(tail) is None:
            continue
        if _MASK.fullmatch(head) or catalogue.placeholder_status(head) is Status.PLACEHOLDER:
            return Reading(Status.PLACEHOLDER, rule="value-placeholder", fields=observed)
    return None
