"""The ranges that formulas refer to: on which sheets, with which values, and how many cells may be looked at in all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from huizong.model import Cell
from huizong.reading.cells.typed_cells import SheetGrid
from huizong.reading.formulas.formula import (
    Reference,
)
from huizong.reading.formulas.formula_values import (
    ErrorValue,
    RangeValues,
    Scalar,
    UncomputableError,
)

MOST_CELLS_VISITED = 3_000_000


class Ranges:
    """The cells of one workbook as its formulas see them."""

    def __init__(self, grids: Sequence[SheetGrid]) -> None:
        self.grids = grids
        self.by_name = {grid.name.casefold(): index for index, grid in enumerate(grids)}
        self.visited = 0

    def sheets_of(self, reference: Reference, home: int) -> Sequence[int]:
        """The sheets of a reference. Raises UncomputableError for another workbook's, which is never opened."""
        if reference.sheet is None:
            return (home,)
        index = self.by_name.get(reference.sheet.casefold())
        if index is not None:
            return (index,)
        ends = [self.by_name.get(name.casefold()) for name in reference.sheet.split(":")]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            raise UncomputableError(reference.sheet)
        return range(min(ends[0], ends[1]), max(ends[0], ends[1]) + 1)

    def spend(self, cells: int) -> None:
        """Counts work. Raises UncomputableError once the budget is gone."""
        self.visited += cells
        if self.visited > MOST_CELLS_VISITED:
            raise UncomputableError("budget")

    def block(self, reference: Reference, home: int) -> RangeValues:
        """The values of a range, cut to what the sheet holds; of a range through several sheets one below the other."""
        rows: list[tuple[Scalar, ...]] = []
        for sheet in self.sheets_of(reference, home):
            cells = self.grids[sheet].cells
            last_row, last_column = reference.last_row, reference.last_column
            if (last_row - reference.first_row + 1) * (last_column - reference.first_column + 1) > 1000:
                self.spend(len(cells))
                last_row = min(last_row, max((row for row, _ in cells), default=reference.first_row))
                last_column = min(last_column, max((column for _, column in cells), default=reference.first_column))
            self.spend(max(last_row - reference.first_row + 1, 1) * max(last_column - reference.first_column + 1, 1))
            rows += [
                tuple(self.cell_value(cells.get((row, column))) for column in range(reference.first_column, last_column + 1))
                for row in range(reference.first_row, last_row + 1)
            ]
        return RangeValues(tuple(rows))

    def cell_value(self, cell: Cell | None) -> Scalar:
        """What a formula sees of a cell. Raises UncomputableError for a formula that could not be computed."""
        if cell is None:
            return None
        if cell.kind == "formula":
            raise UncomputableError("depends on a formula without value")
        if cell.kind == "error":
            return ErrorValue(cell.text)
        if isinstance(cell.value, date | datetime | time):
            if cell.raw_number is None:
                raise UncomputableError("date")
            return cell.raw_number
        return cell.value
