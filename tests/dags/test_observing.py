"""Metrics and lineage of a real Airflow: files and faults once each, files into figures into rollups."""

from __future__ import annotations

import json
from typing import Any

import pytest

from huizong.settings import Settings
from huizong_airflow import lineage, metrics, observing
from tests.dags.conftest import PARTLY, System
from tests.dags.listening import OURS, counted


def test_files_by_verdict_and_faults_by_rule_are_counted_once(told: dict[str, Any]) -> None:
    assert counted(told["lines"], metrics.FILES) == {"partially_accepted": 2}
    faults = counted(told["lines"], metrics.FAULTS)
    assert faults["value-placeholder"] >= 1
    assert faults["value-required-blank"] >= 1
    assert faults == {metrics.name_of(rule): count for rule, count in told["faults"].items()}


def test_the_time_from_drop_to_receipt_and_the_periods_that_wait_are_told(told: dict[str, Any], running: System) -> None:
    found = [match for line in told["lines"] if (match := OURS.fullmatch(line))]
    times = [float(match["value"]) for match in found if (match["name"], match["type"]) == (metrics.SECONDS, "ms")]
    stored = running.rows(
        "select extract(epoch from r.written_at - a.received_at) from quality.receipt r join raw.arrival a using (arrival_id)"
        " where a.path in %(paths)s order by 1",
        paths=PARTLY,  # type: ignore[arg-type]
    )
    assert sorted(times) == pytest.approx([1000 * float(seconds) for (seconds,) in stored], rel=1e-3)
    waiting = [float(match["value"]) for match in found if (match["name"], match["type"]) == (metrics.DIRTY, "g")]
    assert max(waiting) >= 1  # the month of the two reports, before anybody published it; runs from before may have told of none first
    assert waiting[-1] == float(running.rows("select count(*) from meta.dirty_period")[0][0])


def datasets(told: dict[str, Any], job: str, side: str) -> set[tuple[str, str]]:
    events = [event for event in told["events"] if event["eventType"] == "COMPLETE" and event["job"]["name"] == job]
    return {(one["namespace"], one["name"]) for event in events for one in event[side]}


def test_lineage_goes_from_files_to_figures_to_rollups(told: dict[str, Any], running: System) -> None:
    read = datasets(told, "ingest_submissions.finish", "inputs")
    archive = str(running.settings.archive)
    assert {name for _, name in read} == {f"{archive}/{sha[:2]}/{sha}" for sha in told["hashes"]}
    assert {namespace for namespace, _ in read} == {"file"}
    written = datasets(told, "ingest_submissions.finish", "outputs")
    assert {name.partition(".")[2] for _, name in written} == {"core.figure", "quality.issue"}
    (figures,) = (one for one in written if one[1].endswith(".core.figure"))
    # the same dataset joins both: what one run wrote the other one read
    assert datasets(told, "publish_rollups.publish", "inputs") == {figures}
    published = {name for _, name in datasets(told, "publish_rollups.publish", "outputs")}
    assert {name.partition(".")[2] for name in published if not name.startswith("/")} == {"mart.rollup"}
    assert f"{running.settings.published}/2025-06/rollup.csv" in published
    # hashes and tables, no name of a department's file
    assert "云盘镇" not in json.dumps(told["events"], ensure_ascii=False)


def test_names_of_rules_are_one_part_each() -> None:
    assert metrics.name_of("F-ECON-M:E01-growth") == "F-ECON-M_E01-growth"
    assert metrics.name_of("F.A:(1)=(2)|F-B") == "F_A_1_2_F-B"
    assert lineage.MOST_FILES < 100


def test_without_a_listener_nothing_is_asked_of_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AIRFLOW__METRICS__STATSD_ON", "AIRFLOW__OPENLINEAGE__TRANSPORT"):
        monkeypatch.delenv(name, raising=False)
    assert not metrics.are_on()
    assert not lineage.is_on()
    nowhere = Settings.from_environment({"HUIZONG_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    observing.ingested(nowhere)
    observing.published(nowhere, [None])


def test_a_warehouse_that_is_away_is_said_and_fails_no_run(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("AIRFLOW__METRICS__STATSD_ON", "True")
    nowhere = Settings.from_environment({"HUIZONG_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    observing.ingested(nowhere)
    observing.published(nowhere, [])
    assert [record.message.partition(":")[0] for record in caplog.records] == [
        "what the run did could not be counted",
        "how many periods wait could not be counted",
    ]
