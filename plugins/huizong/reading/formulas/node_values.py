"""The value of a formula's tree: constants, ranges, operators, functions."""

from __future__ import annotations

from decimal import Decimal, localcontext

from huizong.reading.formulas.conditions import CONDITIONAL
from huizong.reading.formulas.formula import (
    Call,
    Constant,
    Node,
    Operation,
    Reference,
)
from huizong.reading.formulas.formula_values import (
    NOT_AVAILABLE,
    ErrorFoundError,
    ErrorValue,
    RangeValues,
    Scalar,
    UncomputableError,
    Value,
    to_number,
    to_scalar,
    to_truth,
)
from huizong.reading.formulas.functions import FUNCTIONS, subtotal
from huizong.reading.formulas.lookups import LOOKUPS
from huizong.reading.formulas.naming import as_large_as
from huizong.reading.formulas.operators import operate, operate_on_blocks, same_or_blank
from huizong.reading.formulas.ranges import Ranges

ALL_FUNCTIONS = {**FUNCTIONS, **CONDITIONAL, **LOOKUPS}
ON_BLOCKS = frozenset({"SUMPRODUCT", "LOOKUP"})  # they take calculated ranges everywhere; others do so in array formulas only


class NodeValues:
    """The values of trees over the ranges of one workbook; `home` is the sheet on which a formula stands."""

    def __init__(self, ranges: Ranges) -> None:
        self.ranges = ranges

    def result(self, tree: Node, sheet: int) -> Scalar:
        """The value of a tree; an error that spread is a value."""
        with localcontext() as context:
            context.prec = 34
            try:
                return to_scalar(self.value(tree, sheet))
            except ErrorFoundError as error:
                return error.error

    def value(self, node: Node, home: int) -> Value:
        """The value of a node."""
        if isinstance(node, Constant):
            return ErrorValue(str(node.value)) if node.is_error else node.value
        if isinstance(node, Reference):
            return self.ranges.block(node, home)
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
            case "IFERROR" | "ISERROR" | "ISERR" | "ISNA" | "IFNA":
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
            self.ranges.spend(sum(len(row) for operand in operands if isinstance(operand, RangeValues) for row in operand.rows))
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
        blocks: list[RangeValues] = []
        for reference in arguments[1:]:
            if not isinstance(reference, Reference):
                raise UncomputableError("SUBTOTAL")
            for sheet in self.ranges.sheets_of(reference, home):
                grid = self.ranges.grids[sheet]
                hidden = {row for row in grid.hidden_rows if reference.first_row <= row <= reference.last_row}
                if kind < 100 and hidden:
                    raise UncomputableError("SUBTOTAL over hidden rows")
                self.ranges.spend(len(grid.cells))
                inside = [
                    cell
                    for (row, column), cell in sorted(grid.cells.items())
                    if reference.first_row <= row <= reference.last_row
                    and reference.first_column <= column <= reference.last_column
                    and row not in hidden
                    and "SUBTOTAL(" not in (cell.formula or "").upper()
                ]
                blocks.append(RangeValues((tuple(self.ranges.cell_value(cell) for cell in inside),)))
        return subtotal(kind % 100, blocks)

    def guarded(self, function: str, arguments: tuple[Node, ...], home: int) -> Value:
        """The functions that look at errors instead of passing them on."""
        try:
            value = to_scalar(self.value(arguments[0], home))
        except ErrorFoundError as error:
            value = error.error
        if function.startswith("IS"):
            is_kind = {"ISERROR": True, "ISNA": value == NOT_AVAILABLE, "ISERR": value != NOT_AVAILABLE}[function]
            return isinstance(value, ErrorValue) and is_kind
        caught = isinstance(value, ErrorValue) and (function == "IFERROR" or value.code == "#N/A")
        return self.value(arguments[1], home) if caught else value
