"""What is written over the pages of a PDF: lines through letters, typed text, and the fields of a form that was filled in.

They lie beside the content of a page, which the library for tables reads alone (ISO 32000-1, 12.5.6.2, 12.5.6.6, 12.5.6.10
and 12.7.4.3): a number that somebody crossed out would count, and one typed over the page would not be there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import apply_matrix_pt, decode_text

from huizong.reading.pdf.pdf_device import WHOLE

Box = tuple[float, float, float, float]  # left, top, right, bottom
Letter = dict[str, Any]  # as pdfplumber has it

UNSEEN = 2 | 32  # flags of what is hidden, or only printed
STRUCK = ("StrikeOut", "Redact")
TEXT_FIELDS = ("Tx", "Ch")
CORNERS = 8  # numbers of a quadrilateral
USUAL_SIZE = 10.0
MOST = 5000  # notes of a page that are looked at
DEEPEST = 10  # fields above a field


def struck_boxes(page: Any) -> list[Box]:
    """The places that a line was drawn through afterwards."""
    found: list[Box] = []
    for note in notes_of(page):
        if name_of(note.get("Subtype")) in STRUCK:
            corners = numbers_of(note.get("QuadPoints"))
            quads = [corners[at : at + CORNERS] for at in range(0, len(corners) - CORNERS + 1, CORNERS)]
            found += [box for quad in quads or [numbers_of(note.get("Rect"))] if (box := box_of(page, quad)) is not None]
    return found


def typed_letters(page: Any) -> list[Letter]:
    """The texts typed over the page and into its fields, each as one letter of many characters."""
    found = []
    for note in notes_of(page):
        text = typed_text(note).strip()
        box = box_of(page, numbers_of(note.get("Rect"))) if text else None
        if box is not None:
            left, top, right, bottom = box
            size = min(bottom - top, USUAL_SIZE) or USUAL_SIZE
            found.append({
                "text": text, "x0": left, "x1": right, "top": top, "bottom": bottom, "doctop": top, "width": right - left,
                "height": bottom - top, "size": size, "upright": True, "fontname": "", "tag": (0, 0.0, WHOLE), "mcid": 0,
                "matrix": (size, 0, 0, size, left, -bottom), "object_type": "char", "adv": right - left, "ncs": None,
            })  # fmt: skip
    return found


def notes_of(page: Any) -> Iterator[dict[str, Any]]:
    """The notes of a page that are seen; whatever is no note is passed over."""
    listed = resolve1(page.page_obj.annots)
    for entry in (listed if isinstance(listed, list) else [])[:MOST]:
        note = resolve1(entry)
        if isinstance(note, dict):
            flags = resolve1(note.get("F"))
            if not (isinstance(flags, int) and flags & UNSEEN):
                yield note


def typed_text(note: dict[str, Any]) -> str:
    """The text of a note that shows one: typed on the page, or into a field; empty for all others."""
    match name_of(note.get("Subtype")):
        case "FreeText":
            return text_of(note.get("Contents"))
        case "Widget" if name_of(inherited(note, "FT")) in TEXT_FIELDS:
            return text_of(inherited(note, "V"))
    return ""


def inherited(field: dict[str, Any], name: str) -> Any:
    """An entry of a field, or of the nearest above it that has it."""
    for _ in range(DEEPEST):
        if name in field:
            return resolve1(field[name])
        above = resolve1(field.get("Parent"))
        if not isinstance(above, dict):
            return None
        field = above
    return None


def text_of(value: Any) -> str:
    """A text string; empty for anything else."""
    value = resolve1(value)
    return decode_text(value).replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, bytes) else ""


def name_of(value: Any) -> str:
    """The letters of a name; empty for anything else."""
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""


def numbers_of(value: Any) -> list[float]:
    """The numbers of an array; none if it holds anything else."""
    values = [resolve1(item) for item in value] if isinstance(value := resolve1(value), list) else []
    return [float(item) for item in values] if all(isinstance(item, int | float) for item in values) else []


def box_of(page: Any, numbers: Sequence[float]) -> Box | None:
    """The bounds of points on the page as the library for pages counts them; None where there are not two of them."""
    if len(numbers) < len("xyxy"):
        return None
    left, low, right, high = page.mediabox if page.mediabox is not None else (0, 0, page.width, page.height)
    matrix = {90: (0, -1, 1, 0, -low, right), 180: (-1, 0, 0, -1, right, high), 270: (0, 1, -1, 0, high, -left)}.get(
        page.rotation, (1, 0, 0, 1, -left, -low)
    )
    points = [apply_matrix_pt(matrix, point) for point in zip(numbers[::2], numbers[1::2], strict=False)]
    across, up = zip(*points, strict=True)
    height = float(page.height)
    return min(across), height - max(up), max(across), height - min(up)
