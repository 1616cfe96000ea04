"""A county's month through a cluster that loses a worker in the middle: it comes out as one process would have made it."""

from __future__ import annotations

import hashlib
import json
import re
import urllib.request
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import psutil
import psycopg2
import pytest

from huizong.flow import pipeline
from huizong.settings import Settings
from huizong_airflow.api import OPENER, Api, ApiError
from huizong_airflow.process_groups import children_of, kill_all
from tests.cluster.conftest import ClusterSystem, System, until
from tests.faults.towns import report_of

pytestmark = [pytest.mark.system, pytest.mark.timeout(1200)]

CORRECTED = report_of("栗坪镇").replace(b"401.15,1992.82,1906.5,4.5", b"411.15,2002.82,1906.5,5.1")
CORRECTION = "栗坪镇/2025-05/栗坪镇5月（更正）.csv"
# What a warehouse says, without the instants and numbers at which it came to say it.
FIGURES = (
    "select a.path, f.organisation, f.indicator, f.period, f.basis, f.reporter, f.form, f.value, f.status, f.unit, f.qualifier, f.maturity,"
    " f.place, f.raw_text, f.known_to is null from core.figure as f join raw.submission as s using (submission_id)"
    " join raw.arrival as a using (arrival_id)"
)
SUBMISSIONS = (
    "select a.path, a.state, s.file, s.sha256, s.reporter, s.form, s.period, s.sequence, s.verdict, s.supersedes is null,"
    " s.required, s.taken"
    " from raw.arrival as a left join raw.submission as s using (arrival_id)"
)
FAULTS = (
    "select a.path, i.number, i.rule, i.severity, i.responsibility, i.place, i.organisation, i.indicator, i.period, i.observed, i.expected,"
    " i.message, i.remedy, i.state from quality.issue as i join raw.submission as s using (submission_id)"
    " join raw.arrival as a using (arrival_id)"
)
PERIOD_ISSUES = "select period, rule, organisation, indicator, basis, severity, state, message from quality.period_issue"
ROLLUPS = "select to_jsonb(r) - 'revision' - 'as_of' from core.published_rollup as r"
WAITING_FOR_A_LOCK = "select count(*) from pg_stat_activity where datname = 'cluster' and wait_event_type = 'Lock'"


def content(system: System, statement: str) -> list[str]:
    return sorted(json.dumps(row, default=str, ensure_ascii=False, sort_keys=True) for row in system.rows(statement))


def receipts(settings: Settings) -> dict[str, str]:
    """Receipts by name, without the instants in names and texts."""
    found = {}
    for path in settings.outbox.rglob("*_回执.txt"):
        name = re.sub(r"\d{8}-\d{6}_", "", str(path.relative_to(settings.outbox)))
        assert name not in found, f"two receipts of one file: {name}"
        found[name] = re.sub(r"\d{4}年\d+月\d+日（周.）\d\d:\d\d|迟报\d+天|\d{8}-\d{6}_", "…", path.read_text("utf-8-sig"))
    return found


def journal(settings: Settings) -> list[dict[str, Any]]:
    """The lines of the journal."""
    return [json.loads(line) for path in (settings.archive / "journal").glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]


def archived(settings: Settings) -> set[str]:
    """What the archive holds beside publications, of which there are as many as there were runs; each file is what its name says."""
    published = {line["content"] for line in journal(settings) if line["event"] == "published"}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in settings.archive.glob("[0-9a-f][0-9a-f]/*")}
    assert [name for name, digest in found.items() if name != digest] == []
    assert published - set(found) - {""} == set()
    return set(found) - published


def journalled(settings: Settings) -> list[tuple[str, str]]:
    """What came, by path and digest, each as often as the journal has it."""
    return sorted((line["path"], line["sha256"]) for line in journal(settings) if line["event"] == "arrival")


def alive(cluster: ClusterSystem) -> list[psutil.Process]:
    """All processes of the cluster."""
    parents = [psutil.Process(process.pid) for process in cluster.components.processes.values() if process.poll() is None]
    return parents + [child for process in parents for child in process.children(recursive=True)]


def lose(cluster: ClusterSystem, worker: str) -> None:
    """End a worker as a power cut ends a machine: all of its processes at once."""
    process = cluster.components.processes[worker]
    family = [psutil.Process(process.pid), *children_of(process.pid)]
    kill_all(family)
    process.wait()


@pytest.fixture(scope="module")
def after_the_loss(cluster: ClusterSystem) -> dict[str, Any]:
    """The month through the cluster; one worker is lost while it loads figures, then a town sends a correction."""
    with closing(psycopg2.connect(cluster.settings.owner_url)) as gate:
        with gate.cursor() as cursor:
            cursor.execute("lock table core.figure in exclusive mode")
        cluster.drop_month()
        until(lambda: cluster.rows(WAITING_FOR_A_LOCK, cluster.admin_url) != [(0,)], "nobody loads figures")
        working = [task for task in cluster.tasks("ingest_submissions") if task["state"] == "running"]
        worker = working[0]["hostname"]
        lose(cluster, worker)
        gate.rollback()
    (cluster.share.folder / "corrected.csv").write_bytes(CORRECTED)
    own = cluster.share.sftp("t01", f"put corrected.csv {CORRECTION.partition('/')[2]}")
    other = cluster.share.sftp("t02", f"put corrected.csv /上报/{CORRECTION}x")
    until(cluster.is_settled, "not every file is answered and published")
    states = until(lambda: ended(cluster), "the run that lost its worker doesn't end")
    return {
        "worker": worker,
        "lost": [task for task in working if task["hostname"] == worker],
        "own": own,
        "other": other,
        "states": states,
    }


def ended(cluster: ClusterSystem) -> set[str]:
    """How the runs of the ingest ended, empty while one goes on."""
    states = {run["state"] for run in cluster.api.get("/dags/ingest_submissions/dagRuns?limit=100")["dag_runs"]}
    return states if states <= {"success", "failed"} else set()


@pytest.fixture(scope="module")
def alone(single: System) -> System:
    """The same files through one process, as `huizong run` does it."""
    single.drop_month()
    corrected = single.settings.inbox / CORRECTION
    corrected.write_bytes(CORRECTED)
    pipeline.run_once(replace(single.settings, stable_seconds=1e-6))
    return single


@pytest.mark.parametrize(
    "statement", [FIGURES, SUBMISSIONS, FAULTS, PERIOD_ISSUES, ROLLUPS], ids=lambda text: text.rpartition("from ")[2][:20]
)
def test_the_warehouse_is_what_a_single_process_makes(
    cluster: ClusterSystem, after_the_loss: dict[str, Any], alone: System, statement: str
) -> None:
    assert content(cluster, statement) == content(alone, statement)


def test_the_month_is_worth_comparing(alone: System) -> None:
    """What was worked out by hand of the files that were dropped."""
    verdicts = dict(alone.rows("select a.path, s.verdict from raw.submission as s join raw.arrival as a using (arrival_id)"))
    assert len(verdicts) == 12
    assert verdicts["枫渡镇/2025-05/坏表.xlsx"] == "returned"
    assert verdicts["雁洲镇/2025-05/雁洲镇5月.csv"] == "partially_accepted"
    # ten towns of 1,992.82, one of which corrected it by ten
    county = "select value from core.published_rollup where organisation = 'C00' and indicator = 'E14' and period = '2025-05'"
    assert alone.rows(f"{county} and basis = 'cumulative' and method = 'sum_of_children'") == [(Decimal("19938.2"),)]


def test_outbox_archive_and_inbox_are_what_a_single_process_makes(
    cluster: ClusterSystem, after_the_loss: dict[str, Any], alone: System
) -> None:
    assert receipts(cluster.settings) == receipts(alone.settings)
    assert len(receipts(alone.settings)) == 12
    assert archived(cluster.settings) == archived(alone.settings)
    assert len(archived(alone.settings)) == 13  # twelve files and the catalogue
    assert journalled(cluster.settings) == journalled(alone.settings)
    for settings in (cluster.settings, alone.settings):
        assert [path for path in settings.inbox.rglob("*") if path.is_file()] == []


def test_the_other_worker_did_what_the_lost_one_had_begun(cluster: ClusterSystem, after_the_loss: dict[str, Any]) -> None:
    (other,) = set(cluster.components.cluster.workers) - {after_the_loss["worker"]}
    assert after_the_loss["states"] == {"success"}
    assert after_the_loss["lost"]
    for lost in after_the_loss["lost"]:
        tasks = cluster.tasks("ingest_submissions", lost["dag_run_id"])
        (again,) = [task for task in tasks if (task["task_id"], task["map_index"]) == (lost["task_id"], lost["map_index"])]
        assert (again["try_number"], again["hostname"], again["state"]) == (lost["try_number"] + 1, other, "success")


def test_a_department_drops_by_sftp_into_its_own_inbox_alone(after_the_loss: dict[str, Any]) -> None:
    assert after_the_loss["own"].returncode == 0, after_the_loss["own"].stderr
    assert after_the_loss["other"].returncode != 0
    assert "Permission denied" in after_the_loss["other"].stderr or "not found" in after_the_loss["other"].stderr


def test_the_broker_asks_for_its_password_and_listens_on_loopback_alone(cluster: ClusterSystem) -> None:
    import redis

    found = cluster.components.cluster
    with pytest.raises(redis.exceptions.AuthenticationError):
        redis.Redis("127.0.0.1", found.port).ping()
    assert redis.Redis("127.0.0.1", found.port, password=cluster.components.airflow.redis_password).ping()
    family = alive(cluster)
    links = [link for process in family if process.is_running() for link in process.net_connections()]
    assert {link.laddr.ip for link in links if link.status == psutil.CONN_LISTEN} == {"127.0.0.1"}
    secret = cluster.components.airflow.redis_password
    assert not [word for process in family if process.is_running() for word in process.cmdline() if secret in word]


def status(cluster: ClusterSystem, path: str, token: str = "") -> int:
    """What the API server answers to somebody."""
    request = urllib.request.Request(f"{cluster.components.login.url}{path}", headers={"Authorization": f"Bearer {token}"} if token else {})  # noqa: S310 - http on loopback
    try:
        with OPENER.open(request, timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def test_each_has_an_account_and_a_department_reaches_the_board_alone(cluster: ClusterSystem) -> None:
    url, home = cluster.components.login.url, cluster.components.home
    passwords = json.loads((home / "passwords.json").read_text("utf-8"))
    department = Api.enter(url, "t02", passwords["t02"])
    assert [status(cluster, path, department.token) for path in ("/huizong/", "/api/v2/dags")] == [200, 403]
    assert [status(cluster, path, cluster.api.token) for path in ("/huizong/", "/api/v2/dags")] == [200, 200]
    assert [status(cluster, path) for path in ("/huizong/", "/api/v2/dags")] == [401, 401]
    with pytest.raises(ApiError, match=" 401 "):
        Api.enter(url, "t02", passwords["t03"])


def test_nothing_is_left_when_it_ends(cluster: ClusterSystem, after_the_loss: dict[str, Any]) -> None:
    assert cluster.components.dead() == [after_the_loss["worker"]]
    family = alive(cluster)
    cluster.components.stop()
    assert [process for process in family if process.is_running() and process.status() != psutil.STATUS_ZOMBIE] == []
    assert not (Path(cluster.settings.home) / "services.json").exists()
