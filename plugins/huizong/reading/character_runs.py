"""How the characters of a binary Word document stand on the page: raised, crossed out, hidden, marked as deleted, white."""

from __future__ import annotations

import struct

from huizong.reading.paragraph_runs import PAGE, operand_size
from huizong.reading.sight import SHIFTED, WHITE, Ink, is_unseen

TOGGLES = {0x0800: Ink.DELETED, 0x0837: Ink.STRUCK, 0x2A53: Ink.STRUCK, 0x083C: Ink.HIDDEN}  # [MS-DOC] 2.6.1
ALIGNMENT, SHIFT, COLOUR_INDEX, COLOUR = 0x2A48, 0x4845, 0x2A42, 0x6870
GROUNDS = (0x4866, 0xCA71, 0x2A0C)  # shading and marker behind letters
ALIGNMENTS = {1: Ink.RAISED, 2: Ink.LOWERED}
COLOURS = {0: 0, 1: 0, 8: WHITE}
AUTOMATIC = 0xFF
LEAST_SHIFT = 4  # half-points: less is no mark, only uneven
OPPOSITE = 0x81  # of what the style says

Span = tuple[int, int, Ink]  # first byte in the main stream, the one behind the last, and how the text stands


def read_character_runs(main: bytes, table: bytes, pointer_at: int) -> list[Span]:
    """The spans that are more than plain, in order ([MS-DOC] 2.8.6 and 2.9.33). Raises struct.error if they are cut off."""
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
        ink = read_ink(page[at + 1 : at + 1 + page[at]]) if at else Ink.PLAIN
        if ink:
            spans.append((edges[index], edges[index + 1], ink))
    return spans


def read_ink(modifiers: bytes) -> Ink:
    """Reads the modifiers that matter; the others are passed over by their size."""
    ink = Ink.PLAIN
    colour: int | None = 0
    ground: int | None = WHITE
    position = 0
    while position + 3 <= len(modifiers):
        code = int.from_bytes(modifiers[position : position + 2], "little")
        operand = position + 2
        value = modifiers[operand]
        if code in TOGGLES:
            ink = ink | TOGGLES[code] if value in (1, OPPOSITE) else ink & ~TOGGLES[code]
        elif code == ALIGNMENT:
            ink = ink & ~SHIFTED | ALIGNMENTS.get(value, Ink.PLAIN)
        elif code == SHIFT:
            shift = int.from_bytes(modifiers[operand : operand + 2], "little", signed=True)
            if abs(shift) >= LEAST_SHIFT:
                ink |= Ink.RAISED if shift > 0 else Ink.LOWERED
        elif code == COLOUR_INDEX:
            colour = COLOURS.get(value)
        elif code == COLOUR and len(modifiers) >= operand + 4:
            colour = 0 if modifiers[operand + 3] == AUTOMATIC else int.from_bytes(modifiers[operand : operand + 3], "big")
        elif code in GROUNDS:
            ground = None
        position = operand + operand_size(code, modifiers, operand)
    return ink | Ink.UNSEEN if is_unseen(colour, ground) else ink
