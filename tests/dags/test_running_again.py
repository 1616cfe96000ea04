"""Runs that are cleared, started twice at once, or filled in for days gone by: what was taken, judged and answered stays as it was."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from huizong_airflow.api import Api
from huizong_airflow.samples import SAMPLES
from tests.dags.conftest import GOOD, System, finished
from tests.faults.left_behind import files, journal_of

INGEST = "ingest_submissions"
TOLD = "栗坪镇/2024-11/说明.txt"
SUBJECTS = (
    "select subject, part, count(*), md5(string_agg(key || content, ',' order by key)) from meta.content_row group by 1, 2 order by 1, 2"
)


@dataclass(frozen=True)
class Left:
    """Everything that runs leave, digested: warehouse, outbox, archive, journal, inbox."""

    warehouse: list
    outbox: list
    archive: list
    journal: list
    inbox: list


def left_by(system: System) -> Left:
    settings = system.settings
    return Left(
        system.rows(SUBJECTS),
        sorted((str(path), path.stat().st_mtime_ns) for path in files(settings.outbox)),
        sorted(path.name for path in files(settings.archive) if "journal" not in path.parts),
        journal_of(settings),
        [str(path) for path in files(settings.inbox)],
    )


def until_quiet(system: System, seconds: float = 150) -> None:
    """Until nothing waits, is due, dirty, or at work."""
    end = time.monotonic() + seconds
    waits = (
        "select (select count(*) from raw.arrival where state = 'received')"
        " + (select count(*) from quality.receipt where written_at is null)"
        " + (select count(*) from meta.dirty_period) + (select count(*) from raw.arrival where removed_at is null)"
    )
    while system.rows(waits) != [(0,)] or any(path for path in files(system.settings.inbox)):
        assert time.monotonic() < end, f"not quiet after {seconds} s: {system.rows(waits)}, {files(system.settings.inbox)}"
        time.sleep(0.5)


@pytest.fixture
def reported(running: System, api: Api) -> System:
    """The system after a town's good month was answered and published; it is dropped anew each time, a duplicate then."""
    running.drop(GOOD, (SAMPLES / GOOD).read_bytes())
    until_quiet(running)
    return running


def last_run(api: Api) -> str:
    """The latest run of the ingest that has come to its end."""
    runs = api.get(f"/dags/{INGEST}/dagRuns?limit=1&order_by=-start_date&state=success")["dag_runs"]
    return str(runs[0]["dag_run_id"])


def clear(api: Api, run: str, **more: object) -> None:
    api.post(
        f"/dags/{INGEST}/clearTaskInstances",
        {"dry_run": False, "dag_run_id": run, "only_failed": False, "reset_dag_runs": True, **more},
    )


def test_a_run_that_is_cleared_and_one_cleared_from_its_middle_change_nothing(reported: System, api: Api) -> None:
    before, run = left_by(reported), last_run(api)
    clear(api, run)
    assert finished(api, INGEST, run, 180) == "success"
    until_quiet(reported)
    assert left_by(reported) == before
    clear(api, run, task_ids=["finish"])
    assert finished(api, INGEST, run, 180) == "success"
    assert left_by(reported) == before


def test_a_backfill_over_days_gone_by_changes_nothing(reported: System, api: Api) -> None:
    """Four runs of the safety net, 5 minutes apart: each takes what is there today, which is nothing."""
    before = left_by(reported)
    api.post(
        "/backfills",
        {"dag_id": INGEST, "from_date": "2025-03-01T00:00:00Z", "to_date": "2025-03-01T00:15:00Z", "reprocess_behavior": "none"},
    )
    end = time.monotonic() + 240
    while len(done := backfilled(api)) < 4 or any(state not in ("success", "failed") for state in done):
        assert time.monotonic() < end, done
        time.sleep(1)
    assert done == ["success"] * 4
    assert left_by(reported) == before


def backfilled(api: Api) -> list[str]:
    found = api.get(f"/dags/{INGEST}/dagRuns?limit=100&run_type=backfill")["dag_runs"]
    return [run["state"] for run in found]


def test_two_runs_started_at_once_judge_a_file_once(running: System, api: Api) -> None:
    until_quiet(running)
    running.drop(TOLD, "两份报表另送，请查收。\n".encode())
    with ThreadPoolExecutor(2) as both:
        started = list(both.map(lambda _: api.post(f"/dags/{INGEST}/dagRuns", {"logical_date": None}), range(2)))
    assert [finished(api, INGEST, run["dag_run_id"], 180) for run in started] == ["success", "success"]
    until_quiet(running)
    counted = (
        "select count(*), count(distinct s.submission_id), count(distinct r.path) from raw.arrival as a"
        " left join raw.submission as s using (arrival_id) left join quality.receipt as r using (arrival_id) where a.path = %(path)s"
    )
    assert running.rows(counted, path=TOLD) == [(1, 1, 1)]
