"""The tree that a relation of a form becomes, and what can be asked of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal, TypeAlias

from huizong.model import Basis

Operator = Literal["=", "!=", ">=", "<=", ">", "<"]
Arithmetic = Literal["+", "-", "*", "/"]
FunctionName = Literal["abs", "min", "max", "round"]


class RelationError(ValueError):
    """A relation that can't be understood; `position` counts characters from 1."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"character {position}: {reason}")
        self.position = position
        self.reason = reason


class At(StrEnum):
    """Which period a figure is taken from, seen from the period that is judged."""

    NOW = "now"
    PREVIOUS = "previous"
    YEAR_BEFORE = "year_before"


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Ref:
    """A figure: of the organisation that is judged, or with `children` the sum over the parts it lists.

    `basis` is None where the relation names none: it then stands for every basis that its codes share.
    """

    indicator: str
    basis: Basis | None
    at: At = At.NOW
    children: bool = False
    position: int = 0


@dataclass(frozen=True, slots=True)
class Range:
    """The sum over codes of one prefix from a number to a number, both included (`M01..M05`)."""

    first: Ref
    last: Ref


@dataclass(frozen=True, slots=True)
class ArithmeticOperation:
    """Two expressions joined by an arithmetic sign."""

    sign: Arithmetic
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Negative:
    """The negative of an expression."""

    inner: Expression


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A function of one or more expressions."""

    name: FunctionName
    arguments: tuple[Expression, ...]


Expression: TypeAlias = Number | Ref | Range | ArithmeticOperation | Negative | FunctionCall


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two expressions and how they must stand to each other."""

    left: Expression
    operator: Operator
    right: Expression


@dataclass(frozen=True, slots=True)
class Junction:
    """Conditions of which all (`and`) or any (`or`) must hold."""

    word: Literal["and", "or"]
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """That a comparison does not hold, rounding allowed for: what must be so before the next of several alternatives is asked for."""

    comparison: Comparison


Condition: TypeAlias = Comparison | Junction | Broken


@dataclass(frozen=True, slots=True)
class ParsedRelation:
    """What must hold, and when: `condition` None means always."""

    comparison: Comparison
    condition: Condition | None = None


def references(node: ParsedRelation | Condition | Expression) -> Iterator[Ref]:
    """Every figure that the node names, in the order of the text; both ends of a range."""
    match node:
        case Ref():
            yield node
        case Range(first, last):
            yield first
            yield last
        case ArithmeticOperation(_, left, right) | Comparison(left, _, right):
            yield from references(left)
            yield from references(right)
        case Negative(inner):
            yield from references(inner)
        case FunctionCall(_, arguments):
            for argument in arguments:
                yield from references(argument)
        case Junction(_, conditions):
            for condition in conditions:
                yield from references(condition)
        case Broken(comparison):
            yield from references(comparison)
        case ParsedRelation(comparison, condition):
            if condition is not None:
                yield from references(condition)
            yield from references(comparison)
        case Number():
            return


def ranges(node: ParsedRelation | Condition | Expression) -> Iterator[Range]:
    """Every range that the node names."""
    match node:
        case Range():
            yield node
        case ArithmeticOperation(_, left, right) | Comparison(left, _, right):
            yield from ranges(left)
            yield from ranges(right)
        case Negative(inner):
            yield from ranges(inner)
        case FunctionCall(_, parts) | Junction(_, parts):
            for part in parts:
                yield from ranges(part)
        case ParsedRelation(comparison, condition):
            if condition is not None:
                yield from ranges(condition)
            yield from ranges(comparison)
        case Broken(comparison):
            yield from ranges(comparison)
        case Number() | Ref():
            return


def mapped(relation: ParsedRelation, change: Callable[[Expression], Expression]) -> ParsedRelation:
    """The relation with `change` applied to every expression in it, leaves first."""
    condition = None if relation.condition is None else _mapped_condition(relation.condition, change)
    return ParsedRelation(_mapped_comparison(relation.comparison, change), condition)


def _mapped_condition(condition: Condition, change: Callable[[Expression], Expression]) -> Condition:
    if isinstance(condition, Comparison):
        return _mapped_comparison(condition, change)
    if isinstance(condition, Broken):
        return Broken(_mapped_comparison(condition.comparison, change))
    return Junction(condition.word, tuple(_mapped_condition(part, change) for part in condition.conditions))


def _mapped_comparison(comparison: Comparison, change: Callable[[Expression], Expression]) -> Comparison:
    return Comparison(_mapped_expression(comparison.left, change), comparison.operator, _mapped_expression(comparison.right, change))


def _mapped_expression(node: Expression, change: Callable[[Expression], Expression]) -> Expression:
    match node:
        case ArithmeticOperation(sign, left, right):
            node = ArithmeticOperation(sign, _mapped_expression(left, change), _mapped_expression(right, change))
        case Negative(inner):
            node = Negative(_mapped_expression(inner, change))
        case FunctionCall(name, arguments):
            node = FunctionCall(name, tuple(_mapped_expression(argument, change) for argument in arguments))
        case Number() | Ref() | Range():
            pass
    return change(node)


def codes_between(span: Range, known_codes: Collection[str]) -> tuple[str, ...]:
    """The known codes of a range in ascending order; raises RelationError where the ends make no range."""
    prefix, low = _numbered(span.first)
    other, high = _numbered(span.last)
    if prefix != other or low > high:
        raise RelationError(
            span.first.position, f"{span.first.indicator}..{span.last.indicator} is no range: one prefix, ascending numbers"
        )
    found = sorted((int(match[2]), code) for code in known_codes if (match := _NUMBERED.fullmatch(code)) and match[1] == prefix)
    return tuple(code for number, code in found if low <= number <= high)


_NUMBERED = re.compile(r"(.*?)(\d+)")


def _numbered(ref: Ref) -> tuple[str, int]:
    found = _NUMBERED.fullmatch(ref.indicator)
    if found is None:
        raise RelationError(ref.position, f"{ref.indicator} ends with no number, so it can't begin or end a range")
    return found[1], int(found[2])
