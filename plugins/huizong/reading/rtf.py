"""RTF documents, which some programs save under the name of a Word document: paragraphs and tables.

Only what carries text is understood: Unicode and code page characters, paragraph, tab and cell marks. Destinations
that hold fonts, styles, pictures and field codes are passed over.
"""

from __future__ import annotations

import re

from huizong.model import Paragraph, Sheet
from huizong.reading.doc_tables import FIRST_MERGED, MERGED, VERTICAL, VERTICAL_START, DocRow, DocTable, table_sheet
from huizong.reading.faults import incomplete
from huizong.reading.limits import Limits

TOKEN = re.compile(rb"\\([a-zA-Z]+)(-?\d+)? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
SILENT = {
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "themedata", "colorschememapping", "latentstyles", "datastore",
    "listtable", "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "fldinst", "filetbl", "revtbl", "pntext", "mmathPr", "nonshppict",
}  # fmt: skip
MERGE_FLAGS = {"clmgf": FIRST_MERGED, "clmrg": MERGED, "clvmgf": VERTICAL | VERTICAL_START, "clvmrg": VERTICAL}
CODE_PAGES = {936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949"}
CHARACTERS = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
}


class RtfReader:
    """One pass over the file."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.paragraphs: list[Paragraph] = []
        self.sheets: list[Sheet] = []
        self.encoding = "gb18030"
        self.pieces: list[str] = []
        self.raw = bytearray()
        self.groups: list[tuple[bool, int]] = []
        self.silent = False
        self.skip_after_unicode = 1
        self.to_skip = 0
        self.in_table = False
        self.cells: list[str] = []
        self.rows: list[DocRow] = []
        self.left = 0  # the border on the left of a row, in twips
        self.edges: list[int] = []
        self.flags: list[int] = []
        self.flag = 0
        self.starred = False

    def read(self, data: bytes) -> None:
        """Reads all tokens. Raises FileRefusedError if groups are left open: then the end is missing."""
        for match in TOKEN.finditer(data):
            word, number, code, symbol, brace, text = match.groups()
            if brace:
                self.brace(brace)
            elif self.silent:
                continue
            elif word:
                self.control(word.decode("ascii"), int(number) if number else None)
            elif code:
                self.byte(int(code, 16))
            elif symbol:
                self.symbol(symbol)
            elif text:
                self.plain(text)
        if self.groups:
            raise incomplete("RTF 文档没有结尾")
        self.end_paragraph(final=True)

    def brace(self, brace: bytes) -> None:
        """Begins or ends a group; what a group set ends with it."""
        self.flush()
        if brace == b"{":
            self.groups.append((self.silent, self.skip_after_unicode))
        elif self.groups:
            self.silent, self.skip_after_unicode = self.groups.pop()
        self.starred = False

    def control(self, word: str, number: int | None) -> None:
        """One control word."""
        if word != "u":
            self.flush()
        if word in SILENT or self.starred:
            self.silent = True
        elif word == "ansicpg" and number in CODE_PAGES:
            self.encoding = CODE_PAGES[number]
        elif word == "uc":
            self.skip_after_unicode = number or 0
        elif word == "u" and number is not None:
            self.flush()
            self.pieces.append(chr(number % 65536))
            self.to_skip = self.skip_after_unicode
        elif word in CHARACTERS:
            self.pieces.append(CHARACTERS[word])
        elif word == "intbl":
            self.in_table = True
        elif word == "pard":
            self.in_table = False
        elif word == "cell":
            self.cells.append(self.take().rstrip("\n"))
        elif word == "row":
            self.rows.append(DocRow(tuple(self.cells), (self.left, *self.edges), tuple(self.flags)))
            self.cells = []
        elif word == "trowd":
            self.left, self.edges, self.flags, self.flag = 0, [], [], 0
        elif word == "trleft":
            self.left = number or 0
        elif word in MERGE_FLAGS:
            self.flag |= MERGE_FLAGS[word]
        elif word == "cellx":
            self.edges.append(number or 0)
            self.flags.append(self.flag)
            self.flag = 0
        elif word in ("par", "sect", "page"):
            self.end_paragraph()

    def symbol(self, symbol: bytes) -> None:
        """An escaped character, or the mark of a destination that may be passed over."""
        if symbol == b"*":
            self.starred = True
        elif symbol == b"~":
            self.pieces.append(" ")
        elif symbol == b"_":
            self.pieces.append("-")
        elif symbol in (b"\\", b"{", b"}"):
            self.plain(symbol)

    def byte(self, value: int) -> None:
        """One byte in the code page; it may be half a character."""
        if self.to_skip:
            self.to_skip -= 1
        else:
            self.raw.append(value)

    def plain(self, text: bytes) -> None:
        """Plain characters."""
        skipped = min(self.to_skip, len(text))
        self.to_skip -= skipped
        self.raw.extend(text[skipped:])

    def flush(self) -> None:
        """Turns collected bytes into text."""
        if self.raw:
            self.pieces.append(self.raw.decode(self.encoding, "replace"))
            self.raw.clear()

    def take(self) -> str:
        """The text collected so far, rare characters put together again."""
        self.flush()
        text = "".join(self.pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self.pieces.clear()
        return text

    def end_paragraph(self, final: bool = False) -> None:
        """Ends a paragraph, and the table before it; inside a cell it is a further line."""
        if self.in_table and not final:
            self.flush()
            self.pieces.append("\n")
            return
        text = self.take()
        if self.rows:
            self.end_table()
        if text or not final:
            self.paragraphs.append(Paragraph(len(self.paragraphs) + 1, text))

    def end_table(self) -> None:
        """The rows collected so far as a sheet."""
        sheet = table_sheet(DocTable(self.rows), f"表{len(self.sheets) + 1}", len(self.paragraphs))
        self.limits.check_cells(len(sheet.cells))
        self.rows = []
        self.sheets.append(sheet)


def read_rtf(data: bytes, limits: Limits) -> tuple[tuple[Paragraph, ...], tuple[Sheet, ...]]:
    """Paragraphs and tables. Raises FileRefusedError."""
    reader = RtfReader(limits)
    reader.read(data)
    return tuple(reader.paragraphs), tuple(reader.sheets)
