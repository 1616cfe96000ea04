"""Letters of a PDF page that run upwards, downwards or upside down: each text is read in the direction in which it runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from huizong.reading.cells.symbols import UNKNOWN

Letter = dict[str, Any]  # as pdfplumber has it
UP, DOWN, UPSIDE_DOWN, MIRRORED = "up", "down", "upside down", "mirrored"
FOOT = 0.2  # of its size: so far above its lower edge a letter stands on its line


def direction_of(letter: Letter) -> str:
    """How a letter runs; empty for one that runs from left to right, upright."""
    a, b, c, d = letter["matrix"][:4]
    if max(abs(a), abs(d)) >= max(abs(b), abs(c)):
        return "" if a >= 0 else UPSIDE_DOWN if d < 0 else MIRRORED  # a font may have its letters upside down and set them up again
    return UP if b > 0 > c else DOWN if b < 0 < c else MIRRORED


def part_turned(letters: Iterable[Letter]) -> tuple[list[Letter], dict[str, list[Letter]]]:
    """The upright letters, and the others by their direction as `turned` has them."""
    upright: list[Letter] = []
    others: dict[str, list[Letter]] = defaultdict(list)
    for letter in letters:
        direction = direction_of(letter)
        if direction:
            others[direction].append(turned(letter, direction))
        else:
            upright.append(letter if letter["upright"] else {**letter, "upright": True})
    return upright, dict(others)


def turned(letter: Letter, direction: str) -> Letter:
    """The letter as it lies on a page turned so that its text is upright; `place` keeps where its middle is.

    What is mirrored is no text that anybody reads: nobody knows its letters.
    """
    left, right, top, bottom = letter["x0"], letter["x1"], letter["top"], letter["bottom"]
    x0, x1, y0, y1 = {
        UP: (-bottom, -top, left, right),
        DOWN: (top, bottom, -right, -left),
        UPSIDE_DOWN: (-right, -left, -bottom, -top),
    }.get(direction, (left, right, top, bottom))
    size = y1 - y0
    return {
        **letter,
        "text": UNKNOWN if direction == MIRRORED and letter["text"].strip() else letter["text"],
        "x0": x0, "x1": x1, "top": y0, "bottom": y1, "doctop": y0, "width": x1 - x0, "height": size, "size": size, "upright": True,
        "matrix": (size, 0, 0, size, x0, FOOT * size - y1), "tag": (letter["tag"][0], 0.0, *letter["tag"][2:]),
        "place": ((left + right) / 2, (top + bottom) / 2),
    }  # fmt: skip


def place_of(letter: Letter) -> tuple[float, float]:
    """Where the middle of a letter is on the page."""
    found: tuple[float, float] = letter.get("place") or ((letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2)
    return found


def text_line(letters: Sequence[Letter], text: str) -> dict[str, Any]:
    """A line of text as the library for pages has it."""
    return {
        "text": text,
        "x0": min(letter["x0"] for letter in letters),
        "x1": max(letter["x1"] for letter in letters),
        "top": min(letter["top"] for letter in letters),
        "bottom": max(letter["bottom"] for letter in letters),
    }
