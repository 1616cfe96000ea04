"""Airflow's own records of long ago are removed once a day: runs, tasks, events, logs of who did what. Imports no Airflow."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from huizong_airflow.components import Components, last_line

KEPT_DAYS = 90  # as task logs (dags/maintain_warehouse.py)
DAY_SECONDS = 86_400.0
# What grows with every run. Nothing of the warehouse is among it: figures, faults, receipts and decisions are not Airflow's.
TABLES = ("dag_run", "task_instance", "task_instance_history", "xcom", "log", "asset_event", "job", "callback")


def command(now: datetime) -> tuple[str, ...]:
    """The arguments of Airflow's own command that removes what is older than `KEPT_DAYS` before the instant."""
    before = (now - timedelta(days=KEPT_DAYS)).isoformat()
    return ("airflow", "db", "clean", "--clean-before-timestamp", before, "--tables", ",".join(TABLES), "--skip-archive", "--yes")


class Tidying:
    """Starts that command beside everything else when the last time is a day ago; `say` gets a line where it failed."""

    def __init__(self, components: Components, say: Callable[[str], None]) -> None:
        self._components, self._say = components, say
        self._running: subprocess.Popen[bytes] | None = None
        self._stamp = components.home / "tidied"

    def look(self) -> None:
        """See what came of it, or begin; returns at once."""
        if self._running is not None:
            status = self._running.poll()
            if status:
                self._say(f"old runs of Airflow could not be removed: {last_line(self._components.log('setup'))}; tried again tomorrow")
            if status is not None:
                self._running = None
        elif not self._stamp.exists() or time.time() - self._stamp.stat().st_mtime > DAY_SECONDS:
            self._stamp.touch()
            self._running = self._components.begin(*command(datetime.now(UTC)))
