"""The sheet 「差错清单」: one row a fault, links to the cells, and a column for explanations that comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from huizong.feedback.marked_copy.cells import cell_at
from huizong.feedback.receipt.list_entries import FaultEntry
from huizong.model import Severity

SHEET = "差错清单"
HEADERS = ("编号", "要做什么", "位置", "数据", "问题", "表上填的", "应为", "相差", "怎么办", "说明", "与上次比")
REASON_COLUMN, _PLACE_COLUMN = HEADERS.index("说明") + 1, HEADERS.index("位置") + 1
# A link does not wrap in every program: its column holds two places of a delimited text.
_WIDTHS = (7, 9, 27, 24, 36, 13, 13, 11, 32, 32, 9)
_HEADER_ROW = 5
_FONT = "微软雅黑"
_LINE_HEIGHT = 16
_LONGEST_TEXT = 4000
COLOURS = {Severity.CRITICAL: "FFF8B4B4", Severity.BLOCKING: "FFFBD38D", Severity.QUERY: "FFFFF59D", Severity.INFO: "FFD6E9F8"}
_NOT_WANTED = "FFF3F4F6"
_THIN = Side(style="thin", color="FFBFBFBF")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


class _Look(NamedTuple):
    """How a cell of the list looks: its fill, how it is aligned (None: as texts are), and whether it is of the head or leads to a cell."""

    fill: str | None = None
    horizontal: str | None = None
    bold: bool = False
    leads: bool = False


class _Looks:
    """The looks of one workbook's list. Each is put together once: that is most of what a cell costs."""

    def __init__(self) -> None:
        self._known: dict[_Look, Any] = {}

    def give(self, cell: Any, look: _Look) -> None:
        """Make the cell look so; that its text is one for good stays with it."""
        quoted = cell.quotePrefix
        if look not in self._known:
            cell.border = _BOX
            cell.font = (
                Font(name=_FONT, size=10, color="FF1D4E89", underline="single") if look.leads else Font(name=_FONT, size=10, bold=look.bold)
            )
            upright = "center" if look.bold else "top"
            cell.alignment = Alignment(horizontal=look.horizontal, vertical=upright, wrap_text=not look.bold)
            if look.fill is not None:
                cell.fill = solid(look.fill)
            self._known[look] = copy(cell._style)
        else:
            cell._style = copy(self._known[look])
        cell.quotePrefix = quoted


@dataclass(frozen=True, slots=True)
class ListHead:
    """What stands over the list: whose report it is about, and until when answers are wanted and whom to ask."""

    title: str
    until: str


def add_fault_list(workbook: Workbook, head: ListHead, found: Sequence[FaultEntry], links: Mapping[str, tuple[str, str]]) -> Worksheet:
    """Adds the list as the first sheet; `links` gives sheet title and cell for places that can be gone to."""
    sheet: Worksheet = workbook.create_sheet(SHEET if SHEET not in workbook.sheetnames else f"{SHEET}（汇总）", 0)
    looks = _Looks()
    for row, (text, size, height) in enumerate(((head.title, 14, 26), (_guidance(found), 10, 34), (head.until, 10, 18)), 1):
        cell = put_text(cell_at(sheet, row, 1), text)
        cell.font = Font(name=_FONT, size=size, bold=row == 1)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(HEADERS))
        sheet.row_dimensions[row].height = height
    for column, (header, width) in enumerate(zip(HEADERS, _WIDTHS, strict=True), 1):
        cell = put_text(cell_at(sheet, _HEADER_ROW, column), header)
        looks.give(cell, _Look("FFE5E7EB", "center", bold=True))
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, entry in enumerate(found, _HEADER_ROW + 1):
        _add_entry(sheet, looks, row, entry, links.get(entry.place))
    last = f"{get_column_letter(len(HEADERS))}{_HEADER_ROW + max(len(found), 1)}"
    sheet.freeze_panes = f"C{_HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{last}"
    sheet.print_area = f"A1:{last}"
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return sheet


def put_text(cell: Cell, text: str) -> Cell:
    """Writes a text that can never act as a formula, also after it has been edited; returns the cell."""
    clean = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", text)[:_LONGEST_TEXT]
    cell.value = clean
    cell.data_type = "s"
    if clean.startswith(("=", "+", "-", "@", "\t", "\r")):
        cell.quotePrefix = True
    return cell


def put_number_or_text(cell: Cell, text: str) -> Cell:
    """Writes a number as a number, anything else as text."""
    number = plain_number(text)
    if number is None:
        return put_text(cell, text)
    cell.value = number
    return cell


def plain_number(text: str) -> Decimal | None:
    """The number that the text is, thousands separated or not; None for anything else, and for more digits than a cell keeps."""
    try:
        number = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() and len(number.as_tuple().digits) <= 15 and abs(number.adjusted()) <= 15 else None


def solid(colour: str) -> PatternFill:
    """A fill of one colour (ARGB)."""
    return PatternFill("solid", fgColor=colour)


def _add_entry(sheet: Worksheet, looks: _Looks, row: int, entry: FaultEntry, link: tuple[str, str] | None) -> None:
    texts = (entry.label, entry.action, entry.place_words or "整份文件", entry.figure, entry.message)
    for column, text in enumerate(texts, 1):
        put_text(cell_at(sheet, row, column), text)
    for column, text in enumerate((entry.observed, entry.expected, entry.difference), len(texts) + 1):
        put_number_or_text(cell_at(sheet, row, column), text)
    put_text(cell_at(sheet, row, REASON_COLUMN - 1), entry.remedy)
    put_text(cell_at(sheet, row, REASON_COLUMN + 1), entry.compared)
    lines = 1
    colour = COLOURS[entry.severity]
    # The reason is left empty: whatever stands in this column comes back as an explanation.
    fills = {1: colour, 2: colour, REASON_COLUMN: COLOURS[Severity.QUERY] if entry.wants_reason else _NOT_WANTED}
    for column, width in enumerate(_WIDTHS, 1):
        cell = cell_at(sheet, row, column)
        is_number = cell.data_type == "n" and cell.value is not None  # at the left it runs into the text beside it
        leads = link is not None and column == _PLACE_COLUMN
        looks.give(cell, _Look(fills.get(column), "center" if is_number else None, leads=leads))
        lines = max(lines, _lines_of(str(cell.value or ""), width))
    # Spreadsheet programs do not fit the height of wrapped rows by themselves in files that they did not write.
    sheet.row_dimensions[row].height = min(lines * _LINE_HEIGHT + 4, 400)
    if link is not None:
        target_sheet, reference = link
        quoted = target_sheet.replace("'", "''")
        place = sheet.cell(row, _PLACE_COLUMN)
        place.hyperlink = Hyperlink(ref=place.coordinate, location=f"'{quoted}'!{reference}", tooltip="点击跳到这一格")


def _guidance(found: Sequence[FaultEntry]) -> str:
    """What to do with the list, in two sentences."""
    actions = {entry.action for entry in found}
    steps = []
    if "须改正" in actions:
        steps.append("「须改正」：点「位置」跳到那一格（标红或标橙），按「怎么办」改好")
    if "待说明" in actions:
        steps.append("「待说明」（标黄）：数填错的就改，没错的在「说明」栏（黄格）写明原因和数量，灰格不用写")
    steps.append("改完保存，把本文件放回收件文件夹即可；本表和标色、批注不用删")
    return "；".join(steps) + "。"


def _lines_of(text: str, width: int) -> int:
    """How many lines the text takes in a column of that width; Chinese characters are two wide."""
    return sum(1 + max(sum(2 if ord(character) > 255 else 1 for character in line) - 1, 0) // (width - 1) for line in text.split("\n"))
