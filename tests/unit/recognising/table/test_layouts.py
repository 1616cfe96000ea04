"""Layouts that are drawn otherwise than the form: captions, spacer columns, units in front, months as bare numbers."""

from __future__ import annotations

from dataclasses import replace

from tests.unit.recognising.county import DECLARED, balance, document, draft, drafts, monthly, rules, sheet, told


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


def test_a_table_of_targets_alone_is_not_early(catalogue):
    plan = [["明川县主要经济指标月报表（2026年7月）"], [DECLARED], ["指标", "单位", "年度计划"], ["税收收入", "万元", 300]]
    found = draft(catalogue, plan)
    assert told(found) == {("T1", "I4", "2026", "plan", "300", "C4")}
    assert rules(found) == set()
    early = draft(catalogue, [*plan[:2], ["指标", "单位", "年度计划", "累计"], ["税收收入", "万元", 300, 20]])
    assert rules(early) == {("period-early", "")}


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


def test_a_proposal_for_a_header_without_any_like_it_says_what_can_be_written(catalogue):
    found = draft(catalogue, monthly("指标 单位 累计 zzz", "税收收入 万元 30 7"))
    (fault,) = [finding for finding in found.findings if finding.rule == "header-unknown"]
    assert fault.fields["expected"].startswith("zzz,口径（口径从 current、cumulative、prior_year、growth_rate、")


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


def test_columns_of_a_form_of_targets_hold_plans(catalogue):
    found = draft(
        catalogue,
        [["2026年度目标任务分解表"], ["单位：万元"], ["乡镇", "固定资产投资", "一般公共预算收入"], ["石桥镇", 1000, "≥50"]],
        reporter="B1",
    )
    assert told(found) == {("T1", "I2", "2026", "plan", "1000", "B4"), ("T1", "I3", "2026", "plan", "50", "C4")}


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


def test_a_table_of_some_months_fills_no_yearly_form_that_it_does_not_name(catalogue):
    rows = [["乡镇", "小麦产量", "玉米产量"], ["石桥镇", 10, 20], ["柳湾镇", 30, 40]]
    whole = draft(catalogue, [["2025年各乡镇产量"], ["单位：吨"], *rows], reporter="B1")
    months = draft(catalogue, [["2026年1-6月各乡镇产量"], ["单位：吨"], *rows], reporter="B1")
    assert (whole.form, whole.period) == ("FY", "2025")
    assert (months.form, {figure.status.value for figure in months.figures}) == (None, {"held"})


def test_headers_that_end_in_a_colon_or_say_that_they_stand_over_numbers(catalogue):
    rows = monthly(["指标名称", "计 量 单 位", "本　月（数）", "本月止\n累 计："], "税收收入 万元 3 18")
    found = draft(catalogue, rows)
    assert (rules(found), {item[3:5] for item in told(found)}) == (set(), {("current", "3"), ("cumulative", "18")})
