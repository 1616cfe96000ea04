"""A real Airflow for the DAG tests: metadata and warehouse in the session's server, folders of its own."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

# Airflow reads its settings when it is imported, which the integrity tests do in this process.
os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="huizong-airflow-")
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
os.environ["AIRFLOW__CORE__UNIT_TEST_MODE"] = "False"

import psycopg2
import pytest

from huizong.settings import COUNTY_TIME, INCLUDE, Settings
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong_airflow import metrics
from huizong_airflow.api import Api
from huizong_airflow.components import Components
from huizong_airflow.samples import SAMPLES
from tests.dags.listening import Listener, counted
from tests.dags.runs import Runs

GOOD = "栗坪镇/2025-05/栗坪镇5月月报.xlsx"
BAD = "枫渡镇/2026-06/坏表.xlsx"
UNKNOWN = "无此单位/2026-06/报表.csv"
# One file with a placeholder, one with a blank that is required: both are taken in part (include/samples/expected.yaml).
PARTLY = ("云盘镇/2025-06/云盘镇6月月报.xlsx", "麦湾镇/2025-06/麦湾镇6月月报.xlsx")


@dataclass(frozen=True)
class System:
    """One system under Airflow: its settings, its components, not started, who runs DAGs without them, who hears metrics and lineage."""

    settings: Settings
    components: Components
    runs: Runs
    listener: Listener

    def raise_dirty(self, period: str) -> None:
        """Mark a period as changed, as loading does."""
        self.rows(
            "insert into meta.dirty_period values (%(period)s, nextval('meta.revision'), now())"
            " on conflict (period) do update set revision = excluded.revision returning 1",
            period=period,
        )

    def rows(self, statement: str, **parameters: str) -> list[tuple[Any, ...]]:
        """What a statement of the warehouse's owner returns."""
        connection = psycopg2.connect(self.settings.owner_url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, parameters or None)
                return cursor.fetchall()
        finally:
            connection.close()

    def drop(self, name: str, content: bytes) -> Path:
        """A file in the inbox, at rest."""
        path = self.settings.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        time.sleep(self.settings.stable_seconds * 2)
        return path


def _free_port() -> int:
    """A port that nobody has, another system on this machine included."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


_systems: list[System] = []
# What Airflow and the runs of DAGs are told beside the settings: to look soon, to remind at any hour, and to beat as often as tests wait.
_TOLD = {
    "HUIZONG_STABLE_SECONDS": "0.2",
    "HUIZONG_REMIND_FROM": "00:00",
    "HUIZONG_REMIND_UNTIL": "23:59:59",
    "AIRFLOW__SCHEDULER__SCHEDULER_HEARTBEAT_SEC": "1",
}


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Airflow ends with the last of this folder's tests, its fixtures done: it would take its part of the machine until the end."""
    if nextitem is None or nextitem.path.parent != item.path.parent:
        for system in _systems:
            still(system)
            system.runs.stop()
        for name in _TOLD:  # tests of other folders that this process runs are told nothing of it
            os.environ.pop(name, None)


@pytest.fixture(scope="session")
def system(
    server: EmbeddedServer, template: str, tmp_path_factory: pytest.TempPathFactory, new_home: Callable[[str], Path]
) -> Iterator[System]:
    """A migrated warehouse and migrated Airflow metadata."""
    from huizong.steps import preparing

    urls = server.create_database("dags", template=template)
    catalogue = tmp_path_factory.mktemp("catalogue") / "county"
    shutil.copytree(INCLUDE / "catalogue", catalogue)
    _work_today(catalogue / "holidays.csv")
    airflow_url = server.create_database("dags_airflow", owner="airflow").airflow.replace("postgresql://", "postgresql+psycopg2://")
    home = new_home("system")
    os.environ.update(_TOLD)
    environment = {"HUIZONG_HOME": str(home), "HUIZONG_STABLE_SECONDS": "0.2", "HUIZONG_CATALOGUE": str(catalogue)}
    settings = Settings.from_environment(environment).with_database(urls.loader, urls.owner, urls.reader)
    preparing.prepare(settings)
    listener = Listener(home / "lineage.jsonl")
    listener.start()
    os.environ.update(listener.environment())
    components = Components(settings, airflow_url, _free_port())
    components.migrate()
    _systems.append(made := System(settings, components, Runs(tmp_path_factory.mktemp("runs")), listener))
    yield made
    made.runs.stop()
    components.stop()
    listener.stop()
    server.drop_database("dags_airflow")
    server.drop_database("dags")


def _work_today(holidays: Path) -> None:
    """Make today and tomorrow working days, so that reminders go out whenever the tests run."""
    today = datetime.now(COUNTY_TIME).date()
    days = [str(today), str(today + timedelta(days=1))]
    lines = [line for line in holidays.read_text("utf-8").splitlines() if line.partition(",")[0] not in days]
    holidays.write_text("\n".join([*lines, *(f"{day},yes,补班" for day in days)]) + "\n", "utf-8")


@dataclass(frozen=True)
class Ingested:
    """What one run by `dag.test()` made of a good file, a bad one and one of nobody's folder."""

    result: dict[str, Any]
    dropped: tuple[Path, ...]


def still(system: System) -> System:
    """The system with nobody at work in it: Airflow's processes are ended if they are up; who wants them starts them (`running`).

    In whichever order tests come, a scheduler takes no file and sends no message that a run by `dag.test()` is to find.
    """
    if any(process.poll() is None for process in system.components.processes.values()):
        system.components.stop()
    return system


@pytest.fixture(scope="session")
def ingested(system: System) -> Ingested:
    """Three files through `ingest_submissions`."""
    still(system)
    dropped = (
        system.drop(GOOD, (SAMPLES / GOOD).read_bytes()),
        system.drop(BAD, b"PK\x03\x04 and no more of the workbook"),
        system.drop(UNKNOWN, "指标名称,计量单位,本月\n".encode()),
    )
    return Ingested(run_dag(system, "ingest_submissions"), dropped)


@pytest.fixture
def running(system: System) -> System:
    """The same with Airflow's four processes up: started by the first who asks, and by the first after the test that stops them."""
    if all(process.poll() is not None for process in system.components.processes.values()):
        system.components.start()
    end = time.monotonic() + 150
    while not system.components.healthy():
        assert not system.components.dead(), system.components.dead()
        assert time.monotonic() < end, "Airflow isn't healthy after 150 s"
        time.sleep(0.5)
    return system


@pytest.fixture
def ending(running: System) -> System:
    """The same for a test that stops it: such tests come last, so that Airflow is started once (tests/conftest.py)."""
    return running


@pytest.fixture
def api(running: System) -> Api:
    """The API of the running system."""
    login = running.components.login
    return Api.enter(login.url, login.user, login.password)


def until_at_rest(api: Api, seconds: float = 120) -> None:
    """Until no task has begun that has not ended, nor is about to."""
    end = time.monotonic() + seconds
    while api.get("/dags/~/dagRuns/~/taskInstances?state=running&state=queued&limit=1")["task_instances"]:
        assert time.monotonic() < end, f"tasks that had begun have not ended within {seconds} s"
        time.sleep(0.5)


def finished(api: Api, dag: str, run: str, seconds: float = 90) -> str:
    """The final state of a run. A server that is too busy to answer is asked again."""
    end, state = time.monotonic() + seconds, "unknown"
    while state not in ("success", "failed"):
        assert time.monotonic() < end, f"{dag} is {state} after {seconds} s"
        time.sleep(0.5)
        try:
            state = str(api.get(f"/dags/{dag}/dagRuns/{quote(run)}")["state"])
        except TimeoutError:
            state = "not told"
    return state


def run_dag(system: System, dag_id: str, **more: str) -> dict[str, Any]:
    """Run a DAG by `dag.test()` in a process of its own, with more variables; returns run state, task states, return values and log."""
    return system.runs.ask(dag_id, {**system.components.airflow.environment(), **more})


def wait_until(true: Callable[[], object], what: str) -> None:
    """Until it is so, two minutes at most."""
    end = time.monotonic() + 120
    while not true():
        assert time.monotonic() < end, f"after 120 s: {what}"
        time.sleep(0.25)


@pytest.fixture(scope="session")
def heard() -> dict[str, Any]:
    """What was heard while two files were taken in and their period published, and before; filled by the first test that asks."""
    return {}


@pytest.fixture
def told(running: System, api: Api, heard: dict[str, Any]) -> dict[str, Any]:
    """The same, with what the warehouse has of those two files."""
    if heard:
        return heard

    def run(dag: str, **more: str) -> None:
        started = api.post(f"/dags/{dag}/dagRuns", {"logical_date": None, **more})["dag_run_id"]
        assert finished(api, dag, started) == "success"

    run("ingest_submissions")  # counting begins with the first run that can be heard
    answered = counted(running.listener.lines, metrics.FILES).total()
    running.drop(GOOD, (SAMPLES / GOOD).read_bytes())  # a histogram of times is there from its first file on, and moves with its second
    run("ingest_submissions")  # what others dropped is counted with this one
    wait_until(lambda: counted(running.listener.lines, metrics.FILES).total() > answered, "the first file was not counted")
    run("ingest_submissions")
    lines, events = len(running.listener.lines), len(running.listener.events())
    for name in PARTLY:
        running.drop(name, (SAMPLES / name).read_bytes())
    # the watcher may have started a run already: whichever takes them, the counters come once
    wait_until(lambda: counted(running.listener.lines[lines:], metrics.FILES).total() >= len(PARTLY), "the files were not counted")
    run("ingest_submissions")
    run("publish_rollups", partition_key="2025-06")
    heard["before"], heard["lines"] = running.listener.lines[:lines], running.listener.lines[lines:]
    heard["events"] = running.listener.events()[events:]
    heard["faults"] = dict(
        running.rows(
            "select i.rule, count(*) from quality.issue i join raw.submission s using (submission_id) join raw.arrival a using (arrival_id)"
            " where a.path in %(paths)s and i.severity <> 'info' group by 1",
            paths=PARTLY,  # type: ignore[arg-type]
        )
    )
    heard["hashes"] = [row[0] for row in running.rows("select sha256 from raw.arrival where path in %(paths)s", paths=PARTLY)]  # type: ignore[arg-type]
    return heard
