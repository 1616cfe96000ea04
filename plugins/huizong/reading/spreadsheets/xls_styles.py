"""How texts and numbers of an xls workbook look: its code page, number formats, fonts and grounds."""

from __future__ import annotations

from itertools import pairwise

import xlrd
from xlrd.biffh import encoding_from_codepage

from huizong.reading.cells.formats import NumberFormat, built_in_code, compile_format
from huizong.reading.cells.sight import WHITE, Ink, Run, font_ink, is_unseen, size_ink
from huizong.reading.refusals import damaged

UNICODE = 80  # xlrd's number for BIFF 8, whose texts are Unicode
SIMPLIFIED_CHINESE = 936
SOLID = 1
TWIPS = 20  # of a point
ESCAPEMENTS = {1: Ink.RAISED, 2: Ink.LOWERED}


def text_of(book: xlrd.Book, text: str) -> str:
    """A text of the workbook. Raises FileRefusedError where its code page does not have the bytes.

    A file before BIFF 8 that names no code page is read as GB18030, and so is one that names 936, which is part of it.
    """
    if book.biff_version >= UNICODE or text.isascii():
        return text
    page = book.codepage or SIMPLIFIED_CHINESE
    name = "gb18030" if page == SIMPLIFIED_CHINESE else encoding_from_codepage.get(page, f"cp{page}")
    try:
        return text.encode("latin_1").decode(name)
    except (UnicodeError, LookupError) as error:
        raise damaged(f"文字不合代码页 {page}") from error


def text_runs(book: xlrd.Book, text: str, runs: list[tuple[int, int]], style: int) -> list[Run]:
    """The runs of a text of several fonts: up to the first, letters have the font of the cell."""
    ground = ground_of(book, style)
    starts = [(0, book.xf_list[style].font_index if style < len(book.xf_list) else 0), *runs, (len(text), 0)]
    return [(text_of(book, text[start:end]), face_ink(book, font, ground)) for (start, font), (end, _) in pairwise(starts)]


def ink_of(book: xlrd.Book, style: int) -> Ink:
    """How the text of cells of a style stands on its ground."""
    return face_ink(book, book.xf_list[style].font_index, ground_of(book, style))


def face_ink(book: xlrd.Book, index: int, ground: int | None) -> Ink:
    """How a font lifts and crosses out, and whether it can be told from its ground."""
    if not 0 <= index < len(book.font_list):
        return Ink.PLAIN
    font = book.font_list[index]
    ink = Ink.STRUCK if font.struck_out else Ink.PLAIN
    ink |= ESCAPEMENTS.get(font.escapement, Ink.PLAIN) | font_ink(font.name) | size_ink(font.height / TWIPS)
    return ink | Ink.UNSEEN if is_unseen(colour_of(book, font.colour_index), ground) else ink


def ground_of(book: xlrd.Book, style: int) -> int | None:
    """The colour behind cells of a style; white without one, None where it is a pattern of several."""
    if not 0 <= style < len(book.xf_list) or book.xf_list[style].background is None:
        return WHITE
    background = book.xf_list[style].background
    return {0: WHITE, SOLID: colour_of(book, background.pattern_colour_index)}.get(background.fill_pattern)


def colour_of(book: xlrd.Book, index: int) -> int | None:
    """A colour of the palette as 0xRRGGBB; None for those that the system sets."""
    colour = book.colour_map.get(index)
    return None if colour is None else colour[0] << 16 | colour[1] << 8 | colour[2]


def format_of(book: xlrd.Book, style: int) -> NumberFormat:
    """The number format behind a cell's style; General where the style leads nowhere."""
    if not 0 <= style < len(book.xf_list):
        return compile_format("General")
    key = book.xf_list[style].format_key
    found = book.format_map.get(key)
    if found is None or (27 <= key <= 36 or 50 <= key <= 58):
        return compile_format(built_in_code(key))
    return compile_format(text_of(book, found.format_str or "General"))
