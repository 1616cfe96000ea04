"""Headings below which another's values stand, or those of another time, or a part: asked about, never the reporter's own."""

from __future__ import annotations

import pytest

from tests.unit.recognising.county import DECLARED, TITLE, draft, rules, told

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
