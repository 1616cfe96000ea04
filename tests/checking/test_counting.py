"""Great Expectations is asked for the number of a rule's fault rows, and runs the rule once for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg2
from sqlalchemy import func, literal_column, select, text

from huizong.checking.gx import unexpected_counts
from huizong.checking.suite import Rule

if TYPE_CHECKING:
    from tests.conftest import Database


def a_rule(name: str, row: str, rows: int) -> Rule:
    statement = select(literal_column(row)).select_from(func.generate_series(1, rows)).where(text("not exists (select from {batch})"))
    return Rule(name, "counts itself", "warning", (), lambda: statement)


def test_a_rule_is_run_once_to_be_counted(database: Database) -> None:
    with psycopg2.connect(database.owner_url) as owner, owner.cursor() as cursor:
        cursor.execute("create sequence staging.evaluated; grant usage on staging.evaluated to huizong_loader")
    counted = a_rule("counted", "nextval('staging.evaluated')", 3)
    assert unexpected_counts(database.loader_url, "run-1", [counted, a_rule("held", "1", 0)]) == {"counted": 3, "held": 0}
    with owner.cursor() as cursor:
        cursor.execute("select last_value from staging.evaluated")
        assert cursor.fetchone() == (3,)  # a sequence goes on even where the transaction is rolled back
    owner.close()
