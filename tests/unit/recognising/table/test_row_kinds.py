"""What a row of a table is: of whom, of a part, of a group, or a total."""

from __future__ import annotations

import pytest

from tests.unit.recognising.county import DECLARED, TITLE, balance, draft, monthly, rules, told, totals


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


@pytest.mark.parametrize("line", [["报告期", 2026, "年", 6, "月"], [2026, "年", 6, "月"], ["报告期：", "2026", "年", "6", "月"]])
def test_a_period_in_cells_of_its_own_names_the_month(catalogue, line):
    title = TITLE.replace("（2026年6月）", "")
    table = [["指标", "单位", "本月"], ["税收收入", "万元", 30]]
    found = draft(catalogue, [[title], line, [DECLARED], *table])
    assert told(found) == {("T1", "I4", "2026-06", "current", "30", "C5")}
    other = draft(
        catalogue, [[title], [5 if part == 6 else "5" if part == "6" else part for part in line], [DECLARED], *table], period="2026-06"
    )
    assert {rule for rule, _ in rules(other)} == {"period-mismatch"}


@pytest.mark.parametrize("name", ["规模以上工业增加直值", "服务业增加值", "第三产业比重", "出口占比（外贸）", "净增规上企业"])
def test_an_unknown_indicator_of_value_added_or_a_share_is_unknown_and_no_comparison(catalogue, name):
    found = draft(catalogue, monthly("指标 单位 累计", "税收收入 万元 18", [name, "万元", 9]))
    assert rules(found) == {("indicator-unknown", "表!A5")}


@pytest.mark.parametrize("name", ["环比增长%", "增减额", "比上年增减额", "序时进度"])
def test_a_row_that_is_a_comparison_of_its_own(catalogue, name):
    found = draft(catalogue, monthly("指标 单位 累计", "税收收入 万元 18", [name, "", 9]))
    assert rules(found) == {("growth-variant", "表!A5")}


@pytest.mark.parametrize(
    "name", ["Ⅱ.税收收入", "Ⅲ、税收收入", "B.税收收入", "A、其中：税收收入", "税收收入……", "税收收入·····", "IV)税收收入"]
)
def test_other_numbers_of_rows_and_dots_that_lead_to_the_values(catalogue, name):
    found = draft(catalogue, monthly("指标 单位 累计", [name, "万元", 18]))
    assert (told(found), rules(found)) == ({("T1", "I4", "2026-06", "cumulative", "18", "C4")}, set())
