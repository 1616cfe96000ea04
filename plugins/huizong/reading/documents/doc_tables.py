"""Tables of binary Word documents and of RTF: rows of cells with borders in twips, put on one grid of columns."""

from __future__ import annotations

from dataclasses import dataclass, field

from huizong.model import Cell, Merge, Sheet
from huizong.reading.cells.sight import Ink, Run
from huizong.reading.text.delimited import are_bare, run_cell

FIRST_MERGED = 0x0001
MERGED = 0x0002
VERTICAL = 0x0020
VERTICAL_START = 0x0040
SAME_EDGE = 30  # twips: borders drawn by hand are off by a hair


@dataclass(frozen=True, slots=True)
class DocRow:
    """The texts of a row's cells in runs, their borders, and their merge flags."""

    texts: tuple[tuple[Run, ...], ...]
    edges: tuple[int, ...]
    flags: tuple[int, ...]


@dataclass(slots=True)
class DocTable:
    """A table while it is being read."""

    rows: list[DocRow] = field(default_factory=list)


class NestedTables:
    """Tables inside the cell that is being read, by their level: 2 is a table inside a cell, 3 one inside a cell of that.

    A table of bare numbers is what stands in the cell, a line each: the cell is asked about, and nobody knows which is its number.
    Any other is a table of its own, and waits in `whole` until the table around it has ended.
    """

    def __init__(self) -> None:
        self.cells: dict[int, list[tuple[Run, ...]]] = {}
        self.rows: dict[int, list[DocRow]] = {}
        self.places: dict[int, int] = {}
        self.whole: list[DocTable] = []

    def cell(self, level: int, runs: tuple[Run, ...]) -> None:
        """Ends a cell of the table of a level, and what is open inside it."""
        self.places.setdefault(level, len(self.whole))
        self.cells.setdefault(level, []).append(with_lines(runs, self.close(level + 1)))

    def row(self, level: int, edges: tuple[int, ...], flags: tuple[int, ...]) -> None:
        """Ends a row of the table of a level."""
        self.rows.setdefault(level, []).append(DocRow(tuple(self.cells.pop(level, ())), edges, flags))

    def close(self, level: int) -> tuple[Run, ...]:
        """Ends the table of a level, if there is one; the lines that it gives the cell around it."""
        if level in self.cells:
            self.row(level, (), ())
        rows = self.rows.pop(level, [])
        place = self.places.pop(level, len(self.whole))
        texts = [runs for row in rows for runs in row.texts if any(text.strip() for text, _ in runs)]
        if rows and not are_bare(["".join(text for text, _ in runs) for runs in texts]):
            self.whole.insert(place, DocTable(rows))
            return ()
        lines: tuple[Run, ...] = ()
        for runs in texts:
            lines = with_lines(lines, without_last_breaks(runs))
        return lines


def with_lines(runs: tuple[Run, ...], lines: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs of a cell, with lines below them."""
    if not lines or not any(text for text, _ in runs):
        return lines or runs
    return (*without_last_breaks(runs), ("\n", Ink.PLAIN), *lines)


def table_sheet(table: DocTable, name: str, after_paragraph: int) -> Sheet:
    """The table as a sheet; a cell that is wider than a column of the grid is a merge, as is one that runs over rows."""
    grid = common_edges(table.rows)
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[Merge] = []
    running: dict[int, tuple[int, int]] = {}  # column -> (first row, last column) of a cell that runs down
    for row_number, row in enumerate(table.rows, start=1):
        for first, last, text, flag in positions(row, grid):
            if flag & VERTICAL and not flag & VERTICAL_START and first in running:
                continue
            if first in running:
                close(merges, running, first, row_number - 1)
            if flag & VERTICAL:
                running[first] = (row_number, last)
            elif last > first:
                merges.append(Merge(row_number, first, row_number, last))
            cell = run_cell(row_number, first, without_last_breaks(text))
            if cell is not None:
                cells[row_number, first] = cell
    for column in list(running):
        close(merges, running, column, len(table.rows))
    return Sheet(name, cells, "table", tuple(merges), after_paragraph=after_paragraph)


def without_last_breaks(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs of a cell without the breaks at its end."""
    while runs and not runs[-1][0].rstrip("\n"):
        runs = runs[:-1]
    return (*runs[:-1], (runs[-1][0].rstrip("\n"), runs[-1][1])) if runs else ()


def close(merges: list[Merge], running: dict[int, tuple[int, int]], column: int, last_row: int) -> None:
    """Ends a cell that runs down, if it covers more than one."""
    first_row, last_column = running.pop(column)
    if last_row > first_row or last_column > column:
        merges.append(Merge(first_row, column, last_row, last_column))


def common_edges(rows: list[DocRow]) -> list[int]:
    """The borders of all rows in order, those that are off by a hair taken as one."""
    edges: list[int] = []
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if not edges or edge - edges[-1] > SAME_EDGE:
            edges.append(edge)
    return edges


def positions(row: DocRow, grid: list[int]) -> list[tuple[int, int, tuple[Run, ...], int]]:
    """(first column, last column, text, flags) of each cell; a row without borders is counted from the left."""
    found: list[tuple[int, int, tuple[Run, ...], int]] = []
    for index, text in enumerate(row.texts):
        flag = row.flags[index] if index < len(row.flags) else 0
        if len(row.edges) > index + 1:
            first = column_of(row.edges[index], grid)
            last = max(column_of(row.edges[index + 1], grid) - 1, first)
        else:
            first = last = (found[-1][1] if found else 0) + 1
        if flag & MERGED and not flag & FIRST_MERGED and found:
            before = found[-1]
            found[-1] = (before[0], last, before[2] if any(run[0].strip() for run in before[2]) else text, before[3])
        else:
            found.append((first, last, text, flag))
    return found


def column_of(edge: int, grid: list[int]) -> int:
    """The column that begins at a border, counted from 1."""
    return min(range(len(grid)), key=lambda index: abs(grid[index] - edge)) + 1
