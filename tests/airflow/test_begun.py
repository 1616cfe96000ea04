"""A command of Airflow's loads without rounds of the collector, and collects as ever once it forks, or after a while."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from huizong.settings import REPOSITORY

# What runs in Airflow's place: it says whether it collects while it loads, and in whom afterwards.
FORKING = """
import gc, os, sys, threading
print(sys.argv[1:], gc.isenabled(), flush=True)
kept = gc.get_freeze_count()
os.register_at_fork(after_in_parent=lambda: os.write(1, b"threads %d\\n" % threading.active_count()))
child = os.fork()
if not child:
    os.write(1, b"child %r\\n" % gc.isenabled())
    os._exit(0)
os.waitpid(child, 0)
print(f"parent {gc.isenabled()} {gc.get_freeze_count() > kept}", flush=True)
"""
NEVER_FORKING = """
import gc, time
print(gc.isenabled(), flush=True)
end = time.monotonic() + 60
while not gc.isenabled():
    assert time.monotonic() < end
    time.sleep(0.01)
print(gc.isenabled(), gc.get_freeze_count() > 0, flush=True)
"""


def said(folder: Path, program: str, *arguments: str, after: float) -> list[str]:
    (folder / "airflow").mkdir()
    (folder / "airflow" / "__init__.py").touch()
    (folder / "airflow" / "__main__.py").write_text(program, "utf-8")
    begun = f"import huizong_airflow.begun as begun; begun.LOADED_SECONDS = {after}; begun.main()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(REPOSITORY / "plugins")))}
    command = [sys.executable, "-c", begun, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout.splitlines()


def test_who_forks_collects_from_its_first_fork_on_and_so_does_its_child(tmp_path: Path) -> None:
    lines = said(tmp_path, FORKING, "scheduler", "--skip-serve-logs", after=60)
    assert lines[0] == "['scheduler', '--skip-serve-logs'] False"
    assert sorted(lines[1:]) == ["child True", "parent True True", "threads 1"]


def test_who_never_forks_collects_after_a_while(tmp_path: Path) -> None:
    assert said(tmp_path, NEVER_FORKING, "api-server", after=0.2) == ["False", "True True"]
