"""Word documents of the binary kind (doc, Word 97 to 2003 and WPS): text and tables straight from the piece table.

Why no converter: antiword refuses documents that WPS wrote, catdoc runs table cells together, and LibreOffice takes
seconds and half a gigabyte a file. The format says exactly where the text is and which paragraphs are cells ([MS-DOC]
2.4.1 and 2.4.3), so nothing has to be started or installed.
"""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass

import olefile

from huizong.model import Paragraph, Sheet
from huizong.reading.doc_tables import DocRow, DocTable, table_sheet
from huizong.reading.faults import damaged, encrypted, incomplete, unsupported
from huizong.reading.paragraph_runs import ParagraphProperties, read_paragraph_runs

WORD_97 = 0x00C1
FLAG_ENCRYPTED = 0x0100
FLAG_TABLE_1 = 0x0200
CLX_AT = 0x01A2
PAPX_AT = 0x0102
CCP_TEXT_AT = 0x004C
STORIES = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
COMPRESSED = 0x40000000
FIELD = re.compile("\x13[^\x13\x14\x15]*\x14|\x13[^\x13\x14\x15]*\x15|\x15")
INVISIBLE = re.compile("[\x00-\x06\x08\x0e-\x1d\x1f]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters and where its bytes lie in the main stream."""

    text: str
    offset: int
    width: int  # bytes a character


def read_doc(data: bytes) -> tuple[tuple[Paragraph, ...], tuple[Sheet, ...]]:
    """Paragraphs and tables. Raises FileRefusedError, also for a document with a password.

    Footnotes, comments and text boxes follow the body as paragraphs of their own, as in docx.
    """
    return read_text_streams(*read_streams(data))


def read_text_streams(main: bytes, table_stream: bytes) -> tuple[tuple[Paragraph, ...], tuple[Sheet, ...]]:
    """The same from the main stream and the table stream."""
    try:
        pieces = read_pieces(main, table_stream)
        counts = struct.unpack_from("<8i", main, CCP_TEXT_AT)
        runs = read_paragraph_runs(main, table_stream, PAPX_AT)
    except (struct.error, IndexError) as error:
        raise incomplete("文档的文字表中途断掉") from error
    text = "".join(piece.text for piece in pieces)
    body_length = counts[0]
    builder = DocBuilder()
    position = 0
    for piece in pieces:
        for index, letter in enumerate(piece.text):
            if position + index >= body_length:
                break
            builder.add(letter, runs, piece.offset + index * piece.width)
        position += len(piece.text)
    builder.finish()
    for line in side_stories(text, counts):
        builder.paragraphs.append(Paragraph(len(builder.paragraphs) + 1, line))
    return tuple(builder.paragraphs), tuple(builder.sheets)


def read_streams(data: bytes) -> tuple[bytes, bytes]:
    """The main stream and the table stream that its header names."""
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        main = bytes(container.openstream("WordDocument").read())
        if len(main) < PAPX_AT + 8:
            raise incomplete("文档头不完整")
        flags = int.from_bytes(main[10:12], "little")
        if flags & FLAG_ENCRYPTED:
            raise encrypted()
        if int.from_bytes(main[2:4], "little") < WORD_97 - 32:
            raise unsupported("Word 95 及更早版本的文档")
        name = "1Table" if flags & FLAG_TABLE_1 else "0Table"
        if not container.exists(name):
            raise damaged(f"缺少数据流 {name}")
        return main, bytes(container.openstream(name).read())


def read_pieces(main: bytes, table: bytes) -> list[Piece]:
    """The pieces of the text in order ([MS-DOC] 2.9.38, 2.8.35, 2.9.73)."""
    start, length = struct.unpack_from("<II", main, CLX_AT)
    clx = table[start : start + length]
    position = 0
    while position < len(clx) and clx[position] == 1:
        position += 3 + int.from_bytes(clx[position + 1 : position + 3], "little")
    if position >= len(clx) or clx[position] != 2:
        raise damaged("文档的文字表无法识别")
    plc = clx[position + 5 : position + 5 + int.from_bytes(clx[position + 1 : position + 5], "little")]
    number = (len(plc) - 4) // 12
    positions = struct.unpack_from(f"<{number + 1}I", plc)
    pieces = []
    for index in range(number):
        written = struct.unpack_from("<I", plc, 4 * (number + 1) + 8 * index + 2)[0]
        characters = positions[index + 1] - positions[index]
        narrow = bool(written & COMPRESSED)
        offset = (written & 0x3FFFFFFF) // 2 if narrow else written & 0x3FFFFFFF
        width = 1 if narrow else 2
        raw = main[offset : offset + characters * width]
        if len(raw) < characters * width:
            raise incomplete("文档正文中途断掉")
        # the surrogate halves of a rare character stay two positions, so that positions and offsets go together
        text = raw.decode("cp1252", "replace") if narrow else "".join(map(chr, struct.unpack(f"<{characters}H", raw)))
        pieces.append(Piece(text, offset, width))
    return pieces


def side_stories(text: str, counts: tuple[int, ...]) -> list[str]:
    """The paragraphs of footnotes, comments, endnotes and text boxes that hold anything; headers come last."""
    lines: list[str] = []
    position = counts[0]
    later: list[str] = []
    for story, length in zip(STORIES[1:], counts[1:], strict=True):
        found = [visible(line) for line in re.split("[\r\x07\x0c]", text[position : position + max(length, 0)])]
        (later if story == "headers" else lines).extend(line for line in found if line.strip())
        position += max(length, 0)
    return lines + later


def visible(text: str) -> str:
    """What a person sees: field codes, pictures and marks taken out, rare characters put together again."""
    while FIELD.search(text):
        text = FIELD.sub("", text)
    text = text.replace("\x0b", "\n").replace("\x1e", "-").replace("\x14", "")
    text = INVISIBLE.sub("", text)
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class DocBuilder:
    """Collects characters into paragraphs and tables."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.sheets: list[Sheet] = []
        self.letters: list[str] = []
        self.cells: list[str] = []
        self.table = DocTable()

    def add(self, letter: str, runs: ParagraphProperties, offset: int) -> None:
        """One character; a mark ends what it ends, as the properties of its paragraph say."""
        if letter not in "\r\x07\x0c":
            self.letters.append(letter)
            return
        properties = runs.at(offset)
        text = visible("".join(self.letters))
        if letter == "\x07" and properties.ends_row:
            self.letters.clear()
            self.table.rows.append(DocRow(tuple(self.cells), properties.edges, properties.cell_flags))
            self.cells.clear()
        elif letter == "\x07":
            self.letters.clear()
            self.cells.append(text.rstrip("\n"))
        elif properties.in_table and letter == "\r":
            self.letters.append("\x0b")  # a further paragraph of the same cell is a further line
        else:
            self.letters.clear()
            self.end_table()
            self.paragraphs.append(Paragraph(len(self.paragraphs) + 1, text, properties.level))

    def end_table(self) -> None:
        """Ends the table that came before, if one did."""
        if self.cells:
            self.table.rows.append(DocRow(tuple(self.cells), (), ()))
            self.cells = []
        if self.table.rows:
            self.sheets.append(table_sheet(self.table, f"表{len(self.sheets) + 1}", len(self.paragraphs)))
            self.table = DocTable()

    def finish(self) -> None:
        """Ends what is still open."""
        self.end_table()
        if self.letters:
            self.paragraphs.append(Paragraph(len(self.paragraphs) + 1, visible("".join(self.letters))))
            self.letters.clear()
