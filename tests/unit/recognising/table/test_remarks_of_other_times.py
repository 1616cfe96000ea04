"""Remarks beside a row's numbers by which they are another month's, or were left as they were."""

from __future__ import annotations

import pytest

from tests.unit.recognising.county import DECLARED, TITLE, draft, rules


def _rules(catalogue, remark):
    return rules(draft(catalogue, [[TITLE], [DECLARED], ["指标", "单位", "本月", "备注"], ["税收收入", "万元", 3, remark]]))


@pytest.mark.parametrize(
    "remark",
    [
        "上月数",
        "仍为上月数据",
        "按上月",
        "同上月",
        "去年数",
        "5月数",
        "5月底数据",
        "截至5月",
        "沿用5月数据",
        "数据未更新",
        "暂未统计，填上月数",
    ],
)
def test_a_remark_that_its_numbers_are_of_another_time_is_asked_about(catalogue, remark):
    assert _rules(catalogue, remark) == {("note-corrects", "表!D4")}


@pytest.mark.parametrize(
    "remark", ["较上月增加5户", "与上月持平", "上月数为2万元", "含上月结转", "6月数据", "截至6月", "5月新开工", "数据已更新", "上月已完成"]
)
def test_a_remark_that_only_compares_or_tells_is_not(catalogue, remark):
    assert _rules(catalogue, remark) == set()


@pytest.mark.parametrize(
    ("note", "asked"), [("注：税收收入为上月数", True), ("注：同比基数为上月数", False), ("注：如为上月数请注明", False)]
)
def test_a_note_that_an_indicator_has_last_months_number(catalogue, note, asked):
    found = draft(catalogue, [[TITLE], [DECLARED], ["指标", "单位", "本月"], ["税收收入", "万元", 3], [note]])
    assert rules(found) == ({("note-corrects", "表!A5")} if asked else set())


@pytest.mark.parametrize(
    ("note", "asked"),
    [
        ("注：累计数从4月起算", True),
        ("注：累计为十四五以来累计", True),
        ("注：累计数为2025年以来累计", True),
        ("注：累计数自年初起算", False),
        ("注：累计数以1月起算", False),
        ("注：累计指2026年1月以来", False),
        ("注：本表为柳湾镇数据", True),
        ("注：本表为石桥镇数据", False),
        ("审核意见：与台账不符，台账为160", True),
        ("审核意见：同意上报", False),
    ],
)
def test_a_note_that_counts_from_another_time_or_is_anothers_is_asked_about(catalogue, note, asked):
    found = draft(catalogue, [[TITLE], [DECLARED], ["指标", "单位", "累计"], ["税收收入", "万元", 3], [note]])
    assert rules(found) == ({("note-corrects", "表!A5")} if asked else set())


@pytest.mark.parametrize("note", ["注：本表为5月数据", "说明：以上数据均为2026年5月数"])
def test_a_note_that_the_table_is_of_another_month_contradicts_its_title(catalogue, note):
    found = draft(catalogue, [[TITLE], [DECLARED], ["指标", "单位", "累计"], ["税收收入", "万元", 3], [note]])
    assert {rule for rule, _ in rules(found)} == {"period-mismatch"}


def test_a_note_that_the_table_is_of_the_reports_month_says_nothing_new(catalogue):
    found = draft(catalogue, [[TITLE], [DECLARED], ["指标", "单位", "累计"], ["税收收入", "万元", 3], ["注：本表为6月数据"]])
    assert rules(found) == set()


@pytest.mark.parametrize("head", ["累计二季度", "二季度累计"])
def test_a_quarter_of_which_nobody_says_from_when_it_counts_is_left_out(catalogue, head):
    found = draft(catalogue, [[TITLE], [DECLARED], ["指标", "单位", "本月", head], ["税收收入", "万元", 3, 9]])
    assert rules(found) == {("period-other", "表!D3")}
