"""Notes by which a sign of the table stands for something else than it does everywhere."""

from __future__ import annotations

import pytest

from huizong.recognising.redefined_signs import redefines, tells_how_to_read
from tests.unit.recognising.county import draft, monthly, told


@pytest.mark.parametrize(
    ("clause", "stands", "other"),
    [
        ("注：“0”表示不足1户", {"0", "18"}, True),
        ("注：“0”表示不足1户", {"18", "10"}, False),  # no 0 stands there
        ("「0」为不足本表最小单位", {"0.0"}, True),
        ("零表示不足0.1万元", {"0"}, True),
        ("注：“0”表示本月没有发生", {"0"}, False),
        ("0表示无新增", {"0"}, False),
        ("“1”代表已完成", {"1"}, True),
        ("「—」表示无数据", {"—"}, False),
        ("“—”表示数据为零", {"——", "—"}, True),
        ("“-”代表0", {"－"}, True),
        ("“-”表示与上月持平", {"-"}, True),
        ("“—”表示数据为零", {"0", ""}, False),
        ("空格表示0", {""}, True),
        ("空格表示没有该项数据", {""}, False),
        ("注：本表数据为0时请说明", {"0"}, False),
    ],
)
def test_signs_that_stand_for_another_number(clause, stands, other):
    assert redefines(clause, stands) is other


def test_a_note_that_redefines_a_value_is_asked_about(catalogue):
    rows = monthly("指标 单位 本月 累计", "税收收入 万元 0 96.5", ["注：“0”表示不足0.1万元。"])
    found = draft(catalogue, rows, reporter="T1")
    (said,) = [finding for finding in found.findings if finding.rule == "note-corrects"]
    assert (said.place, said.fields["observed"]) == ("表!A5", "注：“0”表示不足0.1万元")
    assert told(found) == {("T1", "I4", "2026-06", "current", "0", "C4"), ("T1", "I4", "2026-06", "cumulative", "96.5", "D4")}


@pytest.mark.parametrize(
    ("text", "is_note"),
    [
        ("注：“0”表示不足1户。", True),
        ("「—」表示无数据；“/”表示不适用", True),
        ("本表单位：万元，其中税收收入为亿元。", True),
        ("注1：金额单位为元", True),
        ("注：金额单位为元，累计18户", False),
        ("“0”表示不足1户，全镇新增12户", False),
        ("全镇完成税收18万元", False),
    ],
)
def test_lines_that_only_say_how_a_table_is_read(catalogue, text, is_note):
    assert tells_how_to_read(text, catalogue) is is_note
