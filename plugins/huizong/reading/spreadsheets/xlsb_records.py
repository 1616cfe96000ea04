"""The records of the binary parts of an xlsb workbook ([MS-XLSB] 2.1.4): a kind, a size and a body each."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from huizong.reading.cells.sight import WHITE
from huizong.reading.refusals import damaged, incomplete

INDEXED, DIRECT, THEME = 1, 2, 3
INDEXED_COLOURS = {0: 0, 1: WHITE, 8: 0, 9: WHITE, 64: 0}
THEME_COLOURS = {0: WHITE, 1: 0}


def records(data: bytes, part: str) -> Iterator[tuple[int, bytes]]:
    """(kind, body) of every record. Raises FileRefusedError if the last one is cut off."""
    position = 0
    while position < len(data):
        kind, position = packed(data, position, 2)
        size, position = packed(data, position, 4)
        if position + size > len(data):
            raise incomplete(f"部件 {part} 中途断掉")
        yield kind, data[position : position + size]
        position += size


def packed(data: bytes, position: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, low bits first, and the position behind it."""
    value = 0
    for index in range(most):
        byte = data[position] if position < len(data) else 0
        position += 1
        value |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            break
    return value, position


def wide_string(body: bytes, position: int) -> tuple[str, int]:
    """A string of 16-bit characters, and the position behind it; absent ones are empty. Raises FileRefusedError if it is cut off."""
    length = struct.unpack_from("<I", body, position)[0]
    if length == 0xFFFFFFFF:
        return "", position + 4
    end = position + 4 + 2 * length
    if end > len(body):
        raise damaged("文字比记录长")
    return body[position + 4 : end].decode("utf-16-le", "replace"), end


def colour_of(written: bytes) -> int | None:
    """A colour as 0xRRGGBB; black where the system sets it, None for one that only its program knows."""
    kind, index = written[0] >> 1, written[1]
    if kind == DIRECT:
        return int.from_bytes(written[4:7], "big")
    if kind == INDEXED:
        return INDEXED_COLOURS.get(index)
    if kind == THEME:
        return THEME_COLOURS.get(index) if written[2:4] == b"\0\0" else None
    return 0
