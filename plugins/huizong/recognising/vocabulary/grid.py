"""A sheet as it is looked at: rows of cells that hold something, with merged ranges filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from huizong.model import Cell, Merge, Sheet


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet that are not empty, by row, and who covers the empty ones."""

    sheet: Sheet

    @cached_property
    def rows(self) -> dict[int, tuple[Cell, ...]]:
        """The cells with content, by row from top to bottom and from left to right."""
        found: dict[int, list[Cell]] = {}
        for cell in self.sheet.cells.values():
            if cell.kind != "text" or cell.text.strip():
                found.setdefault(cell.row, []).append(cell)
        return {row: tuple(sorted(found[row], key=lambda cell: cell.column)) for row in sorted(found)}

    @cached_property
    def columns(self) -> range:
        """The columns from the first to the last with content."""
        used = [cell.column for cells in self.rows.values() for cell in cells]
        return range(min(used), max(used) + 1) if used else range(0)

    @cached_property
    def _covered(self) -> dict[tuple[int, int], Merge]:
        """The merge of each place inside one; ranges reaching beyond what is used are cut off there."""
        if not self.rows:
            return {}
        last_row, last_column = max(self.rows), self.columns[-1]
        return {
            (row, column): merge
            for merge in self.sheet.merges
            for row in range(merge.first_row, min(merge.last_row, last_row) + 1)
            for column in range(merge.first_column, min(merge.last_column, last_column) + 1)
        }

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell itself, None if it holds nothing."""
        cell = self.sheet.cells.get((row, column))
        return cell if cell is not None and (cell.kind != "text" or cell.text.strip()) else None

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged range around the place."""
        return self._covered.get((row, column))

    def shown(self, row: int, column: int) -> Cell | None:
        """The cell that a person sees at the place: its own or the one of its merged range."""
        if (cell := self.cell(row, column)) is not None:
            return cell
        merge = self.merge_at(row, column)
        return self.cell(merge.first_row, merge.first_column) if merge else None

    def text(self, row: int, column: int) -> str:
        """The text a person sees at the place, trimmed; empty if there is none."""
        cell = self.shown(row, column)
        return cell.text.strip() if cell else ""

    def place(self, row: int, column: int) -> str:
        """Where it is, in the form of DESIGN §6."""
        return self.sheet.place(row, column)

    def span_place(self, cells: list[tuple[int, int]]) -> str:
        """Several places as one: the first and, if there are more, the last, as C4:F5; each alone for delimited text."""
        first, last = min(cells), max(cells)
        if first == last:
            return self.place(*first)
        rows, columns = [row for row, _ in cells], [column for _, column in cells]
        if self.sheet.layout == "delimited" or len(set(cells)) != (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1):
            return ", ".join(self.place(*cell) for cell in sorted(set(cells))[:20])
        corner = self.place(max(rows), max(columns))
        return f"{self.place(min(rows), min(columns))}:{corner.rpartition('!')[2]}"

    def __iter__(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        return iter(self.rows.items())
