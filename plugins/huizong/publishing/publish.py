"""Publishes a period: its rollups and those that depend on it are replaced, then written to published/<period>/.

The year and the next are locked, the transaction reads one repeatable-read snapshot, and the period stops being dirty
only after its files are there and only if no figure came in between. So whatever moment a process dies at, the period
is still dirty and the next publication makes good what is lacking; publishing twice gives the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.intake import Journal
from huizong.publishing.disclosure import Sized, released, withheld
from huizong.publishing.files.exports import to_csv, to_parquet
from huizong.publishing.files.notice import NOTICE_FILE, notice_list, read_notices
from huizong.publishing.files.review import REVIEW_FILE, Asked, read_asked, review_list
from huizong.publishing.files.whole import write_file
from huizong.publishing.gate import Stopped, examine, hold_back, let_through
from huizong.publishing.history import record
from huizong.publishing.period_issues import check_periods
from huizong.publishing.rollup_row import RollupRow, read_rows
from huizong.publishing.scope import EVERYTHING, Scope, made_under, scope_of
from huizong.publishing.workbook.edition import Evidence, edition_of, read_evidence
from huizong.publishing.workbook.period_workbook import digest, digest_in, to_workbook
from huizong.settings import Settings
from huizong.warehouse.dues import due_rows
from huizong.warehouse.locks import held, publish_key
from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class DirtyPeriod:
    """A period whose rollups are older than its figures."""

    period: str
    revision: int


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


def dirty_periods(connection: Connection) -> list[DirtyPeriod]:
    """Every period that has figures newer than its rollups and is not final, in order."""
    with connection.cursor() as cursor:
        cursor.execute(query("publish_dirty"))
        found = [DirtyPeriod(period, revision) for period, revision in cursor]
    connection.rollback()
    return found


def publish(
    connection: Connection,
    settings: Settings,
    catalogue: Catalogue,
    period: str,
    published_at: datetime | None = None,
    *,
    with_files: bool = True,
    whole: bool = False,
) -> Publication:
    """Bring the rollups of the period and of those that depend on it up to date, and write their files.

    Only what is made of something new is worked out (`scope`), unless the `whole` is asked for, and only what comes out otherwise
    is replaced. Final periods stay as they are, and dirty, until a person opens them; those that don't add up or that leap stay
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
        done = None if whole else _only_files(connection, period)
        done = done or _replace(connection, settings, catalogue, period, at, whole=whole)
        renewed = (*done.periods, *done.following)
        notices = announce(connection, settings, renewed, at)
        standing = _standing(connection, done.periods)
        rows = read_rows(connection, renewed) if with_files else ()
        connection.commit()
        clean = {} if period in (*done.kept, *(one.period for one in done.stopped)) else {period: done.revision}
        if with_files:
            written = write_periods(connection, settings, catalogue, renewed, rows)
            clear(connection, {**done.covered, **done.following, **clean})
        else:
            written = WrittenPeriods((), 0)
            defer(connection, renewed, {**done.covered, **done.following, **clean}, at)
        connection.commit()
    return Publication(
        period,
        done.revision,
        done.periods,
        sum(number for number, _ in standing.values()),
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


def _standing(connection: Connection, periods: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    """How many rows each period has, and as of when they hold; nothing of one without any."""
    with connection.cursor() as cursor:
        cursor.execute(query("publish_standing"), {"periods": list(periods)})
        return {period: (rows, as_of) for period, rows, as_of in cursor}


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


def _replace(
    connection: Connection, settings: Settings, catalogue: Catalogue, period: str, published_at: datetime, *, whole: bool
) -> _Replaced:
    """Work out the period and what depends on it, and keep what may be published; not committed yet."""
    with connection.cursor() as cursor:
        cursor.execute(query("publish_revision"), {"period": period})
        revision: int = (cursor.fetchone() or (0,))[0]
        cursor.execute(query("publish_affected"), {"period": period})
        affected = cursor.fetchall()
        kept = tuple(each for each, is_kept in affected if is_kept)
        cursor.execute(query("publish_keep"), {"periods": list(kept), "published_at": published_at})
    computed = tuple(each for each, is_kept in affected if not is_kept)
    scope = EVERYTHING if whole else scope_of(connection, catalogue, computed)
    compute(connection, catalogue, computed, {"revision": revision, "published_at": published_at}, scope)
    stopped = examine(connection, settings, computed, catalogue.hash, scope)
    hold_back(connection, stopped, catalogue.hash, published_at)
    periods = tuple(each for each in computed if each not in {one.period for one in stopped})
    following = _settle(connection, periods, scope)
    let_through(connection, periods)
    record(connection, settings, (*periods, *kept), catalogue.hash, revision, published_at, scope=scope)
    for each, read in following.items():
        record(connection, settings, (each,), catalogue.hash, read, published_at, scope=scope)
    check_periods(connection, catalogue, Journal(settings.archive / "journal"), periods, published_at, scope)
    covered = _covered(connection, periods, kept)
    return _Replaced(revision, periods, kept, stopped, raise_dirty(connection, following, published_at), covered)


def _covered(connection: Connection, periods: Sequence[str], kept: Sequence[str]) -> dict[str, int]:
    """The dirty periods among those replaced of which nothing else depends, with their revisions: one publication does for all."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(query("publish_dirty"))
        dirty = {period: revision for period, revision in cursor.fetchall() if period in periods}
        for period, revision in dirty.items():
            cursor.execute(query("publish_affected"), {"period": period})
            if all(each in (kept if is_kept else periods) for each, is_kept in cursor.fetchall()):
                found[period] = revision
    return found


def work_out(connection: Connection, settings: Settings, catalogue: Catalogue, at: datetime) -> tuple[str, ...]:
    """Put the rollups of every period that is open for change in a warehouse that nobody reads yet; commits. Returns the periods.

    Neither history nor files are written: it is what a publication of all of them would show.
    """
    revisions: dict[str, int] = {}
    with connection.cursor() as cursor:
        for dirty in dirty_periods(connection):
            cursor.execute(query("publish_affected"), {"period": dirty.period})
            revisions |= {period: dirty.revision for period, is_kept in cursor.fetchall() if not is_kept}
    connection.rollback()
    order = sorted(revisions, key=lambda period: Period.parse(period).last_day)
    for period in order:
        parameters = {"revision": revisions[period], "published_at": at}
        with connection.cursor() as cursor:
            cursor.execute(query("publish_begin"))
        compute(connection, catalogue, (period,), parameters)
        stopped = examine(connection, settings, (period,), catalogue.hash)
        hold_back(connection, stopped, catalogue.hash, at)
        _settle(connection, () if stopped else (period,))
        connection.commit()
    return tuple(order)


def compute(
    connection: Connection, catalogue: Catalogue, periods: Sequence[str], parameters: Mapping[str, object], scope: Scope = EVERYTHING
) -> None:
    """The rollups of the periods, as far as the scope goes, in place of those that differ; and what of them is not to be shown.

    `parameters` are the revision and the instant of the publication.
    """
    values = {**parameters, **scope.values, **made_under(catalogue), "periods": list(periods)}
    with connection.cursor() as cursor:
        if scope.indicators != ():
            cursor.execute(query("publish_fresh"))
            cursor.execute(query("publish_rollups"), values)
            _withhold(connection, catalogue, periods, scope)
            cursor.execute(query("publish_merge"), values)
        cursor.execute(query("publish_record"), values)
        if scope.indicators is None:  # when reports are due is the catalogue's word
            cursor.execute(query("publish_dues"), {"periods": list(periods), "dues": json.dumps(due_rows(catalogue, periods))})


def _settle(connection: Connection, periods: Sequence[str], scope: Scope = EVERYTHING) -> dict[str, int]:
    """What follows from rollups that hold; returns the periods after them that changed too, with their revision."""
    if scope.indicators == ():
        return {}
    _join(connection, periods, scope)
    return carry(connection, periods, scope)


@dataclass(frozen=True, slots=True)
class WrittenPeriods:
    """The files that were written of some periods, and how many open issues those have."""

    files: tuple[Path, ...]
    to_review: int


def write_periods(
    connection: Connection, settings: Settings, catalogue: Catalogue, periods: Sequence[str], rows: Sequence[RollupRow]
) -> WrittenPeriods:
    """Write the files of published periods; raises OSError."""
    asked, evidence = read_asked(connection, periods), read_evidence(connection, periods)
    files = (file for each in periods for file in _write(settings, catalogue, each, rows, asked.get(each, ()), evidence[each]))
    return WrittenPeriods(tuple(files), sum(one.state == "open" for each in asked.values() for one in each))


def announce(connection: Connection, settings: Settings, periods: Sequence[str], at: datetime) -> tuple[Path, ...]:
    """Write the notice of each period of which a published figure changes in this transaction, before anybody can see the change."""
    notices = read_notices(connection, periods)
    return tuple(
        write_file(settings.published / period / NOTICE_FILE, notice_list(restated))
        for period, restated in notices.items()
        if any(one.restated_at >= at for one in restated)
    )


def _join(connection: Connection, periods: Sequence[str], scope: Scope) -> None:
    """Put together what is one organisation by now, in periods before it was."""
    with connection.cursor() as cursor:
        cursor.execute(query("publish_joined_periods"), {**scope.values, "periods": list(periods)})
        if merged := [period for (period,) in cursor.fetchall()]:
            cursor.execute(query("publish_joined"), {**scope.values, "periods": merged})


def _withhold(connection: Connection, catalogue: Catalogue, within: Sequence[str], scope: Scope) -> None:
    """Mark what of the periods, as it was worked out just now, is not to be shown, and take out what would tell it."""
    guarded = [i for i in catalogue.indicators if i.minimum_units and scope.has(i.code)]
    if not guarded:
        return
    counts = {i.minimum_units[0] for i in guarded if i.minimum_units}
    asked = {"periods": list(within), **scope.values, "asked": sorted({*(i.code for i in guarded), *counts})}
    with connection.cursor() as cursor:
        cursor.execute(query("publish_sizes"), asked)
        cells = sorted(withheld(catalogue, [Sized(*row) for row in cursor.fetchall()]))
    named = dict(zip(("periods", "organisations", "indicators"), ([cell[n] for cell in cells] for n in range(3)), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(query("publish_suppress"), {**named, "within": list(within)})


def carry(connection: Connection, periods: Sequence[str], scope: Scope = EVERYTHING) -> dict[str, int]:
    """Note in the rows what they take from the period before; the next periods that it changed, with the revision they are of."""
    with connection.cursor() as cursor:
        cursor.execute(query("publish_carry"), {**scope.values, "periods": list(periods)})
        return {period: revision for period, revision in cursor if period not in periods}


def raise_dirty(connection: Connection, periods: Iterable[str], at: datetime) -> dict[str, int]:
    """Make the periods dirty; those that are so already keep their revision, and 0 stands for it."""
    named = dict.fromkeys(periods, 0)
    with connection.cursor() as cursor:
        cursor.execute(query("publish_raise"), {"periods": list(named), "published_at": at})
        return {**named, **dict(cursor.fetchall())}


def _write(
    settings: Settings, catalogue: Catalogue, period: str, rows: Sequence[RollupRow], asked: Sequence[Asked], evidence: Evidence
) -> list[Path]:
    """The workbook, CSV and Parquet of one period, and what is to be reviewed in it; nothing for a period without rows."""
    mine = released(row for row in rows if row.period == period)
    if not mine:
        return []
    folder = settings.published / period
    edition, page = edition_of(catalogue, period, mine, evidence), folder / f"汇总_{period}.xlsx"
    written = [
        page if digest_in(page) == digest(edition) else write_file(page, to_workbook(edition)),
        write_file(folder / "rollup.csv", to_csv(mine)),
        write_file(folder / "rollup.parquet", to_parquet(mine)),
    ]
    if asked:
        written.append(write_file(folder / REVIEW_FILE, review_list(asked)))
    return written
