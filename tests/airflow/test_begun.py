"""A command of Airflow's loads without rounds of the collector, and collects as ever once it forks, or after a while."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from huizong.settings import REPOSITORY

# What runs in Airflow's place: it says whether it collects while it loads, and in whom afterwards.
FORKING = """
import gc, os, sys
print(sys.argv[1:], gc.isenabled(), flush=True)
kept = gc.get_freeze_count()
child = os.fork()
if not child:
    print("child", gc.isenabled(), flush=True)
    os._exit(0)
os.waitpid(child, 0)
print("parent", gc.isenabled(), gc.get_freeze_count() > kept, flush=True)
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


def said(folder: Path, program: str, *arguments: str) -> list[str]:
    (folder / "airflow").mkdir()
    (folder / "airflow" / "__init__.py").touch()
    (folder / "airflow" / "__main__.py").write_text(program, "utf-8")
    begun = "import huizong_airflow.begun as begun; begun.LOADED_SECONDS = 0.2; begun.main()"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(REPOSITORY / "plugins")))}
    command = [sys.executable, "-c", begun, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout.splitlines()


def test_who_forks_collects_from_its_first_fork_on_and_so_does_its_child(tmp_path: Path) -> None:
    assert said(tmp_path, FORKING, "scheduler", "--skip-serve-logs") == [
        "['scheduler', '--skip-serve-logs'] False",
        "child True",
        "parent True True",
    ]


def test_who_never_forks_collects_after_a_while(tmp_path: Path) -> None:
    assert said(tmp_path, NEVER_FORKING, "api-server") == ["False", "True True"]
