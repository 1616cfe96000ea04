"""Publishes a period: its rollups and those that depend on it are replaced, then written to published/<period>/.

The year and the next are locked, the transaction reads one repeatable-read snapshot, and the period stops being dirty
only after its files are there and only if no figure came in between. So whatever moment a process dies at, the period
is still dirty and the next publication makes good what is lacking; publishing twice gives the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.publishing.dirty import clear, covered_periods, defer, raise_dirty
from huizong.publishing.gate import Stopped, examine, hold_back, let_through
from huizong.publishing.history import Occasion, record
from huizong.publishing.period_files import WrittenPeriods, announce, write_periods
from huizong.publishing.period_issues import check_periods
from huizong.publishing.scope import EVERYTHING, scope_of
from huizong.publishing.working_out import compute, join, settle_rollups
from huizong.settings import Settings
from huizong.warehouse import prepared
from huizong.warehouse.locks import held, publish_key
from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class Publication:
    """What one publication did: `periods` were replaced, with `rows` rollup rows together, and `files` written.

    `kept` are final or were put back, `stopped` came out in a way that is not published. `to_review` counts the open issues of
    the periods that publishing raised, now or before.

    `as_of` is the instant as of which the period's rollups hold; None if there is nothing to publish.
    """

    period: str
    revision: int
    periods: tuple[str, ...]
    rows: int
    as_of: datetime | None
    files: tuple[Path, ...]
    to_review: int
    kept: tuple[str, ...] = ()
    stopped: tuple[Stopped, ...] = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How a publication is done: with its files or without, the whole anew or only what is made of something new."""

    with_files: bool = True
    whole: bool = False


ORDINARY = Manner()


@dataclass(frozen=True, slots=True)
class _Replaced:
    """What a publishing transaction did: the revision it read, the periods replaced, kept, stopped.

    `following` are periods after them that changed too: dirty by the revision beside each until their files say so; by 0, which
    is none, where they were dirty already. `covered` are dirty periods of which all that depends on them was replaced, with the
    revision that was read.
    """

    revision: int
    periods: tuple[str, ...]
    kept: tuple[str, ...]
    stopped: tuple[Stopped, ...]
    following: Mapping[str, int]
    covered: Mapping[str, int]


def publish(
    connection: Connection,
    settings: Settings,
    catalogue: Catalogue,
    period: str,
    published_at: datetime | None = None,
    manner: Manner = ORDINARY,
) -> Publication:
    """Bring the rollups of the period and of those that depend on it up to date, and write their files.

    Only what is made of something new is worked out (`scope`), unless the whole is asked for (`manner`), and only what comes out
    otherwise is replaced. Final periods stay as they are, and dirty, until a person opens them; those that don't add up or that leap stay
    as they were published (`gate`).
    Without files their periods stay dirty for those; a later publication finds nothing else to do.
    Raises ValueError for what is no period, OSError if the files can't be written; the period then stays dirty.
    """
    year = Period.parse(period).year
    connection.rollback()
    with held(connection, publish_key(year), publish_key(year + 1), publish_key(year + 2)):
        at = published_at or datetime.now(UTC)
        with connection.cursor() as cursor:
            cursor.execute(query("publish_begin"))
        done = None if manner.whole else _only_files(connection, period)
        done = done or _replace(connection, settings, catalogue, period, at, whole=manner.whole)
        renewed = (*done.periods, *done.following)
        notices = announce(connection, settings, renewed, at)
        standing = standing_of(connection, renewed)
        connection.commit()
        clean = {} if period in (*done.kept, *(one.period for one in done.stopped)) else {period: done.revision}
        if manner.with_files:
            written = write_periods(connection, settings, catalogue, renewed, sum(rows for rows, _ in standing.values()))
            clear(connection, {**done.covered, **done.following, **clean})
        else:
            written = WrittenPeriods((), 0)
            defer(connection, renewed, {**done.covered, **done.following, **clean}, at)
        connection.commit()
    return Publication(
        period,
        done.revision,
        done.periods,
        sum(rows for each, (rows, _) in standing.items() if each in done.periods),
        standing[period][1] if period in standing else None,
        (*notices, *written.files),
        written.to_review,
        done.kept,
        done.stopped,
    )


def _only_files(connection: Connection, period: str) -> _Replaced | None:
    """The period as replaced already, where nothing but its files is out of date; None where more is."""
    with connection.cursor() as cursor:
        cursor.execute(query("publish_deferred"), {"period": period})
        found = cursor.fetchone()
    return None if found is None else _Replaced(found[0], (period,), (), (), {}, {})


def standing_of(connection: Connection, periods: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    """How many rows each period has, and as of when they hold; nothing of one without any."""
    with connection.cursor() as cursor:
        cursor.execute(query("publish_standing"), {"periods": list(periods)})
        return {period: (rows, as_of) for period, rows, as_of in cursor}


def _replace(
    connection: Connection, settings: Settings, catalogue: Catalogue, period: str, published_at: datetime, *, whole: bool
) -> _Replaced:
    """Work out the period and what depends on it, and keep what may be published; not committed yet."""
    with connection.cursor() as cursor:
        cursor.execute(query("publish_revision"), {"period": period})
        revision: int = (cursor.fetchone() or (0,))[0]
        prepared.execute(cursor, "publish_affected", {"period": period})
        affected = cursor.fetchall()
        kept = tuple(each for each, is_kept in affected if is_kept)
        cursor.execute(query("publish_keep"), {"periods": list(kept), "published_at": published_at})
    computed = tuple(each for each, is_kept in affected if not is_kept)
    scope = EVERYTHING if whole else scope_of(connection, catalogue, computed)
    compute(connection, catalogue, computed, {"revision": revision, "published_at": published_at}, scope)
    stopped = examine(connection, settings, computed, catalogue.hash, scope)
    hold_back(connection, stopped, catalogue.hash, published_at)
    periods = tuple(each for each in computed if each not in {one.period for one in stopped})
    following = settle_rollups(connection, periods, scope)
    join(connection, kept)
    let_through(connection, periods)
    record(connection, settings, (*periods, *kept), Occasion(catalogue.hash, revision, published_at), scope)
    for each, read in following.items():
        record(connection, settings, (each,), Occasion(catalogue.hash, read, published_at), scope)
    check_periods(connection, settings, catalogue, periods, published_at, scope)
    covered = covered_periods(connection, periods, kept)
    return _Replaced(revision, periods, kept, stopped, raise_dirty(connection, following, published_at), covered)
