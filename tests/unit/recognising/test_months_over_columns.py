"""Months over columns, in heads and in the county's own patterns: whose figures they are, and what they say of the report's period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from huizong.catalogue import Catalogue, load
from huizong.model import Cell
from huizong.recognising.vocabulary.when import Span, whole_span
from tests.unit.recognising.county import (
    DECLARED,
    UNDATED,
    draft,
    monthly,
    rules,
    told,
)
from tests.unit.recognising.small_catalogue import FILES, write_catalogue


def _month(year: int, month: int, text: str, code: str) -> Cell:
    return Cell(1, 1, "date", text, date(year, month, 1), code, raw_number=Decimal(46000))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (202605, 202606),
        (2026.5, 2026.6),
        ("202605", "202606"),
        ("2026-05", "2026-06"),
        ("2026/5", "2026/6"),
        ("2026年05月", "2026年06月"),
        ("26年5月", "26年6月"),
        ("May-26", "Jun-26"),
        ("May 2026", "June 2026"),
        (_month(2026, 5, "May-26", "mmm-yy"), _month(2026, 6, "Jun-26", "mmm-yy")),
        (_month(2026, 5, "2026年5月", 'yyyy"年"m"月"'), _month(2026, 6, "2026年6月", 'yyyy"年"m"月"')),
        (_month(2026, 5, "2026/5/1", "yyyy/m/d"), _month(2026, 6, "2026/6/1", "yyyy/m/d")),
    ],
)
def test_months_over_columns_give_the_period(catalogue, first, second):
    found = draft(
        catalogue, [[UNDATED], [DECLARED], ["指标", "单位", first, second], ["税收收入", "万元", 1, 2], ["固定资产投资", "万元", 3, 4]]
    )
    assert found.period == "2026-06"
    assert told(found) == {
        ("T1", "I4", "2026-05", "current", "1", "C4"),
        ("T1", "I4", "2026-06", "current", "2", "D4"),
        ("T1", "I2", "2026-05", "current", "3", "C5"),
        ("T1", "I2", "2026-06", "current", "4", "D5"),
    }
    assert found.findings == ()


def test_a_number_that_may_be_october_is_told_by_its_neighbours(catalogue):
    found = draft(catalogue, [[UNDATED], [DECLARED], ["指标", "单位", 2025.9, 2025.1, 2025.11], ["税收收入", "万元", 1, 2, 3]])
    assert ("T1", "I4", "2025-10", "current", "2", "D4") in told(found)
    alone = draft(catalogue, [[UNDATED + "（2025年10月）"], [DECLARED], ["指标", "单位", 2025.1], ["税收收入", "万元", 2]])
    assert told(alone) == set()
    assert ("header-unknown", "表!C3") in rules(alone)


@pytest.fixture(scope="module")
def patterned(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = write_catalogue(tmp_path_factory.mktemp("patterns") / "catalogue")
    patterns = "re:(?P<year>20\\d\\d)(?P<month>\\d\\d)累,cumulative\nre:(?P<year>\\d\\d)[.](?P<month>\\d\\d?)期,current\n"
    patterns += "re:(?P<year>20\\d\\d)年(?P<month>\\d\\d?)月,current\nre:(?P<year>20\\d\\d)年(?:同期|同期数),prior_year\n"
    (folder / "headers.csv").write_text(FILES["headers.csv"] + patterns, encoding="utf-8")
    return load(folder)


def test_the_countys_own_patterns_give_month_and_year(patterned):
    found = draft(patterned, [[UNDATED], [DECLARED], ["指标", "单位", "202605累", "202606累", "26.6期"], ["税收收入", "万元", 1, 2, 3]])
    assert found.period == "2026-06"
    assert told(found) == {
        ("T1", "I4", "2026-05", "cumulative", "1", "C4"),
        ("T1", "I4", "2026-06", "cumulative", "2", "D4"),
        ("T1", "I4", "2026-06", "current", "3", "E4"),
    }


def test_a_pattern_that_takes_the_year_of_a_comparison_does_not_move_it_to_that_year(patterned):
    heads = ["指标", "单位", "本月止累计", "2025年同期", "2024年同期"]
    found = draft(patterned, monthly(heads, "税收收入 万元 115.2 100.5 90.1"))
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "115.2", "C4"), ("T1", "I4", "2026-06", "prior_year", "100.5", "D4")}
    assert {rule for rule, _ in rules(found)} == {"period-other"}


def test_a_month_before_the_word_of_a_head_only_says_when(patterned):
    found = draft(patterned, [[UNDATED], [DECLARED], ["指标", "单位", "2026年6月", "2026年6月累计"], ["税收收入", "万元", 3, 18]])
    assert told(found) == {("T1", "I4", "2026-06", "current", "3", "C4"), ("T1", "I4", "2026-06", "cumulative", "18", "D4")}


def test_a_month_above_other_heads_only_says_when(patterned):
    upper = ["指标", "单位", "2026年6月", None, None, None, None]
    heads = [None, None, "本月", "本月止累计", "上年同期", "年度计划", "计划"]
    merges = ("A3:A4", "B3:B4", "C3:G3")
    found = draft(patterned, [[UNDATED], [DECLARED], upper, heads, ["税收收入", "万元", 3, 18, 16, 40, 4]], merges=merges)
    assert told(found) == {
        ("T1", "I4", "2026-06", "current", "3", "C5"),
        ("T1", "I4", "2026-06", "cumulative", "18", "D5"),
        ("T1", "I4", "2026-06", "prior_year", "16", "E5"),
        ("T1", "I4", "2026", "plan", "40", "F5"),
    }
    assert ("header-ambiguous", "表!G4") in rules(found)  # 计划 below 6月 may be the month's own


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("18年6月", Span(2018, 6, 6)),
        ("Jun-18", Span(2018, 6, 6)),
        ("2018-06", Span(2018, 6, 6)),
        ("201806", Span(2018, 6, 6)),
        ("7月5日", None),
        ("Junk-18a", None),
    ],
)
def test_what_a_header_says_about_time(text, span):
    assert whole_span(text) == span


@pytest.mark.parametrize(
    "head", ["截至6月底", "截至6月末", "截止到6月", "年初至6月末", "截至2026年6月底", "截至6月底累计", "截至6月末完成数"]
)
def test_a_head_until_a_month_is_from_january_on(catalogue, head):
    found = draft(catalogue, monthly(["指标", "单位", "本月", head], "税收收入 万元 1 2"))
    assert told(found) == {("T1", "I4", "2026-06", "current", "1", "C4"), ("T1", "I4", "2026-06", "cumulative", "2", "D4")}


def test_a_head_until_a_month_says_what_stands_there_on_its_last_day(catalogue):
    found = draft(catalogue, monthly(["指标", "单位", "截至6月底"], "户数 户 2"))
    assert told(found) == {("T1", "I8", "2026-06", "current", "2", "C4")}


def test_heads_until_a_month_of_two_years_are_compared(catalogue):
    found = draft(catalogue, monthly(["指标", "单位", "截至2026年6月底", "截至2025年6月底"], "税收收入 万元 2 3"))
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "2", "C4"), ("T1", "I4", "2026-06", "prior_year", "3", "D4")}


@pytest.mark.parametrize("head", ["去年1-6月累计", "上年同期1-6月"])
def test_a_pattern_that_takes_the_last_month_leaves_the_first_ones(head, tmp_path):
    folder = write_catalogue(tmp_path / "catalogue")
    pattern = "re:(?:去年|上年)(?:同期)?1-(?P<month>\\d\\d?)月(?:累计)?,prior_year\n"
    (folder / "headers.csv").write_text(FILES["headers.csv"] + pattern, encoding="utf-8")
    own = load(folder)
    found = draft(own, monthly(["指标", "单位", "本月", "累计", head], "税收收入 万元 3 18 16"))
    assert {(basis, value) for *_, basis, value, _ in told(found)} == {("current", "3"), ("cumulative", "18"), ("prior_year", "16")}
    assert rules(found) == set()


@pytest.mark.parametrize("head", ["1-6月完成数", "元月至6月", "元月-6月"])
def test_months_from_january_in_other_words(catalogue, head):
    found = draft(catalogue, monthly(["指标", "单位", "本月", head], "税收收入 万元 3 18"))
    assert {(basis, value) for *_, basis, value, _ in told(found)} == {("current", "3"), ("cumulative", "18")}
    assert rules(found) == set()


def test_a_share_of_one_flow_in_another_until_the_end_of_a_month_is_of_the_months_until_then(catalogue):
    found = draft(catalogue, monthly(["指标", "单位", "截至6月底"], "税收收入 万元 18", "税收占比 % 60", "户数 户 5"))
    bases = {(indicator, basis) for _, indicator, _, basis, _, _ in told(found)}
    assert bases == {("I4", "cumulative"), ("I7", "cumulative"), ("I8", "current")}
