"""A warehouse's whole content replaced by another's, in one transaction: readers see the old one or the new one."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing

from psycopg2.extensions import connection as Connection

from huizong.warehouse.connection import connect
from huizong.warehouse.locks import LOAD, MIGRATE, lock_transaction
from huizong.warehouse.queries import query
from huizong.warehouse.schema import migrate

_IN_MEMORY_BYTES = 16 * 1024 * 1024


def replace_content(source: Connection, owner_url: str, check: Callable[[Connection], None]) -> None:
    """Put the content of `source`, which has this checkout's schema, into the database of `owner_url`, whatever is there.

    What people were told is taken over from there: it arose from the clock, and nobody is told again since the warehouse was rebuilt.
    `check` is called with the target when nothing can be loaded there any more; if it raises, or anything else does, or the
    process is killed, the database is what it was.
    """
    source.rollback()
    with closing(connect(owner_url)) as target, target.cursor() as writing, source.cursor() as reading:
        lock_transaction(target, MIGRATE)
        lock_transaction(target, LOAD)
        check(target)
        writing.execute(query("rebuild_carried"))
        carried = [(copy_in, _copied(target, copy_out)) for copy_out, copy_in in writing.fetchall()]
        writing.execute(query("rebuild_drop"))
        migrate.install(target)
        reading.execute(query("rebuild_tables"))
        tables = reading.fetchall()
        for _, _, empty in tables:
            writing.execute(empty)
        for copy_out, copy_in, _ in tables:
            with _copied(source, copy_out) as rows:
                writing.copy_expert(copy_in, rows)
        for copy_in, rows in carried:
            with rows:
                writing.copy_expert(copy_in, rows)
        reading.execute(query("rebuild_sequences"))
        for (set_value,) in reading.fetchall():
            writing.execute(set_value)
        target.commit()
    source.rollback()


def _copied(connection: Connection, copy_out: str) -> tempfile.SpooledTemporaryFile[bytes]:
    """The rows that a COPY gives, ready to be read."""
    rows = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - closed by who reads it
    with connection.cursor() as cursor:
        cursor.copy_expert(copy_out, rows)
    rows.seek(0)
    return rows
