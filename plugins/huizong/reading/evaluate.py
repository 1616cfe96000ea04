"""Computes formulas that have no usable cached value, so that a total written by a program is neither zero nor blank.

Results are rounded to 15 significant digits, as a spreadsheet program would show them. What cannot be computed keeps
the cell, of kind "formula". A cached value that the workbook itself declares out of date stands in only if it is not 0:
some generators write 0 for every formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

from huizong.model import Cell
from huizong.reading.decimals import without_noise
from huizong.reading.formula import Call, Constant, FormulaError, Name, Node, Operation, Reference, parse_formula, shift_tree
from huizong.reading.functions import (
    DIVIDED_BY_ZERO,
    FUNCTIONS,
    Block,
    ErrorFoundError,
    ErrorValue,
    Scalar,
    UncomputableError,
    Value,
    power,
    same,
    to_number,
    to_scalar,
    to_text,
    to_truth,
)
from huizong.reading.grid import Grid, Pending, number_cell

MOST_CELLS_VISITED = 3_000_000
Key = tuple[int, int, int]  # sheet, row, column


def compute_pending(grids: Sequence[Grid], names: Mapping[str, str], date1904: bool) -> None:
    """Turns every pending formula of the workbook into a cell."""
    if any(grid.pending for grid in grids):
        Computation(grids, names, date1904).run()


class Computation:
    """The formulas of one workbook, computed in the order of their dependence."""

    def __init__(self, grids: Sequence[Grid], names: Mapping[str, str], date1904: bool) -> None:
        self.grids = grids
        self.names = names
        self.date1904 = date1904
        self.by_name = {grid.name.casefold(): index for index, grid in enumerate(grids)}
        self.trees: dict[Key, Node | None] = {}
        self.done: set[Key] = set()
        self.visited = 0

    def run(self) -> None:
        """Computes all of them; those on a circle, or beyond the budget, stay formulas."""
        for sheet, grid in enumerate(self.grids):
            for row, column in grid.pending:
                self.settle((sheet, row, column))

    def settle(self, start: Key) -> None:
        """Computes one formula after those it depends on, without recursion: chains may be thousands long."""
        waiting: list[tuple[Key, bool]] = [(start, False)]
        open_keys: set[Key] = set()
        while waiting:
            key, expanded = waiting.pop()
            if key in self.done:
                continue
            if expanded:
                self.store(key)
                open_keys.discard(key)
                continue
            open_keys.add(key)
            waiting.append((key, True))
            for needed in self.dependencies(key):
                if needed in open_keys:
                    self.trees[key] = None  # a circle has no value
                elif needed not in self.done:
                    waiting.append((needed, False))

    def dependencies(self, key: Key) -> list[Key]:
        """The pending formulas that this one refers to."""
        sheet, row, column = key
        try:
            tree = self.trees[key] = self.with_names(parse_pending(self.grids[sheet].pending[row, column]), 0)
            return [needed for reference in references(tree) for needed in self.pending_in(reference, sheet)]
        except (FormulaError, UncomputableError):
            self.trees[key] = None
            return []

    def with_names(self, node: Node, depth: int) -> Node:
        """The tree with defined names replaced by what they stand for."""
        if isinstance(node, Name):
            meaning = self.names.get(node.name.upper())
            if meaning is None or depth > 10:
                raise UncomputableError(node.name)
            return self.with_names(parse_formula(meaning), depth + 1)
        if isinstance(node, Operation):
            return Operation(node.operator, tuple(self.with_names(operand, depth) for operand in node.operands))
        if isinstance(node, Call):
            return Call(node.function, tuple(self.with_names(argument, depth) for argument in node.arguments))
        return node

    def pending_in(self, reference: Reference, home: int) -> Iterator[Key]:
        """The pending formulas inside a range."""
        sheet = self.sheet_of(reference, home)
        pending = self.grids[sheet].pending
        rows = reference.last_row - reference.first_row + 1
        columns = reference.last_column - reference.first_column + 1
        if rows * columns <= len(pending):
            for row in range(reference.first_row, reference.last_row + 1):
                for column in range(reference.first_column, reference.last_column + 1):
                    if (row, column) in pending:
                        yield sheet, row, column
            return
        self.spend(len(pending))
        for row, column in pending:
            if reference.first_row <= row <= reference.last_row and reference.first_column <= column <= reference.last_column:
                yield sheet, row, column

    def sheet_of(self, reference: Reference, home: int) -> int:
        """The sheet of a reference. Raises UncomputableError for another workbook's, which is never opened."""
        if reference.sheet is None:
            return home
        index = self.by_name.get(reference.sheet.casefold())
        if index is None:
            raise UncomputableError(reference.sheet)
        return index

    def spend(self, cells: int) -> None:
        """Counts work. Raises UncomputableError once the budget is gone."""
        self.visited += cells
        if self.visited > MOST_CELLS_VISITED:
            raise UncomputableError("budget")

    def store(self, key: Key) -> None:
        """Computes one formula and puts its cell in place."""
        sheet, row, column = key
        self.done.add(key)
        grid = self.grids[sheet]
        pending = grid.pending[row, column]
        tree = self.trees.pop(key)
        if tree is None:  # unreadable or circular
            grid.cells[row, column] = fallback(row, column, pending)
            return
        try:
            cell = self.result_cell(row, column, self.result(tree, sheet), pending)
        except (UncomputableError, InvalidOperation, Overflow, DivisionByZero, IndexError, RecursionError):
            cell = fallback(row, column, pending)
        if cell is not None:
            grid.cells[row, column] = cell

    def result(self, tree: Node, sheet: int) -> Scalar:
        """The value of a tree; an error that spread is a value."""
        with localcontext() as context:
            context.prec = 34
            try:
                return to_scalar(self.value(tree, sheet))
            except ErrorFoundError as error:
                return error.error

    def result_cell(self, row: int, column: int, value: Scalar, pending: Pending) -> Cell | None:
        """The cell of a computed value; None for the empty text. A blank that is referred to is 0, as in a spreadsheet."""
        if isinstance(value, ErrorValue):
            return Cell(row, column, "error", value.code, value.code, None, pending.formula, computed=True)
        if isinstance(value, bool):
            return Cell(row, column, "boolean", "TRUE" if value else "FALSE", value, None, pending.formula, computed=True)
        if isinstance(value, str):
            return Cell(row, column, "text", value, value, None, pending.formula, computed=True) if value else None
        number = without_noise(value if value is not None else Decimal(0))
        if number is None:
            return Cell(row, column, "error", "#NUM!", "#NUM!", None, pending.formula, computed=True)
        return number_cell(row, column, number, pending.number_format, self.date1904, pending.formula)._replace(computed=True)

    def value(self, node: Node, home: int) -> Value:
        """The value of a node."""
        if isinstance(node, Constant):
            return ErrorValue(str(node.value)) if node.is_error else node.value
        if isinstance(node, Reference):
            return self.block(node, home)
        if isinstance(node, Operation):
            return operate(node.operator, [to_scalar(self.value(operand, home)) for operand in node.operands])
        if isinstance(node, Call):
            return self.call(node, home)
        raise UncomputableError("name")

    def call(self, node: Call, home: int) -> Value:
        """A function; those that must not look at all their arguments first are here, the others in `functions`."""
        arguments = node.arguments
        match node.function:
            case "IF" if 2 <= len(arguments) <= 3:
                if to_truth(self.value(arguments[0], home)):
                    return self.value(arguments[1], home)
                return self.value(arguments[2], home) if len(arguments) == 3 else False
            case "IFERROR" | "ISERROR" | "IFNA":
                return self.guarded(node.function, arguments, home)
        function = FUNCTIONS.get(node.function)
        if function is None:
            raise UncomputableError(node.function)
        return function([self.value(argument, home) for argument in arguments])

    def guarded(self, function: str, arguments: tuple[Node, ...], home: int) -> Value:
        """The functions that look at errors instead of passing them on."""
        try:
            value = to_scalar(self.value(arguments[0], home))
        except ErrorFoundError as error:
            value = error.error
        if function == "ISERROR":
            return isinstance(value, ErrorValue)
        caught = isinstance(value, ErrorValue) and (function == "IFERROR" or value.code == "#N/A")
        return self.value(arguments[1], home) if caught else value

    def block(self, reference: Reference, home: int) -> Block:
        """The values of a range, cut to what the sheet holds."""
        sheet = self.sheet_of(reference, home)
        cells = self.grids[sheet].cells
        last_row, last_column = reference.last_row, reference.last_column
        if (last_row - reference.first_row + 1) * (last_column - reference.first_column + 1) > 1000:
            self.spend(len(cells))
            last_row = min(last_row, max((row for row, _ in cells), default=reference.first_row))
            last_column = min(last_column, max((column for _, column in cells), default=reference.first_column))
        self.spend(max(last_row - reference.first_row + 1, 1) * max(last_column - reference.first_column + 1, 1))
        return Block(
            tuple(
                tuple(self.cell_value(cells.get((row, column))) for column in range(reference.first_column, last_column + 1))
                for row in range(reference.first_row, last_row + 1)
            )
        )

    def cell_value(self, cell: Cell | None) -> Scalar:
        """What a formula sees of a cell. Raises UncomputableError for a formula that could not be computed."""
        if cell is None:
            return None
        if cell.kind == "formula":
            raise UncomputableError("depends on a formula without value")
        if cell.kind == "error":
            return ErrorValue(cell.text)
        if isinstance(cell.value, date | datetime | time):
            if cell.raw_number is None:
                raise UncomputableError("date")
            return cell.raw_number
        return cell.value


def parse_pending(pending: Pending) -> Node:
    """The tree of a formula; one that is shared is parsed once and moved."""
    if pending.origin is None:
        return parse_formula(pending.formula)
    shared, rows, columns = pending.origin
    return shift_tree(parse_formula(shared), rows, columns)


def references(node: Node) -> Iterator[Reference]:
    """All references of a tree."""
    if isinstance(node, Reference):
        yield node
    elif isinstance(node, Operation):
        for operand in node.operands:
            yield from references(operand)
    elif isinstance(node, Call):
        for argument in node.arguments:
            yield from references(argument)


def operate(operator: str, operands: Sequence[Scalar]) -> Scalar:
    """One operator on its operands."""
    if len(operands) == 1:
        number = to_number(operands[0])
        return -number if operator == "-" else number / 100 if operator == "%" else number
    left, right = operands
    for operand in operands:
        if isinstance(operand, ErrorValue):
            raise ErrorFoundError(operand)
    match operator:
        case "+":
            return to_number(left) + to_number(right)
        case "-":
            return to_number(left) - to_number(right)
        case "*":
            return to_number(left) * to_number(right)
        case "/":
            divisor = to_number(right)
            return to_number(left) / divisor if divisor else DIVIDED_BY_ZERO
        case "^":
            return power(to_number(left), to_number(right))
        case "&":
            return to_text(left) + to_text(right)
        case "=":
            return same_or_blank(left, right)
        case "<>":
            return not same_or_blank(left, right)
    order = compare(left, right)
    return {"<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[operator]


def same_or_blank(left: Scalar, right: Scalar) -> bool:
    """Equality in which a blank is 0 and the empty text."""
    if left is None or right is None:
        other = right if left is None else left
        return other is None or other == "" or (isinstance(other, Decimal) and other == 0)
    return same(left, right)


def compare(left: Scalar, right: Scalar) -> int:
    """Order of two values: numbers before texts before truth values."""
    ranked = [(rank(value), value) for value in (left, right)]
    if ranked[0][0] != ranked[1][0]:
        return -1 if ranked[0][0] < ranked[1][0] else 1
    if ranked[0][0] == 1:
        first, second = to_text(left).casefold(), to_text(right).casefold()
        return (first > second) - (first < second)
    one, two = to_number(left), to_number(right)
    return (one > two) - (one < two)


def rank(value: Scalar) -> int:
    """The place of a kind of value in the order."""
    return 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0


def fallback(row: int, column: int, pending: Pending) -> Cell:
    """The cell of a formula that cannot be computed: its cached value if that is worth anything, else the formula."""
    cached = pending.cached
    if cached is not None and cached.value != Decimal(0):
        return cached
    return Cell(row, column, "formula", "=" + pending.formula, None, pending.number_format.meaning, pending.formula)
