"""The style sheet and the fonts of a binary Word document ([MS-DOC] 2.9.271 STSH, 2.9.260 STD, 2.9.286 SttbfFfn)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from huizong.reading.cells.sight import Ink, font_ink

STYLES_AT, FONTS_AT = 0x00A2, 0x0112
PARAGRAPH, CHARACTER = 1, 2
NO_STYLE = 0x0FFF
DEEPEST = 20  # styles above a style
FONT_NAME_AT = 40  # in the entry of a font, its first byte counted


@dataclass(frozen=True, slots=True)
class Style:
    """The style that a style is based on, and what it says of characters, as modifiers."""

    base: int
    letters: bytes


@dataclass(slots=True)
class StyleSheet:
    """The styles by number, and the fonts of pictures by theirs."""

    styles: dict[int, Style] = field(default_factory=dict)
    fonts: dict[int, str] = field(default_factory=dict)

    def letters(self, number: int) -> bytes:
        """The modifiers of characters in a style, those of the styles above it first."""
        found: list[bytes] = []
        while number in self.styles and len(found) < DEEPEST:
            found.append(self.styles[number].letters)
            number = self.styles[number].base
        return b"".join(reversed(found))

    def pictures(self, font: int) -> Ink:
        """The ink of a font of pictures; plain for any other."""
        return font_ink(self.fonts.get(font, ""))


def read_style_sheet(main: bytes, table: bytes) -> StyleSheet:
    """Styles and fonts; what is cut off or absent is left out, since the text does not depend on it."""
    sheet = StyleSheet()
    try:
        read_styles(part_of(main, table, STYLES_AT), sheet.styles)
    except (struct.error, IndexError):
        sheet.styles.clear()
    try:
        read_fonts(part_of(main, table, FONTS_AT), sheet.fonts)
    except (struct.error, IndexError):
        sheet.fonts.clear()
    return sheet


def part_of(main: bytes, table: bytes, pointer_at: int) -> bytes:
    """The bytes of the table stream that the header points to."""
    start, length = struct.unpack_from("<II", main, pointer_at)
    return table[start : start + length]


def read_styles(written: bytes, styles: dict[int, Style]) -> None:
    """Reads the styles of paragraphs and characters. Raises struct.error or IndexError where they are cut off."""
    if not written:
        return
    header = struct.unpack_from("<H", written)[0]
    count, base_size = struct.unpack_from("<HH", written, 2)
    position = 2 + header
    for number in range(count):
        size = struct.unpack_from("<H", written, position)[0]
        entry = written[position + 2 : position + 2 + size]
        position += 2 + size + size % 2
        if size:
            styles[number] = style_of(entry, base_size)


def style_of(entry: bytes, base_size: int) -> Style:
    """One style: its kind decides which of its modifiers are those of characters."""
    kind_and_base = struct.unpack_from("<H", entry, 2)[0]
    kind, base = kind_and_base & 0xF, kind_and_base >> 4
    name_length = struct.unpack_from("<H", entry, base_size)[0]
    position = base_size + 2 + 2 * (name_length + 1)
    parts: list[bytes] = []
    for _ in range({PARAGRAPH: 2, CHARACTER: 1}.get(kind, 0)):
        position += position % 2
        size = struct.unpack_from("<H", entry, position)[0] if position + 2 <= len(entry) else 0
        parts.append(entry[position + 2 : position + 2 + size])
        position += 2 + size
    return Style(NO_STYLE if base == NO_STYLE else base, parts[-1] if parts else b"")


def read_fonts(written: bytes, fonts: dict[int, str]) -> None:
    """Reads the names of the fonts that draw pictures. Raises struct.error or IndexError where the table is cut off."""
    if not written:
        return
    count = struct.unpack_from("<H", written)[0]
    position = 4
    for number in range(count):
        size = written[position] + 1
        name = written[position + FONT_NAME_AT : position + size].decode("utf-16-le", "replace").partition("\0")[0]
        if font_ink(name):
            fonts[number] = name
        position += size
