"""xls workbooks (BIFF 2 to 8), by xlrd with formats; formulas that a program left without result, by our own pass.

xlrd knows error cells, formats, merges and hidden rows, which calamine does not. It does not tell a formula from its
result: programs that write xls without computing leave an empty text or 0 there, so the formula records are read here.
"""

from __future__ import annotations

import io
import struct

import xlrd
from xlrd import formula as biff_formula
from xlrd.compdoc import CompDocError

from huizong.model import Cell, Finding, Merge, Sheet
from huizong.reading.cells.decimals import from_double
from huizong.reading.cells.formats import NumberFormat, compile_format
from huizong.reading.cells.sight import WHITE, in_cell
from huizong.reading.cells.typed_cells import (
    Pending,
    SheetGrid,
    beyond_cell,
    boolean_cell,
    error_cell,
    number_cell,
    one_line_break,
    text_cell,
)
from huizong.reading.formulas.definitions import Definitions
from huizong.reading.formulas.evaluate import compute_pending
from huizong.reading.refusals import FileRefusedError, damaged, encrypted, incomplete
from huizong.reading.size_limits import Limits
from huizong.reading.spreadsheets.held_formats import apply_conditions
from huizong.reading.spreadsheets.note_texts import notes_of
from huizong.reading.spreadsheets.xls_conditions import read_conditions
from huizong.reading.spreadsheets.xls_margins import margins_of
from huizong.reading.spreadsheets.xls_records import (
    FormulaRecord,
    formula_records,
    records,
    recounted,
    sheet_records,
    sheet_starts,
    workbook_stream,
)
from huizong.reading.spreadsheets.xls_styles import format_of, ground_of, ink_of, text_of, text_runs

CONDITIONAL_FORMAT = 0x01B0
EMPTY_TEXT = b"\x03"
NO_NUMBER = b"\xff\xff"  # the last two bytes of a result that is no number


def read_xls(data: bytes, limits: Limits, *, by_office: bool) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """All worksheets and what there is to say. Raises FileRefusedError.

    `by_office` says that an office program wrote the file: then its cached results hold, even an empty text.
    """
    findings: list[Finding] = []
    try:
        book = open_book(data)
    except FileRefusedError:
        mended = recounted(data)
        if mended is None:
            raise
        data = mended
        book = open_book(data)
        findings.append(Finding("file-miscounted", fields={"detail": "共享字符串的个数"}))
    stream = workbook_stream(data)
    starts = sheet_starts(stream)
    grids: list[SheetGrid] = []
    filled = 0
    for index, sheet in enumerate(book.sheets()):
        grid = SheetGrid(text_of(book, sheet.name), hidden=sheet.visibility != 0)
        read_cells(book, sheet, grid)
        if grid.has_unseen:
            grid.ground_is_sure = all(kind != CONDITIONAL_FORMAT for kind, _ in sheet_records(data, index))
        if not by_office:
            add_pending(book, index, data, sheet, grid)
        grid.merges.extend(merges_of(sheet))
        grid.comments = notes_of(sheet.cell_note_map)
        if index < len(starts):
            grid.margins += [text_of(book, text) for text in margins_of(stream, starts[index], book.biff_version)]
        grid.hidden_rows.update(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0)
        narrow = (column + 1 for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0)
        grid.hidden_column_ranges.extend((column, column) for column in narrow)
        grid.zeros_are_shown = bool(sheet.show_zero_values)
        filled += len(grid.cells)
        limits.check_cells(filled)
        grids.append(grid)
    compute_pending(grids, Definitions(), date1904=book.datemode == 1)
    for index, grid in enumerate(grids):
        if index < len(starts):
            apply_conditions(grid, *read_conditions(records(stream, starts[index]), book), grids)
    findings += [Finding("date-system")] if book.datemode == 1 else []
    return tuple(grid.to_sheet() for grid in grids), tuple(findings)


def open_book(data: bytes) -> xlrd.Book:
    """The workbook of xlrd; its messages go nowhere, its exceptions become refusals.

    The texts of Excel 5.0/95 and before are taken byte by byte, as Latin, and brought to their code page here: xlrd counts
    the letters of a formula's result where the file counts bytes, and so takes Chinese ones for damage.
    """
    try:
        return xlrd_book(data)
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise encrypted() from error
        raise damaged("工作簿记录无法读取") from error
    except (struct.error, IndexError) as error:
        raise incomplete("工作簿记录中途断掉") from error
    except (CompDocError, AssertionError, KeyError, ValueError, TypeError, OverflowError) as error:
        raise damaged("工作簿记录不合规范") from error


def xlrd_book(data: bytes) -> xlrd.Book:
    """The workbook as xlrd opens it."""
    return xlrd.open_workbook(
        file_contents=data, logfile=io.StringIO(), formatting_info=True, ragged_rows=True, encoding_override="latin_1"
    )


def read_cells(book: xlrd.Book, sheet: xlrd.sheet.Sheet, grid: SheetGrid) -> None:
    """Fills the grid with every cell that holds something."""
    formats: dict[int, NumberFormat] = {}
    inks = [ink_of(book, style) for style in range(len(book.xf_list))]
    grounds = [ground_of(book, style) for style in range(len(book.xf_list))]
    for row in range(sheet.nrows):
        for column, read in enumerate(sheet.row(row)):
            if read.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            cell = make_cell(book, row + 1, column + 1, read, formats)
            style = read.xf_index if 0 <= read.xf_index < len(inks) else 0
            if inks and inks[style]:
                grid.inks[row + 1, column + 1] = inks[style]
            if grounds and grounds[style] != WHITE:
                grid.grounds[row + 1, column + 1] = grounds[style]
            runs = sheet.rich_text_runlist_map.get((row, column))
            if runs and cell is not None and cell.kind == "text":
                text, look = in_cell(text_runs(book, str(read.value), runs, style))
                cell = cell._replace(text=one_line_break(text), value=one_line_break(text), look=look) if text or look else None
                grid.came_in_runs(row + 1, column + 1)
            if cell is not None:
                grid.cells[row + 1, column + 1] = cell


def make_cell(book: xlrd.Book, row: int, column: int, read: xlrd.sheet.Cell, formats: dict[int, NumberFormat]) -> Cell | None:
    """One cell of xlrd as ours; None for the empty text."""
    kind, value, style = read.ctype, read.value, read.xf_index
    if kind == xlrd.XL_CELL_TEXT:
        return text_cell(row, column, text_of(book, str(value))) if value != "" else None
    if kind == xlrd.XL_CELL_BOOLEAN:
        return boolean_cell(row, column, value=bool(value))
    if kind == xlrd.XL_CELL_ERROR:
        return error_cell(row, column, xlrd.error_text_from_code.get(int(value), "#N/A"))
    number = from_double(float(value))
    if number is None:
        return beyond_cell(row, column, float(value))
    if style not in formats:
        formats[style] = format_of(book, style)
    return number_cell(row, column, number, formats[style], date1904=book.datemode == 1)


def merges_of(sheet: xlrd.sheet.Sheet) -> list[Merge]:
    """The merged ranges; xlrd counts from 0 and stops before the end."""
    return [
        Merge(first_row + 1, first_column + 1, last_row, last_column)
        for first_row, last_row, first_column, last_column in sheet.merged_cells
        if last_row - first_row > 1 or last_column - first_column > 1
    ]


def add_pending(book: xlrd.Book, index: int, data: bytes, sheet: xlrd.sheet.Sheet, grid: SheetGrid) -> None:
    """Marks the formulas of a file that no office program wrote: their empty texts and numbers may never have been computed."""
    for record in formula_records(data, index):
        position = (record.row + 1, record.column + 1)
        is_number = record.result[6:8] != NO_NUMBER
        if not is_number and record.result[:1] != EMPTY_TEXT:
            continue
        text = decompile(book, record)
        style = format_of(book, sheet.cell_xf_index(record.row, record.column)) if position in grid.cells else compile_format("General")
        grid.pending[position] = Pending(text, style, grid.cells.pop(position, None))


def decompile(book: xlrd.Book, record: FormulaRecord) -> str:
    """The text of a formula; empty (and so not computable) if xlrd cannot tell it."""
    try:
        text = biff_formula.decompile_formula(
            book, record.tokens, len(record.tokens), biff_formula.FMLA_TYPE_CELL, browx=record.row, bcolx=record.column
        )
    except (xlrd.XLRDError, AssertionError, IndexError, KeyError, struct.error, TypeError, ValueError):
        return "?"
    return text_of(book, text or "?")
