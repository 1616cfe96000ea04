"""The worksheet functions that report forms use, on decimals. What is not here is not computed, and said so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal

from huizong.reading.cells.formats import compile_format
from huizong.reading.formulas.formula_values import (
    DIVIDED_BY_ZERO,
    NO_NUMBER,
    NO_VALUE,
    NOT_AVAILABLE,
    ErrorFoundError,
    ErrorValue,
    RangeValues,
    Scalar,
    UncomputableError,
    Value,
    numbers,
    to_number,
    to_scalar,
    to_text,
    to_truth,
)


def rounded(value: Value, digits: Value, rounding: str) -> Decimal:
    """Rounding to decimal digits, or to tens for negative `digits`."""
    places = int(to_number(digits))
    number = to_number(value)
    if places > 30:
        return number
    return number.quantize(Decimal(1).scaleb(-places), rounding=rounding) if places >= 0 else tens(number, -places, rounding)


def tens(number: Decimal, places: int, rounding: str) -> Decimal:
    """Rounding to a power of ten."""
    return number.scaleb(-places).quantize(Decimal(1), rounding=rounding).scaleb(places)


def average(arguments: Sequence[Value]) -> Scalar:
    """The mean of the numbers; #DIV/0! of none."""
    found = numbers(arguments)
    return sum(found, Decimal(0)) / len(found) if found else DIVIDED_BY_ZERO


def product(arguments: Sequence[Value]) -> Decimal:
    """The product of the numbers, 0 of none."""
    found = numbers(arguments)
    result = Decimal(1 if found else 0)
    for number in found:
        result *= number
    return result


def count(arguments: Sequence[Value]) -> Decimal:
    """How many numbers there are."""
    values = [value for argument in arguments for value in (argument.values() if isinstance(argument, RangeValues) else [argument])]
    return Decimal(sum(isinstance(value, Decimal) for value in values))


def count_filled(arguments: Sequence[Value]) -> Decimal:
    """How many values there are."""
    values = [value for argument in arguments for value in (argument.values() if isinstance(argument, RangeValues) else [argument])]
    return Decimal(sum(value is not None for value in values))


def sum_products(arguments: Sequence[Value]) -> Scalar:
    """The sum of the products of ranges of one shape; what is no number counts as 0."""
    blocks = [argument if isinstance(argument, RangeValues) else RangeValues(((argument,),)) for argument in arguments]
    lists = [list(block.values()) for block in blocks]
    if len({len(values) for values in lists}) != 1:
        return NO_VALUE
    total = Decimal(0)
    for row in zip(*lists, strict=True):
        term = Decimal(1)
        for value in row:
            if isinstance(value, ErrorValue):
                raise ErrorFoundError(value)
            term *= value if isinstance(value, Decimal) else 0
        total += term
    return total


def modulo(arguments: Sequence[Value]) -> Scalar:
    """The remainder, with the sign of the divisor."""
    number, divisor = to_number(arguments[0]), to_number(arguments[1])
    if divisor == 0:
        return DIVIDED_BY_ZERO
    return number - divisor * (number / divisor).to_integral_value(rounding=ROUND_FLOOR)


def subtotal(kind: int, arguments: Sequence[Value]) -> Scalar:
    """SUBTOTAL of one of the functions that are computed here, 1 to 9. Raises UncomputableError for the others."""
    functions: dict[int, Callable[[Sequence[Value]], Scalar]] = {
        1: average, 2: count, 3: count_filled, 4: maximum, 5: minimum, 6: product, 9: total
    }  # fmt: skip
    if kind not in functions:
        raise UncomputableError("SUBTOTAL")
    return functions[kind](arguments)


def total(arguments: Sequence[Value]) -> Decimal:
    """The sum of the numbers."""
    return sum(numbers(arguments), Decimal(0))


def maximum(arguments: Sequence[Value]) -> Decimal:
    """The largest number, 0 of none."""
    return max(numbers(arguments), default=Decimal(0))


def minimum(arguments: Sequence[Value]) -> Decimal:
    """The smallest number, 0 of none."""
    return min(numbers(arguments), default=Decimal(0))


def rounded_to(arguments: Sequence[Value], rounding: str) -> Scalar:
    """CEILING, FLOOR and MROUND: to a multiple of a step. Raises UncomputableError where programs differ: unlike signs."""
    number, step = to_number(arguments[0]), to_number(arguments[1]) if len(arguments) > 1 else Decimal(1)
    if step == 0:
        return Decimal(0)
    if number and (number < 0 or step < 0):
        raise UncomputableError("rounding of negative numbers to multiples")
    return (number / step).quantize(Decimal(1), rounding=rounding) * step


def nth(arguments: Sequence[Value], *, largest: bool) -> Scalar:
    """LARGE and SMALL: the n-th of the numbers."""
    found, place = sorted(numbers(arguments[:1]), reverse=largest), int(to_number(arguments[1]))
    return found[place - 1] if 1 <= place <= len(found) else NO_NUMBER


def place_of(arguments: Sequence[Value]) -> Scalar:
    """RANK: the place of a number among others, from the largest or, if asked, from the smallest."""
    number, others = to_number(arguments[0]), numbers(arguments[1:2])
    rising = len(arguments) > 2 and to_number(arguments[2]) != 0
    if number not in others:
        return NOT_AVAILABLE
    return Decimal(1 + sum(other < number if rising else other > number for other in others))


def median(arguments: Sequence[Value]) -> Scalar:
    """The middle of the numbers in order, #NUM! of none."""
    found = sorted(numbers(arguments))
    if not found:
        return NO_NUMBER
    middle = len(found) // 2
    return found[middle] if len(found) % 2 else (found[middle - 1] + found[middle]) / 2


def count_blank(arguments: Sequence[Value]) -> Decimal:
    """How many places are blank or hold the empty text."""
    values = [value for argument in arguments for value in (argument.values() if isinstance(argument, RangeValues) else [argument])]
    return Decimal(sum(value is None or value == "" for value in values))


FUNCTIONS: dict[str, Callable[[Sequence[Value]], Scalar]] = {
    "SUM": total,
    "AVERAGE": average,
    "MAX": maximum,
    "MIN": minimum,
    "COUNT": count,
    "COUNTA": count_filled,
    "PRODUCT": product,
    "SUMPRODUCT": sum_products,
    "ROUND": lambda a: rounded(a[0], a[1], ROUND_HALF_UP),
    "ROUNDUP": lambda a: rounded(a[0], a[1], ROUND_UP),
    "ROUNDDOWN": lambda a: rounded(a[0], a[1], ROUND_DOWN),
    "TRUNC": lambda a: rounded(a[0], a[1] if len(a) > 1 else Decimal(0), ROUND_DOWN),
    "INT": lambda a: rounded(a[0], Decimal(0), ROUND_FLOOR),
    "ABS": lambda a: abs(to_number(a[0])),
    "MOD": modulo,
    "SQRT": lambda a: to_number(a[0]).sqrt() if to_number(a[0]) >= 0 else NO_NUMBER,
    "POWER": lambda a: power(to_number(a[0]), to_number(a[1])),
    "AND": lambda a: not sum(not to_truth(value) for value in a),
    "OR": lambda a: bool(sum(to_truth(value) for value in a)),
    "NOT": lambda a: not to_truth(a[0]),
    "ISBLANK": lambda a: to_scalar(a[0]) is None,
    "ISNUMBER": lambda a: isinstance(to_scalar(a[0]), Decimal),
    "ISTEXT": lambda a: isinstance(to_scalar(a[0]), str),
    "N": lambda a: value if isinstance(value := to_scalar(a[0]), Decimal | ErrorValue) else Decimal(0),
    "VALUE": lambda a: to_number(a[0]),
    "CONCATENATE": lambda a: "".join(to_text(value) for value in a),
    "LEFT": lambda a: to_text(a[0])[: int(to_number(a[1])) if len(a) > 1 else 1],
    "RIGHT": lambda a: to_text(a[0])[-int(to_number(a[1])) :] if len(a) > 1 and to_number(a[1]) else to_text(a[0])[-1:],
    "MID": lambda a: to_text(a[0])[int(to_number(a[1])) - 1 :][: int(to_number(a[2]))],
    "UPPER": lambda a: to_text(a[0]).upper(),
    "LOWER": lambda a: to_text(a[0]).lower(),
    "SEARCH": lambda a: found_at(a, same_case=False),
    "FIND": lambda a: found_at(a, same_case=True),
    "ISEVEN": lambda a: not int(to_number(a[0])) % 2,
    "ISODD": lambda a: bool(int(to_number(a[0])) % 2),
    "LEN": lambda a: Decimal(len(to_text(a[0]))),
    "TRIM": lambda a: " ".join(part for part in to_text(a[0]).split(" ") if part),
    "TEXT": lambda a: compile_format(to_text(a[1])).show(to_number(a[0])),
    "CEILING": lambda a: rounded_to(a, ROUND_CEILING),
    "FLOOR": lambda a: rounded_to(a, ROUND_FLOOR),
    "MROUND": lambda a: rounded_to(a, ROUND_HALF_UP),
    "LARGE": lambda a: nth(a, largest=True),
    "SMALL": lambda a: nth(a, largest=False),
    "MEDIAN": median,
    "RANK": place_of,
    "RANK.EQ": place_of,
    "SIGN": lambda a: Decimal((to_number(a[0]) > 0) - (to_number(a[0]) < 0)),
    "COUNTBLANK": count_blank,
}


def found_at(arguments: Sequence[Value], *, same_case: bool) -> Scalar:
    """FIND and SEARCH: where a text begins in another, counted from 1. Raises UncomputableError for a pattern."""
    wanted, text = to_text(arguments[0]), to_text(arguments[1])
    if not same_case:
        if any(sign in wanted for sign in "*?~"):
            raise UncomputableError("SEARCH")
        wanted, text = wanted.casefold(), text.casefold()
    start = int(to_number(arguments[2])) if len(arguments) > 2 else 1
    place = text.find(wanted, start - 1) if start > 0 else -1
    return Decimal(place + 1) if place >= 0 else NO_VALUE


def power(base: Decimal, exponent: Decimal) -> Scalar:
    """A power; #NUM! where there is none among the real numbers."""
    if base == 0 and exponent <= 0:
        return NO_NUMBER if exponent == 0 else DIVIDED_BY_ZERO
    if base < 0 and exponent != exponent.to_integral_value():
        return NO_NUMBER
    if abs(exponent) > 10_000:
        return NO_NUMBER
    return base**exponent
