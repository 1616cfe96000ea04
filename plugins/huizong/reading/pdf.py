"""PDF files with a text layer: ruled tables as sheets, the text around them as paragraphs. A scan is refused as one."""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import PdfminerException

from huizong.model import Cell, Merge, Paragraph, Sheet
from huizong.reading.delimited import typed_text_cell
from huizong.reading.faults import FileRefusedError, damaged, encrypted, incomplete, refused, unsupported
from huizong.reading.limits import Limits

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font it would have drawn otherwise

MOST_PAGES = 300
SENTENCE_ENDS = "。！？：；.!?:;"
LINE_GAP = 1.6  # lines further apart than this many line heights are paragraphs of their own
SHORT_LINE = 0.9  # a line that ends before this part of the widest one ends its paragraph


def read_pdf(data: bytes, limits: Limits) -> tuple[tuple[Paragraph, ...], tuple[Sheet, ...]]:
    """Paragraphs and tables. Raises FileRefusedError."""
    if b"%%EOF" not in data[-2048:] and b"startxref" not in data[-2048:]:
        raise incomplete("PDF 没有结尾")
    paragraphs: list[Paragraph] = []
    sheets: list[Sheet] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES:
                raise refused("file-too-large", observed=f"{len(document.pages)} 页", expected=f"{MOST_PAGES} 页")
            letters = 0
            for page in document.pages:
                letters += len(page.chars)
                read_page(page, paragraphs, sheets)
                limits.check_cells(sum(len(sheet.cells) for sheet in sheets))
                page.close()
    except FileRefusedError:
        raise
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise encrypted() from error
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect | PDFEncryptionError):
            raise encrypted() from error
        raise damaged("PDF 内容无法读取") from error
    except (PDFException, ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError) as error:
        raise damaged("PDF 内容无法读取") from error
    if not letters:
        raise refused("file-is-scan")
    if all("(cid:" in paragraph.text for paragraph in paragraphs) and paragraphs and not sheets:
        raise unsupported("字体没有文字编码的 PDF")
    return tuple(paragraphs), tuple(sheets)


def read_page(page: Any, paragraphs: list[Paragraph], sheets: list[Sheet]) -> None:
    """Adds the tables and paragraphs of one page from top to bottom."""
    tables = sorted(page.find_tables(), key=lambda table: table.bbox[1])
    top = page.bbox[1]
    lines = page.extract_text_lines(return_chars=False, strip=False) if page.chars else []
    for table in tables:
        above = [line for line in lines if top <= middle(line) < table.bbox[1]]
        add_paragraphs(above, paragraphs)
        sheet = table_sheet(table, f"表{len(sheets) + 1}", len(paragraphs))
        if sheet.cells:
            sheets.append(sheet)
        top = max(top, table.bbox[3])
    add_paragraphs([line for line in lines if middle(line) >= top], paragraphs)


def middle(line: dict[str, Any]) -> float:
    """The height of a line's middle on the page."""
    return float(line["top"] + line["bottom"]) / 2


def add_paragraphs(lines: Sequence[dict[str, Any]], paragraphs: list[Paragraph]) -> None:
    """Joins lines that the page width broke: a full line without a sentence end goes on in the next one."""
    if not lines:
        return
    right = max(float(line["x1"]) for line in lines)
    left = min(float(line["x0"]) for line in lines)
    text = ""
    for index, line in enumerate(lines):
        text += str(line["text"]).strip()
        following = lines[index + 1] if index + 1 < len(lines) else None
        full = float(line["x1"]) - left >= SHORT_LINE * (right - left)
        near = following is not None and float(following["top"] - line["top"]) <= LINE_GAP * float(line["bottom"] - line["top"]) * 1.5
        indented = following is not None and float(following["x0"]) > left + float(line["bottom"] - line["top"])
        if full and near and not indented and not text.endswith(tuple(SENTENCE_ENDS)):
            continue
        if text:
            paragraphs.append(Paragraph(len(paragraphs) + 1, text))
        text = ""
    if text:
        paragraphs.append(Paragraph(len(paragraphs) + 1, text))


def table_sheet(table: Any, name: str, after_paragraph: int) -> Sheet:
    """A ruled table on the grid of its lines; a cell that spans several is a merge."""
    boxes = [box for row in table.rows for box in row.cells if box is not None]
    columns = edges([box[0] for box in boxes] + [box[2] for box in boxes])
    rows = edges([box[1] for box in boxes] + [box[3] for box in boxes])
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[Merge] = []
    for row, texts in zip(table.rows, table.extract(), strict=True):
        for box, text in zip(row.cells, texts, strict=True):
            if box is None:
                continue
            first_row, last_row = nearest(rows, box[1]) + 1, nearest(rows, box[3])
            first_column, last_column = nearest(columns, box[0]) + 1, nearest(columns, box[2])
            if last_row > first_row or last_column > first_column:
                merges.append(Merge(first_row, first_column, last_row, last_column))
            if text and text.strip():
                cells[first_row, first_column] = typed_text_cell(first_row, first_column, text)
    return Sheet(name, cells, "table", tuple(merges), after_paragraph=after_paragraph)


def edges(values: Sequence[float]) -> list[float]:
    """Positions in order, those within 2 points of each other taken as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 2:
            found.append(value)
    return found


def nearest(positions: Sequence[float], value: float) -> int:
    """The index of the position nearest to a value."""
    return min(range(len(positions)), key=lambda index: abs(positions[index] - value))
