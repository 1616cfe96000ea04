"""The values of formulas: scalars, blocks of them, errors that spread, and what counts as a number, a text or a truth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from huizong.reading.cells.decimals import digits_of, from_written


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error such as #DIV/0!, which spreads through whatever uses it."""

    code: str


Scalar = Decimal | str | bool | ErrorValue | None


@dataclass(frozen=True, slots=True)
class RangeValues:
    """The values of a range, row by row."""

    rows: tuple[tuple[Scalar, ...], ...]

    def values(self) -> Iterable[Scalar]:
        """All values, row by row."""
        return (value for row in self.rows for value in row)


Value = Scalar | RangeValues
DIVIDED_BY_ZERO = ErrorValue("#DIV/0!")
NO_VALUE = ErrorValue("#VALUE!")
NOT_AVAILABLE = ErrorValue("#N/A")
NO_NUMBER = ErrorValue("#NUM!")


class UncomputableError(Exception):
    """The formula needs what is not computed here."""


class ErrorFoundError(Exception):
    """An operand is an error, and so is the result."""

    def __init__(self, error: ErrorValue) -> None:
        super().__init__(error.code)
        self.error = error


def to_scalar(value: Value) -> Scalar:
    """A single value. Raises UncomputableError for a range, which only array formulas would spread."""
    if isinstance(value, RangeValues):
        if len(value.rows) == 1 and len(value.rows[0]) == 1:
            return value.rows[0][0]
        raise UncomputableError("array")
    return value


def to_number(value: Value) -> Decimal:
    """A number; blank is 0 and a text that is a number counts. Raises ErrorFoundError for other texts and for errors."""
    value = to_scalar(value)
    if isinstance(value, ErrorValue):
        raise ErrorFoundError(value)
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, str):
        number = from_written(value.strip().replace(",", "")) if value.strip() else None
        if number is None:
            raise ErrorFoundError(NO_VALUE)
        return number
    return Decimal(0) if value is None else value


def to_text(value: Value) -> str:
    """A text; blank is the empty text."""
    value = to_scalar(value)
    if isinstance(value, ErrorValue):
        raise ErrorFoundError(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return digits_of(value)
    return value or ""


def to_truth(value: Value) -> bool:
    """A truth value. Raises ErrorFoundError for texts."""
    value = to_scalar(value)
    if isinstance(value, str) and value.upper() in ("TRUE", "FALSE"):
        return value.upper() == "TRUE"
    return to_number(value) != 0


def numbers(arguments: Sequence[Value]) -> list[Decimal]:
    """The numbers among the arguments: in ranges texts, truth values and blanks are passed over, errors are not."""
    found: list[Decimal] = []
    for argument in arguments:
        if isinstance(argument, RangeValues):
            for value in argument.values():
                if isinstance(value, ErrorValue):
                    raise ErrorFoundError(value)
                if isinstance(value, Decimal):
                    found.append(value)
        else:
            found.append(to_number(argument))
    return found


def same(left: Scalar, right: Scalar) -> bool:
    """Equality as spreadsheets see it: without case, and never between kinds."""
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return isinstance(left, bool) == isinstance(right, bool) and left is not None and left == right
