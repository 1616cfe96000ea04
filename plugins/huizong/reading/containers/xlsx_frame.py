"""The frame of an xlsx workbook: its sheets, styles, shared strings and properties."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeVar

from lxml import etree

from huizong.reading.cells.counts import whole_number
from huizong.reading.cells.formats import NumberFormat, built_in_code, compile_format
from huizong.reading.cells.sight import WHITE, Ink, Run, font_ink, hex_colour, is_unseen
from huizong.reading.cells.written_text import clean, inline_text, usual_xml
from huizong.reading.containers import markup
from huizong.reading.containers.package import Package
from huizong.reading.refusals import damaged

QUICK_BYTES = 24 * 1024 * 1024
STRINGS_FRAME = re.compile(r"(?:<\?xml[^<>]*\?>)?\s*<sst\b[^<>]*>([^\r]*)</sst>\s*")
STRING_ITEMS = re.compile(  # a text each, and at the first character that begins none the whole rest
    r'<si><t(?: xml:space="preserve")?>([^<]*)</t>(?:<phoneticPr [^<>]*/>)?</si>|([\s\S]+)'
)
REMEMBERED = 64 * 1024  # bytes of the largest part that is worth remembering
GENERAL_FORMAT = compile_format("General")
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
RichText = list[tuple[str, Font | None]]  # texts with fonts; None is the font of the cell


@dataclass(frozen=True, slots=True)
class Styles:
    """The cell styles of a workbook. `inks` and `grounds` have those, by index, that are more than black on white."""

    formats: list[NumberFormat] = field(default_factory=list)
    inks: Mapping[str, Ink] = field(default_factory=dict)
    grounds: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A worksheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool


@dataclass(slots=True)
class Workbook:
    """What the worksheets need to be understood. `stale` means that the file declares its cached results out of date."""

    sheets: list[SheetEntry] = field(default_factory=list)
    date1904: bool = False
    stale: bool = False
    names: dict[str, str] = field(default_factory=dict)
    names_of_sheets: dict[tuple[str, str], str] = field(default_factory=dict)
    styles: list[NumberFormat] = field(default_factory=list)
    inks: Mapping[str, Ink] = field(default_factory=dict)
    grounds: Mapping[str, int | None] = field(default_factory=dict)
    strings: list[str] = field(default_factory=list)
    rich: dict[int, RichText] = field(default_factory=dict)

    def runs(self, text: RichText, style: str | None) -> list[Run]:
        """The runs of a text in a cell of this style: those without a format of their own have the cell's."""
        own, ground = self.inks.get(style or "", Ink.PLAIN), self.grounds.get(style or "", WHITE)
        return [(part, own if font is None else font.on(ground)) for part, font in text]

    def style(self, index: str | None) -> NumberFormat:
        """The number format behind a cell's style index; General where the index leads nowhere."""
        number = whole_number(index, 0)
        return self.styles[number] if index is not None and number < len(self.styles) else GENERAL_FORMAT


class TellingFormats(dict[str, NumberFormat | None]):
    """The number format by the style index of a cell (empty if absent); None where it tells nothing beyond the number."""

    def __init__(self, workbook: Workbook) -> None:
        """Empty: an index is looked up when the first cell has it."""
        self.workbook = workbook

    def __missing__(self, index: str) -> NumberFormat | None:
        """Looks the index up, once."""
        found = self.workbook.style(index or None)
        self[index] = None if found.meaning is None else found
        return self[index]


def read_workbook(package: Package) -> Workbook:
    """Reads the workbook part and the parts beside it. Raises FileRefusedError naming the broken part."""
    part = main_part(package)
    root = markup.parse(package.read(part), part)
    relations = read_relations(package, part)
    workbook, listed, defined = Workbook(), list[str](), list[tuple[str, str, str | None]]()
    for element in root.iter(*(markup.beside(root, name) for name in ("workbookPr", "calcPr", "sheet", "definedName"))):
        match markup.local(element.tag):
            case "workbookPr":
                workbook.date1904 = is_true(element.get("date1904"))
            case "calcPr":
                workbook.stale = is_true(element.get("fullCalcOnLoad"))
            case "definedName":
                defined.append(((element.get("name") or "").upper(), element.text or "", element.get("localSheetId")))
            case "sheet":
                listed.append(element.get("name") or "")
                kind, target = relations.get(relation_id(element), ("", ""))
                if kind in ("worksheet", ""):
                    hidden = element.get("state", "visible") != "visible"
                    workbook.sheets.append(SheetEntry(element.get("name") or "", target, hidden))
    if not workbook.sheets:
        raise damaged("工作簿中没有工作表")
    for name, meaning, sheet in defined:
        if sheet is None:
            workbook.names[name] = meaning
        elif (number := whole_number(sheet, len(listed))) < len(listed):
            workbook.names_of_sheets[listed[number], name] = meaning
    folder = posixpath.dirname(part)
    for kind, target in relations.values():
        if kind == "styles" and target in package:
            styles = read_styles(package, target)
            workbook.styles, workbook.inks, workbook.grounds = styles.formats, styles.inks, styles.grounds
        elif kind == "sharedStrings" and target in package:
            workbook.strings, workbook.rich = read_shared_strings(package, target)
    if not workbook.strings and f"{folder}/sharedstrings.xml" in package:
        workbook.strings, workbook.rich = read_shared_strings(package, f"{folder}/sharedStrings.xml")
    return workbook


def main_part(package: Package) -> str:
    """The part that the package says to begin with, or where it usually lies."""
    for kind, target in read_relations(package, "").values():
        if kind == "officeDocument" and target in package:
            return target
    for part in ("xl/workbook.xml", "word/document.xml", "xl/workbook.bin", "workbook.xml", "document.xml", "workbook.bin"):
        if part in package:
            return part
    raise damaged("缺少工作簿部件 xl/workbook.xml")


def read_relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Identifier → (kind, target part) of the relations of one part; external targets are left out, never followed."""
    folder, name = posixpath.split(part)
    relations_part = posixpath.join(folder, "_rels", f"{name}.rels")
    data = package.read_if_there(relations_part)
    if data is None:
        return {}
    return remembered_relations(data, relations_part, folder) if len(data) <= REMEMBERED else parse_relations(data, relations_part, folder)


def parse_relations(data: bytes, relations_part: str, folder: str) -> dict[str, tuple[str, str]]:
    """The relations written in one part, seen from the folder of the part they belong to."""
    relations: dict[str, tuple[str, str]] = {}
    for element in markup.parse(data, relations_part).iter("{*}Relationship"):
        if element.get("TargetMode") == "External":
            continue
        target = (element.get("Target") or "").replace("\\", "/")
        resolved = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        relations[element.get("Id") or ""] = ((element.get("Type") or "").rpartition("/")[2], resolved)
    return relations


# files made from one template have these parts byte for byte; nobody changes what these functions return
remembered_relations = lru_cache(maxsize=64)(parse_relations)


def relation_id(element: etree._Element) -> str:
    """The r:id of an element, in whichever of the two namespaces (transitional or strict) it is written."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")


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


def read_shared_strings(package: Package, part: str) -> tuple[list[str], dict[int, RichText]]:
    """The shared strings in order, and those of several fonts by their place: by patterns where they are written the usual way."""
    if package.size(part) <= QUICK_BYTES:
        data = package.read(part)
        found = quick_shared_strings(data)
        return stream_shared_strings(io.BytesIO(data), part) if found is None else (found, {})
    with package.open(part) as source:
        return stream_shared_strings(source, part)


def stream_shared_strings(source: markup.Readable, part: str) -> tuple[list[str], dict[int, RichText]]:
    """The shared strings as the XML parser has them."""
    strings: list[str] = []
    rich: dict[int, RichText] = {}
    for item in markup.stream(source, part, ("{*}si",)):
        text = rich_text(item)
        if any(font is not None for _, font in text):
            rich[len(strings)] = text
        strings.append("".join(part for part, _ in text))
        markup.release(item)
    return strings, rich


def quick_shared_strings(data: bytes) -> list[str] | None:
    """The same by a pattern; None unless every item is a text alone, with or without what input methods add."""
    text = usual_xml(data)
    frame = STRINGS_FRAME.fullmatch(text) if text is not None else None
    if frame is None:
        return None
    strings = []
    for written, rest in STRING_ITEMS.findall(frame.group(1)):
        shown = inline_text(written)
        if rest or shown is None:
            return None
        strings.append(shown)
    return strings


def rich_text(item: etree._Element) -> RichText:
    """The runs of a string item, without the phonetic reading that some input methods add."""
    runs: RichText = []
    for child in item:
        name = markup.local(child.tag)
        if name == "t":
            runs.append((clean(child.text or ""), None))
        elif name == "r":
            font = child.find("{*}rPr")
            runs.append((clean("".join(part.text or "" for part in child.iterchildren("{*}t"))), None if font is None else font_of(font)))
    return runs


def is_true(value: str | None) -> bool:
    """An xsd:boolean."""
    return value in ("1", "true", "on")


def read_properties(package: Package) -> dict[str, str]:
    """The document's custom properties and its title."""
    properties: dict[str, str] = {}
    data = package.read_if_there("docProps/custom.xml")
    if data is not None:
        for element in markup.parse(data, "docProps/custom.xml").iter("{*}property"):
            properties[element.get("name") or ""] = "".join(str(text) for text in element.itertext())
    data = package.read_if_there("docProps/core.xml")
    if data is not None:
        for element in markup.parse(data, "docProps/core.xml").iter("{*}title"):
            if element.text:
                properties["title"] = element.text
    return properties
