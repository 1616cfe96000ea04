"""The layout of a blank form: locked labels, open cells with the right format, hints at every cell, a guide behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from huizong.catalogue import Catalogue, Period
from huizong.feedback.blank_forms.blank import Blank, BlankLine
from huizong.feedback.blank_forms.form_guide import add_guide
from huizong.feedback.marked_copy.cells import cell_at
from huizong.feedback.marked_copy.faultlist import put_text, solid
from huizong.feedback.marked_copy.marking import save
from huizong.feedback.receipt.receipt_words import BASES, number_text, period_text
from huizong.model import Basis
from huizong.settings import COUNTY_TIME

REMARKS = ("没有这项业务", "数据为初步数", "含以前月份补报", "因口径调整")
_HEADERS: dict[Basis, tuple[str, ...]] = {
    Basis.CURRENT: ("本期", "数值"),
    Basis.CUMULATIVE: ("本年累计", "累计"),
    Basis.PRIOR_YEAR: ("上年同期累计", "上年同期", "去年同期"),
    Basis.GROWTH_RATE: ("同比%", "同比(%)", "同比增长%"),
    Basis.CURRENT_PRIOR_YEAR: ("上年同月", "本月上年同期"),
    Basis.CURRENT_GROWTH_RATE: ("本月同比%", "当月同比%"),
    Basis.PLAN: ("年度计划", "全年计划", "计划数", "计划"),
    Basis.PLAN_COMPLETION: ("完成计划%", "完成%", "完成率%"),
}
_CURRENT = {"month": ("本月",), "quarter": ("本季", "本季度"), "half": ("本半年",), "year": ("本年", "全年")}
_THIN = Side(style="thin", color="FF808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_LABEL, _OPEN, _NOT_OWED = "FFF3F4F6", "FFFFFFFF", "FFD1D5DB"
_FONT = "宋体"
_ANY = Decimal(10**13)
_NAME_WIDTH, _VALUE_WIDTH, _REMARK_WIDTH = 30, 15, 24


def write_blank(blank: Blank, catalogue: Catalogue) -> bytes:
    """The workbook of one form, ready to be filled; the same bytes for the same form, period and history."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "报表"
    bases = tuple(basis for basis in Basis if any(basis in line.bases for line in blank.lines))
    headers = {basis: header_of(catalogue, basis, blank.period) for basis in bases}
    last_row, width = _listed(sheet, blank, headers) if blank.listed else _plain(sheet, blank, headers)
    put_text(
        cell_at(sheet, last_row + 1, 1), f"注：本表为 {blank.form.code} 第{blank.form.version}版。没有发生的填 0，不适用的灰格不用填。"
    )
    _heading(sheet, blank, width)
    _page(sheet, last_row)
    add_guide(workbook, blank, headers, catalogue)
    at = datetime.combine(blank.period.last_day, time(), tzinfo=COUNTY_TIME)
    workbook.properties.created = at.replace(tzinfo=None)
    return save(workbook, f"form {blank.form.code} {blank.form.version}", at)


def header_of(catalogue: Catalogue, basis: Basis, period: Period) -> str:
    """The header under which the county's own catalogue finds the basis; its first spelling where ours are unknown to it."""
    usual = (*_CURRENT[period.frequency], *_HEADERS[basis]) if basis is Basis.CURRENT else _HEADERS[basis]
    known = [header.header for header in catalogue.headers if header.basis is basis and not header.header.startswith("re:")]
    for text in (*usual, *known):
        match = catalogue.basis_of_header(text, year=period.year)
        if match is not None and match.basis is basis and match.month is None and match.year is None:
            return text
    return BASES[basis]


def _plain(sheet: Worksheet, blank: Blank, headers: dict[Basis, str]) -> tuple[int, int]:
    """Indicators as rows, bases as columns; returns the last row and the number of columns."""
    titles = ("指标", "计量单位", *headers.values(), "备注")
    for column, text in enumerate(titles, 1):
        _label(sheet, 3, column, text, bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _VALUE_WIDTH
    sheet.column_dimensions["A"].width = _NAME_WIDTH
    sheet.column_dimensions[get_column_letter(len(titles))].width = _REMARK_WIDTH
    for row, line in enumerate(blank.lines, 4):
        _label(sheet, row, 1, line.indicator.name)
        _label(sheet, row, 2, line.indicator.unit)
        for column, basis in enumerate(headers, 3):
            _slot(sheet, row, column, line if basis in line.bases else None, basis)
        _open(sheet, row, len(titles))
    last = 3 + len(blank.lines)
    remarks = DataValidation(type="list", formula1=f'"{",".join(REMARKS)}"', allow_blank=True, showErrorMessage=False)
    remarks.add(f"{get_column_letter(len(titles))}4:{get_column_letter(len(titles))}{last}")
    sheet.add_data_validation(remarks)
    sheet.freeze_panes = "C4"
    return last, len(titles)


def _listed(sheet: Worksheet, blank: Blank, headers: dict[Basis, str]) -> tuple[int, int]:
    """Organisations as rows, indicators over their bases as columns; returns the last row and the number of columns."""
    indicators = {line.indicator.code: line.indicator for line in blank.lines}
    columns = [(code, basis) for code in indicators for basis in headers if basis in _bases(blank.lines, code)]
    organisations = {line.organisation.code: line.organisation for line in blank.lines}
    by_key = {(line.organisation.code, line.indicator.code): line for line in blank.lines}
    _label(sheet, 3, 1, "单位", bold=True)
    _label(sheet, 4, 1, "", bold=True)
    sheet.merge_cells("A3:A4")
    sheet.column_dimensions["A"].width = _NAME_WIDTH * 0.6
    first = 2
    for code, indicator in indicators.items():
        bases = [basis for of, basis in columns if of == code]
        for offset, basis in enumerate(bases):
            _label(sheet, 3, first + offset, f"{indicator.name}（{indicator.unit}）" if not offset else "", bold=True)
            _label(sheet, 4, first + offset, headers[basis], bold=True)
            sheet.column_dimensions[get_column_letter(first + offset)].width = _VALUE_WIDTH
        if len(bases) > 1:
            sheet.merge_cells(start_row=3, end_row=3, start_column=first, end_column=first + len(bases) - 1)
        first += len(bases)
    for row, (code, organisation) in enumerate(organisations.items(), 5):
        _label(sheet, row, 1, organisation.name)
        for column, (indicator_code, basis) in enumerate(columns, 2):
            line = by_key.get((code, indicator_code))
            _slot(sheet, row, column, line if line and basis in line.bases else None, basis)
    sheet.row_dimensions[3].height = 32
    sheet.freeze_panes = "B5"
    return 4 + len(organisations), 1 + len(columns)


def _bases(lines: Sequence[BlankLine], indicator: str) -> set[Basis]:
    return {basis for line in lines if line.indicator.code == indicator for basis in line.bases}


def _slot(sheet: Worksheet, row: int, column: int, line: BlankLine | None, basis: Basis) -> None:
    """One cell for a figure: open, with its format and a hint; grey and locked where nothing is owed."""
    cell = cell_at(sheet, row, column)
    cell.border = _BOX
    if line is None:
        cell.fill = solid(_NOT_OWED)
        return
    _open(sheet, row, column)
    decimals = 1 if basis.is_rate else line.indicator.decimals
    cell.number_format = "0." + "0" * decimals if decimals else "0"
    low = line.indicator.minimum if not basis.is_rate else None
    high = line.indicator.maximum if not basis.is_rate else None
    check = DataValidation(
        type="decimal",
        operator="between",
        formula1=f"{low if low is not None else -_ANY:f}",
        formula2=f"{high if high is not None else _ANY:f}",
        allow_blank=True,
        errorStyle="warning",
        errorTitle="请核对",
        error="这里要填一个数，只填数字，不带单位和文字。",
        promptTitle=line.indicator.name[:30],
        prompt=_hint(line, basis),
        showErrorMessage=True,
        showInputMessage=True,
    )
    check.add(cell.coordinate)
    sheet.add_data_validation(check)


def _hint(line: BlankLine, basis: Basis) -> str:
    """What stands beside the cell when it is chosen."""
    unit = "%" if basis.is_rate else line.indicator.unit
    parts = [f"{BASES[basis]}，单位：{unit}" + ("" if line.required else "（可以不填）")]
    if basis is Basis.CUMULATIVE and line.last is not None:
        parts.append(f"上期累计：{number_text(line.last)} {line.indicator.unit}")
    if basis.is_rate:
        parts.append("增长 9.1% 就填 9.1")
    return "\n".join(parts)[:250]


def _label(sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False) -> None:
    """A cell that the department doesn't change."""
    cell = put_text(cell_at(sheet, row, column), text) if text else cell_at(sheet, row, column)
    cell.border, cell.fill, cell.font = _BOX, solid(_LABEL), Font(name=_FONT, size=11, bold=bold)
    cell.alignment = Alignment(horizontal="center" if bold else None, vertical="center", wrap_text=True)


def _open(sheet: Worksheet, row: int, column: int) -> None:
    """A cell that is to be filled."""
    cell = cell_at(sheet, row, column)
    cell.border, cell.fill, cell.protection = _BOX, solid(_OPEN), Protection(locked=False)


def _heading(sheet: Worksheet, blank: Blank, width: int) -> None:
    title = put_text(cell_at(sheet, 1, 1), blank.form.title)
    title.font, title.alignment = Font(name=_FONT, size=16, bold=True), Alignment(horizontal="center", vertical="center")
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=max(width, 4))
    sheet.row_dimensions[1].height = 30
    put_text(cell_at(sheet, 2, 1), f"填报单位：{blank.reporter.name}")
    put_text(cell_at(sheet, 2, 3), period_text(str(blank.period)))


def _page(sheet: Worksheet, last_row: int) -> None:
    """Locked labels without a password, and one page wide."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"1:{min(4, last_row)}"
