"""How the samples are laid out as files; the same content gives the same bytes."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import datetime
from decimal import Decimal

from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from include.samples.made_figures import TOWNS, Figures, Row, Value

# An indicator, its header, and the headers of its bases.
Column = tuple[str, str, tuple[tuple[str, str], ...]]

STAMP = datetime(2025, 7, 6, 9, 0, 0)
MONTHLY_HEADER = ("指标名称", "计量单位", "本月", "本月止累计", "上年同期累计", "同比（%）", "年度计划", "完成年计划（%）")
QUARTERLY_HEADER = ("指标名称", "计量单位", "本季", "本年累计", "上年同期", "同比（%）", "年度计划", "完成年计划（%）")
MONTHLY_TITLE = "汀岚县乡镇主要经济指标月报表"
NOTES = (
    "注：规模以上工业增加值同比按可比价计算，固定资产投资同比按同口径计算。",
    "单位负责人：    统计负责人：    填表人：    报出日期：2025年7月6日",
)
BOTH = (("current", "本月"), ("cumulative", "累计"))
AGRICULTURE: tuple[Column, ...] = (
    ("A01", "生猪出栏（头）", BOTH),
    ("A02", "生猪存栏（头）", (("current", "月末数"),)),
    ("A03", "蔬菜产量（吨）", BOTH),
    ("A04", "家禽出栏（只）", BOTH),
)
TARGETS: tuple[Column, ...] = (
    ("E06", "一般公共预算收入（万元）", (("plan", "年度目标"),)),
    ("E13", "招商引资到位资金（万元）", (("plan", "年度目标"),)),
    ("L01", "城镇新增就业（人）", (("plan", "年度目标"),)),
)
# The header of two levels: columns with one text over both rows, and groups of two under one.
SINGLE = ((1, "指标名称"), (2, "计量单位"), (5, "上年同期累计"), (6, "同比±%"))
GROUPS = ((3, "2025年", ("本月", "累计")), (7, "年度计划", ("计划数", "完成%")))
_LINE = Side(style="thin")


def town_sheet(title: str, organisation: str, period: str, header: tuple[str, ...], rows: list[Row], *, numbered: bool = False) -> Workbook:
    """A form of one organisation: title, a line with reporter and period, one header row, rows, notes."""
    book = Workbook()
    sheet = book.active
    sheet.title = "报表"
    shift = 1 if numbered else 0
    _title(sheet, title, len(header) + shift)
    sheet.cell(2, 1, f"填报单位：{organisation}")
    sheet.cell(2, 4 + shift, period)
    for column, text in enumerate((("序号",) if numbered else ()) + header, start=1):
        _cell(sheet, 3, column, text)
    for number, (name, unit, values) in enumerate(rows, start=1):
        for column, value in enumerate(((Decimal(number),) if numbered else ()) + (name, unit, *values), start=1):
            _cell(sheet, 3 + number, column, value)
    _notes(sheet, 4 + len(rows))
    sheet.column_dimensions["B" if numbered else "A"].width = 32
    return book


def two_level_sheet(organisation: str, period: str, rows: list[Row]) -> Workbook:
    """The monthly form with a header of two merged levels; data from row 5."""
    book = Workbook()
    sheet = book.active
    sheet.title = "6月"
    _title(sheet, MONTHLY_TITLE, 8)
    sheet.cell(2, 1, f"填报单位：{organisation}人民政府")
    sheet.cell(2, 5, period)
    for column, text in SINGLE:
        _cell(sheet, 3, column, text)
        sheet.merge_cells(start_row=3, start_column=column, end_row=4, end_column=column)
    for first, upper, lower in GROUPS:
        _cell(sheet, 3, first, upper)
        sheet.merge_cells(start_row=3, start_column=first, end_row=3, end_column=first + 1)
        for offset, text in enumerate(lower):
            _cell(sheet, 4, first + offset, text)
    for number, (name, unit, values) in enumerate(rows, start=5):
        for column, value in enumerate((name, unit, *values), start=1):
            _cell(sheet, number, column, value)
    _notes(sheet, 5 + len(rows))
    sheet.column_dimensions["A"].width = 32
    return book


def towns_sheet(figures: Figures, period: str, heading: tuple[str, str, str], columns: tuple[Column, ...]) -> Workbook:
    """A bureau's form: towns as rows, indicators over their bases as columns, the total in the last row.

    `heading` is the title, the reporter and the period as they are written.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = "分乡镇"
    places = [(code, basis) for code, _, leaves in columns for basis, _ in leaves]
    _title(sheet, heading[0], 1 + len(places))
    sheet.cell(2, 1, f"填报单位：{heading[1]}")
    sheet.cell(2, 4, heading[2])
    _cell(sheet, 3, 1, "乡镇")
    sheet.merge_cells("A3:A4")
    first = 2
    for _, text, leaves in columns:
        _cell(sheet, 3, first, text)
        if len(leaves) > 1:
            sheet.merge_cells(start_row=3, start_column=first, end_row=3, end_column=first + len(leaves) - 1)
        for offset, (_, leaf) in enumerate(leaves):
            _cell(sheet, 4, first + offset, leaf)
        first += len(leaves)
    for row, (organisation, name) in enumerate(TOWNS.items(), start=5):
        _cell(sheet, row, 1, name)
        for column, (code, basis) in enumerate(places, start=2):
            _cell(sheet, row, column, figures.get(organisation, period, code)[basis])
    total = 5 + len(TOWNS)
    _cell(sheet, total, 1, "合计")
    for column, (code, basis) in enumerate(places, start=2):
        _cell(sheet, total, column, sum((figures.get(town, period, code)[basis] for town in TOWNS), Decimal(0)))
    return book


def _title(sheet: Worksheet, text: str, width: int) -> None:
    sheet.cell(1, 1, text).font = Font(bold=True, size=14)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)


def _cell(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    cell = sheet.cell(row, column, value)
    cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
    if isinstance(value, Decimal):
        decimals = -int(value.as_tuple().exponent)
        cell.number_format = "0." + "0" * decimals if decimals > 0 else "0"


def _notes(sheet: Worksheet, row: int) -> None:
    for offset, text in enumerate(NOTES):
        sheet.cell(row + offset, 1, text)


def book_bytes(book: Workbook) -> bytes:
    """The workbook as xlsx, without the time of writing."""
    book.properties.creator = "汀岚县"
    book.properties.created = STAMP
    buffer = io.BytesIO()
    book.save(buffer)
    return settled(buffer.getvalue())


def docx_bytes(paragraphs: tuple[str, ...]) -> bytes:
    """The paragraphs as docx, the first as its title, without the time of writing."""
    document = Document()
    document.core_properties.author = "汀岚县"
    document.core_properties.created = document.core_properties.modified = STAMP
    for number, text in enumerate(paragraphs):
        document.add_paragraph(text, style="Title" if number == 0 else None)
    buffer = io.BytesIO()
    document.save(buffer)
    return settled(buffer.getvalue())


def settled(content: bytes) -> bytes:
    """The package with its members stamped at one fixed time, so that a new build gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), data)
            new.writestr(zipfile.ZipInfo(name, STAMP.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def csv_bytes(lines: list[tuple[object, ...]], encoding: str) -> bytes:
    """The lines as CSV with Windows line ends."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([["" if value is None else value for value in line] for line in lines])
    return buffer.getvalue().encode(encoding)
