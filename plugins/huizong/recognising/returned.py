"""Workbooks of ours that come back: our sheets are skipped, filled-in explanations are taken."""

from __future__ import annotations

import re

from huizong.catalogue.texts import normalise
from huizong.model import Document, Explanation, Sheet
from huizong.recognising.grid import Grid

_OUR_SHEETS = ("回执", "差错清单", "填报说明", "待说明")
_NUMBER_HEADER = re.compile(r"编号|序号|号")
_TEXT_HEADER = re.compile(r"(?:您的|填报)?说明(?:\(请填写\)|内容)?|情况说明")
_LINE = re.compile(r"\s*(?:第)?(?P<number>\d{1,3})(?:号|条)?\s*[:：]\s*(?P<text>\S.*)")


def is_ours(sheet: Sheet, document: Document) -> bool:
    """Whether the sheet is one that we added to the workbook (document property `huizong`)."""
    return "huizong" in document.properties and sheet.name.startswith(_OUR_SHEETS)


def explanations_in(document: Document) -> tuple[Explanation, ...]:
    """The explanations written into our sheets, or into a text that holds nothing else: 「3:新增2家规上企业」."""
    found: list[Explanation] = []
    for sheet in document.sheets:
        if is_ours(sheet, document):
            found += _in_sheet(Grid(sheet))
    lines = [paragraph for paragraph in document.paragraphs if paragraph.text.strip()]
    matches = [(paragraph, _LINE.fullmatch(paragraph.text.strip())) for paragraph in lines]
    if lines and not document.sheets and all(match for _, match in matches):
        found += [Explanation(match["number"], match["text"].strip(), f"{p.number}:0") for p, match in matches if match]
    return tuple(found)


def _in_sheet(grid: Grid) -> list[Explanation]:
    found: list[Explanation] = []
    numbers = texts = None
    for row, cells in grid:
        names = {normalise(cell.text): cell.column for cell in cells if cell.kind == "text"}
        number = next((column for name, column in names.items() if _NUMBER_HEADER.fullmatch(name)), None)
        text = next((column for name, column in names.items() if _TEXT_HEADER.fullmatch(name)), None)
        if number is not None and text is not None:
            numbers, texts = number, text
        elif numbers is not None and texts is not None:
            written, which = grid.text(row, texts), grid.text(row, numbers)
            if written and which:
                found.append(Explanation(which, written, grid.place(row, texts)))
    return found
