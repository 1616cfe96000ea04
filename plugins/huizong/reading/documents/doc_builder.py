"""Characters of a binary Word document put together: paragraphs, and tables cell by cell as the marks between them say ([MS-DOC] 2.4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from huizong.model import Paragraph, Sheet
from huizong.reading.cells.controls import NO_BREAK_HYPHEN, OPTIONAL_HYPHEN, SIGNS
from huizong.reading.cells.sight import PICTURES, Ink, Run, Seen, in_prose
from huizong.reading.documents.doc_tables import DocRow, DocTable, NestedTables, table_sheet, with_lines
from huizong.reading.documents.drawn_fields import shown_by_code
from huizong.reading.documents.page_fields import numbers_pages
from huizong.reading.documents.paragraph_runs import ParagraphProperties, Properties

FIELD_BEGIN, FIELD_RESULT, FIELD_END = "\x13\x14\x15"
SHOWN_AS = {"\x0b": "\n", **dict.fromkeys(map(chr, (*range(0x07), 0x08, *range(0x0E, 0x1E))), "")}
SHOWN_AS |= {hyphen: SIGNS[hyphen] for hyphen in (NO_BREAK_HYPHEN, OPTIONAL_HYPHEN)}


def visible_runs(text: str, inks: Sequence[Ink]) -> tuple[list[Run], bool]:
    """What stands on the page, in runs, and whether page numbers were among it.

    Taken out are the codes of fields, the results of those that number pages, pictures and marks. Rare characters are put
    together again.
    """
    kept: list[Run] = []
    fields: list[tuple[int, bool, bool, bool]] = []  # of an open field: its first place or that of its result, whether this has begun,
    # whether it is a page, and whether the code showed something already
    has_page_number = False
    for letter, ink in zip(text, inks, strict=True):
        if letter == FIELD_BEGIN:
            fields.append((len(kept), False, False, False))
        elif letter == FIELD_RESULT and fields and not fields[-1][1]:
            begin = fields[-1][0]
            is_page, shown = numbers_pages("".join(part for part, _ in kept[begin:])), shown_of(kept[begin:])
            kept[begin:] = shown
            fields[-1] = (len(kept), True, is_page, bool(shown))
        elif letter == FIELD_END and fields:
            begin, has_result, is_page, is_shown = fields.pop()
            if is_page or is_shown or not has_result:
                kept[begin:] = [] if has_result else shown_of(kept[begin:])
            has_page_number = has_page_number or is_page
        else:
            kept.append((SHOWN_AS.get(letter, letter), ink))
    return [
        ("".join(part for part, _ in group).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), ink)
        for ink, group in groupby(kept, key=lambda run: run[1])
    ], has_page_number


def shown_of(code: Sequence[Run]) -> list[Run]:
    """What the code of a field shows of itself: a symbol, the character under a phonetic guide, else nothing."""
    shown = shown_by_code("".join(part for part, _ in code))
    return [(shown, code[-1][1] & ~PICTURES)] if shown else []


class DocBuilder:
    """Collects characters into paragraphs and tables."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.sheets: list[Sheet] = []
        self.letters: list[str] = []
        self.inks: list[Ink] = []
        self.cells: list[tuple[Run, ...]] = []
        self.table = DocTable()
        self.nested = NestedTables()
        self.starts: dict[int, int] = {}  # where, among the letters, what stands in a table of a level begins

    def add(self, letter: str, ink: Ink, runs: ParagraphProperties, offset: int) -> None:
        """One character; a mark ends what it ends, as the properties of its paragraph say."""
        if letter not in "\r\x07\x0c":
            self.letters.append(letter)
            self.inks.append(ink)
            return
        properties = runs.at(offset)
        if letter == "\x07" and properties.ends_row:
            self.take()
            self.starts.clear()
            self.table.rows.append(DocRow(self.row_cells(shaded=properties.shaded), properties.edges, properties.cell_flags))
        elif letter == "\x07":
            lines = self.nested.close(2)
            self.cells.append(with_lines(self.take(shaded=properties.shaded), lines))
            self.starts.clear()
        elif properties.ends_inner_cell or properties.ends_inner_row:
            self.end_inner(properties)
        elif properties.in_table and letter == "\r":
            self.letters.append("\x0b")  # a further paragraph of the same cell is a further line
            self.inks.append(Ink.PLAIN)
            self.starts = {level: start for level, start in self.starts.items() if level <= properties.depth}
            self.starts[properties.depth + 1] = len(self.letters)
        else:
            seen = in_prose(self.take(shaded=properties.shaded))
            self.end_table()
            self.add_paragraph(seen, properties.level)

    def end_inner(self, properties: Properties) -> None:
        """Ends a cell, or a row, of a table inside a cell."""
        level = max(properties.depth, 2)
        start = max((start for inner, start in self.starts.items() if inner <= level), default=0)
        runs = self.take(shaded=properties.shaded, start=start)
        if properties.ends_inner_row:
            self.nested.row(level, properties.edges, properties.cell_flags)
        else:
            self.nested.cell(level, runs)

    def take(self, *, shaded: bool = False, start: int = 0) -> tuple[Run, ...]:
        """The runs collected from a place on; on a ground that has a colour of its own nothing is called unseen."""
        runs, _ = visible_runs("".join(self.letters[start:]), self.inks[start:])
        del self.letters[start:]
        del self.inks[start:]
        return tuple((text, ink & ~Ink.UNSEEN) for text, ink in runs) if shaded else tuple(runs)

    def row_cells(self, *, shaded: bool) -> tuple[tuple[Run, ...], ...]:
        """The cells collected so far, as `take` gives them."""
        cells = tuple(tuple((text, ink & ~Ink.UNSEEN) for text, ink in runs) if shaded else runs for runs in self.cells)
        self.cells.clear()
        return cells

    def add_paragraph(self, seen: Seen, level: int | None = None, *, in_margin: bool = False) -> None:
        """The next paragraph."""
        self.paragraphs.append(Paragraph(len(self.paragraphs) + 1, seen.text, level, seen.look, in_margin))

    def end_table(self) -> None:
        """Ends the table that came before, if one did."""
        if self.cells:
            self.table.rows.append(DocRow(self.row_cells(shaded=False), (), ()))
        if self.table.rows:
            self.sheets.append(table_sheet(self.table, f"表{len(self.sheets) + 1}", len(self.paragraphs)))
            self.table = DocTable()
            for inner in self.nested.whole:
                self.sheets.append(table_sheet(inner, f"表{len(self.sheets) + 1}", len(self.paragraphs)))
            self.nested = NestedTables()

    def finish(self) -> None:
        """Ends what is still open."""
        self.end_table()
        if self.letters:
            self.add_paragraph(in_prose(self.take()))
