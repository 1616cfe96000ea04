"""Formats of an xlsb worksheet that hold on a condition ([MS-XLSB] 2.4.23, 2.4.30, 2.4.353 and 2.5.164), as `held_formats` has them."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from huizong.model import Merge, column_letters
from huizong.reading.cells.formats import built_in_code
from huizong.reading.containers.xlsx_styles import NOTHING_SHOWN, ConditionalStyle
from huizong.reading.spreadsheets.formula_tokens import XLSB, formula_text
from huizong.reading.spreadsheets.held_formats import Condition
from huizong.reading.spreadsheets.xls_conditions import OPERATORS, first_cell
from huizong.reading.spreadsheets.xlsb_records import colour_of, wide_string

RANGES, RULE = 461, 463
COMPARISON, FORMULA = 1, 2
UNFORMATTED = (3, 4, 6)  # scales of colours, bars and icons
UNIQUE, DUPLICATE, CONTAINS = 7, 27, 8
AVERAGES = range(25, 31)
LETTER_COLOUR, FOREGROUND, BACKGROUND, PATTERN, STRUCK, CODE, CODE_NUMBER = 5, 1, 2, 0, 29, 38, 41
SIZES_AT, PARAMETER_AT = 30, 42
TEXT_TESTS = (
    'NOT(ISERROR(SEARCH("{0}",{1})))',
    'ISERROR(SEARCH("{0}",{1}))',
    'LEFT({1},LEN("{0}"))="{0}"',
    'RIGHT({1},LEN("{0}"))="{0}"',
)


def read_ranges(body: bytes) -> tuple[Merge, ...]:
    """The ranges of a conditional formatting. Raises struct.error where it is cut off."""
    count = struct.unpack_from("<I", body, 8)[0]
    found = (struct.unpack_from("<4I", body, 12 + 16 * index) for index in range(min(count, len(body) // 16 + 1)))
    return tuple(Merge(first + 1, left + 1, last + 1, right + 1) for first, last, left, right in found)


def read_rule(body: bytes, ranges: tuple[Merge, ...], styles: Sequence[ConditionalStyle]) -> Condition | None:
    """A rule whose format hides, crosses out or shows otherwise; None for others. Raises struct.error where it is cut off."""
    kind, template, style, _, parameter = struct.unpack_from("<3IiI", body)
    if not ranges or kind in UNFORMATTED or style >= len(styles) or not styles[style].tells:
        return None
    sizes = struct.unpack_from("<3I", body, SIZES_AT)
    text, at = wide_string(body, PARAMETER_AT)
    formulas: list[str] = []
    for size in filter(None, sizes):
        (length,) = struct.unpack_from("<I", body, at)
        formulas.append(formula_text(body[at + 4 : at + 4 + length], first_cell(ranges), XLSB))
        (extra,) = struct.unpack_from("<I", body, at + 4 + length) if len(body) >= at + 8 + length else (0,)
        at += max(8 + length + extra, size)
    if template in (UNIQUE, DUPLICATE):
        return Condition(ranges, "uniqueValues" if template == UNIQUE else "duplicateValues", "", (), style)
    if kind == COMPARISON:
        return Condition(ranges, "cellIs", OPERATORS[parameter] if parameter < len(OPERATORS) else "", tuple(formulas), style)
    if template == CONTAINS and not formulas and parameter < len(TEXT_TESTS):
        row, column = first_cell(ranges)
        cell = f"{column_letters(column)}{row}"
        formulas = [TEXT_TESTS[parameter].format(text.replace('"', '""'), cell)]
    known = kind == FORMULA and template not in AVERAGES
    return Condition(ranges, "expression" if known else "other", "", tuple(formulas), style)


def read_format(body: bytes) -> ConditionalStyle:
    """What matters of a format that conditions give. Raises struct.error where it is cut off."""
    style = ConditionalStyle()
    (count,) = struct.unpack_from("<H", body, 4)
    at = 6
    for _ in range(count):
        kind, size = struct.unpack_from("<HH", body, at)
        data = body[at + 4 : at + size]
        at += max(size, 4)
        if kind == LETTER_COLOUR and len(data) >= 8:
            style = style._replace(colour=colour_of(data[:8]))
        elif kind == STRUCK and data:
            style = style._replace(strikes=bool(data[0]))
        elif kind in (FOREGROUND, BACKGROUND) and len(data) >= 8 and not (kind == FOREGROUND and style.has_ground):
            style = style._replace(has_ground=True, ground=colour_of(data[:8]))
        elif kind in (CODE, CODE_NUMBER) and not style.code:
            code = _code(data) if kind == CODE else built_in_code(int.from_bytes(data[:2], "little"))
            style = style._replace(code=code, shows_nothing=NOTHING_SHOWN.fullmatch(code) is not None)
    return style


def _code(data: bytes) -> str:
    """A number format, with or without its number before it."""
    for start in (0, 2):
        if len(data) >= start + 2 and 2 * int.from_bytes(data[start : start + 2], "little") == len(data) - start - 2:
            return data[start + 2 :].decode("utf-16-le", "replace")
    return ""
