"""Prepared statements: the same answers as the plain query, whatever became of the transaction that prepared them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from huizong.warehouse import connect
from huizong.warehouse.prepared import execute

if TYPE_CHECKING:
    from huizong.settings import Settings


def test_it_is_prepared_once_a_connection_and_outlives_a_rollback(settings: Settings) -> None:
    with closing(connect(settings.database_url)) as connection:
        for _ in range(3):
            with connection.cursor() as cursor:
                execute(cursor, "feedback_cells", {"sha256": "a" * 64})
                assert cursor.fetchall() == []
                cursor.execute("select name from pg_prepared_statements")
                assert cursor.fetchall() == [("huizong_feedback_cells",)]
            connection.rollback()
    with closing(connect(settings.database_url)) as other, other.cursor() as cursor:
        execute(cursor, "feedback_changes", {"submission_id": 1, "previous_id": 2})
        assert cursor.fetchall() == []
