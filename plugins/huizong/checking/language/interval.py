"""Arithmetic on figures as written: each is an interval of true values, carried through sums, products and ratios.

A figure 4.5 with last digit 0.1 is the closed interval [4.45, 4.55]. The results are SQL expressions; a ratio whose
denominator may be zero is null, and whatever is computed from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Numeric, and_, case, func, null, or_
from sqlalchemy import cast as sql_cast

from huizong.checking.language.sources import number
from huizong.checking.language.tree import (
    Arithmetic,
    ArithmeticOperation,
    Broken,
    Comparison,
    Condition,
    Expression,
    FunctionCall,
    Negative,
    Number,
    Range,
    Ref,
)

Numbers = ColumnElement[Decimal]
Truth = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Interval:
    """The lowest, the written and the highest value that an expression can have."""

    low: Numbers
    mid: Numbers
    high: Numbers


def interval_of(node: Expression, operands: dict[Ref, Interval]) -> Interval:
    """The interval of an expression over these operands."""
    match node:
        case Number(constant):
            return Interval(number(constant), number(constant), number(constant))
        case Ref():
            return operands[node]
        case Negative(inner):
            value = interval_of(inner, operands)
            return Interval(-value.high, -value.mid, -value.low)
        case ArithmeticOperation(sign, left, right):
            return _combined(sign, left, right, interval_of(left, operands), interval_of(right, operands))
        case FunctionCall():
            return _called(node, [interval_of(argument, operands) for argument in node.arguments])
        case Range():
            raise TypeError("ranges are spelt out before a relation is compiled")


def _combined(sign: Arithmetic, left: Expression, right: Expression, a: Interval, b: Interval) -> Interval:
    if sign == "+":
        return Interval(a.low + b.low, a.mid + b.mid, a.high + b.high)
    if sign == "-":
        return Interval(a.low - b.high, a.mid - b.mid, a.high - b.low)
    if sign == "*":
        if isinstance(left, Number) or isinstance(right, Number):
            factor = left.value if isinstance(left, Number) else right.value if isinstance(right, Number) else Decimal(1)
            low, high = (a.low * b.low, a.high * b.high) if factor >= 0 else (a.high * b.high, a.low * b.low)
            return Interval(low, a.mid * b.mid, high)
        corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
        return Interval(func.least(*corners), a.mid * b.mid, func.greatest(*corners))
    certain = or_(b.low > 0, b.high < 0)
    low, mid, high = (func.nullif(end, number(0)) for end in (b.low, b.mid, b.high))
    corners = [a.low / low, a.low / high, a.high / low, a.high / high]
    return Interval(
        case((certain, func.least(*corners)), else_=_nothing()),
        case((certain, a.mid / mid), else_=_nothing()),
        case((certain, func.greatest(*corners)), else_=_nothing()),
    )


def _called(call: FunctionCall, values: list[Interval]) -> Interval:
    if call.name == "abs":
        (value,) = values
        low = case(
            (and_(value.low <= 0, value.high >= 0), number(0)),
            else_=func.least(func.abs(value.low), func.abs(value.high)),
        )
        return Interval(low, func.abs(value.mid), func.greatest(func.abs(value.low), func.abs(value.high)))
    if call.name == "round":
        digits = int(call.arguments[1].value) if len(call.arguments) > 1 and isinstance(call.arguments[1], Number) else 0
        value = values[0]
        return Interval(func.round(value.low, digits), func.round(value.mid, digits), func.round(value.high, digits))
    pick: Any = func.least if call.name == "min" else func.greatest
    return Interval(pick(*(v.low for v in values)), pick(*(v.mid for v in values)), pick(*(v.high for v in values)))


def _nothing() -> Numbers:
    return sql_cast(null(), Numeric)


def holds_as_written(condition: Condition, operands: dict[Ref, Interval]) -> Truth:
    """Whether a condition holds of the values as written; unknown where one is missing."""
    if isinstance(condition, Broken):
        return breach_of(condition.comparison, operands, None).broken
    if isinstance(condition, Comparison):
        left, right = interval_of(condition.left, operands).mid, interval_of(condition.right, operands).mid
        match condition.operator:
            case "=":
                return left == right
            case "!=":
                return left != right
            case ">=":
                return left >= right
            case "<=":
                return left <= right
            case ">":
                return left > right
            case "<":
                return left < right
    parts = [holds_as_written(part, operands) for part in condition.conditions]
    return and_(*parts) if condition.word == "and" else or_(*parts)


@dataclass(frozen=True, slots=True)
class Breach:
    """When a comparison is broken, and by how much the intervals miss each other (0 where only equality is forbidden)."""

    broken: Truth
    gap: Numbers
    has_margin: Truth
    left: Numbers
    right: Numbers


def breach_of(comparison: Comparison, operands: dict[Ref, Interval], tolerance: Decimal | None) -> Breach:
    """The breach of a comparison: by intervals, or by the values as written where a tolerance is given.

    A figure against a constant is compared as written.
    """
    a, b = interval_of(comparison.left, operands), interval_of(comparison.right, operands)
    allowed = number(0)
    sides = {type(comparison.left), type(comparison.right)}
    if tolerance is not None or sides == {Ref, Number}:
        a, b = Interval(a.mid, a.mid, a.mid), Interval(b.mid, b.mid, b.mid)
        allowed = number(tolerance or 0)
    gap: Numbers = func.greatest(a.low - b.high, b.low - a.high)
    broken: Truth
    match comparison.operator:
        case "=":
            broken = gap > allowed
        case "!=":
            broken, gap = a.mid == b.mid, number(0)
        case ">=":
            gap = b.low - a.high
            broken = gap > allowed
        case "<=":
            gap = a.low - b.high
            broken = gap > allowed
        case ">":
            gap = b.low - a.high
            broken = gap >= allowed
        case "<":
            gap = a.low - b.high
            broken = gap >= allowed
    return Breach(broken, gap, and_(gap > 0, (a.high - a.low) + (b.high - b.low) > 0), a.mid, b.mid)
