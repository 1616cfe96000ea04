"""The DAGs that look after a system, run for real on one of their own: evidence stays byte by byte, a rebuild comes out equal."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import psycopg2
import pytest

from huizong.flow import pipeline
from huizong_airflow.samples import SAMPLES
from tests.dags.conftest import BAD, GOOD, System, run_dag, still
from tests.faults.left_behind import files

if TYPE_CHECKING:
    from huizong.settings import Settings

FIGURES = "select f.organisation, f.indicator, f.period, f.basis, f.value, f.known_from from core.figure as f order by 1, 2, 3, 4, 6"


@pytest.fixture
def county(settings: Settings) -> Settings:
    """A system with a town's month taken in and published, and a file that can't be read returned."""
    for name, content in ((GOOD, (SAMPLES / GOOD).read_bytes()), (BAD, b"PK\x03\x04 and no more of the workbook")):
        (settings.inbox / name).parent.mkdir(parents=True)
        (settings.inbox / name).write_bytes(content)
    pipeline.run_once(replace(settings, stable_seconds=1e-6))
    return settings


def rows(settings: Settings, statement: str) -> list[tuple[Any, ...]]:
    with closing(psycopg2.connect(settings.owner_url)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def archive(settings: Settings) -> dict[str, str]:
    """Every file of the archive, the journal's too, with its digest."""
    return {str(path): hashlib.sha256((settings.archive / path).read_bytes()).hexdigest() for path in files(settings.archive)}


def returned(result: dict[str, Any], task: str) -> Any:
    (value,) = (value for key, value in result["values"].items() if key.startswith(f"{task}["))
    return value


def test_what_is_looked_at_weekly_stays_as_it_is_and_what_lacks_fails_the_run(system: System, county: Settings) -> None:
    still(system)
    before, told = archive(county), county.to_environment()
    done = run_dag(system, "maintain_warehouse", **told)
    tasks = ("forget_old_staging", "look_ahead", "look_at_evidence", "refresh_statistics", "remove_old_logs")
    assert done["states"] == {task: ["success"] for task in tasks}
    # two files, the catalogue, what was published of the month and of the year
    assert returned(done, "look_at_evidence") == {"files": 5, "unnamed": 0}
    assert archive(county) == before
    lost = hashlib.sha256((SAMPLES / GOOD).read_bytes()).hexdigest()
    (county.archive / lost[:2] / lost).unlink()
    failed = run_dag(system, "maintain_warehouse", **told)
    assert (failed["state"], failed["states"]["look_at_evidence"]) == ("failed", ["failed"])
    assert f"1 files of the archive are gone, 0 are not what was stored: {lost}" in failed["log"]
    assert failed["states"]["refresh_statistics"] == ["success"]


def test_a_rebuild_comes_out_equal_and_takes_the_warehouses_place(system: System, county: Settings) -> None:
    still(system)
    figures, evidence = rows(county, FIGURES), archive(county)
    done = run_dag(system, "rebuild_warehouse", **county.to_environment())
    assert done["state"] == "success", done["log"]
    assert returned(done, "rebuild") == {"arrivals": 2, "figures": len(figures), "different": 0}
    assert len(figures) >= 39
    assert rows(county, FIGURES) == figures
    # the journal goes on: the periods were published again
    assert archive(county).items() >= {path: digest for path, digest in evidence.items() if "journal" not in path}.items()


def test_a_warehouse_that_somebody_edited_is_left_as_it_is(system: System, county: Settings) -> None:
    still(system)
    with closing(psycopg2.connect(county.owner_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("update core.figure set value = value + 1 where organisation = 'T01' and indicator = 'E01' and basis = 'current'")
        assert cursor.rowcount == 1
    edited = rows(county, FIGURES)
    done = run_dag(system, "rebuild_warehouse", **county.to_environment())
    assert (done["state"], done["states"]) == ("failed", {"rebuild": ["failed"]})
    assert "rows differ between the warehouse and what archive and journal tell" in done["log"]
    assert rows(county, FIGURES) == edited
