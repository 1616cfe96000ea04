"""Layouts of tables: headers of one to four rows, either way round, side by side, continued, with notes and totals."""

from __future__ import annotations

from tests.unit.recognising.county import DECLARED, TITLE, balance, document, draft, drafts, monthly, rules, sheet, told, totals


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


def test_towns_as_rows_under_indicators_and_bases(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月分乡镇主要指标完成情况"],
            ["乡镇", "规模以上工业总产值（万元）", None, "固定资产投资（万元）", None],
            [None, "本月", "累计", "本月", "累计"],
            ["石桥镇", 1, 2, 3, 4],
            ["柳 湾 镇", 5, 6, 7, 8],
            ["合  计", 6, 8, 10, 12],
        ],
        reporter="B1",
        merges=["A2:A3", "B2:C2", "D2:E2"],
    )
    assert found.form == "FB"
    assert told(found) == {
        ("T1", "I1", "2026-06", "current", "1", "B4"),
        ("T1", "I1", "2026-06", "cumulative", "2", "C4"),
        ("T1", "I2", "2026-06", "current", "3", "D4"),
        ("T1", "I2", "2026-06", "cumulative", "4", "E4"),
        ("T2", "I1", "2026-06", "current", "5", "B5"),
        ("T2", "I1", "2026-06", "cumulative", "6", "C5"),
        ("T2", "I2", "2026-06", "current", "7", "D5"),
        ("T2", "I2", "2026-06", "cumulative", "8", "E5"),
    }
    assert totals(found) == {
        ("C", "I1", "2026-06", "current", "6", "B6"),
        ("C", "I1", "2026-06", "cumulative", "8", "C6"),
        ("C", "I2", "2026-06", "current", "10", "D6"),
        ("C", "I2", "2026-06", "cumulative", "12", "E6"),
    }
    assert balance(found) == (12, 8, 4, 0)


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


def test_indicators_as_rows_and_towns_as_columns(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月分乡镇主要指标完成情况"],
            ["指标", "石桥镇", None, "柳湾镇", None],
            [None, "本月", "累计", "本月", "累计"],
            ["规上工业总产值（万元）", 1, 2, 3, 4],
        ],
        reporter="B1",
        merges=["A2:A3", "B2:C2", "D2:E2"],
    )
    assert told(found) == {
        ("T1", "I1", "2026-06", "current", "1", "B4"),
        ("T1", "I1", "2026-06", "cumulative", "2", "C4"),
        ("T2", "I1", "2026-06", "current", "3", "D4"),
        ("T2", "I1", "2026-06", "cumulative", "4", "E4"),
    }


def test_bases_as_rows_and_towns_as_columns_under_a_title_that_names_the_indicator(catalogue):
    found = draft(
        catalogue,
        [["2026年6月各乡镇税收收入"], ["口径", "石桥镇", "柳湾镇", "合计"], ["本月", 1, 2, 3], ["累计", 4, 5, 9]],
        reporter="B2",
    )
    assert told(found) == {
        ("T1", "I4", "2026-06", "current", "1", "B3"),
        ("T2", "I4", "2026-06", "current", "2", "C3"),
        ("T1", "I4", "2026-06", "cumulative", "4", "B4"),
        ("T2", "I4", "2026-06", "cumulative", "5", "C4"),
    }
    assert totals(found) == {("C", "I4", "2026-06", "current", "3", "D3"), ("C", "I4", "2026-06", "cumulative", "9", "D4")}


def test_months_as_columns_are_figures_of_their_months_and_empty_later_ones_are_not_asked_for(catalogue):
    found = draft(
        catalogue,
        [
            ["明川县主要经济指标月报表（2026年）"],
            [DECLARED],
            ["指标", "单位", "4月", "5月", "6月", "7月"],
            ["税收收入", "万元", 1, 2, 3, None],
        ],
    )
    assert found.period == "2026-06"
    assert told(found) == {
        ("T1", "I4", "2026-04", "current", "1", "C4"),
        ("T1", "I4", "2026-05", "current", "2", "D4"),
        ("T1", "I4", "2026-06", "current", "3", "E4"),
    }


def test_years_as_columns_written_as_numbers(catalogue):
    found = draft(
        catalogue,
        [["分乡镇产量年报"], ["乡镇", "品种", 2024, 2025], ["石桥镇", "小麦", 5, 6]],
        reporter="B1",
    )
    assert found.period == "2025"
    assert told(found) == {("T1", "W1", "2024", "current", "5", "C3"), ("T1", "W1", "2025", "current", "6", "D3")}
    assert balance(found) == (4, 2, 2, 0)


def test_two_tables_side_by_side_with_and_without_a_gap(catalogue):
    together = [["2026年6月各乡镇税收收入"], ["乡镇", "本月", "累计", "乡镇", "本月", "累计"], ["石桥镇", 1, 2, "柳湾镇", 3, 4]]
    apart = [[*row[:3], None, *row[3:]] for row in together]
    expected = {("T1", "current", "1"), ("T1", "cumulative", "2"), ("T2", "current", "3"), ("T2", "cumulative", "4")}
    for rows in (together, apart):
        found = draft(catalogue, rows, reporter="B2")
        assert {(who, basis, value) for who, _, _, basis, value, _ in told(found)} == expected
        assert rules(found) - {("unit-missing", place) for _, place in rules(found)} == set()


def test_a_continued_table_repeats_title_and_header(catalogue):
    found = draft(
        catalogue,
        [
            ["表3 2026年6月各乡镇税收收入"],
            [None, "单位：万元"],
            ["乡 镇", "累计"],
            ["总  计", 6],
            ["  石桥\u3000镇", 1],
            [],
            ["表3 续表"],
            [None, "单位：万元"],
            ["乡 镇", "累计"],
            ["  柳湾镇", 2],
            ["  云岭乡", 3],
            ["注：本表为快报数。"],
        ],
        reporter="B2",
    )
    assert told(found) == {
        ("T1", "I4", "2026-06", "cumulative", "1", "B5"),
        ("T2", "I4", "2026-06", "cumulative", "2", "B10"),
        ("T3", "I4", "2026-06", "cumulative", "3", "B11"),
    }
    assert totals(found) == {("C", "I4", "2026-06", "cumulative", "6", "B4")}


def test_two_forms_in_one_sheet_are_two_drafts(catalogue):
    page = sheet(
        [
            ["2026年6月分乡镇主要指标完成情况"],
            ["乡镇", "固定资产投资（万元）"],
            ["石桥镇", 1],
            [],
            ["2026年6月项目进度表"],
            ["项目名称", "累计完成投资（万元）"],
            ["石桥冷库", 5],
        ]
    )
    first, second = drafts(catalogue, document(page), reporter="B1")
    assert (first.form, told(first)) == ("FB", {("T1", "I2", "2026-06", "current", "1", "B3")})
    assert (second.form, told(second)) == ("FJ", {("P1", "J1", "2026-06", "cumulative", "5", "B7")})
    assert (balance(first), balance(second)) == ((1, 1, 0, 0), (1, 1, 0, 0))


def test_one_sheet_a_town_and_a_summary_that_only_checks(catalogue):
    def page(name: str, value: int):
        return sheet([["分乡镇主要指标完成情况（2026年6月）"], ["指标", "单位", "累计"], ["固定资产投资", "万元", value]], name)

    (found,) = drafts(catalogue, document(page("石桥镇", 1), page("柳湾镇", 2), page("汇总", 3)), reporter="B1")
    assert {(who, value) for who, _, _, _, value, _ in told(found)} == {("T1", "1"), ("T2", "2")}
    assert {(who, value) for who, _, _, _, value, _ in totals(found)} == {("C", "3")}


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


def test_bilingual_headers_and_labels(catalogue):
    found = draft(
        catalogue,
        [["2026年6月各乡镇税收收入"], ["乡镇 Town", "累计 Year to date"], ["石桥镇 Shiqiao", 1], ["合 计 Total", 1]],
        reporter="B2",
    )
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "1", "B3")}


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


def test_a_renamed_header_blocks_its_column_and_proposes_the_line_to_add(catalogue):
    found = draft(catalogue, monthly("指标 单位 本月发生额 累计", "税收收入 万元 1 2"))
    (finding,) = found.findings
    assert (finding.rule, finding.place) == ("header-unknown", "表!C3")
    assert finding.fields["observed"] == "本月发生额"
    assert finding.fields["expected"] == "本月发生额,current"
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "2", "D4")}
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


def test_projects_with_their_towns_in_a_column_of_its_own(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月项目进度表"],
            ["序号", "项目名称", "所在乡镇", "累计完成投资(万元)", "形象进度"],
            [1, "石桥冷库", "石桥镇", 12.5, "一期完工"],
        ],
        reporter="B1",
    )
    assert told(found) == {("P1", "J1", "2026-06", "cumulative", "12.5", "D3")}


def test_income_and_spending_side_by_side(catalogue):
    found = draft(
        catalogue,
        [
            ["财政收支月报（2026年6月）"],
            ["单位：万元"],
            ["收入项目", "累计", "支出项目", "累计"],
            ["一般公共预算收入", 5, "税收收入", 3],
            ["收入合计", 5, "支出合计", 3],
        ],
        reporter="B2",
    )
    assert {(indicator, value) for _, indicator, _, _, value, _ in told(found)} == {("I3", "5"), ("I4", "3")}
    assert balance(found) == (4, 2, 2, 0)


def test_an_unknown_part_is_named_at_its_cell_and_leaves_the_total_unchecked(catalogue):
    rows = [["2026年6月项目进度表"], ["项目名称", "乡镇", "累计完成投资(万元)"], ["石桥冷库", "石桥镇", 5]]
    rows += [["新泵站", "柳湾镇", 3], ["合计", "", 8]]
    found = draft(catalogue, rows, reporter="B1")
    assert told(found) == {("P1", "J1", "2026-06", "cumulative", "5", "C3")}
    assert rules(found) == {("organisation-unknown", "表!A4")}
    assert totals(found) == set()


def test_an_alias_that_says_cumulative_inside_is_cumulative(catalogue):
    rows = [["2026年6月项目进度表"], ["项目名称", "项目累计完成投资(万元)"], ["石桥冷库", 5]]
    assert told(draft(catalogue, rows, reporter="B1")) == {("P1", "J1", "2026-06", "cumulative", "5", "B3")}


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
