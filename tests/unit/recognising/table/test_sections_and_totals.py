"""Sections, villages, subtotals and totals among the rows; what is structure and what is a figure."""

from __future__ import annotations

from tests.unit.recognising.county import balance, draft, monthly, rules, told, totals


def test_labels_merged_over_rows_and_a_category_between_town_and_product(catalogue):
    found = draft(
        catalogue,
        [
            ["2025年分乡镇产量年报"],
            [None, None, None, "单位：吨"],
            ["乡镇", "类别", "品种", "产量"],
            ["石桥镇", "粮食", "小麦", 100],
            [None, None, "玉米", 0],
            ["柳湾镇", "粮食", "小麦", 300],
            [None, None, "玉米", 400],
            ["合计", None, None, 800],
        ],
        reporter="B1",
        merges=["A4:A5", "B4:B5", "A6:A7", "B6:B7"],
    )
    assert (found.form, found.period) == ("FY", "2025")
    assert told(found) == {
        ("T1", "W1", "2025", "current", "100", "D4"),
        ("T1", "W2", "2025", "current", "0", "D5"),
        ("T2", "W1", "2025", "current", "300", "D6"),
        ("T2", "W2", "2025", "current", "400", "D7"),
    }
    assert balance(found) == (5, 4, 1, 0)


def test_sections_name_the_town_above_the_rows_of_indicators(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月分乡镇主要指标完成情况"],
            ["指标", "累计（万元）"],
            ["石桥镇"],
            ["　固定资产投资", 1],
            ["柳湾镇"],
            ["　固定资产投资", 2],
        ],
        reporter="B1",
    )
    assert told(found) == {("T1", "I2", "2026-06", "cumulative", "1", "B4"), ("T2", "I2", "2026-06", "cumulative", "2", "B6")}


def test_towns_under_the_row_of_their_indicator_make_that_row_a_total(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月分乡镇主要指标完成情况"],
            ["指标", "单位", "累计"],
            ["固定资产投资", "万元", 3],
            ["　石桥镇", None, 1],
            ["　柳湾镇", None, 2],
        ],
        reporter="B1",
    )
    assert told(found) == {("T1", "I2", "2026-06", "cumulative", "1", "C4"), ("T2", "I2", "2026-06", "cumulative", "2", "C5")}
    assert totals(found) == {("C", "I2", "2026-06", "cumulative", "3", "C3")}


def test_villages_of_the_same_name_are_told_by_the_town_in_the_column_before(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月各村低保情况"],
            ["乡镇", "村", "户数"],
            ["石桥镇", "上湾村", 5],
            ["", "下湾村", 6],
            ["柳湾镇", "上湾村", 7],
        ],
        reporter="B1",
    )
    assert told(found) == {
        ("V11", "I9", "2026-06", "current", "5", "C3"),
        ("V12", "I9", "2026-06", "current", "6", "C4"),
        ("V21", "I9", "2026-06", "current", "7", "C5"),
    }


def test_serial_numbers_column_numbers_codes_ranks_and_telephone_are_structure(catalogue):
    found = draft(
        catalogue,
        monthly(
            "序号 指标名称 单位 累计 排名",
            "甲 乙 丙 1 2",
            "1 税收收入 万元 20 3",
            "填表人：周宁 · · 联系电话： 5550101",
        ),
    )
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "20", "D5")}
    assert balance(found) == (6, 1, 5, 0)
    assert rules(found) == set()


def test_a_subtotal_over_indicators_is_structure(catalogue):
    found = draft(
        catalogue,
        monthly(
            "指标 单位 累计",
            "固定资产投资 万元 5",
            "税收收入 万元 2",
            "以上小计 万元 7",
        ),
    )
    assert {value for *_, value, _ in told(found)} == {"5", "2"}
    assert totals(found) == set()
    assert balance(found) == (3, 2, 1, 0)


def test_the_county_row_is_the_countys_figure_only_without_its_parts(catalogue):
    alone = draft(catalogue, [["2026年6月各乡镇税收收入"], ["乡镇", "累计"], ["全县", 100]], reporter="B2")
    assert told(alone) == {("C", "I4", "2026-06", "cumulative", "100", "B3")}
    beside = draft(catalogue, [["2026年6月各乡镇税收收入"], ["乡镇", "累计"], ["全县", 100], ["石桥镇", 100]], reporter="B2")
    assert told(beside) == {("T1", "I4", "2026-06", "cumulative", "100", "B4")}
    assert totals(beside) == {("C", "I4", "2026-06", "cumulative", "100", "B3")}


def test_a_number_beside_the_table_is_pointed_out(catalogue):
    found = draft(
        catalogue,
        monthly(
            "指标 单位 累计",
            "税收收入 万元 2",
            [],
            [None] * 6 + [77],
        ),
    )
    assert ("outside-table", "表!G6") in rules(found)
    assert balance(found) == (2, 1, 0, 1)


def test_unknown_rows_and_rows_of_another_scope_are_not_taken(catalogue):
    found = draft(
        catalogue,
        monthly(
            "指标 单位 累计",
            "招商到位资金 万元 9",
            "固定资产投资（不含农户） 万元 8",
            "税收收入 万元 2",
        ),
    )
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "2", "C6")}
    assert rules(found) == {("indicator-unknown", "表!A4"), ("indicator-scope-differs", "表!A5")}
    assert balance(found) == (3, 1, 0, 2)


def test_a_table_that_names_no_indicator_gives_nothing(catalogue):
    found = draft(catalogue, [["村名", "说明", "同比增长(%)", "累计"], ["上湾村", "无", -5.2, 860]], reporter="T1", period="2026-06")
    assert told(found) == set()
    assert {rule for rule, _ in rules(found)} == {"indicator-unnamed"}
    assert balance(found) == (2, 0, 0, 2)


def test_an_unknown_part_is_named_at_its_cell_and_leaves_the_total_unchecked(catalogue):
    rows = [["2026年6月项目进度表"], ["项目名称", "乡镇", "累计完成投资(万元)"], ["石桥冷库", "石桥镇", 5]]
    rows += [["新泵站", "柳湾镇", 3], ["合计", "", 8]]
    found = draft(catalogue, rows, reporter="B1")
    assert told(found) == {("P1", "J1", "2026-06", "cumulative", "5", "C3")}
    assert rules(found) == {("organisation-unknown", "表!A4")}
    assert totals(found) == set()


def test_numbers_in_the_column_of_units_are_pointed_out(catalogue):
    rows = monthly(
        "指标 单位 累计",
        "税收收入 万元 2",
        [],
        "企业名称 产值",
        "甲公司 5123.4",
        "乙公司 2001",
    )
    found = draft(catalogue, rows)
    assert {(code, value) for _, code, *_, value, _ in told(found)} == {("I4", "2")}
    assert rules(found) == {("outside-table", "表!B7:B8")}
    assert balance(found) == (3, 1, 0, 2)


def test_an_indicators_own_sum_is_the_indicator(catalogue):
    rows = monthly("指标 单位 累计", "一般公共预算收入合计 万元 5", "其中：税收收入 万元 2")
    assert {(code, value) for _, code, *_, value, _ in told(draft(catalogue, rows))} == {("I3", "5"), ("I4", "2")}
    over = [["各乡镇税收收入（2026年6月）"], ["名称", "累计(万元)"], ["税收收入合计", 5], ["石桥镇", 2], ["柳湾镇", 3]]
    found = draft(catalogue, over, reporter="B2")
    assert {(who, value) for who, *_, value, _ in told(found)} == {("T1", "2"), ("T2", "3")}
