"""xlsb workbooks, read straight from their binary records ([MS-XLSB] 2.1.4 and 2.4).

calamine and pyxlsb give the values but neither merges nor hidden rows nor what a percent format means; the records are
few and say it all. Formulas keep their cached results, which the format always has.
"""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from huizong.model import Cell, Finding, Merge, Sheet
from huizong.reading.cells.decimals import from_double
from huizong.reading.cells.sight import WHITE, Ink, in_cell
from huizong.reading.cells.typed_cells import SheetGrid, beyond_cell, boolean_cell, both, error_cell, number_cell, text_cell
from huizong.reading.containers.package import Package
from huizong.reading.containers.package_relations import main_part, read_relations
from huizong.reading.containers.xlsx_frame import read_properties
from huizong.reading.refusals import damaged
from huizong.reading.spreadsheets.held_formats import Condition, apply_conditions
from huizong.reading.spreadsheets.margins import drawn_texts, header_texts
from huizong.reading.spreadsheets.note_texts import read_comments
from huizong.reading.spreadsheets.xlsb_conditions import RANGES, RULE, read_ranges, read_rule
from huizong.reading.spreadsheets.xlsb_records import records, wide_string
from huizong.reading.spreadsheets.xlsb_styles import BinaryStyles, BinaryText, binary_text, read_styles

ROW, BLANK, RK, ERROR, BOOLEAN, REAL, TEXT, SHARED = 0, 1, 2, 3, 4, 5, 6, 7
FORMULA_TEXT, FORMULA_NUMBER, FORMULA_BOOLEAN, FORMULA_ERROR = 8, 9, 10, 11
SHORT_BLANK, SHORT_SHARED, RICH_TEXT = 12, 18, 62
SHORT_KINDS = {12: BLANK, 13: RK, 14: ERROR, 15: BOOLEAN, 16: REAL, 17: TEXT, 18: SHARED}  # cells right of the one before
STRING_ITEM, COLUMN, WORKBOOK_PROPERTIES, SHEET, MERGE, HEADER_AND_FOOTER = 19, 60, 153, 156, 176, 479
COLOURING = (RANGES, 660)  # conditional formats, and the tables of a sheet
ERROR_CODES = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA"}
ROW_HIDDEN = 0x10
SHEET_VIEW, SHOWS_ZEROS = 137, 0x10  # [MS-XLSB] 2.4.301


def read_xlsb(package: Package) -> tuple[tuple[Sheet, ...], tuple[Finding, ...], dict[str, str]]:
    """All worksheets, what there is to say, and the document's properties. Raises FileRefusedError."""
    part = main_part(package)
    relations = read_relations(package, part)
    with whole_records(part):
        entries, date1904 = read_frame(package, part)
    targets = dict(relations.values())
    folder = posixpath.dirname(part)
    with whole_records(strings_part := targets.get("sharedStrings", f"{folder}/sharedStrings.bin")):
        strings = read_strings(package, strings_part)
    with whole_records(styles_part := targets.get("styles", f"{folder}/styles.bin")):
        styles = read_styles(package, styles_part)
    grids, conditions = list[SheetGrid](), list[list[Condition]]()
    filled = 0
    for name, relation, hidden in entries:
        kind_name, target = relations.get(relation, ("", ""))
        if kind_name not in ("worksheet", ""):
            continue
        grid = SheetGrid(name, hidden=hidden)
        reader = XlsbSheet(package, grid, strings, styles, date1904=date1904)
        reader.read(target)
        grid.margins += drawn_texts(package, target)
        grid.comments = read_comments(package, target)
        filled += len(grid.cells)
        package.limits.check_cells(filled)
        grids.append(grid)
        conditions.append(reader.conditions)
    if not grids:
        raise damaged("工作簿中没有工作表")
    for grid, held in zip(grids, conditions, strict=True):
        apply_conditions(grid, held, styles.conditional, grids)
    findings = (Finding("date-system"),) if date1904 else ()
    return tuple(grid.to_sheet() for grid in grids), findings, read_properties(package)


def read_frame(package: Package, part: str) -> tuple[list[tuple[str, str, bool]], bool]:
    """Of each sheet its name, relation, and whether it is hidden; and whether days count from 1904."""
    entries: list[tuple[str, str, bool]] = []
    date1904 = False
    for kind, body in records(package.read(part), part):
        if kind == WORKBOOK_PROPERTIES:
            date1904 = bool(body[0] & 1)
        elif kind == SHEET:
            relation, end = wide_string(body, 8)
            name, _ = wide_string(body, end)
            entries.append((name, relation, body[0] != 0))
    return entries, date1904


@contextmanager
def whole_records(part: str) -> Iterator[None]:
    """Turns a record that is shorter than its fields into damage of its part."""
    try:
        yield
    except (struct.error, IndexError) as error:
        raise damaged(f"部件 {part} 的记录不合规范") from error


class XlsbSheet:
    """One worksheet being read."""

    def __init__(self, package: Package, grid: SheetGrid, strings: list[BinaryText], styles: BinaryStyles, *, date1904: bool) -> None:
        self.package = package
        self.grid = grid
        self.strings = strings
        self.styles = styles
        self.date1904 = date1904
        self.row = self.column = 0
        self.ranges: tuple[Merge, ...] = ()  # of the conditional formatting whose rules come
        self.conditions: list[Condition] = []

    def read(self, part: str) -> None:
        """Fills the grid. Raises FileRefusedError where a record is cut off."""
        with whole_records(part):
            for kind, body in records(self.package.read(part), part):
                self.read_record(kind, body)

    def read_record(self, kind: int, body: bytes) -> None:
        """One record that matters; the others are passed over."""
        if kind == ROW:
            self.row, self.column = struct.unpack_from("<I", body)[0] + 1, 0
            if len(body) > 11 and body[11] & ROW_HIDDEN:
                self.grid.hidden_rows.add(self.row)
        elif BLANK <= kind <= FORMULA_ERROR or kind == RICH_TEXT:
            self.add_cell(kind, body)
        elif SHORT_BLANK <= kind <= SHORT_SHARED:
            self.add_cell(SHORT_KINDS[kind], struct.pack("<I", self.column) + body)
        elif kind == MERGE:
            first_row, last_row, first_column, last_column = struct.unpack_from("<4I", body)
            self.grid.merges.append(Merge(first_row + 1, first_column + 1, last_row + 1, last_column + 1))
        elif kind == SHEET_VIEW:
            self.grid.zeros_are_shown = bool(body[0] & SHOWS_ZEROS)
        elif kind in COLOURING:
            self.ranges = read_ranges(body) if kind == RANGES else ()
            self.grid.coloured += self.ranges
            self.grid.ground_is_sure &= kind == RANGES
        elif kind == RULE:
            if (rule := read_rule(body, self.ranges, self.styles.conditional)) is not None:
                self.conditions.append(rule)
        elif kind == HEADER_AND_FOOTER:
            codes, position = [], 2
            while position + 4 <= len(body):
                code, position = wide_string(body, position)
                codes.append(code)
            self.grid.margins += header_texts(codes)
        elif kind == COLUMN:
            first, last = struct.unpack_from("<2I", body)
            if body[16] & 1 or body[8:12] == b"\0\0\0\0":
                self.grid.hidden_column_ranges.append((first + 1, last + 1))

    def add_cell(self, kind: int, body: bytes) -> None:
        """One cell record of column, style and value."""
        column, style = struct.unpack_from("<II", body)
        self.column = column + 1
        ink = self.styles.ink(style & 0xFFFFFF) if kind != BLANK else Ink.PLAIN
        if ink:
            self.grid.inks[self.row, self.column] = ink
        if kind != BLANK and (ground := self.styles.ground(style & 0xFFFFFF)) != WHITE:
            self.grid.grounds[self.row, self.column] = ground
        cell = self.make_cell(kind, body, self.column, style & 0xFFFFFF) if kind != BLANK else None
        if cell is not None:
            there = self.grid.cells.get((self.row, self.column))
            self.grid.cells[self.row, self.column] = cell if there is None else both(there, cell)
            self.package.limits.check_cells(len(self.grid.cells))

    def make_cell(self, kind: int, body: bytes, column: int, style: int) -> Cell | None:
        """One cell; None for the empty text."""
        row = self.row
        if kind in (ERROR, FORMULA_ERROR):
            return error_cell(row, column, ERROR_CODES.get(body[8], "#N/A"))
        if kind in (BOOLEAN, FORMULA_BOOLEAN):
            return boolean_cell(row, column, value=body[8] != 0)
        if kind == SHARED:
            index = struct.unpack_from("<I", body, 8)[0]
            if index >= len(self.strings):
                raise damaged(f"工作表“{self.grid.name}”第 {row} 行引用了不存在的文本（共享字符串 {index}）")
            text = self.strings[index]
        elif kind in (TEXT, FORMULA_TEXT):
            text = BinaryText(wide_string(body, 8)[0])
        elif kind == RICH_TEXT:
            text = binary_text(body, 8)
        else:
            number = rk_number(body[8:12]) if kind == RK else struct.unpack_from("<d", body, 8)[0]
            value = from_double(number)
            if value is None:
                return beyond_cell(row, column, number)
            return number_cell(row, column, value, self.styles.format(style), date1904=self.date1904)
        if not text.runs:
            return text_cell(row, column, text.text) if text.text else None
        self.grid.came_in_runs(row, column)
        seen, look = in_cell(self.styles.runs(text, style))
        return text_cell(row, column, seen)._replace(look=look) if seen or look else None


def rk_number(written: bytes) -> float:
    """A number of 30 bits: a whole number or the upper half of a double, perhaps in hundredths."""
    raw = struct.unpack("<i", written)[0]
    number = float(raw >> 2) if raw & 2 else struct.unpack("<d", b"\0\0\0\0" + struct.pack("<i", raw & ~3))[0]
    return number / 100 if raw & 1 else number


def read_strings(package: Package, part: str) -> list[BinaryText]:
    """The shared strings."""
    if part not in package:
        return []
    return [binary_text(body, 0) for kind, body in records(package.read(part), part) if kind == STRING_ITEM]
