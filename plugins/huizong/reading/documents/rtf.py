"""RTF documents, which some programs save under the name of a Word document: paragraphs and tables.

Only what carries text is understood: Unicode and code page characters, paragraph, tab and cell marks. Destinations
that hold fonts, styles, pictures and field codes are passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby

from huizong.model import Paragraph, Sheet
from huizong.reading.cells.sight import WHITE, Ink, Run, colour_ink, in_prose
from huizong.reading.documents.doc_tables import DocRow, DocTable, NestedTables, table_sheet, with_lines
from huizong.reading.documents.page_fields import only_numbers_pages
from huizong.reading.documents.rtf_fields import ART, INSTRUCTION, drawn_by, numbers_of_pages
from huizong.reading.documents.rtf_letters import LETTERS, GroupState, with_letters
from huizong.reading.documents.rtf_rows import ROW_WORDS, TABLE_WORDS, RtfRow
from huizong.reading.documents.rtf_tables import TOKEN, read_colours, read_fonts
from huizong.reading.documents.rtf_words import APART, CHARACTERS, CODE_PAGES, KNOWN, MARGINS, SILENT, SYMBOLS
from huizong.reading.refusals import incomplete
from huizong.reading.size_limits import Limits


@dataclass(slots=True)
class Outer:
    """What waits until a group apart ends: how many groups were open, and the paragraph and table around it."""

    depth: int
    pieces: list[Run]
    cells: list[tuple[Run, ...]]
    rows: list[DocRow]
    row: RtfRow
    paragraph_ground: int | None
    in_table: bool
    nested: NestedTables
    starts: dict[int, int]
    level: int


class RtfReader:
    """One pass over the file."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.paragraphs: list[Paragraph] = []
        self.sheets: list[Sheet] = []
        self.encoding = "gb18030"
        self.pieces: list[Run] = []
        self.raw = bytearray()
        self.groups: list[GroupState] = []
        self.state = GroupState()
        self.colours: list[int | None] = []
        self.fonts: dict[int, Ink] = {}
        self.own_font: int | None = None
        self.page_field = self.has_page_number = self.field_is_drawn = False
        self.to_skip = 0
        self.in_table = False
        self.cells: list[tuple[Run, ...]] = []
        self.row, self.outer_row = RtfRow(), RtfRow()
        self.paragraph_ground: int | None = WHITE
        self.rows: list[DocRow] = []
        self.starred = False
        self.outer: list[Outer] = []
        self.nested = NestedTables()
        self.level = 1  # of the table in which a paragraph stands: 2 is one inside a cell
        self.starts: dict[int, int] = {}  # where, among the pieces, what stands in a table of a level begins

    def read(self, data: bytes) -> None:
        """Reads all tokens. Raises FileRefusedError if groups are left open: then the end is missing."""
        self.colours, self.fonts = read_colours(data), read_fonts(data)
        for match in TOKEN.finditer(data):
            word, number, code, symbol, brace, text = match.groups()
            if brace:
                self.brace(brace)
            elif self.state.silent:
                continue
            elif word:
                is_art = word == b"sp" and ART.match(data, match.start(1)) is not None
                self.control("shptxt" if is_art else word.decode("ascii"), int(number) if number else None)
                if word == b"fldinst":
                    self.instruct(INSTRUCTION.match(data, match.start(1)))
            elif code:
                self.byte(int(code, 16))
            elif symbol:
                self.symbol(symbol)
            elif text:
                self.add_plain(text)
        if self.groups:
            raise incomplete("RTF 文档没有结尾")
        self.end_paragraph(final=True)

    def instruct(self, found: re.Match[bytes] | None) -> None:
        """The code of a field: of one that numbers pages, or that draws a phonetic guide over a character."""
        code = found.group(1) if found is not None else b""
        self.page_field = numbers_of_pages(code)
        shown = drawn_by(code, self.encoding, self.state.skip_after_unicode)
        self.field_is_drawn = bool(shown)
        if shown:
            self.add(shown, drawn=True)

    def brace(self, brace: bytes) -> None:
        """Begins or ends a group; what a group set ends with it."""
        self.flush()
        if brace == b"{":
            self.groups.append(self.state)
        elif self.groups:
            if self.outer and len(self.groups) == self.outer[-1].depth:
                self.end_apart()
            self.state = self.groups.pop()
        self.starred = False

    def begin_apart(self) -> None:
        """Begins a group whose paragraphs and tables are its own."""
        inner = (self.nested, self.starts, self.level)
        self.outer.append(
            Outer(len(self.groups), self.pieces, self.cells, self.rows, self.row, self.paragraph_ground, self.in_table, *inner)
        )
        self.nested, self.starts, self.level = NestedTables(), {}, 1
        self.pieces, self.cells, self.rows, self.in_table = [], [], [], False
        self.row, self.paragraph_ground = RtfRow(), WHITE

    def end_apart(self) -> None:
        """Ends such a group: what it left open is a paragraph, and the one around it goes on."""
        self.end_paragraph(final=True)
        outer = self.outer.pop()
        self.pieces, self.cells, self.rows, self.in_table = outer.pieces, outer.cells, outer.rows, outer.in_table
        self.nested, self.starts, self.level = outer.nested, outer.starts, outer.level
        self.row, self.paragraph_ground = outer.row, outer.paragraph_ground

    def control(self, word: str, number: int | None) -> None:
        """One control word."""
        if word != "u":
            self.flush()
        if word in SILENT or (self.starred and word not in KNOWN):
            self.state = replace(self.state, silent=True)
        elif word in KNOWN:
            self.starred = False
            if word == "nesttableprops":
                self.outer_row = replace(self.row)
        elif word == "fldrslt" and self.page_field:
            self.state, self.page_field, self.has_page_number = replace(self.state, silent=True), False, True
        elif word == "fldrslt" and self.field_is_drawn:
            self.state, self.field_is_drawn = replace(self.state, silent=True), False
        elif word in APART:
            self.begin_apart()
            self.state = replace(self.state, in_margin=self.state.in_margin or word in MARGINS, ink=Ink.PLAIN)
        elif word in LETTERS:
            self.state = with_letters(self.state, word, number)
        elif word == "deff":
            self.own_font = number
        elif word == "ansicpg" and number in CODE_PAGES:
            self.encoding = CODE_PAGES[number]
        elif word == "uc":
            self.state = replace(self.state, skip_after_unicode=number or 0)
        elif word == "u" and number is not None:
            self.flush()
            self.add(chr(number % 65536))
            self.to_skip = self.state.skip_after_unicode
        elif word in CHARACTERS:
            self.add(CHARACTERS[word])
        elif word == "intbl":
            self.in_table = True
        elif word == "pard":
            self.in_table, self.paragraph_ground, self.level = False, WHITE, 1
        elif word == "itap":
            self.begin_level(number or 1)
        elif word in TABLE_WORDS:
            self.table_control(word, number)
        elif word in ("par", "sect", "page"):
            self.end_paragraph()

    def table_control(self, word: str, number: int | None) -> None:
        """One control word of cells and rows."""
        if word == "nestcell":
            level = max(self.level, 2)
            self.nested.cell(level, self.take(max((start for inner, start in self.starts.items() if inner <= level), default=0)))
        elif word == "nestrow":
            self.nested.row(max(self.level, 2), self.row.borders, tuple(self.row.flags))
            self.row = replace(self.outer_row, ground=self.row.ground)
        elif word == "cell":
            lines = self.nested.close(2)
            self.cells.append(with_lines(self.take(), lines))
            self.starts = {}
        elif word == "row":
            self.rows.append(DocRow(tuple(self.cells), self.row.borders, tuple(self.row.flags)))
            self.cells = []
        elif word == "trowd":
            self.row = RtfRow(ground=self.row.ground)
        elif word == "clcbpat":
            self.row.ground = self.colour(number or 0, WHITE)
        elif word == "cbpat":
            self.paragraph_ground = self.colour(number or 0, WHITE)
        elif word in ("clshdng", "shading") and number:
            self.row.ground = self.paragraph_ground = None  # a pattern of two colours
        elif word in ROW_WORDS:
            self.row.control(word, number)

    def symbol(self, symbol: bytes) -> None:
        """An escaped character, or the mark of a destination that may be passed over."""
        if symbol == b"*":
            self.starred = True
        elif symbol in SYMBOLS:
            self.flush()
            self.add(SYMBOLS[symbol])
        elif symbol in (b"\\", b"{", b"}"):
            self.add_plain(symbol)

    def byte(self, value: int) -> None:
        """One byte in the code page; it may be half a character."""
        if self.to_skip:
            self.to_skip -= 1
        else:
            self.raw.append(value)

    def add_plain(self, text: bytes) -> None:
        """Plain characters."""
        skipped = min(self.to_skip, len(text))
        self.to_skip -= skipped
        self.raw.extend(text[skipped:])

    def colour(self, place: int, default: int) -> int | None:
        """A colour of the table, the default for the one that is set by itself."""
        return default if place == 0 else self.colours[place] if place < len(self.colours) else None

    @property
    def pictures(self) -> Ink:
        """The font of pictures that letters stand in now, if it is one."""
        font = self.own_font if self.state.font is None else self.state.font
        return Ink.PLAIN if font is None else self.fonts.get(font, Ink.PLAIN)

    def add(self, text: str, *, drawn: bool = False) -> None:
        """Adds a text as letters stand now; one that is `drawn` is what its font shows already."""
        state = self.state
        behind = self.paragraph_ground
        if behind == WHITE and self.in_table and len(self.cells) < len(self.row.grounds):
            behind = self.row.grounds[len(self.cells)]
        ground = self.colour(state.ground, WHITE) if state.ground else behind
        ink = state.ink if drawn else state.ink | self.pictures
        self.pieces.append((text, ink | colour_ink(self.colour(state.colour, 0), ground)))

    def flush(self) -> None:
        """Turns collected bytes into text."""
        if self.raw:
            text = self.raw.decode("latin-1" if self.pictures else self.encoding, "replace")
            self.raw.clear()
            self.add(text)

    def begin_level(self, level: int) -> None:
        """A paragraph of a table of a level: what stands in it begins where the first of them does."""
        self.level = level
        self.starts = {inner: start for inner, start in self.starts.items() if inner <= level}
        if level > 1:
            self.starts.setdefault(level, len(self.pieces))

    def take(self, start: int = 0) -> tuple[Run, ...]:
        """The runs collected from a place on, rare characters put together again."""
        self.flush()
        runs = tuple(
            ("".join(text for text, _ in group).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), ink)
            for ink, group in groupby(self.pieces[start:], key=lambda run: run[1])
        )
        del self.pieces[start:]
        return runs

    def end_paragraph(self, *, final: bool = False) -> None:
        """Ends a paragraph, and the table before it; inside a cell it is a further line."""
        if self.in_table and not final:
            self.flush()
            self.pieces.append(("\n", Ink.PLAIN))
            return
        text, look = in_prose(self.take())
        if self.rows:
            self.end_table()
        numbers_only = self.has_page_number and self.state.in_margin and only_numbers_pages(text)
        self.has_page_number = False
        if (text or look or not final) and not numbers_only:
            self.paragraphs.append(Paragraph(len(self.paragraphs) + 1, text, None, look, self.state.in_margin))

    def end_table(self) -> None:
        """The rows collected so far as a sheet."""
        sheet = table_sheet(DocTable(self.rows), f"表{len(self.sheets) + 1}", len(self.paragraphs))
        self.limits.check_cells(len(sheet.cells))
        self.rows = []
        self.sheets.append(sheet)
        for table in self.nested.whole:
            self.sheets.append(table_sheet(table, f"表{len(self.sheets) + 1}", len(self.paragraphs)))
        self.nested = NestedTables()


def read_rtf(data: bytes, limits: Limits) -> tuple[tuple[Paragraph, ...], tuple[Sheet, ...]]:
    """Paragraphs and tables. Raises FileRefusedError."""
    reader = RtfReader(limits)
    reader.read(data)
    return tuple(reader.paragraphs), tuple(reader.sheets)
