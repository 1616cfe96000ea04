"""Delimited text (comma, tab, semicolon, bar) and prose: which of the two a text is, and its rows with their lines.

A text is a table when most of its lines split into the same number of short fields. Chinese prose with ASCII commas
splits too, but unevenly, into long pieces, and it ends in full stops.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from huizong.model import Cell, Finding, Paragraph, Sheet
from huizong.reading.cells.controls import with_signs
from huizong.reading.cells.sight import Run, in_cell
from huizong.reading.size_limits import Limits

DELIMITERS = (",", "\t", ";", "|", "，")
LETTER = re.compile(r"[^\W\d_]")
COMMAS = (",", "，")  # that also stand between thousands
LINE_END = re.compile(r"\r\n|\n|\r")
SENTENCE = re.compile(r"[。！？；;]\s*$|。.|\d,\d{3}[\u4e00-\u9fff]")
CLAUSES = re.compile("，.*[，。；]")

THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
PLAIN_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d{0,14})(?:\.\d+)?")
ERROR_CODES = frozenset({"#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#N/A", "#NULL!"})
AS_TEXT = re.compile(r'^="([^"]*)"$')  # by which programs write a text so that spreadsheets keep it as one
STOPS_IN_NUMBER = re.compile(r"\d[.．]?[ \0\x1a]*\Z")
RULED = re.compile(r"^[ \u3000]*[┌├└┏┣┗╔╠╚╭╰+][─━═┄┈┬┼┴┳╋┻╦╬╩╤╪╧┐┤┘┓┫┛╗╣╝╮╯+-]+[ \u3000]*$", re.MULTILINE)
BARRED = re.compile(r"^[ \u3000]*[│┃║].*[│┃║][ \u3000]*\r?$", re.MULTILINE)  # a row of one whose ruled lines were left out
FEWEST_BARRED = 3
BARS = dict.fromkeys(map(ord, "│┃║"), "|")
SAMPLE = 200
LONG_FIELD = 24
WIDE = 8  # no sentence has that many clauses


@dataclass(frozen=True, slots=True)
class TextRecord:
    """One record with the physical line it starts on."""

    line: int
    fields: list[str]


def typed_text_cell(row: int, column: int, text: str, number_format: str | None = None) -> Cell:
    """The cell of a text: a plain decimal number of at most 15 digits is a number, an error code an error, the rest text."""
    text = with_signs(text)
    written = text.strip()
    if written in ERROR_CODES:
        return Cell(row, column, "error", text, written, number_format)
    if PLAIN_NUMBER.fullmatch(written) and sum(letter.isdigit() for letter in written) <= 15:
        return Cell(row, column, "number", text, Decimal(written), number_format)
    return Cell(row, column, "text", text, text, number_format)


def are_bare(texts: Iterable[str]) -> bool:
    """Whether the texts of a table inside a cell are numbers and signs alone, so that it says nothing but what the cell holds."""
    return not any(LETTER.search(text) for text in texts)


def run_cell(row: int, column: int, runs: Sequence[Run]) -> Cell | None:
    """The cell of a text in runs, as a person sees it; None if that is nothing and nothing is to be said."""
    text, look = in_cell(runs)
    if not text.strip() and look is None:
        return None
    return typed_text_cell(row, column, text)._replace(look=look)


def without_frame(text: str) -> str:
    """The text of a table drawn with lines, ┌─┬─┐ and │ or these alone: bars between its fields, its ruled lines empty.

    So its lines keep their numbers.
    """
    if RULED.search(text):
        return RULED.sub("", text).translate(BARS)
    return text.translate(BARS) if len(BARRED.findall(text)) >= FEWEST_BARRED else text


def find_delimiter(text: str, *, named_as_table: bool) -> str | None:
    """The delimiter of a table; None for prose. `named_as_table` decides only where a single row leaves it open."""
    best: tuple[float, int, str] | None = None
    for delimiter in DELIMITERS:
        if delimiter not in text:
            continue
        rows = [row.fields for row in split_rows(text, delimiter, SAMPLE) if any(field.strip() for field in row.fields)]
        score = table_likeness(rows, delimiter, named_as_table=named_as_table)
        if score is not None and (best is None or score[:2] > best[:2]):
            best = (*score, delimiter)
    return best[2] if best else None


def table_likeness(rows: list[list[str]], delimiter: str, *, named_as_table: bool) -> tuple[float, int] | None:
    """(share of rows with the commonest width, that width); None if the rows are no table.

    Rows whose only second field is empty are titles (`标题,,,`), which spreadsheet programs pad.
    """
    several = [row for row in rows if len(row) > 1]
    if not several or len(several) < len(rows) / 2:
        return None
    if delimiter == "," and all(THOUSANDS.sub("", ",".join(row)).count(",") == 0 for row in several) and len(several[0]) == 2:
        return None  # 45,210亩: every comma stands inside a number
    if delimiter == "\t" and are_tabs_behind(several):
        return None
    width, frequency = Counter(len(row) for row in several).most_common(1)[0]
    if len(several) == 1 and not (named_as_table or delimiter == "\t"):
        return None
    share = frequency / len(several)
    if share < 0.5 and not named_as_table:
        return None
    if delimiter != "\t" and reads_as_prose(several, delimiter):
        return None
    return round(frequency / len(rows), 2), width


def are_tabs_behind(rows: list[list[str]]) -> bool:
    """Whether tabs only end the fields that commas part, by which programs have their numbers stay texts."""
    later = [field for row in rows for field in row[1:] if field.strip()]
    return bool(later) and all(field.lstrip(" ").startswith(COMMAS) for field in later)


def reads_as_prose(rows: list[list[str]], delimiter: str) -> bool:
    """Whether most rows are sentences (a full stop, clauses, a number with commas run into its unit), or long pieces."""
    lines = [delimiter.join(row).rstrip(delimiter) for row in rows if len(row) < WIDE]
    sentences = sum(bool(SENTENCE.search(line) or (delimiter != "，" and CLAUSES.search(line))) for line in lines)
    filled = [len(field) for row in rows for field in row if field.strip()]
    long_pieces = sum(length > LONG_FIELD for length in filled)
    return sentences * 2 > len(rows) or long_pieces * 2 > len(filled)


def split_rows(text: str, delimiter: str, most: int | None = None) -> list[TextRecord]:
    """The records of delimited text (RFC 4180, and CR, LF or CRLF in any mixture).

    A quote that is never closed is an ordinary character, so that one of them does not swallow the rest of the file.
    """
    escaped = re.escape(delimiter)
    field_pattern = re.compile(rf'[ ]*"((?:[^"]|"")*)"[ ]*(?={escaped}|\r|\n|\Z)|([^{escaped}\r\n]*)')
    rows: list[TextRecord] = []
    fields: list[str] = []
    position, line, first_line, end = 0, 1, 1, len(text)
    while position <= end:
        match = field_pattern.match(text, position)
        if match is None:
            break
        quoted = match.group(1)
        if quoted is None:
            fields.append(match.group(2))
        else:
            fields.append(quoted.replace('""', '"'))
            line += len(LINE_END.findall(quoted))
        position = match.end()
        if text.startswith(delimiter, position):
            position += 1
            continue
        break_here = LINE_END.match(text, position)
        if position < end or fields != [""]:
            rows.append(TextRecord(first_line, fields))
        if break_here is None or len(rows) == most:
            break
        position = break_here.end()
        line += 1
        first_line, fields = line, []
    return rows


def delimited_sheet(text: str, delimiter: str, name: str, limits: Limits) -> Sheet:
    """The table as a sheet; empty records keep their number, so that rows and lines go together."""
    cells: dict[tuple[int, int], Cell] = {}
    lines: dict[int, int] = {}
    widths: dict[int, int] = {}
    for number, row in enumerate(split_rows(text, delimiter), start=1):
        lines[number] = row.line
        if delimiter in COMMAS:
            widths[number] = len(row.fields)
        for column, field in enumerate(row.fields, start=1):
            if field:
                cells[number, column] = typed_text_cell(number, column, AS_TEXT.sub(r"\1", field))
        limits.check_cells(len(cells))
    return Sheet(name, cells, layout="delimited", line_numbers=lines, field_counts=widths)


def open_end(text: str, sheet: Sheet) -> tuple[Finding, ...]:
    """What there is to say of a table whose last line is not ended and stops in a number: the copy may have stopped there.

    One that is shorter than the lines before it is asked about; of one of their length the number is only named.
    """
    if not sheet.cells or not STOPS_IN_NUMBER.search(text):
        return ()
    row, column = max(sheet.cells)
    last = sheet.cells[row, column]
    widths = Counter(max(places) for places in _columns_of(sheet).values())
    rule = "last-line-short" if column < widths.most_common(1)[0][0] else "last-line-open"
    return (Finding(rule, place=sheet.place(row, column), fields={"observed": last.text.strip()}),)


def _columns_of(sheet: Sheet) -> dict[int, list[int]]:
    """The filled columns of each row."""
    found: dict[int, list[int]] = {}
    for row, column in sheet.cells:
        found.setdefault(row, []).append(column)
    return found


def lines_as_paragraphs(text: str) -> tuple[Paragraph, ...]:
    """A paragraph a line, empty ones included, their text untouched but for raw hyphens of Word, letter by letter."""
    lines = LINE_END.split(with_signs(text))
    if lines and not lines[-1]:
        lines.pop()
    return tuple(Paragraph(number, line) for number, line in enumerate(lines, start=1))
