"""The files of a published period: workbook, CSV, Parquet, the list to review, the notice of what changed."""

from __future__ import annotations

import gc
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import cast

import psycopg2
from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.publishing.disclosure import released
from huizong.publishing.files.exports import to_csv, to_parquet
from huizong.publishing.files.notice import NOTICE_FILE, notice_list, read_notices
from huizong.publishing.files.review import REVIEW_FILE, read_asked, review_list
from huizong.publishing.files.whole import sweep, write_file
from huizong.publishing.rollup_row import read_rows
from huizong.publishing.workbook.edition import edition_of, read_evidence
from huizong.publishing.workbook.period_workbook import to_workbook
from huizong.publishing.workbook.workbook_digest import digest, digest_in
from huizong.reading.messages import NoReaderError, OverrunError
from huizong.reading.pool import ReaderPool
from huizong.settings import Settings
from huizong.warehouse import WarehouseError, connect

log = logging.getLogger(__name__)

# From so many rollups on each period is written by a process of its own; they take a few milliseconds a hundred, such a process
# a tenth of a second.
MANY = 4_000
# The bounds of such a process, wide enough for a county of thousands: it is our own data that it writes.
WRITE_SECONDS, WRITE_MEMORY_MB = 200.0, 4096


@dataclass(frozen=True, slots=True)
class WrittenPeriods:
    """The files that were written of some periods, and how many open issues those have."""

    files: tuple[Path, ...]
    to_review: int


@dataclass(frozen=True, slots=True)
class Commission:
    """One period that a process of its own is to write."""

    settings: Settings
    catalogue: Catalogue
    period: str


def write_periods(connection: Connection, settings: Settings, catalogue: Catalogue, periods: Sequence[str], rollups: int) -> WrittenPeriods:
    """Write the files of published periods, which have so many rollups together; their year is locked. Raises OSError.

    Many are written side by side, each period by a process that ends with it: on all cores, and with all the memory it took.
    """
    if rollups < MANY:
        done = [_write_period(connection, settings, catalogue, period) for period in periods]
    else:
        connection.rollback()  # nothing is held while others read
        with (
            ReaderPool(settings.readers, WRITE_SECONDS, WRITE_MEMORY_MB) as pool,
            ThreadPoolExecutor(settings.readers, thread_name_prefix="periods") as threads,
        ):
            outcomes = list(threads.map(partial(_written_aside, pool), (Commission(settings, catalogue, period) for period in periods)))
        done = []
        for period, outcome in zip(periods, outcomes, strict=True):
            if isinstance(outcome, Exception):
                raise outcome
            done.append(_write_period(connection, settings, catalogue, period) if outcome is None else outcome)
    return WrittenPeriods(tuple(chain.from_iterable(one.files for one in done)), sum(one.to_review for one in done))


def write_alone(commission: Commission) -> WrittenPeriods | Exception:
    """Write one period on a connection of this process; what disk or database refuse is returned, as it would be raised here."""
    gc.disable()  # the process ends with this: to look for circles in what it read would take a fifth of its time
    try:
        with closing(connect(commission.settings.database_url, role="huizong_loader")) as connection:
            return _write_period(connection, commission.settings, commission.catalogue, commission.period)
    except (OSError, psycopg2.Error, WarehouseError) as error:
        return error


def _written_aside(pool: ReaderPool, commission: Commission) -> WrittenPeriods | Exception | None:
    """What came of one period, None where no process could do it."""
    try:
        return cast("WrittenPeriods | Exception", pool.work(write_alone, commission))
    except (NoReaderError, OverrunError) as error:
        log.warning("%s is written by the process that publishes it: %s", commission.period, type(error).__name__)
        return None


def announce(connection: Connection, settings: Settings, periods: Sequence[str], at: datetime) -> tuple[Path, ...]:
    """Write the notice of each period of which a published figure changes in this transaction, before anybody can see the change."""
    notices = read_notices(connection, periods)
    return tuple(
        write_file(settings.published / period / NOTICE_FILE, notice_list(restated))
        for period, restated in notices.items()
        if any(one.restated_at >= at for one in restated)
    )


def _write_period(connection: Connection, settings: Settings, catalogue: Catalogue, period: str) -> WrittenPeriods:
    """The workbook, CSV and Parquet of one period, and what is to be reviewed in it; nothing for a period without rollups."""
    asked = read_asked(connection, [period]).get(period, ())
    to_review = sum(one.state == "open" for one in asked)
    mine = released(read_rows(connection, [period]))
    if not mine:
        return WrittenPeriods((), to_review)
    folder = settings.published / period
    sweep(folder)  # the year is locked: what lies there half-written is a killed publication's
    edition = edition_of(catalogue, period, mine, read_evidence(connection, [period])[period])
    page, content = folder / f"汇总_{period}.xlsx", digest(edition)
    written = [
        page if digest_in(page) == content else write_file(page, to_workbook(edition, content=content)),
        write_file(folder / "rollup.csv", to_csv(mine)),
        write_file(folder / "rollup.parquet", to_parquet(mine)),
    ]
    if asked:
        written.append(write_file(folder / REVIEW_FILE, review_list(asked)))
    return WrittenPeriods(tuple(written), to_review)
