"""The whole system as it runs: a partition key publishes its period, a dropped file is answered by itself."""

from __future__ import annotations

import json
import time
from urllib.parse import quote

import psutil

from huizong_airflow.api import Api
from tests.dags.conftest import Ingested, System, finished, until_at_rest


def test_a_run_with_a_partition_key_publishes_that_period_alone(running: System, api: Api, ingested: Ingested) -> None:
    started = api.post("/dags/publish_rollups/dagRuns", {"logical_date": None, "partition_key": "2025-05"})
    assert started["partition_key"] == "2025-05"
    run = started["dag_run_id"]
    assert finished(api, "publish_rollups", run) == "success"
    value = api.get(f"/dags/publish_rollups/dagRuns/{quote(run)}/taskInstances/publish/xcomEntries/return_value")["value"]
    rows = value if isinstance(value, dict) else json.loads(value)
    assert list(rows) == ["2025-05"]
    assert rows["2025-05"] > 0
    assert running.rows("select count(*) from meta.publication where period = '2025-05'") == [(1,)]
    assert running.rows("select count(*) from meta.dirty_period where period = '2025-05'") == [(0,)]
    assert (running.settings.published / "2025-05" / "rollup.csv").exists()


def test_a_dropped_file_is_answered_and_its_period_published_without_anybody(running: System, api: Api) -> None:
    running.raise_dirty("2026-02")
    dropped = running.drop("雁洲镇/2026-06/坏表.xlsx", b"PK\x03\x04 nor is this one")
    end = time.monotonic() + 90
    while dropped.exists() or running.rows("select count(*) from meta.dirty_period") != [(0,)]:
        left = running.rows("select period from meta.dirty_period")
        assert time.monotonic() < end, f"after 90 s: file still there {dropped.exists()}, still dirty {left}"
        time.sleep(0.5)
    assert running.rows("select count(*) from quality.receipt r join raw.arrival a using (arrival_id) where a.path like '雁洲镇/%'") == [
        (1,)
    ]
    runs = api.get("/dags/publish_rollups/dagRuns?limit=100")["dag_runs"]
    assert "2026-02" in {run["partition_key"] for run in runs}
    kinds = {run["run_type"] for run in api.get("/dags/ingest_submissions/dagRuns?limit=100")["dag_runs"]}
    assert "asset_triggered" in kinds


def test_the_api_asks_for_a_login(running: System) -> None:
    import urllib.error
    import urllib.request

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for path in ("/api/v2/dags", "/api/v2/dags/ingest_submissions/dagRuns"):
        try:
            opener.open(f"{running.components.login.url}{path}", timeout=30)
        except urllib.error.HTTPError as error:
            assert error.code == 401
        else:
            raise AssertionError(f"{path} answers without a login")


def test_nothing_listens_beyond_loopback(running: System) -> None:
    family = [psutil.Process(process.pid) for process in running.components.processes.values()]
    family += [child for process in list(family) for child in process.children(recursive=True)]
    listening = {
        link.laddr.ip
        for process in family
        if process.is_running()
        for link in process.net_connections()
        if link.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}


def test_stopping_leaves_no_process(ending: System, api: Api) -> None:
    until_at_rest(api)  # a task that tests before this one began would be waited for
    family = [psutil.Process(process.pid) for process in ending.components.processes.values()]
    family += [child for process in list(family) for child in process.children(recursive=True)]
    assert len(family) > 4
    started = time.monotonic()
    ending.components.stop()
    assert time.monotonic() - started < 45
    left = [process for process in family if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]
    assert left == []
    assert not (ending.settings.home / "services.json").exists()
