"""What two tables must have in common to be laid out alike: their words, what is merged, and where their numbers stand.

A county's forms come from the same blank a hundred times over, and differ in their numbers alone. What a row is and what
a column holds is told from words; of a number it matters only that it is one, as long as it can't be anything else: a
year, a month, the number of a row or of a column, a code or a name of the catalogue. Such a number counts as a word.
"""

from __future__ import annotations

import re
from collections.abc import Container, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from huizong.model import Cell
from huizong.recognising.vocabulary.grid import Grid

NUMBER = ("number",)  # and no text, which stands for itself
MOST_ROWS, MOST_LETTERS = 200, 20_000  # of tables that are remembered; a longer one is a list, and comes once
# A year or the beginning of one, a year and a month, a day: 2026, 202606, 20260630, 2026.6.
_MAY_BE_A_TIME = r"(?:19|20)(?:\d?|\d\d(?:(?:0[1-9]|1[0-2])(?:[0-3]\d)?|\.\d{1,2})?)"
_ORDINARY = re.compile(rf"-?(?!{_MAY_BE_A_TIME}$)(?:\d{{3,}}|\d+\.\d+)")
_YEARS = range(1900, 2101)

Print = tuple[Hashable, ...]


def print_of(cells: Iterable[Cell], naming: frozenset[str]) -> Print:
    """What tells cells from others that are not alike, in their order; `naming` are numbers that name something (`Names.numbers`)."""
    return tuple([_print_of(cell, naming) for cell in cells])


def _print_of(cell: Cell, naming: frozenset[str]) -> Hashable:
    kind, text = cell.kind, cell.text
    if kind == "number":
        if _ORDINARY.fullmatch(text) and text not in naming and isinstance(cell.value, Decimal) and cell.value not in _YEARS:
            return NUMBER
        return kind, text, cell.value
    if kind == "text":
        return text
    return kind, text, cell.value, cell.number_format, cell.raw_number is None


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a table stands on its sheet: the rows of its header and of its body, and its columns."""

    grid: Grid
    header: tuple[int, ...]
    body: tuple[int, ...]
    columns: tuple[int, ...]

    def print_of(self, naming: frozenset[str]) -> Print | None:
        """What tells the table from others that are laid out otherwise; None for a long one, which is laid out anew each time.

        What stands above its header has no part in it.
        """
        rows = (*self.header, *self.body)
        if not rows or len(rows) > MOST_ROWS:
            return None
        first, last = min(rows), max(rows)
        merges = tuple([m for m in self.grid.sheet.merges if m.last_row >= first and m.first_row <= last])
        within = [(row, cells) for row, cells in self.grid if first <= row <= last]
        if sum(len(cell.text) for _, cells in within for cell in cells) > MOST_LETTERS:
            return None
        lines = tuple([(row, tuple([cell.column for cell in cells]), print_of(cells, naming)) for row, cells in within])
        return self.header, self.body, self.columns, self.grid.columns, merges, lines

    def holds_numbers_in(self, columns: Container[int], naming: frozenset[str]) -> bool:
        """Whether each of the table's numbers that count as any number stands in one of the columns, and none in a header."""
        return not any(
            _print_of(cell, naming) == NUMBER
            for row in (*self.header, *self.body)
            for cell in self.grid.rows.get(row, ())
            if row in self.header or (cell.column in self.columns and cell.column not in columns)
        )
