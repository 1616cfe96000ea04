"""Tables that a text has as paragraphs: a line each row, its cells set apart by tabs or by several spaces.

Such a table is read only where its columns are sure: every line of it has as many tabs, or, where several tabs or spaces stand between
two cells, as many pieces. Anything else stays text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from huizong.model import Cell, Paragraph, Sheet
from huizong.reading.size_limits import Limits
from huizong.reading.text.aligned import GAP, SENTENCE_END, Piece, is_caption, is_header_line, is_value_line, pieces
from huizong.reading.text.delimited import typed_text_cell

LONGEST_HEADING = 20  # of a line between the rows, 二、农业
MOST_HEADS = 4
FEWEST_ROWS = 2

Rows = list[list[str]]


def read_typed(paragraphs: Sequence[Paragraph], sheets: Sequence[Sheet], limits: Limits) -> tuple[tuple[Paragraph, ...], tuple[Sheet, ...]]:
    """The paragraphs without those that are rows of a table, and the tables with these, in the order of the text.

    Paragraphs keep their numbers, unless one of them is a table by itself, and the document's own tables their names. Raises
    FileRefusedError where there are too many cells.
    """
    if not any(GAP.search(paragraph.text.strip()) for paragraph in paragraphs):
        return tuple(paragraphs), tuple(sheets)
    if any(map(holds_rows, paragraphs)):
        paragraphs, sheets = by_lines(paragraphs, sheets)
    stops = {sheet.after_paragraph for sheet in sheets}
    found: list[Sheet] = []
    gone: set[int] = set()
    for block in blocks(paragraphs, stops):
        rows = rows_of([paragraph.text for paragraph in block])
        if rows is None:
            continue
        cells = cells_of(block, rows)
        limits.check_cells(len(cells))
        found.append(Sheet(f"表{len(sheets) + len(found) + 1}", cells, "table", after_paragraph=block[0].number - 1))
        gone |= {paragraph.number for paragraph in block}
    if not found:
        return tuple(paragraphs), tuple(sheets)
    ordered = sorted((*sheets, *found), key=lambda sheet: sheet.after_paragraph or 0)
    return tuple(paragraph for paragraph in paragraphs if paragraph.number not in gone), tuple(ordered)


def holds_rows(paragraph: Paragraph) -> bool:
    """Whether a paragraph is a table by itself, its rows parted by line breaks."""
    return sum(is_value_line(pieces(line)) for line in paragraph.text.split("\n")) >= FEWEST_ROWS


def by_lines(paragraphs: Sequence[Paragraph], sheets: Sequence[Sheet]) -> tuple[list[Paragraph], list[Sheet]]:
    """The lines of such paragraphs as paragraphs of their own, which all are numbered anew."""
    found: list[Paragraph] = []
    last = {0: 0}  # number of a paragraph before -> number of its last line
    for paragraph in paragraphs:
        for line in paragraph.text.split("\n") if holds_rows(paragraph) else [paragraph.text]:
            found.append(replace(paragraph, number=len(found) + 1, text=line))
        last[paragraph.number] = len(found)
    moved = [replace(sheet, after_paragraph=last.get(sheet.after_paragraph or 0, sheet.after_paragraph)) for sheet in sheets]
    return found, moved


def blocks(paragraphs: Sequence[Paragraph], stops: set[int | None]) -> Iterator[list[Paragraph]]:
    """The paragraphs that may be tables: heads, and below them rows of values with short lines between them.

    Where a table of the document's own stands (behind the paragraphs numbered in `stops`) none goes on.
    """
    body = [paragraph for paragraph in paragraphs if not paragraph.in_margin]
    lines = [pieces(paragraph.text) for paragraph in body]
    at = 0
    while at < len(body):
        if not is_value_line(lines[at]):
            at += 1
            continue
        first = at
        if first > 1 and is_caption(lines[first - 1]) and is_head(lines[first - 2]) and body[first - 1].number not in stops:
            first -= 1
        while first and at - first < MOST_HEADS and is_head(lines[first - 1]) and body[first - 1].number not in stops:
            first -= 1
        last = at
        for index in range(at + 1, len(body)):
            if body[index - 1].number in stops or index - last > 2:
                break
            if is_value_line(lines[index]):
                last = index
            elif not is_heading(body[index].text):
                break
        if first < at and is_head(lines[first]):
            yield body[first : last + 1]
        at = last + 1


def is_head(line: Sequence[Piece]) -> bool:
    """Whether a line may stand over the columns of a table: several texts, no value among them and no sentence."""
    return is_header_line(line) and not is_value_line(line) and not any(SENTENCE_END.search(piece.text) for piece in line)


def is_heading(text: str) -> bool:
    """Whether a line may stand between the rows of a table: a few words, and no sentence."""
    return len(text.strip()) <= LONGEST_HEADING and not GAP.search(text.strip()) and not SENTENCE_END.search(text)


def rows_of(texts: Sequence[str]) -> Rows | None:
    """The cells of the lines; None where the lines with several don't all have as many."""
    by_tabs = [[part.strip() for part in text.split("\t")] for text in texts]
    by_gaps = [[piece.text.strip() for piece in pieces(text)] for text in texts]
    for rows in (by_tabs, by_gaps):
        if len({len(row) for row in rows if len(row) > 1}) == 1:
            return rows
    return None


def cells_of(block: Sequence[Paragraph], rows: Rows) -> dict[tuple[int, int], Cell]:
    """The cells, rows and columns from 1; what is said of a paragraph's letters is said of its first cell."""
    cells: dict[tuple[int, int], Cell] = {}
    for number, (paragraph, row) in enumerate(zip(block, rows, strict=True), start=1):
        look = paragraph.look
        for column, text in enumerate(row, start=1):
            if text:
                cells[number, column] = typed_text_cell(number, column, text)._replace(look=look)
                look = None
    return cells
