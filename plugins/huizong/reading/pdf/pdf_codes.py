"""The codes of a PDF's letters that its library has no letter for: none of them vanishes.

A predefined code table (UniGB-UCS2-H, GBK-EUC-H and the like) lacks codes, U+2212 and U+00AD among them, and the library
passes over what it lacks, so that −5.2 became 5.2. Where the code itself is Unicode or GBK, it says which letter it is;
whatever else nobody can tell is a letter that nobody knows, and the number beside it is held (ISO 32000-1, 9.7.5.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pdfminer.cmapdb import CMap, CMapBase
from pdfminer.encodingdb import EncodingDB
from pdfminer.pdffont import PDFCIDFont

from huizong.invisible import without_invisible
from huizong.reading.cells.sight import ALPHABETS, font_ink
from huizong.reading.cells.symbols import UNKNOWN, drawn

ENCODINGS = {
    "UCS2": "utf-16-be",
    "UTF16": "utf-16-be",
    "UTF32": "utf-32-be",
    "UTF8": "utf-8",
    "GBK2K": "gb18030",
    "GBK": "gbk",
    "GB": "gb2312",
}
NAME = re.compile(r"(?:Uni[A-Za-z0-9]+-)?(UCS2|UTF16|UTF32|UTF8|GBK2K|GBK|GB)\w*-")
SUBSET = re.compile(r"^[A-Z]{6}\+")
STYLE = re.compile(r"(?:MT|[-,]?(?:Regular|Roman|Normal|Bold|Italic)+)+$")
NUMBERED = re.compile(r"(?<=wingdings)[- ]?(?=[23]$)", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
LEAD = 0x81  # from here on a byte begins a code of two in the tables of Chinese, Japanese and Korean
NO_WIDTH = 0.05  # of its size: a letter so narrow is one that nobody is meant to see


# The library takes this code for a space; it is the second place of the hyphen (ISO 32000-1, D.2, note 3), often a minus.
EncodingDB.win2unicode[0xAD] = "-"


class WholeCMap(CMapBase):
    """A code table that gives every code a place: those that it lacks count down from -1."""

    def __init__(self, table: CMap, name: str) -> None:
        super().__init__(**table.attrs)
        self.table = table.code2cid
        found = NAME.match(name)
        self.kind = found[1] if found else ""
        self.lacking: dict[bytes, int] = {}

    def decode(self, code: bytes) -> Iterator[int]:
        """The places of the codes in a string."""
        position = 0
        while position < len(code):
            length, cid = self.known(code, position)
            if cid is None:
                length = self.length_at(code, position)
                cid = self.lacking.setdefault(code[position : position + length], -1 - len(self.lacking))
            yield cid
            position += length

    def known(self, code: bytes, position: int) -> tuple[int, int | None]:
        """How long the code at a position is, and its place; None where the table lacks it."""
        entry: Any = self.table
        for length, byte in enumerate(code[position : position + 4], start=1):
            entry = entry.get(byte)
            if not isinstance(entry, dict):
                return length, entry
        return 1, None

    def length_at(self, code: bytes, position: int) -> int:
        """How many bytes a code takes that the table lacks."""
        first, second = code[position], code[position + 1] if position + 1 < len(code) else 0
        match self.kind:
            case "UCS2":
                return 2
            case "UTF16":
                return 4 if 0xD8 <= first <= 0xDB else 2
            case "UTF32":
                return 4
            case "UTF8":
                return 1 if first < 0xC0 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
            case "GBK2K" if first >= LEAD and 0x30 <= second <= 0x39:
                return 4
        return 2 if first >= LEAD or isinstance(self.table.get(first), dict) or not self.table else 1

    def letter(self, cid: int) -> str:
        """The letter of a code that the table lacks, as the code itself says it."""
        code = next((code for code, place in self.lacking.items() if place == cid), b"")
        encoding = ENCODINGS.get(self.kind)
        try:
            text = code.decode(encoding) if encoding else ""
        except UnicodeDecodeError:
            return UNKNOWN
        return text if len(text) == 1 else UNKNOWN


def keep_codes(font: Any) -> None:
    """Gives a font a code table that keeps what it lacks."""
    if isinstance(font, PDFCIDFont) and isinstance(font.cmap, CMap):
        font.cmap = WholeCMap(font.cmap, str(font.cmap.attrs.get("CMapName", "")))


def undefined(font: Any, cid: int) -> str:
    """The letter of a code for which a font has none."""
    table = getattr(font, "cmap", None)
    if isinstance(table, WholeCMap) and cid < 0:
        return table.letter(cid)
    alphabet = alphabet_of(str(getattr(font, "fontname", "")))
    return drawn(chr(cid), alphabet) if alphabet and 0x20 <= cid <= 0xFF else UNKNOWN


@lru_cache(maxsize=256)
def alphabet_of(name: str) -> str:
    """Which alphabet a font of a PDF draws, by its name: ABCDEF+Wingdings-Regular, SymbolMT, Wingdings3."""
    plain = NUMBERED.sub(" ", STYLE.sub("", SUBSET.sub("", name)))
    return ALPHABETS.get(font_ink(plain), "")


def shown_text(letter: dict[str, Any]) -> str:
    """What a letter of a page shows: a sign of its font, or a letter that nobody knows where its text is nothing to be seen."""
    text = str(letter["text"])
    if alphabet := alphabet_of(str(letter["fontname"])):
        return drawn(text, alphabet)
    if without_invisible(text) and CONTROL.search(text) is None:
        return text
    wide = float(letter["x1"]) - float(letter["x0"]) > NO_WIDTH * float(letter["size"])
    return UNKNOWN if wide else text
