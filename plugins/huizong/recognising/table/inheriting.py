"""A table that goes on over the page without its header: the header of the table before holds, where the columns line up.

Page 2 of a printed form, or its second sheet. Columns that hold other things than those above them are asked about instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from huizong.model import Cell, Merge
from huizong.recognising.table.blocks import Block, split_blocks
from huizong.recognising.vocabulary.grid import Grid
from huizong.recognising.vocabulary.header_words import FormLexicon

_UNSURE = ("number", "error", "formula")


def with_header_of(before: Block, blocks: Sequence[Block], lexicon: FormLexicon) -> tuple[Block, ...] | None:
    """The tables of a sheet whose first one takes over the header of the table before; None where it cannot be told.

    The header stands above the sheet's first row then, in rows that have no place of their own.
    """
    first = blocks[0]
    if first.header or not before.header or len(first.columns) != len(before.columns) or not _line_up(first, before):
        return None
    step = first.columns[0] - before.columns[0]
    last = before.header[-1]
    head = {row: row - last + min(first.grid.rows) - 1 for row in before.header}
    cells = dict(first.grid.sheet.cells)
    for old, new in head.items():
        for cell in before.grid.rows.get(old, ()):
            if cell.kind != "text":
                return None
            cells[new, cell.column + step] = _moved(cell, new, cell.column + step)
    merges = [
        Merge(head[merge.first_row], merge.first_column + step, head[merge.last_row], merge.last_column + step)
        for merge in before.grid.sheet.merges
        if merge.first_row in head and merge.last_row in head
    ]
    sheet = replace(first.grid.sheet, cells=cells, merges=(*first.grid.sheet.merges, *merges))
    grid = Grid(sheet)
    again = split_blocks(grid, lexicon)
    if len(again) != len(blocks) or not set(head.values()) & set(again[0].header) or not set(first.body) <= set(again[0].body):
        return None
    return (replace(again[0], preamble=first.preamble), *again[1:])


def _moved(cell: Cell, row: int, column: int) -> Cell:
    return cell._replace(row=row, column=column)


def _line_up(block: Block, before: Block) -> bool:
    """Whether each column holds what the one above it does: numbers under numbers, texts under texts, and some of both."""
    kinds = [(_numbers(block, column), _numbers(before, above)) for column, above in zip(block.columns, before.columns, strict=True)]
    known = [(one, other) for one, other in kinds if one is not None and other is not None]
    return all(one == other for one, other in known) and {one for one, _ in known} == {True, False}


def _numbers(block: Block, column: int) -> bool | None:
    """Whether the column's body holds numbers; None where it holds nothing, and for 合并 or a dash nothing is told either."""
    held = [cell for row in block.body if (cell := block.grid.cell(row, column)) is not None]
    if any(cell.kind in _UNSURE for cell in held):
        return True
    return False if any(len(cell.text.strip()) > 1 or cell.text.strip().isalpha() for cell in held) else None
