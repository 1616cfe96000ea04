"""Which column a text stands under or over, where only space sets columns apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

Span = tuple[float, float]


class TextOnLine(Protocol):
    """A text on a line, from `start` to `end`."""

    @property
    def start(self) -> float:
        """Where it begins."""
        ...

    @property
    def end(self) -> float:
        """Where it ends."""
        ...

    @property
    def text(self) -> str:
        """What it says."""
        ...


def stand_over(head: Sequence[TextOnLine], spans: Sequence[Span]) -> bool:
    """Whether each head stands over its own column alone: above it, or where all keep to one side, between its neighbours' heads."""
    clear, left, right = True, True, True
    for index, (piece, (start, end)) in enumerate(zip(head, spans, strict=True)):
        clear &= all(other == index or piece.end <= first or piece.start >= last for other, (first, last) in enumerate(spans))
        if piece.start < end and piece.end > start:
            continue
        left &= piece.start <= start and (index + 1 == len(head) or end <= head[index + 1].start)
        right &= piece.end >= end and (index == 0 or start >= head[index - 1].end)
    return clear and (left or right)


def is_plain_header(found: Sequence[int], columns: int) -> bool:
    """Whether it is clear what a line of a header stands over: all columns, all but the names, or one group at most.

    Of several captions over groups of columns nothing says where one group ends.
    """
    return len(found) >= columns - (0 not in found) or sum(column > 0 for column in found) <= 1


def under(piece: TextOnLine, spans: Sequence[Span]) -> int:
    """The one column that a piece stands under, -1 if there is none or several."""
    found = [index for index, (start, end) in enumerate(spans) if piece.start < end and piece.end > start]
    return found[0] if len(found) == 1 else -1
