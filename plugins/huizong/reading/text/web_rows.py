"""The rows of a table of a web page and their cells. A hidden cell takes no column: those behind it move up, as browsers draw them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml import etree

from huizong.reading.cells.sight import Run

CELLS = ("td", "th")


def own_rows(table: etree._Element) -> list[etree._Element]:
    """The rows of a table without those of tables inside it."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def cells_without_place(rows: Sequence[etree._Element], is_hidden: Callable[[etree._Element], bool]) -> frozenset[etree._Element]:
    """The hidden cells of a table, unless each row with several cells hides as many: they are columns that are hidden."""
    hidden = [[cell for cell in row if cell.tag in CELLS and is_hidden(cell)] for row in rows]
    several = {len(cells) for row, cells in zip(rows, hidden, strict=True) if sum(cell.tag in CELLS for cell in row) > 1}
    return frozenset(cell for cells in hidden for cell in cells) if len(several) > 1 else frozenset()


def placed_cells(
    row: etree._Element, absent: frozenset[etree._Element], runs_of: Callable[[etree._Element], list[Run]]
) -> list[tuple[etree._Element, list[Run]]]:
    """The cells that have a column, each with its runs; those of hidden ones stand with the next, or with the last."""
    placed: list[tuple[etree._Element, list[Run]]] = []
    aside: list[Run] = []
    for cell in row:
        if cell.tag not in CELLS:
            continue
        if cell in absent:
            aside += runs_of(cell)
        else:
            placed.append((cell, [*aside, *runs_of(cell)]))
            aside = []
    if placed:
        placed[-1][1].extend(aside)
    return placed


def is_open(rowspan: str | None) -> bool:
    """Whether a cell reaches down to the end of its rows' group, which HTML writes as 0."""
    return (rowspan or "").strip() == "0"


def rows_to_the_end(row: etree._Element) -> int:
    """How many rows of a group there are from this one on."""
    return 1 + sum(1 for _ in row.itersiblings("tr"))
