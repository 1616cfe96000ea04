"""Rows of delimited text in which a comma between thousands may have torn a number: 21,1,151 is 21 and 1,151, or three numbers.

A row with more fields than the header shows it by itself. One that has as many shows it where the last piece stands under a
column that takes no number, or that no other row fills, or begins with 0, as no number does. A piece under a rate, or a
cumulative below its month, is asked about unless the file writes numbers of four digits whole and tears none. What fits its
columns otherwise is what it says: 56,301,288.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from huizong.model import Basis, Cell
from huizong.recognising.table.axes import Column, Role
from huizong.recognising.table.layout import Layout

_HEAD = re.compile(r"\s*[+\-−－(（]?[1-9]\d{0,2}", re.ASCII)
_TAIL = re.compile(r"\d{3}(?:\.\d+)?\s*%?[)）]?\s*", re.ASCII)
_WHOLE = re.compile(r"\s*[+\-−]?[1-9]\d{3,}(?:\.\d+)?\s*", re.ASCII)
_QUOTED = re.compile(r"\d,\d{3}(?!\d)", re.ASCII)
_RATES = (Basis.GROWTH_RATE, Basis.CURRENT_GROWTH_RATE, Basis.PLAN_COMPLETION)

_ENOUGH_ROWS = 4
_MOST_ROWS = 0.75  # that have the same count of fields

Pieces = dict[int, list[int]]  # row -> the columns whose number may go on in the next one


def torn_rows(layout: Layout) -> frozenset[int]:
    """The rows whose numbers may be pieces of others, or stand under another's column."""
    sheet = layout.block.grid.sheet
    if not sheet.field_counts or not layout.block.header or any(_QUOTED.search(cell.text) for cell in sheet.cells.values()):
        return frozenset()  # who puts a number with commas in quotes does so always
    pieces = _pieces(layout)
    width = max(sheet.field_counts.get(row, 0) for row in layout.block.header)
    torn = {row for row, heads in pieces.items() if sheet.field_counts.get(row, 0) > width or _is_torn(layout, row, heads, pieces)}
    if not torn and any(_WHOLE.fullmatch(cell.text) for row in layout.rows for cell in _cells(layout, row.row) if cell is not None):
        return frozenset()
    return frozenset(torn | {row for row in pieces if _is_odd(layout, row, pieces[row])})


def shifted_rows(layout: Layout) -> dict[int, tuple[int, int]]:
    """The rows of delimited text in which a field was lost or came in between, with their count of fields and that of the others.

    A row that is shorter because its empty end was left out stops with a value; one that keeps its empty end lost a field before.
    """
    sheet = layout.block.grid.sheet
    counts = {row.row: sheet.field_counts[row.row] for row in layout.rows if row.row in sheet.field_counts}
    usual, times = Counter(counts.values()).most_common(1)[0] if counts else (0, 0)
    width = max((sheet.field_counts.get(row, 0) for row in layout.block.header), default=0)
    if len(counts) < _ENOUGH_ROWS or times < _MOST_ROWS * len(counts):
        return {}
    last = {row: max(cell.column for cell in layout.block.grid.rows[row]) for row in counts}
    return {row: (count, usual) for row, count in counts.items() if count > max(usual, width) or last[row] < count < usual}


def _cells(layout: Layout, row: int) -> list[Cell | None]:
    return [layout.block.grid.cell(row, column.column) for column in layout.columns if column.role is not Role.LABEL]


def _pieces(layout: Layout) -> Pieces:
    """The rows with a number of up to three digits right before one of three."""
    grid = layout.block.grid
    labels = {column.column for column in layout.columns if column.role in (Role.LABEL, Role.SERIAL, Role.CODE, Role.UNIT)}
    found: Pieces = {}
    for row in layout.rows:
        for cell in grid.rows.get(row.row, ()):
            after = grid.cell(row.row, cell.column + 1)
            if cell.column not in labels and after is not None and _HEAD.fullmatch(cell.text) and _TAIL.fullmatch(after.text):
                found.setdefault(row.row, []).append(cell.column)
    return found


def _is_torn(layout: Layout, row: int, heads: Sequence[int], pieces: Pieces) -> bool:
    """Whether a row shows by itself that one of its numbers is torn."""
    grid = layout.block.grid
    tails = [head + 1 for head in heads]
    if any(grid.text(row, tail).startswith("0") and grid.text(row, tail) != "0" for tail in tails):
        return True
    last = grid.rows[row][-1].column
    if last not in tails:
        return False
    column = next((column for column in layout.columns if column.column == last), None)
    if column is None or column.role not in (Role.VALUE, Role.VARIANT):
        return True
    others = [other.row for other in layout.rows if other.row not in pieces]
    return bool(others) and all(grid.cell(other, last) is None for other in others)


def _is_odd(layout: Layout, row: int, heads: Sequence[int]) -> bool:
    """Whether a piece stands under a rate, or the row's cumulative is below its month."""
    columns = {column.column: column for column in layout.columns}
    if any(_basis(columns.get(head + 1)) in _RATES for head in heads):
        return True
    month, year = (_number(layout, row, basis) for basis in (Basis.CURRENT, Basis.CUMULATIVE))
    return month is not None and year is not None and 0 <= year < month


def _basis(column: Column | None) -> Basis | None:
    return column.meaning.bases[0] if column is not None and column.meaning.bases else None


def _number(layout: Layout, row: int, basis: Basis) -> Decimal | None:
    for column in layout.columns:
        cell = layout.block.grid.cell(row, column.column)
        if _basis(column) is basis and cell is not None and isinstance(cell.value, Decimal):
            return cell.value
    return None
