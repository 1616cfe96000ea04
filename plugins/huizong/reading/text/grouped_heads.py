"""Heads of several lines over columns that only space sets apart: captions over groups of columns, and heads that were wrapped.

    指标    单位    2026年6月        2025年6月
                    本月    累计     本月    累计

Where a group ends no line says. It is told by where its caption stands, at the left of its group or over the middle of it, and read
only if there is one way for all captions to stand so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from huizong.reading.text.standing import Span, TextOnLine, under

STANDS_ALONE = re.compile(r"[%％]|同比|环比|增|备注|排[名序]|位次|说明|计划|目标|任务|占")
MOST_HEADS = 4
MOST_COLUMNS = 24
EXACT, ABOUT = 0.25, 0.45  # letters by which a caption may stand elsewhere than its group
Places = tuple[int, ...]


Fits = partial[bool]  # of how many letters a caption may be off: whether it fits a group from its first head to its last
Way = tuple[tuple[int, int], ...]


def places_of_heads(heads: Sequence[Sequence[TextOnLine]], spans: Sequence[Span]) -> tuple[Places, ...] | None:
    """The columns of the pieces of each line of heads, a caption at the first of its group; None where they are not sure.

    `spans` are where the values of each column stand, from left to right.
    """
    if not 1 < len(heads) <= MOST_HEADS or not 1 < len(spans) <= MOST_COLUMNS or not all(heads):
        return None
    if not all(left[1] <= right[0] for left, right in pairwise(spans)):
        return None
    if len(heads[0]) == len(spans):
        return _wrapped(heads, spans)
    if len(heads) == 2 and len(heads[1]) == len(spans):
        groups = _groups(heads[0], heads[1], tuple(range(len(spans))), spans, are_all=False)
        return None if groups is None else (tuple(groups), tuple(range(len(spans))))
    return _grouped(heads, spans)


def _wrapped(heads: Sequence[Sequence[TextOnLine]], spans: Sequence[Span]) -> tuple[Places, ...] | None:
    """Lines below a full one, each piece of which stands below one piece of it: the rest of a head, 上年同期 over 累计."""
    over = [(piece.start, piece.end) for piece in heads[0]]
    found: list[Places] = [tuple(range(len(spans)))]
    for line in heads[1:]:
        places = tuple(under(piece, over) for piece in line)
        if -1 in places or not _rises(places):
            return None
        found.append(places)
    return tuple(found)


def _grouped(heads: Sequence[Sequence[TextOnLine]], spans: Sequence[Span]) -> tuple[Places, ...] | None:
    """Captions in the first line, the heads of their columns in the last one; all others stand over a column alone."""
    below = tuple(_over(piece, spans) for piece in heads[-1])
    if -1 in below or not _rises(below):
        return None
    alone: set[int] = set()
    between: list[Places] = []
    for line in heads[1:-1]:
        places = tuple(_over(piece, spans) for piece in line)
        if -1 in places or not _rises(places) or set(places) & {*below, *alone}:
            return None
        alone |= set(places)
        between.append(places)
    at = [_over(piece, spans) for piece in heads[0]]
    plain = [place != -1 and place not in below for place in at]
    alone |= {place for place, is_plain in zip(at, plain, strict=True) if is_plain}
    if alone | set(below) != set(range(len(spans))):
        return None
    captions = [piece for piece, is_plain in zip(heads[0], plain, strict=True) if not is_plain]
    groups = _groups(captions, heads[-1], below, spans, are_all=True)
    if groups is None:
        return None
    firsts = iter(groups)
    top = tuple(place if is_plain else next(firsts) for place, is_plain in zip(at, plain, strict=True))
    return (top, *between, below) if _rises(top) else None


def _groups(
    captions: Sequence[TextOnLine], heads: Sequence[TextOnLine], columns: Places, spans: Sequence[Span], *, are_all: bool
) -> list[int] | None:
    """The first column of each caption's group, where there is one way to part the heads that fits where the captions stand.

    `are_all`: each head stands under a caption. Else the names of the rows don't, and nothing may that could stand for itself: of
    同比 behind the groups of two years a caption at the left of its group does not say whether it is in it.
    """
    if any(" " in caption.text.strip() for caption in captions):
        return None  # two captions that touch
    first = 0 if are_all else None
    exact, about = (
        {way for fits in (_at_left, _centred) for way in _ways(captions, heads, columns, partial(fits, off), first, are_all=are_all)}
        for off in (EXACT, ABOUT)
    )
    if len(exact) != 1 or about != exact:
        return None
    way = next(iter(exact))
    begins = all(_at_left(EXACT, caption, heads[group[0]], heads[group[1]]) for caption, group in zip(captions, way, strict=True))
    if not begins and all(_follows(caption, spans) for caption in captions):
        return None  # they may as well begin columns whose own heads stand elsewhere
    return None if not are_all and _holds_doubtful(way, heads) else [columns[group[0]] for group in way]


def _holds_doubtful(way: Way, heads: Sequence[TextOnLine]) -> bool:
    """Whether a head that could stand for itself is in a group, and not as its first."""
    return any(STANDS_ALONE.search(heads[at].text) for first, last in way for at in range(first + 1, last + 1))


def _ways(
    captions: Sequence[TextOnLine], heads: Sequence[TextOnLine], columns: Places, fits: Fits, start: int | None, *, are_all: bool
) -> Iterator[Way]:
    """The ways to give each caption neighbouring heads, from `start` on or from any: as pairs of the first and the last of them."""
    if not captions:
        if start == len(heads) or not are_all:
            yield ()
        return
    for first in range(len(heads)) if start is None else (start,):
        for last in range(first, len(heads)):
            together = columns[last] - columns[first] == last - first
            ends = len(captions) > 1 or last == len(heads) - 1 or (not are_all and fits.func is _centred)
            if together and ends and fits(captions[0], heads[first], heads[last]):
                for rest in _ways(captions[1:], heads, columns, fits, last + 1, are_all=are_all):
                    yield ((first, last), *rest)


def _at_left(letters: float, caption: TextOnLine, first: TextOnLine, last: TextOnLine) -> bool:
    return abs(caption.start - first.start) <= letters * _letter(caption)


def _centred(letters: float, caption: TextOnLine, first: TextOnLine, last: TextOnLine) -> bool:
    return abs((caption.start + caption.end) / 2 - (first.start + last.end) / 2) <= letters * _letter(caption)


def _follows(caption: TextOnLine, spans: Sequence[Span]) -> bool:
    """Whether a caption begins right behind the values of a column, as what keeps to the left of the next one does."""
    return any(0 <= caption.start - end <= 2 * _letter(caption) for _, end in spans)


def _letter(piece: TextOnLine) -> float:
    """About the width of a Chinese letter of a text."""
    widths = sum(2 if ord(letter) > 0xFF else 1 for letter in piece.text)
    return 2 * (piece.end - piece.start) / max(widths, 1)


def _over(piece: TextOnLine, spans: Sequence[Span]) -> int:
    """The column that a head stands over: above its values, or at the left of them, where the numbers keep to the right; -1 if unsure."""
    touched = [index for index, (start, end) in enumerate(spans) if piece.start < end and piece.end > start]
    if touched:
        return touched[0] if len(touched) == 1 else -1
    before = [(float("-inf"), float("-inf")), *spans]
    found = [index for index, (start, _) in enumerate(spans) if before[index][1] <= piece.start and piece.end <= start]
    return found[0] if len(found) == 1 else -1


def _rises(places: Sequence[int]) -> bool:
    """Whether the pieces stand over columns further and further to the right."""
    return all(left < right for left, right in pairwise(places))
