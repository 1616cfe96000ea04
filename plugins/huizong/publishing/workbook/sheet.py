"""Sheets that print as they stand: columns as wide as their text, rows as high, A4 landscape with page numbers.

Widths are in characters of the default font as spreadsheets count them, a Chinese letter two; heights are in points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from math import ceil
from typing import Any
from weakref import WeakKeyDictionary

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

FONT, TITLE_FONT = "宋体", "黑体"
SIZE, TITLE_SIZE = 10, 16
BLANK_MARK = " "
LINE = 13.5  # of text of SIZE
PADDING = 3.0  # characters that a cell needs beside its text, so that nothing touches a border
PAPER_WIDTH = 132.0  # what A4 landscape holds within the margins at full size, in whatever font a spreadsheet takes for the default
PAPER_HEIGHT = 505.0
ONE_PAGE = 48  # lines that can still be read when they are fitted to one A4 page
_A4 = 9
_ROOM = {"": "", BLANK_MARK: "_*"}
_EDGE = "_)"  # keeps the last digit off the border
_MARGIN, _FOOT = 0.4, 0.55  # inches
_THIN = Side(style="thin", color="808080")
GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
HEAD = PatternFill("solid", fgColor="E8EDF3")
LACKING = PatternFill("solid", fgColor="FFF2CC")

Value = Decimal | int | str | None

_HEAD_LOOKS = ("head", "center", True, "")
_looks: WeakKeyDictionary[Any, dict[tuple[str, str, bool, str], Any]] = WeakKeyDictionary()  # by workbook


def width_of(text: str) -> float:
    """How wide a line of text is: the widest of its lines."""
    return float(max(map(_line_width, text.split("\n"))))


@lru_cache(maxsize=65_536)
def _line_width(line: str) -> int:
    """Names, words and numbers come back in column after column."""
    return len(line) if line.isascii() else sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in line)


def lines_of(text: str, width: float) -> int:
    """How many lines the text takes in a column of that width."""
    room = max(width - PADDING, 2)
    return sum(max(1, ceil(width_of(line) / room)) for line in text.split("\n"))


def fitted(texts: Iterable[str], least: float, most: float) -> float:
    """The width that the widest of the texts needs, within bounds; what is wider wraps."""
    return min(max(max((width_of(text) for text in texts), default=0) + PADDING, least), most)


def number_words(value: Decimal, decimals: int, mark: str = "", *, signed: bool = False) -> str:
    """The number as its format shows it."""
    return f"{value:{'+' if signed and value else ''},.{decimals}f}{mark}"


def set_widths(sheet: Worksheet, widths: Sequence[float]) -> None:
    """The widths of the columns from A on."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Value,
    decimals: int = 0,
    mark: str = "",
    *,
    signed: bool = False,
    align: str | None = None,
    fill: PatternFill | None = None,
) -> None:
    """One cell of a table: numbers at the right with their format, words where there is none in the middle, the rest at the left.

    Numbers are rounded already, so that binary numbers lose nothing that is shown; a mark stands behind and is no part of the value.
    Behind those without one (a blank mark) stands as much room, so that digits are below each other.
    """
    cell = sheet.cell(row, column)
    form = "General"
    if isinstance(value, Decimal):
        cell.value = float(value)
        form = "#,##0" + ("." + "0" * decimals if decimals else "") + (_ROOM.get(mark, f'"{mark}"') + _EDGE)
        form = f"+{form};-{form};{form}" if signed else form
    else:
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # never a formula, whatever it begins with
    horizontal = align or ("right" if isinstance(value, Decimal) else "center" if isinstance(value, int) else "left")
    _dress(sheet, cell, form, horizontal, isinstance(value, str), fill)


def _dress(sheet: Worksheet, cell: Any, form: str, horizontal: str, wraps: bool, fill: PatternFill | None) -> None:
    """Give a cell its looks; the same ones are looked up once a workbook, which is most of what writing a cell costs."""
    known = _looks.setdefault(sheet.parent, {})
    key = (form, horizontal, wraps, fill.fgColor.rgb if fill is not None else "")
    if key in known:
        cell._style = known[key]  # the very same: nothing changes the looks of a cell that has some
        return
    cell.font, cell.border, cell.number_format = Font(name=FONT, size=SIZE), GRID, form
    indent = 1 if horizontal == "left" else 0
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=wraps, indent=indent)
    if fill is not None:
        cell.fill = fill
    known[key] = cell._style


def put_head(sheet: Worksheet, row: int, column: int, text: str, *, to_row: int = 0, to_column: int = 0) -> None:
    """A cell of the head, merged down or across where that is said."""
    for line in range(row, max(row, to_row) + 1):
        for each in range(column, max(column, to_column) + 1):
            _dress_head(sheet, sheet.cell(line, each))
    sheet.cell(row, column).value = text
    sheet.cell(row, column).data_type = "s"
    if to_row > row or to_column > column:
        sheet.merge_cells(start_row=row, start_column=column, end_row=max(row, to_row), end_column=max(column, to_column))


def _dress_head(sheet: Worksheet, cell: Any) -> None:
    known = _looks.setdefault(sheet.parent, {})
    if _HEAD_LOOKS not in known:
        cell.fill, cell.border, cell.font = HEAD, GRID, Font(name=FONT, size=SIZE, bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        known[_HEAD_LOOKS] = cell._style
    cell._style = known[_HEAD_LOOKS]


def put_text(
    sheet: Worksheet, row: int, text: str, columns: tuple[int, int], width: float, *, align: str = "left", title: bool = False
) -> None:
    """A text across columns of that width together, its row as high as its lines."""
    cell = sheet.cell(row, columns[0])
    cell.value = text
    cell.data_type = "s"
    cell.font = Font(name=TITLE_FONT, size=TITLE_SIZE, bold=True) if title else Font(name=FONT, size=SIZE)
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    if columns[1] > columns[0]:
        sheet.merge_cells(start_row=row, start_column=columns[0], end_row=row, end_column=columns[1])
    size = TITLE_SIZE / SIZE if title else 1.0
    height = lines_of(text, width / size) * LINE * size + (6 if title else 3)
    sheet.row_dimensions[row].height = max(height, sheet.row_dimensions[row].height or 0)


def set_height(sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]]) -> float:
    """Make the row as high as the text with most lines needs, given with the width of its column; the height."""
    height = max((lines_of(text, width) for text, width in texts), default=1) * LINE + 3
    sheet.row_dimensions[row].height = height
    return height


def set_print(
    sheet: Worksheet,
    area: tuple[int, int],
    head: tuple[int, int],
    foot: str,
    *,
    fit_height: bool = False,
) -> None:
    """A4 landscape with margins, as wide as the paper, the head's rows on every page, page numbers; `area` is (last row, last column)."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if fit_height else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_area = f"A1:{get_column_letter(area[1])}{area[0]}"
    sheet.print_title_rows = f"{head[0]}:{head[1]}"
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = _MARGIN
    margins.bottom, margins.footer, margins.header = _FOOT, 0.25, 0.2
    footer: Any = sheet.oddFooter
    for part, text in ((footer.left, foot.replace("&", "&&")), (footer.right, "第&P页，共&N页")):
        part.text, part.font, part.size = text, FONT, 9
