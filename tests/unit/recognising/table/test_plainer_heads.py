"""Heads and names in the spellings of many counties, of which no list of one county has all."""

from __future__ import annotations

import pytest

from tests.unit.recognising.county import DECLARED, TITLE, UNDATED, draft, monthly, rules, told


def _of_head(catalogue, head, value=18):
    found = draft(catalogue, [[TITLE], [DECLARED], ["指标", "单位", "本月", head], ["税收收入", "万元", 3, value]])
    return {(basis, number) for _, _, period, basis, number, place in told(found) if place == "D4" and period == "2026-06"}, found


@pytest.mark.parametrize(
    "head", ["今年累计", "本年累计数", "当年累计", "本年度累计完成", "今年以来累计", "截至本月累计", "截止本月", "今年1-6月"]
)
def test_heads_of_the_months_until_the_reports(catalogue, head):
    assert _of_head(catalogue, head)[0] == {("cumulative", "18")}


@pytest.mark.parametrize("head", ["截至上月累计", "年初至上月累计"])
def test_what_there_was_until_last_month_is_left_out(catalogue, head):
    values, found = _of_head(catalogue, head)
    assert (values, rules(found)) == (set(), {("period-other", "表!D4")})


@pytest.mark.parametrize(("head", "basis"), [("上年同月", "prior_year"), ("去年本月", "prior_year"), ("同期水平", "prior_year")])
def test_heads_of_last_years_month(catalogue, head, basis):
    assert _of_head(catalogue, head)[0] == {(basis, "18")}


def test_last_years_month_beside_the_cumulative_is_the_months_alone(catalogue):
    found = draft(catalogue, monthly("指标 单位 本月 上年同月 累计 上年同期", "税收收入 万元 3 2 18 12"))
    assert {(basis, value) for _, _, _, basis, value, _ in told(found)} == {
        ("current", "3"),
        ("current_prior_year", "2"),
        ("cumulative", "18"),
        ("prior_year", "12"),
    }


@pytest.mark.parametrize("head", ["增长率", "增速", "同比增速", "增减率", "增减百分比", "比上年增减(+-%)"])
def test_rates_without_their_sign(catalogue, head):
    assert _of_head(catalogue, head)[0] == {("growth_rate", "18")}


def test_a_rate_of_the_month_under_a_caption(catalogue):
    found = draft(catalogue, monthly("指标 单位 本月 累计 增速 ·", "· · · · 本月 累计", "税收收入 万元 3 18 1.5 2.5"), merges=["E3:F3"])
    assert {(basis, value) for *_, basis, value, place in told(found) if place in ("E5", "F5")} == {
        ("current_growth_rate", "1.5"),
        ("growth_rate", "2.5"),
    }


@pytest.mark.parametrize("head", ["完成目标%", "完成年度计划（%）", "占全年任务比例", "计划完成率"])
def test_heads_of_the_completion_of_a_plan(catalogue, head):
    assert _of_head(catalogue, head)[0] == {("plan_completion", "18")}


@pytest.mark.parametrize("head", ["完成计划", "完成目标", "计划任务"])
def test_an_amount_of_a_plan_is_no_completion(catalogue, head):
    assert ("plan_completion", "18") not in _of_head(catalogue, head)[0]


@pytest.mark.parametrize("amount", ["同比增减", "比上年增减"])
def test_the_amount_beside_its_rate_is_left_out_with_a_word(catalogue, amount):
    found = draft(catalogue, monthly(f"指标 单位 累计 {amount} {amount}%", "税收收入 万元 18 2 12.5"))
    assert {(basis, value) for *_, basis, value, _ in told(found)} == {("cumulative", "18"), ("growth_rate", "12.5")}
    assert {rule for rule, _ in rules(found)} == {"growth-variant"}


def test_a_head_over_rows_of_several_units(catalogue):
    found = draft(catalogue, [[TITLE], [DECLARED], ["指标", "累计（亿元、头）"], ["税收收入", 0.18], ["生猪出栏", 40]])
    assert {(indicator, value) for _, indicator, _, _, value, _ in told(found)} == {("I4", "1800"), ("I6", "40")}


def test_the_unit_of_a_block_of_rows_is_not_that_of_its_rate(catalogue):
    rows = ["指标 单位 项目 数值", "税收收入 万元 累计 18", "税收收入 万元 上年同期 12", "税收收入 万元 同比% 50"]
    found = draft(catalogue, monthly(*rows))
    assert {(basis, value) for *_, basis, value, _ in told(found)} == {("cumulative", "18"), ("prior_year", "12"), ("growth_rate", "50")}
    assert rules(found) == set()


@pytest.mark.parametrize("name", ["┗税收收入", "  └ 税收收入", "├税收收入", "本镇税收收入"])
def test_names_behind_signs_of_a_tree_or_the_towns_own(catalogue, name):
    found = draft(catalogue, [[TITLE], [DECLARED], ["指标", "单位", "本月"], [name, "万元", 3]])
    assert told(found) == {("T1", "I4", "2026-06", "current", "3", "C4")}


def test_a_towns_name_beside_the_month_is_no_head(catalogue):
    rows = [[UNDATED], ["石桥镇", None, None, "2026年6月"], ["指标", "单位", "本月", "累计"], ["税收收入", "万元", 3, 18]]
    found = draft(catalogue, rows, reporter="T1")
    assert told(found) == {("T1", "I4", "2026-06", "current", "3", "C4"), ("T1", "I4", "2026-06", "cumulative", "18", "D4")}


@pytest.mark.parametrize("head", ["报告期", "所属期", "年月", "期别"])
@pytest.mark.parametrize("period", ["2026年6月", "2026-06", 202606])
def test_a_list_that_gives_reporter_and_period_in_each_row(catalogue, head, period):
    given = ["石桥镇", period, "税收收入", "万元"]
    rows = [[UNDATED], ["填报单位", head, "指标", "计量单位", "口径", "数值"], [*given, "本月", 3], [*given, "累计", 18]]
    found = draft(catalogue, rows, reporter="T1")
    assert {(period, basis, value) for _, _, period, basis, value, _ in told(found)} == {
        ("2026-06", "current", "3"),
        ("2026-06", "cumulative", "18"),
    }


@pytest.mark.parametrize("hint", ["（必填）", "（据实填写）", "(自动计算)", "（保留一位小数）"])
def test_how_to_fill_in_a_column_says_nothing_of_it(catalogue, hint):
    assert _of_head(catalogue, f"累计{hint}")[0] == {("cumulative", "18")}


@pytest.mark.parametrize("words", ["（预计）", "（含税）"])
def test_other_brackets_change_what_a_head_says(catalogue, words):
    assert _of_head(catalogue, f"累计{words}")[0] == set()


@pytest.mark.parametrize(
    "head", ["累积", "累积完成数", "【累计】", "“累计”", "D.累计", "二、累计", "1-6月完成数", "1-6月数", "本年累计发生数", "累计（单位）"]
)
def test_a_head_of_the_months_until_the_reports_however_it_is_dressed(catalogue, head):
    assert _of_head(catalogue, head)[0] == {("cumulative", "18")}


@pytest.mark.parametrize("head", ["当期", "当月发生数", "【本月】", "C.本月", "一、本月", "6月数", "6月实际完成"])
def test_a_head_of_the_month_however_it_is_dressed(catalogue, head):
    found = draft(catalogue, [[TITLE], [DECLARED], ["指标", "单位", head, "累计"], ["税收收入", "万元", 3, 18]])
    assert ("T1", "I4", "2026-06", "current", "3", "C4") in told(found)


@pytest.mark.parametrize("head", ["一、二月", "三、四季度", "本月增加"])
def test_a_head_that_may_mean_something_else_is_not_taken_apart(catalogue, head):
    assert not {basis for basis, _ in _of_head(catalogue, head)[0]} & {"cumulative", "current"}


def test_totals_over_rows_of_indicators_that_list_nobody_are_the_values(catalogue):
    found = draft(catalogue, monthly("指标 单位 本月合计 累计合计", "税收收入 万元 3 18", "生猪出栏 头 5 40"))
    assert {(indicator, basis, value) for _, indicator, _, basis, value, _ in told(found)} == {
        *(("I4", "current", "3"), ("I4", "cumulative", "18"), ("I6", "current", "5"), ("I6", "cumulative", "40")),
    }


def test_a_total_beside_the_values_is_none_of_them(catalogue):
    found = draft(catalogue, monthly("指标 单位 本月 累计 累计合计", "税收收入 万元 3 18 99"))
    assert "99" not in {value for *_, value, _ in told(found)}


def test_what_came_about_in_the_month_is_the_months_value_of_a_flow_alone(catalogue):
    found = draft(catalogue, monthly("指标 单位 本月增加 累计", "税收收入 万元 3 18", "户数 户 2 640"), reporter="T1")
    assert {item[1:5] for item in told(found)} == {
        ("I4", "2026-06", "current", "3"),
        ("I4", "2026-06", "cumulative", "18"),
        ("I8", "2026-06", "cumulative", "640"),
    }
    assert {place for rule, place in rules(found) if rule == "basis-unclear"} == {"表!C3"}


@pytest.mark.parametrize("head", ["累计（1-6）", "本年累计（1—6）", "累计完成(元-6)"])
def test_months_in_brackets_behind_a_cumulative(catalogue, head):
    found = draft(catalogue, monthly(["指标", "本月（6）", head], "税收收入 3 18"), reporter="T1")
    assert {item[1:5] for item in told(found)} == {("I4", "2026-06", "current", "3"), ("I4", "2026-06", "cumulative", "18")}


@pytest.mark.parametrize("group", ["本年实绩", "今年实际完成", "本期发生额", "本年度"])
def test_this_year_over_the_months_and_those_until_then(catalogue, group):
    header = [["指标", "单位", group, None, "上年同期"], [None, None, "本月", "累计", "累计"]]
    found = draft(catalogue, [[TITLE], [DECLARED], *header, ["税收收入", "万元", 3, 18, 12]], merges=["C3:D3"])
    assert {(basis, value) for _, _, _, basis, value, _ in told(found)} == {("current", "3"), ("cumulative", "18"), ("prior_year", "12")}
