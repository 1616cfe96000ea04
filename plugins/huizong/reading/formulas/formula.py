"""Spreadsheet formulas as trees: enough of the grammar (ECMA-376 part 1, 18.17) for what report forms compute."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from huizong.model import column_letters
from huizong.reading.cells.typed_cells import column_number

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

TOKEN = re.compile(
    r"""
    (?P<text>"(?:[^"]|"")*")
  | (?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A))
  | (?P<sheet>(?:'(?:[^']|'')+'|[\w.\[\]\u00a1-\uffff]+(?::[\w.\u00a1-\uffff]+)?)!)
  | (?P<table>[A-Za-z_\u00a1-\uffff][\w.\u00a1-\uffff]*\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])
  | (?P<columns>\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(]))
  | (?P<rows>\$?\d+:\$?\d+)
  | (?P<cell>\$?[A-Za-z]{1,3}\$?\d{1,7}(?![\w.(]))
  | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
  | (?P<name>[A-Za-z_\\\u00a1-\uffff][\w.\u00a1-\uffff]*)
  | (?P<operator><=|>=|<>|[-+*/^&=<>%(),:;])
  | (?P<space>\s+)
    """,
    re.VERBOSE,
)
CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})")
PRECEDENCE = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}


class FormulaError(ValueError):
    """The text is no formula of the grammar that is read here."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text, truth value or error code."""

    value: Decimal | str | bool | None
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell or a range, both ends included; `sheet` None means the sheet of the formula, `一月:六月` all from one to the other."""

    sheet: str | None
    first_row: int
    first_column: int
    last_row: int
    last_column: int
    fixed: tuple[bool, bool, bool, bool] = (False, False, False, False)  # which of the four a `$` holds in place


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name."""

    name: str


@dataclass(frozen=True, slots=True)
class TablePart:
    """A part of a table of the workbook: `part` is what stands between its brackets, 金额 or [#Totals],[金额]."""

    table: str
    part: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator with one operand (`-`, `+`, `%`) or two."""

    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple[Node, ...]


Node = Constant | Reference | Name | TablePart | Operation | Call


@lru_cache(maxsize=512)
def tokenize(formula: str) -> tuple[tuple[str, str], ...]:
    """(kind, text) of every token. Raises FormulaError where the text is no formula."""
    tokens, position = [], 0
    while position < len(formula):
        match = TOKEN.match(formula, position)
        if match is None or match.lastgroup is None:
            raise FormulaError(f"unreadable at {position}: {formula!r}")
        tokens.append((match.lastgroup, match.group()))
        position = match.end()
    return tuple(tokens)


def shift_formula(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads that many rows and columns further: relative references move, absolute ones stay."""
    try:
        tokens = tokenize(formula)
    except FormulaError:
        return formula
    return "".join(shift_reference(text, rows, columns) if kind == "cell" else text for kind, text in tokens)


def shift_reference(reference: str, rows: int, columns: int) -> str:
    """One reference moved; #REF! where it falls off the sheet."""
    match = CELL.fullmatch(reference)
    if match is None:
        return reference
    fixed_column, letters, fixed_row, digits = match.groups()
    column = column_number(letters) + (0 if fixed_column else columns)
    row = int(digits) + (0 if fixed_row else rows)
    if not (1 <= column <= LAST_COLUMN and 1 <= row <= LAST_ROW):
        return "#REF!"
    return f"{fixed_column}{column_letters(column)}{fixed_row}{row}"


def shift_tree(node: Node, rows: int, columns: int) -> Node:
    """The tree of a formula as it reads that many rows and columns further; a reference off the sheet is #REF!."""
    if isinstance(node, Reference):
        moves = (rows, columns, rows, columns)
        ends = (node.first_row, node.first_column, node.last_row, node.last_column)
        moved = [end if fixed else end + move for end, fixed, move in zip(ends, node.fixed, moves, strict=True)]
        if min(moved) < 1 or max(moved[0], moved[2]) > LAST_ROW or max(moved[1], moved[3]) > LAST_COLUMN:
            return Constant("#REF!", is_error=True)
        first_row, first_column, last_row, last_column = moved
        return Reference(
            node.sheet, min(first_row, last_row), min(first_column, last_column), max(first_row, last_row), max(first_column, last_column)
        )
    if isinstance(node, Operation):
        return Operation(node.operator, tuple(shift_tree(operand, rows, columns) for operand in node.operands))
    if isinstance(node, Call):
        return Call(node.function, tuple(shift_tree(argument, rows, columns) for argument in node.arguments))
    return node


@lru_cache(maxsize=512)
def parse_formula(formula: str) -> Node:
    """The tree of a formula without its `=`. Raises FormulaError."""
    tokens = [token for token in tokenize(formula.lstrip("=")) if token[0] != "space"]
    parser = Parser(tokens)
    node = parser.expression(0)
    if parser.position != len(tokens):
        raise FormulaError(f"left over: {formula!r}")
    return node


class Parser:
    """Precedence climbing over the tokens. As in spreadsheets a sign binds tighter than a power: -2^2 is 4."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.position = 0
        self.depth = 0

    def peek(self) -> tuple[str, str]:
        """The next token, ("", "") at the end."""
        return self.tokens[self.position] if self.position < len(self.tokens) else ("", "")

    def take(self) -> tuple[str, str]:
        """The next token, which is then past."""
        token = self.peek()
        self.position += 1
        return token

    def expect(self, operator: str) -> None:
        """Takes the operator. Raises FormulaError if something else stands there."""
        if self.take() != ("operator", operator):
            raise FormulaError(f"{operator} expected")

    def expression(self, least: int) -> Node:
        """An expression of operators that bind at least as tightly as `least`."""
        self.depth += 1
        if self.depth > 100:
            raise FormulaError("nested too deeply")
        left = self.operand()
        while True:
            kind, operator = self.peek()
            precedence = PRECEDENCE.get(operator, 0) if kind == "operator" else 0
            if precedence == 0 or precedence < least:
                self.depth -= 1
                return left
            self.take()
            left = Operation(operator, (left, self.expression(precedence + 1)))

    def operand(self) -> Node:
        """One operand with its signs and percent signs."""
        kind, text = self.take()
        if kind == "operator" and text in "+-" and text:
            return Operation(text, (self.operand(),))
        node = self.primary(kind, text)
        while self.peek() == ("operator", "%"):
            self.take()
            node = Operation("%", (node,))
        return node

    def primary(self, kind: str, text: str) -> Node:
        """A constant, reference, name, call or parenthesis that begins with this token."""
        match kind:
            case "number":
                return Constant(Decimal(text))
            case "text":
                return Constant(text[1:-1].replace('""', '"'))
            case "error":
                return Constant(text, is_error=True)
            case "sheet":
                return self.reference(*self.take(), text[:-1].strip("'").replace("''", "'"))
            case "cell" | "columns" | "rows":
                return self.reference(kind, text, None)
            case "table":
                name, _, part = text.partition("[")
                return TablePart(name, part[:-1])
            case "name" if self.peek() == ("operator", "("):
                return self.call(text)
            case "name" if text.upper() in ("TRUE", "FALSE"):
                return Constant(text.upper() == "TRUE")
            case "name":
                return Name(text)
            case "operator" if text == "(":
                node = self.expression(0)
                self.expect(")")
                return node
        raise FormulaError(f"operand expected, not {text!r}")

    def call(self, function: str) -> Node:
        """The arguments of a function; a missing one is the empty constant."""
        self.take()
        arguments: list[Node] = []
        while self.peek() != ("operator", ")"):
            if self.peek() in (("operator", ","), ("operator", ";")):
                arguments.append(Constant(None))
            else:
                arguments.append(self.expression(0))
            if self.peek() in (("operator", ","), ("operator", ";")):
                self.take()
                if self.peek() == ("operator", ")"):
                    arguments.append(Constant(None))
            elif self.peek() != ("operator", ")"):
                raise FormulaError(") expected")
        self.take()
        return Call(function.upper().removeprefix("_XLFN.").removeprefix("_XLWS."), tuple(arguments))

    def reference(self, kind: str, text: str, sheet: str | None) -> Node:
        """A cell, or a range if a colon follows."""
        if kind == "error":
            return Constant(text, is_error=True)
        clean = text.replace("$", "")
        if kind == "columns":
            first, last = (column_number(letters) for letters in clean.split(":"))
            return Reference(sheet, 1, min(first, last), LAST_ROW, max(first, last), (True, "$" in text, True, "$" in text))
        if kind == "rows":
            first, last = (int(digits) for digits in clean.split(":"))
            return Reference(sheet, min(first, last), 1, max(first, last), LAST_COLUMN, ("$" in text, True, "$" in text, True))
        if kind != "cell":
            raise FormulaError(f"reference expected, not {text!r}")
        first_row, first_column = cell_position(text)
        last_row, last_column = first_row, first_column
        fixed = (*is_fixed(text), *is_fixed(text))
        if self.peek() == ("operator", ":"):
            self.take()
            end_kind, end = self.take()
            if end_kind != "cell":
                raise FormulaError("end of range expected")
            last_row, last_column = cell_position(end)
            fixed = (*is_fixed(text), *is_fixed(end))
        if last_row < first_row or last_column < first_column:
            first_row, last_row = sorted((first_row, last_row))
            first_column, last_column = sorted((first_column, last_column))
        return Reference(sheet, first_row, first_column, last_row, last_column, fixed)


def is_fixed(reference: str) -> tuple[bool, bool]:
    """Whether the row and the column of a reference stay when its formula moves."""
    return "$" in reference[1:], reference.startswith("$")


def cell_position(reference: str) -> tuple[int, int]:
    """Row and column of `$B$3`. Raises FormulaError if it is off the sheet."""
    match = CELL.fullmatch(reference)
    if match is None:
        raise FormulaError(f"no cell: {reference!r}")
    row, column = int(match.group(4)), column_number(match.group(2))
    if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
        raise FormulaError(f"off the sheet: {reference!r}")
    return row, column
