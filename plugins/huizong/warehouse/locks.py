"""Advisory locks of the warehouse: one number each, so that no two rooms ever wait for another by accident."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg2.extensions import connection as Connection

from huizong.warehouse.queries import query

MIGRATE = 4_874_210_001
LOAD = 4_874_210_002
DATA_DOCS = 4_874_210_003
RULES = 4_874_210_004
ALERTS = 4_874_210_005
MEASURE = 4_874_210_006
_PUBLISH = 4_874_220_000


def publish_key(year: int) -> int:
    """The lock of the rollups of one year."""
    return _PUBLISH + year


def lock_transaction(connection: Connection, key: int) -> None:
    """Wait for the lock and hold it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(query("lock_transaction"), {"key": key})


def share_transaction(connection: Connection, key: int) -> None:
    """The same beside others who share it: only one that wants it alone must wait, or is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(query("lock_transaction_shared"), {"key": key})


@contextmanager
def held(connection: Connection, *keys: int) -> Iterator[None]:
    """Hold the locks over several transactions of the connection, taken in ascending order so that none deadlock.

    Taken in a transaction of its own, so that a snapshot begun inside sees what the last holder committed. A lost
    session gives them back by itself.
    """
    taken: list[int] = []
    try:
        for key in sorted(keys):
            with connection.cursor() as cursor:
                cursor.execute(query("lock_session"), {"key": key})
            connection.commit()
            taken.append(key)
        yield
    finally:
        if not connection.closed:
            connection.rollback()
            for key in reversed(taken):
                with connection.cursor() as cursor:
                    cursor.execute(query("unlock_session"), {"key": key})
            connection.commit()
