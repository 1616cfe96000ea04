"""The records of an xls workbook, straight from its stream: formulas, where worksheets begin, how many strings are shared."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import olefile
from xlrd.book import unpack_SST_table

FORMULA = 0x0006
BOUND_SHEET = 0x0085
END = 0x000A
SHARED_STRINGS, CONTINUED = 0x00FC, 0x003C
RECORD_HEADER = 4
SHORTEST_STRING = 3  # bytes of an empty one
WORKSHEET = 0
FORMULA_HEADER = 22


@dataclass(frozen=True, slots=True)
class FormulaRecord:
    """A formula record: where it stands, its cached result and its tokens."""

    row: int
    column: int
    result: bytes
    tokens: bytes


def recounted(data: bytes) -> bytes | None:
    """The stream of a workbook with the number of its shared strings put right; None where that was not what is wrong.

    Some programs write another number than there are strings. Nothing else depends on it, but xlrd reads as many as it says.
    """
    try:
        stream = bytearray(workbook_stream(data))
    except (OSError, ValueError, IndexError):  # the container itself is broken, which has been said
        return None
    position = 0
    parts: list[bytes] = []
    counted_at = 0
    for kind, body in records(bytes(stream), 0):
        if kind == SHARED_STRINGS and not counted_at:
            counted_at = position + RECORD_HEADER + 4
            parts = [body]
        elif parts and kind == CONTINUED:
            parts.append(body)
        elif parts:
            break
        position += RECORD_HEADER + len(body)
    if not counted_at:
        return None
    written = int.from_bytes(stream[counted_at : counted_at + 4], "little")
    least, most = 0, sum(map(len, parts)) // SHORTEST_STRING + 1  # as many can be read, as many can not
    while most - least > 1:
        middle = (least + most) // 2
        try:
            unpack_SST_table(parts, middle)
            least = middle
        except (AssertionError, IndexError, struct.error, UnicodeDecodeError):
            most = middle
    if least == written:
        return None
    stream[counted_at : counted_at + 4] = least.to_bytes(4, "little")
    return bytes(stream)


def formula_records(data: bytes, index: int) -> Iterator[FormulaRecord]:
    """The formula records of the worksheet at `index`, straight from the stream ([MS-XLS] 2.4.127)."""
    for kind, body in sheet_records(data, index):
        if kind == FORMULA and len(body) > FORMULA_HEADER:
            row, column = struct.unpack_from("<HH", body)
            length = int.from_bytes(body[20:22], "little")
            yield FormulaRecord(row, column, body[6:14], body[FORMULA_HEADER : FORMULA_HEADER + length])


def sheet_records(data: bytes, index: int) -> Iterator[tuple[int, bytes]]:
    """(kind, body) of the records of the worksheet at `index`."""
    stream = workbook_stream(data)
    starts = sheet_starts(stream)
    return records(stream, starts[index]) if index < len(starts) else iter(())


def sheet_starts(stream: bytes) -> list[int]:
    """Where the worksheets begin in the stream, in their order."""
    return [
        int.from_bytes(body[:4], "little")
        for kind, body in records(stream, 0)
        if kind == BOUND_SHEET and len(body) > 5 and body[5] == WORKSHEET
    ]


def records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """(kind, body) of the records from `position` to the end of their sub-stream."""
    depth_end = False
    while position + 4 <= len(stream) and not depth_end:
        kind, length = struct.unpack_from("<HH", stream, position)
        yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length
        depth_end = kind == END


def workbook_stream(data: bytes) -> bytes:
    """The stream with the records; a file without a container is the stream itself."""
    if not olefile.isOleFile(data):
        return data
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        for name in ("Workbook", "Book"):
            if container.exists(name):
                return bytes(container.openstream(name).read())
    return b""
