"""Headers of one to four rows over the plain form, and what an upper row says of the columns below it."""

from __future__ import annotations

from tests.unit.recognising.county import DECLARED, TITLE, balance, draft, monthly, rules, told


def test_a_plain_monthly_form(catalogue):
    found = draft(
        catalogue,
        [
            [TITLE],
            [DECLARED, None, None, None, None, "2026年6月30日"],
            ["指标名称", "计量单位", "本月", "本月止累计", "上年同期", "同比增长(%)"],
            ["规模以上工业总产值", "万元", 120.5, 700.1, 650, 7.7],
            ["    其中：税收收入", "万元", 3, 20, 19, 5.3],
            ["粮食播种面积", "亩", "—", 4500, 4400, 2.3],
            ["注：粮食播种面积本月不填。"],
            ["单位负责人：      填表人：      联系电话："],
        ],
    )
    assert (found.reporter, found.form, found.period, found.kind) == ("T1", "FM", "2026-06", "table")
    assert told(found) == {
        ("T1", "I1", "2026-06", "current", "120.5", "C4"),
        ("T1", "I1", "2026-06", "cumulative", "700.1", "D4"),
        ("T1", "I1", "2026-06", "prior_year", "650", "E4"),
        ("T1", "I1", "2026-06", "growth_rate", "7.7", "F4"),
        ("T1", "I4", "2026-06", "current", "3", "C5"),
        ("T1", "I4", "2026-06", "cumulative", "20", "D5"),
        ("T1", "I4", "2026-06", "prior_year", "19", "E5"),
        ("T1", "I4", "2026-06", "growth_rate", "5.3", "F5"),
        ("T1", "I5", "2026-06", "current", "blank", "C6"),
        ("T1", "I5", "2026-06", "cumulative", "4500", "D6"),
        ("T1", "I5", "2026-06", "prior_year", "4400", "E6"),
        ("T1", "I5", "2026-06", "growth_rate", "2.3", "F6"),
    }
    assert rules(found) == set()
    assert balance(found) == (11, 11, 0, 0)
    growth = next(figure for figure in found.figures if figure.place == "表!F4")
    assert growth.refers_to == "cumulative"


def test_rows_and_columns_that_moved_are_found_by_name(catalogue):
    found = draft(
        catalogue,
        [
            [None, TITLE],
            [],
            [None, DECLARED],
            [None, "备注", "同比增长(%)", "指标", "累计", "单位"],
            [None, "系统数", 2.3, "粮食播种面积", 4500, "亩"],
            [None, "—", 7.7, "规上工业总产值", 700.1, "万元"],
        ],
    )
    assert told(found) == {
        ("T1", "I5", "2026-06", "growth_rate", "2.3", "C5"),
        ("T1", "I5", "2026-06", "cumulative", "4500", "E5"),
        ("T1", "I1", "2026-06", "growth_rate", "7.7", "C6"),
        ("T1", "I1", "2026-06", "cumulative", "700.1", "E6"),
    }


def test_an_upper_header_copied_out_of_a_merged_one_covers_what_is_empty_to_its_right(catalogue):
    rows = [
        ["2026年6月分乡镇主要指标完成情况"],
        ["乡镇", "规模以上工业总产值（万元）", "", "固定资产投资（万元）", ""],
        ["", "本月", "累计", "本月", "累计"],
        ["石桥镇", 1, 2, 3, 4],
    ]
    found = draft(catalogue, rows, reporter="B1", delimited=True)
    assert told(found) == {
        ("T1", "I1", "2026-06", "current", "1", "4:2"),
        ("T1", "I1", "2026-06", "cumulative", "2", "4:3"),
        ("T1", "I2", "2026-06", "current", "3", "4:4"),
        ("T1", "I2", "2026-06", "cumulative", "4", "4:5"),
    }


def test_four_header_rows(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月分乡镇主要指标完成情况"],
            ["乡镇", "主要指标", None, None, None],
            [None, "规模以上工业总产值", None, "固定资产投资", None],
            [None, "2026年", None, "2026年", None],
            [None, "本月", "累计", "本月", "累计"],
            ["石桥镇", 1, 2, 3, 4],
        ],
        reporter="B1",
        merges=["A2:A5", "B2:E2", "B3:C3", "D3:E3", "B4:C4", "D4:E4"],
    )
    assert {(indicator, basis, value) for _, indicator, _, basis, value, _ in told(found)} == {
        ("I1", "current", "1"),
        ("I1", "cumulative", "2"),
        ("I2", "current", "3"),
        ("I2", "cumulative", "4"),
    }


def test_an_upper_header_of_last_year_makes_the_period_that_of_last_year(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月各乡镇税收收入"],
            ["乡镇", "2026年", None, "2025年", None],
            [None, "本月", "累计", "本月", "累计"],
            ["石桥镇", 1, 2, 3, 4],
        ],
        reporter="B2",
        merges=["A2:A3", "B2:C2", "D2:E2"],
    )
    assert found.period == "2026-06"
    assert told(found) == {
        ("T1", "I4", "2026-06", "current", "1", "B4"),
        ("T1", "I4", "2026-06", "cumulative", "2", "C4"),
        ("T1", "I4", "2025-06", "current", "3", "D4"),
        ("T1", "I4", "2025-06", "cumulative", "4", "E4"),
    }


def test_equal_headers_with_nothing_above_are_a_fault_and_no_guess(catalogue):
    found = draft(
        catalogue,
        [["2026年6月各乡镇税收收入"], ["乡镇", "本月", "累计", "本月"], ["石桥镇", 1, 2, 3]],
        reporter="B2",
    )
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "2", "C3")}
    assert ("header-ambiguous", "表!B2, 表!D2") in rules(found)
    assert balance(found) == (3, 1, 0, 2)


def test_growth_of_the_month_and_of_the_cumulative_side_by_side(catalogue):
    found = draft(
        catalogue,
        monthly("指标 单位 本月 同比(%) 累计 同比(%)", "税收收入 万元 1 2 3 4"),
    )
    assert {(basis, value) for _, _, _, basis, value, _ in told(found)} == {
        ("current", "1"),
        ("current_growth_rate", "2"),
        ("cumulative", "3"),
        ("growth_rate", "4"),
    }


def test_bilingual_headers_and_labels(catalogue):
    found = draft(
        catalogue,
        [["2026年6月各乡镇税收收入"], ["乡镇 Town", "累计 Year to date"], ["石桥镇 Shiqiao", 1], ["合 计 Total", 1]],
        reporter="B2",
    )
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "1", "B3")}


def test_a_renamed_header_blocks_its_column_and_proposes_the_line_to_add(catalogue):
    found = draft(catalogue, monthly("指标 单位 本月净数 累计", "税收收入 万元 1 2"))
    (finding,) = found.findings
    assert (finding.rule, finding.place) == ("header-unknown", "表!C3")
    assert finding.fields["observed"] == "本月净数"
    assert finding.fields["expected"] == "本月净数,current"
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "2", "D4")}
    assert balance(found) == (2, 1, 0, 1)


def test_comparisons_with_last_month_are_variants_and_never_growth(catalogue):
    found = draft(catalogue, monthly("指标 单位 累计 环比(%)", "税收收入 万元 2 4.5"))
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "2", "C4")}
    assert rules(found) == {("growth-variant", "表!D4")}
    assert balance(found) == (2, 1, 0, 1)


def test_this_year_and_last_year_under_the_month_and_under_the_cumulative(catalogue):
    found = draft(
        catalogue,
        monthly("指标 单位 本月 · · 本月止累计 · ·", "· · 本年 上年同期 同比(%) 本年 上年同期 同比(%)", "税收收入 万元 1 2 3 4 5 6"),
        merges=["A3:A4", "B3:B4", "C3:E3", "F3:H3"],
    )
    assert {(basis, value) for _, _, _, basis, value, _ in told(found)} == {
        ("current", "1"),
        ("current_prior_year", "2"),
        ("current_growth_rate", "3"),
        ("cumulative", "4"),
        ("prior_year", "5"),
        ("growth_rate", "6"),
    }


def test_a_row_of_units_under_the_header(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月分乡镇主要指标完成情况"],
            ["乡镇", "规模以上工业总产值", "生猪出栏"],
            ["计量单位", "亿元", "万头"],
            ["1.石桥镇", 1, 2],
        ],
        reporter="B1",
    )
    assert told(found) == {("T1", "I1", "2026-06", "current", "10000", "B4"), ("T1", "I6", "2026-06", "current", "20000", "C4")}


def test_an_alias_that_says_cumulative_inside_is_cumulative(catalogue):
    rows = [["2026年6月项目进度表"], ["项目名称", "项目累计完成投资(万元)"], ["石桥冷库", 5]]
    assert told(draft(catalogue, rows, reporter="B1")) == {("P1", "J1", "2026-06", "cumulative", "5", "B3")}
