"""The text boxes of an xls worksheet, and the header and footer of its printed pages, straight from its records.

[MS-XLS] 2.4.136 and 2.4.124 (Header, Footer), 2.4.181 (Obj), 2.4.329 (TxO). xlrd keeps the texts of comments alone.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from huizong.reading.spreadsheets.margins import header_texts

END, HEADER, FOOTER, CONTINUE, OBJECT, TEXT, BEGIN = 0x0A, 0x14, 0x15, 0x3C, 0x5D, 0x1B6, 0x809
NOTE = 0x19  # the kind of object that a comment is
UNICODE = 80  # xlrd's number for BIFF 8


def margins_of(stream: bytes, start: int, biff: int) -> list[str]:
    """The texts of the worksheet that begins at `start`; those of files before BIFF 8 are Latin, byte by byte."""
    codes: list[str] = []
    boxes: list[str] = []
    missing = 0  # characters of the text box that is being read
    is_note = False
    for kind, body in sheet_records(stream, start):
        if kind in (HEADER, FOOTER):
            codes.append(header_of(body, biff))
        elif kind == OBJECT and len(body) >= 6:
            is_note = int.from_bytes(body[4:6], "little") == NOTE
        elif kind == TEXT and len(body) >= 12 and biff >= UNICODE:
            missing = 0 if is_note else int.from_bytes(body[10:12], "little")
            if missing:
                boxes.append("")
        elif kind == CONTINUE and missing and body:
            text = body[1:].decode("utf-16-le", "replace") if body[0] & 1 else body[1:].decode("latin-1")
            boxes[-1] += text[:missing]
            missing = max(missing - len(text), 0)
        elif kind != CONTINUE:
            missing = 0
    return [*header_texts(codes), *(text.strip() for text in boxes if text.strip())]


def header_of(body: bytes, biff: int) -> str:
    """The code of a header or footer."""
    if biff < UNICODE:
        return body[1 : 1 + body[0]].decode("latin-1") if body else ""
    if len(body) < 3:
        return ""
    length, wide = int.from_bytes(body[:2], "little"), body[2] & 1
    return body[3 : 3 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def sheet_records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of a sheet, those of the charts in it passed over."""
    position, depth = start, 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        depth += (kind == BEGIN) - (kind == END)
        if depth == 1 or kind == END:
            yield kind, stream[position + 4 : position + 4 + length]
        if depth <= 0:
            return
        position += 4 + length
