"""Whether a file is whole for its kind, told from its first and last bytes: a cheap look that unpacks and parses nothing."""

from __future__ import annotations

import os
import struct
from enum import Enum
from typing import BinaryIO

from huizong.reading.containers.package import ZIP_EMPTY, ZIP_START
from huizong.reading.containers.sniff import OLE_START

HEAD = 4096
TAIL = 66_000  # an end record of a zip with the longest comment
END_RECORD = struct.Struct("<4s8xIIH")  # signature, size and place of the directory, length of the comment
UNKNOWN = 0xFFFFFFFF  # a number that stands in a larger record elsewhere
OLE_HEADER, OLE_FREE = 512, 0xFFFFFFFF
OLE_IN_HEADER = 109  # sectors of the allocation table that the header itself names
CLOSED_BY = ((b"<html", b"</html"), (b"<table", b"</table"), (b"<workbook", b"</workbook"))
SENTENCE_ENDS = tuple(end.encode(encoding) for end in "。！？" for encoding in ("utf-8", "gb18030"))
SPACE = b" \t\0\x1a"


class FileEnding(Enum):
    """How a file ends: as its beginning says, with a line that may go on, or cut off."""

    WHOLE = "whole"
    OPEN_LINE = "open line"
    CUT = "cut"


def ending_of(stream: BinaryIO, size: int) -> FileEnding:
    """How the file ends; kinds without an end of their own are whole. Leaves the stream at its start.

    A text is whole when its last line is ended, or when it ends with a full stop.
    """
    whole = _ends_as_its_kind(stream, size)
    if whole is None:
        return FileEnding.OPEN_LINE
    return FileEnding.WHOLE if whole else FileEnding.CUT


def is_sealed(stream: BinaryIO, size: int) -> bool:
    """Whether the file is a package whose last record, written after all else, is there whole."""
    handle = stream.fileno()
    return os.pread(handle, len(ZIP_START), 0) == ZIP_START and _ends_as_zip(os.pread(handle, TAIL, max(size - TAIL, 0)), size)


def _ends_as_its_kind(stream: BinaryIO, size: int) -> bool | None:
    """None for a text whose last line is not ended."""
    handle = stream.fileno()
    head, tail = os.pread(handle, HEAD, 0), os.pread(handle, TAIL, max(size - TAIL, 0))
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((ZIP_START, ZIP_EMPTY)):
        return _ends_as_zip(tail, size)
    if head.startswith(OLE_START):
        return _has_all_sectors(handle, head, size)
    if head.startswith(b"%PDF-"):
        return b"%%EOF" in tail[-2048:]
    if head.startswith(b"{\\rtf"):
        return tail.rstrip(SPACE + b"\r\n").endswith(b"}")
    if head.startswith(b"\x89PNG"):
        return b"IEND" in tail[-64:]
    if start.startswith(b"<"):
        return all(end in tail.lower() for begin, end in CLOSED_BY if begin in start) and tail.rstrip(SPACE + b"\r\n").endswith(b">")
    if _is_binary(head):
        return True
    return True if tail.rstrip(SPACE).endswith((b"\n", b"\r", *SENTENCE_ENDS)) or not tail.strip(SPACE) else None


def _ends_as_zip(tail: bytes, size: int) -> bool:
    """Whether the end record is there, its comment whole, and its directory before it (APPNOTE 4.3.16)."""
    place = tail.rfind(ZIP_EMPTY)
    if place < 0 or place + END_RECORD.size > len(tail):
        return False
    _, length, start, comment = END_RECORD.unpack_from(tail, place)
    before = size - len(tail) + place
    return place + END_RECORD.size + comment <= len(tail) and (UNKNOWN in (length, start) or length + start <= before)


def _has_all_sectors(handle: int, head: bytes, size: int) -> bool:
    """Whether the last sector that the allocation table uses begins inside the file ([MS-CFB] 2.2, 2.3).

    Looks at the sectors of the table that the header names: they count for 7 MB, or 435 MB with large sectors. The table
    stands mostly at the end; one that is not there is not whole either.
    """
    if len(head) < OLE_HEADER:
        return False
    (shift,) = struct.unpack_from("<H", head, 30)
    if shift not in (9, 12):
        return True  # no such file; reading says so
    sector: int = 1 << shift
    last = -1
    for place_of_table, number in enumerate(struct.unpack_from(f"<{OLE_IN_HEADER}I", head, 76)):
        if number >= OLE_FREE - 5:
            break
        table = os.pread(handle, sector, (number + 1) * sector)
        if len(table) < sector:
            return False
        used = [place for place, follows in enumerate(struct.unpack(f"<{sector // 4}I", table)) if follows != OLE_FREE]
        last = place_of_table * (sector // 4) + used[-1] if used else last
    return (last + 1) * sector < size


def _is_binary(head: bytes) -> bool:
    """Whether the bytes are no text; UTF-16 is one, with a mark in front."""
    return b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))
