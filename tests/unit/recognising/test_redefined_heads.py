"""Notes and comments by which a head means other values than it says: 本月数为1-6月数, 从4月起累计."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.unit.recognising.county import document, draft, drafts, monthly, rules, sheet


def _with_note(catalogue, note):
    return draft(catalogue, monthly("指标 单位 本月 累计 上年同期 同比(%)", "税收收入 万元 3 18 15 20", [note]))


@pytest.mark.parametrize(
    "note",
    ["注：本月数为1-6月数", "本月数实为累计数", "累计数是本月数", "注：同比为与上月相比", "同比指环比", "第一列为去年同期数", "C列为累计数",
     "注：上年同期为上年全年数", "自4月起累计", "注：累计自4月起算"],
)  # fmt: skip
def test_a_head_that_a_note_has_mean_other_values_is_asked_about(catalogue, note):
    assert rules(_with_note(catalogue, note)) == {("note-corrects", "表!A5")}


@pytest.mark.parametrize(
    "note",
    ["注：本月数为6月数", "同比按可比价计算", "累计数为1-6月累计数", "累计数为本月数与上月累计数之和", "自年初起累计", "注：数据截至6月底"],
)  # fmt: skip
def test_a_note_that_says_what_the_head_says_is_none(catalogue, note):
    assert rules(_with_note(catalogue, note)) == set()


@pytest.mark.parametrize("note", ["本表数据截止到5月底", "注：以上数据截至5月末", "数据截止5月"])
def test_a_note_that_the_values_reach_to_another_month_contradicts_the_title(catalogue, note):
    assert {rule for rule, _ in rules(_with_note(catalogue, note))} == {"period-mismatch"}


def test_a_comment_at_a_head_by_which_it_counts_from_another_month(catalogue):
    page = replace(sheet(monthly("指标 单位 累计", "税收收入 万元 18")), comments={(3, 3): "从4月起累计", (1, 1): "每月5日前报"})
    (found,) = drafts(catalogue, document(page))
    assert rules(found) == {("cell-comment", "表!C3")}
