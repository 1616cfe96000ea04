"""A candidate of prose that a person takes in: the journal, the figure, its provenance, a rebuild."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from huizong.answers import provenance
from huizong.answers.provenance import UnknownFigureError
from huizong.decisions import confirming
from huizong.decisions.confirm_checks import digit_weight
from huizong.decisions.confirming import CandidateError, SaidByHand
from huizong.flow import publication
from huizong.replay import rebuilding
from huizong.steps import answering
from tests.database.flow.test_explanation_loop import drop, rows
from tests.database.flow.test_forms_loop import OCTOBER, fill

if TYPE_CHECKING:
    from huizong.settings import Settings

# The form owes 新增规上企业; the other two numbers are candidates, of which only the first names an indicator.
WORDS = "栗坪镇2025年上半年工作总结\n上半年，全镇工业用电量318.5万千瓦时。新增规上企业2家，增产4120万元。\n"
WHY = "与供电所6月抄表数318.5一致"
FIGURES = (
    "select organisation, indicator, period, basis, reporter, form, value, unit, status, place, known_to = 'infinity' from core.figure "
    "where indicator in ('E14', 'E01') and source = 'prose' order by known_from"
)


@pytest.fixture
def waiting(settings: Settings, tmp_path: Path) -> dict[str, str]:
    """The numbers of the candidates, by what stands in the text."""
    (tmp_path / "a.txt").write_text(WORDS, encoding="utf-8")
    drop(settings, tmp_path / "a.txt", "上半年总结.txt")
    found = confirming.waiting(settings, "T01")
    assert {one.raw_text: one.place for one in found} == {"318.5万千瓦时": "2:11", "4120万元": "2:32"}
    assert confirming.waiting(settings, "T02") == []
    return {one.raw_text: one.line.split("\t")[0] for one in found}


def test_a_candidate_is_taken_in_and_survives_a_rebuild(settings: Settings, waiting: dict[str, str]) -> None:
    done = confirming.confirm(settings, waiting["318.5万千瓦时"], SaidByHand(), "李科长", WHY)
    assert (done.organisation, done.indicator, done.period, done.basis, done.form) == ("T01", "E14", "2025-06", "cumulative", "N-TOWN-H")
    power = ("T01", "E14", "2025-06", "cumulative", "T01", "N-TOWN-H", Decimal("318.5"), "万千瓦时", "reported", "2:11", True)
    assert rows(settings, FIGURES) == [power]
    # one that names no indicator takes it, and its value in that indicator's unit, from who confirms it
    said = SaidByHand(indicator="E01", period="2025-06", value=Decimal("4120.0"))
    confirming.confirm(settings, waiting["4120万元"], said, "李科长", "增产额即总产值增量4120万元")
    assert [row[1:7:5] for row in rows(settings, FIGURES)] == [("E14", Decimal("318.5")), ("E01", Decimal("4120.0"))]
    assert confirming.waiting(settings, None) == []
    assert "2025-06" in publication.dirty_periods(settings)
    settled = "select place, state from quality.issue where rule = 'narrative-candidate' order by place"
    assert rows(settings, settled) == [("2:11", "explained"), ("2:32", "explained")]
    events: list[dict[str, Any]] = [
        json.loads(line) for file in (settings.archive / "journal").glob("*.jsonl") for line in file.read_text("utf-8").splitlines()
    ]
    kept = [(line["place"], line["indicator"], line["value"], line["approver"]) for line in events if line["event"] == "confirmed"]
    assert kept == [("2:11", "E14", "318.5", "李科长"), ("2:32", "E01", "4120.0", "李科长")]
    history = FIGURES.replace("known_to = 'infinity'", "known_from")
    before = rows(settings, history)
    rebuilding.rebuild(settings)
    assert rows(settings, history) == before
    assert rows(settings, settled) == [("2:11", "explained"), ("2:32", "explained")]


def test_what_cannot_be_taken_in(settings: Settings, waiting: dict[str, str]) -> None:
    power, growth = waiting["318.5万千瓦时"], waiting["4120万元"]
    refused = [
        (power, SaidByHand(), "", WHY, "--by"),
        (power, SaidByHand(), "李科长", "属实", "says nothing"),
        (power, SaidByHand(organisation="T02"), "李科长", WHY, "doesn't report for"),
        (power, SaidByHand(value=Decimal(-1)), "李科长", WHY, "out of the bounds"),
        (power, SaidByHand(form="F-XX"), "李科长", WHY, "catalogue doesn't know"),
        (growth, SaidByHand(), "李科长", WHY, "--indicator"),
        (growth, SaidByHand(indicator="E01"), "李科长", WHY, "--value"),
        ("9999.1", SaidByHand(), "李科长", WHY, "no candidate"),
        ("甲", SaidByHand(), "李科长", WHY, "no number"),
    ]
    for number, said, by, reason, why in refused:
        with pytest.raises(CandidateError, match=why):
            confirming.confirm(settings, number, said, by, reason)
    assert rows(settings, FIGURES) == []


def test_a_figure_that_a_rule_would_hold_is_not_taken_in(settings: Settings, waiting: dict[str, str], tmp_path: Path) -> None:
    """May's 400 can't become 318.5 in June; what was meant, 480.5, goes on from it."""
    (path,) = answering.write_forms(settings, "T01", "2025-05", tmp_path / "5月")
    fill(path, {"工业用电量": ("80", "400", None, None)})
    drop(settings, path, "5月.xlsx")
    may = "select value from core.figure where indicator = 'E14' and period = '2025-05' and basis = 'cumulative'"
    assert rows(settings, may) == [(400,)]
    with pytest.raises(CandidateError, match=r"318\.5.*400.*blocking"):
        confirming.confirm(settings, waiting["318.5万千瓦时"], SaidByHand(), "李科长", WHY)
    assert rows(settings, FIGURES) == []
    assert rows(settings, "select count(*) from staging.figure") == [(0,)]
    done = confirming.confirm(settings, waiting["318.5万千瓦时"], SaidByHand(value=Decimal("480.5")), "李科长", "应为480.5，原文漏字")
    assert (done.value, done.digit_weight, done.asked) == (Decimal("480.5"), Decimal("0.1"), ())


def test_what_rules_ask_about_a_confirmed_figure_is_told(settings: Settings, tmp_path: Path) -> None:
    """Of 8 complaints received 9 can't be settled: the form only asks, so that the figure is taken in and the question said."""
    (tmp_path / "a.txt").write_text("栗坪镇2025年上半年工作总结\n上半年，全镇受理投诉8件。收入4120万元。\n", encoding="utf-8")
    drop(settings, tmp_path / "a.txt", "上半年总结.txt")
    assert rows(settings, "select value, digit_weight from core.figure where indicator = 'W24'") == [(8, 1)]
    (number,) = [one.line.split("\t")[0] for one in confirming.waiting(settings, "T01")]
    said = SaidByHand(indicator="W25", period="2025-06", basis="cumulative", value=Decimal(9))
    done = confirming.confirm(settings, number, said, "李科长", "含上年结转投诉1件")
    assert [question.partition("：")[0] for question in done.asked] == ["办结投诉不能多于受理投诉"]
    assert rows(settings, "select value from core.figure where indicator = 'W25'") == [(9,)]


def test_the_last_digit_of_what_is_written() -> None:
    """4.5亿元 is 45000万元, to 1000万元; 4,120 is exact to 1; where no digits stand, nothing is known."""
    assert digit_weight("4.5亿元", Decimal(45000)) == 1000
    assert digit_weight("4,120万元", Decimal(4120)) == 1
    assert digit_weight("318.5万千瓦时", Decimal("318.5")) == Decimal("0.1")
    assert digit_weight("三成", Decimal(30)) is None
    assert digit_weight("0件", Decimal(0)) is None


def test_a_figure_tells_where_it_comes_from(settings: Settings, waiting: dict[str, str], tmp_path: Path) -> None:
    confirming.confirm(settings, waiting["318.5万千瓦时"], SaidByHand(), "李科长", WHY)
    told = provenance.as_text(provenance.explain(settings, "T01/E14/2025-06/cumulative"))
    assert told.startswith("T01/E14/2025-06/cumulative  栗坪镇 工业用电量 2025-06 cumulative\n")
    assert "\n318.5 万千瓦时: in force since " in told
    assert "read as '318.5万千瓦时' at 2:11 of 上半年总结.txt (T01, N-TOWN-H, attempt 1," in told
    assert f"confirmed by 李科长: {WHY}" in told
    # 100 × (10000 ÷ 9500 − 1) = 5.3: 6.3 is held, then corrected, then revised: 10100 and 6.3
    for name, numbers in (("1.xlsx", ("10000", "9500", "6.3")), ("2.xlsx", ("10000", "9500", "5.3")), ("3.xlsx", ("10100", "9500", "6.3"))):
        (path,) = answering.write_forms(settings, "T01", "2025-10", tmp_path / name)
        fill(path, OCTOBER | {"规模以上工业总产值": ("1000", *numbers, None, None)})
        drop(settings, path, name)
    found = provenance.explain(settings, "T01/E01/2025-10/growth_rate")
    given = [(row["value"], row["disposition"], row["file"], row["sequence"], row["known_to"] is None) for row in found.history]
    assert given == [
        (Decimal("6.3"), "held", "1.xlsx", 1, True),
        (Decimal("5.3"), "loaded", "2.xlsx", 2, False),
        (Decimal("6.3"), "loaded", "3.xlsx", 3, True),
    ]
    assert [(row["severity"], row["state"]) for row in found.checks if row["severity"] == "blocking"] == [("blocking", "open")]
    assert all(row["rules_evaluated"] > 0 for row in found.checks)
    assert found.to_json()["history"][1]["value"] == "5.3"


@pytest.mark.parametrize(
    "figure", ["E01", "T99/E01/2025-06/cumulative", "T01/E99/2025-06/cumulative", "T01/E01/六月/cumulative", "T01/E01/2025-06/x"]
)
def test_what_is_no_figure(settings: Settings, figure: str) -> None:
    with pytest.raises(UnknownFigureError, match=figure):
        provenance.explain(settings, figure)


def test_a_figure_that_nobody_gave(settings: Settings) -> None:
    found = provenance.explain(settings, "T01/E01/2025-06/cumulative")
    assert provenance.as_text(found) == "T01/E01/2025-06/cumulative  栗坪镇 规模以上工业总产值 2025-06 cumulative\nnobody gave it"
