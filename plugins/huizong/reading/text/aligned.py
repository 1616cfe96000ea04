"""Tables whose columns are only set apart by spaces: in plain text, and in pages of a PDF without ruled lines.

Such a table is read only where nothing has to be guessed: every line of it has the same number of pieces, or a piece that
is missing leaves all others under the columns they belong to. Anything else stays text, and is pointed out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from huizong.model import Cell, Finding, Paragraph, Sheet
from huizong.reading.cells.sight import Ink, in_cell
from huizong.reading.size_limits import Limits
from huizong.reading.text.delimited import lines_as_paragraphs, typed_text_cell
from huizong.reading.text.grouped_heads import places_of_heads
from huizong.reading.text.standing import is_plain_header, stand_over, under

GAP = re.compile(r"[ \u3000\xa0]{2,}|[ \u3000]*\t[ \u3000\t]*")
VALUE = re.compile(r"[-+－−(（¥￥]?\d[\d,，]*(?:\.\d+)?[%％‰)）]?|[—–-]+|/|#[A-Z0-9/]+[!?]?")
SENTENCE_END = re.compile(r"[。；;！？]\s*$")
DECLARING = re.compile(r"^[^(（]*[:：]")
TITLE = re.compile(r"^.{6,}(?:表|情况|统计|台账|完成|进度|明细|汇总)(?:[(（].*)?$")
SERIAL_HEAD = re.compile(r"序号?|行次|行号|编号")
NUMBERED = re.compile(r"(?P<number>\d{1,3})[.、]?\s*(?P<name>[^\d\s].*)")
PAGE_NUMBER = re.compile(r"\d{1,3}\s*/\s*\d{1,3}|[-—–]\s*\d{1,3}\s*[-—–]|第\s*\d{1,3}\s*页.*")
FEWEST_LINES = 2
LONGEST_TITLE = 60
LONGEST_CAPTION = 12
MOST_BETWEEN = 2  # lines of one text each between a head and the first row


@dataclass(frozen=True, slots=True)
class Piece:
    """A text between gaps, from `start` to `end` on its line: columns of a terminal, or points of a page; all of it red or not."""

    start: float
    end: float
    text: str
    is_red: bool = False

    @property
    def is_value(self) -> bool:
        """Whether it holds a number, or what stands in the place of one."""
        return VALUE.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True)
class Region:
    """The lines `first` to `last` (from 0, both inside) that look like a table; `columns` is None where they can't be told."""

    first: int
    last: int
    columns: int | None
    places: tuple[tuple[int, ...], ...] = ()

    def cells(self, lines: Sequence[Sequence[Piece]]) -> dict[tuple[int, int], Cell]:
        """The cells of the table, rows and columns from 1."""
        found = {}
        for row, columns in enumerate(self.places, start=1):
            for column, piece in zip(columns, lines[self.first + row - 1], strict=True):
                cell = typed_text_cell(row, column + 1, piece.text)
                found[row, column + 1] = cell._replace(look=in_cell(((piece.text, Ink.RED),)).look) if piece.is_red else cell
        return found


def aligned_text(text: str, name: str, limits: Limits) -> tuple[tuple[Paragraph, ...], tuple[Sheet, ...], tuple[Finding, ...]]:
    """The paragraphs of a text, the tables in it, and what looks like one and could not be read.

    A text with nothing but a table and short lines around it is one sheet with all its lines, as delimited text is.
    """
    paragraphs = lines_as_paragraphs(text)
    lines = part_serials([pieces(paragraph.text) for paragraph in paragraphs])
    regions = find_regions(lines)
    readable = [region for region in regions if region.columns is not None]
    unread = tuple(unreadable(region) for region in regions if region.columns is None)
    inside = {index for region in readable for index in range(region.first, region.last + 1)}
    others = [paragraph for index, paragraph in enumerate(paragraphs) if index not in inside]
    if not readable:
        return paragraphs, (), unread
    if not unread and not any(len(" ".join(other.text.split())) > LONGEST_TITLE or SENTENCE_END.search(other.text) for other in others):
        return (), (whole_sheet(lines, readable, name, limits),), ()
    sheets: list[Sheet] = []
    for region in readable:
        cells = region.cells(lines)
        limits.check_cells(len(cells))
        sheets.append(Sheet(f"表{len(sheets) + 1}", cells, "table", after_paragraph=region.first))
    return tuple(others), tuple(sheets), unread


def whole_sheet(lines: Sequence[Sequence[Piece]], regions: Sequence[Region], name: str, limits: Limits) -> Sheet:
    """All lines as rows of one sheet: those of tables by their columns, the others piece by piece."""
    cells: dict[tuple[int, int], Cell] = {}
    for index, line in enumerate(lines):
        for column, piece in enumerate(line, start=1):
            cells[index + 1, column] = typed_text_cell(index + 1, column, piece.text)
    for region in regions:
        cells = {at: cell for at, cell in cells.items() if not region.first < at[0] <= region.last + 1}
        for (row, column), cell in region.cells(lines).items():
            cells[region.first + row, column] = cell._replace(row=region.first + row)
    limits.check_cells(len(cells))
    return Sheet(name, cells, layout="delimited", line_numbers={number: number for number in range(1, len(lines) + 1)})


def unreadable(region: Region) -> Finding:
    """Says that lines look like a table whose columns can't be told."""
    place = f"第{region.first + 1}行至第{region.last + 1}行"
    return Finding("outside-table", place, {"place": place, "observed": str(region.last - region.first + 1)})


def pieces(line: str) -> list[Piece]:
    """The texts of a line between gaps of two spaces, or a tab, or more; spaces in front stay with the first."""
    found: list[Piece] = []
    position, column = 0, 0
    indent = len(line) - len(line.lstrip())
    for gap in [*GAP.finditer(line, indent), None]:
        end = gap.start() if gap else len(line)
        text = line[position:end]
        after = column + width(text)
        if text.strip():
            found.append(Piece(column + width(text) - width(text.lstrip()), after, text.rstrip()))
        if gap:
            position, column = gap.end(), after + width(gap.group())
    return found


def width(text: str) -> int:
    """How many columns of a terminal a text takes: Chinese letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def find_regions(lines: Sequence[Sequence[Piece]]) -> list[Region]:
    """The tables among the lines, from the header right above the first line of values to the last line of values."""
    regions: list[Region] = []
    rows = [index for index, line in enumerate(lines) if is_value_line(line)]
    for group in neighbours(rows, lines):
        first = group[0]
        lowest = regions[-1].last + 1 if regions else 0
        over = first
        while over - 1 > lowest and first - over < MOST_BETWEEN and is_caption(lines[over - 1]):
            over -= 1
        if over > lowest and is_header_line(lines[over - 1]):
            first = over  # 一、工业 between the head and the first row, below the rest of a head
        while first > lowest and is_header_line(lines[first - 1]):
            first -= 1
        if len(group) < FEWEST_LINES and first == group[0]:
            continue
        regions.append(place(lines, first, group[-1]))
    return regions


def part_serials(lines: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The lines with the numbers of rows that touch the names behind them, 1税收收入 under 序号 and 指标, as pieces of their own.

    They are such where the head has one piece more, and they count the rows.
    """
    found = [list(line) for line in lines]
    for index, head in enumerate(lines):
        if len(head) < 3 or SERIAL_HEAD.fullmatch(head[0].text) is None:
            continue
        rows: list[int] = []
        while (at := index + 1 + len(rows)) < len(lines) and is_value_line(lines[at]):
            rows.append(at)
        numbers = [NUMBERED.fullmatch(lines[at][0].text) for at in rows]
        if not rows or any(number is None or int(number["number"]) != count for count, number in enumerate(numbers, start=1)):
            continue
        if any(len(lines[at]) >= len(head) or lines[at][0].end <= head[1].start for at in rows):
            continue
        for at, number in zip(rows, numbers, strict=True):
            whole = lines[at][0]
            if number is not None:
                end = whole.start + (whole.end - whole.start) * width(number["number"]) / width(whole.text)
                found[at][:1] = [Piece(whole.start, end, number["number"]), Piece(end, whole.end, number["name"])]
    return found


def is_value_line(line: Sequence[Piece]) -> bool:
    """Whether a line is a row of a table: a name, and values after it."""
    if len(line) < 2 or not any(piece.is_value for piece in line[1:]) or SENTENCE_END.search(line[-1].text):
        return False
    return PAGE_NUMBER.fullmatch(" ".join(piece.text for piece in line)) is None


def is_caption(line: Sequence[Piece]) -> bool:
    """Whether a line may name the rows below it: one short text, no number, no sentence and nothing declared."""
    return (
        len(line) == 1 and not line[0].is_value and len(line[0].text.strip()) <= LONGEST_CAPTION and DECLARING.search(line[0].text) is None
    )


def is_header_line(line: Sequence[Piece]) -> bool:
    """Whether a line may stand over columns: several texts that declare nothing (填报单位：…), and no title with its date."""
    return len(line) > 1 and TITLE.search(line[0].text) is None and not any(DECLARING.search(piece.text) for piece in line)


def neighbours(rows: Sequence[int], lines: Sequence[Sequence[Piece]]) -> list[list[int]]:
    """Rows as groups: those with nothing but empty lines, lone names, or rows without values between them belong together."""
    groups: list[list[int]] = []
    for row in rows:
        last = groups[-1][-1] if groups else row
        between = lines[last + 1 : row]
        if groups and all(len(line) < 2 or is_blank_row(line, lines[last]) for line in between) and row - last <= 3:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def is_blank_row(line: Sequence[Piece], row: Sequence[Piece]) -> bool:
    """Whether a line has only the words of a row, a name and its unit, each below those of the row before, and none of its values."""
    words = list(takewhile(lambda piece: not piece.is_value, row))
    if not 1 < len(line) == len(words) < len(row) or any(piece.is_value for piece in line):
        return False
    return all(piece.start < word.end and piece.end > word.start for piece, word in zip(line, words, strict=True))


def place(lines: Sequence[Sequence[Piece]], first: int, last: int) -> Region:
    """The region with the column of each of its pieces: by the rows that are full, else by what stands below what."""
    region = place_by_rows(lines, first, last)
    table = lines[first : last + 1]
    if region.columns is None and (places := places_below(table) or places_under_groups(table)) is not None:
        return Region(first, last, max(map(max, filter(None, places))) + 1, places)
    return region


def place_by_rows(lines: Sequence[Sequence[Piece]], first: int, last: int) -> Region:
    """The region by the columns of the rows that have the most pieces."""
    table = lines[first : last + 1]
    counts = Counter(len(line) for line in table if is_value_line(line))
    columns = max(counts, key=lambda count: (counts[count], count))
    full = [line for line in table if len(line) == columns]
    spans = [(min(line[c].start for line in full), max(line[c].end for line in full)) for c in range(columns)]
    apart = all(left[1] <= right[0] for left, right in pairwise(spans))
    if not apart and all(len(line) < 2 or is_value_line(line) for line in table):
        return Region(first, last, None)  # no head says how many columns there are: each row may lack the value of another
    places: list[tuple[int, ...]] = []
    for line in table:
        found = tuple(range(columns)) if len(line) == columns else tuple(under(piece, spans) for piece in line) if apart else (-1,)
        if len(line) <= 1:
            found = (0,) * len(line)
        if -1 in found or len(set(found)) < len(found) or not (is_value_line(line) or is_plain_header(found, columns)):
            return Region(first, last, None)
        places.append(found)
    return Region(first, last, columns, tuple(places))


def places_below(table: Sequence[Sequence[Piece]]) -> tuple[tuple[int, ...], ...] | None:
    """The columns of rows none of which is full, under their heads; None where they are not clear.

    What overlaps from row to row is one column, each under its head. Between rows a short text may stand alone, or one without values.
    """
    heads = list(takewhile(lambda line: not is_value_line(line), table))
    while len(heads) > 1 and is_caption(heads[-1]):
        heads.pop()
    rows = table[len(heads) :]
    told = [is_value_line(row) or is_caption(row) or any(is_blank_row(row, other) for other in rows[:at]) for at, row in enumerate(rows)]
    if not heads or sum(map(is_value_line, rows)) < FEWEST_LINES or not all(told):
        return None
    spans: list[tuple[float, float]] = []
    for piece in sorted((piece for row in rows if len(row) > 1 for piece in row), key=lambda piece: piece.start):
        if spans and piece.start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], piece.end))
        else:
            spans.append((piece.start, piece.end))
    over = (tuple(range(len(heads[0]))),) if len(heads) == 1 else places_of_heads(heads, spans)
    columns = columns_under(heads[0], spans) if len(heads) == 1 else list(range(len(spans)))
    if over is None or columns is None:
        return None
    places = tuple(tuple(columns[max(under(piece, spans), 0)] for piece in row) for row in rows)
    if any(len(set(found)) < len(found) or (found[0] != 0 and len(found) > 1) for found in places):
        return None
    return (*over, *places)


def places_under_groups(table: Sequence[Sequence[Piece]]) -> tuple[tuple[int, ...], ...] | None:
    """The columns of rows that all are full, or hold a lone name, under several lines of heads; None where they are not clear."""
    heads = list(takewhile(lambda line: not is_value_line(line), table))
    rows = table[len(heads) :]
    columns = max((len(row) for row in rows), default=0)
    full = [row for row in rows if len(row) == columns]
    if len(full) < FEWEST_LINES or any(len(row) > 1 for row in rows if len(row) != columns):
        return None
    over = places_of_heads(heads, [(min(row[c].start for row in full), max(row[c].end for row in full)) for c in range(columns)])
    return None if over is None else (*over, *(tuple(range(len(row))) for row in rows))


def columns_under(head: Sequence[Piece], spans: Sequence[tuple[float, float]]) -> list[int] | None:
    """The head over each column of values; None where that is not clear. Of fewer columns than heads each reaches under one head alone."""
    if len(spans) == len(head):
        return list(range(len(head))) if stand_over(head, spans) else None
    over = [(piece.start, piece.end) for piece in head]
    found = [under(Piece(start, end, ""), over) for start, end in spans]
    return found if -1 not in found and len(set(found)) == len(found) else None
