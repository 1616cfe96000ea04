"""A final period: corrections wait, with a word on the receipt, until it is opened again; the journal knows both decisions."""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huizong.answers.status import status_of
from huizong.answers.waiting_corrections import WaitingCorrections
from huizong.decisions import finalising
from huizong.decisions.deciding import DecisionError
from huizong.decisions.finalising import Finalisation
from huizong.flow import pipeline
from huizong.replay import rebuilding
from huizong.steps import answering
from huizong.warehouse import connect
from tests.database.decisions.test_reductions import FALLEN
from tests.database.flow.test_explanation_loop import drop, rows
from tests.database.flow.test_forms_loop import OCTOBER, fill

if TYPE_CHECKING:
    from huizong.settings import Settings

FINAL = Finalisation("2025-10", is_final=True, approver="赵局长", reason="三季度会议已按此数通报")
OPEN = Finalisation("2025-10", is_final=False, approver="赵局长", reason="企业库10月底新入统1家，同意更正")
# One enterprise more than October's 20; nothing else depends on that row.
CORRECTED = OCTOBER | {"规模以上工业企业数": ("21", None, None, None, None, None)}
LIVE = "select value from core.figure where indicator = 'E09' and period = '2025-10' and basis = 'current' and known_to = 'infinity'"
SAID = "select s.sequence, i.rule, i.severity, i.message from quality.issue i join raw.submission s using (submission_id) order by 1, 2"


def send(settings: Settings, folder: Path, period: str, numbers: dict[str, tuple[str | None, ...]], name: str) -> None:
    (path,) = answering.write_forms(settings, "T01", period, folder)
    fill(path, numbers)
    drop(settings, path, name)


def test_a_correction_to_a_final_period_waits_until_it_is_opened(settings: Settings, tmp_path: Path) -> None:
    send(settings, tmp_path, "2025-10", OCTOBER, "10月.xlsx")
    finalising.decide(settings, FINAL)
    assert [(each.period, each.state) for each in status_of(settings).periods if each.period == "2025-10"] == [("2025-10", "final")]
    with pytest.raises(DecisionError, match="2025-10 is final already"):
        finalising.decide(settings, FINAL)
    send(settings, tmp_path, "2025-10", CORRECTED, "10月更正.xlsx")
    assert rows(settings, LIVE) == [(Decimal(20),)]
    waiting = [row for row in rows(settings, SAID) if row[1] == "period-final"]
    assert waiting == [(2, "period-final", "info", "该期已定稿，更正待批：21")]
    assert rows(settings, "select verdict from raw.submission order by sequence") == [("accepted",), ("accepted",)]
    (receipt,) = (path for path in settings.outbox.rglob("*_回执.txt") if "更正" in path.name)
    assert "该期已定稿，更正待批：21" in receipt.read_text("utf-8-sig")
    # who makes a longer period final hears that one figure of one report is not in it; the month itself has nothing within it
    assert [str(one) for one in finalising.corrections_within(settings, "2025-Q4")] == ["2025-10, figures: 1, reports: 1"]
    assert finalising.corrections_within(settings, "2025") == (WaitingCorrections("2025-10", 1, 1),)
    assert [finalising.corrections_within(settings, period) for period in ("2025-10", "2025-Q3", "2024")] == [(), (), ()]
    done = finalising.decide(settings, OPEN)
    assert finalising.corrections_within(settings, "2025-Q4") == ()
    assert (done.arrivals, rows(settings, LIVE)) == (1, [(Decimal(21),)])
    assert rows(settings, "select count(*) from raw.arrival where removed_at is null") == [(0,)]  # it never lay in the inbox
    assert [row for row in rows(settings, SAID) if row[0] == 3 and row[1] == "period-final"] == []
    decided = "select period, is_final, approver, reason, decided_at from quality.finalisation order by decided_at"
    kept = "select sequence, verdict, known_from from raw.submission order by known_from"
    before = (rows(settings, decided), rows(settings, kept), rows(settings, SAID), rows(settings, LIVE))
    assert [row[1] for row in before[0]] == [True, False]
    done = rebuilding.rebuild(settings)
    assert (rows(settings, decided), rows(settings, kept), rows(settings, SAID), rows(settings, LIVE)) == before
    assert (done.equality.is_equal, done.equality.rows["submission"], done.skipped) == (True, 3, {})


def test_a_decision_is_about_the_revision_that_was_seen(settings: Settings, tmp_path: Path) -> None:
    send(settings, tmp_path, "2025-10", OCTOBER, "10月.xlsx")
    seen = finalising.propose(settings, "2025-10")
    assert (seen.period, seen.incomplete > 0) == ("2025-10", True)  # one town of many has sent anything
    send(settings, tmp_path, "2025-10", CORRECTED, "10月更正.xlsx")
    bound = replace(FINAL, revision=seen.revision)
    with pytest.raises(DecisionError, match=f"2025-10 was published anew since: the decision is about revision {seen.revision}, it stands"):
        finalising.decide(settings, bound)
    assert rows(settings, "select count(*) from quality.finalisation") == [(0,)]
    finalising.decide(settings, replace(bound, revision=finalising.propose(settings, "2025-10").revision))
    with pytest.raises(DecisionError, match="2025-10 is final already"):
        finalising.propose(settings, "2025-10")


def test_what_cannot_become_final(settings: Settings, tmp_path: Path) -> None:
    send(settings, tmp_path, "2025-10", OCTOBER, "10月.xlsx")
    send(settings, tmp_path, "2025-11", FALLEN, "11月.xlsx")
    for decision, why in (
        (Finalisation("2025-11", True, "赵局长", "三季度会议已按此数通报"), "2025-11 still holds required figures: 栗坪镇《"),
        (Finalisation("2025-12", True, "赵局长", "三季度会议已按此数通报"), "2025-12 is not published as it stands"),
        (Finalisation("2025-10", False, "赵局长", "企业库新入统1家，同意更正"), "2025-10 is not final already"),
        (Finalisation("2025-10", True, " ", "三季度会议已按此数通报"), "the name of who takes it"),
        (Finalisation("2025-10", True, "赵局长", "属实"), "says nothing"),
    ):
        with pytest.raises(DecisionError, match=why):
            finalising.decide(settings, decision)
    assert rows(settings, "select count(*) from quality.finalisation") == [(0,)]


def test_a_rebuild_keeps_what_a_period_was_made_final_with(settings: Settings, tmp_path: Path) -> None:
    """The indicator has another name since; what was made final shows the one of then, before and after, and all comes out equal."""
    send(settings, tmp_path, "2025-10", OCTOBER, "10月.xlsx")
    finalising.decide(settings, FINAL)
    shutil.copytree(settings.catalogue, tmp_path / "renamed")
    indicators = tmp_path / "renamed" / "indicators.csv"
    text = indicators.read_text("utf-8")
    assert text.count("E09,规模以上工业企业数,") == 1
    indicators.write_text(text.replace("E09,规模以上工业企业数,", "E09,规上工业企业数,"), "utf-8")
    renamed = replace(settings, catalogue=tmp_path / "renamed")
    pipeline.run_once(renamed)
    names = (
        "select distinct r.indicator_name, i.name, r.state from mart.rollup as r join core.indicator as i on r.indicator = i.code"
        " where i.code = 'E09' and r.period = '2025-10'"
    )
    assert rows(renamed, names) == [("规模以上工业企业数", "规上工业企业数", "final")]
    assert rebuilding.rebuild(renamed).equality.is_equal
    assert rows(renamed, names) == [("规模以上工业企业数", "规上工业企业数", "final")]


def test_a_rebuild_that_comes_out_different_replaces_nothing(settings: Settings, tmp_path: Path) -> None:
    send(settings, tmp_path, "2025-10", OCTOBER, "10月.xlsx")
    with closing(connect(settings.owner_url)) as owner, owner.cursor() as cursor:
        cursor.execute("update core.figure set value = 22 where indicator = 'E09' and period = '2025-10' and basis = 'current'")
        owner.commit()
    with pytest.raises(rebuilding.DifferentError) as caught:
        rebuilding.rebuild(settings)
    assert caught.value.equality.count == 1
    line = caught.value.equality.differences[0].line
    assert line.startswith("figure T01/E09/2025-10/current/T01/F-ECON-M/")
    assert ": was (22,reported," in line
    assert ", would be (20,reported," in line
    assert rows(settings, LIVE) == [(Decimal(22),)]
    done = rebuilding.rebuild(settings, accept_differences=True)
    assert (done.equality.count, rows(settings, LIVE)) == (1, [(Decimal(20),)])
