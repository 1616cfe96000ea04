"""Differences between sources that one decision lets stand; a reason given by word goes the way of a clerk's file."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg2
import pytest

from huizong.answers.differences import open_groups
from huizong.catalogue import load
from huizong.decisions import explaining, settling
from huizong.decisions.deciding import DecisionError, NamedFault
from huizong.explanations import answer_text, answered_receipt, is_answer_text, parse_answers
from huizong.intake import Journal, record_arrivals
from huizong.replay import rebuilding
from huizong.warehouse import connect
from tests.database.flow.test_explanation_loop import TOLD, asked, rows  # noqa: F401

if TYPE_CHECKING:
    from huizong.settings import Settings

RAISED = datetime(2025, 11, 10, 1, 2, 3, tzinfo=UTC)


def raise_issues(settings: Settings, towns: tuple[str, ...], values: tuple[str, str] = ("12", "13")) -> None:
    """What publishing raises when a bureau and each of the towns give another value: in the journal, then in the warehouse."""
    journal = Journal(settings.archive / "journal")
    catalogue = load(settings.catalogue)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection, journal.writing():
        record_arrivals(connection, catalogue, journal)
        for town in towns:
            journal.append(
                "period-issue",
                datetime.now(UTC).year,
                period="2025-10",
                rule="sources-differ",
                organisation=town,
                indicator="E01",
                basis="cumulative",
                reporter=town,
                form="F-ECON-M",
                other_reporter="D03",
                other_form="F-AGRI-TOWN-M",
                observed=values[0],
                expected=values[1],
                severity="query",
                responsibility="reviewer",
                dimension="consistency",
                difference="1",
                message=f"{town}与部门的数不一致",
                remedy="请核对",
                raised_at=RAISED.isoformat(timespec="microseconds"),
            )
        record_arrivals(connection, catalogue, journal)


def open_ones(settings: Settings) -> list[tuple[str, ...]]:
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        return [group.organisations for group in open_groups(connection)]


def test_towns_against_one_bureau_are_one_line_and_one_decision(settings: Settings) -> None:
    towns = ("T01", "T02", "T03")
    assert settling.waiting(settings) == []
    raise_issues(settings, towns)
    raise_issues(settings, ("T04",), ("20", "21"))
    (group,) = settling.waiting(settings)  # of the same kind, whatever the values are
    assert group.organisations == (*towns, "T04")
    for approver, reason, why in ((" ", "两家口径不同", "needs the name"), ("李科长", "属实", "says nothing")):
        with pytest.raises(DecisionError, match=why):
            settling.settle(settings, group.key, approver, reason)
    raise_issues(settings, ("T05",))  # one more came while the page was open: what was looked at is not what is there
    with pytest.raises(DecisionError, match="not as it was any more"):
        settling.settle(settings, group.key, "李科长", "部门数含2家驻地央企，镇里不含")
    (group,) = settling.waiting(settings)
    done = settling.settle(settings, group.key, "李科长", "部门数含2家驻地央企，镇里不含")
    assert len(done.issues) == 5
    assert settling.waiting(settings) == []
    shown = "select organisation, state, settled_by, settled_reason from mart.period_issue order by 1"
    assert rows(settings, shown)[0] == ("T01", "open", "李科长", "部门数含2家驻地央企，镇里不含")
    raise_issues(settings, ("T02",), ("12", "14"))  # another value is another difference
    assert open_ones(settings) == [("T02",)]
    lines = [json.loads(line) for file in (settings.archive / "journal").glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    assert [line["approver"] for line in lines if line["event"] == "period-issue-settled"] == ["李科长"] * 5


def test_what_was_settled_is_settled_after_a_rebuild(settings: Settings) -> None:
    raise_issues(settings, ("T01", "T02"))
    (group,) = settling.waiting(settings)
    settling.settle(settings, group.key, "李科长", "部门数含2家驻地央企，镇里不含")
    before = rows(settings, "select * from quality.settlement order by organisation")
    done = rebuilding.rebuild(settings)
    assert done.equality.is_equal, done.equality.differences
    assert rows(settings, "select * from quality.settlement order by organisation") == before
    assert len(before) == 2


def test_a_reason_by_word_is_a_file_that_names_its_receipt(settings: Settings, asked: Path) -> None:  # noqa: F811
    def explain(number: str, text: str, by: str = "t01") -> Any:
        return explaining.explain(settings, NamedFault("T01", "2025-11", "F-ECON-M", number), text, by)

    for number, text, by, why in (("1", "属实", "t01", "says nothing"), ("7", TOLD, "t01", "no report"), ("1", TOLD, "", "needs the name")):
        with pytest.raises(DecisionError, match=why):
            explain(number, text, by)
    explain("1", f"{TOLD}\n4：别的一条也没问题")  # a line break makes no second answer
    with psycopg2.connect(settings.owner_url) as connection, connection.cursor() as cursor:
        cursor.execute("select label, content, accepted from quality.explanation")
        assert cursor.fetchall() == [("1-1", f"{TOLD} 4：别的一条也没问题", True)]
    assert rows(settings, "select state from quality.issue where severity = 'query' and responsibility = 'department'") == [("explained",)]
    with pytest.raises(DecisionError, match="no open query"):
        explain("1", TOLD)
    journal = [json.loads(line) for file in (settings.archive / "journal").glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    assert [line["by"] for line in journal if line["event"] == "arrival" and "by" in line] == ["t01"]
    assert [path.name for path in (settings.outbox / "栗坪镇" / "2025-11").iterdir() if "第1条说明（t01）.txt_回执.html" in path.name]
    done = rebuilding.rebuild(replace(settings))
    assert done.equality.is_equal, done.equality.differences


def test_the_text_of_a_reason_reads_back() -> None:
    text = answer_text("20251110T010203.000004Z", "1-3", "新增2家企业，\n增产4120万元")
    assert text == "收件编号：20251110T010203.000004Z\n1-3：新增2家企业， 增产4120万元\n"
    assert answered_receipt(text) == "20251110T010203.000004Z"
    assert is_answer_text(text)
    assert [(answer.label, answer.text) for answer in parse_answers(text)] == [("1-3", "新增2家企业， 增产4120万元")]
    assert answered_receipt("3：新增2家企业") is None
    assert not is_answer_text("收件编号：20251110T010203.000004Z\n关于10月的报告\n")
