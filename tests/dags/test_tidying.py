"""Airflow's own records of long ago go; those of this quarter, and everything of the warehouse, stay."""

from __future__ import annotations

import os
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
from psycopg2 import sql

from huizong_airflow.tidying import Tidying, command
from tests.dags.conftest import System, run_dag, still


def counts(system: System) -> dict[str, int]:
    url = system.components.airflow_url.replace("postgresql+psycopg2://", "postgresql://")
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        found = {}
        for table in ("dag_run", "task_instance"):
            counting = sql.SQL("select count(*) from {} where dag_id = 'publish_due_rollups'")
            cursor.execute(counting.format(sql.Identifier(table)))
            ((found[table],),) = cursor.fetchall()
        return found


def age(system: System, days: int) -> None:
    """Make all runs that there are so old."""
    url = system.components.airflow_url.replace("postgresql+psycopg2://", "postgresql://")
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        for table in ("dag_run", "task_instance"):
            aging = sql.SQL("update {} set start_date = now() - %s * interval '1 day'")
            cursor.execute(aging.format(sql.Identifier(table)), (days,))


def test_runs_of_more_than_a_quarter_ago_are_removed_and_younger_ones_stay(system: System) -> None:
    still(system)
    run_dag(system, "publish_due_rollups")
    age(system, 91)
    run_dag(system, "publish_due_rollups")
    assert counts(system)["dag_run"] >= 2  # tests before this one have left theirs, which are as old now
    arrivals = system.rows("select count(*) from raw.arrival")
    assert system.components.begin(*command(datetime.now(UTC))).wait(120) == 0
    assert counts(system) == {"dag_run": 1, "task_instance": 2}
    assert system.rows("select count(*) from raw.arrival") == arrivals


class _Begun:
    """Components that begin a command which comes to `status`."""

    def __init__(self, home: Path, status: int) -> None:
        self.home, self.status, self.begun = home, status, 0

    def begin(self, *arguments: str) -> _Begun:
        self.begun += 1
        return self

    def poll(self) -> int:
        return self.status

    def log(self, name: str) -> Path:
        return self.home / f"{name}.log"


def test_it_is_begun_once_a_day_and_says_where_it_failed(tmp_path: Path) -> None:
    said: list[str] = []
    components = _Begun(tmp_path, 1)
    (tmp_path / "setup.log").write_text("no room\n")
    tidying = Tidying(components, said.append)  # type: ignore[arg-type]
    for _ in range(5):
        tidying.look()
    assert components.begun == 1
    assert said == ["old runs of Airflow could not be removed: no room; tried again tomorrow"]
    two_days_ago = time.time() - 172_800
    os.utime(tmp_path / "tidied", (two_days_ago, two_days_ago))
    tidying.look()
    assert components.begun == 2
