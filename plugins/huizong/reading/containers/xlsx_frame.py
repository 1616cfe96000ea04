"""The frame of an xlsx workbook: its sheets, styles, shared strings and properties."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from huizong.reading.cells.counts import whole_number
from huizong.reading.cells.formats import NumberFormat, compile_format
from huizong.reading.cells.sight import WHITE, Ink, Run
from huizong.reading.containers import markup
from huizong.reading.containers.markup import is_true
from huizong.reading.containers.package import Package
from huizong.reading.containers.package_relations import main_part, read_relations, relation_id
from huizong.reading.containers.shared_strings import RichText, read_shared_strings
from huizong.reading.containers.xlsx_styles import ConditionalStyle, read_styles
from huizong.reading.refusals import damaged

GENERAL_FORMAT = compile_format("General")


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
    conditional: tuple[ConditionalStyle, ...] = ()
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
    parts = [entry.part for entry in workbook.sheets]
    if len(parts) != len(set(parts)):  # no program writes such, or opens it; a thousand of them would be read a thousand times
        raise damaged("工作簿把同一张工作表列了多次")
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
            workbook.conditional = styles.conditional
        elif kind == "sharedStrings" and target in package:
            workbook.strings, workbook.rich = read_shared_strings(package, target)
    if not workbook.strings and f"{folder}/sharedstrings.xml" in package:
        workbook.strings, workbook.rich = read_shared_strings(package, f"{folder}/sharedStrings.xml")
    return workbook


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
