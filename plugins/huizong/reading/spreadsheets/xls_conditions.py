"""Formats of an xls worksheet that hold on a condition ([MS-XLS] 2.4.42, 2.4.56 and 2.5.91), as `xlsx_conditions` has them."""

from __future__ import annotations

import struct
from collections.abc import Iterable

import xlrd

from huizong.model import Merge, column_letters
from huizong.reading.containers.xlsx_styles import NOTHING_SHOWN, ConditionalStyle
from huizong.reading.spreadsheets.xls_styles import colour_of
from huizong.reading.spreadsheets.xlsx_conditions import Condition

RANGES, RULE = 0x01B0, 0x01B1
KINDS = {1: "cellIs", 2: "expression"}
OPERATORS = ("", "between", "notBetween", "equal", "notEqual", "greaterThan", "lessThan", "greaterThanOrEqual", "lessThanOrEqual")
HAS_NUMBER, HAS_FONT, HAS_ALIGNMENT, HAS_BORDER, HAS_PATTERN = (1 << bit for bit in (25, 26, 27, 28, 29))
FONT_BYTES, ALIGNMENT_BYTES, BORDER_BYTES, PATTERN_BYTES = 118, 8, 8, 4
STRUCK_AT, STRUCK, COLOUR_AT, UNCHANGED_AT = 68, 0x80, 80, 88
AUTOMATIC = 0x7FFF
COMPARING = {0x09: "<", 0x0A: "<=", 0x0B: "=", 0x0C: ">=", 0x0D: ">", 0x0E: "<>"}
BOOLEAN, WHOLE, REAL, MINUS = 0x1D, 0x1E, 0x1F, 0x13
REFERENCES, RELATIVE = (0x24, 0x44, 0x64), (0x2C, 0x4C, 0x6C)


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
                    formulas = tuple(_formula(tokens, ranges) for tokens in written if tokens)
                    conditions.append(Condition(ranges, KINDS[rule], OPERATORS[operator], formulas, len(styles)))
                    styles.append(style)
        except (struct.error, IndexError):
            continue
    return conditions, styles


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
        style = style._replace(shows_nothing=NOTHING_SHOWN.fullmatch(code) is not None)
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


def _formula(tokens: bytes, ranges: tuple[Merge, ...]) -> str:
    """The text of a number, or of a cell compared with one, as written for the first cell of the ranges; empty for any other."""
    row, column = min((one.first_row, one.first_column) for one in ranges)
    stack: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token == BOOLEAN:
            stack.append("TRUE" if tokens[at] else "FALSE")
            at += 1
        elif token == WHOLE:
            stack.append(str(struct.unpack_from("<H", tokens, at)[0]))
            at += 2
        elif token == REAL:
            stack.append(repr(struct.unpack_from("<d", tokens, at)[0]).removesuffix(".0"))
            at += 8
        elif token in (*REFERENCES, *RELATIVE):
            place = struct.unpack_from("<HH", tokens, at)
            stack.append(_reference(place[0], place[1], (row, column) if token in RELATIVE else None))
            at += 4
        elif token == MINUS and stack:
            stack[-1] = "-" + stack[-1]
        elif token in COMPARING and len(stack) > 1:
            right = stack.pop()
            stack[-1] += COMPARING[token] + right
        else:
            return ""
    return stack[0] if len(stack) == 1 else ""


def _reference(row: int, column: int, origin: tuple[int, int] | None) -> str:
    """A cell with its signs; one that is relative counts from the first cell of the ranges."""
    moves_row, moves_column, column = bool(column & 0x8000), bool(column & 0x4000), column & 0xFF
    if origin is not None and moves_row:
        row = origin[0] - 1 + (row - 0x10000 if row & 0x8000 else row)
    if origin is not None and moves_column:
        column = origin[1] - 1 + (column - 0x100 if column & 0x80 else column)
    return f"{'' if moves_column else '$'}{column_letters(column + 1)}{'' if moves_row else '$'}{row + 1}"
