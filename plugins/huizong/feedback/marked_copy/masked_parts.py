"""Personal numbers in the parts of an Office file that goes back: nothing outside the archive shows them whole (PRACTICE).

A number may stand anywhere a text can: in several runs of one cell or paragraph, in headers, comments, text boxes, names,
links and properties, and in the cached results of formulas. So the parts are looked at as they are written, and whatever
any library kept is covered. Numbers of cells are not: which of them are figures, only the reading of the file knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from huizong.reading.masking import CANDIDATE, SPACED_CARD, mask, masked_name, personal_kind

_PARTS = (".xml", ".rels", ".vml")
_RUN = re.compile(rb"<(?:\w+:)?r[ >]")  # a text may run over several
_TOGETHER = frozenset({"p", "si", "is", "text"})  # whose runs are read as one text: of Word, drawings, strings, comments
_SHEET_NAME = re.compile(rb'<sheet\b[^<>]*\bname="([^"]*)"')


class PartMasking:
    """Masks part after part of one file; `changed` says whether anything was masked. What stands in `keep` is ours and stays."""

    def __init__(self, keep: str = "") -> None:
        self.keep = frozenset(_numbers(keep))
        self.names: dict[bytes, bytes] = {}
        self.masked = 0

    @property
    def changed(self) -> bool:
        """Whether anything was masked."""
        return self.masked > 0

    def note_names(self, workbook_part: bytes) -> None:
        """Remembers numbers in the names of sheets: they are masked with letters, alike wherever a formula names the sheet."""
        for match in _SHEET_NAME.finditer(workbook_part):
            for number in _numbers(match.group(1).decode("utf-8", "replace")):
                self.names[number.encode()] = masked_name(number).encode()

    def part(self, name: str, content: bytes) -> bytes:
        """The content of a part with personal numbers masked; the same bytes where there is none."""
        if not name.lower().endswith(_PARTS):
            return content
        for number, hidden in self.names.items():
            if number in content:
                content, self.masked = content.replace(number, hidden), self.masked + 1
        whole = content.decode("utf-8", "replace")
        if mask(whole, self.keep) == whole and not _RUN.search(content):
            return content
        try:
            root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        except etree.XMLSyntaxError:  # drawings of old are no clean XML; there a text is masked as it stands
            return self._text(whole).encode()
        before = self.masked
        self._tree(root)
        if self.masked == before:
            return content
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _tree(self, root: etree._Element) -> None:
        """Masks texts that are read together as one, then every other text and attribute by itself."""
        for element in root.iter("*"):
            if _local(element) in _TOGETHER:
                self._runs([piece for piece in element.iter("*") if _local(piece) == "t"])
        for element in root.iter("*"):
            if element.text and not _is_number(element):
                element.text = self._text(element.text)
            if element.tail:
                element.tail = self._text(element.tail)
            for key, value in element.attrib.items():
                if "{" not in value and (hidden := self._text(str(value))) != value:
                    element.set(key, hidden)

    def _runs(self, pieces: list[etree._Element]) -> None:
        """Masks a text that runs over several pieces; one that gets shorter by it is put into the first piece."""
        whole = "".join(piece.text or "" for piece in pieces)
        hidden = self._text(whole)
        if hidden == whole:
            return
        lengths = [len(piece.text or "") for piece in pieces]
        if len(hidden) != len(whole):
            lengths = [len(hidden)] + [0] * (len(pieces) - 1)
        position = 0
        for piece, length in zip(pieces, lengths, strict=True):
            piece.text = hidden[position : position + length]
            position += length

    def _text(self, text: str) -> str:
        """The text masked, but for numbers that are ours."""
        hidden = mask(text, self.keep)
        self.masked += hidden != text
        return hidden


def _local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _is_number(element: etree._Element) -> bool:
    """Whether an element holds the number of a cell, or of a chart's copy of one, and no text."""
    parent = element.getparent()
    if _local(element) != "v" or parent is None:
        return False
    if _local(parent) == "c":
        return parent.get("t") != "str"
    above = parent.getparent()
    return above is not None and _local(above) == "numCache"


def _numbers(text: str) -> Iterator[str]:
    """The personal numbers in a text, as they are written."""
    for pattern in (CANDIDATE, SPACED_CARD):
        yield from (found[0] for found in pattern.finditer(text) if personal_kind(found[0]) is not None)
