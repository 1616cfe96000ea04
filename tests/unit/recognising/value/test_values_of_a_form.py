"""Values where a form holds them: errors, formulas, merged cells, codes, targets and shares, each with what is said about it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huizong.model import Severity, Status
from tests.unit.recognising.county import (
    balance,
    day,
    draft,
    error,
    formula,
    monthly,
    number,
    rules,
    told,
)
from tests.unit.recognising.value.filled import filled


def test_errors_formulas_and_dates_are_neither_blank_nor_zero(catalogue):
    found = filled(catalogue, ["固定资产投资", "万元", error("#REF!"), formula("=C9"), day(2026, 6, 30)])
    assert told(found) == {
        ("T1", "I2", "2026-06", "cumulative", "error", "C4"),
        ("T1", "I2", "2026-06", "prior_year", "held", "D4"),
        ("T1", "I2", "2026-06", "growth_rate", "held", "E4"),
    }
    assert rules(found) == {("value-error", "表!C4"), ("formula-not-calculated", "表!D4"), ("value-date", "表!E4")}
    assert balance(found) == (3, 3, 0, 0)


def test_a_division_by_a_prior_year_of_zero_is_not_comparable(catalogue):
    found = filled(catalogue, ["生猪出栏", "头", 301, 0, error("#DIV/0!")], ["税收收入", "万元", 5, 4, error("#DIV/0!")])
    statuses = {figure.place: figure.status for figure in found.figures if figure.basis == "growth_rate"}
    assert statuses == {"表!E4": Status.BLANK, "表!E5": Status.ERROR}
    assert rules(found) == {("value-not-comparable", "表!E4"), ("value-error", "表!E5")}


def test_a_fraction_where_per_cent_was_asked_for(catalogue):
    # 110 over 100 is 10 %; 0.1 says a hundredth of it. 100.1 over 100 is 0.1 % and 0.1 is right.
    found = filled(catalogue, ["税收收入", "万元", 110, 100, 0.1], ["规上工业总产值", "万元", 100.1, 100, 0.1])
    statuses = {figure.place: figure.status for figure in found.figures if figure.basis == "growth_rate"}
    assert statuses == {"表!E4": Status.HELD, "表!E5": Status.REPORTED}
    assert rules(found) == {("percent-scale", "表!E4")}


def test_a_growth_that_is_not_recomputed_is_left_alone(catalogue):
    found = filled(catalogue, ["固定资产投资", "万元", 110, 100, 0.1])
    assert {figure.status for figure in found.figures} == {Status.REPORTED}


def test_a_comparable_growth_is_a_fraction_where_another_of_its_column_is(catalogue):
    # 110 over 100 is 10 % in both rows; 固定资产投资 may grow otherwise than its values, but not a hundredth as in the row above.
    found = filled(catalogue, ["税收收入", "万元", 110, 100, 0.1], ["固定资产投资", "万元", 110, 100, 0.1])
    assert {figure.place for figure in found.figures if figure.status is Status.HELD} == {"表!E4", "表!E5"}


@pytest.mark.parametrize(("written", "value", "asks"), [("1820.4元", "0.18204", True), ("18204000元", "1820.4", False)])
def test_a_unit_in_the_cell_that_leaves_next_to_nothing_is_asked_about(catalogue, written, value, asks):
    found = draft(catalogue, monthly("指标 单位 累计", ["税收收入", "万元", written]))
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", value, "C4")}
    (said,) = [finding for finding in found.findings if finding.rule == "unit-converted"]
    assert said.severity is (Severity.QUERY if asks else None)


def test_one_number_merged_over_two_indicators_holds_both(catalogue):
    found = draft(
        catalogue,
        monthly("指标 单位 累计", "税收收入 万元 9", "一般公共预算收入 万元 ·"),
        merges=["C4:C5"],
    )
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "held", "C4"), ("T1", "I3", "2026-06", "cumulative", "held", "C5")}
    assert {figure.value for figure in found.figures} == {Decimal(9)}
    assert rules(found) == {("value-merged", "表!C4:C5")}
    assert balance(found) == (1, 1, 0, 0)


def test_a_row_of_two_merged_lines_is_one_row(catalogue):
    found = draft(
        catalogue,
        monthly("指标 单位 累计", "税收收入 万元 9", []),
        merges=["A4:A5", "B4:B5", "C4:C5"],
    )
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "9", "C4")}


def test_binary_noise_goes_and_a_note_says_so(catalogue):
    found = filled(catalogue, ["税收收入", "万元", number("2436.80000000001")], header=("指标", "单位", "累计"))
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "2436.8", "C4")}
    assert rules(found) == {("value-rounded", "表!C4")}
    kept = filled(catalogue, ["税收收入", "万元", number("2436.8123456")], header=("指标", "单位", "累计"))
    assert told(kept) == {("T1", "I4", "2026-06", "cumulative", "2436.8123456", "C4")}


def test_a_computed_formula_is_noted(catalogue):
    computed = number("12")._replace(formula="=SUM(A1:A2)", computed=True)
    found = filled(catalogue, ["税收收入", "万元", computed], header=("指标", "单位", "累计"))
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "12", "C4")}
    assert rules(found) == {("formula-computed", "表!C4")}


def test_codes_stored_as_numbers_lose_their_ends(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月项目进度表"],
            ["项目编码", "项目名称", "累计完成投资(万元)"],
            [number("330000202606150000"), "石桥冷库", 12.5],
            ["330000202606150013", "柳湾粮站", 8],
        ],
        reporter="B1",
    )
    assert told(found) == {("P1", "J1", "2026-06", "cumulative", "12.5", "C3"), ("P2", "J1", "2026-06", "cumulative", "8", "C4")}
    assert rules(found) == {("code-precision-lost", "表!A3")}
    assert balance(found) == (3, 2, 0, 1)


def test_a_target_loads_with_its_qualifier_and_at_its_year(catalogue):
    found = filled(catalogue, ["税收收入", "万元", "≥100"], header=("指标", "单位", "年度计划"))
    (figure,) = found.figures
    assert (figure.status, figure.value, figure.qualifier, figure.period, figure.basis) == (
        "reported",
        Decimal(100),
        "at_least",
        "2026",
        "plan",
    )


def test_percent_of_a_ratio_and_of_an_amount(catalogue):
    found = filled(
        catalogue,
        ["税收占比", "%", number("0.751", "75.1%", "0.0%")],
        ["税收收入", "万元", number("0.5", "50%", "0%")],
        header=("指标", "单位", "累计"),
    )
    assert told(found) == {("T1", "I7", "2026-06", "cumulative", "75.1", "C4"), ("T1", "I4", "2026-06", "cumulative", "held", "C5")}
    assert rules(found) == {("unit-mismatch", "表!C5")}


@pytest.mark.parametrize(
    ("written", "value", "said"),
    [
        ("3.3999999999999999", "3.4", True),
        ("6.6666666666666667", "6.66666666666667", True),
        ("7.33333333333333333333", "7.33333333333333", True),
        ("-0.21999999999999997", "-0.22", True),
        ("5.25", "5.25", False),
        ("5.1234567", "5.1234567", False),
        ("12.345678901234", "12.345678901234", False),
    ],
)
def test_decimals_as_a_program_prints_a_binary_number(catalogue, written, value, said):
    rows = monthly("指标 单位 累计 同比(%)", ["税收收入", "万元", "30.5", written])
    found = draft(catalogue, rows, delimited=True)
    assert {basis: shown for _, _, _, basis, shown, _ in told(found)} == {"cumulative": "30.5", "growth_rate": value}
    assert ("value-rounded", "4:4") in rules(found) if said else rules(found) == set()


@pytest.mark.parametrize("merges", [["C4:C6"] * 3, ["C4:C5", "C5:C6", "C4:C6"]])
def test_merges_that_overlap_hold_each_place_once(catalogue, merges):
    values = [["税收收入", "万元", 21, 115], ["固定资产投资", "万元", 33, 160], ["一般公共预算收入", "万元", 44, 300]]
    found = draft(catalogue, monthly("指标 单位 本月 累计", *values), merges=merges)
    assert [finding.rule for finding in found.findings] == ["value-merged"]
    assert found.findings[0].fields["observed"] == "21、33、44"
    assert sorted(figure.place for figure in found.figures if figure.status is Status.HELD) == ["表!C4", "表!C5", "表!C6"]


def test_growths_without_values_beside_them_are_fractions_where_the_others_of_their_column_are(catalogue):
    # 110 over 100 is 10 %: 0.1 is a fraction, and so is 0.06 below it, which has no prior year.
    rows = ["税收收入", "万元", 110, 100, 0.1], ["规上工业总产值", "万元", 50, None, 0.06]
    found = filled(catalogue, *rows)
    assert {figure.place for figure in found.figures if figure.status is Status.HELD} == {"表!E4", "表!E5"}
    (said,) = [finding for finding in found.findings if finding.place == "表!E5"]
    assert (said.rule, said.fields["observed"], said.fields["expected"]) == ("percent-scale", "0.06", "6")
    # Where another of them is more than 1, or follows from its values as it stands, 0.06 may be what it says.
    for other in (["生猪出栏", "头", 9, None, 3.2], ["生猪出栏", "头", 1002, 1000, 0.2]):
        found = filled(catalogue, *rows, other)
        assert {figure.place for figure in found.figures if figure.status is Status.HELD} == {"表!E4"}


def test_a_column_of_growths_that_are_thousandths_is_one_of_fractions(catalogue):
    names = ["税收收入", "固定资产投资", "规上工业总产值", "一般公共预算收入"]
    fractions = [[name, "万元", 5, None, value] for name, value in zip(names, (0.072, 0.06, -0.055, 0.067), strict=True)]
    found = filled(catalogue, *fractions)
    assert {figure.place for figure in found.figures if figure.status is Status.HELD} == {"表!E4", "表!E5", "表!E6", "表!E7"}
    small = [[name, "万元", 5, None, value] for name, value in zip(names, (0.7, 0.6, -0.5, 0.72), strict=True)]
    assert {figure.status for figure in filled(catalogue, *small).figures if figure.basis == "growth_rate"} == {Status.REPORTED}
