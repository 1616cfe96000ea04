"""The files of a published period: workbook, CSV, Parquet, the list to review, the notice of what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.publishing.disclosure import released
from huizong.publishing.files.exports import to_csv, to_parquet
from huizong.publishing.files.notice import NOTICE_FILE, notice_list, read_notices
from huizong.publishing.files.review import REVIEW_FILE, Asked, read_asked, review_list
from huizong.publishing.files.whole import sweep, write_file
from huizong.publishing.rollup_row import RollupRow
from huizong.publishing.workbook.edition import Evidence, edition_of, read_evidence
from huizong.publishing.workbook.period_workbook import to_workbook
from huizong.publishing.workbook.workbook_digest import digest, digest_in
from huizong.settings import Settings


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


def _write(
    settings: Settings, catalogue: Catalogue, period: str, rows: Sequence[RollupRow], asked: Sequence[Asked], evidence: Evidence
) -> list[Path]:
    """The workbook, CSV and Parquet of one period, and what is to be reviewed in it; nothing for a period without rows."""
    mine = released(row for row in rows if row.period == period)
    if not mine:
        return []
    folder = settings.published / period
    sweep(folder)  # the year is locked: what lies there half-written is a killed publication's
    edition, page = edition_of(catalogue, period, mine, evidence), folder / f"汇总_{period}.xlsx"
    content = digest(edition)
    written = [
        page if digest_in(page) == content else write_file(page, to_workbook(edition, content=content)),
        write_file(folder / "rollup.csv", to_csv(mine)),
        write_file(folder / "rollup.parquet", to_parquet(mine)),
    ]
    if asked:
        written.append(write_file(folder / REVIEW_FILE, review_list(asked)))
    return written
