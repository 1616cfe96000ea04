"""OpenDocument spreadsheets, read straight from their XML (ISO 26300, part 1, chapter 9).

calamine reads the values but loses errors, merges, hidden rows and formats. Repeated empty rows and columns are counted,
never written out, so a used range of a million rows costs nothing.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO

from lxml import etree

from huizong.model import Cell, Look, Merge, Sheet
from huizong.reading.cells.counts import whole_number
from huizong.reading.cells.decimals import digits_of, from_written
from huizong.reading.cells.formats import NumberFormat
from huizong.reading.cells.sight import PICTURES, WHITE, Ink, Run, in_cell
from huizong.reading.cells.typed_cells import TIME, Pending, SheetGrid, boolean_cell, date_cell, error_cell, in_pictures, text_cell
from huizong.reading.containers import markup
from huizong.reading.containers.package import Package
from huizong.reading.formulas.definitions import Definitions
from huizong.reading.formulas.evaluate import compute_pending
from huizong.reading.refusals import encrypted
from huizong.reading.size_limits import Limits
from huizong.reading.spreadsheets.margins import drawn_in_ods
from huizong.reading.spreadsheets.note_texts import tidy
from huizong.reading.spreadsheets.ods_conditions import Conditions, look_by_conditions, read_ranges
from huizong.reading.spreadsheets.ods_styles import OdsStyles, named
from huizong.reading.spreadsheets.xlsx_cells import DATE_CODE, MOMENT_CODE, iso_date

DRAWING = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")
REFERENCE = re.compile(r"\[([^\]]*)\]")
ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|N/A|NULL!)|Err:\d+")


@dataclass(slots=True)
class State:
    """Where the pass over a content part stands."""

    grids: list[SheetGrid] = field(default_factory=list)
    row: int = 0
    column: int = 0
    filled: int = 0
    depth: int = 0
    column_styles: list[tuple[int, int, str]] = field(default_factory=list)
    mapped: list[dict[str, list[tuple[int, int]]]] = field(default_factory=list)  # of each sheet, cells by a style with conditions
    ranged: dict[int, Conditions] = field(default_factory=dict)  # the conditions that a sheet gives by ranges


def read_ods(package: Package) -> tuple[Sheet, ...]:
    """All sheets. Raises FileRefusedError, also for a document with a password."""
    manifest = package.read_if_there("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in manifest:
        raise encrypted()
    styles = OdsStyles()
    for part in ("styles.xml", "content.xml"):
        if part in package:
            with package.open(part) as source:
                styles.read(source, part)
    with package.open("content.xml") as source:
        return read_tables(source, styles, package.limits)


def read_flat_ods(data: bytes, limits: Limits) -> tuple[Sheet, ...]:
    """The same of a document that is one XML file (ISO 26300 part 1, 3.1.2)."""
    styles = OdsStyles()
    styles.read(io.BytesIO(data), "content.xml")
    return read_tables(io.BytesIO(data), styles, limits)


def read_tables(source: IO[bytes], styles: OdsStyles, limits: Limits) -> tuple[Sheet, ...]:
    """The sheets of a content part."""
    state = OdsReader(limits, styles).read(source)
    compute_pending(state.grids, Definitions(), date1904=False)
    for index, grid in enumerate(state.grids):
        look_by_conditions(grid, state.mapped[index], state.ranged.get(index), styles, state.grids)
    return tuple(grid.to_sheet() for grid in state.grids)


class OdsReader:
    """One pass over the content."""

    def __init__(self, limits: Limits, styles: OdsStyles) -> None:
        self.limits = limits
        self.styles = styles
        self.state = State()

    def read(self, source: IO[bytes]) -> State:
        """Reads tables in order. Tables inside tables (detective, tracked changes) do not begin a sheet of their own."""
        state = self.state
        tags = (f"{TABLE}table-row", f"{TABLE}table-column", f"{TABLE}shapes", "{*}conditional-formats")
        for event, element in markup.stream_nested(source, "content.xml", f"{TABLE}table", tags):
            if event == "start":
                state.depth += 1
                if state.depth == 1:
                    self.begin_table(element)
            elif element.tag == f"{TABLE}table":
                state.depth -= 1
                element.clear()
            elif state.depth == 1 and element.tag == f"{TABLE}table-column":
                self.read_column(element)
            elif state.depth == 1 and markup.local(element.tag) == "conditional-formats":
                state.ranged[len(state.grids) - 1] = read_ranges(element, self.styles)
            elif state.depth == 1 and element.tag == f"{TABLE}shapes":
                state.grids[-1].margins += drawn_in_ods(element)
            elif state.depth == 1:
                self.read_row(element)
                markup.release(element)
        return state

    def begin_table(self, element: etree._Element) -> None:
        """A new sheet."""
        style = named(element, "style-name")
        grid = SheetGrid(named(element, "name"), hidden=style in self.styles.hidden_tables)
        grid.margins += self.styles.page_texts(style)
        self.state.grids.append(grid)
        self.state.mapped.append({})
        self.state.row = self.state.column = 0
        self.state.column_styles = []

    def read_column(self, element: etree._Element) -> None:
        """A run of columns with their visibility and default style."""
        state = self.state
        first = state.column + 1
        state.column += count(element, "number-columns-repeated")
        if named(element, "visibility") in ("collapse", "filter"):
            state.grids[-1].hidden_column_ranges.append((first, state.column))
        style = named(element, "default-cell-style-name")
        if style:
            state.column_styles.append((first, state.column, style))

    def read_row(self, row: etree._Element) -> None:
        """A row, as often as it repeats; a row without content only counts."""
        state = self.state
        grid = state.grids[-1]
        repeated = count(row, "number-rows-repeated")
        first = state.row + 1
        state.row += repeated
        filled: list[tuple[int, etree._Element]] = []
        column = 1
        for element in row:
            if markup.local(element.tag) not in ("table-cell", "covered-table-cell"):
                continue
            wide = count(element, "number-columns-repeated")
            if len(element) or named(element, "value-type") or named(element, "formula"):
                self.limits.check_cells(state.filled + wide)
                filled.extend((column + offset, element) for offset in range(wide))
            if len(element) and any(str(child.tag).startswith(DRAWING) for child in element):
                grid.margins += drawn_in_ods(element)
            self.read_merge(element, first, column)
            column += wide
        if filled:
            self.limits.check_cells(state.filled + len(filled) * repeated)
            for number in range(first, first + repeated):
                for column, element in filled:
                    self.read_cell(element, number, column, grid, named(row, "default-cell-style-name"))
            state.filled += len(filled) * repeated
            if named(row, "visibility") in ("collapse", "filter"):
                grid.hidden_rows.update(range(first, first + repeated))

    def read_merge(self, element: etree._Element, row: int, column: int) -> None:
        """The merge that begins in a cell."""
        down, across = count(element, "number-rows-spanned"), count(element, "number-columns-spanned")
        if down > 1 or across > 1:
            self.state.grids[-1].merges.append(Merge(row, column, row + down - 1, column + across - 1))

    def read_cell(self, element: etree._Element, row: int, column: int, grid: SheetGrid, row_style: str) -> None:
        """One cell; a formula without value waits to be computed."""
        style = named(element, "style-name") or row_style or self.column_style(column)
        number_format = self.styles.format_of(style)
        formula = translate_formula(named(element, "formula"))
        runs = cell_runs(element, self.styles, style)
        text, look = in_cell(runs)
        for note in element.iterchildren("{*}annotation"):
            lines = ["".join(map(str, line.itertext())) for line in note if markup.local(line.tag) in ("p", "h", "list")]
            if said := tidy("\n".join(lines)):
                grid.comments[row, column] = said
        if style in self.styles.maps:
            self.state.mapped[-1].setdefault(style, []).append((row, column))
        ink = self.styles.ink(style) & ~PICTURES  # which the runs have
        if ink:
            grid.inks[row, column] = ink
        if (ground := self.styles.ground(style)) != WHITE:
            grid.grounds[row, column] = ground
        cell = typed_cell(element, row, column, text, number_format, formula) if text or look is None else None
        if cell is not None and cell.kind == "number" and isinstance(cell.value, Decimal) and self.styles.ink(style) & PICTURES:
            cell = in_pictures(cell._replace(text=digits_of(cell.value)), self.styles.ink(style))
        if cell is None and look is not None:
            cell = text_cell(row, column, text)
        if cell is not None:
            grid.cells[row, column] = cell._replace(look=look) if look is not None else cell
        elif formula is not None and not named(element, "value-type"):
            grid.pending[row, column] = Pending(formula, number_format)

    def column_style(self, column: int) -> str:
        """The default style of a column."""
        return next((style for first, last, style in self.state.column_styles if first <= column <= last), "")


def typed_cell(element: etree._Element, row: int, column: int, text: str, number_format: NumberFormat, formula: str | None) -> Cell | None:
    """The cell by its value type; None if it is empty. LibreOffice writes an error as a text beside a formula."""
    kind = named(element, "value-type")
    if formula is not None and kind in ("string", "float") and ERROR.fullmatch(text.strip()):
        return error_cell(row, column, text.strip(), formula)
    if kind in ("float", "percentage", "currency"):
        value = from_written(named(element, "value"))
        if value is not None and TIME.fullmatch(text):
            return text_cell(row, column, text, formula)
        if value is not None:
            code = number_format.meaning or ("0.00%" if kind == "percentage" else None)
            if number_format.is_date:
                code = None
            hidden = value and not text and next(element.iterchildren("{*}p"), None) is not None
            look = Look("unseen", f"〔格式不显示：{digits_of(value)}〕") if hidden else None
            return Cell(row, column, "number", text or digits_of(value), value, code, formula, look=look)
    elif kind == "date":
        day = iso_date(named(element, "date-value"))
        if day is not None:
            code = number_format.code if number_format.is_date else DATE_CODE if "T" not in named(element, "date-value") else MOMENT_CODE
            cell = date_cell(row, column, day, code, None, formula)
            return cell._replace(text=text or cell.text)
    elif kind == "time":
        found = DURATION.fullmatch(named(element, "time-value"))
        if found and int(found.group(1)) < 24:
            day = iso_date(":".join(part.zfill(2) for part in found.groups()))
            if day is not None:
                return date_cell(row, column, day, "h:mm:ss", None, formula)._replace(text=text)
    elif kind == "boolean":
        return boolean_cell(row, column, value=named(element, "boolean-value") == "true", formula=formula)
    text = text or named(element, "string-value")
    return text_cell(row, column, text, formula) if text else None


def translate_formula(written: str) -> str | None:
    """An OpenFormula formula in the notation of `formula`: `of:=SUM([.B2:.B3])` is `SUM(B2:B3)`."""
    if not written:
        return None
    body = written.partition("=")[2] or written
    return REFERENCE.sub(lambda match: reference(match.group(1)), body)


def reference(written: str) -> str:
    """`.B2`, `.B2:.C3` or `$表.B2` as `B2`, `B2:C3` and `'表'!B2`."""
    first, _, last = written.partition(":")
    sheet, _, cell = first.rpartition(".")
    if not cell or "#REF!" in written:
        return "#REF!"
    end = last.rpartition(".")[2] if last else ""
    sheet = sheet.lstrip("$").strip("'")
    prefix = f"'{sheet}'!" if sheet else ""
    return f"{prefix}{cell}{':' + end if end else ''}"


def cell_runs(element: etree._Element, styles: OdsStyles, style: str) -> list[Run]:
    """What stands in the cell: its paragraphs, a line each, without the comment."""
    runs: list[Run] = []
    for child in element:
        if markup.local(child.tag) in ("p", "h"):
            if runs:
                runs.append(("\n", Ink.PLAIN))
            add_runs(child, runs, styles, style, "", Ink.PLAIN)
    return runs


def add_runs(element: etree._Element, runs: list[Run], styles: OdsStyles, style: str, run_style: str, outer: Ink) -> None:
    """Adds the text inside an element; runs of spaces, tabs and breaks are elements of their own.

    What an `outer` run crosses out, hides or lifts, one inside it does not put back.
    """
    ink = styles.ink(style, run_style) | outer & ~Ink.UNSEEN
    runs.append((element.text or "", ink))
    for child in element:
        match markup.local(child.tag):
            case "s":
                runs.append((" " * min(count(child, "c"), 1000), ink))
            case "tab":
                runs.append(("\t", ink))
            case "line-break":
                runs.append(("\n", ink))
            case "annotation" | "annotation-end" | "note" | "ruby-text":
                pass
            case "span":
                add_runs(child, runs, styles, style, named(child, "style-name") or run_style, ink)
            case _:
                add_runs(child, runs, styles, style, run_style, ink)
        runs.append((child.tail or "", ink))


def count(element: etree._Element, name: str) -> int:
    """How often something repeats or spans, at least once."""
    return max(whole_number(named(element, name), 1), 1)
