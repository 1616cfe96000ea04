"""Formats of an xls worksheet that hold on a condition ([MS-XLS] 2.4.42, 2.4.56 and 2.5.91), as `held_formats` has them."""

from __future__ import annotations

import struct
from collections.abc import Iterable

import xlrd

from huizong.model import Merge
from huizong.reading.containers.xlsx_styles import NOTHING_SHOWN, ConditionalStyle
from huizong.reading.spreadsheets.formula_tokens import XLS, formula_text
from huizong.reading.spreadsheets.held_formats import Condition
from huizong.reading.spreadsheets.xls_styles import colour_of

RANGES, RULE = 0x01B0, 0x01B1
KINDS = {1: "cellIs", 2: "expression"}
OPERATORS = ("", "between", "notBetween", "equal", "notEqual", "greaterThan", "lessThan", "greaterThanOrEqual", "lessThanOrEqual")
HAS_NUMBER, HAS_FONT, HAS_ALIGNMENT, HAS_BORDER, HAS_PATTERN = (1 << bit for bit in (25, 26, 27, 28, 29))
FONT_BYTES, ALIGNMENT_BYTES, BORDER_BYTES, PATTERN_BYTES = 118, 8, 8, 4
STRUCK_AT, STRUCK, COLOUR_AT, UNCHANGED_AT = 68, 0x80, 80, 88
AUTOMATIC = 0x7FFF


def read_conditions(records: Iterable[tuple[int, bytes]], book: xlrd.Book) -> tuple[list[Condition], list[ConditionalStyle]]:
    """The rules of a worksheet that hide or cross out, and their formats. A record that is cut off ends its rule, and no more."""
    conditions: list[Condition] = []
    styles: list[ConditionalStyle] = []
    ranges: tuple[Merge, ...] = ()
    for kind, body in records:
        try:
            if kind == RANGES:
                ranges = _ranges(body)
            elif kind == RULE and ranges:
                rule, operator, first, second = struct.unpack_from("<BBHH", body)
                style, end = _style(body, 6, book)
                if style.tells and rule in KINDS and operator < len(OPERATORS):
                    written = (body[end : end + first], body[end + first : end + first + second])
                    formulas = tuple(formula_text(tokens, first_cell(ranges), XLS) for tokens in written if tokens)
                    conditions.append(Condition(ranges, KINDS[rule], OPERATORS[operator], formulas, len(styles)))
                    styles.append(style)
        except (struct.error, IndexError):
            continue
    return conditions, styles


def first_cell(ranges: tuple[Merge, ...]) -> tuple[int, int]:
    """Row and column of the cell for which the formulas of the ranges are written."""
    return min(one.first_row for one in ranges), min(one.first_column for one in ranges)


def _ranges(body: bytes) -> tuple[Merge, ...]:
    count = struct.unpack_from("<H", body, 12)[0]
    found = (struct.unpack_from("<4H", body, 14 + 8 * index) for index in range(count))
    return tuple(Merge(first + 1, left + 1, last + 1, right + 1) for first, last, left, right in found)


def _style(body: bytes, at: int, book: xlrd.Book) -> tuple[ConditionalStyle, int]:
    """What matters of a format, and where the formulas begin behind it."""
    flags, more = struct.unpack_from("<IH", body, at)
    at += 6
    style = ConditionalStyle()
    if flags & HAS_NUMBER and more & 1:
        size, letters, wide = struct.unpack_from("<HHB", body, at)
        code = body[at + 5 : at + 5 + letters * (1 + (wide & 1))].decode("utf-16-le" if wide & 1 else "latin_1", "replace")
        style = style._replace(shows_nothing=NOTHING_SHOWN.fullmatch(code) is not None, code=code)
        at += size
    elif flags & HAS_NUMBER:
        at += 2
    if flags & HAS_FONT:
        struck = bool(body[at + STRUCK_AT] & STRUCK) and not body[at + UNCHANGED_AT] & STRUCK
        index = struct.unpack_from("<I", body, at + COLOUR_AT)[0]
        style = style._replace(strikes=struck, colour=colour_of(book, index) if index < AUTOMATIC else None)
        at += FONT_BYTES
    at += ALIGNMENT_BYTES * bool(flags & HAS_ALIGNMENT) + BORDER_BYTES * bool(flags & HAS_BORDER)
    if flags & HAS_PATTERN:
        colours = struct.unpack_from("<H", body, at + 2)[0]
        style = style._replace(has_ground=True, ground=colour_of(book, colours >> 7 & 0x7F))
        at += PATTERN_BYTES
    return style, at + 2 * bool(flags & 1 << 30)
