"""Heads of columns that need no line of the county: bases and growth in their plainest spellings."""

from __future__ import annotations

import pytest

from tests.unit.recognising.county import (
    DECLARED,
    TITLE,
    document,
    draft,
    drafts,
    monthly,
    sheet,
    told,
)


@pytest.mark.parametrize(
    "header", ["增减（±%）", "比上年同期增减±%", "同比增减（±%）", "较去年同期增长%", "增幅（%）", "同比增长速度%", "累计增减幅度%"]
)
def test_what_can_only_be_the_growth_in_percent_needs_no_line_of_the_county(catalogue, header):
    rows = monthly(["指标", "单位", "累计", header], "税收收入 万元 9 5.2")
    (found,) = drafts(catalogue, document(sheet(rows)))
    assert ("T1", "I4", "2026-06", "growth_rate", "5.2", "D4") in told(found)


@pytest.mark.parametrize("header", ["上年同期增减", "比上年同期增减", "±", "增减"])
def test_a_change_without_percent_is_no_growth_rate(catalogue, header):
    rows = monthly(["指标", "单位", "累计", header], "税收收入 万元 9 5.2")
    (found,) = drafts(catalogue, document(sheet(rows)))
    assert {basis for _, _, _, basis, *_ in told(found)} == {"cumulative"}


@pytest.mark.parametrize(
    ("heads", "bases"),
    [
        (("当月数", "年初至今", "同期累计"), {"current": "1", "cumulative": "2", "prior_year": "3"}),
        (("本月", "自年初累计", "同期数"), {"current": "1", "cumulative": "2", "prior_year": "3"}),
        (("报告月", "1-本月累计", "去年同期累计数"), {"current": "1", "cumulative": "2", "prior_year": "3"}),
        (("本月", "至本月止累计", "上年同期"), {"current": "1", "cumulative": "2", "prior_year": "3"}),
        (("本月", "累计数", "上年同期"), {"current": "1", "cumulative": "2", "prior_year": "3"}),
    ],
)
def test_the_plainest_heads_need_no_line_of_the_county_in_any_spelling(catalogue, heads, bases):
    found = draft(catalogue, [[TITLE], [DECLARED], ["指标", "单位", *heads], ["税收收入", "万元", 1, 2, 3]])
    assert {basis: value for *_, basis, value, _ in told(found)} == bases
    assert found.findings == ()


def test_a_unit_of_one_letter_between_name_and_basis(catalogue):
    rows = monthly(["指标", "数值"], ["生猪出栏（头）本月", 5], ["累计生猪出栏（头）", 30], ["生猪出栏（头）上年同期", 28])
    assert told(draft(catalogue, rows)) == {
        ("T1", "I6", "2026-06", "current", "5", "B4"),
        ("T1", "I6", "2026-06", "cumulative", "30", "B5"),
        ("T1", "I6", "2026-06", "prior_year", "28", "B6"),
    }
