"""Files that are tried: judged beside everything that is known, answered, and taken back before anybody sees them (DESIGN §7).

A trial goes the way of every file up to the warehouse's doorstep: its receipt is made within the transaction that would have
loaded it, and that transaction is given up. So its faults are those that the report would have, history included.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.checking import judge
from huizong.feedback.outbox.putting import put
from huizong.feedback.receipt_files import trial_files, trial_folder
from huizong.intake import Journal, record_arrivals
from huizong.intake.taking import TRIED
from huizong.reading.pool import ReaderPool
from huizong.settings import Settings
from huizong.steps.drafting import Arrival, failed
from huizong.steps.trying import draft_or_failed
from huizong.warehouse import loading, staging
from huizong.warehouse.outages import is_outage, tell

log = logging.getLogger(__name__)

FOLDER = "试报"

Files = tuple[tuple[str, bytes], ...]


class _TakenBackError(Exception):
    """Ends the transaction of a trial; what was made of it is kept by who raised it."""


def is_trial(arrival: Arrival) -> bool:
    """Whether it was dropped into a folder for trials."""
    return FOLDER in PurePosixPath(arrival.folder_below).parts


def try_out(settings: Settings, connection: Connection, pool: ReaderPool, catalogue: Catalogue, arrivals: Sequence[Arrival]) -> None:
    """Answer each arrival with a receipt in the outbox's folder for trials, and leave everything else as it was.

    A kill in between is made good by the next run, which writes the same files. What stops everybody is raised.
    """
    tried = 0
    for arrival in arrivals:
        try:
            files = _answer(settings, connection, pool, catalogue, arrival)
        except Exception as error:  # one that can't even be returned waits, and the others go on
            if is_outage(error, connection):
                raise
            connection.rollback()
            tell(log, error, "arrival %s could not be tried and can't be returned, it stays waiting", arrival.arrival_id)
            continue
        folder = trial_folder(catalogue, arrival.reporter, FOLDER)
        try:
            if files:
                put(settings.outbox, folder, files)
        except Exception as error:  # as with receipts: one department's folder that takes nothing is nobody else's
            tell(log, error, "the receipt of the trial %s could not be written, it is tried again", arrival.arrival_id)
            continue
        _enter(settings, connection, catalogue, arrival, str(folder / files[-1][0]) if files else None)
        tried += 1
    if tried:
        log.info("tried: %d arrivals", tried)


def _answer(settings: Settings, connection: Connection, pool: ReaderPool, catalogue: Catalogue, arrival: Arrival) -> Files:
    """What goes out for one trial; of one that makes our code fail, that it did."""
    try:
        return _files(settings, connection, pool, catalogue, arrival, draft_or_failed(settings, connection, pool, catalogue, arrival))
    except Exception as error:  # as in `trying`: whatever a file makes our code raise stays with it
        if is_outage(error, connection):
            raise
        connection.rollback()
        tell(log, error, "arrival %s could not be tried", arrival.arrival_id)
        return _files(settings, connection, pool, catalogue, arrival, [failed(arrival, type(error).__name__)])


def _files(
    settings: Settings,
    connection: Connection,
    pool: ReaderPool,
    catalogue: Catalogue,
    arrival: Arrival,
    drafts: Sequence[staging.StagedDraft],
) -> Files:
    """What goes out for one trial; nothing for what gets no receipt, such as a lock file. The warehouse is as it was before."""
    run_id, made = uuid.uuid4().hex, list[Files]()

    def record(instant: datetime) -> None:
        made.append(trial_files(connection, settings, catalogue, arrival.arrival_id, pool.work))
        raise _TakenBackError

    try:
        staging.write(connection, run_id, drafts, catalogue)
        judge(settings, connection, run_id, catalogue)
        loading.load(connection, run_id, catalogue, loading.SameTransaction(record=record))
    except _TakenBackError:
        pass
    finally:
        if not connection.closed:
            connection.rollback()
            staging.forget(connection, run_id)
    return made[0]


def _enter(settings: Settings, connection: Connection, catalogue: Catalogue, arrival: Arrival, path: str | None) -> None:
    """The trial's line of the journal, then the ledger: it is not tried again, and its file may leave the inbox."""
    journal, now = Journal(settings.archive / "journal"), datetime.now(UTC)
    with journal.writing():
        journal.append(TRIED, now.year, arrival_id=arrival.arrival_id, at=now.isoformat(timespec="microseconds"), path=path)
        record_arrivals(connection, catalogue, journal)
