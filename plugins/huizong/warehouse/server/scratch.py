"""A copy of the warehouse on a server of the moment, for judging that must leave no trace (decision 0003)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from typing import IO

from psycopg2.extensions import connection as Connection

from huizong.settings import Settings
from huizong.warehouse.connection import connect
from huizong.warehouse.queries import query
from huizong.warehouse.server.seed import migrated_server

_IN_MEMORY_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Scratch:
    """Settings of a private database, and the last commit of the warehouse that is in it."""

    settings: Settings
    clock: str


@contextmanager
def scratch_copy(settings: Settings, connection: Connection) -> Iterator[Scratch]:
    """A private database that holds what rules read of the warehouse, as one instant shows it; gone afterwards.

    The archive is the system's own. The connection's transaction is ended.
    """
    with migrated_server(settings.home / "cache") as server:
        urls = server.urls()
        with closing(connect(urls.owner)) as copy:
            clock = copy_warehouse(connection, copy)
        yield Scratch(replace(settings, database_url=urls.loader, owner_url=urls.owner, reader_url=urls.reader), clock)


def copy_warehouse(source: Connection, target: Connection) -> str:
    """Copy the tables that rules read into an empty migrated database and commit there; returns the source's last commit."""
    source.rollback()
    with source.cursor() as reading, target.cursor() as writing:
        reading.execute(query("publish_begin"))
        clock = last_commit(source)
        reading.execute(query("scratch_tables"))
        for copy_out, copy_in in reading.fetchall():
            with _spool() as rows:
                reading.copy_expert(copy_out, rows)
                rows.seek(0)
                writing.copy_expert(copy_in, rows)
    source.rollback()
    target.commit()
    return clock


def last_commit(connection: Connection) -> str:
    """The instant of the last commit that changed figures, as text; it stays until the next one."""
    with connection.cursor() as cursor:
        cursor.execute(query("revalidate_clock"))
        ((clock,),) = cursor.fetchall()
    return str(clock)


def _spool() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)
