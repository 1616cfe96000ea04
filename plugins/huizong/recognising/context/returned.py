"""What comes back to us: our own sheets are skipped, filled-in explanations are taken (DESIGN §7; PRACTICE, explanation)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huizong.catalogue.texts import normalise
from huizong.explanations import answered_receipt, is_answer_text, labels_of, parse_answers
from huizong.model import Document, Explanation, Sheet
from huizong.recognising.vocabulary.grid import Grid
from huizong.word_lists import word_lists

PROPERTY = "huizong"
_LISTS = word_lists("recognising", "returned")
_OUR_SHEETS = _LISTS.words("our_sheets")
_LIST_HEADERS = frozenset(_LISTS.words("list_headers"))
_HEADER_WITHIN_ROWS = 10
_NUMBER_HEADER = _LISTS.pattern("number_header")
_TEXT_HEADER = _LISTS.pattern("text_header")
_NUMBER_FORMAT = re.compile(r"(\d+)\.0+")


def is_ours(sheet: Sheet, document: Document) -> bool:
    """Whether the sheet is one that we added to the workbook.

    The document property `huizong` tells; a program that dropped it leaves the headers of our list.
    """
    if not sheet.name.startswith(_OUR_SHEETS):
        return False
    return PROPERTY in document.properties or _has_list_headers(sheet)


def is_answer(document: Document) -> bool:
    """Whether the document holds explanations alone: lines as 「3:新增2家规上企业,增产4120万元」, or our 差错清单 filled in."""
    if document.sheets and not document.paragraphs and all(is_ours(sheet, document) for sheet in document.sheets):
        return any(True for sheet in document.sheets for _ in _in_sheet(Grid(sheet)))
    return is_answer_text(_answer_text(document))


def explanations_in(document: Document) -> tuple[Explanation, ...]:
    """The explanations written into our sheets, or into a text that holds nothing else."""
    marked_for = document.properties.get(PROPERTY)
    found = [
        Explanation(label, text, place, marked_for)
        for sheet in document.sheets
        if is_ours(sheet, document)
        for label, text, place in _in_sheet(Grid(sheet))
    ]
    written = _answer_text(document)
    if is_answer_text(written):
        suffix, receipt = "0" if document.paragraphs else "1", answered_receipt(written)
        found += [Explanation(answer.label, answer.text, f"{answer.line}:{suffix}", receipt) for answer in parse_answers(written)]
    return tuple(found)


def _answer_text(document: Document) -> str:
    """The text of a document of paragraphs, or of one that commas made look like a table; empty for anything else."""
    if not document.sheets:
        lines = {paragraph.number: paragraph.text for paragraph in document.paragraphs}
    elif len(document.sheets) == 1 and not document.paragraphs and document.sheets[0].layout == "delimited":
        sheet = document.sheets[0]
        lines = {
            sheet.line_numbers[row] if sheet.line_numbers else row: "，".join(cell.text.strip() for cell in cells)
            for row, cells in Grid(sheet).rows.items()
        }
    else:
        return ""
    return "\n".join(lines.get(number, "") for number in range(1, max(lines, default=0) + 1))


def _has_list_headers(sheet: Sheet) -> bool:
    """Whether one of the first rows has the headers of our 差错清单."""
    rows: dict[int, set[str]] = {}
    for cell in sheet.cells.values():
        if cell.kind == "text" and cell.row <= _HEADER_WITHIN_ROWS:
            rows.setdefault(cell.row, set()).add(normalise(cell.text))
    return any(headers >= _LIST_HEADERS for headers in rows.values())


def _in_sheet(grid: Grid) -> Iterator[tuple[str, str, str]]:
    """Label, text and place of each filled cell of the column for explanations; a cell may name several labels."""
    numbers = texts = None
    for row, cells in grid:
        names = {normalise(cell.text): cell.column for cell in cells if cell.kind == "text"}
        number = next((column for name, column in names.items() if _NUMBER_HEADER.fullmatch(name)), None)
        text = next((column for name, column in names.items() if _TEXT_HEADER.fullmatch(name)), None)
        if number is not None and text is not None:
            numbers, texts = number, text
        elif numbers is not None and texts is not None:
            written, which = grid.text(row, texts).strip(), grid.text(row, numbers).strip()
            if written and which:
                plain = _NUMBER_FORMAT.sub(r"\1", which)
                for label in labels_of(plain) or [which]:
                    yield label, written, grid.place(row, texts)
