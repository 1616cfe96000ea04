"""INDEX, MATCH and the searching functions, for exact matches and for searches in rising order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise

from huizong.reading.formulas.conditions import wildcard
from huizong.reading.formulas.formula_values import (
    NO_VALUE,
    NOT_AVAILABLE,
    ErrorFoundError,
    ErrorValue,
    RangeValues,
    Scalar,
    UncomputableError,
    Value,
    same,
    to_number,
    to_scalar,
    to_truth,
)
from huizong.reading.formulas.operators import compare, rank

BAD_REFERENCE = ErrorValue("#REF!")


def block_of(value: Value) -> RangeValues:
    """The value as a range."""
    return value if isinstance(value, RangeValues) else RangeValues(((value,),))


def line_of(value: Value) -> list[Scalar]:
    """The values of a single row or column. Raises UncomputableError for a range of several of both."""
    block = block_of(value)
    if len(block.rows) > 1 and any(len(row) > 1 for row in block.rows):
        raise UncomputableError("lookup in a range")
    return list(block.values())


def position(wanted: Scalar, line: Sequence[Scalar], *, exact: bool) -> int | None:
    """Where a value stands, from 0; in rising order the last that is not greater. None if nowhere. Raises ErrorFoundError."""
    if isinstance(wanted, ErrorValue):
        raise ErrorFoundError(wanted)
    if wanted is None:
        wanted = Decimal(0)
    if exact:
        pattern = wildcard(wanted) if isinstance(wanted, str) and any(char in wanted for char in "*?~") else None
        for index, value in enumerate(line):
            if pattern.fullmatch(value) is not None if pattern and isinstance(value, str) else same(value, wanted):
                return index
        return None
    comparable = [(i, value) for i, value in enumerate(line) if not isinstance(value, ErrorValue | None) and rank(value) == rank(wanted)]
    if any(compare(left, right) > 0 for (_, left), (_, right) in pairwise(comparable)):
        raise UncomputableError("search in an order that is none")
    return max((index for index, value in comparable if compare(value, wanted) <= 0), default=None)


def find_match(arguments: Sequence[Value]) -> Scalar:
    """MATCH, exactly or in rising order. Raises UncomputableError for falling order."""
    kind = to_number(arguments[2]) if len(arguments) > 2 else Decimal(1)
    if kind < 0:
        raise UncomputableError("MATCH")
    found = position(to_scalar(arguments[0]), line_of(arguments[1]), exact=kind == 0)
    return NOT_AVAILABLE if found is None else Decimal(found + 1)


def index_into(arguments: Sequence[Value]) -> Value:
    """INDEX of a range: a place, or a whole row or column for 0. Raises UncomputableError for several ranges."""
    block = block_of(arguments[0])
    width = max((len(row) for row in block.rows), default=0)
    numbers = [int(to_number(argument)) for argument in arguments[1:]]
    if len(numbers) > 2 or not numbers:
        raise UncomputableError("INDEX")
    row, column = (numbers[0], numbers[1]) if len(numbers) == 2 else (1, numbers[0]) if len(block.rows) == 1 else (numbers[0], 1)
    if len(numbers) == 1 and width > 1 and len(block.rows) > 1:
        column = 0
    if not (0 <= row <= len(block.rows) and 0 <= column <= width):
        return BAD_REFERENCE
    rows = block.rows if row == 0 else block.rows[row - 1 : row]
    picked = RangeValues(tuple(line if column == 0 else line[column - 1 : column] for line in rows))
    return picked.rows[0][0] if row and column else picked


def look_up_in(arguments: Sequence[Value], *, by_row: bool) -> Scalar:
    """VLOOKUP, or HLOOKUP by columns: the first row is searched and another one gives the value."""
    block, number = arguments[1], int(to_number(arguments[2]))
    if not isinstance(block, RangeValues) or number < 1:
        return NO_VALUE
    lines = block.rows if by_row else tuple(zip(*block.rows, strict=True))
    exact = len(arguments) > 3 and not to_truth(arguments[3])
    found = position(to_scalar(arguments[0]), [line[0] for line in lines], exact=exact)
    if found is None:
        return NOT_AVAILABLE
    return lines[found][number - 1] if number <= len(lines[found]) else BAD_REFERENCE


def look_up_line(arguments: Sequence[Value]) -> Scalar:
    """LOOKUP in a row or column in rising order."""
    line = line_of(arguments[1])
    found = position(to_scalar(arguments[0]), line, exact=False)
    results = line_of(arguments[2]) if len(arguments) > 2 else line
    if found is None:
        return NOT_AVAILABLE
    return results[found] if found < len(results) else BAD_REFERENCE


def look_up_exactly(arguments: Sequence[Value]) -> Scalar:
    """XLOOKUP for an exact match. Raises UncomputableError for its other searches."""
    for argument, default in zip(arguments[4:], (0, 1), strict=False):
        if argument is not None and to_number(argument) != default:
            raise UncomputableError("XLOOKUP")
    results = line_of(arguments[2])
    found = position(to_scalar(arguments[0]), line_of(arguments[1]), exact=True)
    if found is None:
        return to_scalar(arguments[3]) if len(arguments) > 3 and arguments[3] is not None else NOT_AVAILABLE
    return results[found] if found < len(results) else BAD_REFERENCE


LOOKUPS: dict[str, Callable[[Sequence[Value]], Value]] = {
    "INDEX": index_into,
    "MATCH": find_match,
    "VLOOKUP": lambda a: look_up_in(a, by_row=True),
    "HLOOKUP": lambda a: look_up_in(a, by_row=False),
    "LOOKUP": look_up_line,
    "XLOOKUP": look_up_exactly,
}
