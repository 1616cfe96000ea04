"""Which basis and which months a column or a row is of, where captions, groups, titles and signs say it."""

from __future__ import annotations

import pytest

from tests.unit.recognising.county import DECLARED, TITLE, balance, draft, monthly, rules, told


def test_a_caption_that_only_announces_a_comparison_says_nothing(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月分乡镇主要指标完成情况（单位：万元）"],
            ["乡镇", "与上年比较", None, None, None],
            [None, "规模以上工业总产值", None, "固定资产投资", None],
            [None, "累计", "上年同期", "累计", "上年同期"],
            ["石桥镇", 10, 9, 20, 19],
        ],
        reporter="B1",
        merges=["A2:A4", "B2:E2", "B3:C3", "D3:E3"],
    )
    assert told(found) == {
        ("T1", "I1", "2026-06", "cumulative", "10", "B5"),
        ("T1", "I1", "2026-06", "prior_year", "9", "C5"),
        ("T1", "I2", "2026-06", "cumulative", "20", "D5"),
        ("T1", "I2", "2026-06", "prior_year", "19", "E5"),
    }
    assert rules(found) == set()


def test_a_caption_of_growth_over_values_is_not_taken_for_values(catalogue):
    found = draft(
        catalogue,
        monthly("指标 单位 累计 增减 ·", "· · · 本月 同比(%)", "税收收入 万元 30 1.5 2.5"),
        merges=["A3:A4", "B3:B4", "C3:C4", "D3:E3"],
    )
    assert told(found) == {
        ("T1", "I4", "2026-06", "cumulative", "30", "C5"),
        ("T1", "I4", "2026-06", "growth_rate", "2.5", "E5"),
    }
    assert rules(found) == {("header-unknown", "表!D4")}
    assert balance(found) == (3, 2, 0, 1)


def test_an_unknown_rate_is_not_proposed_as_a_value(catalogue):
    found = draft(catalogue, monthly("指标 单位 累计 累计进度%", "税收收入 万元 30 50"))
    (finding,) = found.findings
    assert (finding.rule, finding.place) == ("header-unknown", "表!D3")
    assert finding.fields["expected"] in ("累计进度%,plan_completion", "累计进度%,growth_rate")


def test_a_column_that_says_the_basis_needs_no_header(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月分乡镇主要指标完成情况（单位：万元）"],
            ["指标", None, "石桥镇", "柳湾镇"],
            ["固定资产投资", "累计", 10, 20],
            [None, "本月", 1, 2],
        ],
        reporter="B1",
    )
    assert told(found) == {
        ("T1", "I2", "2026-06", "cumulative", "10", "C3"),
        ("T2", "I2", "2026-06", "cumulative", "20", "D3"),
        ("T1", "I2", "2026-06", "current", "1", "C4"),
        ("T2", "I2", "2026-06", "current", "2", "D4"),
    }
    assert rules(found) == set()


@pytest.mark.parametrize("header", ["预计本月", "本月预计数", "累计（预测）", "预计全年累计完成"])
def test_a_header_over_expected_values_is_proposed_as_no_basis(catalogue, header):
    found = draft(catalogue, monthly(["指标", "单位", "累计", header], "税收收入 万元 30 7"))
    (fault,) = [finding for finding in found.findings if finding.rule == "header-unknown"]
    assert f"{header},口径（口径从 current、" in fault.fields["expected"].replace("(", "（").replace(")", "）")
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "30", "C4")}


def test_a_sum_of_months_from_january_on_is_the_cumulative(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年乡镇主要经济指标"],
            [DECLARED],
            ["指标", "5月", "6月", "二季度小计", "上半年合计"],
            ["税收收入", 5, 6, 15, 21],
        ],
        period="2026-06",
    )
    assert told(found) == {
        ("T1", "I4", "2026-05", "current", "5", "B4"),
        ("T1", "I4", "2026-06", "current", "6", "C4"),
        ("T1", "I4", "2026-06", "cumulative", "21", "E4"),
    }
    assert balance(found) == (4, 3, 1, 0)


def test_a_year_beside_months_is_the_whole_year(catalogue):
    found = draft(
        catalogue,
        monthly("指标 2024年 2025年1-6月 2026年1-6月 2026年6月", "税收收入 100 55 60 12"),
    )
    assert told(found) == {
        ("T1", "I4", "2024", "current", "100", "B4"),
        ("T1", "I4", "2026-06", "prior_year", "55", "C4"),
        ("T1", "I4", "2026-06", "cumulative", "60", "D4"),
        ("T1", "I4", "2026-06", "current", "12", "E4"),
    }


def test_a_group_that_only_says_done_leaves_the_basis_to_its_columns(catalogue):
    found = draft(
        catalogue,
        monthly("指标 年度计划 完成情况 · ·", "· · 本月 累计 同比(%)", "税收收入 60 3 30 5.2"),
        merges=["A3:A4", "B3:B4", "C3:E3"],
    )
    assert told(found) == {
        ("T1", "I4", "2026", "plan", "60", "B5"),
        ("T1", "I4", "2026-06", "current", "3", "C5"),
        ("T1", "I4", "2026-06", "cumulative", "30", "D5"),
        ("T1", "I4", "2026-06", "growth_rate", "5.2", "E5"),
    }
    assert rules(found) == {("unit-missing", "表!B5:D5")}


def test_months_as_rows_under_bases(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年税收收入分月情况"],
            [DECLARED],
            ["月份", "本月", "累计", "同比%"],
            ["一季度", 6, 6, None],
            ["5月", 5, 15, 4],
            ["6月", 6, 21, 5],
        ],
        period="2026-06",
    )
    assert told(found) == {
        ("T1", "I4", "2026-Q1", "current", "6", "B4"),
        ("T1", "I4", "2026-03", "cumulative", "6", "C4"),
        ("T1", "I4", "2026-03", "growth_rate", "blank", "D4"),
        ("T1", "I4", "2026-05", "current", "5", "B5"),
        ("T1", "I4", "2026-05", "cumulative", "15", "C5"),
        ("T1", "I4", "2026-05", "growth_rate", "4", "D5"),
        ("T1", "I4", "2026-06", "current", "6", "B6"),
        ("T1", "I4", "2026-06", "cumulative", "21", "C6"),
        ("T1", "I4", "2026-06", "growth_rate", "5", "D6"),
    }


def test_a_percent_sign_under_a_basis_is_its_growth_and_a_basis_beside_a_mere_value_is_the_rows(catalogue):
    head = [[TITLE], [DECLARED, None, "单位：万元"]]
    columns = draft(
        catalogue, [*head, ["指标", "累计", None], [None, "完成情况", "同比(%)"], ["税收收入", 30, 5.3]], merges=["A3:A4", "B3:C3"]
    )
    rows = draft(
        catalogue,
        [*head, ["指标", "类别", "完成情况"], ["税收收入", "本月", 3], ["税收收入", "累计", 30], ["税收收入", "同比(%)", 5.3]],
    )
    assert {(basis, value) for _, _, _, basis, value, _ in told(columns)} == {("cumulative", "30"), ("growth_rate", "5.3")}
    assert {(basis, value) for _, _, _, basis, value, _ in told(rows)} == {("current", "3"), ("cumulative", "30"), ("growth_rate", "5.3")}


def test_this_year_under_a_title_of_months_is_of_these_months(catalogue):
    head = [["单位：万元"], ["乡镇", "完成情况", "上年同期", "同比(%)"], ["石桥镇", 10, 9, 11.1]]
    months = draft(catalogue, [["2026年1-6月各乡镇税收收入"], *head], reporter="B2")
    month = draft(catalogue, [["2026年6月各乡镇税收收入"], *head], reporter="B2")
    both = draft(catalogue, [["2026年1-6月各乡镇税收收入"], ["单位：万元"], ["乡镇", "完成情况", "累计"], ["石桥镇", 2, 10]], reporter="B2")
    assert {(basis, value) for _, _, _, basis, value, _ in told(months)} == {
        ("cumulative", "10"),
        ("prior_year", "9"),
        ("growth_rate", "11.1"),
    }
    assert {(basis, value) for _, _, _, basis, value, _ in told(month)} == {("current", "10"), ("prior_year", "9"), ("growth_rate", "11.1")}
    assert {(basis, value) for _, _, _, basis, value, _ in told(both)} == {("current", "2"), ("cumulative", "10")}


def test_a_mere_plan_across_a_month_is_a_fault_and_no_plan_of_the_year(catalogue):
    head = [["2026年税收收入分月情况"], [DECLARED, None, "单位：万元"]]
    found = draft(catalogue, [*head, ["月份", "计划", "累计"], ["6月", 5, 21]], period="2026-06")
    assert {(basis, value) for _, _, _, basis, value, _ in told(found)} == {("cumulative", "21")}
    assert ("header-ambiguous", "表!B3") in rules(found)
    year = draft(catalogue, [*head, ["月份", "年度计划", "累计"], ["6月", 60, 21]], period="2026-06")
    assert {(period, basis, value) for _, _, period, basis, value, _ in told(year)} == {
        ("2026", "plan", "60"),
        ("2026-06", "cumulative", "21"),
    }


@pytest.mark.parametrize(("name", "head", "taken"), [("户数", "月末", True), ("户数", "期末实有数", True), ("税收收入", "月末", False)])
def test_the_end_of_the_month_over_what_there_is_then_is_this_months_value(catalogue, name, head, taken):
    rows = [["2026年6月分乡镇主要指标完成情况"], ["乡镇", name], [None, head], ["石桥镇", 320]]
    found = draft(catalogue, rows, reporter="B1", merges=["A2:A3"])
    assert {item[3:5] for item in told(found)} == ({("current", "320")} if taken else set())
