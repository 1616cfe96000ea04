"""Pages on which a sheet goes on to the right: too wide for one page, it is printed over several, and only the first has the names.

A page goes on where its lines stand as high as those of the page with the names, and hold no names themselves: numbers under a
head of words. Its content is put beside that of the first, and both are read as the one sheet that they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from huizong.reading.pdf.pdf_device import CLIPPED, paint
from huizong.reading.pdf.pdf_ink import Letter

MOST_PAGES = 60  # of a file whose pages are looked at together
SAME_HEIGHT = 1.0  # points
FEWEST_ROWS = 3
MOST_ROWS_OF_A_HEAD = 3
NAME = re.compile(r"[^\W\d_]{2}")
NUMBER = re.compile(r"[-−－+＋(（¥￥]?[\d.,，．]*\d[\d.,，．%％)）]*|[-—–/…*]+|#[A-Z/0!?]+|#+")
SHAPES = ("line", "rect", "curve")


@dataclass(frozen=True, slots=True)
class LineOfWords:
    """What stands on one line of a page: its height from the head of the page, and its words from left to right."""

    height: float
    words: tuple[str, ...]

    @property
    def has_number(self) -> bool:
        """Whether any of its words is a number, or what stands in its place."""
        return any(NUMBER.fullmatch(word) for word in self.words)

    @property
    def is_bare(self) -> bool:
        """Whether it holds numbers alone."""
        return all(NUMBER.fullmatch(word) for word in self.words)

    @property
    def is_named(self) -> bool:
        """Whether it begins with a name."""
        return bool(self.words) and any(NAME.search(word) for word in self.words[:2]) and not NUMBER.fullmatch(self.words[0])


def put_beside(pages: Sequence[Any]) -> list[Any]:
    """The pages to read, in their order; those on which a sheet goes on stand beside its first, and are none of their own."""
    if not 1 < len(pages) <= MOST_PAGES:
        return list(pages)
    for page in pages:
        paint(page)
    rows = {page.page_number: rows_of(page) for page in pages}
    firsts: list[Any] = []
    beside: dict[int, list[Any]] = {}
    for page in pages:
        first = first_of(page, firsts, rows, beside)
        if first is None:
            firsts.append(page)
        else:
            beside.setdefault(first.page_number, []).append(page)
    for first in firsts:
        for page in beside.get(first.page_number, ()):
            add_beside(first, page)
    return firsts


def rows_of(page: Any) -> list[LineOfWords]:
    """The lines of a page, from its head."""
    found: list[LineOfWords] = []
    for word in sorted(page.extract_words() if page.chars else [], key=lambda word: (float(word["bottom"]), float(word["x0"]))):
        if found and abs(float(word["bottom"]) - found[-1].height) <= SAME_HEIGHT:
            found[-1] = LineOfWords(found[-1].height, (*found[-1].words, str(word["text"])))
        else:
            found.append(LineOfWords(float(word["bottom"]), (str(word["text"]),)))
    return found


def first_of(page: Any, firsts: Sequence[Any], rows: dict[int, list[LineOfWords]], beside: dict[int, list[Any]]) -> Any | None:
    """The page that this one goes on from; None for one that stands for itself.

    Programs print a sheet down and then to the right, or to the right and then down: of several it is the first of those that have
    the fewest pages beside them.
    """
    fitting = [first for first in firsts if first.bbox == page.bbox and fits(page, first, rows)]
    return min(fitting, key=lambda first: len(beside.get(first.page_number, ())), default=None)


def fits(page: Any, first: Any, rows: dict[int, list[LineOfWords]]) -> bool:
    """Whether a page may be the rest of another: its lines stand beside names, or its rules as high as those around the names."""
    here, there = rows[page.page_number], rows[first.page_number]
    return is_rest(here, there) and (goes_on(here, there) or are_ruled_alike(page, first))


def is_rest(rows: Sequence[LineOfWords], first: Sequence[LineOfWords]) -> bool:
    """Whether lines are numbers under a head of words, or without one where the others have none, and the others begin with names."""
    numbers = [row for row in rows if row.has_number]
    if len(numbers) < FEWEST_ROWS or not all(row.is_bare for row in numbers) or not any(row.is_named for row in first if row.has_number):
        return False
    heads = [row for row in rows if not row.has_number]
    if any(row.height > numbers[0].height for row in heads):
        return False
    return 0 < len(heads) <= MOST_ROWS_OF_A_HEAD or not (heads or not first[0].has_number)


def goes_on(rows: Sequence[LineOfWords], first: Sequence[LineOfWords]) -> bool:
    """Whether each line stands as high as one of another page, and those of numbers beside a name."""
    beside = [(row, next((other for other in first if abs(other.height - row.height) <= SAME_HEIGHT), None)) for row in rows]
    return all(other is not None and (other.is_named or not row.has_number) for row, other in beside)


def are_ruled_alike(page: Any, first: Any) -> bool:
    """Whether the rules across two pages stand equally high."""
    here, there = (sorted({round(float(edge["top"])) for edge in one.edges if edge["orientation"] == "h"}) for one in (page, first))
    return len(here) == len(there) > FEWEST_ROWS and all(abs(one - other) <= SAME_HEIGHT for one, other in zip(here, there, strict=True))


def add_beside(first: Any, page: Any) -> None:
    """Puts what stands on a page to the right of what stands on another; what is clipped away there stands on the other."""
    kinds = {kind: list(found) for kind, found in page.objects.items()}
    kinds["char"] = [letter for letter in kinds.get("char", []) if letter["tag"][2] != CLIPPED]
    step = step_to(first, page)
    for kind, found in kinds.items():
        first.objects.setdefault(kind, []).extend(moved(one, step, first) for one in found)
    first.flush_cache(["_edges", "_rect_edges", "_curve_edges"])
    left, top, right, bottom = first.bbox
    first.bbox = first.cropbox = first.mediabox = (left, top, right + step, bottom)


def step_to(first: Any, page: Any) -> float:
    """How far a page lies to the right: its rules begin where those of the other end; without rules, as far as that is wide."""
    ends = [float(shape["x1"]) for shape in shapes_of(first)]
    begins = [float(shape["x0"]) for shape in shapes_of(page)]
    return max(ends) - min(begins) if ends and begins else float(first.width)


def shapes_of(page: Any) -> list[Letter]:
    """The rules of a page and what else is drawn on it."""
    return list(chain.from_iterable(page.objects.get(kind, ()) for kind in SHAPES))


def moved(one: Letter, step: float, first: Any) -> Letter:
    """An object of a page further to the right, painted after those that stand there already."""
    found = {**one, "x0": one["x0"] + step, "x1": one["x1"] + step, "page_number": first.page_number}
    if one.get("pts"):
        found["pts"] = [(x + step, y) for x, y in one["pts"]]
    return found
