"""Which unit holds for a value: that of its row, its head, the corner, or the indicator's own."""

from __future__ import annotations

from decimal import Decimal

from huizong.model import Severity
from tests.unit.recognising.county import (
    DECLARED,
    TITLE,
    draft,
    monthly,
    rules,
    told,
)
from tests.unit.recognising.value.filled import filled


def test_the_units_of_row_header_corner_and_indicator_in_that_order(catalogue):
    found = draft(
        catalogue,
        [
            [TITLE],
            [DECLARED, None, "单位：亿元"],
            ["指标", "计量单位", "累计"],
            ["规模以上工业总产值", "千元", 4123],
            ["固定资产投资", None, 0.835],
            ["粮食播种面积", "公顷", 3014],
            ["生猪出栏", None, 77],
        ],
    )
    assert told(found) == {
        ("T1", "I1", "2026-06", "cumulative", "412.3", "C4"),
        ("T1", "I2", "2026-06", "cumulative", "8350", "C5"),
        ("T1", "I5", "2026-06", "cumulative", "45210", "C6"),
        ("T1", "I6", "2026-06", "cumulative", "77", "C7"),
    }
    assert rules(found) == {
        ("unit-converted", "表!C4"),
        ("unit-converted", "表!C5"),
        ("unit-converted", "表!C6"),
        ("unit-missing", "表!C7"),
    }
    assert {figure.indicator: figure.precision for figure in found.figures} == {
        "I1": Decimal("0.1"),
        "I2": Decimal("10"),
        "I5": Decimal("15"),
        "I6": Decimal("1"),
    }


def test_a_unit_of_another_dimension_or_of_none_holds_the_row(catalogue):
    found = filled(catalogue, ["固定资产投资", "吨", 5], ["税收收入", "美元", 6], header=("指标", "单位", "累计"))
    assert told(found) == {("T1", "I2", "2026-06", "cumulative", "held", "C4"), ("T1", "I4", "2026-06", "cumulative", "held", "C5")}
    assert rules(found) == {("unit-mismatch", "表!C4"), ("unit-unknown", "表!C5")}


def test_a_value_with_its_own_unit_is_taken_by_it_with_a_trace(catalogue):
    found = filled(
        catalogue,
        ["固定资产投资", "万元", "6.89亿元"],
        ["税收收入", "元", "3650.6万"],
        ["规上工业总产值", "亿元", "3650.6万元"],
        ["生猪出栏", "头", "1.2万头"],
        ["粮食播种面积", "亩", "12万亩"],
        header=("指标", "单位", "累计"),
    )
    assert told(found) == {
        ("T1", "I2", "2026-06", "cumulative", "68900", "C4"),
        ("T1", "I4", "2026-06", "cumulative", "3650.6", "C5"),
        ("T1", "I1", "2026-06", "cumulative", "3650.6", "C6"),
        ("T1", "I6", "2026-06", "cumulative", "12000", "C7"),
        ("T1", "I5", "2026-06", "cumulative", "120000", "C8"),
    }
    said = {(f.rule, f.place): (f.fields["observed"], f.fields["expected"]) for f in found.findings}
    assert said == {
        ("unit-converted", "表!C4"): ("6.89亿元", "68900万元"),
        ("unit-converted", "表!C5"): ("3650.6万", "3650.6万元"),
        ("value-normalised", "表!C6"): ("3650.6万元", "3650.6"),
        ("unit-converted", "表!C7"): ("1.2万头", "12000头"),
        ("unit-converted", "表!C8"): ("12万亩", "120000亩"),
    }


def test_a_unit_that_only_repeats_the_tables_is_asked_about_where_it_scales_and_a_smaller_scale_holds(catalogue):
    found = filled(
        catalogue,
        ["固定资产投资", "万元", "3.2万元"],
        ["一般公共预算收入", "万元", "4.5万"],
        ["税收收入", "万元", "3.2千"],
        ["生猪出栏", "头", "3吨"],
        header=("指标", "单位", "累计"),
    )
    plain = filled(catalogue, ["生猪出栏", "头", "34头"], header=("指标", "单位", "累计"))
    assert told(plain) == {("T1", "I6", "2026-06", "cumulative", "34", "C4")}
    assert [(f.rule, f.severity, f.fields["observed"]) for f in plain.findings] == [("value-normalised", None, "34头")]
    assert told(found) == {
        ("T1", "I2", "2026-06", "cumulative", "3.2", "C4"),
        ("T1", "I3", "2026-06", "cumulative", "4.5", "C5"),
        ("T1", "I4", "2026-06", "cumulative", "held", "C6"),
        ("T1", "I6", "2026-06", "cumulative", "held", "C7"),
    }
    severities = {(f.rule, f.place): f.severity for f in found.findings}
    assert severities == {
        ("value-carries-unit", "表!C4"): Severity.QUERY,
        ("value-carries-unit", "表!C5"): Severity.QUERY,
        ("value-carries-unit", "表!C6"): None,
        ("unit-mismatch", "表!C7"): None,
    }


def test_the_units_of_a_row_and_of_its_head_that_differ_are_asked_about(catalogue):
    head = monthly("指标 单位 本月（亿元） 累计（万元）")
    found = draft(catalogue, [*head, ["税收收入", "万元", 3, 18], ["生猪出栏", "头", 5, 9]])
    assert ("T1", "I4", "2026-06", "current", "held", "C4") in told(found)
    assert ("T1", "I4", "2026-06", "cumulative", "18", "D4") in told(found)
    assert ("T1", "I6", "2026-06", "current", "5", "C5") in told(found)
    assert ("unit-contradicts", "表!C4") in rules(found)


def test_a_row_that_names_a_rate_has_the_unit_of_the_rate(catalogue):
    head = monthly("指标 单位 累计")
    found = draft(catalogue, [*head, ["税收收入增长率", "万元", 518], ["一般公共预算收入增长率", "%", 6.7]])
    assert told(found) == {
        ("T1", "I4", "2026-06", "growth_rate", "held", "C4"),
        ("T1", "I3", "2026-06", "growth_rate", "6.7", "C5"),
    }
    assert rules(found) == {("unit-mismatch", "表!C4")}


def test_two_units_of_one_row_are_asked_about(catalogue):
    rows = monthly("指标 单位 累计", "生猪出栏（万头） 头 2310", "税收收入（万元） 万元 2")
    found = draft(catalogue, rows)
    assert {(code, value) for _, code, *_, value, _ in told(found)} == {("I6", "held"), ("I4", "2")}
    assert rules(found) == {("unit-contradicts", "表!C4")}
