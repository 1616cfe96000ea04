"""The formats on conditions of an xlsx worksheet (ECMA-376 part 1, 18.3.1.10 and 18.3.1.18); `held_formats` says what they do.

Rules that refer to other sheets, and newer bars and icons, stand in an extension ([MS-XLSX] 2.6.7): there the ranges are an element,
and the format stands in the rule itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from huizong.model import Merge
from huizong.reading.cells.counts import whole_number
from huizong.reading.cells.typed_cells import parse_range
from huizong.reading.containers.markup import is_true
from huizong.reading.containers.xlsx_styles import ConditionalStyle, conditional_style
from huizong.reading.spreadsheets.held_formats import SHOWS_NO_NUMBER, Condition
from huizong.reading.spreadsheets.ranked import Average, Rank

UNFORMATTED = ("colorScale", "dataBar", "iconSet")  # they have no format of the workbook
TEN = 10
DEFAULTS = {"percent": "0", "bottom": "0", "aboveAverage": "1", "equalAverage": "0"}


def read_ranges(element: etree._Element) -> tuple[Merge, ...]:
    """The ranges of one conditionalFormatting; none where one of them is no range: it colours nothing."""
    inner = element.find("{*}sqref")
    written = element.get("sqref") or (inner.text if inner is not None else None) or ""
    try:
        return tuple(parse_range(part) for part in written.split())
    except ValueError:
        return ()


def read_conditions(element: etree._Element, styles: Sequence[ConditionalStyle]) -> list[Condition]:
    """The rules of one conditionalFormatting that hide, cross out or show otherwise."""
    ranges = read_ranges(element)
    found = []
    for rule in element.iterchildren("{*}cfRule") if ranges else ():
        kind = rule.get("type") or ""
        if kind in UNFORMATTED:
            drawn = rule.find("{*}" + kind)
            if drawn is not None and not is_true(drawn.get("showValue", "1")):
                found.append(Condition(ranges, SHOWS_NO_NUMBER, "", (), 0, own=ConditionalStyle(shows_nothing=True)))
            continue
        inline = rule.find("{*}dxf")
        own = None if inline is None else conditional_style(inline)
        index = whole_number(rule.get("dxfId"), len(styles))
        style = own or (styles[index] if index < len(styles) else None)
        if style is not None and style.tells:
            formulas = tuple("".join(map(str, formula.itertext())).strip() for formula in rule.iterchildren("{*}formula", "{*}f"))
            found.append(Condition(ranges, kind, rule.get("operator") or "", formulas, index, rank_of(rule), own))
    return found


def rank_of(rule: etree._Element) -> Rank | Average | None:
    """What a rule about the place of a number among others asks; None for other rules."""
    said = {name: is_true(rule.get(name, default)) for name, default in DEFAULTS.items()}
    if rule.get("type") == "top10":
        return Rank(whole_number(rule.get("rank"), TEN), said["percent"], said["bottom"])
    if rule.get("type") == "aboveAverage":
        return Average(said["aboveAverage"], said["equalAverage"], whole_number(rule.get("stdDev"), 0))
    return None
