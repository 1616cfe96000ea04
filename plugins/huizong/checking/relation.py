"""The relation language of forms: text to a frozen tree, every mistake with its position.

A relation is a comparison of two expressions over indicator codes, or `if … then …` of such; a chain (`0 <= R01 <= 100`)
or several joined by `and` are several relations. Both the plain spelling and the one usual in audit formulas are taken:
full-width operators and brackets, ≥ ≤ ≠, 且 / 或 / 若 … 则 / 当 … 时 / `IF(…, …)`, `M01..M05`, `M01 + … + M05`. A code
that is no plain word is written in square brackets: `[50-1]`.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from functools import lru_cache

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken, VisitError

from huizong.checking.grammar import read
from huizong.checking.tree import Relation, RelationError, codes_between, ranges, references

__all__ = ["Relation", "RelationError", "parse", "parse_all", "problems"]

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_EXPECTED = {
    "COMPARES": "a comparison (= != >= <= > <)",
    "_THEN": "then",
    "RPAR": ")",
    "LPAR": "(",
    "COMMA": ",",
    "$END": "the end",
    "CODE": "an indicator code",
    "NUMBER": "a number",
    "PLUS": "+",
    "MINUS": "-",
    "TIMES": "*",
    "DIVIDED": "/",
}


def parse(expression: str) -> Relation:
    """The one relation that the text says; raises RelationError with position and reason, ValueError for several."""
    (relation,) = parse_all(expression)
    return relation


@lru_cache(maxsize=4096)
def parse_all(expression: str) -> tuple[Relation, ...]:
    """The relations that the text says, one for each comparison; raises RelationError with position and reason."""
    text = expression.translate(_FULL_WIDTH)
    if not text.strip():
        raise RelationError(1, "the relation is empty")
    try:
        return read(text)
    except VisitError as fault:
        if isinstance(fault.orig_exc, RelationError):
            raise fault.orig_exc from None
        raise
    except UnexpectedInput as fault:
        raise _explained(fault, text) from None


def problems(expression: str, known_codes: Collection[str] | None) -> list[str]:
    """What is wrong with a relation of a catalogue that knows these codes; nothing for a good one. None: any code will do."""
    try:
        relations = parse_all(expression)
        found = [] if known_codes is None else _unknown(relations, known_codes)
        for relation in relations:
            for span in ranges(relation):
                codes_between(span, known_codes or ())
    except RelationError as fault:
        return [str(fault)]
    if not all(any(True for _ in references(relation.comparison)) for relation in relations):
        found.append(RelationError(1, "the comparison names no indicator"))
    return [str(fault) for fault in found]


def _unknown(relations: Iterable[Relation], known_codes: Collection[str]) -> list[RelationError]:
    unknown = dict.fromkeys(ref for relation in relations for ref in references(relation) if ref.indicator not in known_codes)
    return [
        RelationError(ref.position, f"there is no indicator {ref.indicator}{_suggestion(ref.indicator, known_codes)}") for ref in unknown
    ]


def _suggestion(code: str, known_codes: Collection[str]) -> str:
    near = difflib.get_close_matches(code, known_codes, n=1, cutoff=0.6)
    return f"; is it {near[0]}?" if near else ""


def _explained(fault: UnexpectedInput, text: str) -> RelationError:
    end = len(text.rstrip()) + 1
    match fault:
        case UnexpectedCharacters():
            start = fault.pos_in_stream or 0
            position, found = start + 1, repr(text[start])
            names = set(fault.allowed or ())
        case UnexpectedToken(token=Token(type="$END")) | UnexpectedEOF():
            position, found, names = end, "the end", set(fault.expected)
        case UnexpectedToken():
            position, found, names = (fault.token.start_pos or 0) + 1, repr(str(fault.token)), set(fault.expected)
        case _:
            return RelationError(1, str(fault))
    if found == "'%'":
        return RelationError(position, "'%' is not written: rates are in % already")
    if text[position - 1 : position + 1] in ("=>", "=<") or text[max(position - 2, 0) : position] in ("=>", "=<"):
        return RelationError(position, "write >= or <=")
    wanted = sorted(_EXPECTED[name] for name in names if name in _EXPECTED)
    return RelationError(position, f"{found} does not fit here" + (f"; expected {' or '.join(wanted)}" if wanted else ""))
