"""Airflow's processes as `make run` starts them: settings, ports, leftovers; no Airflow is started here."""

from __future__ import annotations

import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from huizong.settings import Settings, SettingsError
from huizong_airflow import cluster
from huizong_airflow.components import ComponentError, Components, end_leftovers, free_ui_port, last_line
from huizong_airflow.roster import Cluster, ends_before, redis_config, worker_names


@pytest.fixture
def components(tmp_path: Path) -> Components:
    settings = Settings.from_environment({"HUIZONG_HOME": str(tmp_path)}).with_database("postgresql://loader@127.0.0.1:1/x")
    return Components(settings, "postgresql+psycopg2://airflow@127.0.0.1:1/airflow", 8099)


def listening() -> socket.socket:
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    return taken


def test_every_process_is_told_the_same_and_stays_on_loopback(components: Components) -> None:
    told = components.airflow.environment()
    assert told["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert told["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://127.0.0.1:8099/execution/"
    assert told["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"
    assert told["AIRFLOW__CORE__PARALLELISM"] == str(2 * (os.cpu_count() or 1))
    assert told["HUIZONG_INBOX"] == str(components.settings.inbox)
    assert told["GX_ANALYTICS_ENABLED"] == "false"
    assert components.airflow.environment() == told


def test_keys_and_password_are_made_once_and_readable_by_their_owner_only(components: Components) -> None:
    login = components.login
    assert login.url == "http://127.0.0.1:8099"
    assert components.login == login
    for name in ("secrets.json", "passwords.json"):
        assert stat.S_IMODE((components.home / name).stat().st_mode) == 0o600
    assert json.loads((components.home / "passwords.json").read_text()) == {"admin": login.password}
    assert len(login.password) >= 16


def test_a_cluster_hands_its_tasks_to_workers_with_names_of_their_own(tmp_path: Path) -> None:
    settings = Settings.from_environment({"HUIZONG_HOME": str(tmp_path)}).with_database("postgresql://loader@127.0.0.1:1/x")
    found = Cluster("/usr/bin/redis-server", 6399, worker_names({"HUIZONG_WORKERS": "3"}), tasks=2)
    made = Components(settings, "postgresql+psycopg2://airflow@127.0.0.1:1/airflow", 8099, found)
    told = made.airflow.environment()
    assert told["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"
    assert told["AIRFLOW__CORE__PARALLELISM"] == "6"
    assert told["AIRFLOW__CELERY__BROKER_URL"] == f"redis://:{made.airflow.redis_password}@127.0.0.1:6399/0"
    assert list(made.parts) == ["redis", "api-server", "scheduler", "dag-processor", "triggerer", "worker1", "worker2", "worker3"]
    assert [made.parts[name].told["HUIZONG_HOSTNAME"] for name in found.workers] == ["worker1", "worker2", "worker3"]
    # what forks the tasks, or readers of DAG files, loads what they import
    early = [name for name, part in made.parts.items() if "AIRFLOW__CORE__LAZY_LOAD_PLUGINS" in part.told]
    assert early == ["dag-processor", *found.workers]
    assert sorted(made.parts, key=ends_before)[-2:] == ["api-server", "redis"]


def test_one_machine_has_four_processes_of_which_the_scheduler_forks_the_tasks(components: Components) -> None:
    assert list(components.parts) == ["api-server", "scheduler", "dag-processor", "triggerer"]
    assert [name for name, part in components.parts.items() if part.told] == ["scheduler", "dag-processor"]
    assert "AIRFLOW__CELERY__BROKER_URL" not in components.airflow.environment()


def test_redis_asks_for_a_password_that_is_in_its_settings_alone(tmp_path: Path) -> None:
    text = redis_config(Cluster("/usr/bin/redis-server", 6399, ("worker1",)), "of-the-broker", tmp_path / 'a "b"')
    assert "bind 127.0.0.1\nport 6399\nprotected-mode yes\nrequirepass of-the-broker\n" in text
    assert f'dir "{tmp_path}/a \\"b\\""\n' in text


@pytest.mark.parametrize("text", ["none", "0", "17", "-1", "2.5", "²"])
def test_a_number_of_workers_that_is_none_is_said(text: str) -> None:
    with pytest.raises(SettingsError, match=r"HUIZONG_WORKERS=.* must be a whole number from 1 to 16"):
        worker_names({"HUIZONG_WORKERS": text})


def test_a_system_from_before_clusters_gets_a_password_for_its_broker_and_keeps_the_rest(components: Components) -> None:
    before = json.loads((components.home / "secrets.json").read_text()) if components.login else {}
    del before["redis_password"]
    (components.home / "secrets.json").write_text(json.dumps(before))
    made = components.airflow.redis_password
    assert len(made) >= 32
    assert json.loads((components.home / "secrets.json").read_text()) == before | {"redis_password": made}
    assert components.airflow.redis_password == made


def test_what_a_cluster_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huizong_airflow.cluster.shutil.which", lambda name: None)
    with pytest.raises(ComponentError, match="apt-get install redis-server"):
        cluster.find()
    monkeypatch.setattr("huizong_airflow.cluster.shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr("huizong_airflow.cluster.find_spec", lambda name: None)
    with pytest.raises(ComponentError, match="make cluster"):
        cluster.find()


def test_a_port_that_was_asked_for_and_is_taken_is_an_error_that_names_who_has_it() -> None:
    with listening() as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ComponentError, match=rf"port {port} on 127\.0\.0\.1 is used by process {os.getpid()} .*HUIZONG_UI_PORT"):
            free_ui_port(str(port))
    assert free_ui_port(str(port)) == (port, "")


@pytest.mark.parametrize("wanted", ["eighty", "0", "65536", "-1"])
def test_what_is_no_port_is_said(wanted: str) -> None:
    with pytest.raises(ComponentError, match="is no port number"):
        free_ui_port(wanted)


def test_what_a_killed_run_left_is_ended_and_nobody_else(tmp_path: Path) -> None:
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    entries = [
        {"name": "scheduler", "host": "127.0.0.1", "port": 0, "pid": left.pid, "started": psutil.Process(left.pid).create_time()},
        {"name": "triggerer", "host": "127.0.0.1", "port": 0, "pid": other.pid, "started": 1.0},  # its number, another's process
    ]
    (tmp_path / "services.json").write_text(json.dumps(entries))
    try:
        assert end_leftovers(tmp_path) == 1
        left.wait(10)
        assert other.poll() is None
        assert not (tmp_path / "services.json").exists()
        assert end_leftovers(tmp_path) == 0
    finally:
        for process in (left, other):
            process.kill()
            process.wait()


@pytest.mark.parametrize(("name", "patience"), [("scheduler", "STOP_SECONDS"), ("dag-processor", "HURRY_SECONDS")])
def test_stopping_ends_a_process_that_ignores_the_signal_and_its_children(
    components: Components, monkeypatch: pytest.MonkeyPatch, name: str, patience: str
) -> None:
    monkeypatch.setattr(f"huizong_airflow.components.{patience}", 1)
    stubborn = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'], start_new_session=True)\n"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    child = psutil.Process(int(process.stdout.readline()))
    components.processes[name] = process
    components.stop()
    process.stdout.close()
    assert process.returncode == -9
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def orphaned() -> tuple[subprocess.Popen[bytes], psutil.Process]:
    """A process that was killed, and the worker that it had started, which lives on."""
    code = (
        "import subprocess, sys, time\n"
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid, flush=True); time.sleep(60)"
    )
    leader = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, start_new_session=True)
    assert leader.stdout is not None
    worker = psutil.Process(int(leader.stdout.readline()))
    leader.stdout.close()
    leader.kill()
    leader.wait()
    assert worker.is_running()
    assert worker.status() != psutil.STATUS_ZOMBIE
    return leader, worker


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_what_a_killed_process_had_started_ends_before_it_is_started_again(components: Components, monkeypatch: pytest.MonkeyPatch) -> None:
    leader, worker = orphaned()
    components.processes["scheduler"] = leader
    started: list[bool] = []
    monkeypatch.setattr(Components, "_start", lambda *_: started.append(is_gone(worker)))
    monkeypatch.setattr(Components, "_write_services", lambda _: None)
    components.restart("scheduler")
    components.processes.clear()
    assert started == [True]


def test_what_a_killed_process_of_a_killed_run_had_started_is_ended_too(tmp_path: Path) -> None:
    leader, worker = orphaned()
    (tmp_path / "services.json").write_text(json.dumps([{"name": "scheduler", "pid": leader.pid, "started": 1.0}]))
    assert end_leftovers(tmp_path) == 0
    assert is_gone(worker)


def test_the_last_words_of_a_log(tmp_path: Path) -> None:
    log = tmp_path / "scheduler.log"
    assert last_line(log) == "no output"
    log.write_text("first\nthe reason\n\n")
    assert last_line(log) == "the reason"
