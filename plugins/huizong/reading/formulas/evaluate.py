"""Computes formulas that have no usable cached value, so that a total written by a program is neither zero nor blank.

Results are rounded to 15 significant digits, as a spreadsheet program would show them. What cannot be computed keeps
the cell, of kind "formula". A cached value that the workbook itself declares out of date stands in only if it is not 0:
some generators write 0 for every formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext

from huizong.model import Cell
from huizong.reading.cells.decimals import without_noise
from huizong.reading.cells.typed_cells import Grid, Pending, number_cell
from huizong.reading.formulas.conditions import CONDITIONAL
from huizong.reading.formulas.definitions import Definitions
from huizong.reading.formulas.formula import (
    Call,
    Constant,
    FormulaError,
    Node,
    Operation,
    Reference,
)
from huizong.reading.formulas.functions import (
    FUNCTIONS,
    NOT_AVAILABLE,
    Block,
    ErrorFoundError,
    ErrorValue,
    Scalar,
    UncomputableError,
    Value,
    subtotal,
    to_number,
    to_scalar,
    to_truth,
)
from huizong.reading.formulas.lookups import LOOKUPS
from huizong.reading.formulas.naming import Naming, as_large_as, parse_pending, references
from huizong.reading.formulas.operators import operate, operate_on_blocks, same_or_blank

MOST_CELLS_VISITED = 3_000_000
ALL_FUNCTIONS = {**FUNCTIONS, **CONDITIONAL, **LOOKUPS}
ON_BLOCKS = frozenset({"SUMPRODUCT", "LOOKUP"})  # they take calculated ranges everywhere; others do so in array formulas only
Key = tuple[int, int, int]  # sheet, row, column


def compute_pending(grids: Sequence[Grid], definitions: Definitions, date1904: bool) -> None:
    """Turns every pending formula of the workbook into a cell."""
    if any(grid.pending for grid in grids):
        Computation(grids, definitions, date1904).run()


class Computation:
    """The formulas of one workbook, computed in the order of their dependence."""

    def __init__(self, grids: Sequence[Grid], definitions: Definitions, date1904: bool) -> None:
        self.grids = grids
        self.definitions = definitions
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
            tree = parse_pending(self.grids[sheet].pending[row, column])
            tree = self.trees[key] = Naming(self.definitions, self.grids[sheet].name, row).resolved(tree)
            return [needed for reference in references(tree) for needed in self.pending_in(reference, sheet)]
        except (FormulaError, UncomputableError):
            self.trees[key] = None
            return []

    def pending_in(self, reference: Reference, home: int) -> Iterator[Key]:
        """The pending formulas inside a range."""
        rows = reference.last_row - reference.first_row + 1
        columns = reference.last_column - reference.first_column + 1
        for sheet in self.sheets_of(reference, home):
            pending = self.grids[sheet].pending
            if rows * columns <= len(pending):
                for row in range(reference.first_row, reference.last_row + 1):
                    for column in range(reference.first_column, reference.last_column + 1):
                        if (row, column) in pending:
                            yield sheet, row, column
                continue
            self.spend(len(pending))
            for row, column in pending:
                if reference.first_row <= row <= reference.last_row and reference.first_column <= column <= reference.last_column:
                    yield sheet, row, column

    def sheets_of(self, reference: Reference, home: int) -> Sequence[int]:
        """The sheets of a reference. Raises UncomputableError for another workbook's, which is never opened."""
        if reference.sheet is None:
            return (home,)
        index = self.by_name.get(reference.sheet.casefold())
        if index is not None:
            return (index,)
        ends = [self.by_name.get(name.casefold()) for name in reference.sheet.split(":")]
        if len(ends) != 2 or ends[0] is None or ends[1] is None:
            raise UncomputableError(reference.sheet)
        return range(min(ends[0], ends[1]), max(ends[0], ends[1]) + 1)

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
        """A function; those that must not look at all their arguments first are here, the others in tables by name."""
        arguments = node.arguments
        match node.function:
            case "IF" if 2 <= len(arguments) <= 3:
                if to_truth(self.value(arguments[0], home)):
                    return self.value(arguments[1], home)
                return self.value(arguments[2], home) if len(arguments) == 3 else False
            case "IFS" if arguments and len(arguments) % 2 == 0:
                for condition, result in zip(arguments[::2], arguments[1::2], strict=True):
                    if to_truth(self.value(condition, home)):
                        return self.value(result, home)
                return NOT_AVAILABLE
            case "CHOOSE" if len(arguments) > 1:
                chosen = int(to_number(self.value(arguments[0], home)))
                return self.value(arguments[chosen], home) if 1 <= chosen < len(arguments) else ErrorValue("#VALUE!")
            case "SWITCH" if len(arguments) > 2:
                return self.switched(arguments, home)
            case "IFERROR" | "ISERROR" | "IFNA":
                return self.guarded(node.function, arguments, home)
            case "SUBTOTAL" if len(arguments) > 1:
                return self.subtotal(arguments, home)
            case "ROW" | "COLUMN" if len(arguments) == 1 and isinstance(arguments[0], Reference):
                return Decimal(arguments[0].first_row if node.function == "ROW" else arguments[0].first_column)
            case "ROWS" | "COLUMNS" if len(arguments) == 1 and isinstance(where := arguments[0], Reference):
                size = (where.last_row - where.first_row, where.last_column - where.first_column)
                return Decimal(size[0 if node.function == "ROWS" else 1] + 1)
            case "SUMIF" | "AVERAGEIF" if len(arguments) == 3:
                arguments = (arguments[0], arguments[1], as_large_as(arguments[2], arguments[0]))
        function = ALL_FUNCTIONS.get(node.function)
        if function is None:
            raise UncomputableError(node.function)
        value = self.on_blocks if node.function in ON_BLOCKS else self.value
        return function([value(argument, home) for argument in arguments])

    def on_blocks(self, node: Node, home: int) -> Value:
        """The value of an argument that may be calculated from whole ranges, as (A1:A9="甲")*B1:B9."""
        if isinstance(node, Operation):
            operands = [self.on_blocks(operand, home) for operand in node.operands]
            self.spend(sum(len(row) for operand in operands if isinstance(operand, Block) for row in operand.rows))
            return operate_on_blocks(node.operator, operands)
        return self.value(node, home)

    def switched(self, arguments: tuple[Node, ...], home: int) -> Value:
        """SWITCH: the result beside the first value that is the one asked for, else the last argument if it stands alone."""
        wanted = to_scalar(self.value(arguments[0], home))
        cases = arguments[1:]
        for case, result in zip(cases[::2], cases[1::2], strict=False):
            if same_or_blank(wanted, to_scalar(self.value(case, home))):
                return self.value(result, home)
        return self.value(cases[-1], home) if len(cases) % 2 else NOT_AVAILABLE

    def subtotal(self, arguments: tuple[Node, ...], home: int) -> Scalar:
        """SUBTOTAL: without other subtotals inside the range, from 101 on without hidden rows.

        Raises UncomputableError for 1 to 11 over hidden rows: whether a filter hid them, which leaves them out, is not known.
        """
        kind = int(to_number(self.value(arguments[0], home)))
        blocks: list[Block] = []
        for reference in arguments[1:]:
            if not isinstance(reference, Reference):
                raise UncomputableError("SUBTOTAL")
            for sheet in self.sheets_of(reference, home):
                grid = self.grids[sheet]
                hidden = {row for row in grid.hidden_rows if reference.first_row <= row <= reference.last_row}
                if kind < 100 and hidden:
                    raise UncomputableError("SUBTOTAL over hidden rows")
                self.spend(len(grid.cells))
                inside = [
                    cell
                    for (row, column), cell in sorted(grid.cells.items())
                    if reference.first_row <= row <= reference.last_row
                    and reference.first_column <= column <= reference.last_column
                    and row not in hidden
                    and "SUBTOTAL(" not in (cell.formula or "").upper()
                ]
                blocks.append(Block((tuple(self.cell_value(cell) for cell in inside),)))
        return subtotal(kind % 100, blocks)

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
        """The values of a range, cut to what the sheet holds; of a range through several sheets one below the other."""
        rows: list[tuple[Scalar, ...]] = []
        for sheet in self.sheets_of(reference, home):
            cells = self.grids[sheet].cells
            last_row, last_column = reference.last_row, reference.last_column
            if (last_row - reference.first_row + 1) * (last_column - reference.first_column + 1) > 1000:
                self.spend(len(cells))
                last_row = min(last_row, max((row for row, _ in cells), default=reference.first_row))
                last_column = min(last_column, max((column for _, column in cells), default=reference.first_column))
            self.spend(max(last_row - reference.first_row + 1, 1) * max(last_column - reference.first_column + 1, 1))
            rows += [
                tuple(self.cell_value(cells.get((row, column))) for column in range(reference.first_column, last_column + 1))
                for row in range(reference.first_row, last_row + 1)
            ]
        return Block(tuple(rows))

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


def fallback(row: int, column: int, pending: Pending) -> Cell:
    """The cell of a formula that cannot be computed: its cached value if that is worth anything, else the formula."""
    cached = pending.cached
    if cached is not None and cached.value != Decimal(0):
        return cached
    return Cell(row, column, "formula", "=" + pending.formula, None, pending.number_format.meaning, pending.formula)
