"""Formats of an xlsx worksheet that hold on a condition: which numbers they leave unseen, or cross out.

A number format `;;;` shows nothing, and letters in the colour of their ground are seen by nobody (ECMA-376 part 1, 18.3.1.10 and
18.8.14). Only such formats count, and only conditions that can be told from the cell: a comparison with a number, one with
another cell, TRUE. What a longer formula says is not known, and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from huizong.model import Cell, Merge
from huizong.reading.cells.counts import whole_number
from huizong.reading.cells.decimals import from_written
from huizong.reading.cells.sight import WHITE, Ink, is_unseen, whole_look
from huizong.reading.cells.typed_cells import SheetGrid, column_number, parse_range
from huizong.reading.containers.xlsx_styles import ConditionalStyle
from huizong.reading.formulas.formula import shift_formula

COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "equal": lambda value, limit: value == limit,
    "notEqual": lambda value, limit: value != limit,
    "lessThan": lambda value, limit: value < limit,
    "lessThanOrEqual": lambda value, limit: value <= limit,
    "greaterThan": lambda value, limit: value > limit,
    "greaterThanOrEqual": lambda value, limit: value >= limit,
}
SIGNS = {
    "=": "equal",
    "<>": "notEqual",
    "<": "lessThan",
    "<=": "lessThanOrEqual",
    ">": "greaterThan",
    ">=": "greaterThanOrEqual",
}
OF_A_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})\s*(<=|>=|<>|=|<|>)\s*(-?\d+(?:\.\d+)?)")
MOST_CONDITIONS = 200  # that hide or cross out; each is asked of every cell


@dataclass(frozen=True, slots=True)
class Condition:
    """One rule: where it holds, what it asks, and the index of the format it gives."""

    ranges: tuple[Merge, ...]
    kind: str
    operator: str
    formulas: tuple[str, ...]
    style: int


def read_conditions(element: etree._Element, styles: Sequence[ConditionalStyle]) -> list[Condition]:
    """The rules of one conditionalFormatting that hide or cross out; those of extensions have no format of the workbook."""
    try:
        ranges = tuple(parse_range(part) for part in (element.get("sqref") or "").split())
    except ValueError:  # a range that is none colours nothing
        return []
    found = []
    for rule in element.iterchildren("{*}cfRule"):
        style = whole_number(rule.get("dxfId"), len(styles))
        if ranges and style < len(styles) and styles[style].tells:
            formulas = tuple("".join(map(str, formula.itertext())).strip() for formula in rule.iterchildren("{*}formula"))
            found.append(Condition(ranges, rule.get("type") or "", rule.get("operator") or "", formulas, style))
    return found


def apply_conditions(grid: SheetGrid, conditions: Sequence[Condition], styles: Sequence[ConditionalStyle]) -> None:
    """Gives the cells the look that the formats whose conditions hold give them; zeros that are hidden are noted."""
    for condition in conditions[:MOST_CONDITIONS]:
        style = styles[condition.style]
        for position, cell in _inside(grid, condition.ranges):
            if not _holds(condition, cell, grid):
                continue
            ground = style.ground if style.has_ground else grid.grounds.get(position, WHITE)
            is_hidden = style.shows_nothing or is_unseen(style.colour, ground)
            if is_hidden and cell.kind == "number" and not cell.value:
                grid.zeros_hidden.add(position)
            elif (is_hidden or style.strikes) and cell.look is None:
                grid.cells[position] = cell._replace(look=whole_look(cell.text, Ink.UNSEEN if is_hidden else Ink.STRUCK))


def _inside(grid: SheetGrid, ranges: Sequence[Merge]) -> Iterator[tuple[tuple[int, int], Cell]]:
    """The numbers, and texts that may be one, in the ranges."""
    for (row, column), cell in list(grid.cells.items()):
        may_count = cell.kind == "number" or (cell.kind == "text" and any(map(str.isdigit, cell.text)))
        inside = (r.first_row <= row <= r.last_row and r.first_column <= column <= r.last_column for r in ranges)
        if may_count and any(inside):
            yield (row, column), cell


def _holds(condition: Condition, cell: Cell, grid: SheetGrid) -> bool:
    """Whether a condition is known to hold for a cell."""
    if condition.kind == "expression":
        return bool(condition.formulas) and _expression_holds(condition, cell, grid)
    if condition.kind != "cellIs" or not isinstance(cell.value, Decimal):
        return False
    limits = [from_written(formula) for formula in condition.formulas]
    known = [limit for limit in limits if limit is not None]
    if condition.operator in ("between", "notBetween") and len(known) == 2:
        return (min(known) <= cell.value <= max(known)) is (condition.operator == "between")
    return len(known) == 1 and condition.operator in COMPARISONS and COMPARISONS[condition.operator](cell.value, known[0])


def _expression_holds(condition: Condition, cell: Cell, grid: SheetGrid) -> bool:
    """Whether a formula, written for the first cell of the ranges, holds for this one."""
    formula = condition.formulas[0].upper()
    if formula in ("TRUE", "TRUE()", "1"):
        return True
    first = min((part.first_row, part.first_column) for part in condition.ranges)
    found = OF_A_CELL.fullmatch(shift_formula(formula, cell.row - first[0], cell.column - first[1]))
    if found is None:
        return False
    other = grid.cells.get((int(found[2]), column_number(found[1])))
    value = Decimal(0) if other is None else other.value  # an empty cell compares as 0
    return isinstance(value, Decimal) and COMPARISONS[SIGNS[found[3]]](value, Decimal(found[4]))
