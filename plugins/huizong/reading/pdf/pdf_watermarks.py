"""Watermarks of a PDF page: pale letters that lie under or over its text, 内部资料 or the name of who printed it, once or all over it.

A letter of a watermark that lies in a cell is no letter of that cell. What is pale and crosses nothing may be a table's own grey number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from huizong.reading.pdf.pdf_ink import STRIP, Letter, ink_colour

PALE = 0x80  # of 255 in each channel: from here on ink is that of a watermark
WHITE = 0xFF
LEAST_CROSSED = 0.2  # of the smaller letter: so much lies under or over another
NEXT = 2.0  # of its size: the next letter of one text begins no further away


def watermarks(letters: Sequence[Letter]) -> tuple[frozenset[int], tuple[str, ...]]:
    """Which letters (by `id`) belong to watermarks, and the texts of these, each once.

    A text is one where it crosses the page's dark letters, and wherever it stands again in the same size, colour and direction.
    """
    pale = [letter for letter in letters if paleness(letter) >= PALE]
    if not pale:
        return frozenset(), ()
    faint = frozenset(map(id, pale))
    dark = by_strips(letter for letter in letters if id(letter) not in faint and letter["text"].strip())
    texts: dict[Hashable, list[list[Letter]]] = defaultdict(list)
    for run in runs_of(pale):
        texts["".join(letter["text"] for letter in run).strip(), kind_of(run[0])].append(run)
    found: list[Letter] = []
    said: dict[str, None] = {}
    for runs in texts.values():
        if any(letter["text"].strip() and crosses_text(letter, dark) for run in runs for letter in run):
            found += [letter for run in runs for letter in run]
            said["".join(letter["text"] for letter in runs[0]).strip()] = None
    return frozenset(map(id, found)), tuple(said)


def paleness(letter: Letter) -> int:
    """How light a letter is on white paper, from 0 (black, and what nobody knows) to 255, by its darkest channel.

    The brightest channel would be that of red letters as well.
    """
    colour = ink_colour(letter)
    if colour is None:
        return 0
    alpha = float(letter["tag"][4])
    return min(round(WHITE - alpha * (WHITE - (colour >> shift & 0xFF))) for shift in (0, 8, 16))


def kind_of(letter: Letter) -> Hashable:
    """What letters of one text have in common: size, colour, direction."""
    a, b, c, d = letter["matrix"][:4]
    return round(float(letter["size"]), 1), ink_colour(letter), *(round(float(part), 2) for part in (a, b, c, d))


def runs_of(letters: Sequence[Letter]) -> list[list[Letter]]:
    """The letters as texts: those of one kind that were painted one after the other, and begin beside each other."""
    found: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda one: int(one["mcid"])):
        last = found[-1][-1] if found else None
        if last is not None and kind_of(last) == kind_of(letter) and distance(last, letter) <= NEXT * scale_of(letter):
            found[-1].append(letter)
        else:
            found.append([letter])
    return found


def scale_of(letter: Letter) -> float:
    """The size of a letter, in whichever direction it runs."""
    a, b = letter["matrix"][:2]
    return max(float((a * a + b * b) ** 0.5), float(min(letter["width"], letter["height"])))


def distance(one: Letter, other: Letter) -> float:
    """How far two letters' origins lie apart, in points."""
    across, up = (float(one["matrix"][at] - other["matrix"][at]) for at in (4, 5))
    return float((across * across + up * up) ** 0.5)


def by_strips(letters: Iterable[Letter]) -> dict[int, list[Letter]]:
    """Letters by the strips of the page that they lie in."""
    strips: dict[int, list[Letter]] = defaultdict(list)
    for letter in letters:
        for strip in range(int(letter["top"] // STRIP), int(letter["bottom"] // STRIP) + 1):
            strips[strip].append(letter)
    return strips


def crosses_text(letter: Letter, dark: dict[int, list[Letter]]) -> bool:
    """Whether a letter lies under or over one of the others."""
    first, last = int(letter["top"] // STRIP), int(letter["bottom"] // STRIP)
    return any(covers(letter, other) for strip in range(first, last + 1) for other in dark.get(strip, ()))


def covers(one: Letter, other: Letter) -> bool:
    """Whether two letters have more in common than those of one line that touch."""
    across = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    if across <= 0 or down <= 0:
        return False
    areas = ((letter["x1"] - letter["x0"]) * (letter["bottom"] - letter["top"]) for letter in (one, other))
    return bool(across * down >= LEAST_CROSSED * min(areas))
