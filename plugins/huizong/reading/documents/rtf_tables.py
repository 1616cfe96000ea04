"""The words of RTF, and the tables of fonts and colours at the beginning of a document."""

from __future__ import annotations

import re

from huizong.reading.cells.sight import Ink, font_ink

TOKEN = re.compile(rb"\\([a-zA-Z]+)(-?\d+)? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
COLOUR_TABLE = re.compile(rb"\\colortbl\s*([^{}]*)")
COLOUR = re.compile(rb"\\(red|green|blue)(\d+)")
FONT_DEPTH = 2  # of a font's own group in the table of fonts; what lies deeper is another name of it


def read_fonts(data: bytes) -> dict[int, Ink]:
    """The fonts of pictures by their number in the table of fonts."""
    begin = data.find(b"\\fonttbl")
    fonts: dict[int, Ink] = {}
    number, name, depth = 0, bytearray(), 1
    for word, value, _, _, brace, text in (match.groups() for match in TOKEN.finditer(data, max(begin, len(data) * (begin < 0)))):
        if brace:
            depth += 1 if brace == b"{" else -1
            if depth == 0:
                break
        elif word == b"f" and value:
            number = int(value)
        elif text and depth <= FONT_DEPTH:
            name += text
            if b";" in text:
                ink = font_ink(name.partition(b";")[0].decode("latin-1"))
                fonts |= {number: ink} if ink else {}
                name.clear()
    return fonts


def read_colours(data: bytes) -> list[int | None]:
    """The table of colours as 0xRRGGBB; None for one that is set by itself."""
    found = COLOUR_TABLE.search(data)
    colours: list[int | None] = []
    for written in found.group(1).split(b";") if found else ():
        parts = {name: int(value) & 255 for name, value in COLOUR.findall(written)}
        colours.append(parts[b"red"] << 16 | parts[b"green"] << 8 | parts[b"blue"] if len(parts) == len(b"rgb") else None)
    return colours
