"""The relation language: what is understood, and how a mistake is told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from huizong.checking.language.relation import RelationError, parse, parse_all, problems
from huizong.checking.language.tree import (
    ArithmeticOperation,
    At,
    Comparison,
    Expression,
    FunctionCall,
    Junction,
    Negative,
    Number,
    ParsedRelation,
    Range,
    Ref,
    codes_between,
    mapped,
    references,
)
from huizong.model import Basis


def ref(code: str, basis: Basis | None = None, at: At = At.NOW, children: bool = False) -> Ref:
    return Ref(code, basis, at, children)


def bare(relation: ParsedRelation) -> ParsedRelation:
    """The relation without the positions of its codes."""
    return mapped(relation, unplaced)


def unplaced(node: Expression) -> Expression:
    if isinstance(node, Range):
        return Range(replace(node.first, position=0), replace(node.last, position=0))
    return replace(node, position=0) if isinstance(node, Ref) else node


@pytest.mark.parametrize(
    "text",
    [
        "MV5014>=MV5015+MV5016",
        "ＭＶ５０１４≥ＭＶ５０１５＋ＭＶ５０１６",
        "MV5014 ≧ MV5015 + MV5016",
        "MV5014＞＝MV5015＋MV5016",
        "MV5014>=(MV5015+MV5016)",
    ],
)
def test_an_audit_formula_reads_alike_in_every_usual_spelling(text: str) -> None:
    wanted = Comparison(ref("MV5014"), ">=", ArithmeticOperation("+", ref("MV5015"), ref("MV5016")))
    assert bare(parse(text)) == ParsedRelation(wanted)


@pytest.mark.parametrize(
    ("sign", "meaning"),
    [("=", "="), ("==", "="), ("＝", "="), ("≠", "!="), ("<>", "!="), ("!=", "!="), ("≤", "<="), ("＜", "<"), (">", ">")],
)
def test_every_comparison(sign: str, meaning: str) -> None:
    assert parse(f"A1 {sign} A2").comparison.operator == meaning


def test_arithmetic_binds_as_in_school() -> None:
    relation = parse("R01 = 100 * M02 / M01 - 2")
    ratio = ArithmeticOperation("/", ArithmeticOperation("*", Number(Decimal(100)), ref("M02")), ref("M01"))
    assert bare(relation).comparison.right == ArithmeticOperation("-", ratio, Number(Decimal(2)))


def test_minus_before_a_figure() -> None:
    assert bare(parse("-M01 <= 0")).comparison.left == Negative(ref("M01"))


def test_history_goes_down_to_the_figures() -> None:
    relation = bare(parse("M01.cumulative = prev(M01.cumulative + M02.cumulative) + M01.current"))
    past = ArithmeticOperation("+", ref("M01", Basis.CUMULATIVE, At.PREVIOUS), ref("M02", Basis.CUMULATIVE, At.PREVIOUS))
    assert relation.comparison.right == ArithmeticOperation("+", past, ref("M01", Basis.CURRENT))
    assert [r.at for r in references(parse("same_period_last_year(M01) > 0"))] == [At.YEAR_BEFORE]


def test_children_and_ranges() -> None:
    assert bare(parse("sum(children, M01) = M01")).comparison.left == ref("M01", children=True)
    for text in ("sum(M01..M05) = M06", "SUM（M01:M05）＝M06", "∑(M01~M05) = M06", "M01+…+M05=M06", "M01 + ... + M05 = M06"):
        assert bare(parse(text)).comparison.left == Range(ref("M01"), ref("M05")), text
    several = bare(parse("sum(M01, M03..M05) = M06")).comparison.left
    assert several == ArithmeticOperation("+", ref("M01"), Range(ref("M03"), ref("M05")))


def test_a_range_takes_the_known_codes_only() -> None:
    span = Range(ref("M01"), ref("M05"))
    assert codes_between(span, {"M01", "M03", "M05", "M06", "N02", "M004"}) == ("M01", "M03", "M004", "M05")


@pytest.mark.parametrize(
    "text",
    [
        "if M01 > 0 and M02 > 0 then M03 > 0",
        "若 M01＞0 且 M02＞0 则 M03＞0",
        "如果M01>0并且M02>0，那么M03>0",
        "当M01>0且M02>0时，M03>0",
        "IF(M01>0 AND M02>0, M03>0)",
    ],
)
def test_conditions_in_both_languages(text: str) -> None:
    zero = Number(Decimal(0))
    condition = Junction("and", (Comparison(ref("M01"), ">", zero), Comparison(ref("M02"), ">", zero)))
    assert bare(parse(text)) == ParsedRelation(Comparison(ref("M03"), ">", zero), condition)


def test_a_chain_and_joined_claims_are_several_relations() -> None:
    zero, hundred = Number(Decimal(0)), Number(Decimal(100))
    low, high = Comparison(zero, "<=", ref("R01")), Comparison(ref("R01"), "<=", hundred)
    assert tuple(bare(r) for r in parse_all("0 ≤ R01 ≤ 100")) == (ParsedRelation(low), ParsedRelation(high))
    none = Comparison(ref("M01"), "=", zero)
    both = (Comparison(ref("M02"), "=", zero), Comparison(ref("M03"), "=", zero))
    assert tuple(bare(r) for r in parse_all("若M01=0，则M02=0且M03=0")) == tuple(ParsedRelation(claim, none) for claim in both)
    (conditional,) = parse_all("if 0 <= R01 <= 100 then M01 > 0")
    assert bare(conditional).condition == Junction("and", (low, high))
    assert problems("0 <= R09 <= 100", {"R01"}) == ["character 6: there is no indicator R09; is it R01?"]


def test_functions() -> None:
    relation = bare(parse("ABS(M01 - M02) <= round(max(M03, 0.5), 1)"))
    assert relation.comparison.left == FunctionCall("abs", (ArithmeticOperation("-", ref("M01"), ref("M02")),))
    largest = FunctionCall("max", (ref("M03"), Number(Decimal("0.5"))))
    assert relation.comparison.right == FunctionCall("round", (largest, Number(Decimal(1))))


def test_a_code_that_is_no_word_stands_in_brackets() -> None:
    assert bare(parse("[50-1].current >= [501]")) == ParsedRelation(Comparison(ref("50-1", Basis.CURRENT), ">=", ref("501")))


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("", 1, "empty"),
        ("M01 >=", 7, "the end does not fit"),
        ("M01 + M02", 10, "a comparison"),
        ("M01 > = M02", 7, "'='"),
        ("M01 => 2", 5, "write >= or <="),
        ("M01.curent = 3", 5, "'curent' is no basis"),
        ("M01.累计 >= M01.本月", 4, "累计 is written cumulative, behind a code"),
        ("本月 <= 累计", 1, "本月 is written current"),
        ("M01.本月止累计 >= M01.current", 4, "本月止累计 is written cumulative, behind a code"),
        ("M01 不小于 M02", 5, "不小于 is written >="),
        ("M01大于等于0", 4, "大于等于 is written >="),
        ("M01 >= 10万元", 10, "万元: a number has no unit, it counts in the unit of the indicators beside it"),
        ("工业总产值 >= M01", 1, "工业总产值: write the indicator's code"),
        ("M01 = 5%", 8, "rates are in % already"),
        ("if M01 > 0 M02 > 0", 12, "then"),
        ("M01 >= M02 >=", 14, "the end does not fit"),
        ("prev(prev(M01)) = 1", 1, "another period function"),
        ("prev(sum(children, M01)) = 1", 1, "sum(children"),
        ("M01 = abs(M02, M03)", 7, "abs takes"),
        ("M01 = $", 7, "'$'"),
        ("sum(children, M01) = (M01", 26, "the end"),
        ("2 * M01 + … + M05 = M06", 11, "between two codes"),
    ],
)
def test_a_mistake_says_where_and_what(text: str, position: int, reason: str) -> None:
    with pytest.raises(RelationError) as caught:
        parse(text)
    assert reason in caught.value.reason
    assert abs(caught.value.position - position) <= 1


def test_problems_name_unknown_codes_with_a_suggestion() -> None:
    assert problems("M01 >= M02", {"M01", "M02"}) == []
    (problem,) = problems("M01 >= M0Z", {"M01", "M02"})
    assert problem.startswith("character 8: there is no indicator M0Z; is it M0")
    assert [line.rpartition("; ")[2] for line in problems("m01 = EOl", {"M01", "E01", "W01"})] == ["is it M01?", "is it E01?"]
    assert problems("M01 + M02 = M01 + M02", {"M01", "M02"}) == ["character 1: both sides are the same, so it says nothing"]
    assert problems("M01 = 100 * M02 / 0", {"M01", "M02"}) == ["character 1: it is divided by 0"]
    assert problems("1 = 1", {"M01"}) == ["character 1: the comparison names no indicator"]
    assert problems("sum(M05..M01) = M02", {"M01", "M02", "M05"}) == ["character 5: M05..M01 is no range: one prefix, ascending numbers"]


def test_three_hundred_formulas_as_a_report_has_them() -> None:
    shapes = (
        "MV{0}>=MV{1}+MV{2}",
        "MV{0} = MV{1} + MV{2} - MV{3}",
        "若MV{0}＞0，则MV{1}＞0",
        "100 * MV{1} / MV{0} ≤ 100",
        "MV{0}≥SUM(MV{1}:MV{3})",
    )
    formulas = [shape.format(*(5000 + 10 * n + k for k in range(4))) for n in range(62) for shape in shapes]
    codes = {f"MV{number}" for number in range(5000, 5700)}
    assert len(formulas) == 310
    assert [text for text in formulas if problems(text, codes)] == []
