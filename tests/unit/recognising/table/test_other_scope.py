"""Headings below which another's values stand, or those of another time, or a part: asked about, never the reporter's own."""

from __future__ import annotations

import pytest

from huizong.model import Maturity, Severity
from tests.unit.recognising.county import DECLARED, TITLE, draft, row, rules, told

HEAD = ["指标", "单位", "本月"]
OWN = ["税收收入", "万元", 30]
OTHER = ["固定资产投资", "万元", 7]


def below(catalogue, heading, *, repeated):
    """What a table gives whose last row stands under a heading, with its header once more or without."""
    return draft(catalogue, [[TITLE], [DECLARED], HEAD, OWN, [heading], *([HEAD] if repeated else []), OTHER])


@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize(
    "heading",
    [
        "柳湾镇主要指标", "上年主要指标", "2025年主要指标", "附：重点情况", "附", "附表2：情况", "全县主要指标", "园区主要指标",
        "经济开发区情况", "重点企业指标", "规模以下情况", "二、分行业情况",
    ],
)  # fmt: skip
def test_what_is_of_somebody_else_or_of_another_time_is_asked_about(catalogue, heading, repeated):
    found = below(catalogue, heading, repeated=repeated)
    assert told(found) == {("T1", "I4", "2026-06", "current", "30", "C4")}
    assert {rule for rule, _ in rules(found)} == {"row-narrowed"}


@pytest.mark.parametrize("repeated", [True, False])
@pytest.mark.parametrize(
    "heading",
    ["二、投资", "（二）其他指标", "石桥镇主要指标", "2026年6月", "续表", "市场主体", "二、全社会指标", "健全制度情况"],
)
def test_sections_of_the_same_table_are_read(catalogue, heading, repeated):
    found = below(catalogue, heading, repeated=repeated)
    values = {(indicator, value) for _, indicator, _, _, value, _ in told(found)}
    assert values == {("I4", "30"), ("I2", "7")}


def test_what_the_name_of_the_indicator_has_narrows_nothing(catalogue):
    found = draft(catalogue, [[TITLE], [DECLARED], HEAD, OWN, ["附注说明这一栏的数据来自税务部门，与上月口径一致。"], OTHER])
    assert {indicator for _, indicator, *_ in told(found)} == {"I4", "I2"}


FULL = ["固定资产投资 万元 7", "税收收入 万元 30", "一般公共预算收入 万元 40", "生猪出栏 头 5"]


def titled(catalogue, title):
    """What the monthly form of the town gives under another title."""
    return draft(catalogue, [[f"{title}（2026年6月）"], [DECLARED], HEAD, *(row(line) for line in FULL)])


@pytest.mark.parametrize(
    "title",
    ["明川县园区主要经济指标月报表", "明川县重点企业主要经济指标月报表", "明川县村级主要经济指标月报表", "全县主要经济指标月报表",
     "青川县主要经济指标月报表", "明川县主要经济指标月报表（上年同期）", "明川县开发区主要经济指标月报表"],
)  # fmt: skip
def test_a_form_whose_title_is_of_others_or_of_last_year_is_asked_about_once(catalogue, title):
    found = titled(catalogue, title)
    assert told(found) == set()
    (said,) = [finding for finding in found.findings if finding.rule == "row-narrowed"]
    assert said.fields["detail"].startswith(title)
    assert said.fields["observed"].endswith("等4行")


@pytest.mark.parametrize(
    "title",
    ["明川县各乡镇主要经济指标月报表", "全县各乡镇主要经济指标月报表", "石桥镇主要经济指标月报表", "永州市明川县主要经济指标月报表",
     "XX县主要经济指标月报表", "附件2：明川县主要经济指标月报表", "各区县主要经济指标月报表"],
)  # fmt: skip
def test_a_title_that_only_says_more_of_the_same_form_is_read(catalogue, title):
    found = titled(catalogue, title)
    assert {(indicator, value) for _, indicator, _, _, value, _ in told(found)} == {("I2", "7"), ("I4", "30"), ("I3", "40"), ("I6", "5")}
    assert rules(found) == set()


@pytest.mark.parametrize(
    ("title", "asked"),
    [("主要经济指标旬报表", True), ("主要经济指标年报表", True), ("主要经济指标月报表", False), ("主要经济指标快报", False)],
)
def test_a_title_of_another_length_than_the_forms_is_asked_about(catalogue, title, asked):
    found = titled(catalogue, f"明川县{title}")
    said = [(f.fields["observed"], f.severity) for f in found.findings if f.rule == "period-mismatch"]
    assert bool(said) is asked
    assert all(severity is Severity.QUERY for _, severity in said)


def test_a_title_that_says_expected_makes_estimates(catalogue):
    found = titled(catalogue, "明川县主要经济指标月报表（预计）")
    assert {figure.maturity for figure in found.figures if figure.value is not None} == {Maturity.ESTIMATE}
