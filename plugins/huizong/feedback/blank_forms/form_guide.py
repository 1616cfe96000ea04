"""The second sheet of a blank form: how it is filled, what each row wants, what will be checked."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.styles import Alignment, Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties

from huizong.catalogue import Catalogue
from huizong.feedback.blank_forms.blank import Blank
from huizong.feedback.marked_copy.cells import cell_at
from huizong.feedback.marked_copy.faultlist import put_text, solid
from huizong.feedback.receipt.content import contact_text
from huizong.feedback.receipt.deadlines import due_at
from huizong.feedback.receipt.receipt_words import instant_text, number_text
from huizong.model import Basis

# Sheets of this name are skipped when the workbook comes back (it carries our document property).
SHEET = "填报说明"
_RULES = (
    "只在白格里填数；灰格不用填，标题和指标名称不要改。",
    "只填数字，不带单位、不写“约”“余”；单位以「计量单位」一列为准。",
    "没有发生的填 0；还没有数的留空。不要用“XX”“**”“待补”占位，占位不算数。",
    "百分数按百分数填：增长 9.1% 就填 9.1。",
    "不要合并单元格，不要插入、删除行或列；多出的内容写在「备注」。",
    "填好后保存，放进本单位的收件文件夹，几分钟内收到回执。",
)
_WIDTHS = (32, 14, 42, 18, 10)
_LINE = 15


def add_guide(workbook: Workbook, blank: Blank, headers: dict[Basis, str], catalogue: Catalogue) -> None:
    """Adds the guide behind the form."""
    sheet = workbook.create_sheet(SHEET)
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    due = due_at(catalogue, blank.reporter.code, blank.form.code, str(blank.period))
    lines = [f"{blank.form.title}（{blank.form.code} 第{blank.form.version}版）填报说明"]
    lines.append(f"截止时间：{instant_text(due)}" if due else "截止时间：另行通知")
    lines.append(f"问谁：{contact_text(catalogue)}")
    lines.extend(f"{number}. {text}" for number, text in enumerate(_RULES, 1))
    for row, text in enumerate(lines, 1):
        put_text(cell_at(sheet, row, 1), text).font = Font(bold=row == 1, size=14 if row == 1 else 11)
    row = len(lines) + 2
    row = _table(workbook, row, ("指标", "计量单位", "要填的列", "上期累计", "必填"), _rows(blank, headers))
    if checks := _checks(relation.message for relation in blank.form.relations):
        _table(workbook, row + 1, ("交表后会核对", "", "", "", ""), [(check,) for check in checks])
    sheet.protection.sheet = True
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "portrait", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.row_dimensions[1].height = 24


def _rows(blank: Blank, headers: dict[Basis, str]) -> list[tuple[str, ...]]:
    """One line an indicator; where organisations are listed, last period's cumulatives stand at the cells instead."""
    seen: dict[str, tuple[str, ...]] = {}
    for line in blank.lines:
        last = number_text(line.last) if line.last is not None and not blank.listed else ""
        columns = "、".join(headers[basis] for basis in headers if basis in line.bases)
        seen.setdefault(
            line.indicator.code, (line.indicator.name, line.indicator.unit, columns, last, "必填" if line.required else "可不填")
        )
    return list(seen.values())


def _checks(messages: Iterable[str]) -> list[str]:
    """What is checked, a line each: rules that say the same of several things (「税收：累计不能小于本月」) are one line."""
    about: dict[str, list[str]] = {}
    for message in messages:
        thing, colon, said = message.partition("：")
        about.setdefault(said if colon else message, []).append(thing if colon else "")
    return [said + (f"（{'、'.join(dict.fromkeys(things))}）" if any(things) else "") for said, things in about.items()]


def _table(workbook: Workbook, first_row: int, titles: tuple[str, ...], rows: list[tuple[str, ...]]) -> int:
    """Writes a small table; a row of one text goes over its whole width. Returns the row behind it."""
    sheet = workbook[SHEET]
    for column, title in enumerate(titles, 1):
        cell = put_text(cell_at(sheet, first_row, column), title)
        cell.font, cell.fill = Font(bold=True), solid("FFE5E7EB")
    for row, texts in enumerate(rows, first_row + 1):
        for column, text in enumerate(texts, 1):
            put_text(cell_at(sheet, row, column), text).alignment = Alignment(vertical="top", wrap_text=True)
        if len(texts) == 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(titles))
        widths = (sum(_WIDTHS),) if len(texts) == 1 else _WIDTHS
        sheet.row_dimensions[row].height = _LINE * max(_lines(text, width) for text, width in zip(texts, widths, strict=False))
    return first_row + 1 + len(rows)


def _lines(text: str, width: int) -> int:
    """Into how many lines a text falls in a column of that many half-width characters: no program is asked to find the height."""
    return -(-sum(2 if ord(letter) > 0xFF else 1 for letter in text) // (width - 1)) or 1
