"""`huizong check`: the same rooms as the real flow, on a private server that is thrown away at the end.

Nothing of a running system is touched: not its inbox, archive, journal or warehouse. Paths of one call count as
received in that order, each judged and loaded before the next, so that resubmissions and history show as they would;
scans are judged last, as in a batch.
"""

from __future__ import annotations

import logging
import tempfile
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong.answers.report import FileReport, file_reports
from huizong.catalogue import Catalogue
from huizong.checking import judge
from huizong.flow.rules_of_dry_runs import install_rules
from huizong.intake import Archive
from huizong.intake.entering import LedgerEntry, enter
from huizong.intake.taking import arrival_name
from huizong.reading.pool import ReaderPool
from huizong.settings import Settings
from huizong.steps import preparing
from huizong.steps.drafting import Arrival, are_scans, failed
from huizong.steps.trying import draft_or_failed
from huizong.warehouse import connect, loading, staging
from huizong.warehouse.outages import is_outage, tell
from huizong.warehouse.schema import catalogue_tables
from huizong.warehouse.server.embedded import EmbeddedServer

log = logging.getLogger(__name__)


def check(
    settings: Settings, server: Callable[[], EmbeddedServer], paths: Sequence[Path], organisation: str | None, period: str | None
) -> list[FileReport]:
    """Judge files without keeping anything, on a server of the moment that has the schema (it is asked for once it is needed).

    Raises CatalogueError, FileNotFoundError.
    """
    with (
        tempfile.TemporaryDirectory(prefix="huizong-check-") as folder,
        ReaderPool.of(replace(settings, readers=1)) as pool,
    ):
        catalogue = preparing.catalogue_of(settings)
        urls = server().urls()
        scratch = replace(settings, archive=Path(folder) / "archive", archive_store="", database_url=urls.loader, owner_url=urls.owner)
        return check_in(scratch, catalogue, pool, paths, organisation, period)


def check_in(
    scratch: Settings, catalogue: Catalogue, pool: ReaderPool, paths: Sequence[Path], organisation: str | None, period: str | None
) -> list[FileReport]:
    """The same in an empty migrated database of somebody else's."""
    start = datetime.now(UTC)
    with closing(connect(scratch.database_url)) as connection, ThreadPoolExecutor(1, thread_name_prefix="rules") as beside:
        if not catalogue_tables.in_force(connection, catalogue):
            catalogue_tables.sync(connection, catalogue)
        put_in_place = beside.submit(install_rules, scratch, catalogue)
        reports: dict[int, list[FileReport]] = {}
        scans: list[tuple[int, Arrival]] = []
        for number, path in enumerate(paths):
            arrival = _arrive(connection, scratch, path, organisation, start + timedelta(microseconds=number))
            drafts = draft_or_failed(scratch, connection, pool, catalogue, arrival, period)
            if are_scans(drafts):
                scans.append((number, arrival))
            else:
                reports[number] = _judged(scratch, connection, catalogue, arrival, drafts)
        for number, arrival in scans:
            drafts = draft_or_failed(scratch, connection, pool, catalogue, arrival, period)
            reports[number] = _judged(scratch, connection, catalogue, arrival, drafts)
        put_in_place.result()
    return [report for number in sorted(reports) for report in reports[number]]


def _judged(
    scratch: Settings, connection: Connection, catalogue: Catalogue, arrival: Arrival, drafts: Sequence[staging.StagedDraft]
) -> list[FileReport]:
    """What the drafts of one arrival came to, judged and loaded; of one that makes our code fail, that it did."""
    try:
        return _loaded(scratch, connection, catalogue, drafts)
    except Exception as error:  # as in the flow: one file's answer is no reason to give the others none
        if is_outage(error, connection):
            raise
        connection.rollback()
        tell(log, error, "%s could not be judged", arrival.file_name)
        return _loaded(scratch, connection, catalogue, [failed(arrival, type(error).__name__)])


def _loaded(scratch: Settings, connection: Connection, catalogue: Catalogue, drafts: Sequence[staging.StagedDraft]) -> list[FileReport]:
    run_id = uuid.uuid4().hex
    staging.write(connection, run_id, drafts, catalogue)
    judgement = judge(scratch, connection, run_id, catalogue, audited=True, recorded=False)
    reports = file_reports(connection, run_id, judgement.standings)
    loading.load(connection, run_id, catalogue)
    return reports


def _arrive(connection: Connection, settings: Settings, path: Path, organisation: str | None, received_at: datetime) -> Arrival:
    """Enter one path into the scratch archive and ledger as if it had been dropped."""
    with path.open("rb") as stream:
        sha256, size = Archive.of(settings).store(stream)
    entry = LedgerEntry(arrival_name(received_at), path.name, sha256, received_at, path.name, size, organisation)
    enter(connection, entry)
    connection.commit()
    return Arrival(entry.arrival_id, organisation, entry.folder, entry.folder_below, entry.file_name, sha256, received_at)
