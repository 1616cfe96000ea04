"""Which periods are dirty: their rollups, or only their files, are older than their figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection

from huizong.warehouse import prepared
from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class DirtyPeriod:
    """A period whose rollups are older than its figures."""

    period: str
    revision: int


def dirty_periods(connection: Connection, files_after: float | None = None) -> list[DirtyPeriod]:
    """Every period that has figures newer than its rollups or its files and is not final, in order.

    With `files_after`, in seconds, those that lack nothing but files are left out while arrivals wait to be judged, so long at most.
    """
    with connection.cursor() as cursor:
        cursor.execute(query("publish_dirty"), {"seconds": files_after})
        found = [DirtyPeriod(period, revision) for period, revision in cursor]
    connection.rollback()
    return found


def clear(connection: Connection, read: Mapping[str, int]) -> None:
    """End that periods are dirty, of those of which nothing came in since the revision that was read; the caller commits."""
    with connection.cursor() as cursor:
        for period, revision in read.items():
            cursor.execute(query("publish_clear"), {"period": period, "revision": revision})


def defer(connection: Connection, periods: Sequence[str], read: Mapping[str, int], at: datetime) -> None:
    """Leave periods dirty for their files alone, as far as nothing came in since the revisions read; the caller commits."""
    raise_dirty(connection, periods, at)
    with connection.cursor() as cursor:
        for period in periods:
            cursor.execute(query("publish_defer"), {"period": period, "revision": read.get(period, 0), "at": at})


def covered_periods(connection: Connection, periods: Sequence[str], kept: Sequence[str]) -> dict[str, int]:
    """The dirty periods among those replaced of which nothing else depends, with their revisions: one publication does for all."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(query("publish_dirty"), {"seconds": None})
        dirty = {period: revision for period, revision in cursor.fetchall() if period in periods}
        for period, revision in dirty.items():
            prepared.execute(cursor, "publish_affected", {"period": period})
            if all(each in (kept if is_kept else periods) for each, is_kept in cursor.fetchall()):
                found[period] = revision
    return found


def raise_dirty(connection: Connection, periods: Iterable[str], at: datetime) -> dict[str, int]:
    """Make the periods dirty; those that are so already keep their revision, and 0 stands for it."""
    named = dict.fromkeys(periods, 0)
    with connection.cursor() as cursor:
        cursor.execute(query("publish_raise"), {"periods": list(named), "published_at": at})
        return {**named, **dict(cursor.fetchall())}
