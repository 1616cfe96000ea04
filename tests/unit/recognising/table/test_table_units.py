"""Where a table says its units, and for which of its rows and columns they hold."""

from __future__ import annotations

import pytest

from tests.unit.recognising.county import DECLARED, TITLE, draft, monthly, rules, told


def test_a_unit_in_square_brackets_of_chinese_print(catalogue):
    found = draft(catalogue, monthly("指标 累计", "税收收入【亿元】 2", "固定资产投资〔万元〕 3"))
    assert told(found) == {
        ("T1", "I4", "2026-06", "cumulative", "20000", "B4"),
        ("T1", "I2", "2026-06", "cumulative", "3", "B5"),
    }


def test_a_unit_beside_the_header_of_the_names_holds_for_the_table(catalogue):
    for header in ("指标          单位：亿元", "指标名称（单位：亿元）"):
        found = draft(catalogue, monthly([header, "累计", "同比(%)"], "税收收入 1.5 5"))
        assert told(found) == {("T1", "I4", "2026-06", "cumulative", "15000", "B4"), ("T1", "I4", "2026-06", "growth_rate", "5", "C4")}


def test_a_unit_beside_each_header_of_values(catalogue):
    found = draft(catalogue, monthly("指标 累计（单位：亿元） 同比(%)", "税收收入 1.5 5"))
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "15000", "B4"), ("T1", "I4", "2026-06", "growth_rate", "5", "C4")}


def test_units_that_go_on_and_those_that_may(catalogue):
    found = draft(
        catalogue,
        monthly(
            "指标 单位 累计",
            "规模以上工业总产值 亿元 1.5",
            "固定资产投资 〃 2",
            "税收收入 同上 3",
            "一般公共预算收入 · 4",
            "生猪出栏 · 5",
        ),
    )
    assert told(found) == {
        ("T1", "I1", "2026-06", "cumulative", "15000", "C4"),
        ("T1", "I2", "2026-06", "cumulative", "20000", "C5"),
        ("T1", "I4", "2026-06", "cumulative", "30000", "C6"),
        ("T1", "I3", "2026-06", "cumulative", "held", "C7"),
        ("T1", "I6", "2026-06", "cumulative", "5", "C8"),
    }
    assert {("unit-unknown", "表!C7"), ("unit-missing", "表!C8")} <= rules(found)


def test_headings_between_the_rows_may_name_another_unit(catalogue):
    found = draft(
        catalogue,
        [
            [TITLE],
            [DECLARED, None, "单位：万元"],
            ["指标", "累计", "上年同期"],
            ["一、财税"],
            ["税收收入", 3, 2],
            ["二、投资（亿元）"],
            ["固定资产投资", 5, 4],
            ["三、农业"],
            ["粮食播种面积", 6, 7],
            ["一般公共预算收入", 8, 9],
        ],
    )
    assert {(indicator, basis, value) for _, indicator, _, basis, value, _ in told(found)} == {
        ("I4", "cumulative", "3"),
        ("I4", "prior_year", "2"),
        ("I2", "cumulative", "50000"),
        ("I2", "prior_year", "40000"),
        ("I5", "cumulative", "6"),
        ("I5", "prior_year", "7"),
        ("I3", "cumulative", "8"),
        ("I3", "prior_year", "9"),
    }


def test_a_name_with_its_unit_over_rows_of_its_values(catalogue):
    found = draft(
        catalogue,
        monthly(
            "指标 数值",
            ["固定资产投资（亿元）"],
            ["  本月", 1],
            ["  累计", 2],
            ["税收收入（万元）"],
            ["  本月", 3],
        ),
    )
    assert told(found) == {
        ("T1", "I2", "2026-06", "current", "10000", "B5"),
        ("T1", "I2", "2026-06", "cumulative", "20000", "B6"),
        ("T1", "I4", "2026-06", "current", "3", "B8"),
    }


def test_a_unit_in_brackets_behind_the_title_is_the_tables(catalogue):
    found = draft(catalogue, [["2026年6月各乡镇税收收入（元）"], ["乡镇", "累计"], ["石桥镇", 20000]], reporter="B2")
    assert {value for *_, value, _ in told(found)} == {"2"}
    assert ("unit-missing", "表!B3") not in rules(found)


def test_a_lone_sign_over_a_column_is_no_value(catalogue):
    found = draft(catalogue, [[TITLE], [DECLARED, None, "单位：万元"], ["指标", "累计", "±"], ["税收收入", 30, 5.3]])
    assert {(basis, value) for _, _, _, basis, value, _ in told(found)} == {("cumulative", "30")}
    assert ("header-unknown", "表!C3") in rules(found)


def test_a_row_of_units_under_the_header_of_names_makes_no_column_of_units(catalogue):
    found = draft(
        catalogue,
        monthly(
            "指标名称 税收收入 固定资产投资 生猪出栏",
            "计量单位 （万元） （元） （头）",
            "本月 3 50000 1",
            "累计 30 500000 2",
        ),
    )
    assert told(found) == {
        ("T1", "I4", "2026-06", "current", "3", "B5"),
        ("T1", "I2", "2026-06", "current", "5", "C5"),
        ("T1", "I6", "2026-06", "current", "1", "D5"),
        ("T1", "I4", "2026-06", "cumulative", "30", "B6"),
        ("T1", "I2", "2026-06", "cumulative", "50", "C6"),
        ("T1", "I6", "2026-06", "cumulative", "2", "D6"),
    }


def test_a_name_split_over_two_rows_of_the_header_keeps_the_unit_of_its_first_part(catalogue):
    found = draft(
        catalogue,
        [["2026年6月分乡镇主要指标完成情况"], ["乡镇", "生猪（头）", "工业（元）"], [None, "出栏", "投资"], ["石桥镇", 7, 8]],
        reporter="B1",
    )
    assert {(town, indicator, value) for town, indicator, _, _, value, _ in told(found)} == {("T1", "I6", "7")}
    assert ("indicator-unknown", "表!C3") in rules(found)
    money = draft(catalogue, [["2026年6月各乡镇税收"], ["乡镇", "税收（元）"], [None, "收入"], ["石桥镇", 30000]], reporter="B2")
    assert {(indicator, value) for _, indicator, _, _, value, _ in told(money)} == {("I4", "3")}


def read_row(catalogue, head, row):
    found = draft(catalogue, [[TITLE], [DECLARED], head, row])
    return {(basis, value) for *_, basis, value, _ in told(found)}, {rule for rule, _ in rules(found)}


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["指标", "本月", "单位", "累计", "单位"], ["税收收入", 300, "万元", 0.18, "亿元"]),
        (["指标", "单位", "本月", "单位", "累计"], ["税收收入", "万元", 300, "亿元", 0.18]),
    ],
)
def test_the_unit_beside_a_value_is_its_own(catalogue, head, row):
    assert read_row(catalogue, head, row) == ({("current", "300"), ("cumulative", "1800")}, {"unit-converted"})


def test_units_that_differ_and_stand_beside_no_value_of_theirs_are_asked_about(catalogue):
    head, row = ["指标", "本月", "累计", "单位", "单位"], ["税收收入", 300, 0.18, "万元", "亿元"]
    values, asked = read_row(catalogue, head, row)
    assert ({value for _, value in values}, "unit-unknown" in asked) == ({"held"}, True)


def test_units_that_agree_are_one(catalogue):
    head, row = ["指标", "本月", "累计", "单位", "单位"], ["税收收入", 300, 1800, "万元", "万元"]
    assert read_row(catalogue, head, row) == ({("current", "300"), ("cumulative", "1800")}, set())


def test_a_remark_that_states_another_unit_than_the_row_is_asked_about(catalogue):
    head = ["指标", "单位", "本月", "备注"]
    found = draft(catalogue, [[TITLE], [DECLARED], head, ["税收收入", "万元", 3, "单位：亿元"], ["固定资产投资", "万元", 7, "单位：万元"]])
    assert {(indicator, value) for _, indicator, _, _, value, _ in told(found)} == {("I4", "held"), ("I2", "7")}
    assert {rule for rule, _ in rules(found)} == {"unit-unknown"}


def test_a_remark_that_a_row_is_of_another_time_is_asked_about(catalogue):
    found = draft(catalogue, [[TITLE], [DECLARED], ["指标", "单位", "本月", "备注"], ["税收收入", "万元", 3, "此数为上月数"]])
    assert rules(found) == {("note-corrects", "表!D4")}


def test_a_unit_behind_a_name_without_brackets(catalogue):
    rows = [["税收收入 单位：亿元", 2], ["固定资产投资计量单位:万元", 3]]
    found = draft(catalogue, [[TITLE], [DECLARED], ["指标", "本月"], *rows])
    assert {(indicator, value) for _, indicator, _, _, value, _ in told(found)} == {("I4", "20000"), ("I2", "3")}


def test_a_unit_that_only_blanks_part_from_the_name(catalogue):
    found = draft(catalogue, monthly(["指标", "累计"], ["税收收入 亿元", 2], ["生猪出栏　头", 3], ["固定资产投资  万元", 4]))
    assert told(found) == {
        ("T1", "I4", "2026-06", "cumulative", "20000", "B4"),
        ("T1", "I6", "2026-06", "cumulative", "3", "B5"),
        ("T1", "I2", "2026-06", "cumulative", "4", "B6"),
    }
    assert rules(found) == {("unit-converted", "表!B4")}
