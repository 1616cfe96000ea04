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
