"""Publishes a period: its rollups and those that depend on it are replaced, then written to published/<period>/.

The year and the next are locked, the transaction reads one repeatable-read snapshot, and the period stops being dirty
only after its files are there and only if no figure came in between. So whatever moment a process dies at, the period
is still dirty and the next publication makes good what is lacking; publishing twice gives the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.intake import Journal
from huizong.publishing.disclosure import released, withheld
from huizong.publishing.edition import Evidence, edition_of, read_evidence
from huizong.publishing.exports import to_csv, to_parquet
from huizong.publishing.files import write_file
from huizong.publishing.history import record
from huizong.publishing.period_issues import check_periods
from huizong.publishing.review import REVIEW_FILE, Asked, read_asked, review_list
from huizong.publishing.rows import RollupRow, read_rows
from huizong.publishing.workbook import to_workbook
from huizong.settings import Settings
from huizong.warehouse.locks import held, publish_key
from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class DirtyPeriod:
    """A period whose rollups are older than its figures."""

    period: str
    revision: int


@dataclass(frozen=True, slots=True)
class Publication:
    """What one publication did: `periods` were replaced, with `rows` rollup rows together; `files` were written; `kept` are final.

    `to_review` counts the open issues of the periods that publishing raised, now or before.

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


def dirty_periods(connection: Connection) -> list[DirtyPeriod]:
    """Every period that has figures newer than its rollups and is not final, in order."""
    with connection.cursor() as cursor:
        cursor.execute(query("publish_dirty"))
        found = [DirtyPeriod(period, revision) for period, revision in cursor]
    connection.rollback()
    return found


def publish(
    connection: Connection, settings: Settings, catalogue: Catalogue, period: str, published_at: datetime | None = None
) -> Publication:
    """Replace the rollups of the period and of those that depend on it, and write their files.

    Final periods among them stay as they are, and dirty, until a person opens them.
    Raises ValueError for what is no period, OSError if the files can't be written; the period then stays dirty.
    """
    year = Period.parse(period).year
    connection.rollback()
    with held(connection, publish_key(year), publish_key(year + 1), publish_key(year + 2)):
        at = published_at or datetime.now(UTC)
        revision, periods, kept, following = _replace(connection, settings, catalogue, period, at)
        renewed = (*periods, *following)
        rows = read_rows(connection, renewed)
        connection.commit()
        asked, evidence = read_asked(connection, renewed), read_evidence(connection, renewed)
        files = tuple(file for each in renewed for file in _write(settings, catalogue, each, rows, asked.get(each, ()), evidence[each]))
        with connection.cursor() as cursor:
            for each, read in {**following, **({} if period in kept else {period: revision})}.items():
                cursor.execute(query("publish_clear"), {"period": each, "revision": read})
        connection.commit()
    as_of = max((row.as_of for row in rows if row.period == period), default=None)
    to_review = sum(one.state == "open" for each in asked.values() for one in each)
    return Publication(period, revision, periods, sum(row.period in periods for row in rows), as_of, files, to_review, kept)


def _replace(
    connection: Connection, settings: Settings, catalogue: Catalogue, period: str, published_at: datetime
) -> tuple[int, tuple[str, ...], tuple[str, ...], dict[str, int]]:
    """The revision read, the periods replaced and checked, the final ones kept, those after them that changed too; not committed yet.

    The last are dirty by the revision beside each until their files say so; by 0, which is none, where they were dirty already.
    """
    with connection.cursor() as cursor:
        cursor.execute(query("publish_begin"))
        cursor.execute(query("publish_revision"), {"period": period})
        revision: int = (cursor.fetchone() or (0,))[0]
        cursor.execute(query("publish_affected"), {"period": period})
        affected = cursor.fetchall()
        periods = tuple(each for each, is_final in affected if not is_final)
        kept = tuple(each for each, is_final in affected if is_final)
        cursor.execute(query("publish_keep"), {"periods": list(kept), "published_at": published_at})
        parameters = {"periods": list(periods), "revision": revision, "published_at": published_at}
        cursor.execute(query("publish_delete"), parameters)
        cursor.execute(query("publish_rollups"), parameters)
        cursor.execute(query("publish_record"), parameters)
        cursor.execute(query("publish_dues"), {"periods": list(periods), "dues": json.dumps(_dues(catalogue, periods))})
    _join(connection, periods)
    _withhold(connection, catalogue, periods)
    following = _carry(connection, periods)
    record(connection, settings, (*periods, *kept), catalogue.hash, revision, published_at)
    for each, read in following.items():
        record(connection, settings, (each,), catalogue.hash, read, published_at)
    check_periods(connection, catalogue, Journal(settings.archive / "journal"), periods, published_at)
    return revision, periods, kept, _raise(connection, following, published_at)


def _join(connection: Connection, periods: Sequence[str]) -> None:
    """Put together what is one organisation by now, in periods before it was."""
    with connection.cursor() as cursor:
        cursor.execute(query("publish_joined_periods"), {"periods": list(periods)})
        if merged := [period for (period,) in cursor.fetchall()]:
            cursor.execute(query("publish_joined"), {"periods": merged})


def _withhold(connection: Connection, catalogue: Catalogue, within: Sequence[str]) -> None:
    """Mark what of the periods is not to be shown, and take out what would tell it."""
    if not any(indicator.minimum_units for indicator in catalogue.indicators):
        return
    cells = sorted(withheld(catalogue, read_rows(connection, within)))
    named = dict(zip(("periods", "organisations", "indicators"), ([cell[n] for cell in cells] for n in range(3)), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(query("publish_suppress"), {**named, "within": list(within)})


def _carry(connection: Connection, periods: Sequence[str]) -> dict[str, int]:
    """Note in the rows what they take from the period before; the next periods that it changed, with the revision they are of."""
    with connection.cursor() as cursor:
        cursor.execute(query("publish_carry"), {"periods": list(periods)})
        return {period: revision for period, revision in cursor if period not in periods}


def _raise(connection: Connection, periods: Iterable[str], at: datetime) -> dict[str, int]:
    """Make the periods dirty; those that are so already keep their revision, and 0 stands for it."""
    named = dict.fromkeys(periods, 0)
    with connection.cursor() as cursor:
        cursor.execute(query("publish_raise"), {"periods": list(named), "published_at": at})
        return {**named, **dict(cursor.fetchall())}


def _dues(catalogue: Catalogue, periods: Sequence[str]) -> list[dict[str, str]]:
    """When each report of the periods is due: holidays are the catalogue's to know, so that SQL is told."""
    return [
        {
            "reporter": organisation.code,
            "form": obligation.form,
            "period": period,
            "due_at": catalogue.due_at(obligation, Period.parse(period)).isoformat(),
        }
        for period in periods
        for organisation, obligation in catalogue.owed(Period.parse(period))
    ]


def _write(
    settings: Settings, catalogue: Catalogue, period: str, rows: Sequence[RollupRow], asked: Sequence[Asked], evidence: Evidence
) -> list[Path]:
    """The workbook, CSV and Parquet of one period, and what is to be reviewed in it; nothing for a period without rows."""
    mine = released(row for row in rows if row.period == period)
    if not mine:
        return []
    folder = settings.published / period
    written = [
        write_file(folder / f"汇总_{period}.xlsx", to_workbook(edition_of(catalogue, period, mine, evidence))),
        write_file(folder / "rollup.csv", to_csv(mine)),
        write_file(folder / "rollup.parquet", to_parquet(mine)),
    ]
    if asked:
        written.append(write_file(folder / REVIEW_FILE, review_list(asked)))
    return written
