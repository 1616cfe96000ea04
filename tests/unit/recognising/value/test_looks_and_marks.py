"""Numbers that are crossed out, unseen or red, and characters in them that nobody sees."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from huizong.model import Cell, Look, Status
from huizong.recognising.value.cell_values import read_cell, read_text
from tests.unit.recognising.county import (
    document,
    draft,
    drafts,
    monthly,
    number,
    rules,
    sheet,
    told,
)
from tests.unit.recognising.value.filled import filled


@pytest.mark.parametrize(
    ("look", "status", "rule"),
    [
        (Look("struck", "〔划掉：150〕"), Status.HELD, "value-struck"),
        (Look("unseen", "〔与底色同色：150〕"), Status.HELD, "value-unseen"),
        (Look("part", "〔划掉：168〕150"), Status.REPORTED, None),
    ],
)
def test_a_number_that_is_crossed_out_or_unseen_is_held(catalogue, look, status, rule):
    for cell in (Cell(1, 1, "text", "150", "150"), Cell(1, 1, "number", "150", Decimal(150))):
        reading = read_cell(cell._replace(look=look), catalogue, rate=False)
        assert (reading.status, reading.value, reading.rule) == (status, Decimal(150), rule)


def red(text):
    return Cell(1, 1, "text", text, text, look=Look("red", text))


def test_a_red_number_without_a_sign_is_held_where_it_may_be_below_zero(catalogue):
    head = monthly("指标 单位 累计 上年同期 同比(%)")
    rows = [
        ["规模以上工业总产值", "万元", red("90"), 100, red("10")],  # a value that is never below zero, and a rate that may be
        ["税收收入", "万元", 90, 100, red("0.0")],
        ["一般公共预算收入", "万元", red("30"), red("20"), red("50")],  # the whole row for emphasis
        ["生猪出栏", "头", 9, 10, number("-10.0", "10.0", "0.0;[Red]0.0")],
    ]
    found = draft(catalogue, [*head, *rows])
    assert told(found) == {
        ("T1", "I1", "2026-06", "cumulative", "90", "C4"),
        ("T1", "I1", "2026-06", "prior_year", "100", "D4"),
        ("T1", "I1", "2026-06", "growth_rate", "held", "E4"),
        ("T1", "I4", "2026-06", "cumulative", "90", "C5"),
        ("T1", "I4", "2026-06", "prior_year", "100", "D5"),
        ("T1", "I4", "2026-06", "growth_rate", "0", "E5"),
        ("T1", "I3", "2026-06", "cumulative", "30", "C6"),
        ("T1", "I3", "2026-06", "prior_year", "20", "D6"),
        ("T1", "I3", "2026-06", "growth_rate", "50", "E6"),
        ("T1", "I6", "2026-06", "cumulative", "9", "C7"),
        ("T1", "I6", "2026-06", "prior_year", "10", "D7"),
        ("T1", "I6", "2026-06", "growth_rate", "-10", "E7"),
    }
    assert rules(found) == {("value-red", "表!E4")}


def test_what_is_crossed_out_or_hidden_and_no_number_stays_what_it_is(catalogue):
    placeholder, hidden = Cell(1, 1, "text", "——", "——"), Cell(1, 1, "text", "", "")
    crossed = read_cell(placeholder._replace(look=Look("struck", "〔划掉：——〕")), catalogue, rate=False)
    assert crossed == read_cell(placeholder, catalogue, rate=False)
    assert read_cell(hidden._replace(look=Look("part", "〔隐藏：9〕")), catalogue, rate=False).status is Status.BLANK


@pytest.mark.parametrize("unseen", list("\u200b\u200e\u200f\u202a\u202c\u2060\u2064\u2066\u2069\ufeff"))
def test_what_nobody_sees_in_a_number_is_left_out_and_told(catalogue, unseen):
    found = filled(catalogue, ["规模以上工业总产值", "万元", f"17{unseen}42.5", 1700, 2.5])
    assert [(f.value, f.status) for f in found.figures if f.place.endswith("C4")] == [(Decimal("1742.5"), Status.REPORTED)]
    (said,) = (f for f in found.findings if f.rule == "value-normalised" and f.place.endswith("C4"))
    assert (said.fields["observed"], said.fields["expected"]) == (f"17〔U+{ord(unseen):04X}〕42.5", "1742.5")


def test_a_soft_hyphen_before_a_number_is_its_sign_and_inside_it_is_a_question(catalogue):
    assert read_text("\u00ad3.1", catalogue, rate=True).value == Decimal("-3.1")
    assert read_text("\u00ad3.1", catalogue, rate=True).repaired
    reading = read_text("17\u00ad42", catalogue, rate=False)
    assert (reading.status, reading.rule, reading.fields["observed"]) == (Status.HELD, "value-unreadable", "17〔U+00AD〕42")


def test_digits_behind_an_override_show_in_another_order_and_are_held(catalogue):
    reading = read_text("\u202e2471", catalogue, rate=False)
    assert (reading.status, reading.value, reading.fields["observed"]) == (Status.HELD, None, "〔U+202E〕2471")


@pytest.mark.parametrize(
    ("place", "held"),
    [((5, 1), {"C5", "D5"}), ((5, 2), {"C5", "D5"}), ((3, 4), {"D4", "D5"}), ((4, 3), {"C4"}), ((1, 1), set())],
)
def test_numbers_beside_a_name_unit_or_head_that_is_crossed_out_are_held(catalogue, place, held):
    rows = monthly("指标 单位 本月 累计", "税收收入 万元 21 115", "固定资产投资 万元 33 160")
    page = sheet(rows)
    cell = page.cells[place]
    cells = {**page.cells, place: cell._replace(look=Look("struck", f"〔划掉：{cell.text}〕"))}
    (found,) = drafts(catalogue, document(replace(page, cells=cells)))
    assert {figure.place.rpartition("!")[2] for figure in found.figures if figure.status is Status.HELD} == held
    assert {rule for rule, _ in rules(found)} == ({"value-struck"} if held else set())
