"""Styles, fonts and texts of several fonts in an xlsb workbook ([MS-XLSB] 2.4.149, 2.4.157, 2.4.697, 2.5.122)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from itertools import pairwise

from huizong.reading.cells.formats import NumberFormat, built_in_code, compile_format
from huizong.reading.cells.sight import WHITE, Ink, Run, font_ink, size_ink
from huizong.reading.containers.package import Package
from huizong.reading.containers.xlsx_styles import PLAIN_FONT, ConditionalStyle, Font
from huizong.reading.spreadsheets.xlsb_conditions import read_format
from huizong.reading.spreadsheets.xlsb_records import colour_of, records, wide_string

FONT, FORMAT, FILL, STYLE, CONDITIONAL, BEGIN_CELL_STYLES, END_CELL_STYLES = 43, 44, 45, 47, 507, 617, 618
STRUCK = 0x08
ALIGNMENTS = {1: Ink.RAISED, 2: Ink.LOWERED}
NO_FILL, SOLID = 0, 1
TWIPS = 20  # of a point
IS_RICH = 1
NAME_AT = 21  # in a font


@dataclass(frozen=True, slots=True)
class BinaryText:
    """A text; `runs` are (first letter, index of the font) where it has several fonts."""

    text: str
    runs: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class BinaryStyles:
    """The cell styles of a workbook: number formats, fonts and grounds."""

    formats: list[NumberFormat] = field(default_factory=list)
    fonts: list[Font] = field(default_factory=list)
    fills: list[int | None] = field(default_factory=list)
    looks: list[tuple[int, int]] = field(default_factory=list)  # font and fill of each style
    conditional: list[ConditionalStyle] = field(default_factory=list)  # the formats that conditions give, in their order

    def format(self, style: int) -> NumberFormat:
        """The number format of a style; General where it leads nowhere."""
        return self.formats[style] if style < len(self.formats) else compile_format("General")

    def ground(self, style: int) -> int | None:
        """The colour behind cells of a style."""
        fill = self.looks[style][1] if style < len(self.looks) else 0
        return self.fills[fill] if fill < len(self.fills) else WHITE

    def ink(self, style: int) -> Ink:
        """How the text of cells of a style stands on its ground."""
        return self.font(self.looks[style][0] if style < len(self.looks) else 0).on(self.ground(style))

    def font(self, index: int) -> Font:
        """A font; a plain one where the index leads nowhere."""
        return self.fonts[index] if index < len(self.fonts) else PLAIN_FONT

    def runs(self, text: BinaryText, style: int) -> list[Run]:
        """The runs of a text in a cell of a style: up to the first, letters have the font of the cell.

        The places of runs count 16-bit units, of which a rare character has two.
        """
        own, ground = self.ink(style), self.ground(style)
        units = text.text.encode("utf-16-le")
        starts = [(0, own), *((first, self.font(font).on(ground)) for first, font in text.runs), (len(units) // 2, own)]
        return [(units[2 * start : 2 * end].decode("utf-16-le", "replace"), ink) for (start, ink), (end, _) in pairwise(starts)]


def binary_text(body: bytes, position: int) -> BinaryText:
    """A text that may have several fonts ([MS-XLSB] 2.5.122). Raises FileRefusedError if it is cut off."""
    text, end = wide_string(body, position + 1)
    if not body[position] & IS_RICH or end + 4 > len(body):
        return BinaryText(text)
    count = min(struct.unpack_from("<I", body, end)[0], (len(body) - end - 4) // 4)
    return BinaryText(text, tuple(struct.unpack_from("<HH", body, end + 4 + 4 * index) for index in range(count)))


def read_styles(package: Package, part: str) -> BinaryStyles:
    """The styles of the cells."""
    styles = BinaryStyles()
    if part not in package:
        return styles
    codes: dict[int, str] = {}
    inside = False
    for kind, body in records(package.read(part), part):
        if kind == FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = wide_string(body, 2)[0]
        elif kind == FONT and len(body) >= 20:
            ink = Ink.STRUCK if body[2] & STRUCK else Ink.PLAIN
            ink |= ALIGNMENTS.get(body[6], Ink.PLAIN) | font_ink(wide_string(body, NAME_AT)[0] if len(body) > NAME_AT else "")
            ink |= size_ink(struct.unpack_from("<H", body)[0] / TWIPS)
            styles.fonts.append(Font(ink, colour_of(body[12:20])))
        elif kind == FILL and len(body) >= 12:
            pattern = struct.unpack_from("<I", body)[0]
            styles.fills.append(WHITE if pattern == NO_FILL else colour_of(body[4:12]) if pattern == SOLID else None)
        elif kind in (BEGIN_CELL_STYLES, END_CELL_STYLES):
            inside = kind == BEGIN_CELL_STYLES
        elif kind == STYLE and inside:
            identifier, font, fill = struct.unpack_from("<3H", body.ljust(8, b"\0"), 2)
            styles.formats.append(compile_format(codes.get(identifier, built_in_code(identifier))))
            styles.looks.append((font, fill))
        elif kind == CONDITIONAL:
            styles.conditional.append(read_format(body))
    return styles
