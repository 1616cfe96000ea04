"""What BI tools rely on: names and types of the marts, and the ten questions of docs/bi.md."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import psycopg2

from huizong.publishing import publish
from huizong.settings import REPOSITORY
from tests.database.publishing.test_second_county import Year, year

if TYPE_CHECKING:
    from huizong.settings import Settings
    from tests.conftest import Database

__all__ = ["year"]
COLUMNS = (
    "select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) from pg_class as c "
    "join pg_attribute as a on a.attrelid = c.oid where c.relnamespace = 'mart'::regnamespace and c.relkind in ('r', 'v') "
    "and a.attnum > 0 and not a.attisdropped"
)
FUNCTIONS = (
    "select p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ') ' || pg_get_function_result(p.oid) from pg_proc as p "
    "where p.pronamespace = 'mart'::regnamespace"
)


def promised() -> list[str]:
    lines = (REPOSITORY / "docs" / "bi_contract.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def questions() -> dict[str, str]:
    """The queries of benchmarks/mart_queries.sql by their names."""
    text = (REPOSITORY / "benchmarks" / "mart_queries.sql").read_text("utf-8")
    parts = re.split(r"^-- \[(.+)\]$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_nothing_promised_is_renamed_removed_or_of_another_type(database: Database) -> None:
    with closing(psycopg2.connect(database.owner_url)) as connection, connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        there = {row[0] for row in cursor.fetchall()}
        cursor.execute(FUNCTIONS)
        there |= {row[0] for row in cursor.fetchall()}
    assert [line for line in promised() if line not in there] == []
    relations = {line.partition(".")[0] for line in there if "(" not in line}
    assert relations <= {line.partition(".")[0] for line in promised()}  # a new view is promised with all that it has


def test_the_reader_asks_the_ten_questions(year: Year, settings: Settings) -> None:
    year.plan(A="400", B="150", C="90", D="250", E="60")
    for month in (1, 2, 3):
        year.county.clock = datetime(2026, month + 1, 5, tzinfo=UTC)
        year.send(month)
        publish(year.county.connection, settings, year.county.catalogue, f"2026-{month:02d}")
    asked: dict[str, Any] = {"county": "Z", "town": "A", "indicator": "P", "period": "2026-03", "year": "2026"}
    asked["instant"] = datetime(2026, 3, 31, tzinfo=UTC)
    answers = {}
    with closing(psycopg2.connect(settings.reader_url)) as reader, reader.cursor() as cursor:
        for name, statement in questions().items():
            cursor.execute(statement, asked)
            answers[name] = cursor.fetchall()
    assert len(answers) == 10
    # 75 a month of five towns
    assert [row[:5] for row in answers["county by month"]] == [
        ("2026-01", 75, "万元", 5, 5),
        ("2026-02", 150, "万元", 5, 5),
        ("2026-03", 225, "万元", 5, 5),
    ]
    # 90, 60, 36, 24, 15
    assert [(row[0], row[3]) for row in answers["ranking of towns"]] == [
        (1, "北港镇"),
        (2, "山口镇"),
        (3, "南桥镇"),
        (4, "中洲乡"),
        (5, "浅滩乡"),
    ]
    assert [(row[0], round(row[2], 4)) for row in answers["growth"] if row[0] == "P"] == [("P", Decimal("17.1875"))]  # 225 of 192
    assert answers["coverage"] == []
    assert [row[:3] for row in answers["drill to the source"]] == [("北港镇", "M", 90)]
    assert answers["conflicts"] == []
    assert answers["as it was known"] == []  # March was not there on its last day
    assert [(row[0], round(row[1], 4)) for row in answers["completion of plans"]] == [("产值", Decimal("23.6842"))]  # 225 of 950
    assert answers["what waits for a name"] == []
