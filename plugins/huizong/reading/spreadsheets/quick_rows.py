"""Rows of a worksheet written the usual way, split by patterns instead of an XML parser: three times as fast.

The patterns must cover every character of a row; a row that has anything else in it is left to the XML parser, and so is
a sheet whose frame is not the usual one. What is accepted here is therefore read exactly as XML would be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import IO

from huizong.reading.cells.counts import row_index
from huizong.reading.cells.decimals import SHORT_LENGTH
from huizong.reading.cells.written_text import usual_xml

QUICK_BYTES = 24 * 1024 * 1024
ATTRIBUTES = r'(?:\s+[A-Za-z][\w:.-]*="[^"<>]*")*'
ROW_START = re.compile(rf'\s*<row(?: r="([0-9]+)")?({ATTRIBUTES})\s*(/?)>')
SHORT_NUMBER = rf"(?=[^<]{{1,{SHORT_LENGTH}}}<)(-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?)"  # as `is_short` has it
FORMULA = rf"<f{ATTRIBUTES}\s*(?:/>|>[^<]*</f>)"
CELLS = re.compile(  # a cell each, and at the first character that begins none the whole rest
    r'<c r="([A-Z]{1,3})[0-9]+"(?: s="([0-9]+)")?(?: t="(?:n|([A-Za-z]+))")?'
    rf"(?:/>|>(?:<v>{SHORT_NUMBER}</v></c>|<is><t(?: xml:space=\"preserve\")?>([^<]*)</t></is></c>"
    rf"|({FORMULA})?(?:<v>([^<]*)</v>|<v ?/>)?</c>))|([\s\S]+)"
)
FORMULA_PARTS = re.compile(rf"<f({ATTRIBUTES})\s*(?:/>|>([^<]*)</f>)")
ROOT = re.compile(r"<worksheet\b[^<>]*>")
ROW_NUMBER = re.compile(r'\sr="([^"]*)"')
ROW_HIDDEN = re.compile(r'\shidden="([^"]*)"')
NO_HEIGHT = re.compile(r'\sht="0"')
EMPTY_ROWS = re.compile(rb'(?:(<row r="[^<>]*+(?:(?<=/)>|>(?:<c [^<>]*+(?:(?<=/)>|></c>))*+</row>))){2,}+')
CHUNK = 4 * 1024 * 1024
FORMULA_KIND = re.compile(r'\st="(\w+)"')
FORMULA_INDEX = re.compile(r'\ssi="(\d+)"')

# column letters, style, type ("n" as empty), short number, inline text, formula, other value, rest of the row that holds
# no such cell; empty if absent
QuickCell = tuple[str, str, str, str, str, str, str, str]


# of a row: its number where that is its first attribute (else empty), the attributes behind it, and its content, which is
# the text from the given place on: copying it out would cost as much as finding it
QuickRow = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True)
class QuickSheet:
    """A worksheet split up: `frame` is the part without its rows, `root` its opening tag."""

    frame: bytes
    root: str
    rows: list[QuickRow]


def split_sheet(data: bytes) -> QuickSheet | None:
    """The rows of a worksheet part; None unless its frame is the usual one, in UTF-8, without comments or definitions."""
    text = usual_xml(data)
    if text is None:
        return None
    start, end = text.find("<sheetData>"), text.rfind("</sheetData>")
    root = ROOT.search(text)
    if start < 0 or end < start or root is None or root.end() > start or text.find("\r", start, end) >= 0:
        return None
    rows = split_rows(text[start + len("<sheetData>") : end])
    if rows is None:
        return None
    frame = text[:start] + "<sheetData/>" + text[end + len("</sheetData>") :]
    return QuickSheet(frame.encode("utf-8"), root.group(), rows)


def split_rows(body: str) -> list[QuickRow] | None:
    """The rows; None if anything stands between them, or if one has attributes that are not written the usual way."""
    rows: list[QuickRow] = []
    *segments, rest = body.split("</row>")
    for segment in segments:
        start = ROW_START.match(segment)
        while start is not None and start.group(3):  # rows without content stand before one that has some
            rows.append((start.group(1) or "", start.group(2), "", 0))
            start = ROW_START.match(segment, start.end())
        if start is None:
            return None
        rows.append((start.group(1) or "", start.group(2), segment, start.end()))
    for start in ROW_START.finditer(rest):
        if not start.group(3):
            return None
        rows.append((start.group(1) or "", start.group(2), "", 0))
    return None if ROW_START.sub("", rest).strip() else rows


def split_cells(row: QuickRow) -> list[QuickCell]:
    """The cells of a row. What is no such cell ends it: all that is left of the row is then the last one's rest."""
    return CELLS.findall(row[2], row[3])


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


def formula_parts(formula: str) -> tuple[str, str]:
    """Attributes and text of a formula's element, both as written; empty if absent."""
    found = FORMULA_PARTS.fullmatch(formula)
    return (found.group(1), found.group(2) or "") if found else ("", "")


def formula_kind(attributes: str) -> tuple[str, str]:
    """Kind and index of a formula that is no ordinary one; empty if absent."""
    kind, index = FORMULA_KIND.search(attributes), FORMULA_INDEX.search(attributes)
    return kind.group(1) if kind else "", index.group(1) if index else ""


def row_number(attributes: str, expected: int) -> int:
    """The number of a row, `expected` where it does not name it."""
    found = ROW_NUMBER.search(attributes)
    return row_index(found.group(1)) if found else expected


def row_hidden(attributes: str) -> str | None:
    """What a row says about being hidden; one without height is."""
    if NO_HEIGHT.search(attributes):
        return "1"
    found = ROW_HIDDEN.search(attributes)
    return found.group(1) if found else None
