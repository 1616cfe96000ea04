"""Names that take two lines in a table without rules: lines nearer to each other than rows are belong to one row.

Where rows stand no further apart than such lines, nobody can tell: the lines stay rows of their own, and are asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from huizong.reading.text.aligned import DECLARING, SENTENCE_END, TITLE, Piece, is_value_line

Line = dict[str, Any]  # as pdfplumber has it
NEARER = 0.6  # of the gap between two rows: lines no further apart belong together
CLOSE = 0.6  # of the height of a line: the lines of one text are no further apart


def join_wrapped(lines: Sequence[Line], rows: Sequence[Sequence[Piece]]) -> tuple[list[Line], list[list[Piece]]]:
    """The lines and their pieces, with each line that only goes on with the name of the row beside it joined to that row."""
    joined, kept = [dict(line) for line in lines], [list(row) for row in rows]
    rows_apart = [gap(upper, lower) for (upper, first), (lower, second) in pairwise(zip(joined, kept, strict=True)) if both(first, second)]
    most = min([NEARER * apart for apart in rows_apart] or [float("inf")])
    index = 0
    while index < len(kept):
        if stands_between(joined, kept, index):
            enclose(joined, kept, index)
            continue
        if is_alone(kept[index], joined[index]):
            above = near(joined, kept, index, index - 1, most)
            below = near(joined, kept, index, index + 1, most)
            if above is not None and (below is None or above < NEARER * below):
                take(joined, kept, index - 1, index)
                continue
            if below is not None and (above is None or below < NEARER * above):
                take(joined, kept, index, index + 1)
                continue
        index += 1
    return joined, kept


def stands_between(lines: Sequence[Line], rows: Sequence[Sequence[Piece]], index: int) -> bool:
    """Whether the next line is a row of values without a name, set half-way up a name of two lines that stands left of it."""
    if index + 2 >= len(rows) or not is_value_line(rows[index + 1]):
        return False
    upper, row, lower = rows[index : index + 3]
    if not is_alone(upper, lines[index]) or not is_alone(lower, lines[index + 2]):
        return False
    height = float(lines[index]["bottom"] - lines[index]["top"])
    beside = abs(upper[0].start - lower[0].start) <= height / 2 and max(upper[0].end, lower[0].end) <= row[0].start
    return beside and gap(lines[index], lines[index + 2]) <= CLOSE * height


def enclose(lines: list[Line], rows: list[list[Piece]], index: int) -> None:
    """Joins the two lines of a name with the row of values between them."""
    upper, lower = rows[index][0], rows[index + 2][0]
    name = Piece(min(upper.start, lower.start), max(upper.end, lower.end), upper.text + lower.text)
    rows[index] = [name, *rows[index + 1]]
    first, last = lines[index], lines[index + 2]
    first.update(x0=min(first["x0"], last["x0"]), x1=lines[index + 1]["x1"], bottom=last["bottom"])
    first["text"] = f"{name.text} {lines[index + 1]['text']}"
    del rows[index + 1 : index + 3], lines[index + 1 : index + 3]


def both(first: Sequence[Piece], second: Sequence[Piece]) -> bool:
    """Whether two lines are rows of values."""
    return is_value_line(first) and is_value_line(second)


def gap(upper: Line, lower: Line) -> float:
    """How far a line stands below another."""
    return float(lower["top"] - upper["bottom"])


def is_alone(row: Sequence[Piece], line: Line) -> bool:
    """Whether a line may be a part of a name: one text, no number, no sentence and no title."""
    text = str(line["text"]).strip()
    return len(row) == 1 and not row[0].is_value and not any(said.search(text) for said in (SENTENCE_END, DECLARING, TITLE))


def near(lines: Sequence[Line], rows: Sequence[Sequence[Piece]], index: int, other: int, most: float) -> float | None:
    """How far the row of values beside a lone line stands from it, if that line may be a part of its name; else None.

    It begins where the name does, and ends before the first value.
    """
    if not 0 <= other < len(rows) or not is_value_line(rows[other]):
        return None
    height = float(lines[index]["bottom"] - lines[index]["top"])
    apart = gap(lines[min(index, other)], lines[max(index, other)])
    name, after, lone = rows[other][0], rows[other][1], rows[index][0]
    begins = not name.is_value and abs(lone.start - name.start) <= height / 2 and lone.end <= after.start
    return max(apart, 0.1) if begins and apart <= min(CLOSE * height, most) else None


def take(lines: list[Line], rows: list[list[Piece]], upper: int, lower: int) -> None:
    """Joins two lines into one row whose name is that of both."""
    first, second = rows[upper][0], rows[lower][0]
    values = rows[upper][1:] or rows[lower][1:]
    rows[upper] = [Piece(min(first.start, second.start), max(first.end, second.end), first.text + second.text), *values]
    above, below = lines[upper], lines[lower]
    above.update(x0=min(above["x0"], below["x0"]), x1=max(above["x1"], below["x1"]), bottom=below["bottom"])
    above["text"] = f"{above['text']} {below['text']}"
    del rows[lower], lines[lower]
