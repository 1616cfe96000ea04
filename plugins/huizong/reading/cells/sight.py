"""What a person sees of a text whose parts are raised, crossed out, deleted, hidden, or in the colour of their ground.

Every reader brings its runs here, so that one rule holds for all formats:

raised, lowered     a mark on what stands beside it: 150 with a raised 2 is 150², never 1502; where nothing stands beside
                    it the whole is raised, and it is the text itself
deleted, hidden     nobody sees it: no part of the text
crossed out         gone where something else stands (168 crossed out, 150 beside it: 150); where all of a cell is crossed
                    out the text stays and `look` says so, since only its writer knows whether it still holds
a prompt            what a box to fill in shows until somebody writes in it, in the same way as what is unseen
unseen              text in the colour of its ground, or in letters so small that they are dots, in the same way
red                 a sign, perhaps: programs show a number below zero in red and without its minus, if they are told to. An
                    unsigned number that is red as a whole is told by `look`, where the number itself is not stored
a font of pictures  what the font draws for the letter (`symbols`): an arrow for the â of Wingdings
What is left out is never silent: `look` keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import IntFlag
from itertools import groupby
from typing import NamedTuple

from huizong.model import Look
from huizong.reading.cells import symbols


class Ink(IntFlag):
    """How a run stands on the page."""

    PLAIN = 0
    RAISED = 1
    LOWERED = 2
    STRUCK = 4
    DELETED = 8
    HIDDEN = 16
    UNSEEN = 32
    SYMBOL = 64
    WINGDINGS = 128
    WINGDINGS_2 = 256
    WINGDINGS_3 = 512
    WEBDINGS = 1024
    OTHER_PICTURES = 2048
    RED = 4096
    TINY = 8192
    PROMPT = 16384


Run = tuple[str, Ink]
WHITE = 0xFFFFFF
# the first that holds names it
LEFT_OUT = {
    Ink.DELETED: "已删除",
    Ink.HIDDEN: "隐藏",
    Ink.STRUCK: "划掉",
    Ink.UNSEEN: "与底色同色",
    Ink.TINY: "字号过小",
    Ink.PROMPT: "提示文字",
}
NOT_THERE = Ink.DELETED | Ink.HIDDEN
DOUBTFUL = Ink.STRUCK | Ink.UNSEEN | Ink.TINY | Ink.PROMPT
SHIFTED = Ink.RAISED | Ink.LOWERED
ALPHABETS = {
    Ink.SYMBOL: "symbol",
    Ink.WINGDINGS: "wingdings",
    Ink.WINGDINGS_2: "wingdings 2",
    Ink.WINGDINGS_3: "wingdings 3",
    Ink.WEBDINGS: "webdings",
    Ink.OTHER_PICTURES: "other",
}
FONT_INKS = {alphabet: ink for ink, alphabet in ALPHABETS.items()}
PICTURES = Ink.SYMBOL | Ink.WINGDINGS | Ink.WINGDINGS_2 | Ink.WINGDINGS_3 | Ink.WEBDINGS | Ink.OTHER_PICTURES
MOST_OF_RED, LEAST_OF_OTHERS = 0xE0, 0x30  # the red of number formats is FF0000
UNSIGNED = re.compile(r"\d[\d,，]*(?:[.．]\d+)?\s?[%％]?")
LEAST_SIZE = 3  # points: smaller letters are dots on a screen and on paper
SAME_COLOUR = 8  # of 255 in each channel: a difference that no eye finds
RAISED = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")


class Seen(NamedTuple):
    """The text that is seen, and what there is to say about it (None: it stands there plainly)."""

    text: str
    look: Look | None = None


def in_cell(runs: Sequence[Run]) -> Seen:
    """The text of a cell. One whose whole text is crossed out or unseen keeps it, with the look that says so."""
    if any(ink & Ink.RED for _, ink in runs):
        seen = in_cell(without_red(runs))
        is_red = all(ink & Ink.RED for text, ink in runs if text.strip() and not ink & NOT_THERE)
        number = seen.text.strip()
        return Seen(seen.text, Look("red", number)) if is_red and not seen.look and UNSIGNED.fullmatch(number) else seen
    runs = drawn(runs)
    there = [run for run in runs if not run[1] & NOT_THERE]
    if any(ink & DOUBTFUL for _, ink in there) and not any(text.strip() for text, ink in there if not ink & DOUBTFUL):
        struck = any(ink & Ink.STRUCK and text.strip() for text, ink in there)
        text = "".join(text for text, _ in there)
        return Seen(text, Look("struck" if struck else "unseen", marked(runs))) if text.strip() else in_prose(runs)
    return in_prose(runs)


def in_prose(runs: Sequence[Run]) -> Seen:
    """The text of a paragraph: what is crossed out or unseen is no part of it, be it the whole."""
    runs = without_red(runs)
    if not any(ink for _, ink in runs):
        return Seen("".join(text for text, _ in runs))
    runs = drawn(runs)
    standing = [run for run in runs if not run[1] & (NOT_THERE | DOUBTFUL)]
    left_out = any(text.strip() for text, ink in runs if ink & (NOT_THERE | DOUBTFUL))
    return Seen(lifted(standing), Look("part", marked(runs)) if left_out else None)


def without_red(runs: Sequence[Run]) -> Sequence[Run]:
    """The runs as if none of them were red."""
    return [(text, ink & ~Ink.RED) for text, ink in runs] if any(ink & Ink.RED for _, ink in runs) else runs


def font_ink(font: str) -> Ink:
    """The ink of letters in a font of pictures; plain for the name of any other."""
    return FONT_INKS.get(symbols.alphabet_of(font), Ink.PLAIN)


def drawn(runs: Sequence[Run]) -> Sequence[Run]:
    """The runs with the letters that their fonts draw."""
    if not any(ink & PICTURES for _, ink in runs):
        return runs
    return [(symbols.drawn(text, ALPHABETS[ink & PICTURES]), ink & ~PICTURES) if ink & PICTURES else (text, ink) for text, ink in runs]


def lifted(runs: Sequence[Run]) -> str:
    """The text with digits raised or lowered as they are shown, where something stands on the line for them to be a mark of."""
    if not any(text.strip() for text, ink in runs if not ink & SHIFTED):
        return "".join(text for text, _ in runs)
    return "".join(
        text.translate(RAISED) if ink & Ink.RAISED else text.translate(LOWERED) if ink & Ink.LOWERED else text for text, ink in runs
    )


def marked(runs: Iterable[Run]) -> str:
    """The text with the parts that are left out named: `〔划掉：168〕150`."""
    pieces = []
    for name, group in groupby(runs, key=lambda run: reason(run[1])):
        text = "".join(text for text, _ in group)
        pieces.append(f"〔{name}：{text.strip()}〕" if name and text.strip() else text)
    return "".join(pieces).strip()


def reason(ink: Ink) -> str:
    """Why a run is left out, in the clerk's words; empty if it is not."""
    return next((name for flag, name in LEFT_OUT.items() if ink & flag), "")


def whole_look(text: str, ink: Ink) -> Look | None:
    """The look of a cell whose own format is that of its whole text; None if there is nothing to say."""
    return in_cell(((text, ink & DOUBTFUL),)).look if ink & DOUBTFUL else None


def colour_ink(colour: int | None, ground: int | None) -> Ink:
    """What the colour of letters (0xRRGGBB) on a ground says of them."""
    if is_unseen(colour, ground):
        return Ink.UNSEEN
    return Ink.RED if is_red(colour) else Ink.PLAIN


def size_ink(points: float) -> Ink:
    """What the size of letters says of them; 0 is a size that nobody names."""
    return Ink.TINY if 0 < points < LEAST_SIZE else Ink.PLAIN


def is_red(colour: int | None) -> bool:
    """Whether a colour is the red in which programs show what is below zero."""
    if colour is None:
        return False
    return colour >> 16 >= MOST_OF_RED and max(colour >> 8 & 255, colour & 255) <= LEAST_OF_OTHERS


def is_unseen(colour: int | None, ground: int | None) -> bool:
    """Whether letters of a colour (0xRRGGBB) can't be told from their ground; None is a colour that nobody knows."""
    if colour is None or ground is None:
        return False
    return all(abs((colour >> shift & 255) - (ground >> shift & 255)) <= SAME_COLOUR for shift in (0, 8, 16))


def hex_colour(written: str) -> int | None:
    """The colour of six or eight hexadecimal digits (the first two of eight are opacity), with or without `#`; None for others."""
    digits = written.strip().removeprefix("#")
    if len(digits) not in (6, 8):
        return None
    try:
        return int(digits[-6:], 16)
    except ValueError:
        return None
