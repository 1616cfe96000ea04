"""Tables of blank forms: what a form without values is, read as the recogniser reads a filled one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from huizong.catalogue import Catalogue
from huizong.model import Cell, Document, Sheet
from huizong.reading import read_file
from huizong.recognising.table.axes import Column, Role
from huizong.recognising.table.found_tables import FoundTable, find_tables
from huizong.recognising.table.layout import Layout, lay_out
from huizong.recognising.vocabulary import form_words as words
from huizong.recognising.vocabulary import margin_words as margins
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.grid import Grid
from huizong.recognising.vocabulary.header_words import FormLexicon

_LONGEST_NAME = 60


class DraftError(Exception):
    """A blank form that can't be drafted; the message says which, and why."""


@dataclass(frozen=True)
class BlankTable:
    """One table of a blank form: the file, its document as it is, and the table with a number in each empty place."""

    path: Path
    document: Document
    found: FoundTable
    layout: Layout

    @property
    def sheet(self) -> Sheet:
        """The sheet it stands on, filled."""
        return self.found.block.grid.sheet

    @property
    def values(self) -> tuple[Column, ...]:
        """The columns that figures belong in."""
        return tuple(column for column in self.layout.columns if is_value(column))

    def origin(self, row: int, column: int) -> str:
        """Where a cell of it is, with the file: 畜牧.xlsx, Sheet1!B3."""
        return f"{self.path.name}, {self.sheet.place(row, column)}"

    def origin_of(self, text: str) -> str:
        """Where a text above the table stands; the file alone if it stands in no cell."""
        for cell in self.sheet.cells.values():
            if cell.kind == "text" and text in (cell.text.strip(), *cell.text.strip().split("\n")):
                return self.origin(cell.row, cell.column)
        return self.path.name

    def header_origin(self, column: int) -> str:
        """Where the words above a column stand: the lowest of them."""
        grid = self.found.block.grid
        for row in reversed(self.found.block.header):
            cell = grid.shown(row, column)
            if cell is not None and cell.text.strip():
                return self.origin(cell.row, cell.column)
        return self.path.name


def blank_tables(path: Path, catalogue: Catalogue) -> list[BlankTable]:
    """The tables of a blank form, in order; raises DraftError if it can't be read, or holds none with names and a header."""
    tables = list(_tables(path, catalogue))
    if not tables:
        raise DraftError(f"{path}: no table with names of rows and a header was found in it; where the rows are blank, write one name in")
    return tables


def _tables(path: Path, catalogue: Catalogue) -> Iterator[BlankTable]:
    """A table without values is none to the recogniser, so its empty places are filled for the look."""
    names = Names(catalogue)
    lexicon = FormLexicon(names)
    for document in read_file(path):
        if document.refusal is not None:
            raise DraftError(f"{path}: it can't be read: {document.refusal.rule}")
        sheets = [sheet for sheet in document.sheets if not sheet.hidden]
        filled = [_filled(sheet, _found([sheet], names, document), lexicon) for sheet in sheets]
        for found in _found(filled, names, document):
            layout = lay_out(found.block, lexicon)
            if layout.rows and found.block.header:
                yield BlankTable(path, document, found, layout)


def _found(sheets: Sequence[Sheet], names: Names, document: Document) -> list[FoundTable]:
    return find_tables([Grid(sheet) for sheet in sheets], names, document, None)


def _filled(sheet: Sheet, tables: Iterable[FoundTable], lexicon: FormLexicon) -> Sheet:
    """The sheet with a number in each empty place of a value column beside a name."""
    cells = dict(sheet.cells)
    for found in tables:
        columns = lay_out(found.block, lexicon).columns
        labels = [c.column for c in columns if c.role is Role.LABEL or any(map(words.is_label_header, c.words))]
        values = [column.column for column in columns if is_value(column)]
        header = found.block.header[-1] if found.block.header else 0
        if not labels or not values:
            continue
        for row in sorted({row for row, _ in cells if row > header}):
            named = [cells[row, column] for column in labels if (row, column) in cells and cells[row, column].kind == "text"]
            text = named[-1].text if named else ""
            if (
                not text.strip()
                or len(text) > _LONGEST_NAME
                or margins.is_signature(text)
                or margins.is_note(text)
                or text.rstrip().endswith((":", "："))
            ):
                continue
            for column in values:
                cells.setdefault((row, column), Cell(row, column, "number", "1", Decimal(1)))
    return replace(sheet, cells=cells)


def is_value(column: Column) -> bool:
    """Whether figures belong there: by its header, or because its header says nothing else."""
    if column.role is Role.VALUE:
        return True
    text = column.words[-1] if column.words else ""
    others = (words.is_label_header, words.is_unit_header, words.is_serial_header, words.is_code_header, words.is_remark_header)
    return column.role is Role.TEXT and bool(text) and not any(says(text) for says in others)
