"""Comments at cells of workbooks (notes and threads of Excel and WPS), as text, personal numbers masked."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from lxml import etree

from huizong.reading.cells.typed_cells import split_reference
from huizong.reading.containers import markup
from huizong.reading.containers.package import Package
from huizong.reading.containers.package_relations import read_relations
from huizong.reading.masking import mask
from huizong.reading.spreadsheets.xlsb_records import records
from huizong.reading.spreadsheets.xlsb_styles import binary_text

Comments = dict[tuple[int, int], str]

NOTE, NOTE_TEXT, NOTE_BYTES = 635, 637, 20
_LONGEST = 2000  # characters of one comment that are kept


def read_comments(package: Package, part: str) -> Comments:
    """The comments of one worksheet part by row and column; a thread's messages are lines of one, in the order they were written.

    Beside a thread, Excel keeps a note for programs that know no threads: the thread itself is taken.
    """
    notes: Comments = {}
    threads: dict[tuple[int, int], list[str]] = {}
    for kind, target in read_relations(package, part).values():
        if kind == "comments" and target in package and target.lower().endswith(".bin"):
            notes |= binary_notes(package.read(target), target)
        elif kind == "comments" and target in package:
            for element in markup.parse(package.read(target), target).iter("{*}comment"):
                add(notes, element, "".join(_texts(element)))
        elif kind == "threadedComment" and target in package:
            for element in markup.parse(package.read(target), target).iter("{*}threadedComment"):
                place = _place(element)
                if place is not None:
                    threads.setdefault(place, []).append("".join(text.text or "" for text in element.iterchildren("{*}text")))
    return {**notes, **{place: tidy("\n".join(lines)) for place, lines in threads.items()}}


def binary_notes(data: bytes, part: str) -> Comments:
    """The notes in a part of a binary workbook ([MS-XLSB] 2.4.28 and 2.4.327). Raises FileRefusedError where a record is cut off."""
    notes: Comments = {}
    place: tuple[int, int] | None = None
    for kind, body in records(data, part):
        if kind == NOTE and len(body) >= NOTE_BYTES:
            row, _, column, _ = struct.unpack_from("<4I", body, 4)
            place = (row + 1, column + 1)
        elif kind == NOTE_TEXT and place is not None and body and (text := tidy(binary_text(body, 0).text)):
            notes[place] = text
    return notes


def tidy(text: str) -> str:
    """A comment as it is kept: masked, cut, without what stands around it."""
    return mask(text.replace("\r\n", "\n").replace("\r", "\n").strip()[:_LONGEST])


def add(comments: Comments, element: etree._Element, text: str) -> None:
    """Adds one comment, unless it is empty or at no cell."""
    place = _place(element)
    if place is not None and text.strip():
        comments[place] = tidy(text)


def _place(element: etree._Element) -> tuple[int, int] | None:
    try:
        return split_reference(element.get("ref") or "")
    except ValueError:  # a comment at no cell that there is
        return None


def _texts(element: etree._Element) -> list[str]:
    """The text of a note without phonetic readings."""
    return [part.text or "" for part in element.iter("{*}t") if markup.local(part.getparent().tag) != "rPh"]  # type: ignore[union-attr]


def notes_of(written: Mapping[tuple[int, int], object]) -> Comments:
    """The notes of xlrd, which count rows and columns from 0."""
    texts = {(row + 1, column + 1): tidy(str(getattr(note, "text", ""))) for (row, column), note in written.items()}
    return {place: text for place, text in texts.items() if text}
