"""Ingesting on a real Airflow, by `dag.test()`: files become verdicts, receipts and periods to publish."""

from __future__ import annotations

import re
from typing import Any

from huizong.flow.pipeline import FEW
from tests.dags.conftest import BAD, GOOD, UNKNOWN, Ingested, System, run_dag, still


def counted(result: dict[str, Any]) -> dict[str, int]:
    """The counts of a run, as its last task gives them."""
    (counts,) = (value for key, value in result["values"].items() if key.startswith("finish"))
    return dict(counts)


def test_each_file_gets_its_verdict_and_a_bad_one_stops_nobody(system: System, ingested: Ingested) -> None:
    assert ingested.result["state"] == "success"
    assert ingested.result["states"]["judge_batch"] == ["skipped"]  # so few files are judged by the task that takes them in
    verdicts = dict(system.rows("select path, verdict from raw.arrival join raw.submission using (arrival_id) order by path"))
    assert {path: verdicts[path] for path in (GOOD, BAD, UNKNOWN)} == {GOOD: "accepted", BAD: "returned", UNKNOWN: "returned"}
    figures = system.rows("select count(*) from core.figure join raw.submission using (submission_id) where core.figure.period = '2025-05'")
    assert figures[0][0] >= 39


def test_each_file_is_answered_archived_and_removed(system: System, ingested: Ingested) -> None:
    assert system.rows("select count(*) from quality.receipt where written_at is null") == [(0,)]
    counts = counted(ingested.result)
    judged = ingested.result["values"]["counts of take_in"]
    assert (judged["receipts"], counts["receipts"], counts["removed"]) == (3, 3, 3)  # files are answered by the task that judges them
    receipts = [path for path in system.settings.outbox.rglob("*") if path.is_file() and "回执" in path.name]
    assert {path.relative_to(system.settings.outbox).parts[0] for path in receipts} >= {"栗坪镇", "枫渡镇", "_未识别"}
    assert not any(path.exists() for path in ingested.dropped)
    assert len([path for path in system.settings.archive.glob("??/*") if path.is_file()]) >= 3


def test_xcom_and_logs_hold_ids_and_counts_only(ingested: Ingested) -> None:
    assert [value for key, value in ingested.result["values"].items() if key.startswith("take_in")] == [[]]
    assert all(type(count) is int for count in ingested.result["values"]["counts of take_in"].values())
    counts = counted(ingested.result)
    assert counts["arrivals"] == counts["submissions"] == 3
    for word in ("坏表", "无此单位", "月报.xlsx", "栗坪镇", "枫渡镇"):
        assert word not in ingested.result["log"]


def test_many_files_are_judged_by_batches_whose_ids_alone_are_handed_on(system: System, ingested: Ingested) -> None:
    assert ingested.result["state"] == "success"
    still(system)
    for number in range(FEW + 1):
        system.drop(f"栗坪镇/2026-06/说明{number}.txt", f"第{number}次说明,没有数字。\n".encode())
    result = run_dag(system, "ingest_submissions")
    assert result["state"] == "success"
    (batches,) = (value for key, value in result["values"].items() if key.startswith("take_in"))
    assert [len(batch) for batch in batches] == [FEW + 1]
    assert all(re.fullmatch(r"\d{8}T\d{6}\.\d{6}Z", arrival) for batch in batches for arrival in batch)
    assert set(result["values"]["counts of take_in"].values()) == {0}
    assert result["states"]["judge_batch"] == ["success"]
    counts = counted(result)
    assert (counts["arrivals"], counts["receipts"]) == (FEW + 1, FEW + 1)


def test_an_empty_run_judges_nothing_and_names_what_is_still_dirty(system: System, ingested: Ingested) -> None:
    still(system)
    system.raise_dirty("2026-05")
    ((dirty,),) = system.rows("select count(*) from meta.dirty_period")
    before = system.rows("select count(*) from raw.submission")
    result = run_dag(system, "ingest_submissions")
    assert result["state"] == "success"
    assert result["states"]["judge_batch"] == ["skipped"]
    assert result["states"]["emit_dirty_periods"] == ["success"]
    assert [value for key, value in result["values"].items() if key.startswith("emit_dirty_periods")] == [dirty]
    assert system.rows("select count(*) from raw.submission") == before
