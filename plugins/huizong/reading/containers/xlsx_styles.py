"""The styles of an xlsx workbook: number formats, and how letters stand on their ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeVar

from lxml import etree

from huizong.reading.cells.counts import whole_number
from huizong.reading.cells.formats import NumberFormat, built_in_code, compile_format
from huizong.reading.cells.sight import WHITE, Ink, font_ink, hex_colour, is_unseen
from huizong.reading.containers import markup
from huizong.reading.containers.markup import is_true
from huizong.reading.containers.package import Package
from huizong.reading.containers.package_relations import REMEMBERED

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


@dataclass(frozen=True, slots=True)
class Styles:
    """The cell styles of a workbook. `inks` and `grounds` have those, by index, that are more than black on white."""

    formats: list[NumberFormat] = field(default_factory=list)
    inks: Mapping[str, Ink] = field(default_factory=dict)
    grounds: Mapping[str, int | None] = field(default_factory=dict)


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
    return Styles(formats, inks, grounds)


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
