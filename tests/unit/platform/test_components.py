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

from huizong.settings import Settings
from huizong_airflow.components import ComponentError, Components, end_leftovers, free_ui_port, last_line


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


def test_stopping_ends_a_process_that_ignores_the_signal_and_its_children(components: Components, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huizong_airflow.components.STOP_SECONDS", 1)
    stubborn = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'], start_new_session=True)\n"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    child = psutil.Process(int(process.stdout.readline()))
    components.processes["scheduler"] = process
    components.stop()
    process.stdout.close()
    assert process.returncode == -9
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE


def test_the_last_words_of_a_log(tmp_path: Path) -> None:
    log = tmp_path / "scheduler.log"
    assert last_line(log) == "no output"
    log.write_text("first\nthe reason\n\n")
    assert last_line(log) == "the reason"
