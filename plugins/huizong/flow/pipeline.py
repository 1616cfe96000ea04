"""The flow: inbox to published rollup, room after room (DESIGN §3). The command line and the DAGs call the same steps.

Every step opens what it needs from the settings, does its part wholly or not at all, and returns counts.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, astuple
from datetime import UTC, datetime
from functools import reduce
from itertools import chain
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong import feedback, intake
from huizong.flow.publication import dirty_periods, publish_if_dirty, write_data_docs
from huizong.reading.pool import ReaderPool
from huizong.settings import Settings
from huizong.steps.answering import answer, clear_inbox, write_receipts
from huizong.steps.drafting import Arrival
from huizong.steps.preparing import catalogue_of, evidence, loader_connection, prepare, put_in_force
from huizong.steps.trials import is_trial, try_out
from huizong.steps.waves import NOTHING, BatchSummary, judge_wave, waves
from huizong.telling import ledger
from huizong.warehouse import staging
from huizong.warehouse.outages import of_files
from huizong.warehouse.queries import query

log = logging.getLogger(__name__)

# Reporters whose files one task judges; and one run without tasks, which keeps a lock of the server for each.
BATCH_REPORTERS, RUN_REPORTERS = 240, 960
FEW = 8  # files that the task which takes them in judges itself
# A second run waits so long for a reporter that the first is working on: as long as a task may take at most.
PATIENCE_SECONDS = 25 * 60.0
LOOK_SECONDS = 0.25


class UnfinishedRunError(Exception):
    """Something of a run could not be done, everything else was; the message says what, and by whom it is waited for."""

    def __init__(self, done: BatchSummary, troubles: Sequence[str]) -> None:
        super().__init__("\n".join(troubles))
        self.done = done


def take_in(settings: Settings) -> intake.TakenIn:
    """Take every stable file of the inbox into archive, journal and ledger."""
    with loader_connection(settings) as connection:
        archive, journal = evidence(settings)
        catalogue = catalogue_of(settings)
        inbox = intake.Inbox(settings.inbox, settings.stable_seconds, settings.max_file_bytes)
        taken = intake.take_in(connection, catalogue, inbox, archive, journal)
        ledger.beat(connection, "ingest", datetime.now(UTC))
    log.info("taken in: %d files; %d still moving, %d could not be opened", taken.taken, taken.moving, taken.failed)
    return taken


def waiting_batches(settings: Settings, most: int = BATCH_REPORTERS) -> list[list[str]]:
    """Arrivals that wait for judgement, all of a reporter in the same batch of at most so many reporters, oldest first."""
    with loader_connection(settings) as connection, connection.cursor() as cursor:
        cursor.execute(query("intake_waiting"))
        by_reporter: dict[str, list[str]] = {}
        for arrival_id, reporter in cursor.fetchall():
            by_reporter.setdefault(reporter, []).append(arrival_id)
    reporters = list(by_reporter.values())
    return [sorted(chain.from_iterable(reporters[n : n + most])) for n in range(0, len(reporters), most)]


def judge_batch(settings: Settings, arrival_ids: Sequence[str]) -> BatchSummary:
    """Read, recognise, judge and load a batch, in waves of at most one arrival a reporter.

    Reporters that another process is working on are left to it. A file that can't be processed is returned with a
    receipt and never fails its batch; what stops everybody (`trying.is_outage`) ends it, and the rest stays waiting.
    Scans are judged after everything else: beside a form of the same batch they are attachments, whichever arrived first.
    What lies in a folder for trials is answered and counts for nothing.
    """
    total, scans = NOTHING, list[Arrival]()
    with loader_connection(settings) as connection:
        catalogue = catalogue_of(settings)
        put_in_force(settings, connection, catalogue)
        if not (claimed := _claim(connection, arrival_ids)):
            return NOTHING
        with ReaderPool.of(settings) as pool:
            try_out(settings, connection, pool, catalogue, [arrival for arrival in claimed if is_trial(arrival)])
            for wave in waves(arrival for arrival in claimed if not is_trial(arrival)):
                total = total.plus(judge_wave(settings, connection, pool, catalogue, wave, scans))
            for wave in waves(scans):
                total = total.plus(judge_wave(settings, connection, pool, catalogue, wave))
    log.info("judged: %d arrivals, %d submissions, %d figures loaded, %d issues; %d quarantined", *astuple(total))
    return total


def judge_and_answer(settings: Settings, arrival_ids: Sequence[str]) -> dict[str, int]:
    """Judge a batch and write its receipts; counts by name, `receipts` among them.

    What another process works on is waited for: a correction dropped while its first version is judged is judged after it.
    """
    judged = judge_batch(settings, arrival_ids) if arrival_ids else NOTHING
    until, tried = time.monotonic() + PATIENCE_SECONDS, set[str]()
    left = _left_by_others(settings, arrival_ids, tried)
    while left and time.monotonic() < until:
        if free := [arrival_id for arrival_id, held in left if not held]:
            judged = judged.plus(judge_batch(settings, free))
            tried.update(free)
        else:
            time.sleep(LOOK_SECONDS)
        left = _left_by_others(settings, arrival_ids, tried)
    if left:
        log.warning("%d arrivals are left to the next run: another process keeps their reporters", len(left))
    return asdict(judged) | {"receipts": answer(settings, arrival_ids) if arrival_ids else 0}


def _left_by_others(settings: Settings, arrival_ids: Sequence[str], tried: Set[str]) -> list[tuple[str, bool]]:
    """Arrivals that wait still, and whether another process holds their reporter; without those that were tried when nobody did."""
    if not arrival_ids:
        return []
    with loader_connection(settings) as connection, connection.cursor() as cursor:
        cursor.execute(query("intake_left"), {"arrivals": list(arrival_ids)})
        return [(arrival_id, held) for arrival_id, held in cursor.fetchall() if held or arrival_id not in tried]


def judge_few(settings: Settings) -> tuple[list[list[str]], dict[str, int]]:
    """Judge and answer what waits if it is little, since handing it to another task takes longer; what still waits by batch, and counts."""
    batches = waiting_batches(settings)
    waiting = list(chain.from_iterable(batches))
    if len(waiting) > FEW:
        return batches, judge_and_answer(settings, [])
    return [], judge_and_answer(settings, waiting)


def take_up_names(settings: Settings) -> int:
    """Judge again every report that waited for a name which the catalogue has now; returns how many were."""
    from huizong.revalidation import awaiting  # it judges again by steps of this module

    return awaiting.take_up(settings)


def end_run(settings: Settings) -> dict[str, int]:
    """What ends a run, each part tried whatever becomes of the one before: names taken up, receipts due, the inbox. Counts by name."""
    done = {"judged_again": 0, "receipts": 0, "removed": 0}
    try:
        done["judged_again"] = take_up_names(settings)
    finally:
        try:
            done["receipts"] = write_receipts(settings)
        finally:
            done["removed"] = _clear_inbox(settings)
    return done


def _clear_inbox(settings: Settings) -> int:
    """What `clear_inbox` removes; files that the inbox keeps fail no run, since they were answered and are not taken again."""
    try:
        return clear_inbox(settings)
    except intake.NotRemovedError as error:
        log.warning("the inbox: %s", error)
        return error.removed


def run_once(settings: Settings) -> BatchSummary:
    """The whole flow in this process, without Airflow; what `huizong run` does.

    Raises UnfinishedRunError at the end if receipts could not be written or files in the way of a step were not to be
    opened: nothing is lost, the next run tries again. What stops everybody is raised at once.
    """
    prepare(settings)
    take_in(settings)
    done = reduce(BatchSummary.plus, (judge_batch(settings, batch) for batch in waiting_batches(settings, RUN_REPORTERS)), NOTHING)
    take_up_names(settings)
    troubles: list[str] = []
    # Departments are answered here while the database works out rollups, as the two tasks of the DAG do it.
    with ThreadPoolExecutor(1, thread_name_prefix="answering") as beside:
        answering = beside.submit(_answer_all, settings)
        for period in dirty_periods(settings):
            with _going_on(troubles, f"publishing {period}", settings.published):
                publish_if_dirty(settings, period, with_docs=False)
        troubles[:0] = answering.result()
    if troubles:
        raise UnfinishedRunError(done, troubles)
    return done


def _answer_all(settings: Settings) -> list[str]:
    """Receipts that are due, answered files out of the inbox, pages for engineers; what could not be done."""
    troubles: list[str] = []
    with _going_on(troubles, "receipts", settings.outbox):
        write_receipts(settings)
    with _going_on(troubles, "the inbox", settings.inbox):
        clear_inbox(settings)
    with _going_on(troubles, "the data docs", settings.published):
        write_data_docs(settings)
    return troubles


@contextmanager
def _going_on(troubles: list[str], what: str, where: Path) -> Iterator[None]:
    """Notes what the file system refuses in one step, and goes on with the next; `where` is the folder that the step writes."""
    from huizong import publishing

    try:
        yield
    except feedback.ReceiptsNotWrittenError as error:
        troubles.append(f"{error}; the outbox is {where}")
    except (publishing.NotConservedError, intake.NotRemovedError) as error:
        troubles.append(str(error))
    except OSError as error:
        log.error("%s: %s", what, error.strerror)  # noqa: TRY400 - the way there says nothing more
        troubles.append(f"{what}: {of_files(error, str(where))}")


def _claim(connection: Connection, arrival_ids: Sequence[str]) -> list[Arrival]:
    """All waiting arrivals of the batch's reporters, each reporter locked for this session.

    The lock is an advisory one, since row locks would end with the commit of staging; it goes with the connection, so
    a killed process leaves none behind.
    """
    with connection.cursor() as cursor:
        cursor.execute(query("pipeline_claim"), {"arrivals": list(arrival_ids)})
        rows = cursor.fetchall()
    connection.commit()
    claimed = [Arrival(*row) for row in rows]
    staging.forget_dead(connection, [arrival.arrival_id for arrival in claimed])
    return claimed
