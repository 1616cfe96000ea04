"""Figures that lay in a partition of their year before there were fewer of them (migration 0038)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from huizong.settings import INCLUDE
from huizong.warehouse import connect
from huizong.warehouse.schema.migrate import migrate

YEARS = (2009, 2015, 2023, 2024, 2026, 2030, 2031, 2035, 2041)


@pytest.fixture
def old(server: Any) -> Iterator[str]:
    """The owner's URL of a database that was never migrated."""
    yield server.create_database("before_fewer_partitions").owner
    server.drop_database("before_fewer_partitions")


def run(url: str, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall() if cursor.description else []
        connection.commit()
        return found


def test_every_figure_is_found_again_in_the_partition_of_its_time(old: str, tmp_path: Path) -> None:
    shutil.copytree(INCLUDE / "sql" / "migrations", tmp_path / "migrations")
    shutil.copytree(INCLUDE / "sql" / "views", tmp_path / "views")
    for late in (tmp_path / "migrations").glob("*.sql"):
        if late.name >= "0038":
            late.unlink()
    migrate(old, tmp_path)
    for number, year in enumerate(YEARS):
        run(
            old,
            "insert into core.figure (period_year, organisation, indicator, period, basis, reporter, form, value, status, unit, place,"
            " raw_text, source, submission_id, figure_no, known_from)"
            " values (%s, 'T01', 'X', %s, 'current', 'T01', 'M', %s, 'reported', '万元', '', '', 'cell', 0, 0, '2026-01-01')",
            year,
            f"{year}-05",
            f"{number}.50",
        )
    before = run(old, "select * from core.figure order by period_year")
    migrate(old)
    assert run(old, "select * from core.figure order by period_year") == before
    assert [row[0] for row in run(old, "select tableoid::regclass::text from core.figure order by period_year")] == [
        "core.figure_past",
        "core.figure_past",
        "core.figure_past",
        "core.figure_2024",
        "core.figure_2026",
        "core.figure_2030",
        "core.figure_default",
        "core.figure_default",
        "core.figure_default",
    ]
    # the keys of the table hold in the new partition too, and ids go on after the last
    with pytest.raises(psycopg2.errors.UniqueViolation):
        run(old, "insert into core.figure_past overriding system value select * from core.figure where period_year = 2009")
    ((last,),) = run(old, "select max(figure_id) from core.figure")
    ((new,),) = run(
        old,
        "insert into core.figure (period_year, organisation, indicator, period, basis, reporter, form, value, status, unit, place,"
        " raw_text, source, submission_id, figure_no, known_from)"
        " values (2008, 'T01', 'X', '2008-05', 'current', 'T01', 'M', 1, 'reported', '万元', '', '', 'cell', 0, 0, '2026-01-01')"
        " returning figure_id",
    )
    assert new > last
