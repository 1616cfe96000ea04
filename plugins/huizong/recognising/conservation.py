"""Every cell with a number has exactly one disposition: figure, structure or issue (DESIGN §6)."""

from __future__ import annotations

from dataclasses import dataclass

from huizong.catalogue import Catalogue
from huizong.recognising.table.table_result import Place, TableResult
from huizong.recognising.value.cell_values import looks_numeric
from huizong.recognising.vocabulary.grid import Grid


@dataclass(frozen=True, slots=True)
class CellAccount:
    """How many cells with numbers there are, and how many of them are structure and issues; the rest are figures'."""

    numeric: int = 0
    structure: int = 0
    issues: int = 0

    def __add__(self, other: CellAccount) -> CellAccount:
        return CellAccount(self.numeric + other.numeric, self.structure + other.structure, self.issues + other.issues)


def account_table(
    grid: Grid, result: TableResult, block_structure: frozenset[Place], catalogue: Catalogue
) -> tuple[CellAccount, set[Place]]:
    """The account of one table, and the places that it has disposed of; raises AssertionError for a cell disposed of twice."""
    figures = {place for place, _ in result.figures if looks_numeric(grid.cell(*place), catalogue)}
    figures |= {place for place, figure in result.figures if figure.value is not None and grid.cell(*place) is not None}
    issues = {place for place in result.issues if looks_numeric(grid.cell(*place), catalogue)}
    structure = {place for place in result.structure | block_structure if looks_numeric(grid.cell(*place), catalogue)}
    for left, right in ((figures, issues), (figures, structure), (issues, structure)):
        if left & right:
            places = ", ".join(grid.place(*place) for place in sorted(left & right))
            raise AssertionError(f"cells with two dispositions: {places}")
    return CellAccount(len(figures) + len(issues) + len(structure), len(structure), len(issues)), figures | issues | structure


def left_over(grid: Grid, disposed: set[Place]) -> list[Place]:
    """The cells with numbers that no table of the sheet has disposed of, in reading order."""
    return [
        (cell.row, cell.column)
        for _, cells in grid
        for cell in cells
        if (cell.kind in ("number", "formula") or (cell.kind == "date" and cell.raw_number is not None))
        and (cell.row, cell.column) not in disposed
    ]
