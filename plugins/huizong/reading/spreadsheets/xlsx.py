"""xlsx and xlsm worksheets, read straight from their XML.

Why not a library: calamine loses error cells, hidden rows and number formats; openpyxl raises on missing drawings and
broken styles, which most workbooks of some generators have, and is eight times slower. The XML itself says everything
(ECMA-376 part 1, 18.3), so one pass over it is both the fastest reader and the most right.
"""

from __future__ import annotations

import io
from decimal import Decimal

from lxml import etree

from huizong.model import Cell, Finding, Sheet
from huizong.reading.cells.counts import row_index, whole_number
from huizong.reading.cells.typed_cells import (
    COLUMNS,
    SheetGrid,
    both,
    column_number,
    number_cell,
    parse_range,
)
from huizong.reading.cells.written_text import character_data, inline_text
from huizong.reading.containers import markup
from huizong.reading.containers.markup import Readable, is_true
from huizong.reading.containers.package import Package
from huizong.reading.containers.shared_strings import RichText, rich_text
from huizong.reading.containers.xlsx_frame import TellingFormats, Workbook, read_properties, read_workbook
from huizong.reading.formulas.definitions import Definitions, read_definitions
from huizong.reading.formulas.evaluate import compute_pending
from huizong.reading.refusals import damaged
from huizong.reading.spreadsheets.held_formats import Condition, apply_conditions
from huizong.reading.spreadsheets.margins import drawn_texts, header_texts
from huizong.reading.spreadsheets.note_texts import read_comments
from huizong.reading.spreadsheets.quick_rows import (
    QUICK_BYTES,
    QuickCell,
    QuickSheet,
    WithoutEmptyRows,
    formula_kind,
    formula_parts,
    row_hidden,
    row_number,
    split_cells,
    split_sheet,
)
from huizong.reading.spreadsheets.xlsx_cells import Formula, XlsxCells
from huizong.reading.spreadsheets.xlsx_conditions import read_conditions, read_ranges

TELLING = ("{*}row", "{*}mergeCell", "{*}col", "{*}sheetFormatPr", "{*}headerFooter", "{*}sheetView")
COLOURING = ("{*}conditionalFormatting", "{*}tablePart")  # what colours cells that have no fill of their own
ROWS_KEPT = 256  # rows in memory before those behind are freed


def read_xlsx(package: Package) -> tuple[tuple[Sheet, ...], tuple[Finding, ...], dict[str, str]]:
    """All worksheets, what there is to say, and the document's properties. Raises FileRefusedError."""
    workbook = read_workbook(package)
    grids, conditions = list[SheetGrid](), list[list[Condition]]()
    filled = 0
    for entry in workbook.sheets:
        if entry.part not in package:
            raise damaged(f"工作表“{entry.name}”的内容缺失")
        grid = SheetGrid(entry.name, hidden=entry.hidden)
        reader = SheetReader(package, workbook, grid, filled)
        reader.read(entry.part)
        grid.comments = read_comments(package, entry.part)
        grid.margins += drawn_texts(package, entry.part)
        filled += len(grid.cells) + len(grid.pending)
        grids.append(grid)
        conditions.append(reader.conditions)
    needs_names = any(grid.pending for grid in grids) or any(conditions)
    definitions = read_definitions(package, workbook) if needs_names else Definitions()
    compute_pending(grids, definitions, date1904=workbook.date1904)
    for grid, held in zip(grids, conditions, strict=True):
        apply_conditions(grid, held, workbook.conditional, grids, definitions)
    findings = [Finding("date-system")] if workbook.date1904 else []
    return tuple(grid.to_sheet() for grid in grids), tuple(findings), read_properties(package)


class SheetReader:
    """One worksheet being read."""

    def __init__(self, package: Package, workbook: Workbook, grid: SheetGrid, filled_before: int) -> None:
        self.package = package
        self.workbook = workbook
        self.grid = grid
        self.filled_before = filled_before
        self.cells = XlsxCells(workbook, grid)
        self.formats = TellingFormats(workbook)
        self.conditions: list[Condition] = []
        self.rows_hidden_by_default = False
        self.rows_read: set[int] = set()

    def read(self, part: str) -> None:
        """Fills the grid from the part: quickly where it is written the usual way, else by the XML parser as it streams."""
        if self.package.size(part) <= QUICK_BYTES:
            data = self.package.read(part)
            quick = split_sheet(data)
            if quick is not None:
                self.read_frame(io.BytesIO(quick.frame), part)
                self.read_quick_rows(quick, part)
            else:
                self.read_frame(io.BytesIO(data), part)
            return
        with self.package.open(part) as source:
            self.read_frame(WithoutEmptyRows(source), part)

    def read_frame(self, source: Readable, part: str) -> None:
        """Everything that matters in a worksheet, row after row."""
        number = rows = 0
        for element in markup.stream(source, part, (*TELLING, *COLOURING)):
            name = markup.local(element.tag)
            if name == "row":
                number = self.read_row(element, number + 1)
                rows += 1
                if rows % ROWS_KEPT == 0:
                    markup.release(element)
                    self.check_size()
            elif name == "mergeCell":
                self.read_merge(element.get("ref") or "", part)
            elif name == "col":
                self.read_column(element)
            elif name == "headerFooter":
                self.grid.margins += header_texts(part.text or "" for part in element)
            elif name == "sheetView":
                self.grid.zeros_are_shown = is_true(element.get("showZeros", "1"))
            elif name != "sheetFormatPr":
                self.grid.ground_is_sure &= name != "tablePart"
                self.grid.coloured += read_ranges(element)
                self.conditions += read_conditions(element, self.workbook.conditional)
            else:
                self.rows_hidden_by_default = is_true(element.get("zeroHeight"))

    def read_quick_rows(self, quick: QuickSheet, part: str) -> None:
        """The rows that patterns split; any that they do not cover goes through the XML parser by itself."""
        number = 0
        for count, row in enumerate(quick.rows, start=1):
            written, attributes, text, start = row
            number = row_index(written) if written else row_number(attributes, number + 1)
            cells = split_cells(row)
            if not self.is_told_again(number, cells) and self.add_quick_cells(cells, number):
                if attributes or self.rows_hidden_by_default:
                    self.note_hidden(row_hidden(attributes), number)
            else:
                alone = f"{quick.root}<row{attributes}>{text[start:]}</row></worksheet>".encode()
                for element in markup.parse(alone, part).iterchildren("{*}row"):
                    self.read_row(element, number)
            if count % ROWS_KEPT == 0:
                self.check_size()
        self.check_size()

    def is_told_again(self, number: int, cells: list[QuickCell]) -> bool:
        """Whether a row, or a cell of it, was told before: then each cell is compared with what stands in its place."""
        again = number in self.rows_read or len({cell[0] for cell in cells}) < len(cells)
        self.rows_read.add(number)
        return again

    def add_quick_cells(self, cells: list[QuickCell], row: int) -> bool:
        """Adds the cells of one row; False, and nothing is lost, if one of them is for the XML parser."""
        grid, formats, inks, rich = self.grid.cells, self.formats, self.workbook.inks, self.workbook.rich
        grounds, shared_string = self.workbook.grounds, self.cells.shared_string
        for letters, style, kind, number, inline, formula, written, rest in cells:
            if inks and style in inks and letters:
                self.grid.inks[row, COLUMNS[letters]] = inks[style]
            if grounds and style in grounds and letters:
                self.grid.grounds[row, COLUMNS[letters]] = grounds[style]
            if number and not kind:
                column, value, telling = COLUMNS[letters], Decimal(number), formats[style]
                if telling is None:
                    grid[row, column] = Cell(row, column, "number", number, value)
                else:
                    grid[row, column] = number_cell(row, column, value, telling, date1904=self.workbook.date1904)
            elif inline:
                shown = inline_text(inline)
                if shown is None or kind != "inlineStr":
                    return False
                column = COLUMNS[letters]
                grid[row, column] = Cell(row, column, "text", shown, shown)
            elif kind == "s" and number:
                column = COLUMNS[letters]
                shown = shared_string(number, row, column)
                if rich and int(number) in rich:
                    return False
                if shown:
                    grid[row, column] = Cell(row, column, "text", shown, shown)
            elif rest or (
                (number or written or formula) and not self.add_quick_cell(row, letters, style, kind, formula, number or written)
            ):
                return False
        return True

    def add_quick_cell(self, row: int, letters: str, style: str, kind: str, formula: str, value: str) -> bool:
        """Adds a cell that is more than a plain number or text; False if it is for the XML parser."""
        column, written = COLUMNS[letters], character_data(value)
        if written is None:
            return False
        if formula:
            attributes, coded = formula_parts(formula)
            text = character_data(coded)
            if text is None:
                return False
            found = self.cells.resolve_formula(*formula_kind(attributes), text, row, column) if attributes else (text or None, None)
            cell = self.cells.settle_formula(found, kind or None, written or None, style or None, row, column)
        else:
            cell = self.cells.typed_cell(kind or None, written, style or None, row, column, None)
        if cell is not None:
            self.grid.cells[row, column] = cell
        return True

    def check_size(self) -> None:
        """Refuses a workbook of too many cells."""
        self.package.limits.check_cells(self.filled_before + len(self.grid.cells) + len(self.grid.pending))

    def note_hidden(self, hidden: str | None, number: int) -> None:
        """Remembers a row that is hidden, by itself or because all are that do not say otherwise."""
        if is_true(hidden) if hidden is not None else self.rows_hidden_by_default:
            self.grid.hidden_rows.add(number)

    def read_merge(self, reference: str, part: str) -> None:
        """One merged range; a range of one cell is none."""
        try:
            merge = parse_range(reference)
        except ValueError as error:
            raise damaged(f"部件 {part} 的合并区域 {reference!r} 无法识别") from error
        if (merge.first_row, merge.first_column) != (merge.last_row, merge.last_column):
            self.grid.merges.append(merge)

    def read_column(self, element: etree._Element) -> None:
        """A run of columns, kept if it is hidden or has no width."""
        if is_true(element.get("hidden")) or element.get("width") in ("0", "0.0"):
            self.grid.hidden_column_ranges.append((whole_number(element.get("min"), 1), whole_number(element.get("max"), 1)))

    def read_row(self, row: etree._Element, expected: int) -> int:
        """One row; its number, which is `expected` where the row does not name it."""
        written = row.get("r")
        number = row_index(written) if written else expected
        hidden = "1" if row.get("ht") == "0" else row.get("hidden")
        column = 0
        cells = self.grid.cells
        for element in row:
            reference = element.get("r")
            column = column_of(reference) if reference else column + 1
            if len(element):
                cell = self.read_cell(element, number, column)
                if cell is not None:
                    there = cells.get((number, column))
                    cells[number, column] = cell if there is None else both(there, cell)
        self.note_hidden(hidden, number)
        return number

    def read_cell(self, element: etree._Element, row: int, column: int) -> Cell | None:
        """One cell, None if it is empty or becomes a pending formula."""
        written: str | None = None
        formula: Formula | None = None
        inline: RichText = []
        kind, style = element.get("t"), element.get("s")
        for child in element:
            tag = child.tag
            if tag.endswith("}v"):
                written = child.text
            elif tag.endswith("}f"):
                formula = self.cells.resolve_formula(child.get("t") or "", child.get("si") or "", child.text or "", row, column)
            elif tag.endswith("}is"):
                inline = rich_text(child)
                written = "".join(text for text, _ in inline)
        if style and style in self.workbook.inks:
            self.grid.inks[row, column] = self.workbook.inks[style]
        if style and style in self.workbook.grounds:
            self.grid.grounds[row, column] = self.workbook.grounds[style]
        if formula is not None:
            return self.cells.settle_formula(formula, kind, written, style, row, column)
        cell = self.cells.typed_cell(kind, written, style, row, column, None) if written else None
        runs = self.workbook.rich.get(int(written)) if cell is not None and written and kind == "s" else inline
        return self.cells.seen_cell(cell, runs, style) if cell is not None and runs else cell


def column_of(reference: str) -> int:
    """The column of a cell `AB12`, counted from 1. Raises FileRefusedError where no column is named."""
    try:
        return column_number(reference.rstrip("0123456789"))
    except ValueError:
        raise damaged(f"单元格位置“{reference[:40]}”不成立") from None
