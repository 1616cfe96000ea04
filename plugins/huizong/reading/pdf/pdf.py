"""PDF files with a text layer: tables as sheets, the text around them as paragraphs. A scan is refused as one.

Ruled tables are read by their lines, others by what stands below what, where that is clear.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from pdfplumber.utils.text import extract_text

from huizong.model import Cell, Finding, Merge, Paragraph, Sheet
from huizong.reading.cells.sight import marked
from huizong.reading.cells.symbols import UNKNOWN
from huizong.reading.masking import mask
from huizong.reading.pdf.pdf_across import put_beside
from huizong.reading.pdf.pdf_cells import cells_of
from huizong.reading.pdf.pdf_device import is_painted, paint
from huizong.reading.pdf.pdf_letters import TYPED, Letters, lines_of, read_letters
from huizong.reading.pdf.pdf_turned import place_of, text_line
from huizong.reading.pdf.pdf_wrapped import join_wrapped
from huizong.reading.refusals import FileRefusedError, damaged, encrypted, incomplete, refused, unsupported
from huizong.reading.size_limits import Limits
from huizong.reading.text.aligned import Piece, find_regions, is_header_line, is_value_line, part_serials, unreadable
from huizong.reading.text.delimited import run_cell

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font it would have drawn otherwise

MOST_PAGES = 300
MOST_SHOWN = 60
SENTENCE_ENDS = "。！？：；.!?:;"
DECLARES = re.compile(r"[^，。；：:]{2,8}[：:]")  # 填报单位：… is a line of its own
LETTER_GAP = 0.8  # parts of a line further apart than this many line heights are columns
TOUCHING = re.compile(r"(?P<number>[-+]?\d[\d,]*(?:\.\d+)?[%％]?)[^\d.,%％\s].*")
SAME_PLACE = 1.0  # points
FEWEST_HEADS = 3
LINE_GAP = 1.6  # lines further apart than this many line heights are paragraphs of their own
SHORT_LINE = 0.9  # a line that ends before this part of the widest one ends its paragraph


@dataclass(slots=True)
class Pages:
    """What the pages read so far give."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_pdf(data: bytes, limits: Limits) -> tuple[tuple[Paragraph, ...], tuple[Sheet, ...], tuple[Finding, ...]]:
    """Paragraphs and tables, and what looks like a table and could not be read. Raises FileRefusedError."""
    if b"%%EOF" not in data[-2048:] and b"startxref" not in data[-2048:]:
        raise incomplete("PDF 没有结尾")
    found = Pages()
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES:
                raise refused("file-too-large", observed=f"{len(document.pages)} 页", expected=f"{MOST_PAGES} 页")
            letters = 0
            for page in put_beside(document.pages):
                letters += read_page(page, found)
                limits.check_cells(sum(len(sheet.cells) for sheet in found.sheets))
                page.close()
    except FileRefusedError:
        raise
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise encrypted() from error
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect | PDFEncryptionError):
            raise encrypted() from error
        raise damaged("PDF 内容无法读取") from error
    except (
        MalformedPDFException,
        PDFException,
        PSException,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        AssertionError,
    ) as error:
        raise damaged("PDF 内容无法读取") from error
    if not letters:
        raise refused("file-is-scan")
    if not found.sheets and is_unknown("".join(paragraph.text for paragraph in found.paragraphs)):
        raise unsupported("字体没有文字编码的 PDF")
    return tuple(found.paragraphs), tuple(found.sheets), tuple(found.findings)


def is_unknown(text: str) -> bool:
    """Whether nobody can tell what most letters of a text are."""
    return 2 * text.count(UNKNOWN) > len("".join(text.split()))


def read_page(page: Any, found: Pages) -> int:
    """Adds the tables and paragraphs of one page from top to bottom; the number of letters that can be seen."""
    if not is_painted(page):
        paint(page)
    letters = read_letters(page)
    tables = sorted(page.find_tables(), key=lambda table: table.bbox[1])
    top, first = page.bbox[1], len(found.sheets)
    lines = page.extract_text_lines(return_chars=False, strip=False) if page.chars else []
    words = page.extract_words(extra_attrs=["red"], return_chars=True) if page.chars else []
    for table in tables:
        add_lines([line for line in lines if top <= middle(line) < table.bbox[1]], words, found)
        sheet = table_sheet(table, letters, f"表{len(found.sheets) + 1}", len(found.paragraphs))
        if sheet.cells:
            found.sheets.append(sheet)
        top = max(top, table.bbox[3])
    add_lines([line for line in lines if middle(line) >= top], words, found)
    boxes = [table.bbox for table in tables]
    for turned in letters.turned.values():
        loose = [letter for letter in turned if not any(inside(letter, box) for box in boxes)]
        add_paragraphs([text_line(line, extract_text(line)) for line in lines_of(loose)], found.paragraphs)
    if letters.watermarks:
        found.findings.append(Finding("text-left-out", "", {"observed": "1", "detail": watermark_note(page, letters)}))
        found.sheets[first:] = [replace(sheet, margins=(*sheet.margins, *letters.watermarks)) for sheet in found.sheets[first:]]
    outside = [(str(letter["text"]), ink) for letter, ink in letters.left_out if not any(inside(letter, box) for box in boxes)]
    if any(text.strip() for text, _ in outside):
        place = f"第{page.page_number}页"
        found.findings.append(Finding("text-left-out", "", {"observed": "1", "detail": f"{place}{mask(marked(outside))[:MOST_SHOWN]}"}))
    return len(letters.standing) + sum(len(turned) for direction, turned in letters.turned.items() if direction != TYPED)


def watermark_note(page: Any, letters: Letters) -> str:
    """What is said of the watermarks of a page."""
    return f"第{page.page_number}页〔水印：{mask('、'.join(letters.watermarks))[:MOST_SHOWN]}〕"


def inside(letter: dict[str, Any], box: Sequence[float]) -> bool:
    """Whether the middle of a letter lies in a box."""
    x, y = place_of(letter)
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def add_lines(lines: Sequence[dict[str, Any]], words: Sequence[dict[str, Any]], found: Pages) -> None:
    """Adds lines outside ruled tables: tables without rules among them, and the paragraphs around those."""
    lines, pieces = join_wrapped(lines, pieces_of_lines(lines, words))
    rows = part_serials(pieces)
    done = 0
    for region in find_regions(rows):
        if region.columns is None:
            found.findings.append(unreadable(region))
            continue
        add_paragraphs(lines[done : region.first], found.paragraphs)
        found.sheets.append(Sheet(f"表{len(found.sheets) + 1}", region.cells(rows), "table", after_paragraph=len(found.paragraphs)))
        done = region.last + 1
    add_paragraphs(lines[done:], found.paragraphs)


def pieces_of_lines(lines: Sequence[dict[str, Any]], words: Sequence[dict[str, Any]]) -> list[list[Piece]]:
    """The texts of each line that stand apart: told once of all, and again with what the heads among them say of where columns begin."""
    found = [pieces_of(line, words) for line in lines]
    heads = [line for line in found if len(line) >= FEWEST_HEADS and is_header_line(line) and not is_value_line(line)]
    begins = [piece.start for line in heads for piece in line]
    parted = [part for word in words for part in part_word(word, begins)] if begins else []
    return [pieces_of(line, parted, begins) for line in lines] if begins else found


def part_word(word: dict[str, Any], begins: Sequence[float]) -> list[dict[str, Any]]:
    """A number and the text that touches it as two words, where that begins as the head of a column does; else the word."""
    found, letters = TOUCHING.fullmatch(str(word["text"])), word["chars"]
    if found is None or len(letters) != len(word["text"]):
        return [word]
    end = found.end("number")
    if not any(abs(float(letters[end]["x0"]) - start) <= SAME_PLACE for start in begins):
        return [word]
    first = {**word, "text": found["number"], "x1": letters[end - 1]["x1"], "chars": letters[:end]}
    return [first, {**word, "text": word["text"][end:], "x0": letters[end]["x0"], "chars": letters[end:]}]


def pieces_of(line: dict[str, Any], words: Sequence[dict[str, Any]], begins: Sequence[float] = ()) -> list[Piece]:
    """The texts of a line that stand apart by more than the width of a letter; two numbers are always apart.

    So is a number at the right of its column from a text at the left of the next one, which begins where the head of that does
    (`begins`).
    """
    wide = LETTER_GAP * float(line["bottom"] - line["top"])
    found: list[Piece] = []
    for word in sorted((word for word in words if line["top"] <= middle(word) <= line["bottom"]), key=lambda word: float(word["x0"])):
        piece = Piece(float(word["x0"]), float(word["x1"]), str(word["text"]), bool(word["red"]))
        of_next = bool(found) and found[-1].is_value and any(abs(piece.start - start) <= SAME_PLACE for start in begins)
        if found and piece.start - found[-1].end <= wide and not (of_next or (piece.is_value and found[-1].is_value)):
            both_red = found[-1].is_red and piece.is_red
            found[-1] = Piece(found[-1].start, piece.end, f"{found[-1].text} {piece.text}", both_red)
        else:
            found.append(piece)
    return found


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
        declares = following is not None and DECLARES.match(str(following["text"]).strip()) is not None
        if full and near and not indented and not declares and not text.endswith(tuple(SENTENCE_ENDS)):
            continue
        if text:
            paragraphs.append(Paragraph(len(paragraphs) + 1, text))
        text = ""
    if text:
        paragraphs.append(Paragraph(len(paragraphs) + 1, text))


def table_sheet(table: Any, letters: Letters, name: str, after_paragraph: int) -> Sheet:
    """A ruled table on the grid of its lines; a cell that spans several is a merge."""
    boxes = [box for row in table.rows for box in row.cells if box is not None]
    columns = edges([box[0] for box in boxes] + [box[2] for box in boxes])
    rows = edges([box[1] for box in boxes] + [box[3] for box in boxes])
    cells: dict[tuple[int, int], Cell] = {}
    merges: list[Merge] = []
    texts = cells_of(table, letters)
    for row in table.rows:
        for box in row.cells:
            if box is None:
                continue
            first_row, last_row = nearest(rows, box[1]) + 1, nearest(rows, box[3])
            first_column, last_column = nearest(columns, box[0]) + 1, nearest(columns, box[2])
            if last_row > first_row or last_column > first_column:
                merges.append(Merge(first_row, first_column, last_row, last_column))
            cell = run_cell(first_row, first_column, texts.get(box, ()))
            if cell is not None:
                cells[first_row, first_column] = cell
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
