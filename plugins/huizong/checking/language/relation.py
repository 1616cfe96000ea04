"""The relation language of forms: text to a frozen tree, every mistake with its position.

A relation is a comparison of two expressions over indicator codes, or `if … then …` of such; a chain (`0 <= R01 <= 100`)
or several joined by `and` are several relations. Both the plain spelling and the one usual in audit formulas are taken:
full-width operators and brackets, ≥ ≤ ≠, 且 / 或 / 若 … 则 / 当 … 时 / `IF(…, …)`, `M01..M05`, `M01 + … + M05`. A code
that is no plain word is written in square brackets: `[50-1]`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from huizong.checking.language.tree import (
    ArithmeticOperation,
    Expression,
    Number,
    ParsedRelation,
    Ref,
    RelationError,
    codes_between,
    mapped,
    ranges,
    references,
)
from huizong.model import Basis

if TYPE_CHECKING:
    from lark.exceptions import UnexpectedInput

# The parser is loaded when a relation is read: most processes have the rules and the catalogue as files.

__all__ = ["ParsedRelation", "RelationError", "parse", "parse_all", "problems"]

Lines = tuple[tuple[str, str], ...]  # line number and code, as the rows of a form have them
_LINE_NUMBER = re.compile(r"(?<![A-Za-z0-9_.])(?:第\s*(?P<word>\d+)\s*行|(?P<before>\d+)\s*行|\(\s*(?P<bracket>\d+)\s*\))")
_GROUPED_NUMBER = re.compile(r"(?<![A-Za-z0-9_.\]])\d{1,3}(?:,\d{3})+(?!\d)")
_CALLED = re.compile(r"([A-Za-z_\u4e00-\u9fff]+)\s*\(")
_JOINED_HERE = re.compile(r"或|且|并且|(?:or|and)\b", re.IGNORECASE)
_CHINESE_FUNCTIONS = {
    "合计": "sum",
    "求和": "sum",
    "绝对值": "abs",
    "最小值": "min",
    "最大值": "max",
    "四舍五入": "round",
    "上期": "prev",
    "上月": "prev",
    "上年同期": "same_period_last_year",
    "去年同期": "same_period_last_year",
}
_IN_BRACKETS = re.compile(r"\(\s*(\d+)\s*\)")
_LOOKS_LIKE = str.maketrans("OIL", "011")  # E0l and EO1 are typed for E01
_BASIS_WORDS = {
    "本月": "current", "本季": "current", "本期": "current", "当月": "current", "累计": "cumulative", "本年累计": "cumulative",
    "本月止累计": "cumulative", "本季止累计": "cumulative", "本期止累计": "cumulative",
    "年初累计": "cumulative", "自年初累计": "cumulative",
    "上年同期": "prior_year", "去年同期": "prior_year", "同期": "prior_year", "同比": "growth_rate", "计划": "plan", "年度计划": "plan",
    "完成": "plan_completion",
}  # fmt: skip
_COMPARISON_SIGNS = {
    "大于等于": ">=", "不小于": ">=", "不低于": ">=", "不少于": ">=",
    "小于等于": "<=", "不大于": "<=", "不超过": "<=", "不高于": "<=", "不多于": "<=",
    "不等于": "!=", "大于": ">", "高于": ">", "超过": ">", "小于": "<", "低于": "<", "等于": "=",
}  # fmt: skip
_CHINESE_WORD = re.compile(r"[\u4e00-\u9fff]+")
_LINE_HINT = "write the indicator's code, or give the rows of the form their `line`"
_FUNCTIONS = ("sum", "children", "prev", "same_period_last_year", "abs", "min", "max", "round", "if")
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


def parse(expression: str) -> ParsedRelation:
    """The one relation that the text says; raises RelationError with position and reason, ValueError for several."""
    (relation,) = parse_all(expression)
    return relation


@lru_cache(maxsize=4096)
def parse_all(expression: str, lines: Lines = ()) -> tuple[ParsedRelation, ...]:
    """The relations that the text says, one for each comparison; raises RelationError with position and reason.

    `lines` are the line numbers of the form with their codes, where it has some: `(2)` and `02行` then stand for a code.
    """
    from lark.exceptions import UnexpectedInput, VisitError

    from huizong.checking.language.grammar import read

    text = expression.translate(_FULL_WIDTH)
    if not text.strip():
        raise RelationError(1, "the relation is empty")
    grouped = _GROUPED_NUMBER.search(text)
    if grouped:
        plain, apart = grouped[0].replace(",", ""), grouped[0].replace(",", ", ")
        raise RelationError(grouped.start() + 1, f"{grouped[0]}: a number has no thousands commas, write {plain} (two numbers: {apart})")
    text = _without_line_numbers(text, lines)
    try:
        return read(text)
    except VisitError as fault:
        if isinstance(fault.orig_exc, RelationError):
            raise fault.orig_exc from None
        raise
    except UnexpectedInput as fault:
        raise _explained(fault, text) from None


def problems(expression: str, known_codes: Collection[str] | None, lines: Lines = ()) -> list[str]:
    """What is wrong with a relation of a catalogue that knows these codes; nothing for a good one. None: any code will do."""
    try:
        relations = parse_all(expression, lines)
        found = [] if known_codes is None else _unknown(relations, known_codes)
        for relation in relations:
            for span in ranges(relation):
                codes_between(span, known_codes or ())
    except RelationError as fault:
        return [str(fault)]
    if not all(any(True for _ in references(relation.comparison)) for relation in relations):
        numbered = _IN_BRACKETS.search(expression.translate(_FULL_WIDTH))
        hint = f"; {numbered[0]} is the number {numbered[1]}, {_LINE_HINT}" if numbered else ""
        found.append(RelationError(1, f"the comparison names no indicator{hint}"))
    else:
        found += [why for relation in relations if (why := _without_effect(relation)) is not None]
    return [str(fault) for fault in found]


def _without_effect(relation: ParsedRelation) -> RelationError | None:
    """Why a relation can never say anything: both sides are the same, or one is divided by 0."""
    divided: list[ArithmeticOperation] = []

    def without_place(node: Expression) -> Expression:
        if isinstance(node, ArithmeticOperation) and node.sign == "/" and node.right == Number(Decimal(0)):
            divided.append(node)
        return replace(node, position=0) if isinstance(node, Ref) else node

    comparison = mapped(relation, without_place).comparison
    if comparison.left == comparison.right:
        return RelationError(1, "both sides are the same, so it says nothing")
    return RelationError(1, "it is divided by 0") if divided else None


def _without_line_numbers(text: str, lines: Lines) -> str:
    """The text with `(2)`, `02行`, `第2行` as the codes of those lines; raises RelationError for a line that the form lacks.

    Brackets around a bare number are a line number only in a form that numbers its lines, and never after a function's name.
    """
    codes = {_line_name(line): code for line, code in lines}

    def code_of(found: re.Match[str]) -> str:
        number = str(found["word"] or found["before"] or found["bracket"])
        if found["bracket"] and not codes:
            return found[0]
        if _line_name(number) not in codes:
            known = f"its rows have {', '.join(line for line, _ in lines)}" if lines else "none of its rows has a `line`"
            raise RelationError(found.start() + 1, f"there is no line {number} in this form: {known}, {_LINE_HINT}")
        return f"[{codes[_line_name(number)]}]"

    return _LINE_NUMBER.sub(code_of, text)


def _line_name(number: str) -> str:
    return number.lstrip("0") or "0"


def _unknown(relations: Iterable[ParsedRelation], known_codes: Collection[str]) -> list[RelationError]:
    unknown = dict.fromkeys(ref for relation in relations for ref in references(relation) if ref.indicator not in known_codes)
    return [
        RelationError(ref.position, f"there is no indicator {ref.indicator}{_suggestion(ref.indicator, known_codes)}") for ref in unknown
    ]


def _suggestion(code: str, known_codes: Collection[str]) -> str:
    alike = [known for known in known_codes if known.upper().translate(_LOOKS_LIKE) == code.upper().translate(_LOOKS_LIKE)]
    near = alike or difflib.get_close_matches(code, known_codes, n=1, cutoff=0.6)
    return f"; is it {near[0]}?" if near else ""


def _explained(fault: UnexpectedInput, text: str) -> RelationError:
    from lark import Token
    from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedToken

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
    hint = _known_mistake(text, position)
    if hint is not None:
        return hint
    wanted = sorted(_EXPECTED[name] for name in names if name in _EXPECTED)
    return RelationError(position, f"{found} does not fit here" + (f"; expected {' or '.join(wanted)}" if wanted else ""))


def _known_mistake(text: str, position: int) -> RelationError | None:
    """What is meant by what people often write; None if nothing known stands at the position."""
    here = text[position - 1 : position]
    if here == "%":
        return RelationError(position, "'%' is not written: rates are in % already")
    if text[position - 1 : position + 1] in ("=>", "=<") or text[max(position - 2, 0) : position] in ("=>", "=<"):
        return RelationError(position, "write >= or <=")
    for called in _CALLED.finditer(text):
        name = called[1]
        if name.lower() not in _FUNCTIONS and called.start() < position <= called.end() + 1:
            near = _CHINESE_FUNCTIONS.get(name) or next(iter(difflib.get_close_matches(name.lower(), _FUNCTIONS, n=1, cutoff=0.4)), None)
            known = f"is it {near}?" if near else f"there are {', '.join(_FUNCTIONS)}"
            return RelationError(called.start() + 1, f"there is no function {name}; {known}")
    if (written := _CHINESE_WORD.match(text, position - 1 + (here == "."))) is not None and not _JOINED_HERE.match(text, position - 1):
        word = written[0]
        if word in _BASIS_WORDS:
            return RelationError(position, f"{word} is written {_BASIS_WORDS[word]}, behind a code: E01.{_BASIS_WORDS[word]}")
        if (said := next((said for said in _COMPARISON_SIGNS if word.startswith(said)), None)) is not None:
            return RelationError(position, f"{said} is written {_COMPARISON_SIGNS[said]}")
        if text[: position - 1].rstrip()[-1:].isdigit():
            return RelationError(position, f"{word}: a number has no unit, it counts in the unit of the indicators beside it")
        return RelationError(position, f"{word}: {_LINE_HINT}; a basis is one of {', '.join(Basis)}")
    if _JOINED_HERE.match(text, position - 1):
        return RelationError(position, "what must hold is joined by and alone or by or alone: write two relations")
    return None
