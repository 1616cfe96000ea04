"""The way of every question to the warehouse: a named statement in, typed rows out, in one read-only snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TypeVar

from psycopg2.extensions import ISOLATION_LEVEL_REPEATABLE_READ
from psycopg2.extensions import connection as Connection

from huizong.settings import Settings
from huizong.warehouse import connect
from huizong.warehouse.queries import query

Row = TypeVar("Row")
MOST_MILLISECONDS = 20_000


@contextmanager
def reading(settings: Settings) -> Iterator[Connection]:
    """A connection that can change nothing and sees one instant; statements that take too long are ended.

    It acts as the loader, since faults and file names are in rooms that the reader role does not enter; the session is
    read-only, so that no statement of a page writes, whatever is in it. Raises WarehouseError where nobody answers.
    """
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        connection.set_session(isolation_level=ISOLATION_LEVEL_REPEATABLE_READ, readonly=True)
        with connection.cursor() as cursor:
            cursor.execute(query("board_limit"), {"milliseconds": MOST_MILLISECONDS})
        yield connection
        connection.rollback()


def ask(connection: Connection, name: str, made: Callable[..., Row], **parameters: object) -> list[Row]:
    """The rows of the statement `name`, each made of its columns in their order."""
    with connection.cursor() as cursor:
        cursor.execute(query(name), parameters)
        return [made(*row) for row in cursor.fetchall()]
