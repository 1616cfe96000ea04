"""The grammar of the relation language, and the way from its parse to our tree."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import cast

from lark import Lark, Token, Transformer

from huizong.checking.language.tree import (
    Arithmetic,
    ArithmeticOperation,
    At,
    Broken,
    Comparison,
    Condition,
    Expression,
    FunctionCall,
    FunctionName,
    Junction,
    Negative,
    Number,
    Operator,
    ParsedRelation,
    Range,
    Ref,
    RelationError,
)
from huizong.model import Basis

_GRAMMAR = r"""
start: claims                                            -> always
     | _IF condition _THEN claims                        -> conditional
     | _IF "(" condition "," claims ")"                  -> conditional

claims: chain (_AND chain)*
      | chain (_OR chain)+                               -> alternatives
chain: expression (COMPARES expression)+

?condition: conjunction | condition _OR conjunction      -> either
?conjunction: atom_condition | conjunction _AND atom_condition -> both
?atom_condition: chain | "(" condition ")"

?expression: term
           | expression PLUS term                        -> operation
           | expression MINUS term                       -> operation
           | expression PLUS ELLIPSIS PLUS reference     -> enumeration
?term: factor
     | term TIMES factor                                 -> operation
     | term DIVIDED factor                               -> operation
?factor: MINUS factor                                    -> negative
       | PLUS factor                                     -> positive
       | "(" expression ")"
       | NUMBER                                          -> number
       | reference
       | SUM "(" CHILDREN "," reference ")"              -> children
       | SUM "(" addends ")"                             -> total
       | PREV "(" expression ")"                         -> previous
       | YEAR_BEFORE "(" expression ")"                  -> year_before
       | FUNCTION "(" expression ("," expression)* ")"   -> call
addends: addend ("," addend)*
?addend: expression | reference RANGE reference          -> range
reference: CODE BASIS?
         | BRACKETED BASIS?

COMPARES: ">=" | "<=" | "!=" | "<>" | "==" | "=" | ">" | "<" | "≥" | "≧" | "≤" | "≦" | "≠"
PLUS: "+"
MINUS: "-" | "−"
TIMES: "*" | "×"
DIVIDED: "/" | "÷"
RANGE: ".." | "~" | ":"
ELLIPSIS: "…" | "……" | "..."
SUM.3: /(sum|∑|Σ)(?=\s*\()/i
PREV.3: /prev(?=\s*\()/i
YEAR_BEFORE.3: /same_period_last_year(?=\s*\()/i
FUNCTION.3: /(abs|min|max|round)(?=\s*\()/i
CHILDREN.3: /children(?=\s*,)/i
_IF.3: /if\b|如果|若|当/i
_THEN.3: /时\s*,?\s*(则|那么)?|,?\s*(then\b|则|那么)/i
_AND.3: /and\b|并且|且/i
_OR.3: /or\b|或者|或/i
NUMBER: /\d+(\.\d+)?/
CODE: /[A-Za-z][A-Za-z0-9_]*/
BRACKETED: /\[[^\[\]]+\]/
BASIS: /\.[A-Za-z_]+/
%ignore /\s+/
"""

_SAME: dict[str, Operator] = {"≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=", "≠": "!=", "<>": "!=", "==": "="}
_SIGNS: dict[str, Arithmetic] = {"−": "-", "×": "*", "÷": "/"}


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", propagate_positions=True)


def read(text: str) -> tuple[ParsedRelation, ...]:
    """The relations a text comes to, one a comparison; raises lark's UnexpectedInput, or VisitError around a RelationError."""
    return _ToTree().transform(_parser().parse(text))


class _ToTree(Transformer[Token, tuple[ParsedRelation, ...]]):
    """Turns lark's tree into ours, from the leaves upwards."""

    def always(self, parts: list[tuple[ParsedRelation, ...]]) -> tuple[ParsedRelation, ...]:
        return parts[0]

    def conditional(self, parts: list[Condition | tuple[Comparison, ...] | tuple[ParsedRelation, ...]]) -> tuple[ParsedRelation, ...]:
        condition = _one(cast(Condition | tuple[Comparison, ...], parts[0]))
        claims = cast(tuple[ParsedRelation, ...], parts[1])
        return tuple(
            ParsedRelation(claim.comparison, condition if claim.condition is None else Junction("and", (condition, claim.condition)))
            for claim in claims
        )

    def claims(self, chains: list[tuple[Comparison, ...]]) -> tuple[ParsedRelation, ...]:
        return tuple(ParsedRelation(comparison) for chain in chains for comparison in chain)

    def alternatives(self, chains: list[tuple[Comparison, ...]]) -> tuple[ParsedRelation, ...]:
        """`A = B or A = C` is one relation: where the first is broken the second must hold."""
        if any(len(chain) > 1 for chain in chains):
            raise RelationError(1, "a chain such as 0 <= A <= 1 can't be one of several alternatives: write each comparison by itself")
        *before, (last,) = chains
        broken = tuple(Broken(comparison) for (comparison,) in before)
        return (ParsedRelation(last, broken[0] if len(broken) == 1 else Junction("and", broken)),)

    def either(self, parts: list[Condition | tuple[Comparison, ...]]) -> Junction:
        return Junction("or", tuple(_one(part) for part in parts))

    def both(self, parts: list[Condition | tuple[Comparison, ...]]) -> Junction:
        return Junction("and", tuple(_one(part) for part in parts))

    def chain(self, parts: list[Expression | Token]) -> tuple[Comparison, ...]:
        """`0 <= R01 <= 100` is two comparisons: each neighbour with the next."""
        sides, signs = cast(list[Expression], parts[::2]), [str(sign) for sign in parts[1::2]]
        return tuple(
            Comparison(left, _SAME.get(sign, cast(Operator, sign)), right)
            for left, sign, right in zip(sides, signs, sides[1:], strict=False)
        )

    def operation(self, parts: list[Expression | Token]) -> ArithmeticOperation:
        left, sign, right = parts
        return ArithmeticOperation(_SIGNS.get(str(sign), cast(Arithmetic, str(sign))), cast(Expression, left), cast(Expression, right))

    def enumeration(self, parts: list[Expression | Token]) -> Expression:
        before, dots, last = cast(Expression, parts[0]), cast(Token, parts[2]), cast(Ref, parts[4])
        match before:
            case Ref():
                return Range(before, last)
            case ArithmeticOperation("+", left, Ref() as first):
                return ArithmeticOperation("+", left, Range(first, last))
        raise RelationError((dots.start_pos or 0) + 1, "… stands between two codes: M01 + … + M05")

    def negative(self, parts: list[Expression | Token]) -> Negative:
        return Negative(cast(Expression, parts[1]))

    def positive(self, parts: list[Expression | Token]) -> Expression:
        return cast(Expression, parts[1])

    def number(self, parts: list[Token]) -> Number:
        return Number(Decimal(str(parts[0])))

    def reference(self, parts: list[Token]) -> Ref:
        code = str(parts[0]).strip("[]").strip()
        position = (parts[0].start_pos or 0) + 1
        basis: Basis | None = None
        if len(parts) > 1:
            name = str(parts[1])[1:]
            if name not in set(Basis):
                raise RelationError((parts[1].start_pos or 0) + 2, f"{name!r} is no basis; there are {', '.join(Basis)}")
            basis = Basis(name)
        return Ref(code, basis, position=position)

    def children(self, parts: list[Ref | Token]) -> Ref:
        return replace(cast(Ref, parts[2]), children=True)

    def range(self, parts: list[Ref | Token]) -> Range:
        return Range(cast(Ref, parts[0]), cast(Ref, parts[2]))

    def addends(self, parts: list[Expression]) -> tuple[Expression, ...]:
        return tuple(parts)

    def total(self, parts: list[Token | tuple[Expression, ...]]) -> Expression:
        first, *rest = cast(tuple[Expression, ...], parts[1])
        for addend in rest:
            first = ArithmeticOperation("+", first, addend)
        return first

    def previous(self, parts: list[Expression | Token]) -> Expression:
        return _shifted(cast(Expression, parts[1]), At.PREVIOUS, cast(Token, parts[0]))

    def year_before(self, parts: list[Expression | Token]) -> Expression:
        return _shifted(cast(Expression, parts[1]), At.YEAR_BEFORE, cast(Token, parts[0]))

    def call(self, parts: list[Expression | Token]) -> FunctionCall:
        name, arguments = cast(Token, parts[0]), tuple(cast(list[Expression], parts[1:]))
        word = cast(FunctionName, str(name).lower())
        allowed = {"abs": (1, 1), "round": (1, 2), "min": (2, 99), "max": (2, 99)}[word]
        position = (name.start_pos or 0) + 1
        if not allowed[0] <= len(arguments) <= allowed[1]:
            raise RelationError(position, f"{word} takes {allowed[0]} to {allowed[1]} arguments, found {len(arguments)}")
        if word == "round" and len(arguments) == 2 and not isinstance(arguments[1], Number):
            raise RelationError(position, "the second argument of round is a number of decimals")
        return FunctionCall(word, arguments)


def _one(part: Condition | tuple[Comparison, ...]) -> Condition:
    """A condition's part: a chain of several comparisons holds when all of them do."""
    if not isinstance(part, tuple):
        return part
    return part[0] if len(part) == 1 else Junction("and", part)


def _shifted(expression: Expression, at: At, word: Token) -> Expression:
    """The expression with all its figures taken from another period: prev(A + B) is prev(A) + prev(B)."""
    match expression:
        case Ref():
            if expression.at is not At.NOW:
                raise RelationError((word.start_pos or 0) + 1, f"{word} can't contain another period function")
            if expression.children:
                raise RelationError((word.start_pos or 0) + 1, f"{word} can't contain sum(children, …): parts are listed in one file only")
            return replace(expression, at=at)
        case Range(first, last):
            return Range(cast(Ref, _shifted(first, at, word)), cast(Ref, _shifted(last, at, word)))
        case ArithmeticOperation(sign, left, right):
            return ArithmeticOperation(sign, _shifted(left, at, word), _shifted(right, at, word))
        case Negative(inner):
            return Negative(_shifted(inner, at, word))
        case FunctionCall(name, arguments):
            return FunctionCall(name, tuple(_shifted(argument, at, word) for argument in arguments))
        case Number():
            return expression
