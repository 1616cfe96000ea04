"""Publishes a period: its rollups and those that depend on it are replaced, then written to published/<period>/.

The year and the next are locked, the transaction reads one repeatable-read snapshot, and the period stops being dirty
only after its files are there and only if no figure came in between. So whatever moment a process dies at, the period
is still dirty and the next publication makes good what is lacking; publishing twice gives the same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.intake import Journal
from huizong.publishing.disclosure import released, withheld
from huizong.publishing.exports import to_csv, to_parquet
from huizong.publishing.files import write_file
from huizong.publishing.history import record
from huizong.publishing.page import compose
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
    with held(connection, publish_key(year), publish_key(year + 1)):
        revision, periods, kept, rows = _replace(connection, settings, catalogue, period, published_at or datetime.now(UTC))
        asked, senders = read_asked(connection, periods), _senders(connection, periods)
        files = tuple(
            file
            for each in periods
            for file in _write(settings, catalogue, each, rows, asked.get(each, ()), senders.get(each, frozenset()))
        )
        with connection.cursor() as cursor:
            if period not in kept:
                cursor.execute(query("publish_clear"), {"period": period, "revision": revision})
        connection.commit()
    as_of = max((row.as_of for row in rows if row.period == period), default=None)
    to_review = sum(one.state == "open" for each in asked.values() for one in each)
    return Publication(period, revision, periods, len(rows), as_of, files, to_review, kept)


def _replace(
    connection: Connection, settings: Settings, catalogue: Catalogue, period: str, published_at: datetime
) -> tuple[int, tuple[str, ...], tuple[str, ...], tuple[RollupRow, ...]]:
    """The revision read, the periods replaced and checked, the final ones kept, and the rows of those replaced; committed."""
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
    rows = _withholding(connection, catalogue, read_rows(connection, periods))
    record(connection, settings, (*periods, *kept), catalogue.hash, revision, published_at)
    check_periods(connection, catalogue, Journal(settings.archive / "journal"), periods, published_at)
    connection.commit()
    return revision, periods, kept, rows


def _withholding(connection: Connection, catalogue: Catalogue, rows: tuple[RollupRow, ...]) -> tuple[RollupRow, ...]:
    """The rows with what is not to be shown marked, in the warehouse too."""
    cells = sorted(withheld(catalogue, rows))
    if not cells:
        return rows
    periods, organisations, indicators = (list(part) for part in zip(*cells, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(query("publish_suppress"), {"periods": periods, "organisations": organisations, "indicators": indicators})
    hidden = frozenset(cells)
    return tuple(replace(row, suppressed=(row.period, row.organisation, row.indicator) in hidden) for row in rows)


def _senders(connection: Connection, periods: Sequence[str]) -> dict[str, frozenset[str]]:
    """Who has sent anything that was taken, by period."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(query("publish_senders"), {"periods": list(periods)})
        for period, reporter in cursor:
            found.setdefault(period, set()).add(reporter)
    return {period: frozenset(reporters) for period, reporters in found.items()}


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
    settings: Settings, catalogue: Catalogue, period: str, rows: Sequence[RollupRow], asked: Sequence[Asked], senders: frozenset[str]
) -> list[Path]:
    """The workbook, CSV and Parquet of one period, and what is to be reviewed in it; nothing for a period without rows."""
    mine = released(row for row in rows if row.period == period)
    if not mine:
        return []
    folder = settings.published / period
    written = [
        write_file(folder / f"汇总_{period}.xlsx", to_workbook(compose(catalogue, period, mine, senders), mine, catalogue)),
        write_file(folder / "rollup.csv", to_csv(mine)),
        write_file(folder / "rollup.parquet", to_parquet(mine)),
    ]
    if asked:
        written.append(write_file(folder / REVIEW_FILE, review_list(asked)))
    return written
