"""The text of a line in OpenDocument piece by piece: where each stands in the XML, so that a comment can be set between two letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

_PASSED_OVER = ("note", "annotation", "annotation-end", "frame", "custom-shape", "rect", "ellipse", "caption", "g", "ruby-text")
_MOST_SPACES = 1000


class LinePart(NamedTuple):
    """A part of the text: what an element begins with, what follows it, or the one character that it stands for."""

    element: etree._Element
    kind: str  # text, tail or sign
    text: str


def pieces_of(line: etree._Element) -> list[LinePart]:
    """The pieces of a paragraph or heading in their order; notes, comments and boxes are no part of it."""
    return list(_pieces(line))


def _pieces(element: etree._Element) -> Iterator[LinePart]:
    if element.text:
        yield LinePart(element, "text", element.text)
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        if name == "s":
            count = child.get(str(child.tag)[:-1] + "c") or "1"
            yield LinePart(child, "sign", " " * min(int(count) if count.isascii() and count.isdecimal() else 1, _MOST_SPACES))
        elif name in ("tab", "line-break"):
            yield LinePart(child, "sign", "\t" if name == "tab" else "\n")
        elif name not in _PASSED_OVER:
            yield from _pieces(child)
        if child.tail:
            yield LinePart(child, "tail", child.tail)


def text_of(pieces: Sequence[LinePart]) -> str:
    """The text that they make."""
    return "".join(piece.text for piece in pieces)


def put_text(pieces: Sequence[LinePart], text: str) -> None:
    """Puts a text as long as theirs into the pieces; signs stay what they are."""
    position = 0
    for piece in pieces:
        part = text[position : position + len(piece.text)]
        position += len(piece.text)
        if piece.kind == "text":
            piece.element.text = part
        elif piece.kind == "tail":
            piece.element.tail = part


def cut_at(line: etree._Element, position: int, new: etree._Element) -> None:
    """Puts an element before the character at a position, at the end where there is none."""
    passed = 0
    for element, kind, text in pieces_of(line):
        inside = position - passed
        if inside < len(text) or (kind == "sign" and inside == 0):
            _put(element, kind, inside, new)
            return
        passed += len(text)
    line.append(new)


def _put(element: etree._Element, kind: str, inside: int, new: etree._Element) -> None:
    """Puts an element into a text, into what follows an element, or before a sign."""
    if kind == "text":
        whole = element.text or ""
        element.text = whole[:inside]
        element.insert(0, new)
        new.tail = whole[inside:]
    elif kind == "tail":
        whole = element.tail or ""
        element.addnext(new)
        element.tail, new.tail = whole[:inside], whole[inside:]
    else:
        element.addprevious(new)
