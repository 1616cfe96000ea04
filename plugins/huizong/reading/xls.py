"""xls workbooks (BIFF 2 to 8), by xlrd with formats; formulas that a program left without result, by our own pass.

xlrd knows error cells, formats, merges and hidden rows, which calamine does not. It does not tell a formula from its
result: programs that write xls without computing leave an empty text or 0 there, so the formula records are read here.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import olefile
import xlrd
from xlrd import formula as biff_formula
from xlrd.biffh import encoding_from_codepage
from xlrd.compdoc import CompDocError

from huizong.model import Cell, Finding, Merge, Sheet
from huizong.reading.decimals import from_double
from huizong.reading.definitions import Definitions
from huizong.reading.evaluate import compute_pending
from huizong.reading.faults import damaged, encrypted, incomplete
from huizong.reading.formats import NumberFormat, built_in_code, compile_format
from huizong.reading.grid import Grid, Pending, beyond_cell, boolean_cell, error_cell, number_cell, text_cell
from huizong.reading.limits import Limits

FORMULA = 0x0006
BOUND_SHEET = 0x0085
END = 0x000A
WORKSHEET = 0
UNICODE = 80  # xlrd's number for BIFF 8, whose texts are Unicode
SIMPLIFIED_CHINESE = 936
FORMULA_HEADER = 22
EMPTY_TEXT = b"\x03"
NO_NUMBER = b"\xff\xff"  # the last two bytes of a result that is no number


@dataclass(frozen=True, slots=True)
class FormulaRecord:
    """A formula record: where it stands, its cached result and its tokens."""

    row: int
    column: int
    result: bytes
    tokens: bytes


def read_xls(data: bytes, limits: Limits, by_office: bool) -> tuple[tuple[Sheet, ...], tuple[Finding, ...]]:
    """All worksheets and what there is to say. Raises FileRefusedError.

    `by_office` says that an office program wrote the file: then its cached results hold, even an empty text.
    """
    book = open_book(data)
    grids: list[Grid] = []
    filled = 0
    for index, sheet in enumerate(book.sheets()):
        grid = Grid(text_of(book, sheet.name), hidden=sheet.visibility != 0)
        read_cells(book, sheet, grid)
        if not by_office:
            add_pending(book, index, data, sheet, grid)
        grid.merges.extend(merges_of(sheet))
        grid.hidden_rows.update(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden)
        grid.hidden_column_ranges.extend((column + 1, column + 1) for column, info in sheet.colinfo_map.items() if info.hidden)
        filled += len(grid.cells)
        limits.check_cells(filled)
        grids.append(grid)
    compute_pending(grids, Definitions(), book.datemode == 1)
    findings = (Finding("date-system"),) if book.datemode == 1 else ()
    return tuple(grid.to_sheet() for grid in grids), findings


def open_book(data: bytes) -> xlrd.Book:
    """The workbook of xlrd; its messages go nowhere, its exceptions become refusals.

    The texts of Excel 5.0/95 and before are taken byte by byte, as Latin, and brought to their code page here: xlrd counts
    the letters of a formula's result where the file counts bytes, and so takes Chinese ones for damage.
    """
    try:
        return xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=True, ragged_rows=True, encoding_override="latin_1"
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise encrypted() from error
        raise damaged("工作簿记录无法读取") from error
    except (struct.error, IndexError) as error:
        raise incomplete("工作簿记录中途断掉") from error
    except (CompDocError, AssertionError, KeyError, ValueError, TypeError, OverflowError) as error:
        raise damaged("工作簿记录不合规范") from error


def text_of(book: xlrd.Book, text: str) -> str:
    """A text of the workbook. Raises FileRefusedError where its code page does not have the bytes.

    A file before BIFF 8 that names no code page is read as GB18030, and so is one that names 936, which is part of it.
    """
    if book.biff_version >= UNICODE or text.isascii():
        return text
    page = book.codepage or SIMPLIFIED_CHINESE
    name = "gb18030" if page == SIMPLIFIED_CHINESE else encoding_from_codepage.get(page, f"cp{page}")
    try:
        return text.encode("latin_1").decode(name)
    except (UnicodeError, LookupError) as error:
        raise damaged(f"文字不合代码页 {page}") from error


def read_cells(book: xlrd.Book, sheet: xlrd.sheet.Sheet, grid: Grid) -> None:
    """Fills the grid with every cell that holds something."""
    formats: dict[int, NumberFormat] = {}
    for row in range(sheet.nrows):
        for column, read in enumerate(sheet.row(row)):
            if read.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            cell = make_cell(book, row + 1, column + 1, read.ctype, read.value, read.xf_index, formats)
            if cell is not None:
                grid.cells[row + 1, column + 1] = cell


def make_cell(
    book: xlrd.Book, row: int, column: int, kind: int, value: float | str, style: int, formats: dict[int, NumberFormat]
) -> Cell | None:
    """One cell of xlrd as ours; None for the empty text."""
    if kind == xlrd.XL_CELL_TEXT:
        return text_cell(row, column, text_of(book, str(value))) if value != "" else None
    if kind == xlrd.XL_CELL_BOOLEAN:
        return boolean_cell(row, column, bool(value))
    if kind == xlrd.XL_CELL_ERROR:
        return error_cell(row, column, xlrd.error_text_from_code.get(int(value), "#N/A"))
    number = from_double(float(value))
    if number is None:
        return beyond_cell(row, column, float(value))
    if style not in formats:
        formats[style] = format_of(book, style)
    return number_cell(row, column, number, formats[style], book.datemode == 1)


def format_of(book: xlrd.Book, style: int) -> NumberFormat:
    """The number format behind a cell's style; General where the style leads nowhere."""
    if not 0 <= style < len(book.xf_list):
        return compile_format("General")
    key = book.xf_list[style].format_key
    found = book.format_map.get(key)
    if found is None or (27 <= key <= 36 or 50 <= key <= 58):
        return compile_format(built_in_code(key))
    return compile_format(text_of(book, found.format_str or "General"))


def merges_of(sheet: xlrd.sheet.Sheet) -> list[Merge]:
    """The merged ranges; xlrd counts from 0 and stops before the end."""
    return [
        Merge(first_row + 1, first_column + 1, last_row, last_column)
        for first_row, last_row, first_column, last_column in sheet.merged_cells
        if last_row - first_row > 1 or last_column - first_column > 1
    ]


def add_pending(book: xlrd.Book, index: int, data: bytes, sheet: xlrd.sheet.Sheet, grid: Grid) -> None:
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


def formula_records(data: bytes, index: int) -> Iterator[FormulaRecord]:
    """The formula records of the worksheet at `index`, straight from the stream ([MS-XLS] 2.4.127)."""
    stream = workbook_stream(data)
    starts = [
        int.from_bytes(body[:4], "little")
        for kind, body in records(stream, 0)
        if kind == BOUND_SHEET and len(body) > 5 and body[5] == WORKSHEET
    ]
    if index >= len(starts):
        return
    for kind, body in records(stream, starts[index]):
        if kind == FORMULA and len(body) > FORMULA_HEADER:
            row, column = struct.unpack_from("<HH", body)
            length = int.from_bytes(body[20:22], "little")
            yield FormulaRecord(row, column, body[6:14], body[FORMULA_HEADER : FORMULA_HEADER + length])


def records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """(kind, body) of the records from `position` to the end of their sub-stream."""
    depth_end = False
    while position + 4 <= len(stream) and not depth_end:
        kind, length = struct.unpack_from("<HH", stream, position)
        yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length
        depth_end = kind == END


def workbook_stream(data: bytes) -> bytes:
    """The stream with the records; a file without a container is the stream itself."""
    if not olefile.isOleFile(data):
        return data
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        for name in ("Workbook", "Book"):
            if container.exists(name):
                return bytes(container.openstream(name).read())
    return b""
