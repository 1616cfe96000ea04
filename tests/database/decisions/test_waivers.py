"""A superior's word: a blocked figure is let in at once, for this value, until a day; standing reasons; a rebuild knows them all."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from huizong.answers import provenance
from huizong.decisions import deciding as decisions
from huizong.decisions.deciding import Decision, DecisionError
from huizong.replay import rebuilding
from huizong.steps import answering
from tests.database.flow.test_explanation_loop import drop, rows
from tests.database.flow.test_forms_loop import OCTOBER, fill

if TYPE_CHECKING:
    from huizong.settings import Settings

# 100 × (10000 ÷ 9500 − 1) = 5.3: 6.3 is blocking.
WRONG = {"规模以上工业总产值": ("1000", "10000", "9500", "6.3", None, None)}
UNTIL = decisions.today() + timedelta(days=30)
GOOD = Decision("王主任", "统计局核定增速6.3%，基数另行调整", UNTIL)
GROWTH = "select value from core.figure where indicator = 'E01' and basis = 'growth_rate' and known_to = 'infinity'"


@pytest.fixture
def blocked(settings: Settings, tmp_path: Path) -> Path:
    (path,) = answering.write_forms(settings, "T01", "2025-10", tmp_path / "forms")
    fill(path, OCTOBER | WRONG)
    drop(settings, path, "10月.xlsx")
    assert rows(settings, "select verdict from raw.submission") == [("partially_accepted",)]
    assert rows(settings, GROWTH) == []
    return path


def blocking_number(settings: Settings) -> str:
    ((number,),) = rows(settings, "select number from quality.issue where severity = 'blocking'")
    return str(number)


def waive(settings: Settings, number: str, decision: Decision = GOOD) -> decisions.Waived:
    return decisions.waive(settings, decisions.NamedFault("T01", "2025-10", None, number), decision)


def journal(settings: Settings) -> list[dict[str, Any]]:
    files = sorted((settings.archive / "journal").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def test_a_waived_figure_is_let_in_and_survives_a_rebuild(settings: Settings, blocked: Path) -> None:
    done = waive(settings, blocking_number(settings))
    assert (done.fault.indicator, done.fault.basis, done.fault.value) == ("E01", "growth_rate", Decimal("6.3"))
    assert done.judged.figures == 1
    assert rows(settings, GROWTH) == [(Decimal("6.3"),)]
    assert rows(settings, "select sequence, verdict from raw.submission order by 1") == [(1, "partially_accepted"), (2, "accepted")]
    said = rows(settings, "select severity, message from quality.issue where rule = 'waived'")
    assert said == [("info", f"经 王主任 同意暂免：统计局核定增速6.3%，基数另行调整（到 {UNTIL} 止）")]
    events = [line["event"] for line in journal(settings) if line["event"] in ("arrival", "waiver", "judged")]
    assert events == ["arrival", "judged", "waiver", "arrival", "judged"]
    (line,) = [line for line in journal(settings) if line["event"] == "waiver"]
    assert (line["approver"], line["value"], line["valid_to"], line["indicator"]) == ("王主任", "6.3", str(UNTIL), "E01")
    receipts = sorted((settings.outbox / "栗坪镇" / "2025-10").glob("*_回执.txt"))
    assert len(receipts) == 2 and "经 王主任 同意暂免" in receipts[1].read_text("utf-8")
    reasons = provenance.explain(settings, "T01/E01/2025-10/growth_rate").reasons
    assert [(one["kind"], one["said_by"], one["value"], one["until"]) for one in reasons] == [
        ("waiver", "王主任", Decimal("6.3"), str(UNTIL))
    ]
    # the same file once more adds nothing, a worse value is blocked again
    drop(settings, blocked, "10月.xlsx")
    assert rows(settings, "select verdict, duplicate_of is not null from raw.submission where sequence = 3") == [("accepted", True)]
    fill(blocked, {"规模以上工业总产值": ("1000", "10000", "9500", "63", None, None)})
    drop(settings, blocked, "10月改.xlsx")
    assert rows(settings, "select verdict from raw.submission where sequence = 4") == [("partially_accepted",)]
    assert rows(settings, GROWTH) == [(Decimal("6.3"),)]
    kept = "select sequence, verdict, known_from from raw.submission order by 1"
    waived = "select rule, organisation, indicator, basis, value, approver, reason, valid_to, decided_at from quality.waiver"
    before = (rows(settings, kept), rows(settings, waived), rows(settings, GROWTH))
    rebuilding.rebuild(settings)
    assert (rows(settings, kept), rows(settings, waived), rows(settings, GROWTH)) == before


def test_what_is_no_decision(settings: Settings, blocked: Path) -> None:
    number = blocking_number(settings)
    refused = [
        ("99", GOOD, "no report"),
        ("a", GOOD, "no number of a fault"),
        (number, Decision(" ", GOOD.reason, UNTIL), "needs the name"),
        (number, Decision("王主任", "属实", UNTIL), "says nothing"),
        (number, Decision("王主任", GOOD.reason, date(2025, 1, 1)), "is past"),
    ]
    for which, decision, why in refused:
        with pytest.raises(DecisionError, match=why):
            waive(settings, which, decision)
    assert rows(settings, "select count(*) from quality.waiver") == [(0,)]
    assert [line for line in journal(settings) if line["event"] == "waiver"] == []
