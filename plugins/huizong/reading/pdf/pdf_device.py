"""The pages of a PDF as they are painted: in what order, and which letters are painted at all.

The library that finds the tables forgets both, so its own device is run with two notes on every object: its place in the
order of painting (`mcid`), and, of letters, how they are painted, lifted and clipped (`tag`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import dict_value, resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import apply_matrix_pt
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from huizong.reading.pdf.pdf_codes import keep_codes, undefined

Bounds = tuple[float, float, float, float]  # left, low, right, high
IN_NUMBERS = frozenset("0123456789.,-%")
SHORTENING = ("LibreOffice", "OpenOffice")
WHOLE, CLIPPED, CUT = range(3)  # a letter of a text that is seen, of one that nobody sees, and one cut off from a text that is seen


class OrderedDevice(PDFPageAggregatorWithMarkedContent):
    """Collects the objects of a page with their order. `clip` is what the clipping path lets through, None for all."""

    painted = 0
    mode = 0
    rise = 0.0
    clip: Bounds | None = None
    alpha = 1.0  # how much of the ink is there (ISO 32000-1, 11.6.4.4)
    around = 1.0  # and of the ink of the form that is painted
    shortens = False  # whether the program writes no more of a text than its cell has room for

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.outer: list[tuple[Bounds | None, float, float]] = []

    def render_string(self, textstate: Any, *others: Any) -> None:
        """Notes the rendering mode of the letters that follow (ISO 32000-1, 9.3.6) and how far they are lifted (9.3.7)."""
        keep_codes(textstate.font)
        self.mode, self.rise = int(textstate.render or 0), float(textstate.rise or 0)
        first = len(self.cur_item._objs)
        super().render_string(textstate, *others)
        if self.clip is not None:
            note_clipped(self.cur_item._objs[first:], self.clip)
            if self.shortens:
                note_shortened(self.cur_item._objs[first:], self.clip)

    def handle_undefined_char(self, font: Any, cid: int) -> str:
        """A letter for every code, so that none vanishes."""
        return undefined(font, cid)

    def tag_cur_item(self) -> None:
        """Notes the order of the object made last."""
        self.painted += 1
        if self.cur_item._objs:
            made: Any = self.cur_item._objs[-1]
            made.mcid, made.tag = self.painted, (self.mode, self.rise, WHOLE, self.clip, self.alpha * self.around)

    def narrow(self, path: Sequence[Any], matrix: Any) -> None:
        """Lets through no more than lies in the bounds of a path; what a curved or broken one leaves inside them is not known."""
        points = [apply_matrix_pt(matrix, point) for step in path for point in zip(step[1::2], step[2::2], strict=False)]
        if points:
            across, up = zip(*points, strict=True)
            bounds = (min(across), min(up), max(across), max(up))
            self.clip = bounds if self.clip is None else common(self.clip, bounds)

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        """A form shows no more than its box lets through (8.10.1)."""
        self.outer.append((self.clip, self.alpha, self.around))
        self.around *= self.alpha
        self.alpha = 1.0
        super().begin_figure(name, bbox, matrix)
        figure: Any = self.cur_item
        self.narrow([("m", figure.x0, figure.y0), ("l", figure.x1, figure.y1)], (1, 0, 0, 1, 0, 0))

    def end_figure(self, name: str) -> None:
        """Behind a form what was let through before it is again."""
        super().end_figure(name)
        self.clip, self.alpha, self.around = self.outer.pop()


class ClippingInterpreter(PDFPageInterpreter):
    """Tells its device the clipping paths and opacities, which the library passes over (ISO 32000-1, 8.5.4 and 8.4.5)."""

    device: OrderedDevice

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.kept: list[tuple[Bounds | None, float]] = []

    def do_q(self) -> None:
        """Keeps the clipping path and the opacity with the state."""
        super().do_q()
        self.kept.append((self.device.clip, self.device.alpha))

    def do_Q(self) -> None:  # noqa: N802 - the operator's name
        """Takes the clipping path and the opacity back with the state."""
        super().do_Q()
        if self.kept:
            self.device.clip, self.device.alpha = self.kept.pop()

    def do_gs(self, name: Any) -> None:
        """Notes how much of the ink a graphics state leaves of what is filled; the library passes it over."""
        super().do_gs(name)
        states = dict_value(self.resources.get("ExtGState") or {})
        opacity = resolve1(dict_value(states.get(literal_name(name)) or {}).get("ca"))
        if isinstance(opacity, int | float):
            self.device.alpha = min(max(float(opacity), 0.0), 1.0)

    def do_W(self) -> None:  # noqa: N802
        """Clips what follows to the path."""
        self.device.narrow(self.curpath, self.ctm)

    def do_W_a(self) -> None:  # noqa: N802
        """The same by another rule."""
        self.do_W()


def common(one: Bounds, other: Bounds) -> Bounds:
    """What two bounds have in common; nothing where the left is not below the right."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def note_clipped(letters: Iterable[Any], clip: Bounds) -> None:
    """Notes of the letters of a text which of them are clipped away, the whole text or a part of it, and by which bounds."""
    outside = []
    seen = False
    for letter in letters:
        x, y = (letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2
        if clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]:
            seen = seen or bool(letter.get_text().strip())
        else:
            outside.append(letter)
    for letter in outside:
        letter.tag = (*letter.tag[:2], CUT if seen else CLIPPED, clip, *letter.tag[4:])


def note_shortened(letters: Iterable[Any], clip: Bounds) -> None:
    """Notes that a number that fills its cell may go on where the cell ends.

    LibreOffice clips a text that is wider than its cell, and leaves out the letters that nobody would see; on which side is not said.
    """
    there = [letter for letter in letters if letter.get_text().strip()]
    if not there or any(letter.tag[2] != WHOLE or letter.get_text() not in IN_NUMBERS for letter in there):
        return
    room = clip[2] - clip[0] - (max(letter.x1 for letter in there) - min(letter.x0 for letter in there))
    if room < max(letter.x1 - letter.x0 for letter in there):
        for letter in (there[0], there[-1]):
            letter.tag = (*letter.tag[:2], CUT, clip, *letter.tag[4:])


def paint(page: Any) -> None:
    """Has the page painted by this device, so that its objects carry the notes."""
    device = OrderedDevice(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    device.shortens = any(name in str(page.pdf.metadata.get("Producer") or "") for name in SHORTENING)
    ClippingInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()  # where the page looks before it paints itself


def is_painted(page: Any) -> bool:
    """Whether a page was painted by this device already."""
    return hasattr(page, "_layout")
