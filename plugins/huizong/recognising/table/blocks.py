"""A sheet taken apart into tables: title rows above, header rows, body rows, notes; found by what the rows say.

A sheet may hold several tables, one below the other or side by side; a continued table repeats title and header.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from huizong.catalogue.texts import normalise
from huizong.model import Cell
from huizong.recognising.table.columns import segments
from huizong.recognising.table.fingerprints import print_of
from huizong.recognising.table.row_kinds import RowKind, is_year_and_month, kind_of, may_be_october, own_texts, period_in_cells
from huizong.recognising.vocabulary import form_words as words
from huizong.recognising.vocabulary import margin_words as margins
from huizong.recognising.vocabulary.grid import Grid
from huizong.recognising.vocabulary.header_words import FormLexicon
from huizong.recognising.vocabulary.when import days_in

_MOST_HEADER_ROWS = 6
_MOST_ALIKE, _LONGEST_ALIKE = 50, 500  # cells and letters of a row whose kind is remembered


@dataclass(frozen=True)
class Block:
    """One table of a sheet: the texts above it, the rows of its header and of its body, and its columns.

    `preamble` are the texts between the table before and this header, `notes` those between and below its body rows.
    `skipped` are rows of the header that number the columns. `is_beside`: it stands right of another, without a title of its own.
    """

    grid: Grid
    preamble: tuple[str, ...]
    header: tuple[int, ...]
    body: tuple[int, ...]
    columns: tuple[int, ...]
    notes: tuple[str, ...] = ()
    skipped: tuple[int, ...] = ()
    structure: frozenset[tuple[int, int]] = frozenset()
    is_beside: bool = False

    @property
    def titles(self) -> tuple[str, ...]:
        """The texts above that are no declaration, no corner and no signature."""
        return tuple(filter(is_title, self.preamble))


def is_title(text: str) -> bool:
    """Whether a text above a table is no declaration, no signature and no number of a form."""
    return margins.declared_name(text) is None and not margins.is_signature(text) and not margins.is_table_number(text)


@dataclass
class _Band:
    """A table while its rows are being collected."""

    preamble: list[int]
    header: list[int]
    body: list[int] = field(default_factory=list)
    between: list[int] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)


def split_blocks(grid: Grid, lexicon: FormLexicon) -> tuple[Block, ...]:
    """The tables of a sheet, in the order in which they stand; none if nothing in it looks like a table."""
    bands = _bands(grid, lexicon)
    blocks: list[Block] = []
    for band in bands:
        notes = [text for row in band.between for text in _texts(grid.rows[row])]
        beside = (*band.preamble, *band.between, *band.header, *band.skipped)
        structure = frozenset((cell.row, cell.column) for row in beside for cell in grid.rows[row])
        parts = segments(grid, band.header, band.body, lexicon)
        for number, part in enumerate(parts):
            starts = [other.columns[0] for other in parts]
            preamble = [text for row in band.preamble for text in _texts(_own_cells(grid.rows[row], starts, number))]
            body = [row for row in band.body if any(cell.column in part.columns for cell in grid.rows[row])]
            blocks.append(
                Block(
                    grid,
                    (*preamble, *part.titles),
                    tuple(part.header),
                    tuple(body),
                    tuple(part.columns),
                    tuple(notes),
                    tuple(band.skipped),
                    structure if part.first else frozenset(),
                    is_beside=not part.first and not part.titles,
                )
            )
    return tuple(blocks)


def _own_cells(cells: tuple[Cell, ...], starts: list[int], number: int) -> tuple[Cell, ...]:
    """The cells of a row above tables that stand side by side which are the given table's, where each has a title or corner of its own.

    A lone title, declaration or corner is said for all of them.
    """

    def part_of(cell: Cell) -> int:
        return max((index for index, start in enumerate(starts) if start <= cell.column), default=0)

    def kind(cell: Cell) -> str:
        if cell.kind != "text":
            return ""
        return "corner" if margins.corner_unit(cell.text) is not None else "title" if is_title(cell.text) else ""

    for shared in ("corner", "title"):
        if {part_of(cell) for cell in cells if kind(cell) == shared} == set(range(len(starts))):
            cells = tuple(cell for cell in cells if kind(cell) != shared or part_of(cell) == number)
    return cells


def _texts(cells: tuple[Cell, ...]) -> list[str]:
    """What the cells say, texts first; what stands right of 有效期至： or 文号： is the form's own and no word of the report."""
    own = [cell for left, cell in pairwise(cells) if left.kind == "text" and _asks_for_number(left.text)]
    said = [cell for cell in cells if cell not in own]
    if said and (period := period_in_cells(cells)):
        said.append(said[0]._replace(kind="text", text=period))
    return [cell.text.strip() for cell in said if cell.kind == "text"] + [
        cell.text.strip() for cell in said if cell.kind in ("date", "number") and cell.text.strip() and not may_be_october(cell)
    ]


def _asks_for_number(text: str) -> bool:
    return normalise(text).endswith(":") and margins.is_table_number(text)


def _bands(grid: Grid, lexicon: FormLexicon) -> list[_Band]:
    kinds = {row: _kind_of(cells, lexicon) for row, cells in grid}
    rows = list(kinds)
    bands: list[_Band] = []
    current: _Band | None = None
    waiting: list[int] = []  # rows that belong to the next header as its preamble, or else to the body before
    for index, row in enumerate(rows):
        kind, cells = kinds[row], grid.rows[row]
        if kind is RowKind.NUMBERING:
            if current is not None:
                current.skipped.append(row)
            else:
                waiting.append(row)
        elif kind in (RowKind.META, RowKind.NOTE):
            waiting.append(row)
        elif current is None and len(cells) == 1 and is_year_and_month(cells[0]):
            waiting.append(row)  # a number alone above the first table: its period
        elif kind is RowKind.VALUES:
            if current is None:
                header = _unknown_header(waiting, kinds)
                current = _Band([r for r in waiting if r not in header], header)
                bands.append(current)
            else:
                current.between.extend(waiting)
            waiting = []
            current.body.append(row)
        elif current is not None and not current.body and not waiting and _goes_on(grid, current, row, lexicon):
            current.header.append(row)
        elif _starts_header(grid, current, row, lexicon, kinds, rows[index + 1 : index + 3]):
            uppers = _uppers(waiting, kinds, grid, lexicon, current)
            current = _Band([r for r in waiting if r not in uppers], [*uppers, row])
            bands.append(current)
            waiting = []
        elif (
            kind is RowKind.SINGLE and current is not None and current.body and _repeats_header(grid, current, rows[index + 1 : index + 2])
        ):
            waiting.append(row)  # a name over a repeated header is the title of the table that begins there
        elif current is not None and _is_blank_body_row(cells, lexicon, current, grid):
            current.between.extend(waiting)
            waiting = []
            current.body.append(row)
        else:
            waiting.append(row)
    if current is not None:
        current.between.extend(waiting)
    return bands


def _kind_of(cells: tuple[Cell, ...], lexicon: FormLexicon) -> RowKind:
    """The kind of a row, told once of rows that are alike; very wide ones and long texts are told anew."""
    if len(cells) > _MOST_ALIKE or sum(len(cell.text) for cell in cells) > _LONGEST_ALIKE:
        return kind_of(cells, lexicon)
    known = lexicon.names.row_kinds
    key = lexicon.situation, print_of(cells, lexicon.names.numbers)
    if (kind := known.get(key)) is None:
        kind = known[key] = kind_of(cells, lexicon)
    return kind


def _unknown_header(waiting: list[int], kinds: dict[int, RowKind]) -> list[int]:
    """The rows right above the first values that hold several texts, though none of them is known."""
    header: list[int] = []
    for row in reversed(waiting):
        if kinds[row] is not RowKind.TEXTS or (header and header[0] - row > 1) or len(header) >= _MOST_HEADER_ROWS:
            break
        header.insert(0, row)
    return header


def _goes_on(grid: Grid, band: _Band, row: int, lexicon: FormLexicon) -> bool:
    """Whether the row is one more row of the header: nothing of its own under the label header, or again words of headers."""
    if len(band.header) >= _MOST_HEADER_ROWS or row - band.header[-1] > 1:
        return False
    cells = grid.rows[row]
    first = min(cell.column for header_row in band.header for cell in grid.rows[header_row])
    if all(cell.column > first for cell in cells):
        labels = {column for header_row in band.header for column in _label_columns(grid, header_row)}
        return not any(cell.column in labels and not words.is_label_header(cell.text) for cell in cells)
    return _is_header_like(cells, lexicon) or _are_units(cells, lexicon)


def _are_units(cells: tuple[Cell, ...], lexicon: FormLexicon) -> bool:
    """计量单位 | 万元 | 头: the row names the unit of each column."""
    texts = own_texts(cells)
    return len(texts) > 1 and words.is_unit_header(texts[0]) and all(lexicon.catalogue.unit(text) for text in texts[1:])


def _label_columns(grid: Grid, row: int) -> set[int]:
    """The columns of label headers; one with empty places to its right is the name of a group of columns instead."""
    last = max(cell.column for cell in grid.rows[row])
    found = set()
    for cell in grid.rows[row]:
        merge = grid.merge_at(row, cell.column)
        is_group = merge.last_column > merge.first_column if merge else cell.column < last and grid.cell(row, cell.column + 1) is None
        is_group = is_group or (cell.column == last and cell.column < grid.columns[-1] and merge is None)
        if words.is_label_header(cell.text) and (not is_group or cell.column == grid.columns[0]):
            found.add(cell.column)
    return found


def _starts_header(
    grid: Grid, current: _Band | None, row: int, lexicon: FormLexicon, kinds: dict[int, RowKind], following: list[int]
) -> bool:
    cells = grid.rows[row]
    if kinds[row] is RowKind.SINGLE:
        return False
    if current is not None and _repeats_header(grid, current, [row]):
        return True
    if not _is_header_like(cells, lexicon):
        return False
    if current is None or not current.body:
        return True
    # Inside a table a header must say more than its label column does: words of headers stand over its values too.
    labels = {cell.column for r in current.header for cell in grid.rows[r] if words.is_label_header(cell.text)}
    outside = [cell for cell in cells if cell.column not in labels]
    has_label_header = any(words.is_label_header(cell.text) for cell in cells)
    next_has_values = any(kinds[r] is RowKind.VALUES for r in following)
    return (has_label_header and bool(outside)) or (next_has_values and len(outside) >= 2 and _is_header_like(tuple(outside), lexicon))


def _repeats_header(grid: Grid, band: _Band, rows: list[int]) -> bool:
    """Whether one of the rows says the same as a row of the table's header."""
    header = [[cell.text.strip() for cell in grid.rows[row]] for row in band.header]
    return any([cell.text.strip() for cell in grid.rows[row]] in header for row in rows)


def _is_header_like(cells: tuple[Cell, ...], lexicon: FormLexicon) -> bool:
    """Whether words of headers stand in the row: of labels, bases, times, or several names side by side."""
    texts = own_texts(cells)
    if len(texts) < 1:
        return False
    known = sum(1 for text in texts[1:] if lexicon.meaning(text).is_known or words.is_label_header(text))
    first = lexicon.meaning(texts[0])
    if words.is_label_header(texts[0]) or words.is_serial_header(texts[0]):
        return len(texts) > 1
    return known >= 1 and (known >= 2 or not (first.indicator or first.organisation) or bool(first.bases))


def _uppers(waiting: list[int], kinds: dict[int, RowKind], grid: Grid, lexicon: FormLexicon, current: _Band | None) -> list[int]:
    """The waiting rows right above that are upper rows of the header: a lone 2024年 over some of the columns."""
    found: list[int] = []
    left = grid.columns[0]
    for row in reversed(waiting):
        cells = grid.rows[row]
        if kinds[row] is RowKind.SINGLE and cells[0].column > left:
            meaning = lexicon.meaning(own_texts(cells)[0])
            if not (meaning.is_known or meaning.neutral):
                break
        elif kinds[row] is not RowKind.TEXTS:
            break
        found.insert(0, row)
    return found


def _is_blank_body_row(cells: tuple[Cell, ...], lexicon: FormLexicon, band: _Band, grid: Grid) -> bool:
    """Whether a row without any value is a row of the table all the same: its label names an indicator or organisation."""
    texts = own_texts(cells)
    if not texts or not band.header:
        return False
    if any(cell.kind == "text" and days_in(cell.text) for cell in cells):
        # an organisation's name with a day is a signature, an indicator's has a day where its value should be
        return any(lexicon.meaning(text).indicator for text in texts[:3])
    return any(_is_row_label(text, lexicon) for text in texts[:3])


def _is_row_label(text: str, lexicon: FormLexicon) -> bool:
    meaning = lexicon.meaning(text)
    return bool(meaning.indicator or meaning.organisation or meaning.total)
