"""What `make run` says when it can't start: one line, no traceback, nothing left behind."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from huizong.settings import INCLUDE, REPOSITORY
from huizong_airflow import stack


def run(home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(REPOSITORY / "plugins"),
        "HUIZONG_HOME": str(home / "state"),
        "ONCE": "1",
        **variables,
    }
    command = [sys.executable, "-m", "huizong_airflow.stack"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1, done.stdout + done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("huizong: ")
    return line


def test_a_second_run_at_once_names_the_first(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    with (tmp_path / "state" / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711")
        lock.flush()
        assert "another `make run` (process 4711)" in one_line(run(tmp_path))


def test_a_lock_of_a_run_that_is_gone_is_none(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "run.lock").write_text("4711")
    line = one_line(run(tmp_path, HUIZONG_CATALOGUE=str(tmp_path / "nowhere")))
    assert "nowhere" in line


def test_a_broken_catalogue_is_named_with_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(INCLUDE / "catalogue", folder)
    units = folder / "units.csv"
    rows = units.read_text("utf-8").splitlines()
    units.write_text("\n".join([*rows, "斗,千克,不是数"]) + "\n", "utf-8")
    assert f"units.csv:{len(rows) + 1}" in one_line(run(tmp_path, HUIZONG_CATALOGUE=str(folder)))
    assert not (tmp_path / "state" / "postgres").exists()


def test_a_catalogue_with_several_faults_is_still_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "catalogue"
    shutil.copytree(INCLUDE / "catalogue", folder)
    with (folder / "units.csv").open("a", encoding="utf-8") as units:
        units.write("斗,千克,不是数\n升,千克,也不是\n")
    line = one_line(run(tmp_path, HUIZONG_CATALOGUE=str(folder)))
    assert "units.csv" in line
    assert "huizong catalogue check" in line


def test_a_wrong_database_address_is_said(tmp_path: Path) -> None:
    line = one_line(run(tmp_path, HUIZONG_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none"))
    assert "the database can't be reached" in line


def test_a_setting_that_is_no_number_is_said(tmp_path: Path) -> None:
    assert "HUIZONG_STABLE_SECONDS" in one_line(run(tmp_path, HUIZONG_STABLE_SECONDS="soon"))


def test_a_full_disk_is_said_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HUIZONG_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(stack.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 3_000_000))
    assert stack.main() == 1
    assert "no disk space: 3 MB free" in capsys.readouterr().err


def test_an_older_python_is_told_what_is_needed(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text(
        '#!/bin/sh\nexec "$REAL" -c "import sys; sys.version_info = (3, 9, 2); sys.argv = sys.argv[2:]; exec(sys.argv[0])" "$@"\n'
    )
    old.chmod(0o755)
    shutil.copy(REPOSITORY / "Makefile", tmp_path / "Makefile")
    (tmp_path / "requirements.txt").write_text("")
    environment = {"PATH": os.environ["PATH"], "REAL": sys.executable}
    done = subprocess.run(["make", f"PYTHON={old}", "setup"], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert f"Python 3.11 to 3.13 is needed, {old} is 3.9" in done.stderr
    assert not (tmp_path / ".venv").exists()
