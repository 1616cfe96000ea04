"""Layouts that are drawn otherwise than the form: captions, spacer columns, units in front, months as bare numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.recognising.county import DECLARED, TITLE, balance, document, draft, drafts, monthly, rules, sheet, told, totals


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
        monthly("指标 单位 累计 增速 ·", "· · · 本月 同比(%)", "税收收入 万元 30 1.5 2.5"),
        merges=["A3:A4", "B3:B4", "C3:C4", "D3:E3"],
    )
    assert told(found) == {
        ("T1", "I4", "2026-06", "cumulative", "30", "C5"),
        ("T1", "I4", "2026-06", "growth_rate", "2.5", "E5"),
    }
    assert rules(found) == {("header-unknown", "表!D4")}
    assert balance(found) == (3, 2, 0, 1)


def test_empty_columns_between_the_columns_part_no_table(catalogue):
    found = draft(
        catalogue,
        monthly("指标 · 单位 · 本月 · 累计", "税收收入 · 万元 · 3 · 30", "生猪出栏 · 头 · 4 · 40"),
    )
    assert told(found) == {
        ("T1", "I4", "2026-06", "current", "3", "E4"),
        ("T1", "I4", "2026-06", "cumulative", "30", "G4"),
        ("T1", "I6", "2026-06", "current", "4", "E5"),
        ("T1", "I6", "2026-06", "cumulative", "40", "G5"),
    }


def test_units_and_values_may_stand_before_the_names(catalogue):
    found = draft(
        catalogue,
        monthly("单位 累计 指标 本月", "万元 30 税收收入 3", "头 40 生猪出栏 4"),
    )
    assert told(found) == {
        ("T1", "I4", "2026-06", "cumulative", "30", "B4"),
        ("T1", "I4", "2026-06", "current", "3", "D4"),
        ("T1", "I6", "2026-06", "cumulative", "40", "B5"),
        ("T1", "I6", "2026-06", "current", "4", "D5"),
    }


def test_bare_numbers_under_months_are_months(catalogue):
    found = draft(
        catalogue,
        [
            ["明川县主要经济指标月报表"],
            [DECLARED],
            ["年份", "月份", "税收收入(万元)"],
            [2025, 12, 5],
            [2026, 1, 7],
            [None, 2, 8],
        ],
        merges=["A5:A6"],
    )
    assert told(found) == {
        ("T1", "I4", "2025-12", "current", "5", "C4"),
        ("T1", "I4", "2026-01", "current", "7", "C5"),
        ("T1", "I4", "2026-02", "current", "8", "C6"),
    }
    assert rules(found) == set()
    assert balance(found) == (8, 3, 5, 0)


def test_a_unit_in_square_brackets_of_chinese_print(catalogue):
    found = draft(catalogue, monthly("指标 累计", "税收收入【亿元】 2", "固定资产投资〔万元〕 3"))
    assert told(found) == {
        ("T1", "I4", "2026-06", "cumulative", "20000", "B4"),
        ("T1", "I2", "2026-06", "cumulative", "3", "B5"),
    }


def test_an_unknown_rate_is_not_proposed_as_a_value(catalogue):
    found = draft(catalogue, monthly("指标 单位 累计 累计进度%", "税收收入 万元 30 50"))
    (finding,) = found.findings
    assert (finding.rule, finding.place) == ("header-unknown", "表!D3")
    assert finding.fields["expected"] in ("累计进度%,plan_completion", "累计进度%,growth_rate")


def test_a_table_of_targets_alone_is_not_early(catalogue):
    plan = [["明川县主要经济指标月报表（2026年7月）"], [DECLARED], ["指标", "单位", "年度计划"], ["税收收入", "万元", 300]]
    found = draft(catalogue, plan)
    assert told(found) == {("T1", "I4", "2026", "plan", "300", "C4")}
    assert rules(found) == set()
    early = draft(catalogue, [*plan[:2], ["指标", "单位", "年度计划", "累计"], ["税收收入", "万元", 300, 20]])
    assert rules(early) == {("period-early", "")}


def test_an_unknown_village_is_not_its_town(catalogue):
    found = draft(
        catalogue,
        [
            ["各村低保情况（2026年6月）"],
            ["乡镇", "村名", "低保户数(户)"],
            ["石桥镇", "上湾村", 5],
            [None, "无名村", 7],
            ["柳湾镇", "沙洲村", 6],
        ],
        reporter="B1",
        merges=["A3:A4"],
    )
    assert told(found) == {("V11", "I9", "2026-06", "current", "5", "C3"), ("V22", "I9", "2026-06", "current", "6", "C5")}
    assert rules(found) == {("organisation-unknown", "表!B4")}
    assert balance(found) == (3, 2, 0, 1)


def test_an_unknown_project_is_not_its_town(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月项目进度表"],
            ["项目名称", "所在乡镇", "累计完成投资(万元)"],
            ["石桥冷库", "石桥镇", 12.5],
            ["沿江大道", "石桥镇", 90],
        ],
        reporter="B1",
    )
    assert told(found) == {("P1", "J1", "2026-06", "cumulative", "12.5", "C3")}
    assert {rule for rule, _ in rules(found)} == {"organisation-unknown"}
    assert balance(found) == (2, 1, 0, 1)


def test_an_unknown_part_of_an_indicator_is_not_the_indicator(catalogue):
    found = draft(
        catalogue,
        monthly(
            "指标 分类 单位 累计",
            "固定资产投资 合计 万元 30",
            "· 民间投资 万元 20",
            "税收收入 · 万元 3",
        ),
        merges=["A4:A5"],
    )
    assert ("T1", "I4", "2026-06", "cumulative", "3", "D6") in told(found)
    assert not any(value == "20" for *_, value, _ in told(found))
    assert ("indicator-unknown", "表!B5") in rules(found)


def _table(name, after, *rows):
    page = sheet(rows, name)
    return replace(page, layout="table", after_paragraph=after)


def test_each_table_of_a_text_has_the_title_right_above_it(catalogue):
    texts = ["各乡镇税收收入（2026年6月）", "单位：万元", "分乡镇主要指标完成情况（2026年6月）", "单位：亿元"]
    tax = _table("表1", 2, ["乡镇", "累计"], ["石桥镇", 10])
    main = _table("表2", 4, ["乡镇", "固定资产投资累计"], ["石桥镇", 2])
    first, second = drafts(catalogue, document(tax, main, paragraphs=texts), reporter="B2")
    assert (first.form, told(first)) == ("FT", {("T1", "I4", "2026-06", "cumulative", "10", "B2")})
    assert (second.form, told(second)) == ("FB", {("T1", "I2", "2026-06", "cumulative", "20000", "B2")})


def test_a_title_in_a_box_of_its_own_is_that_of_the_table_below(catalogue):
    box = _table("表1", 0, ["各乡镇税收收入（2026年6月）\n单位：万元"])
    table = _table("表2", 0, ["乡镇", "累计"], ["石桥镇", 10])
    (found,) = drafts(catalogue, document(box, table), reporter="B2")
    assert (found.form, told(found)) == ("FT", {("T1", "I4", "2026-06", "cumulative", "10", "B2")})


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


def test_marks_of_footnotes_change_no_header(catalogue):
    found = draft(catalogue, monthly("指标 单位 累计① 上年同期[2] 同比(%)*", "税收收入* 万元 3 2 50"))
    assert told(found) == {
        ("T1", "I4", "2026-06", "cumulative", "3", "C4"),
        ("T1", "I4", "2026-06", "prior_year", "2", "D4"),
        ("T1", "I4", "2026-06", "growth_rate", "50", "E4"),
    }
    assert rules(found) == set()


def test_the_day_of_filling_in_may_stand_below_the_table(catalogue):
    rows = [["明川县主要经济指标月报表（12月）"], [DECLARED], ["指标", "单位", "累计"], ["税收收入", "万元", 3]]
    found = draft(catalogue, [*rows, ["填表人：林某", None, "填报日期：2026年1月4日"]])
    assert told(found) == {("T1", "I4", "2025-12", "cumulative", "3", "C4")}
    assert rules(draft(catalogue, [*rows, ["注：2024年6月1日起改为按月填报。"]])) == {("period-missing", "")}


def test_organisations_under_the_header_unit(catalogue):
    found = draft(
        catalogue,
        [
            ["各乡镇税收收入（2026年6月，单位：万元）"],
            ["单位", "累计"],
            ["全县合计数", 30],
            ["石桥镇", 10],
            ["县本级", 5],
            ["某园区", 3],
        ],
        reporter="B2",
    )
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "10", "B4")}
    assert rules(found) == {("organisation-unknown", "表!A5"), ("organisation-unknown", "表!A6")}


def test_a_form_a_town_one_below_the_other_under_one_title(catalogue):
    found = draft(
        catalogue,
        [
            ["明川县主要经济指标月报表（2026年6月）"],
            ["石桥镇"],
            ["指标", "单位", "累计"],
            ["税收收入", "万元", 3],
            ["柳湾镇"],
            ["指标", "单位", "累计"],
            ["税收收入", "万元", 4],
        ],
        reporter="B1",
    )
    assert told(found) == {
        ("T1", "I4", "2026-06", "cumulative", "3", "C4"),
        ("T2", "I4", "2026-06", "cumulative", "4", "C7"),
    }


def test_a_town_merged_across_the_row_opens_its_section(catalogue):
    found = draft(
        catalogue,
        [
            ["明川县主要经济指标月报表（2026年6月）"],
            ["指标", "单位", "累计"],
            ["石桥镇"],
            ["税收收入", "万元", 3],
            ["柳湾镇"],
            ["税收收入", "万元", 4],
        ],
        reporter="B1",
        merges=["A3:C3", "A5:C5"],
    )
    assert told(found) == {
        ("T1", "I4", "2026-06", "cumulative", "3", "C4"),
        ("T2", "I4", "2026-06", "cumulative", "4", "C6"),
    }
    assert balance(found) == (2, 2, 0, 0)


def test_a_row_of_a_kind_of_organisations_sums_those_below(catalogue):
    found = draft(
        catalogue,
        [["各乡镇税收收入（2026年6月）"], ["地区", "累计(万元)"], ["一、乡镇", 30], ["  石桥镇", 10], ["  '柳湾镇", 20], ["二、园区", 0]],
        reporter="B2",
    )
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "10", "B4"), ("T2", "I4", "2026-06", "cumulative", "20", "B5")}
    assert rules(found) == set()
    assert balance(found) == (4, 2, 2, 0)


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


def test_a_row_with_more_fields_than_the_header_is_held_whole(catalogue):
    found = draft(
        catalogue,
        [["各乡镇税收收入（2026年6月）"], ["乡镇", "本月(万元)", "累计(万元)"], ["石桥镇", 1, 234, 10], ["柳湾镇", 2, 20]],
        reporter="B2",
        delimited=True,
    )
    assert told(found) == {
        ("T1", "I4", "2026-06", "current", "held", "3:2"),
        ("T1", "I4", "2026-06", "cumulative", "held", "3:3"),
        ("T2", "I4", "2026-06", "current", "2", "4:2"),
        ("T2", "I4", "2026-06", "cumulative", "20", "4:3"),
    }
    assert balance(found) == (5, 4, 0, 1)


def test_a_part_after_of_which_makes_no_total_of_its_town(catalogue):
    rows = [
        ["2026年6月分乡镇主要指标完成情况（单位：万元）"],
        ["乡镇", "固定资产投资"],
        ["石桥镇", 30],
        ["  其中：石桥冷库", 10],
        ["柳湾镇", "-0"],
    ]
    found = draft(catalogue, rows, reporter="B1")
    assert told(found) == {
        ("T1", "I2", "2026-06", "current", "30", "B3"),
        ("P1", "I2", "2026-06", "current", "10", "B4"),
        ("T2", "I2", "2026-06", "current", "0", "B5"),
    }
    assert totals(found) == set()
    rows[3][0] = "  石桥冷库"  # without 其中 its town's row sums its projects
    assert totals(draft(catalogue, rows, reporter="B1")) == {("T1", "I2", "2026-06", "current", "30", "B3")}


def test_a_total_named_on_the_left_only_is_a_total_on_the_right_too(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月各乡镇税收收入", None, None, None],
            ["单位：万元"],
            ["乡镇", "累计", "乡镇", "累计"],
            ["石桥镇", 10, "柳湾镇", 20],
            ["云岭乡", 5, None, None],
            ["合计", 15, None, 20],
        ],
        reporter="B2",
    )
    assert {(town, value, place) for town, _, _, _, value, place in told(found)} == {
        ("T1", "10", "B4"),
        ("T3", "5", "B5"),
        ("T2", "20", "D4"),
    }
    assert rules(found) == set()
    assert balance(found) == (5, 3, 2, 0)


def test_a_name_over_rows_of_bases_is_no_blank_of_its_own(catalogue):
    found = draft(
        catalogue,
        monthly(
            "指标 单位 数值",
            "税收收入 万元 ·",
            ["　本月", "万元", 3],
            ["　累计", "万元", 30],
            "生猪出栏 头 ·",
            "固定资产投资 万元 ·",
            ["　本月", "万元", 4],
        ),
    )
    assert told(found) == {
        ("T1", "I4", "2026-06", "current", "3", "C5"),
        ("T1", "I4", "2026-06", "cumulative", "30", "C6"),
        ("T1", "I6", "2026-06", "current", "blank", "C7"),
        ("T1", "I2", "2026-06", "current", "4", "C9"),
    }


def test_a_proposal_for_a_header_without_any_like_it_says_what_can_be_written(catalogue):
    found = draft(catalogue, monthly("指标 单位 累计 zzz", "税收收入 万元 30 7"))
    (fault,) = [finding for finding in found.findings if finding.rule == "header-unknown"]
    assert fault.fields["expected"].startswith("zzz,口径（口径从 current、cumulative、prior_year、growth_rate、")


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


def test_tables_side_by_side_have_each_its_own_title_and_unit(catalogue):
    page = sheet(
        [
            ["2026年6月各乡镇税收收入", None, None, "2026年6月各乡镇固定资产投资"],
            ["填报单位：财政局"],
            ["单位：万元", None, None, "单位：元"],
            ["乡镇", "累计", None, "乡镇", "累计"],
            ["石桥镇", 10, None, "柳湾镇", 20000],
        ]
    )
    found = [item for one in drafts(catalogue, document(page), reporter="B2") for item in told(one)]
    assert {(town, indicator, value) for town, indicator, _, _, value, _ in found} == {("T1", "I4", "10"), ("T2", "I2", "2")}


def test_a_unit_in_brackets_behind_the_title_is_the_tables(catalogue):
    found = draft(catalogue, [["2026年6月各乡镇税收收入（元）"], ["乡镇", "累计"], ["石桥镇", 20000]], reporter="B2")
    assert {value for *_, value, _ in told(found)} == {"2"}
    assert ("unit-missing", "表!B3") not in rules(found)


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


def test_columns_of_a_form_of_targets_hold_plans(catalogue):
    found = draft(
        catalogue,
        [["2026年度目标任务分解表"], ["单位：万元"], ["乡镇", "固定资产投资", "一般公共预算收入"], ["石桥镇", 1000, "≥50"]],
        reporter="B1",
    )
    assert told(found) == {("T1", "I2", "2026", "plan", "1000", "B4"), ("T1", "I3", "2026", "plan", "50", "C4")}


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


def test_a_lone_sign_over_a_column_is_no_value(catalogue):
    found = draft(catalogue, [[TITLE], [DECLARED, None, "单位：万元"], ["指标", "累计", "±"], ["税收收入", 30, 5.3]])
    assert {(basis, value) for _, _, _, basis, value, _ in told(found)} == {("cumulative", "30")}
    assert ("header-unknown", "表!C3") in rules(found)


def test_a_table_that_lists_the_reporter_alone_fills_the_form_about_it(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月报表"],
            ["单位", "指标", "计量单位", "累计"],
            ["石桥镇", "税收收入", "万元", 30],
            ["石桥镇", "规模以上工业总产值", "万元", 50],
        ],
        reporter="T1",
    )
    assert (found.form, {(town, value) for town, _, _, _, value, _ in told(found)}) == ("FM", {("T1", "30"), ("T1", "50")})


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


def test_a_table_of_some_months_fills_no_yearly_form_that_it_does_not_name(catalogue):
    rows = [["乡镇", "小麦产量", "玉米产量"], ["石桥镇", 10, 20], ["柳湾镇", 30, 40]]
    whole = draft(catalogue, [["2025年各乡镇产量"], ["单位：吨"], *rows], reporter="B1")
    months = draft(catalogue, [["2026年1-6月各乡镇产量"], ["单位：吨"], *rows], reporter="B1")
    assert (whole.form, whole.period) == ("FY", "2025")
    assert (months.form, {figure.status.value for figure in months.figures}) == (None, {"held"})


def test_the_countys_own_level_beside_its_towns_is_neither_a_total_nor_the_county(catalogue):
    found = draft(
        catalogue,
        [["2026年6月各乡镇税收收入"], ["单位：万元"], ["乡镇", "累计"], ["石桥镇", 10], ["县本级", 2], ["柳湾镇", 20], ["全县", 32]],
        reporter="B2",
    )
    assert {(town, value) for town, _, _, _, value, _ in told(found)} == {("T1", "10"), ("T2", "20")}
    assert ("organisation-unknown", "表!A5") in rules(found)
    assert balance(found) == (4, 2, 1, 1)
    alone = draft(catalogue, [["2026年6月税收收入"], ["单位：万元"], ["单位", "累计"], ["县本级", 32]], reporter="B2")
    assert {(town, value) for town, _, _, _, value, _ in told(alone)} == {("C", "32")}


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


@pytest.mark.parametrize(
    ("group", "name", "known"),
    [
        ("工业", "规上工业总产值", True),
        ("一、工业生产", "规上工业总产值", True),
        ("财税", "税收收入", True),
        ("农业生产情况", "生猪出栏", True),
        ("工业", "固定资产投资", False),  # may be the industry's alone
        ("国有企业", "税收收入", False),
        ("农业", "税收收入", False),
    ],
)
def test_words_that_only_group_an_indicator_say_nothing_and_others_may_narrow_it(catalogue, group, name, known):
    rows = [["2026年6月分乡镇主要指标完成情况"], ["乡镇", group, None], [None, name, None], [None, "本月", "累计"], ["石桥镇", 3, 5]]
    found = draft(catalogue, rows, reporter="B1", merges=["A2:A4", "B2:C2", "B3:C3"])
    assert {value for *_, value, _ in told(found)} == ({"3", "5"} if known else set())
    assert ({rule for rule, _ in rules(found)} <= {"unit-missing"}) is known


def test_headers_that_end_in_a_colon_or_say_that_they_stand_over_numbers(catalogue):
    rows = monthly(["指标名称", "计 量 单 位", "本　月（数）", "本月止\n累 计："], "税收收入 万元 3 18")
    found = draft(catalogue, rows)
    assert (rules(found), {item[3:5] for item in told(found)}) == (set(), {("current", "3"), ("cumulative", "18")})


@pytest.mark.parametrize(("name", "head", "taken"), [("户数", "月末", True), ("户数", "期末实有数", True), ("税收收入", "月末", False)])
def test_the_end_of_the_month_over_what_there_is_then_is_this_months_value(catalogue, name, head, taken):
    rows = [["2026年6月分乡镇主要指标完成情况"], ["乡镇", name], [None, head], ["石桥镇", 320]]
    found = draft(catalogue, rows, reporter="B1", merges=["A2:A3"])
    assert {item[3:5] for item in told(found)} == ({("current", "320")} if taken else set())


@pytest.mark.parametrize(
    ("heading", "held"),
    [
        ("其中：新开工", True),
        ("（一）国有企业", True),
        ("农村", True),
        ("上年同期", True),
        ("二、计划", True),
        ("5月", True),
        ("2025年6月", True),
        ("其中：", False),
        ("其中：税收", False),
        ("二、财税", False),
        ("6月", False),
        ("本月完成情况", False),
    ],
)
def test_a_heading_that_narrows_the_rows_below_it_holds_them(catalogue, heading, held):
    rows = monthly(
        "指标 单位 本月 累计",
        "生猪出栏 头 1 5",
        [heading],
        "税收收入 万元 3 18",
    )
    found = draft(catalogue, rows)
    mine = {("T1", "I4", "2026-06", "current", "3", "C6"), ("T1", "I4", "2026-06", "cumulative", "18", "D6")}
    assert (mine <= told(found), ("row-narrowed", "表!A6") in rules(found)) == (not held, held)
    assert ("T1", "I6", "2026-06", "cumulative", "5", "D4") in told(found)


@pytest.mark.parametrize(("kind", "held"), [("国有企业", True), ("残疾人家庭", True), ("财税", False), ("重点", False)])
def test_a_label_left_of_the_name_may_narrow_it(catalogue, kind, held):
    rows = monthly("类别 指标名称 单位 累计", [kind, "税收收入", "万元", 18], "农业 生猪出栏 头 5")
    found = draft(catalogue, rows)
    assert {item[1] for item in told(found)} == ({"I6"} if held else {"I4", "I6"})
    assert ("row-narrowed" in {rule for rule, _ in rules(found)}) is held
