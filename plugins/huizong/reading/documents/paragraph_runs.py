"""Properties of the paragraphs of a binary Word document: which are table cells, which end a row, which are headings."""

from __future__ import annotations

import struct
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

IN_TABLE = 0x2416
ROW_END = 0x2417
DEPTH, INNER_CELL, INNER_ROW = 0x6649, 0x244B, 0x244C  # of a table inside a cell: how deep, and what its paragraphs end
OUTLINE_LEVEL = 0x2640
DEFINE_TABLE = 0xD608
ELSEWHERE = (0x6645, 0x6646)  # the modifiers are too long for a page: they stand in the data stream, at this offset
SHADES_OLD = (0x442D, 0xD609)  # of a paragraph, and of the cells of a row: two bytes each
SHADES = (0xC64D, 0xD60C, 0xD612, 0xD616)  # the same in ten bytes: letters, ground, pattern
NO_SHADE = (0, 0xFFFF)
AUTOMATIC = 0xFF
PAGE = 512
BODY_TEXT = 9
CELL_BYTES = 20
ELSEWHERE_BYTES = 6


@dataclass(frozen=True, slots=True)
class Properties:
    """What matters of one paragraph. `edges` are the borders of a row's cells in twips, `cell_flags` their merge flags.

    `shaded` says that the paragraph, or a cell of the row, has a ground of its own. `depth` is 2 in a table inside a cell.
    """

    in_table: bool = False
    ends_row: bool = False
    level: int | None = None
    edges: tuple[int, ...] = ()
    cell_flags: tuple[int, ...] = ()
    shaded: bool = False
    style: int = 0
    depth: int = 1
    ends_inner_cell: bool = False
    ends_inner_row: bool = False


class ParagraphProperties:
    """Properties by the place of a character in the main stream."""

    def __init__(self, starts: list[int], properties: list[Properties]) -> None:
        self.starts = starts
        self.properties = properties

    def at(self, offset: int) -> Properties:
        """The properties of the paragraph around a byte offset."""
        index = bisect_right(self.starts, offset) - 1
        return self.properties[index] if index >= 0 else Properties()

    def styles(self) -> Iterator[tuple[int, int, int]]:
        """First byte, the one behind the last, and style of each paragraph."""
        for index, properties in enumerate(self.properties):
            yield self.starts[index], self.starts[index + 1] if index + 1 < len(self.starts) else sys.maxsize, properties.style


def read_paragraph_runs(main: bytes, table: bytes, pointer_at: int, more: bytes = b"") -> ParagraphProperties:
    """Reads the bin table of paragraph properties ([MS-DOC] 2.8.5 and 2.9.175). Raises struct.error if it is cut off.

    `more` is the data stream, in which the properties of wide rows stand.
    """
    start, length = struct.unpack_from("<II", main, pointer_at)
    plc = table[start : start + length]
    number = max((len(plc) - 4) // 8, 0)
    runs: list[tuple[int, Properties]] = []
    for index in range(number):
        page = struct.unpack_from("<I", plc, 4 * (number + 1) + 4 * index)[0] & 0x3FFFFF
        runs.extend(read_page(main[page * PAGE : (page + 1) * PAGE], more))
    runs.sort(key=lambda run: run[0])
    return ParagraphProperties([offset for offset, _ in runs], [properties for _, properties in runs])


def read_page(page: bytes, more: bytes) -> list[tuple[int, Properties]]:
    """The paragraphs of one page of properties: where each begins, and what it is."""
    if len(page) < PAGE:
        return []
    count = page[PAGE - 1]
    starts = struct.unpack_from(f"<{count + 1}I", page)
    runs = []
    for index in range(count):
        at = page[4 * (count + 1) + 13 * index] * 2
        style, modifiers = property_bytes(page, at) if at else (0, b"")
        runs.append((starts[index], read_properties(style, whole_modifiers(modifiers, more)) if at else Properties()))
    return runs


def whole_modifiers(modifiers: bytes, more: bytes) -> bytes:
    """The modifiers, and those that they only point to ([MS-DOC] 2.6.2, sprmPHugePapx): all others are to be ignored then.

    Raises struct.error where the data stream is cut off. A row of some eight columns with borders is described by more bytes
    than fit into a page.
    """
    if len(modifiers) < ELSEWHERE_BYTES or int.from_bytes(modifiers[:2], "little") not in ELSEWHERE:
        return modifiers
    at = int.from_bytes(modifiers[2:ELSEWHERE_BYTES], "little")
    (length,) = struct.unpack_from("<H", more, at)
    return more[at + 2 : at + 2 + length]


def property_bytes(page: bytes, at: int) -> tuple[int, bytes]:
    """The style index of one paragraph, and its modifiers."""
    first, end = (at + 1, at + 2 * page[at]) if page[at] else (at + 2, at + 2 + 2 * page[at + 1])
    return int.from_bytes(page[first : first + 2], "little"), page[first + 2 : end]


def read_properties(style: int, modifiers: bytes) -> Properties:
    """Reads the modifiers that matter; the others are passed over by their size ([MS-DOC] 2.6.1).

    Styles 1 to 9 are the built-in headings.
    """
    in_table = ends_row = shaded = inner_cell = inner_row = False
    depth = 1
    level = style if 1 <= style <= 9 else None
    edges: tuple[int, ...] = ()
    flags: tuple[int, ...] = ()
    position = 0
    while position + 3 <= len(modifiers):
        code = int.from_bytes(modifiers[position : position + 2], "little")
        operand = position + 2
        if code == IN_TABLE:
            in_table = modifiers[operand] != 0
        elif code == ROW_END:
            ends_row = modifiers[operand] != 0
        elif code == DEPTH:
            depth = int.from_bytes(modifiers[operand : operand + 4], "little")
        elif code == INNER_CELL:
            inner_cell = modifiers[operand] != 0
        elif code == INNER_ROW:
            inner_row = modifiers[operand] != 0
        elif code == OUTLINE_LEVEL and modifiers[operand] < BODY_TEXT:
            level = modifiers[operand] + 1
        elif code == DEFINE_TABLE:
            edges, flags = read_row_definition(modifiers[operand + 2 :])
        elif code in SHADES_OLD or code in SHADES:
            shaded = shaded or is_shaded(code, modifiers[operand : operand + operand_size(code, modifiers, operand)])
        position = operand + operand_size(code, modifiers, operand)
    return Properties(in_table, ends_row, level, edges, flags, shaded, style, depth, inner_cell, inner_row)


def is_shaded(code: int, operand: bytes) -> bool:
    """Whether one of the shadings in an operand colours the ground."""
    shades = operand if code == SHADES_OLD[0] else operand[1:]  # all others say first how long they are
    if code in SHADES_OLD:
        return any(int.from_bytes(shades[at : at + 2], "little") not in NO_SHADE for at in range(0, len(shades) - 1, 2))
    return any(
        shades[at + 7] != AUTOMATIC or int.from_bytes(shades[at + 8 : at + 10], "little") not in NO_SHADE
        for at in range(0, len(shades) - 9, 10)
    )


def operand_size(code: int, modifiers: bytes, operand: int) -> int:
    """How many bytes the operand of a modifier takes."""
    size = (1, 1, 2, 4, 2, 2, 0, 3)[code >> 13]
    if size:
        return size
    if code == DEFINE_TABLE:
        return int.from_bytes(modifiers[operand : operand + 2], "little") + 1
    return modifiers[operand] + 1


def read_row_definition(definition: bytes) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The borders of a row's cells, and the flags of those cells that are described ([MS-DOC] 2.9.310, 2.9.328)."""
    if not definition:
        return (), ()
    cells = definition[0]
    if len(definition) < 1 + 2 * (cells + 1):
        return (), ()
    edges = struct.unpack_from(f"<{cells + 1}h", definition, 1)
    first = 1 + 2 * (cells + 1)
    described = (len(definition) - first) // CELL_BYTES
    return edges, tuple(int.from_bytes(definition[first + CELL_BYTES * index :][:2], "little") for index in range(min(described, cells)))
