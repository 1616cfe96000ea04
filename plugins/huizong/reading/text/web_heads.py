"""Tables whose head is a table of its own, as portals draw one that stays while the rows below it are scrolled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from huizong.model import Merge, Sheet

MOST_ROWS_OF_A_HEAD = 3


def with_heads_joined(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """The tables, each head together with the rows that follow it; places count from the head's first row."""
    joined: list[Sheet] = []
    for sheet in sheets:
        before = joined[-1] if joined else None
        if before is not None and _is_head_of(before, sheet):
            joined[-1] = _below(before, sheet)
        else:
            joined.append(sheet)
    return tuple(replace(sheet, name=f"表{number}") for number, sheet in enumerate(joined, start=1))


def _is_head_of(head: Sheet, body: Sheet) -> bool:
    """Whether one table holds words alone, a word over each column of the next, which follows at once and begins with numbers."""
    columns = {column for _, column in head.cells}
    return (
        head.after_paragraph == body.after_paragraph
        and head.hidden == body.hidden
        and 1 < len(columns) == _width(head) == _width(body)
        and _last_row(head) <= MOST_ROWS_OF_A_HEAD
        and all(cell.kind == "text" for cell in head.cells.values())
        and any(cell.kind == "number" for (row, _), cell in body.cells.items() if row == 1)
    )


def _below(head: Sheet, body: Sheet) -> Sheet:
    """The rows of the body under those of the head."""
    down = _last_row(head)
    cells = {(row + down, column): cell._replace(row=row + down) for (row, column), cell in body.cells.items()}
    merges = [Merge(one.first_row + down, one.first_column, one.last_row + down, one.last_column) for one in body.merges]
    return replace(
        head,
        cells={**head.cells, **cells},
        merges=(*head.merges, *merges),
        hidden_rows=head.hidden_rows | {row + down for row in body.hidden_rows},
    )


def _width(sheet: Sheet) -> int:
    return max((column for _, column in sheet.cells), default=0)


def _last_row(sheet: Sheet) -> int:
    return max((row for row, _ in sheet.cells), default=0)
