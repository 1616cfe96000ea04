"""Computes formulas that have no usable cached value, so that a total written by a program is neither zero nor blank.

Results are rounded to 15 significant digits, as a spreadsheet program would show them. What cannot be computed keeps
the cell, of kind "formula". A cached value that the workbook itself declares out of date stands in only if it is not 0:
some generators write 0 for every formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow

from huizong.model import Cell
from huizong.reading.cells.decimals import without_noise
from huizong.reading.cells.typed_cells import Pending, SheetGrid, number_cell
from huizong.reading.formulas.definitions import Definitions
from huizong.reading.formulas.formula import (
    FormulaError,
    Node,
    Reference,
)
from huizong.reading.formulas.formula_values import (
    ErrorValue,
    Scalar,
    UncomputableError,
)
from huizong.reading.formulas.naming import Naming, parse_pending, references
from huizong.reading.formulas.node_values import NodeValues
from huizong.reading.formulas.ranges import Ranges

Key = tuple[int, int, int]  # sheet, row, column


def compute_pending(grids: Sequence[SheetGrid], definitions: Definitions, *, date1904: bool) -> None:
    """Turns every pending formula of the workbook into a cell."""
    if any(grid.pending for grid in grids):
        Computation(grids, definitions, date1904=date1904).run()


class Computation:
    """The formulas of one workbook, computed in the order of their dependence."""

    def __init__(self, grids: Sequence[SheetGrid], definitions: Definitions, *, date1904: bool) -> None:
        self.grids = grids
        self.definitions = definitions
        self.date1904 = date1904
        self.ranges = Ranges(grids)
        self.values = NodeValues(self.ranges)
        self.trees: dict[Key, Node | None] = {}
        self.done: set[Key] = set()

    def run(self) -> None:
        """Computes all of them; those on a circle, or beyond the budget, stay formulas."""
        for sheet, grid in enumerate(self.grids):
            for row, column in grid.pending:
                self.settle((sheet, row, column))

    def settle(self, start: Key) -> None:
        """Computes one formula after those it depends on, without recursion: chains may be thousands long."""
        waiting: list[tuple[Key, bool]] = [(start, False)]
        open_keys: set[Key] = set()
        while waiting:
            key, expanded = waiting.pop()
            if key in self.done:
                continue
            if expanded:
                self.store(key)
                open_keys.discard(key)
                continue
            open_keys.add(key)
            waiting.append((key, True))
            for needed in self.dependencies(key):
                if needed in open_keys:
                    self.trees[key] = None  # a circle has no value
                elif needed not in self.done:
                    waiting.append((needed, False))

    def dependencies(self, key: Key) -> list[Key]:
        """The pending formulas that this one refers to."""
        sheet, row, column = key
        try:
            tree = parse_pending(self.grids[sheet].pending[row, column])
            tree = self.trees[key] = Naming(self.definitions, self.grids[sheet].name, row).resolved(tree)
            return [needed for reference in references(tree) for needed in self.pending_in(reference, sheet)]
        except (FormulaError, UncomputableError):
            self.trees[key] = None
            return []

    def pending_in(self, reference: Reference, home: int) -> Iterator[Key]:
        """The pending formulas inside a range."""
        rows = reference.last_row - reference.first_row + 1
        columns = reference.last_column - reference.first_column + 1
        for sheet in self.ranges.sheets_of(reference, home):
            pending = self.grids[sheet].pending
            if rows * columns <= len(pending):
                for row in range(reference.first_row, reference.last_row + 1):
                    for column in range(reference.first_column, reference.last_column + 1):
                        if (row, column) in pending:
                            yield sheet, row, column
                continue
            self.ranges.spend(len(pending))
            for row, column in pending:
                if reference.first_row <= row <= reference.last_row and reference.first_column <= column <= reference.last_column:
                    yield sheet, row, column

    def store(self, key: Key) -> None:
        """Computes one formula and puts its cell in place."""
        sheet, row, column = key
        self.done.add(key)
        grid = self.grids[sheet]
        pending = grid.pending[row, column]
        tree = self.trees.pop(key)
        if tree is None:  # unreadable or circular
            grid.cells[row, column] = fallback(row, column, pending)
            return
        try:
            cell = self.result_cell(row, column, self.values.result(tree, sheet), pending)
        except (UncomputableError, InvalidOperation, Overflow, DivisionByZero, IndexError, RecursionError):
            cell = fallback(row, column, pending)
        if cell is not None:
            grid.cells[row, column] = cell

    def result_cell(self, row: int, column: int, value: Scalar, pending: Pending) -> Cell | None:
        """The cell of a computed value; None for the empty text. A blank that is referred to is 0, as in a spreadsheet."""
        if isinstance(value, ErrorValue):
            return Cell(row, column, "error", value.code, value.code, None, pending.formula, computed=True)
        if isinstance(value, bool):
            return Cell(row, column, "boolean", "TRUE" if value else "FALSE", value, None, pending.formula, computed=True)
        if isinstance(value, str):
            return Cell(row, column, "text", value, value, None, pending.formula, computed=True) if value else None
        number = without_noise(value if value is not None else Decimal(0))
        if number is None:
            return Cell(row, column, "error", "#NUM!", "#NUM!", None, pending.formula, computed=True)
        return number_cell(row, column, number, pending.number_format, date1904=self.date1904, formula=pending.formula)._replace(
            computed=True
        )


def fallback(row: int, column: int, pending: Pending) -> Cell:
    """The cell of a formula that cannot be computed: its cached value if that is worth anything, else the formula."""
    cached = pending.cached
    if cached is not None and cached.value != Decimal(0):
        return cached
    return Cell(row, column, "formula", "=" + pending.formula, None, pending.number_format.meaning, pending.formula)
