"""The formats on conditions of an xlsx worksheet (ECMA-376 part 1, 18.3.1.10 and 18.3.1.18); `held_formats` says what they do."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from huizong.reading.cells.counts import whole_number
from huizong.reading.cells.typed_cells import parse_range
from huizong.reading.containers.xlsx_styles import ConditionalStyle
from huizong.reading.spreadsheets.held_formats import Condition

UNFORMATTED = ("colorScale", "dataBar", "iconSet")  # they have no format of the workbook


def read_conditions(element: etree._Element, styles: Sequence[ConditionalStyle]) -> list[Condition]:
    """The rules of one conditionalFormatting that hide, cross out or show otherwise; those of extensions have no format of the workbook."""
    try:
        ranges = tuple(parse_range(part) for part in (element.get("sqref") or "").split())
    except ValueError:  # a range that is none colours nothing
        return []
    found = []
    for rule in element.iterchildren("{*}cfRule"):
        style = whole_number(rule.get("dxfId"), len(styles))
        kind = rule.get("type") or ""
        if ranges and style < len(styles) and styles[style].tells and kind not in UNFORMATTED:
            formulas = tuple("".join(map(str, formula.itertext())).strip() for formula in rule.iterchildren("{*}formula"))
            found.append(Condition(ranges, kind, rule.get("operator") or "", formulas, style))
    return found
