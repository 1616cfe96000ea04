"""Workbooks as one XML file (SpreadsheetML 2003), which Excel and WPS write and other systems export as .xls."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeVar

from lxml import etree

from huizong.model import Cell, Finding, Merge, Sheet, column_letters
from huizong.reading.cells.counts import measure, whole_number
from huizong.reading.cells.decimals import from_written
from huizong.reading.cells.formats import NumberFormat, compile_format
from huizong.reading.cells.sight import PICTURES, WHITE, Ink, Run, font_ink, hex_colour, in_cell, is_unseen, size_ink
from huizong.reading.cells.typed_cells import (
    Pending,
    SheetGrid,
    boolean_cell,
    both,
    date_cell,
    error_cell,
    number_cell,
    one_line_break,
    text_cell,
)
from huizong.reading.containers import markup
from huizong.reading.containers.encoding import Text, decode
from huizong.reading.formulas.definitions import Definitions
from huizong.reading.formulas.evaluate import compute_pending
from huizong.reading.formulas.formula import LAST_ROW
from huizong.reading.refusals import damaged
from huizong.reading.size_limits import Limits
from huizong.reading.spreadsheets.margins import header_texts
from huizong.reading.spreadsheets.note_texts import tidy
from huizong.reading.spreadsheets.xlsx_cells import MOMENT_CODE, iso_date

DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w-]+)")
RELATIVE = re.compile(r"R(\[-?\d+\]|\d+)?C(\[-?\d+\]|\d+)?(?![\w(])", re.ASCII)
ALIGNMENTS = {"Superscript": Ink.RAISED, "Subscript": Ink.LOWERED}
ELEMENTS = {"sup": Ink.RAISED, "sub": Ink.LOWERED, "s": Ink.STRUCK, "del": Ink.STRUCK, "strike": Ink.STRUCK}
NAMED_FORMATS = {
    "General Number": "General",
    "General Date": "yyyy/m/d h:mm",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "Medium Date": "d-mmm-yy",
    "Short Date": "yyyy/m/d",
    "Long Time": "h:mm:ss",
    "Medium Time": "h:mm AM/PM",
    "Short Time": "h:mm",
    "Currency": '"¥"#,##0.00',
    "Euro Currency": '"€"#,##0.00',
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
}


def read_spreadsheetml(data: bytes, limits: Limits) -> tuple[Text, tuple[Sheet, ...], tuple[Finding, ...]]:
    """The text with its encoding, all worksheets and what there is to say. Raises FileRefusedError."""
    declared = ENCODING.search(data[:200])
    text = decode(data, declared.group(1).decode("ascii") if declared else None)
    root = markup.parse(DECLARATION.sub("", text.text).encode("utf-8"), "Workbook")
    date1904 = next(root.iter("{*}Date1904"), None) is not None
    styles = read_styles(root)
    grids = []
    for worksheet in root.iterchildren("{*}Worksheet"):
        grid = SheetGrid(attribute(worksheet, "Name"))
        visible = next(worksheet.iter("{*}Visible"), None)
        grid.hidden = visible is not None and (visible.text or "").strip() in ("SheetHidden", "SheetVeryHidden")
        grid.ground_is_sure = next(worksheet.iter("{*}ConditionalFormatting"), None) is None
        for table in worksheet.iterchildren("{*}Table"):
            read_table(table, grid, styles, date1904=date1904, limits=limits)
        grid.zeros_are_shown = next(worksheet.iter("{*}DoNotDisplayZeros"), None) is None
        grid.margins += header_texts(attribute(element, "Data") for element in worksheet.iter("{*}Header", "{*}Footer"))
        grids.append(grid)
    if not grids:
        raise damaged("工作簿中没有工作表")
    compute_pending(grids, Definitions(), date1904=date1904)
    findings = (Finding("date-system"),) if date1904 else ()
    return text, tuple(grid.to_sheet() for grid in grids), findings


@dataclass(slots=True)
class XmlStyles:
    """The styles by identifier, parents followed. `inks` and `grounds` have those that are more than black on white."""

    formats: dict[str, NumberFormat] = field(default_factory=dict)
    inks: dict[str, Ink] = field(default_factory=dict)
    grounds: dict[str, int | None] = field(default_factory=dict)

    def ground(self, style: str) -> int | None:
        """The colour behind cells of a style."""
        return self.grounds.get(style, WHITE)


def read_styles(root: etree._Element) -> XmlStyles:
    """Number formats, fonts and fills of all styles."""
    own: dict[str, str] = {}
    fonts: dict[str, etree._Element | None] = {}
    fills: dict[str, int | None] = {}
    parents: dict[str, str] = {}
    for style in root.iter("{*}Style"):
        identifier = attribute(style, "ID")
        parents[identifier] = attribute(style, "Parent")
        for element in style:
            name = markup.local(element.tag)
            if name == "NumberFormat":
                code = attribute(element, "Format")
                own[identifier] = NAMED_FORMATS.get(code, code or "General")
            elif name == "Font":
                fonts[identifier] = element
            elif name == "Interior" and attribute(element, "Pattern"):
                pattern = attribute(element, "Pattern")
                fills[identifier] = hex_colour(attribute(element, "Color")) if pattern == "Solid" else WHITE if pattern == "None" else None
    styles = XmlStyles()
    for identifier in parents:
        styles.formats[identifier] = compile_format(inherited(identifier, own, parents, "General"))
        ground = inherited(identifier, fills, parents, WHITE)
        font = inherited(identifier, fonts, parents, None)
        ink = Ink.PLAIN if font is None else style_ink(font, ground)
        if ink:
            styles.inks[identifier] = ink
        if ground != WHITE:
            styles.grounds[identifier] = ground
    return styles


def style_ink(font: etree._Element, ground: int | None) -> Ink:
    """How the font of a style stands on its ground."""
    ink = ALIGNMENTS.get(attribute(font, "VerticalAlign"), Ink.PLAIN)
    if attribute(font, "StrikeThrough") == "1":
        ink |= Ink.STRUCK
    ink |= font_ink(attribute(font, "FontName")) | size_ink(measure(attribute(font, "Size")))
    return ink | Ink.UNSEEN if is_unseen(hex_colour(attribute(font, "Color") or "#000000"), ground) else ink


def data_runs(element: etree._Element, ink: Ink, ground: int | None) -> list[Run]:
    """The runs of a text that is marked up as in a web page (Sup, Sub, S, Font)."""
    runs: list[Run] = [(element.text or "", ink)]
    for child in element:
        name, colour = markup.local(child.tag).lower(), attribute(child, "Color")
        inner = ink | ELEMENTS.get(name, Ink.PLAIN)
        if name == "font" and colour:
            inner = inner & ~Ink.UNSEEN | (Ink.UNSEEN if is_unseen(hex_colour(colour), ground) else Ink.PLAIN)
        if name == "font" and attribute(child, "Size"):
            inner = inner & ~Ink.TINY | size_ink(measure(attribute(child, "Size")))
        if name == "font" and attribute(child, "Face"):
            inner = inner & ~PICTURES | font_ink(attribute(child, "Face"))
        runs += [*data_runs(child, inner, ground), (child.tail or "", ink)]
    return runs


Inherited = TypeVar("Inherited")


def inherited(identifier: str, own: dict[str, Inherited], parents: dict[str, str], default: Inherited) -> Inherited:
    """What a style has, or the nearest parent that has it."""
    for _ in range(len(parents) + 1):
        if identifier in own:
            return own[identifier]
        identifier = parents.get(identifier, "")
    return default


def read_table(table: etree._Element, grid: SheetGrid, styles: XmlStyles, *, date1904: bool, limits: Limits) -> None:
    """Fills the grid. Rows and columns may be skipped by index, and columns may repeat by span."""
    row_number = column_number = 0
    for element in table:
        name = markup.local(element.tag)
        if name == "Column":
            column_number = index_of(element, column_number + 1)
            last = column_number + number(element, "Span")
            if attribute(element, "Hidden") == "1" or attribute(element, "Width") == "0":
                grid.hidden_column_ranges.append((column_number, last))
            column_number = last
        elif name == "Row":
            row_number = index_of(element, row_number + 1)
            read_row(element, row_number, grid, styles, date1904=date1904)
            if attribute(element, "Hidden") == "1" or attribute(element, "Height") == "0":
                grid.hidden_rows.update(range(row_number, min(row_number + number(element, "Span"), LAST_ROW) + 1))
            row_number += number(element, "Span")
            limits.check_cells(len(grid.cells))


def read_row(row: etree._Element, row_number: int, grid: SheetGrid, styles: XmlStyles, *, date1904: bool) -> None:
    """The cells of one row with their merges."""
    column = 0
    row_style = attribute(row, "StyleID")
    for element in row.iterchildren("{*}Cell"):
        column = index_of(element, column + 1)
        across, down = number(element, "MergeAcross"), number(element, "MergeDown")
        if across or down:
            grid.merges.append(Merge(row_number, column, row_number + down, column + across))
        style = attribute(element, "StyleID") or row_style or "Default"
        number_format = styles.formats.get(style, compile_format("General"))
        if style in styles.inks:
            grid.inks[row_number, column] = styles.inks[style]
        if style in styles.grounds:
            grid.grounds[row_number, column] = styles.grounds[style]
        formula = attribute(element, "Formula")
        formula = from_relative(formula.removeprefix("="), row_number, column) if formula else ""
        for note in element.iterchildren("{*}Comment"):
            if said := tidy("".join(str(part) for part in note.itertext())):
                grid.comments[row_number, column] = said
        data = next(element.iterchildren("{*}Data"), None)
        if data is not None:
            cell = read_data(data, row_number, column, number_format, date1904=date1904, formula=formula or None)
            if cell is not None and len(data) and cell.kind == "text":
                text, look = in_cell(data_runs(data, styles.inks.get(style, Ink.PLAIN), styles.ground(style)))
                cell = cell._replace(text=one_line_break(text), value=one_line_break(text), look=look)
                grid.came_in_runs(row_number, column)
            if cell is not None:
                there = grid.cells.get((row_number, column))
                grid.cells[row_number, column] = cell if there is None else both(there, cell)
        elif formula:
            grid.pending[row_number, column] = Pending(formula, number_format)
        column += across


def read_data(
    data: etree._Element, row: int, column: int, number_format: NumberFormat, *, date1904: bool, formula: str | None
) -> Cell | None:
    """One typed value; None for the empty text."""
    text = "".join(str(part) for part in data.itertext())
    match attribute(data, "Type"):
        case "Number":
            value = from_written(text.strip())
            if value is not None:
                return number_cell(row, column, value, number_format, date1904=date1904, formula=formula)
        case "DateTime":
            day = iso_date(text.strip())
            if day is not None:
                code = number_format.code if number_format.is_date else MOMENT_CODE
                return date_cell(row, column, day, code, None, formula)
        case "Boolean":
            return boolean_cell(row, column, value=text.strip() == "1", formula=formula)
        case "Error":
            return error_cell(row, column, text.strip(), formula)
    return text_cell(row, column, text, formula) if text else None


def from_relative(formula: str, row: int, column: int) -> str:
    """A formula in R1C1 notation as one in A1 notation, seen from its cell. Texts in quotes are left alone."""
    parts = re.split(r'("(?:[^"]|"")*")', formula)
    for index in range(0, len(parts), 2):
        parts[index] = RELATIVE.sub(lambda match: one_reference(match, row, column), parts[index])
    return "".join(parts)


def one_reference(match: re.Match[str], row: int, column: int) -> str:
    """One reference; #REF! where it falls off the sheet."""
    target_row = moved(match.group(1), row)
    target_column = moved(match.group(2), column)
    return f"{column_letters(target_column)}{target_row}" if target_row > 0 and target_column > 0 else "#REF!"


def moved(written: str | None, here: int) -> int:
    """A row or column: absent means here, in brackets it is an offset."""
    if not written:
        return here
    offset = written.startswith("[")
    number = whole_number(written.strip("[]").removeprefix("-"), 0)
    return (here - number if "-" in written else here + number) if offset else number


def attribute(element: etree._Element, name: str) -> str:
    """An attribute in whichever namespace it is written."""
    return next((str(value) for key, value in element.attrib.items() if markup.local(str(key)) == name), "")


def number(element: etree._Element, name: str) -> int:
    """A count among the attributes, 0 if it is absent."""
    return whole_number(attribute(element, name), 0)


def index_of(element: etree._Element, expected: int) -> int:
    """The position of a row, column or cell, `expected` where it does not name one."""
    return number(element, "Index") or expected
