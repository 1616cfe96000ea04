"""The columns of a table: where a second table stands beside it, and the path of words above each column."""

from __future__ import annotations

from dataclasses import dataclass

from huizong.recognising.table.row_kinds import may_be_october, month_of_date
from huizong.recognising.vocabulary import form_words as words
from huizong.recognising.vocabulary.grid import Grid
from huizong.recognising.vocabulary.header_words import FormLexicon

_ENOUGH = 200  # cells of a column that tell what it holds


@dataclass(frozen=True)
class Segment:
    """The columns of one of several tables that stand side by side, with its header rows and its own titles."""

    columns: tuple[int, ...]
    header: tuple[int, ...]
    titles: tuple[str, ...]
    first: bool


def segments(grid: Grid, header: list[int], body: list[int], lexicon: FormLexicon) -> list[Segment]:
    """The tables side by side under one header: parted by empty columns, or by a label column that comes again."""
    used = _used_columns(grid, header, body)
    if not used:
        return []
    parts: list[list[int]] = []
    named = {column for column in used if _names_rows(grid, header, body, column, lexicon)}
    counted = {column for column in used if any(_only_counts(grid.text(row, column)) for row in header)}
    labels: dict[int, bool] = {}  # told of each column once
    for column in used:
        if parts and (left := parts[-1][-1]) not in labels:
            labels[left] = _is_label(grid, header, body, left) and not _holds_units(grid, body, left, lexicon)
        labelled = bool(parts) and any(labels[c] for c in parts[-1])
        gap = labelled and column - parts[-1][-1] > 1 and _has_labels(grid, header, body, column, used, lexicon)
        again = labelled and column in named and _is_repeated(grid, body, column, [c for c in parts[-1] if c not in counted], used, named)
        if not parts or gap or again:
            parts.append([])
        parts[-1].append(column)
    found = []
    for number, part in enumerate(parts):
        rows, titles = _own_header(grid, header, part) if len(parts) > 1 else (list(header), [])
        found.append(Segment(tuple(part), tuple(rows), tuple(titles), number == 0))
    return found


def path(grid: Grid, header: tuple[int, ...], columns: tuple[int, ...], column: int) -> tuple[str, ...]:
    """The words above a column, from the top row of the header down, each once.

    Merged cells count for every column they cover. An upper text that is not merged counts for the empty places to its
    right as far as there are words below them (a header copied out of a merged one).
    """
    found: list[str] = []
    for index, row in enumerate(header):
        text = _header_text(grid, row, column)
        if not text and index < len(header) - 1 and grid.merge_at(row, column) is None:
            text = _from_left(grid, header, columns, column, index)
        if text and (not found or found[-1] != text):
            found.append(text)
    return tuple(found)


def _header_text(grid: Grid, row: int, column: int) -> str:
    """The words of a header cell; a date is the month that it names, and 2018.1 between 2018.9 and 2018.11 is October.

    A number 2018.1 beside no other month may be January or October, and then says both.
    """
    cell = grid.shown(row, column)
    if cell is None:
        return ""
    if (month := month_of_date(cell)) is not None:
        return month
    text = cell.text.strip()
    if not may_be_october(cell):
        return text
    beside = {grid.text(row, column - 1), grid.text(row, column + 1)}
    year = text.partition(".")[0]
    if {f"{year}.9", f"{year}.11"} & beside:
        return f"{year}.10"
    return f"{year}.01" if {f"{year}.2", f"{int(year) - 1}.12"} & beside else f"{text}（1月或10月）"


def _from_left(grid: Grid, header: tuple[int, ...], columns: tuple[int, ...], column: int, index: int) -> str:
    row, lower = header[index], header[index + 1 :]
    if not any(grid.cell(below, column) for below in lower):
        return ""
    for left in reversed([c for c in columns if c < column]):
        text = grid.text(row, left)
        if text:
            has_words_below = any(grid.text(below, left) not in ("", text) for below in lower)
            return text if has_words_below and not words.is_label_header(text) else ""
    return ""


def _used_columns(grid: Grid, header: list[int], body: list[int]) -> list[int]:
    used = {cell.column for row in (*header, *body) for cell in grid.rows[row]}
    for row in header:
        for cell in grid.rows[row]:
            if (merge := grid.merge_at(row, cell.column)) is not None:
                used.update(range(merge.first_column, min(merge.last_column, grid.columns[-1]) + 1))
    held = sorted(c for c in used if any(grid.cell(row, c) for row in body) or any(grid.text(row, c) for row in header))
    # What stands to the right of a gap without any header is no column of the table: somebody calculated there.
    for index, column in enumerate(held):
        if header and index and column - held[index - 1] > 1 and not any(grid.text(row, c) for c in held[index:] for row in header):
            return held[:index]
    return held


def _is_label_header(grid: Grid, header: list[int], column: int) -> bool:
    return any(words.is_label_header(grid.text(row, column)) for row in header)


def _is_label(grid: Grid, header: list[int], body: list[int], column: int) -> bool:
    """Whether the column holds names: its header says so, or all its cells are texts without digits."""
    if _is_label_header(grid, header, column):
        return True
    texts = [cell for row in body if (cell := grid.cell(row, column)) is not None]
    return bool(texts) and all(cell.kind == "text" and not any(char.isdigit() for char in cell.text) for cell in texts)


def _only_counts(header: str) -> bool:
    """Whether the digits below a header are no values: those of periods, codes, numbers of rows."""
    return words.is_period_header(header) or words.is_code_header(header) or words.is_serial_header(header)


def _names_rows(grid: Grid, header: list[int], body: list[int], column: int, lexicon: FormLexicon) -> bool:
    """Whether the column names its rows: by its header, or because most of its cells are names of ours."""
    if _holds_units(grid, body, column, lexicon):
        return False
    if _is_label_header(grid, header, column):
        return True
    cells = [cell for row in body[:_ENOUGH] if (cell := grid.cell(row, column)) is not None]
    if not cells or any(cell.kind != "text" for cell in cells):
        return False
    meanings = [lexicon.meaning(cell.text) for cell in cells]
    return sum(1 for meaning in meanings if meaning.indicator or meaning.organisation or meaning.total) * 2 > len(cells)


def _holds_units(grid: Grid, body: list[int], column: int, lexicon: FormLexicon) -> bool:
    """Whether the column holds units of measure, which name no rows, whatever 单位 stands above them."""
    cells = [cell for row in body[:_ENOUGH] if (cell := grid.cell(row, column)) is not None]
    return bool(cells) and sum(1 for cell in cells if lexicon.catalogue.unit(cell.text) is not None) * 2 > len(cells)


def _has_labels(grid: Grid, header: list[int], body: list[int], column: int, used: list[int], lexicon: FormLexicon) -> bool:
    """Whether a table of its own begins at the column: its cells are names, and something stands to the right of it."""
    if _holds_units(grid, body, column, lexicon) or any(words.is_remark_header(grid.text(row, column)) for row in header):
        return False
    texts = [cell for row in body if (cell := grid.cell(row, column)) is not None]
    return column != used[-1] and bool(_is_label_header(grid, header, column) or texts) and all(cell.kind == "text" for cell in texts)


def _is_repeated(grid: Grid, body: list[int], column: int, left: list[int], used: list[int], named: set[int]) -> bool:
    """Whether a column of names comes after names and values, and is followed by values again."""

    def holds_numbers(c: int) -> bool:
        return any((cell := grid.cell(row, c)) is not None and cell.kind in ("number", "formula", "error") for row in body) or any(
            (cell := grid.cell(row, c)) is not None and cell.kind == "text" and any(char.isdigit() for char in cell.text) for row in body
        )

    names = [c for c in left if c in named]
    right = [c for c in used if c > column]
    return (
        bool(names) and any(holds_numbers(c) for c in left if c > names[0]) and any(map(holds_numbers, right)) and not holds_numbers(column)
    )


def _own_header(grid: Grid, header: list[int], part: list[int]) -> tuple[list[int], list[str]]:
    """The header rows of one of several tables; rows that hold one text over its first column are its titles."""
    rows, titles = list(header), []
    while len(rows) > 1:
        texts = [(c, grid.text(rows[0], c)) for c in part if grid.text(rows[0], c)]
        if len({text for _, text in texts}) == 1 and texts[0][0] == part[0]:
            titles.append(texts[0][1])
            rows.pop(0)
        elif not texts:
            rows.pop(0)
        else:
            break
    return rows, titles
