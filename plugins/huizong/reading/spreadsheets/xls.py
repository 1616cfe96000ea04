"""xls workbooks (BIFF 2 to 8), by xlrd with formats; formulas that a program left without result, by our own pass.

xlrd knows error cells, formats, merges and hidden rows, which calamine does not. It does not tell a formula from its
result: programs that write xls without computing leave an empty text or 0 there, so the formula records are read here.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import olefile
import xlrd
from xlrd import formula as biff_formula
from xlrd.biffh import encoding_from_codepage
from xlrd.book import unpack_SST_table
from xlrd.compdoc import CompDocError

from huizong.model import Cell, Finding, Merge, Sheet
from huizong.reading.cells.decimals import from_double
from huizong.reading.cells.formats import NumberFormat, built_in_code, compile_format
from huizong.reading.cells.sight import WHITE, Ink, Run, font_ink, in_cell, is_unseen
from huizong.reading.cells.typed_cells import Grid, Pending, beyond_cell, boolean_cell, error_cell, number_cell, one_line_break, text_cell
from huizong.reading.formulas.definitions import Definitions
from huizong.reading.formulas.evaluate import compute_pending
from huizong.reading.refusals import FileRefusedError, damaged, encrypted, incomplete
from huizong.reading.size_limits import Limits
from huizong.reading.spreadsheets.note_texts import notes_of
from huizong.reading.spreadsheets.xls_margins import margins_of

FORMULA = 0x0006
BOUND_SHEET = 0x0085
END = 0x000A
SHARED_STRINGS, CONTINUED = 0x00FC, 0x003C
RECORD_HEADER = 4
SHORTEST_STRING = 3  # bytes of an empty one
WORKSHEET = 0
UNICODE = 80  # xlrd's number for BIFF 8, whose texts are Unicode
SIMPLIFIED_CHINESE = 936
FORMULA_HEADER = 22
CONDITIONAL_FORMAT = 0x01B0
SOLID = 1
ESCAPEMENTS = {1: Ink.RAISED, 2: Ink.LOWERED}
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
    grids: list[Grid] = []
    filled = 0
    for index, sheet in enumerate(book.sheets()):
        grid = Grid(text_of(book, sheet.name), hidden=sheet.visibility != 0)
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
    compute_pending(grids, Definitions(), book.datemode == 1)
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


def recounted(data: bytes) -> bytes | None:
    """The stream of a workbook with the number of its shared strings put right; None where that was not what is wrong.

    Some programs write another number than there are strings. Nothing else depends on it, but xlrd reads as many as it says.
    """
    try:
        stream = bytearray(workbook_stream(data))
    except (OSError, ValueError, IndexError):  # the container itself is broken, which has been said
        return None
    position = 0
    parts: list[bytes] = []
    counted_at = 0
    for kind, body in records(bytes(stream), 0):
        if kind == SHARED_STRINGS and not counted_at:
            counted_at = position + RECORD_HEADER + 4
            parts = [body]
        elif parts and kind == CONTINUED:
            parts.append(body)
        elif parts:
            break
        position += RECORD_HEADER + len(body)
    if not counted_at:
        return None
    written = int.from_bytes(stream[counted_at : counted_at + 4], "little")
    least, most = 0, sum(map(len, parts)) // SHORTEST_STRING + 1  # as many can be read, as many can not
    while most - least > 1:
        middle = (least + most) // 2
        try:
            unpack_SST_table(parts, middle)
            least = middle
        except (AssertionError, IndexError, struct.error, UnicodeDecodeError):
            most = middle
    if least == written:
        return None
    stream[counted_at : counted_at + 4] = least.to_bytes(4, "little")
    return bytes(stream)


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
    inks = [ink_of(book, style) for style in range(len(book.xf_list))]
    grounds = [ground_of(book, style) for style in range(len(book.xf_list))]
    for row in range(sheet.nrows):
        for column, read in enumerate(sheet.row(row)):
            if read.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                continue
            cell = make_cell(book, row + 1, column + 1, read.ctype, read.value, read.xf_index, formats)
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


def text_runs(book: xlrd.Book, text: str, runs: list[tuple[int, int]], style: int) -> list[Run]:
    """The runs of a text of several fonts: up to the first, letters have the font of the cell."""
    ground = ground_of(book, style)
    starts = [(0, book.xf_list[style].font_index if style < len(book.xf_list) else 0), *runs, (len(text), 0)]
    return [(text_of(book, text[start:end]), face_ink(book, font, ground)) for (start, font), (end, _) in pairwise(starts)]


def ink_of(book: xlrd.Book, style: int) -> Ink:
    """How the text of cells of a style stands on its ground."""
    return face_ink(book, book.xf_list[style].font_index, ground_of(book, style))


def face_ink(book: xlrd.Book, index: int, ground: int | None) -> Ink:
    """How a font lifts and crosses out, and whether it can be told from its ground."""
    if not 0 <= index < len(book.font_list):
        return Ink.PLAIN
    font = book.font_list[index]
    ink = Ink.STRUCK if font.struck_out else Ink.PLAIN
    ink |= ESCAPEMENTS.get(font.escapement, Ink.PLAIN) | font_ink(font.name)
    return ink | Ink.UNSEEN if is_unseen(colour_of(book, font.colour_index), ground) else ink


def ground_of(book: xlrd.Book, style: int) -> int | None:
    """The colour behind cells of a style; white without one, None where it is a pattern of several."""
    if not 0 <= style < len(book.xf_list) or book.xf_list[style].background is None:
        return WHITE
    background = book.xf_list[style].background
    return {0: WHITE, SOLID: colour_of(book, background.pattern_colour_index)}.get(background.fill_pattern)


def colour_of(book: xlrd.Book, index: int) -> int | None:
    """A colour of the palette as 0xRRGGBB; None for those that the system sets."""
    colour = book.colour_map.get(index)
    return None if colour is None else colour[0] << 16 | colour[1] << 8 | colour[2]


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
    for kind, body in sheet_records(data, index):
        if kind == FORMULA and len(body) > FORMULA_HEADER:
            row, column = struct.unpack_from("<HH", body)
            length = int.from_bytes(body[20:22], "little")
            yield FormulaRecord(row, column, body[6:14], body[FORMULA_HEADER : FORMULA_HEADER + length])


def sheet_records(data: bytes, index: int) -> Iterator[tuple[int, bytes]]:
    """(kind, body) of the records of the worksheet at `index`."""
    stream = workbook_stream(data)
    starts = sheet_starts(stream)
    return records(stream, starts[index]) if index < len(starts) else iter(())


def sheet_starts(stream: bytes) -> list[int]:
    """Where the worksheets begin in the stream, in their order."""
    return [
        int.from_bytes(body[:4], "little")
        for kind, body in records(stream, 0)
        if kind == BOUND_SHEET and len(body) > 5 and body[5] == WORKSHEET
    ]


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
