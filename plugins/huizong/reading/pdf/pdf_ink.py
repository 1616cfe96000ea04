"""Whether a letter of a PDF page can be seen: its colour on its ground, how it is drawn, what lies over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from huizong.reading.cells.sight import WHITE, Ink, is_unseen
from huizong.reading.pdf.pdf_device import CLIPPED, CUT

Letter = dict[str, Any]  # as pdfplumber has it
Box = tuple[float, float, float, float]  # left, top, right, bottom
INVISIBLE_MODES = (3, 7)
SLANTED = 0.1  # sine from which a letter stands neither along nor across the page: a watermark
MOST_STRIPS = 2000
SPACES = {"DeviceGray", "CalGray", "DeviceRGB", "CalRGB", "DeviceCMYK", "ICCBased", None}
NUMERIC = frozenset("0123456789.,，．")
STRIP = 16.0  # points of the strips in which shapes are looked up
SIGNS = frozenset("-−－–—%％()（）")


def ink_of(letter: Letter, page: Box, shapes: Sequence[Letter]) -> Ink:
    """Whether a letter can be seen."""
    x, y = (letter["x0"] + letter["x1"]) / 2, (letter["top"] + letter["bottom"]) / 2
    a, b, c, d = letter["matrix"][:4]
    along, across = max(abs(a), abs(d)), max(abs(b), abs(c))
    if mode_of(letter) in INVISIBLE_MODES or letter["tag"][2] == CLIPPED or not (page[0] <= x <= page[2] and page[1] <= y <= page[3]):
        return Ink.HIDDEN
    if min(along, across) > SLANTED * max(along, across):
        return Ink.HIDDEN  # a watermark across the page
    ground: int | None = WHITE
    covered = False
    for shape in shapes:
        if shape["x0"] <= x <= shape["x1"] and shape["top"] <= y <= shape["bottom"]:
            colour = fill_of(shape)
            if shape["mcid"] > letter["mcid"]:
                covered = covered or colour == WHITE  # painted over, as with correction fluid
            else:
                ground = colour
    return Ink.UNSEEN if covered or is_unseen(ink_colour(letter), ground) else Ink.PLAIN


def ink_colour(letter: Letter) -> int | None:
    """The colour that a letter is filled with; None where nobody knows."""
    return colour_of(letter.get("non_stroking_color"), letter.get("ncs")) if mode_of(letter) in (0, 4) else None


def mode_of(letter: Letter) -> int:
    """How a letter is rendered (ISO 32000-1, 9.3.6)."""
    return int(letter["tag"][0])


def is_cut_off(letter: Letter) -> bool:
    """Whether a digit or sign is clipped away from a text that is seen for the rest: then nobody sees the number whole."""
    return letter["tag"][2] == CUT and (letter["text"] in NUMERIC or letter["text"] in SIGNS)


def fill_of(shape: Letter) -> int | None:
    """The colour that a shape is filled with; None for a picture, and where it is not filled."""
    if shape["object_type"] == "image" or not shape.get("fill"):
        return None
    return colour_of(shape.get("non_stroking_color"), None)


def colour_of(written: Any, space: str | None) -> int | None:
    """A colour in grey, red-green-blue or four inks as 0xRRGGBB; black where none is set, None for a pattern or an ink of its own."""
    parts = written if isinstance(written, tuple | list) else (written,)
    if not parts or parts == (None,):
        return 0
    if space not in SPACES or not all(isinstance(part, int | float) for part in parts):
        return None
    if len(parts) == len("cmyk"):
        *inks, black = parts
        parts = [(1 - ink) * (1 - black) for ink in inks]
    if len(parts) not in (1, 3):
        return None
    red, green, blue = (round(255 * min(max(float(part), 0), 1)) for part in (parts if len(parts) > 1 else [parts[0]] * 3))
    return red << 16 | green << 8 | blue


def in_strips(shapes: Iterable[Letter]) -> dict[int, list[Letter]]:
    """The shapes by the strips of the page that they lie in, in the same order."""
    strips: dict[int, list[Letter]] = defaultdict(list)
    for shape in shapes:
        first, last = int(shape["top"] // STRIP) - 1, int(shape["bottom"] // STRIP) + 1
        for strip in range(max(first, 0), min(last, MOST_STRIPS) + 1):
            strips[strip].append(shape)
    return strips
