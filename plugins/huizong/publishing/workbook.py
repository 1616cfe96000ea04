"""The rollup workbook: the page, and a sheet of towns by indicators with ranks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from huizong.catalogue import Catalogue, Period
from huizong.publishing.page import Page, Shown, period_words, rounded, shown_in
from huizong.publishing.rows import RollupRow

_THIN = Side(style="thin", color="808080")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="E8EDF3")
_LACKING = PatternFill("solid", fgColor="FFF2CC")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WIDTHS = (30, 12, 14, 14, 10, 14, 10, 20)
_ONE_PAGE = 48  # lines that can still be read when they are fitted to one A4 page


def to_workbook(page: Page, rows: Sequence[RollupRow], catalogue: Catalogue) -> bytes:
    """The bytes of an xlsx file whose property `huizong` tells that we wrote it."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has no worksheet")
    sheet.title = "汇总"
    _write_page(sheet, page)
    _write_towns(book.create_sheet("分乡镇"), page, rows, catalogue)
    # the type stubs know nothing of custom properties
    cast("Any", book).custom_doc_props.append(StringProperty(name="huizong", value="rollup"))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_page(sheet: Worksheet, page: Page) -> None:
    width = len(page.headers)
    sheet.append([page.title])
    sheet.append([page.coverage])
    sheet.append(page.headers)
    for line in page.lines:
        sheet.append([line.name, line.unit, *_plain(line.current, line.cumulative, line.growth, line.plan, line.completion), line.coverage])
    last = sheet.max_row
    for number, line in enumerate(page.lines, start=4):
        for column, (field, decimals) in enumerate(
            (("current", line.decimals), ("cumulative", line.decimals), ("growth", 1), ("plan", line.decimals), ("completion", 1)), start=3
        ):
            partial = field in line.partial
            _number(sheet, number, column, decimals, mark="*" if partial else "")
            if partial:
                sheet.cell(number, column).fill = _LACKING
        sheet.cell(number, width).alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
        if line.partial:
            sheet.cell(number, width).fill = _LACKING
    _grid(sheet, 3, last, width)
    for note in page.notes:
        sheet.append([note])
    for row in (1, 2, *range(last + 1, sheet.max_row + 1)):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        sheet.cell(row, 1).alignment = Alignment(horizontal="center" if row == 1 else "left", vertical="center", wrap_text=True)
    sheet.row_dimensions[2].height = 32
    for column, size in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = size
    _print(sheet, 3, fit_height=len(page.lines) <= _ONE_PAGE)


def _write_towns(sheet: Worksheet, page: Page, rows: Sequence[RollupRow], catalogue: Catalogue) -> None:
    """Towns down, indicators across: the cumulative (else the current) value and its rank."""
    period = Period.parse(rows[0].period)
    towns = [part for part in catalogue.children(catalogue.county.code, period.last_day) if part.kind == "town"]
    headline = {(row.organisation, row.indicator, row.basis): row for row in rows if row.is_headline}
    columns = []
    for indicator in catalogue.indicators:
        for basis in ("cumulative", "current"):
            if any((town.code, indicator.code, basis) in headline for town in towns):
                columns.append((indicator, basis))
                break
    sheet.append([f"{catalogue.county.name}{period_words(period)}分乡镇主要指标"])
    names: list[str | None] = ["单位"]
    kinds: list[str | None] = [None]
    for indicator, basis in columns:
        names += [f"{indicator.name}({shown_in(catalogue, indicator)[0]})", None]
        kinds += ["累计" if basis == "cumulative" else page.headers[2], "位次"]
    sheet.append(names)
    sheet.append(kinds)
    for number, town in enumerate(towns, start=4):
        cells: list[float | int | str | None] = [town.name]
        for indicator, basis in columns:
            row = headline.get((town.code, indicator.code, basis))
            cells += [*_plain(rounded(catalogue, indicator, row)), row.rank if row else None]
        sheet.append(cells)
        for position, (indicator, _) in enumerate(columns):
            _number(sheet, number, 2 + 2 * position, shown_in(catalogue, indicator)[1])
    width = 1 + 2 * len(columns)
    _grid(sheet, 2, sheet.max_row, width)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=max(width, 2))
    sheet.cell(1, 1).alignment = Alignment(horizontal="center")
    sheet.merge_cells(start_row=2, start_column=1, end_row=3, end_column=1)
    for position in range(len(columns)):
        sheet.merge_cells(start_row=2, start_column=2 + 2 * position, end_row=2, end_column=3 + 2 * position)
    for column in range(1, width + 1):
        sheet.cell(3, column).fill = _HEAD
        sheet.cell(3, column).alignment = _CENTRE
        sheet.column_dimensions[get_column_letter(column)].width = 14 if column == 1 or column % 2 == 0 else 7
    sheet.row_dimensions[2].height = 44
    sheet.freeze_panes = "B4"
    _print(sheet, 3, fit_height=False)


def _plain(*values: Shown) -> list[float | str | None]:
    """As a spreadsheet holds them: numbers already rounded, so that binary numbers lose nothing that is shown."""
    return [float(value) if isinstance(value, Decimal) else value for value in values]


def _number(sheet: Worksheet, row: int, column: int, decimals: int, mark: str = "") -> None:
    """The format of a number; the mark stands behind it and is no part of the value."""
    cell = sheet.cell(row, column)
    cell.number_format = "#,##0" + ("." + "0" * decimals if decimals else "") + (f'"{mark}"' if mark else "")
    cell.alignment = Alignment(horizontal="right")


def _grid(sheet: Worksheet, first: int, last: int, width: int) -> None:
    """Borders around the table, its first row as a head, the title above in bold."""
    for row in sheet.iter_rows(min_row=first, max_row=last, max_col=width):
        for cell in row:
            cell.border = _GRID
    for cell in sheet[first]:
        cell.fill = _HEAD
        cell.font = Font(bold=True)
        cell.alignment = _CENTRE
    sheet.cell(1, 1).font = Font(bold=True, size=16)


def _print(sheet: Worksheet, head: int, *, fit_height: bool) -> None:
    """A4 landscape, as wide as the paper; the head is repeated on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 1 if fit_height else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"1:{head}"
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
