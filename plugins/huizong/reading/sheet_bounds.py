"""What may leave this room: cells and merges inside a sheet, names of a length that people write, text that a database stores.

One place for all readers. A position outside, or a name of thousands of characters, is no sheet that any program shows: the
file is refused with that reason before anything is kept of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from huizong.model import Cell, Document, Merge, Sheet, column_letters
from huizong.reading.formulas.formula import LAST_COLUMN, LAST_ROW
from huizong.reading.masking import masked_name
from huizong.reading.refusals import FileRefusedError, damaged, refused

LONGEST_NAME = 255
MOST_MERGED = 200_000  # places under merged ranges, which are looked at one by one
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
REPLACED = "\N{REPLACEMENT CHARACTER}"


def bounded(document: Document) -> Document:
    """The document with merges cut to what is filled, and without NUL and lone surrogates. Raises FileRefusedError.

    What replaces them is the sign for an unknown character, which is no part of any number.
    """
    sheets = tuple(bounded_sheet(sheet) for sheet in document.sheets)
    paragraphs = tuple(
        replace(paragraph, text=storable(paragraph.text)) if UNSTORABLE.search(paragraph.text) else paragraph
        for paragraph in document.paragraphs
    )
    properties = {storable(name): storable(value) for name, value in document.properties.items()}
    return replace(document, sheets=sheets, paragraphs=paragraphs, properties=properties)


def bounded_sheet(sheet: Sheet) -> Sheet:
    """One sheet, the same way. Raises FileRefusedError."""
    if len(sheet.name) > LONGEST_NAME:
        raise damaged(f"工作表名有 {len(sheet.name)} 个字，超过 {LONGEST_NAME} 个")
    name = masked_name(storable(sheet.name))
    last_row = max((row for row, _ in sheet.cells), default=0)
    last_column = max((column for _, column in sheet.cells), default=0)
    first = min((min(place) for place in sheet.cells), default=1)
    if first < 1 or last_row > LAST_ROW or last_column > LAST_COLUMN:
        raise outside(sheet, name, last_row, last_column)
    cells = sheet.cells
    if not is_storable(cell.text for cell in cells.values()):
        cells = {place: storable_cell(cell) for place, cell in cells.items()}
    return replace(sheet, name=name, cells=cells, merges=bounded_merges(sheet.merges, name, last_row, last_column))


def outside(sheet: Sheet, name: str, last_row: int, last_column: int) -> FileRefusedError:
    """The refusal of a sheet with a cell where no sheet has one; of a text that is too long or wide, for what it is."""
    if sheet.layout == "sheet":
        return damaged(f"工作表“{name}”有单元格在第 {last_row} 行第 {last_column} 列，超出工作表的范围（{LAST_ROW} 行、{LAST_COLUMN} 列）")
    return refused("file-too-large", observed=f"{last_row} 行、{last_column} 列", expected=f"{LAST_ROW} 行、{LAST_COLUMN} 列")


def bounded_merges(merges: tuple[Merge, ...], name: str, last_row: int, last_column: int) -> tuple[Merge, ...]:
    """Merges cut where the filled part of the sheet ends; what lies wholly beyond covers nothing. Raises FileRefusedError."""
    kept = []
    places = 0
    for merge in merges:
        if not (1 <= merge.first_row <= merge.last_row <= LAST_ROW and 1 <= merge.first_column <= merge.last_column <= LAST_COLUMN):
            corners = f"{letters(merge.first_column)}{merge.first_row}:{letters(merge.last_column)}{merge.last_row}"
            raise damaged(f"“{name}”的合并区域 {corners} 不成立或超出范围（{LAST_ROW} 行、{LAST_COLUMN} 列）")
        if merge.first_row > last_row or merge.first_column > last_column:
            continue
        cut = Merge(merge.first_row, merge.first_column, min(merge.last_row, last_row), min(merge.last_column, last_column))
        places += (cut.last_row - cut.first_row + 1) * (cut.last_column - cut.first_column + 1)
        if (cut.first_row, cut.first_column) != (cut.last_row, cut.last_column):
            kept.append(cut)
    if places > MOST_MERGED:
        raise refused("file-too-large", observed=f"合并区域占 {places} 格", expected=f"{MOST_MERGED} 格")
    return tuple(kept)


def letters(column: int) -> str:
    """The name of a column, or its number where no column has a name."""
    return column_letters(column) if 1 <= column <= LAST_COLUMN else f"第{column}列"


def is_storable(texts: Iterable[str]) -> bool:
    """Whether all the texts can be stored as they are; tells it of all at once, since it nearly always is so."""
    return UNSTORABLE.search("\n".join(texts)) is None


def storable(text: str) -> str:
    """The text with what a database can't store replaced."""
    return UNSTORABLE.sub(REPLACED, text)


def storable_cell(cell: Cell) -> Cell:
    """The cell with text, value and formula replaced the same way."""
    value = storable(cell.value) if isinstance(cell.value, str) else cell.value
    return cell._replace(text=storable(cell.text), value=value, formula=storable(cell.formula) if cell.formula else cell.formula)
