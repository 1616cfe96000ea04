"""Columns headed by years alone in a report of a month."""

from __future__ import annotations

import pytest

from tests.unit.recognising.county import DECLARED, TITLE, document, draft, drafts, monthly, rules, sheet, told


@pytest.mark.parametrize("heads", ["2026年 2025年", "2025年 2026年", "2026 2025"])
def test_years_alone_are_asked_about_where_the_form_asks_for_the_month_and_the_months_until_then(catalogue, heads):
    found = draft(catalogue, monthly(f"指标 单位 {heads} 同比(%)", "税收收入 万元 30 20 50"))
    assert told(found) == set()
    assert {rule for rule, _ in rules(found)} == {"basis-unclear"}


def test_the_form_tells_where_it_asks_for_the_months_until_then_alone(catalogue):
    found = draft(catalogue, monthly("指标 单位 2026年", "粮食播种面积 亩 30"))
    assert told(found) == {("T1", "I5", "2026-06", "cumulative", "30", "C4")}
    assert "basis-unclear" not in {rule for rule, _ in rules(found)}


def test_a_title_of_months_says_what_the_years_are(catalogue):
    rows = [[TITLE.replace("6月", "1-6月")], [DECLARED], ["指标", "单位", "2026年", "2025年"], ["税收收入", "万元", 30, 20]]
    (found,) = drafts(catalogue, document(sheet(rows)))
    assert ("T1", "I4", "2026-06", "cumulative", "30", "C4") in told(found)


@pytest.mark.parametrize("word", ["本月", "累计"])
def test_a_row_of_a_basis_says_what_the_years_are(catalogue, word):
    basis = "current" if word == "本月" else "cumulative"
    found = draft(catalogue, monthly("指标 单位 项目 2026年", f"税收收入 万元 {word} 30"))
    assert told(found) == {("T1", "I4", "2026-06", basis, "30", "D4")}
