"""Word documents of the binary kind (doc, Word 97 to 2003 and WPS): text and tables straight from the piece table.

Why no converter: antiword refuses documents that WPS wrote, catdoc runs table cells together, and LibreOffice takes
seconds and half a gigabyte a file. The format says exactly where the text is and which paragraphs are cells ([MS-DOC]
2.4.1 and 2.4.3), so nothing has to be started or installed.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace

import olefile

from huizong.model import Paragraph, Sheet
from huizong.reading.cells.sight import Ink, Seen, in_prose
from huizong.reading.documents.character_runs import PLAIN, Face, Span, read_character_runs, read_face
from huizong.reading.documents.doc_builder import DocBuilder, visible_runs
from huizong.reading.documents.doc_styles import StyleSheet, read_style_sheet
from huizong.reading.documents.page_fields import only_numbers_pages
from huizong.reading.documents.paragraph_runs import ParagraphProperties, read_paragraph_runs
from huizong.reading.refusals import damaged, encrypted, incomplete, unsupported

WORD_97 = 0x00C1
FLAG_ENCRYPTED = 0x0100
FLAG_TABLE_1 = 0x0200
CLX_AT = 0x01A2
CHPX_AT = 0x00FA
PAPX_AT = 0x0102
CCP_TEXT_AT = 0x004C
STORIES = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
FLAT = ("footnotes", "endnotes", "comments")  # stories without boxes, whose ground is the page
COMPRESSED = 0x40000000
LINE = re.compile("[^\r\x07\x0c]+")


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A run of characters and where its bytes lie in the main stream."""

    text: str
    offset: int
    width: int  # bytes a character


def read_doc(data: bytes) -> tuple[tuple[Paragraph, ...], tuple[Sheet, ...]]:
    """Paragraphs and tables. Raises FileRefusedError, also for a document with a password.

    Footnotes, comments and text boxes follow the body as paragraphs of their own, as in docx.
    """
    return read_text_streams(*read_streams(data))


def read_text_streams(main: bytes, table_stream: bytes, more: bytes = b"") -> tuple[tuple[Paragraph, ...], tuple[Sheet, ...]]:
    """The same from the main stream, the table stream and the data stream."""
    try:
        pieces = read_pieces(main, table_stream)
        counts = struct.unpack_from("<8i", main, CCP_TEXT_AT)
        runs = read_paragraph_runs(main, table_stream, PAPX_AT, more)
        spans = read_character_runs(main, table_stream, CHPX_AT)
    except (struct.error, IndexError) as error:
        raise incomplete("文档的文字表中途断掉") from error
    faces = faces_of(pieces, spans, runs, read_style_sheet(main, table_stream))
    pieces = [replace(piece, text=with_symbols(piece.text, own)) for piece, own in zip(pieces, faces, strict=True)]
    inks = [face.ink for own in faces for face in own]
    text = "".join(piece.text for piece in pieces)
    body_length = counts[0]
    builder = DocBuilder()
    position = 0
    for piece in pieces:
        for index, letter in enumerate(piece.text):
            if position + index >= body_length:
                break
            builder.add(letter, inks[position + index], runs, piece.offset + index * piece.width)
        position += len(piece.text)
    builder.finish()
    for seen, in_margin in side_stories(text, inks, counts):
        builder.add_paragraph(seen, in_margin=in_margin)
    return tuple(builder.paragraphs), tuple(builder.sheets)


def faces_of(pieces: Sequence[TextPiece], spans: Sequence[Span], runs: ParagraphProperties, sheet: StyleSheet) -> list[list[Face]]:
    """How each character of each piece stands on the page: as the style of its paragraph has it, and what it has of its own."""
    styled: dict[int, Face] = {}
    known: dict[tuple[Face, bytes], Face] = {}
    faces: list[list[Face]] = []
    for piece in pieces:
        own = [PLAIN] * len(piece.text)
        for first, end, style in runs.styles() if sheet.styles else ():
            start, stop = places(piece, first, end)
            if start < stop:
                if style not in styled:
                    styled[style] = read_face(sheet.letters(style), PLAIN, sheet)
                own[start:stop] = [styled[style]] * (stop - start)
        for first, end, modifiers in spans:
            for at in range(*places(piece, first, end)):
                key = (own[at], modifiers)
                if key not in known:
                    known[key] = read_face(modifiers, own[at], sheet)
                own[at] = known[key]
        faces.append(own)
    return faces


def places(piece: TextPiece, first: int, end: int) -> tuple[int, int]:
    """From where to where in a piece the bytes of the main stream are; nowhere if the second is not above the first."""
    return max((first - piece.offset) // piece.width, 0), min((end - piece.offset) // piece.width, len(piece.text))


def with_symbols(text: str, faces: Sequence[Face]) -> str:
    """The text with the symbols that stand in place of some characters."""
    return "".join(face.symbol or letter for letter, face in zip(text, faces, strict=True)) if any(f.symbol for f in faces) else text


def read_streams(data: bytes) -> tuple[bytes, bytes, bytes]:
    """The main stream, the table stream that its header names, and the data stream, empty where there is none.

    Raises FileRefusedError.
    """
    try:
        return _streams(data)
    except OSError as error:  # the library's word for a stream that is a folder, or lies in sectors that there are not
        raise damaged("OLE 复合文档的数据流无法读取") from error


def _streams(data: bytes) -> tuple[bytes, bytes, bytes]:
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
        more = bytes(container.openstream("Data").read()) if container.exists("Data") else b""
        return main, bytes(container.openstream(name).read()), more


def read_pieces(main: bytes, table: bytes) -> list[TextPiece]:
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
        pieces.append(TextPiece(text, offset, width))
    return pieces


def side_stories(text: str, inks: list[Ink], counts: tuple[int, ...]) -> list[tuple[Seen, bool]]:
    """The paragraphs of footnotes, comments, endnotes and text boxes that hold anything; headers come last, and are told."""
    lines: list[tuple[Seen, bool]] = []
    position = counts[0]
    later: list[tuple[Seen, bool]] = []
    for story, length in zip(STORIES[1:], counts[1:], strict=True):
        end = position + max(length, 0)
        for match in LINE.finditer(text, position, end):
            runs, has_page_number = visible_runs(match.group(), inks[match.start() : match.end()])
            seen = in_prose(runs if story in FLAT else [(part, ink & ~Ink.UNSEEN) for part, ink in runs])
            numbers_only = has_page_number and only_numbers_pages(seen.text)
            if (seen.text.strip() and not numbers_only) or seen.look:
                is_header = story in ("headers", "header boxes")
                (later if story == "headers" else lines).append((seen, is_header))
        position = end
    return lines + later
