"""The formulas of binary workbooks as text, from their tokens ([MS-XLS] 2.5.198 and [MS-XLSB] 2.5.97), for conditions of formats."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from xlrd.formula import func_defs

from huizong.model import column_letters

BINARY = dict(zip(range(0x03, 0x0F), ("+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>"), strict=True))
PLUS, MINUS, PERCENT, BRACKETS, MISSING = 0x12, 0x13, 0x14, 0x15, 0x16
TEXT, ATTRIBUTE, ERROR, TRUTH, WHOLE, REAL = 0x17, 0x19, 0x1C, 0x1D, 0x1E, 0x1F
FUNCTION, COUNTED_FUNCTION, CELL, RANGE, CELL_FROM_HERE, RANGE_FROM_HERE = 0x01, 0x02, 0x04, 0x05, 0x0C, 0x0D  # in each of three classes
CHOICES, SUM_OF_ONE = 0x04, 0x10
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
LATER_FUNCTIONS = {480: "IFERROR", 481: "COUNTIFS", 482: "SUMIFS", 483: "AVERAGEIF", 484: "AVERAGEIFS"}


@dataclass(frozen=True, slots=True)
class Kind:
    """How wide a kind of workbook writes rows, and how many there are of rows and columns."""

    row: str
    rows: int
    columns: int
    wide_texts: bool


XLS = Kind("H", 1 << 16, 1 << 8, wide_texts=False)
XLSB = Kind("I", 1 << 20, 1 << 14, wide_texts=True)


def formula_text(tokens: bytes, origin: tuple[int, int], kind: Kind) -> str:
    """The text of a formula as written for the cell `origin` (row and column, from 1); empty where a token is not known or is cut off."""
    try:
        return _Reader(tokens, origin, kind).read()
    except (struct.error, IndexError, KeyError):
        return ""


class _Reader:
    """One formula being read."""

    def __init__(self, tokens: bytes, origin: tuple[int, int], kind: Kind) -> None:
        self.tokens, self.origin, self.kind = tokens, origin, kind
        self.at = 0
        self.stack: list[str] = []

    def read(self) -> str:
        while self.at < len(self.tokens):
            token = self.take("B")
            if token >= 0x20:
                self.classed(token & 0x1F)
            elif token in BINARY:
                right, left = self.stack.pop(), self.stack.pop()
                self.stack.append(left + BINARY[token] + right)
            else:
                self.plain(token)
        return self.stack[0] if len(self.stack) == 1 else ""

    def take(self, code: str) -> int:
        """The next whole number of the tokens."""
        value: int = struct.unpack_from("<" + code, self.tokens, self.at)[0]
        self.at += struct.calcsize("<" + code)
        return value

    def plain(self, token: int) -> None:
        """A constant, or what stands around an operand."""
        around: dict[int, Callable[[str], str]] = {
            PLUS: lambda operand: "+" + operand,
            MINUS: lambda operand: "-" + operand,
            PERCENT: lambda operand: operand + "%",
            BRACKETS: lambda operand: f"({operand})",
        }
        if token in around:
            self.stack.append(around[token](self.stack.pop()))
        elif token == ATTRIBUTE:
            self.attribute()
        elif token == REAL:
            number = struct.unpack_from("<d", self.tokens, self.at)[0]
            self.at += 8
            self.stack.append(repr(number).removesuffix(".0"))
        elif token == TEXT:
            self.stack.append(f'"{self.text()}"')
        else:
            constants: dict[int, Callable[[], str]] = {
                MISSING: lambda: "",
                ERROR: lambda: ERRORS[self.take("B")],
                TRUTH: lambda: "TRUE" if self.take("B") else "FALSE",
                WHOLE: lambda: str(self.take("H")),
            }
            self.stack.append(constants[token]())

    def text(self) -> str:
        """A text with its quotes doubled."""
        letters = self.take("H" if self.kind.wide_texts else "B")
        is_wide = self.kind.wide_texts or bool(self.take("B") & 1)
        end = self.at + letters * (1 + is_wide)
        if end > len(self.tokens):
            raise IndexError(end)
        text = self.tokens[self.at : end].decode("utf-16-le" if is_wide else "latin_1", "replace")
        self.at = end
        return text.replace('"', '""')

    def attribute(self) -> None:
        """What programs note for themselves; a sum of one argument is written so too."""
        flags, data = self.take("B"), self.take("H")
        if flags & CHOICES:
            self.at += 2 * (data + 1)
        if flags & SUM_OF_ONE:
            self.stack.append(f"SUM({self.stack.pop()})")

    def classed(self, token: int) -> None:
        """A function or a reference, whatever class of value it gives."""
        if token == FUNCTION:
            number = self.take("H")
            self.call(func_defs[number][0], func_defs[number][1])
        elif token == COUNTED_FUNCTION:
            count, number = self.take("B") & 0x7F, self.take("H") & 0x7FFF
            self.call(func_defs[number][0] if number in func_defs else LATER_FUNCTIONS[number], count)
        elif token in (CELL, CELL_FROM_HERE):
            row = self.take(self.kind.row)
            self.stack.append(self.cell(row, self.take("H"), from_here=token == CELL_FROM_HERE))
        elif token in (RANGE, RANGE_FROM_HERE):
            rows = (self.take(self.kind.row), self.take(self.kind.row))
            ends = (self.cell(row, self.take("H"), from_here=token == RANGE_FROM_HERE) for row in rows)
            self.stack.append(":".join(ends))
        else:
            raise KeyError(token)

    def call(self, name: str, count: int) -> None:
        """A function over the last operands."""
        if count > len(self.stack):
            raise IndexError(count)
        first = len(self.stack) - count
        self.stack[first:] = [f"{name}({','.join(self.stack[first:])})"]

    def cell(self, row: int, written: int, *, from_here: bool) -> str:
        """A cell with its signs; one that is relative counts from the origin where it says so, and backwards past the edge."""
        moves_row, moves_column, column = bool(written & 0x8000), bool(written & 0x4000), written & (self.kind.columns - 1)
        if from_here and moves_row:
            row = (self.origin[0] - 1 + row) % self.kind.rows
        if from_here and moves_column:
            column = (self.origin[1] - 1 + column) % self.kind.columns
        return f"{'' if moves_column else '$'}{column_letters(column + 1)}{'' if moves_row else '$'}{row + 1}"
