"""Rows and towns that are named by their code alone."""

from __future__ import annotations

from tests.unit.recognising.county import (
    draft,
    monthly,
    rules,
    told,
)


def test_rows_are_told_by_their_code_alone(catalogue):
    expected = {("T1", "I4", "2026-06", "current", "1", "B4"), ("T1", "I2", "2026-06", "current", "2", "B5")}
    for header in ("指标代码", "指标"):
        assert told(draft(catalogue, monthly([header, "本月"], "I4 1", "I2 2"))) == expected
    unnamed = draft(catalogue, monthly("代码 指标 本月", "I4 税收收入 1", "I2 · 2"))
    assert told(unnamed) == {(*row[:5], row[5].replace("B", "C")) for row in expected}


def test_towns_are_told_by_their_code_alone(catalogue):
    found = draft(
        catalogue,
        [["分乡镇主要指标完成情况（2026年6月）"], ["乡镇代码", "规模以上工业总产值", "固定资产投资"], ["T1", 1, 2], ["T2", 3, 4]],
        reporter="B1",
    )
    assert {(organisation, value) for organisation, *_, value, _ in told(found)} == {("T1", "1"), ("T1", "2"), ("T2", "3"), ("T2", "4")}


def test_a_code_that_nobody_knows_names_no_row(catalogue):
    found = draft(catalogue, [["财政收支月报（2026年6月）"], ["代码", "累计"], ["I3", 5], ["I4", 4], ["X9", 3]], reporter="B2")
    assert {(code, value) for _, code, *_, value, _ in told(found)} == {("I3", "5"), ("I4", "4")}
    assert ("indicator-unknown", "表!B5") in rules(found)


def test_a_code_beside_another_name_is_still_a_contradiction(catalogue):
    found = draft(catalogue, monthly("代码 指标 本月", "I2 税收收入 1", "I3 一般公共预算收入 2"))
    assert told(found) == {("T1", "I3", "2026-06", "current", "2", "C5")}
    assert ("code-contradicts-name", "表!B4") in rules(found)
