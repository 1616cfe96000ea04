"""The styles of an xlsx workbook: number formats, and how letters stand on their ground."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeVar

from lxml import etree

from huizong.reading.cells.counts import measure, whole_number
from huizong.reading.cells.formats import NumberFormat, built_in_code, compile_format
from huizong.reading.cells.sight import WHITE, Ink, font_ink, hex_colour, is_unseen, size_ink
from huizong.reading.containers import markup
from huizong.reading.containers.markup import is_true
from huizong.reading.containers.package import Package
from huizong.reading.containers.package_relations import REMEMBERED

NOTHING_SHOWN = re.compile(r"\s*;[;\s]*|\s*\"\"\s*(?:;\s*(?:\"\")?\s*)*")  # ;;; and ""
ALIGNMENTS = {"superscript": Ink.RAISED, "subscript": Ink.LOWERED}
Listed = TypeVar("Listed")


class Font(NamedTuple):
    """What matters of a font: how it lifts and crosses out, and its colour (0xRRGGBB, None if nobody knows)."""

    ink: Ink
    colour: int | None

    def on(self, ground: int | None) -> Ink:
        """How it stands on a ground of this colour."""
        return self.ink | Ink.UNSEEN if is_unseen(self.colour, ground) else self.ink


PLAIN_FONT = Font(Ink.PLAIN, 0)


class ConditionalStyle(NamedTuple):
    """What a format that holds on a condition does to a number: nothing of it is shown, it is crossed out, or gets a colour.

    `colour` is that of its letters (None: their own, or unknown), `ground` that of its fill where `has_ground`, `code` its number
    format (empty: the cell's own).
    """

    shows_nothing: bool = False
    strikes: bool = False
    colour: int | None = None
    has_ground: bool = False
    ground: int | None = None
    code: str = ""

    @property
    def tells(self) -> bool:
        """Whether it may hide a number, cross it out or show it in another way."""
        return self.shows_nothing or self.strikes or self.colour is not None or bool(self.code)


@dataclass(frozen=True, slots=True)
class Styles:
    """The cell styles of a workbook. `inks` and `grounds` have those, by index, that are more than black on white.

    `conditional` are the formats that conditions give, in their order.
    """

    formats: list[NumberFormat] = field(default_factory=list)
    inks: Mapping[str, Ink] = field(default_factory=dict)
    grounds: Mapping[str, int | None] = field(default_factory=dict)
    conditional: tuple[ConditionalStyle, ...] = ()


def read_styles(package: Package, part: str) -> Styles:
    """The cell styles. Raises FileRefusedError if the part is broken: a percent would be lost."""
    data = package.read(part)
    return remembered_styles(data, part) if len(data) <= REMEMBERED else parse_styles(data, part)


def parse_styles(data: bytes, part: str) -> Styles:
    """The styles written in one part."""
    root = markup.parse(data, part)
    codes: dict[str, str] = {}
    for element in root.iterfind("{*}numFmts/{*}numFmt"):  # those of conditions count by themselves
        codes[element.get("numFmtId") or ""] = element.get("formatCode") or "General"
    cell_styles = root.find("{*}cellXfs")
    if cell_styles is None:
        return Styles()
    fonts = [font_of(font) for font in root.iterfind("{*}fonts/{*}font")]
    fills = [ground_of(fill) for fill in root.iterfind("{*}fills/{*}fill")]
    formats: list[NumberFormat] = []
    inks: dict[str, Ink] = {}
    grounds: dict[str, int | None] = {}
    for index, element in enumerate(cell_styles.iterchildren("{*}xf")):
        identifier = element.get("numFmtId") or "0"
        code = codes.get(identifier)
        if code is None:
            code = built_in_code(whole_number(identifier, 0))
        formats.append(compile_format(code))
        ground = listed(fills, element.get("fillId"), WHITE)
        ink = listed(fonts, element.get("fontId"), PLAIN_FONT).on(ground)
        if ink:
            inks[str(index)] = ink
        if ground != WHITE:
            grounds[str(index)] = ground
    return Styles(formats, inks, grounds, tuple(map(conditional_style, root.iterfind("{*}dxfs/{*}dxf"))))


def conditional_style(element: etree._Element) -> ConditionalStyle:
    """What matters of a format that conditions give (ECMA-376 part 1, 18.8.14); its fill is written as a background."""
    code, font, fill = element.find("{*}numFmt"), element.find("{*}font"), element.find("{*}fill/{*}patternFill")
    colour = font.find("{*}color") if font is not None else None
    ground = None if fill is None else next(fill.iterchildren("{*}bgColor", "{*}fgColor"), None)
    return ConditionalStyle(
        shows_nothing=code is not None and NOTHING_SHOWN.fullmatch(code.get("formatCode") or "") is not None,
        strikes=font is not None and bool(font_of(font).ink & Ink.STRUCK),
        colour=None if colour is None else colour_of(colour),
        has_ground=fill is not None,
        ground=None if ground is None else colour_of(ground),
        code="" if code is None else code.get("formatCode") or "",
    )


def listed(values: Sequence[Listed], index: str | None, default: Listed) -> Listed:
    """The value that an index names, the default where it leads nowhere."""
    place = whole_number(index, len(values))
    return values[place] if place < len(values) else default


def font_of(font: etree._Element) -> Font:
    """What matters of a font, of a style or of a run (ECMA-376 part 1, 18.8.22 and 18.4.7)."""
    ink = Ink.PLAIN
    strike, alignment, colour = font.find("{*}strike"), font.find("{*}vertAlign"), font.find("{*}color")
    if strike is not None and is_true(strike.get("val", "1")):
        ink |= Ink.STRUCK
    if alignment is not None:
        ink |= ALIGNMENTS.get(alignment.get("val", ""), Ink.PLAIN)
    name = next(font.iterchildren("{*}name", "{*}rFont"), None)
    if name is not None:
        ink |= font_ink(name.get("val", ""))
    size = font.find("{*}sz")
    ink |= Ink.PLAIN if size is None else size_ink(measure(size.get("val", "")))
    return Font(ink, 0 if colour is None else colour_of(colour))


def ground_of(fill: etree._Element) -> int | None:
    """The colour of a fill; white without one, None where it is more than one colour."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return None
    kind = pattern.get("patternType", "none")
    colour = pattern.find("{*}fgColor")
    return WHITE if kind == "none" else colour_of(colour) if kind == "solid" and colour is not None else None


def colour_of(colour: etree._Element) -> int | None:
    """A colour as 0xRRGGBB; None for one of a theme or palette that is neither white nor black, which only its program knows."""
    if colour.get("rgb"):
        return hex_colour(colour.get("rgb", ""))
    if colour.get("theme") and colour.get("tint", "0") in ("0", "0.0"):
        return {"0": WHITE, "1": 0}.get(colour.get("theme", ""))
    return {"0": 0, "1": WHITE, "8": 0, "9": WHITE, "64": 0}.get(colour.get("indexed", ""))


remembered_styles = lru_cache(maxsize=64)(parse_styles)
