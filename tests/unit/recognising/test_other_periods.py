"""Columns and rows of other periods: last year's are the comparison, others are left out, one left standing is asked about."""

from __future__ import annotations

import pytest

from huizong.model import Severity
from tests.unit.recognising.county import (
    DECLARED,
    TITLE,
    balance,
    draft,
    monthly,
    rules,
    told,
)


def _beside(catalogue, header):
    return draft(catalogue, monthly(["指标", "单位", "本月", "累计", header], "税收收入 万元 1 2 9"))


@pytest.mark.parametrize(
    "header",
    [
        "上年全年",
        "去年全年完成数",
        "去年一季度",
        "上年二季度",
        "上年1-5月",
        "上年5月",
        "上年末",
        "去年年底",
        "上季度",
        "上月",
        "上月末",
        "前年同期",
        "年初数",
        "本季",
        "二季度累计",
        "4-6月累计",
        "2025年全年",
        "全年",
    ],
)
def test_a_value_of_another_period_is_left_out_with_a_remark(catalogue, header):
    found = _beside(catalogue, header)
    assert told(found) == {("T1", "I4", "2026-06", "current", "1", "C4"), ("T1", "I4", "2026-06", "cumulative", "2", "D4")}
    assert {finding.rule for finding in found.findings} == {"period-other"}
    assert [finding.fields["observed"] for finding in found.findings] == [header]
    assert balance(found) == (3, 2, 0, 1)


@pytest.mark.parametrize("header", ["环比", "环比增长(%)", "比年初增长(%)", "比上年末增长(%)", "与上月相比", "比前年同期增长(%)"])
def test_another_comparison_is_no_growth_rate(catalogue, header):
    found = _beside(catalogue, header)
    assert {basis for _, _, _, basis, *_ in told(found)} == {"current", "cumulative"}
    assert {finding.rule for finding in found.findings} == {"growth-variant"}


@pytest.mark.parametrize(
    ("header", "basis"),
    [
        ("上年同期", "prior_year"),
        ("上年", "prior_year"),
        ("上年1-6月", "prior_year"),
        ("去年上半年", "prior_year"),
        ("上年6月", "current_prior_year"),
    ],
)
def test_the_same_months_of_last_year_are_the_prior_year(catalogue, header, basis):
    assert ("T1", "I4", "2026-06", basis, "9", "E4") in told(_beside(catalogue, header))


def test_last_years_quarter_is_the_prior_year_of_that_quarter_alone(catalogue):
    rows = [
        ["主要经济指标季报表（2026年二季度）"],
        [DECLARED],
        ["指标", "单位", "本季", "去年二季度", "去年一季度"],
        ["一般公共预算收入", "万元", 3, 2, 9],
    ]
    found = draft(catalogue, rows)
    assert told(found) == {("T1", "I3", "2026-Q2", "current", "3", "C4"), ("T1", "I3", "2026-Q2", "prior_year", "2", "D4")}
    assert rules(found) == {("period-other", "表!E3")}


def test_the_whole_of_last_year_is_the_prior_year_of_a_december(catalogue):
    rows = [["明川县主要经济指标月报表（2025年12月）"], [DECLARED], ["指标", "单位", "累计", "上年全年"], ["税收收入", "万元", 12, 11]]
    assert ("T1", "I4", "2025-12", "prior_year", "11", "D4") in told(draft(catalogue, rows))


def test_rows_of_other_periods_are_left_out_too(catalogue):
    found = draft(
        catalogue,
        monthly(
            "项目 税收收入(万元) 固定资产投资(万元)",
            "累计 3 4",
            "上年全年 8 9",
            "上年末 6 7",
        ),
    )
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "3", "B4"), ("T1", "I2", "2026-06", "cumulative", "4", "C4")}
    assert {finding.rule for finding in found.findings} == {"period-other"}


@pytest.mark.parametrize("header", ["1-5月", "5月", "一季度", "上年度"])
def test_other_months_beside_the_reports_own_are_left_out_and_do_not_contradict_them(catalogue, header):
    found = _beside(catalogue, header)
    assert told(found) == {("T1", "I4", "2026-06", "current", "1", "C4"), ("T1", "I4", "2026-06", "cumulative", "2", "D4")}
    assert {finding.rule for finding in found.findings} == {"period-other"}


def test_a_bare_year_beside_this_months_values_is_left_out(catalogue):
    found = _beside(catalogue, "2025年")
    assert {value for *_, value, _ in told(found)} == {"1", "2"}
    assert {finding.rule for finding in found.findings} == {"period-other"}


@pytest.mark.parametrize(
    ("head", "expected", "said"),
    [
        ("2025年同期", {"cumulative": "115.2", "prior_year": "100.5"}, set()),
        ("25年同期数", {"cumulative": "115.2", "prior_year": "100.5"}, set()),
        ("2025年同期累计", {"cumulative": "115.2", "prior_year": "100.5"}, set()),
        ("2024年同期", {"cumulative": "115.2"}, {"period-other"}),
        ("2026年同期", {"cumulative": "115.2"}, {"header-unknown"}),
    ],
)
def test_the_same_months_of_a_year_that_is_named(catalogue, head, expected, said):
    found = draft(catalogue, monthly(["指标", "单位", "累计", head], "税收收入 万元 115.2 100.5"))
    assert {basis: value for _, _, _, basis, value, _ in told(found)} == expected
    assert {rule for rule, _ in rules(found)} == said


@pytest.mark.parametrize(
    ("above", "heads"),
    [
        ([TITLE], ["指标", "单位", "5月", "1-6月", "上年同期"]),  # the month was not renewed
        ([TITLE], ["指标", "单位", "6月", "1-5月", "上年同期"]),
        ([TITLE], ["指标", "单位", "2025年6月", "2025年1-6月", "上年同期"]),  # the year was not
        (["明川县主要经济指标月报表（5月）", "2026年6月"], ["指标", "单位", "本月", "累计", "上年同期"]),
    ],
)
def test_a_month_that_was_left_standing_is_asked_about(catalogue, above, heads):
    found = draft(catalogue, [*([line] for line in above), [DECLARED], heads, ["税收收入", "万元", 3, 18, 16]])
    assert {rule for rule, _ in rules(found)} == {"period-mismatch"}
    assert not any(figure.status == "reported" for figure in found.figures)


@pytest.mark.parametrize("head", ["2024年1-6月", "2024年6月", "2025年计划", "2024年计划"])
def test_a_year_that_was_not_renewed_writes_nothing_into_that_year(catalogue, head):
    found = draft(catalogue, monthly(["指标", "单位", "本月", "累计", head], "税收收入 万元 3 18 16"))
    assert told(found) == {("T1", "I4", "2026-06", "current", "3", "C4"), ("T1", "I4", "2026-06", "cumulative", "18", "D4")}
    assert {rule for rule, _ in rules(found)} == {"period-other"}


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (("2026年1-6月", "2025年1-6月"), ("cumulative", "prior_year")),
        (("2025年1—6月", "2026年1—6月"), ("prior_year", "cumulative")),
        (("2026年6月", "2025年6月"), ("current", "prior_year")),
        (("2026年1-6月", "2025年6月"), ("cumulative", "current_prior_year")),
        (("2026年上半年", "2025年上半年"), ("cumulative", "prior_year")),
        (("累计", "2025年1-6月累计"), ("cumulative", "prior_year")),
        (("本月", "2025-06"), ("current", "prior_year")),
    ],
)
def test_the_same_months_of_the_year_before_beside_this_years_are_the_prior_year(catalogue, heads, expected):
    figures = {("T1", "I4", "2026-06", expected[0], "18", "C4"), ("T1", "I4", "2026-06", expected[1], "16", "D4")}
    across = draft(catalogue, monthly(["指标", "单位", *heads], "税收收入 万元 18 16"))
    assert (told(across), across.findings) == (figures, ())


def test_rows_of_the_same_months_of_two_years_are_read_like_columns(catalogue):
    found = draft(catalogue, monthly("项目 税收收入(万元)", "2026年1-6月 18", "2025年1-6月 16"))
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "18", "B4"), ("T1", "I4", "2026-06", "prior_year", "16", "B5")}


def test_the_prior_year_of_a_quarter_is_the_same_quarter_and_no_other(catalogue):
    title = "主要经济指标季报表（2026年二季度）"
    heads = ["指标", "单位", "2026年二季度", "2025年二季度", "2025年一季度"]
    found = draft(catalogue, [[title], [DECLARED], heads, ["一般公共预算收入", "万元", 3, 2, 9]])
    assert {("T1", "I3", "2026-Q2", "current", "3", "C4"), ("T1", "I3", "2026-Q2", "prior_year", "2", "D4")} <= told(found)
    assert ("T1", "I3", "2025-Q2", "current", "2", "D4") not in told(found)


def test_two_columns_that_both_give_the_prior_year_are_asked_about_where_they_differ(catalogue):
    heads = ["指标", "单位", "2026年1-6月", "2025年1-6月", "上年同期"]
    found = draft(catalogue, monthly(heads, "税收收入 万元 18 16 17"))
    assert {rule for rule, _ in rules(found)} == {"duplicate-figure"}
    assert ("T1", "I4", "2026-06", "cumulative", "18", "C4") in told(found)


def test_a_growth_under_last_years_months_stays_that_years(catalogue):
    upper, lower = ["指标", "2026年1-6月", None, "2025年1-6月", None], [None, "完成", "增长率", "完成", "增长率"]
    merges = ("A3:A4", "B3:C3", "D3:E3")
    found = draft(catalogue, monthly(upper, lower, "税收收入 18 12.5 16 3"), merges=merges)
    assert ("T1", "I4", "2026-06", "growth_rate", "12.5", "C5") in told(found)
    assert ("T1", "I4", "2026-06", "growth_rate", "3", "E5") not in told(found)


def test_years_one_after_the_other_are_all_taken_and_a_plan_of_next_year_dates_nothing(catalogue):
    heads = ["指标", "单位", "2024年1-6月", "2025年1-6月", "2026年1-6月", "2027年计划"]
    found = draft(catalogue, monthly(heads, "税收收入 万元 14 16 18 44"))
    assert told(found) == {
        ("T1", "I4", "2024-06", "cumulative", "14", "C4"),
        ("T1", "I4", "2025-06", "cumulative", "16", "D4"),
        ("T1", "I4", "2026-06", "cumulative", "18", "E4"),
        ("T1", "I4", "2027", "plan", "44", "F4"),
    }


def test_the_same_period_under_last_year_is_the_prior_year(catalogue):
    rows = [[TITLE], [DECLARED], ["指标", "单位", "2026年", "2025年"], [None, None, "累计", "同期"], ["税收收入", "万元", 2, 3]]
    found = draft(catalogue, rows, merges=("A3:A4", "B3:B4"))
    assert {(period, basis, value) for _, _, period, basis, value, _ in told(found)} == {
        ("2026-06", "cumulative", "2"),
        ("2026-06", "prior_year", "3"),
    }


def test_a_month_in_a_quarters_report_is_not_the_quarter(catalogue):
    rows = [["主要经济指标季报表（2026年二季度）"], [DECLARED], ["指标", "单位", "本月", "本季"], ["规模以上工业总产值", "万元", 1, 4]]
    found = draft(catalogue, rows)
    assert told(found) == {("T1", "I1", "2026-Q2", "current", "4", "D4")}
    assert rules(found) == {("period-other", "表!C3")}


def test_a_year_that_only_the_title_below_the_table_says_makes_last_years_months_no_period(catalogue):
    rows = [[DECLARED], ["指标", "单位", "6月", "1-6月", "2025年1-6月"], ["税收收入", "万元", 1, 2, 3], [TITLE]]
    assert told(draft(catalogue, rows)) == {
        ("T1", "I4", "2026-06", "current", "1", "C3"),
        ("T1", "I4", "2026-06", "cumulative", "2", "D3"),
        ("T1", "I4", "2026-06", "prior_year", "3", "E3"),
    }


@pytest.mark.parametrize(
    ("written", "asked"), [("2026年16月", True), ("2026年0月", True), ("2026年6月", False), ("文号2026年120号", False)]
)
def test_a_month_that_no_year_has_is_asked_about(catalogue, written, asked):
    found = draft(
        catalogue,
        [[f"明川县主要经济指标月报表（{written}）"], [DECLARED], ["指标", "单位", "累计"], ["税收收入", "万元", 18]],
        name="6月",
        period="2026-06",
    )
    assert [(f.fields["observed"], f.severity) for f in found.findings if f.rule == "period-mismatch"] == (
        [(written, Severity.QUERY)] if asked else []
    )
    assert {value for *_, value, _ in told(found)} == {"18"}
