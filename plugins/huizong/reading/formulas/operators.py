"""The operators of formulas, on single values and, where a function takes ranges, on whole blocks place by place."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from huizong.reading.formulas.formula_values import (
    DIVIDED_BY_ZERO,
    NOT_AVAILABLE,
    ErrorFoundError,
    ErrorValue,
    RangeValues,
    Scalar,
    Value,
    same,
    to_number,
    to_scalar,
    to_text,
)
from huizong.reading.formulas.functions import power


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


def operate_on_blocks(operator: str, operands: Sequence[Value]) -> Value:
    """The operator at every place of the operands; a single value, row or column counts for all places beside it."""
    if not any(isinstance(operand, RangeValues) for operand in operands):
        return at_place(operator, [to_scalar(operand) for operand in operands])
    blocks = [operand if isinstance(operand, RangeValues) else RangeValues(((operand,),)) for operand in operands]
    height = max(len(block.rows) for block in blocks)
    width = max(len(row) for block in blocks for row in block.rows)
    places = [[[spread(block, row, column) for block in blocks] for column in range(width)] for row in range(height)]
    return RangeValues(tuple(tuple(at_place(operator, place) for place in line) for line in places))


def at_place(operator: str, operands: Sequence[Scalar]) -> Scalar:
    """The operator at one place, where an error is a value like others."""
    try:
        return operate(operator, operands)
    except ErrorFoundError as error:
        return error.error


def spread(block: RangeValues, row: int, column: int) -> Scalar:
    """What a block holds at a place of a larger one."""
    rows = block.rows[0] if len(block.rows) == 1 else block.rows[row] if row < len(block.rows) else ()
    if len(rows) == 1:
        return rows[0]
    return rows[column] if column < len(rows) else NOT_AVAILABLE


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
