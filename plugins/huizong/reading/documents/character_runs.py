"""How the characters of a binary Word document stand on the page: raised, crossed out, hidden, marked as deleted, white."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

from huizong.reading.cells.sight import PICTURES, SHIFTED, WHITE, Ink, colour_ink, size_ink
from huizong.reading.cells.symbols import symbol
from huizong.reading.documents.doc_styles import StyleSheet
from huizong.reading.documents.paragraph_runs import PAGE, operand_size

TOGGLES = {0x0800: Ink.DELETED, 0x0837: Ink.STRUCK, 0x2A53: Ink.STRUCK, 0x083C: Ink.HIDDEN}  # [MS-DOC] 2.6.1
ALIGNMENT, SHIFT, COLOUR_INDEX, COLOUR = 0x2A48, 0x4845, 0x2A42, 0x6870
STYLE, FONT, SYMBOL, SIZE = 0x4A30, 0x4A4F, 0x6A09, 0x4A43
GROUNDS = (0x4866, 0xCA71, 0x2A0C)  # shading and marker behind letters
ALIGNMENTS = {1: Ink.RAISED, 2: Ink.LOWERED}
COLOURS = {0: 0, 1: 0, 6: 0xFF0000, 8: WHITE}
AUTOMATIC = 0xFF
HALVES = 2  # of a point
LEAST_SHIFT = 4  # half-points: less is no mark, only uneven
AS_STYLE, OPPOSITE = 0x80, 0x81  # of what the style says

Span = tuple[int, int, bytes]  # first byte in the main stream, the one behind the last, and the modifiers


@dataclass(frozen=True, slots=True)
class Face:
    """How letters stand: their shape, colour and ground (0xRRGGBB, None if nobody knows), and the symbol that takes their place."""

    shape: Ink = Ink.PLAIN
    colour: int | None = 0
    ground: int | None = WHITE
    symbol: str = ""

    @property
    def ink(self) -> Ink:
        """The ink of a text with this face."""
        return self.shape | colour_ink(self.colour, self.ground)


PLAIN = Face()


def read_character_runs(main: bytes, table: bytes, pointer_at: int) -> list[Span]:
    """The spans that have modifiers, in order ([MS-DOC] 2.8.6 and 2.9.33). Raises struct.error if they are cut off."""
    start, length = struct.unpack_from("<II", main, pointer_at)
    plc = table[start : start + length]
    number = max((len(plc) - 4) // 8, 0)
    spans: list[Span] = []
    for index in range(number):
        page = struct.unpack_from("<I", plc, 4 * (number + 1) + 4 * index)[0] & 0x3FFFFF
        spans.extend(read_page(main[page * PAGE : (page + 1) * PAGE]))
    return sorted(spans)


def read_page(page: bytes) -> list[Span]:
    """The spans of one page of properties."""
    count = page[PAGE - 1] if len(page) == PAGE else 0
    if 4 * (count + 1) + count >= PAGE:  # no page of properties; the text does not depend on it
        return []
    edges = struct.unpack_from(f"<{count + 1}I", page)
    spans = []
    for index in range(count):
        at = page[4 * (count + 1) + index] * 2
        modifiers = page[at + 1 : at + 1 + page[at]] if at else b""
        if modifiers:
            spans.append((edges[index], edges[index + 1], modifiers))
    return spans


def read_face(modifiers: bytes, styled: Face, sheet: StyleSheet) -> Face:
    """Reads the modifiers that matter over what the paragraph's style says; the others are passed over by their size."""
    face = styled
    position = 0
    while position + 3 <= len(modifiers):
        code = int.from_bytes(modifiers[position : position + 2], "little")
        operand = position + 2
        value = modifiers[operand]
        word = int.from_bytes(modifiers[operand : operand + 2], "little")
        if code == STYLE:
            styled = face = read_face(sheet.letters(word), face, sheet)
        elif code in TOGGLES:
            holds = bool(styled.shape & TOGGLES[code]) != (value == OPPOSITE) if value in (AS_STYLE, OPPOSITE) else value == 1
            face = replace(face, shape=face.shape | TOGGLES[code] if holds else face.shape & ~TOGGLES[code])
        elif code == ALIGNMENT:
            face = replace(face, shape=face.shape & ~SHIFTED | ALIGNMENTS.get(value, Ink.PLAIN))
        elif code == SHIFT:
            shift = int.from_bytes(modifiers[operand : operand + 2], "little", signed=True)
            lift = Ink.PLAIN if abs(shift) < LEAST_SHIFT else Ink.RAISED if shift > 0 else Ink.LOWERED
            face = replace(face, shape=face.shape | lift)
        elif code == FONT:
            face = replace(face, shape=face.shape & ~PICTURES | sheet.pictures(word))
        elif code == SIZE:
            face = replace(face, shape=face.shape & ~Ink.TINY | size_ink(word / HALVES))
        elif code == SYMBOL and len(modifiers) >= operand + 4:
            drawn = symbol(sheet.fonts.get(word, ""), int.from_bytes(modifiers[operand + 2 : operand + 4], "little"))
            face = replace(face, symbol=drawn)
        elif code == COLOUR_INDEX:
            face = replace(face, colour=COLOURS.get(value))
        elif code == COLOUR and len(modifiers) >= operand + 4:
            colour = 0 if modifiers[operand + 3] == AUTOMATIC else int.from_bytes(modifiers[operand : operand + 3], "big")
            face = replace(face, colour=colour)
        elif code in GROUNDS:
            face = replace(face, ground=None)
        position = operand + operand_size(code, modifiers, operand)
    return replace(face, shape=face.shape & ~PICTURES) if face.symbol else face
