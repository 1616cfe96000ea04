"""Places of DESIGN §6 as cells of an open workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from huizong.places import CellPlace, parse_place
from huizong.reading.masking import masked_name

CELLS_A_PLACE = 400
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True, slots=True)
class Target:
    """The cells of one place, the first of them the one that takes the comment."""

    sheet: Worksheet
    cells: tuple[Cell, ...]


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell, or the first one of the merged range that hides it."""
    cell = sheet.cell(row, column)
    passed: set[str] = set()
    while isinstance(cell, MergedCell):
        # Merged ranges that overlap hide each other's first cells: the way leads up and left until a cell shows.
        passed.add(cell.coordinate)
        hiding = [(one.min_row, one.min_col) for one in sheet.merged_cells.ranges if cell.coordinate in one]
        onward = [at for at in sorted(hiding) if sheet.cell(*at).coordinate not in passed]
        if not onward:
            raise TypeError(f"{sheet.title}!{cell.coordinate}: hidden by a merged range, and no cell of it shows")
        cell = sheet.cell(*onward[0])
    return cell


def fits(row: int, column: int) -> bool:
    """Whether a worksheet has such a cell; a delimited text may have more fields in a line than a sheet has columns."""
    return 1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN


def written_cells(sheet: Worksheet) -> list[Cell | MergedCell]:
    """The cells that the file has, row by row; no other is made.

    A walk over `sheet.iter_rows()` makes every cell up to the last one, which one stray cell in row 1 048 576 turns into
    gigabytes. openpyxl has no public name for the cells it holds.
    """
    held: dict[tuple[int, int], Cell | MergedCell] = vars(sheet)["_cells"]
    return [held[at] for at in sorted(held)]


def targets(workbook: Workbook, places: Iterable[str]) -> tuple[Target, ...]:
    """The cells of each place, at most CELLS_A_PLACE of them; places that are no cells, or on no sheet, are left out."""
    found = (_target(workbook, place) for place in places)
    return tuple(target for target in found if target is not None)


def _target(workbook: Workbook, place: str) -> Target | None:
    parsed = parse_place(place)
    if not isinstance(parsed, CellPlace):
        return None
    sheet = next((sheet for sheet in workbook.worksheets if masked_name(sheet.title) == parsed.sheet), None)
    try:
        first_column, first_row, last_column, last_row = range_boundaries(parsed.reference)
    except ValueError:
        return None
    if sheet is None or first_column is None or first_row is None or last_column is None or last_row is None:
        return None
    if not fits(first_row, first_column):
        return None
    last_row, last_column = min(last_row, LAST_ROW), min(last_column, LAST_COLUMN)
    cells: dict[str, Cell] = {}
    for row in range(first_row, min(last_row, first_row + CELLS_A_PLACE) + 1):
        for column in range(first_column, last_column + 1):
            if len(cells) >= CELLS_A_PLACE:
                break
            cell = cell_at(sheet, row, column)
            cells[cell.coordinate] = cell
    return Target(sheet, tuple(cells.values()))
