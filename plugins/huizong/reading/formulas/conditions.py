"""SUMIF and its kin: which places of a range meet a criterion such as `>=5`, `<>` or `石桥*` (ECMA-376 part 1, 18.17.7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import zip_longest

from huizong.reading.cells.decimals import from_written
from huizong.reading.formulas.formula_values import (
    DIVIDED_BY_ZERO,
    ErrorFoundError,
    ErrorValue,
    RangeValues,
    Scalar,
    UncomputableError,
    Value,
    to_scalar,
)
from huizong.reading.formulas.operators import compare, rank

CRITERION = re.compile(r"(?P<operator><=|>=|<>|=|<|>)?(?P<text>.*)", re.DOTALL)
Meets = Callable[[Scalar], bool]


def criterion(value: Value) -> Meets:
    """The test that a criterion asks for. Raises ErrorFoundError for an error."""
    wanted = to_scalar(value)
    if isinstance(wanted, ErrorValue):
        raise ErrorFoundError(wanted)
    if not isinstance(wanted, str):
        number: Scalar = Decimal(0) if wanted is None else wanted  # a criterion that refers to a blank cell asks for 0
        return lambda found: type(found) is type(number) and found == number
    match = CRITERION.fullmatch(wanted)
    operator, text = (match["operator"] or "", match["text"]) if match else ("", wanted)
    if operator in ("", "=", "<>"):
        equal = equals(text, blank=operator != "")
        return equal if operator != "<>" else lambda found: not equal(found)
    written = as_number(text)
    limit: Scalar = text if written is None else written
    return lambda found: found is not None and rank(found) == rank(limit) and ordered(operator, compare(found, limit))


def equals(text: str, *, blank: bool) -> Meets:
    """Equality with a text, a number or a pattern; `blank` says that an empty text asks for blank cells only."""
    if not text:
        return (lambda found: found is None) if blank else (lambda found: found is None or found == "")
    written = as_number(text)
    if written is not None:
        return lambda found: as_number(found) == written if isinstance(found, str) else isinstance(found, Decimal) and found == written
    if text.upper() in ("TRUE", "FALSE"):
        return lambda found: found is (text.upper() == "TRUE")
    pattern = wildcard(text)
    return lambda found: isinstance(found, str) and pattern.fullmatch(found) is not None


def as_number(text: str) -> Decimal | None:
    """The number that a text is, also in per cent."""
    plain = text.strip().replace(",", "")
    if plain.endswith("%"):
        number = from_written(plain[:-1]) if plain[:-1] else None
        return number / 100 if number is not None else None
    return from_written(plain) if plain else None


def wildcard(text: str) -> re.Pattern[str]:
    """The pattern of a text with `?` for a letter, `*` for any letters, and `~` before one that is meant itself."""
    parts, index = [], 0
    while index < len(text):
        letter = text[index]
        if letter == "~" and index + 1 < len(text) and text[index + 1] in "*?~":
            index += 1
            parts.append(re.escape(text[index]))
        else:
            parts.append({"*": ".*", "?": "."}.get(letter, re.escape(letter)))
        index += 1
    return re.compile("".join(parts), re.DOTALL | re.IGNORECASE)


def ordered(operator: str, order: int) -> bool:
    """Whether an order is the one asked for."""
    return {"<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[operator]


def chosen(pairs: Sequence[Value]) -> list[bool]:
    """The places that meet all criteria, of range, criterion, range, criterion … Raises UncomputableError for anything else."""
    if not pairs or len(pairs) % 2:
        raise UncomputableError("criteria")
    columns = []
    for number in range(0, len(pairs), 2):
        meets = criterion(pairs[number + 1])
        columns.append([meets(value) for value in values_of(pairs[number])])
    return [all(row) for row in zip_longest(*columns, fillvalue=False)]


def values_of(value: Value) -> list[Scalar]:
    """The values of a range or of a single place."""
    return list(value.values()) if isinstance(value, RangeValues) else [value]


def chosen_numbers(target: Value, places: Sequence[bool]) -> list[Decimal]:
    """The numbers of a range at the places. Raises ErrorFoundError for an error among them."""
    found: list[Decimal] = []
    for value, is_chosen in zip(values_of(target), places, strict=False):
        if is_chosen and isinstance(value, ErrorValue):
            raise ErrorFoundError(value)
        if is_chosen and isinstance(value, Decimal):
            found.append(value)
    return found


def sum_if(arguments: Sequence[Value]) -> Scalar:
    """SUMIF: range, criterion, and the range to add up where it is another."""
    target = arguments[2] if len(arguments) > 2 else arguments[0]
    return sum(chosen_numbers(target, chosen(arguments[:2])), Decimal(0))


def average_if(arguments: Sequence[Value]) -> Scalar:
    """AVERAGEIF, #DIV/0! of none."""
    return mean(chosen_numbers(arguments[2] if len(arguments) > 2 else arguments[0], chosen(arguments[:2])))


def mean(found: Sequence[Decimal]) -> Scalar:
    """The mean, #DIV/0! of none."""
    return sum(found, Decimal(0)) / len(found) if found else DIVIDED_BY_ZERO


CONDITIONAL: dict[str, Callable[[Sequence[Value]], Scalar]] = {
    "SUMIF": sum_if,
    "SUMIFS": lambda a: sum(chosen_numbers(a[0], chosen(a[1:])), Decimal(0)),
    "COUNTIF": lambda a: Decimal(sum(chosen(a))),
    "COUNTIFS": lambda a: Decimal(sum(chosen(a))),
    "AVERAGEIF": average_if,
    "AVERAGEIFS": lambda a: mean(chosen_numbers(a[0], chosen(a[1:]))),
    "MAXIFS": lambda a: max(chosen_numbers(a[0], chosen(a[1:])), default=Decimal(0)),
    "MINIFS": lambda a: min(chosen_numbers(a[0], chosen(a[1:])), default=Decimal(0)),
}
