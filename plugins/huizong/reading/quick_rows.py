"""Rows of a worksheet written the usual way, split by patterns instead of an XML parser: twice as fast.

The pattern of a row must cover every character of it; a row that has anything else in it is left to the XML parser, and
so is a sheet whose frame is not the usual one. What is accepted here is therefore read exactly as XML would be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import IO

QUICK_BYTES = 24 * 1024 * 1024
ROW_START = re.compile(r"\s*<row((?:\s[^<>]*?)?)(/?)>")
CELL = re.compile(
    r'(<c r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="([A-Za-z]+)")?'
    r"(?:/>|>(?:<f(\s[^<>]*?)?(?:/>|>([^<]*)</f>))?"
    r"(?:<v>([^<]*)</v>|<v ?/>|<is><t(?: xml:space=\"preserve\")?>([^<]*)</t></is>)?</c>))"
)
ROOT = re.compile(r"<worksheet\b[^<>]*>")
ENCODING = re.compile(r"<\?xml[^>]*encoding=[\"'](?:utf-8|us-ascii)[\"']", re.IGNORECASE)
ROW_NUMBER = re.compile(r'\sr="(\d+)"')
ROW_HIDDEN = re.compile(r'\shidden="([^"]*)"')
REFERENCE = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|(amp|lt|gt|quot|apos));")
NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
EMPTY_ROWS = re.compile(rb'(?:(<row r="[^<>]*+(?:(?<=/)>|>(?:<c [^<>]*+(?:(?<=/)>|></c>))*+</row>))){2,}+')
CHUNK = 4 * 1024 * 1024
FORMULA_KIND = re.compile(r'\st="(\w+)"')
FORMULA_INDEX = re.compile(r'\ssi="(\d+)"')
LAST_CHARACTER = 0x10FFFF
REMEMBERED = 128  # characters of the longest text that is worth remembering

# all of it, column letters, style, type, attributes and text of the formula, value, inline text; empty if absent
QuickCell = tuple[str, str, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class QuickSheet:
    """A worksheet split up: `frame` is the part without its rows, `root` its opening tag, `rows` are (attributes, content)."""

    frame: bytes
    root: str
    rows: list[tuple[str, str]]


def split_sheet(data: bytes) -> QuickSheet | None:
    """The rows of a worksheet part; None unless its frame is the usual one, in UTF-8, without comments or definitions."""
    if data.startswith(b"\xef\xbb\xbf") or b"<!" in data:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if text.startswith("<?xml") and not ENCODING.match(text[:100]):
        return None
    start, end = text.find("<sheetData>"), text.rfind("</sheetData>")
    root = ROOT.search(text)
    if start < 0 or end < start or root is None or root.end() > start:
        return None
    rows = split_rows(text[start + len("<sheetData>") : end])
    if rows is None:
        return None
    frame = text[:start] + "<sheetData/>" + text[end + len("</sheetData>") :]
    return QuickSheet(frame.encode("utf-8"), root.group(), rows)


def split_rows(body: str) -> list[tuple[str, str]] | None:
    """(attributes, content) of each row; None if anything stands between them."""
    rows: list[tuple[str, str]] = []
    *segments, rest = body.split("</row>")
    for segment in segments:
        start = ROW_START.match(segment)
        while start is not None and start.group(2):  # rows without content stand before one that has some
            rows.append((start.group(1), ""))
            start = ROW_START.match(segment, start.end())
        if start is None:
            return None
        rows.append((start.group(1), segment[start.end() :]))
    for start in ROW_START.finditer(rest):
        if not start.group(2):
            return None
        rows.append((start.group(1), ""))
    return None if ROW_START.sub("", rest).strip() else rows


def split_row(content: str) -> list[QuickCell] | None:
    """The cells of a row; None if the row holds anything beyond such cells."""
    cells: list[QuickCell] = CELL.findall(content)
    return cells if sum([len(cell[0]) for cell in cells]) == len(content) else None


class WithoutEmptyRows:
    """A stream over a worksheet part in which a run of rows without values is its last row alone.

    Programs write such runs to the end of the sheet when a column is formatted; here they cost a scan, no parsing.
    """

    def __init__(self, source: IO[bytes]) -> None:
        self.source = source
        self.held = b""
        self.ready = b""
        self.unusual = False

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`; empty at the end."""
        while not self.ready:
            chunk = self.source.read(CHUNK)
            self.held += chunk
            if not chunk:
                self.ready, self.held = self.held, b""
                break
            self.unusual = self.unusual or b"<!" in self.held
            end = len(self.held) if self.unusual else self.held.rfind(b"<row")
            if end > 0:
                complete, self.held = self.held[:end], self.held[end:]
                self.ready = complete if self.unusual else EMPTY_ROWS.sub(rb"\1", complete)
        taken, self.ready = (self.ready, b"") if size < 0 else (self.ready[:size], self.ready[size:])
        return taken


def formula_kind(attributes: str) -> tuple[str, str]:
    """Kind and index of a formula that is no ordinary one; empty if absent."""
    kind, index = FORMULA_KIND.search(attributes), FORMULA_INDEX.search(attributes)
    return kind.group(1) if kind else "", index.group(1) if index else ""


def row_number(attributes: str, expected: int) -> int:
    """The number of a row, `expected` where it does not name it."""
    found = ROW_NUMBER.search(attributes)
    return int(found.group(1)) if found else expected


def row_hidden(attributes: str) -> str | None:
    """What a row says about being hidden."""
    found = ROW_HIDDEN.search(attributes)
    return found.group(1) if found else None


def character_data(text: str) -> str | None:
    """The text behind references to characters; None if one of them is not XML's own."""
    if "&" not in text:
        return text
    return short_character_data(text) if len(text) <= REMEMBERED else long_character_data(text)


def long_character_data(text: str) -> str | None:
    """The same, worked out."""
    found, replaced = REFERENCE.subn(referred, text)
    return found if replaced == text.count("&") else None


short_character_data = lru_cache(maxsize=20_000)(long_character_data)  # the labels of a form come back in every file


def referred(match: re.Match[str]) -> str:
    """One character; one that does not exist is replaced as decoders do."""
    decimal, hexadecimal, name = match.groups()
    if name:
        return NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if code <= LAST_CHARACTER else "\ufffd"
