"""The flow: inbox to published rollup, room after room (DESIGN §3). The command line and the DAGs call the same steps.

Every step opens what it needs from the settings, does its part wholly or not at all, and returns counts.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import asdict, astuple, dataclass, replace
from datetime import UTC, datetime
from functools import partial, reduce
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg2
from psycopg2.extensions import connection as Connection

from huizong import feedback, intake
from huizong.catalogue import Catalogue, CatalogueError, Checks, load
from huizong.catalogue.snapshot import hash_of
from huizong.catalogue_file import CatalogueFile
from huizong.checking import judge, preload
from huizong.checking.binding import idle_relations, unbound_relations
from huizong.checking.compiled import compiled
from huizong.checking.installing import install
from huizong.checking.relation import problems
from huizong.drafting import Arrival, draft_arrival, failed, plan
from huizong.feedback.names import outbox_folder
from huizong.intake import Archive, Journal, record_arrivals
from huizong.intake.taking import QUARANTINED
from huizong.narrative import check_words
from huizong.outages import kind_of
from huizong.private_folders import close_to_others
from huizong.reading.pool import ReaderPool
from huizong.settings import Settings
from huizong.trying import Trial, draft_or_failed
from huizong.warehouse import WarehouseError, catalogue_tables, connect, loading, migrate, staging
from huizong.warehouse.orphans import orphaned
from huizong.warehouse.queries import query

if TYPE_CHECKING:
    from huizong.publishing import AsIs, Publication

log = logging.getLogger(__name__)

# Judging costs by the wave, hardly by the file: one wave of 240 forms takes a third of ten waves of 24.
BATCH_REPORTERS = 240
# Files of a period wait for an end of what comes in, not longer: a thousand forms at once are to be published within 90 s.
FILES_SECONDS = 45.0
FEW = 8  # files that the task which takes them in judges itself
# A second run waits so long for a reporter that the first is working on: as long as a task may take at most.
PATIENCE_SECONDS = 25 * 60.0
LOOK_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """What became of a batch, in counts."""

    arrivals: int
    submissions: int
    figures: int
    issues: int
    quarantined: int = 0

    def plus(self, other: BatchSummary) -> BatchSummary:
        """Both together."""
        return BatchSummary(
            self.arrivals + other.arrivals,
            self.submissions + other.submissions,
            self.figures + other.figures,
            self.issues + other.issues,
            self.quarantined + other.quarantined,
        )


NOTHING = BatchSummary(0, 0, 0, 0)
_loaded: dict[tuple[Path, str], Catalogue] = {}
CATALOGUE_CHECKS = Checks(relation=problems, form=unbound_relations, words=check_words, idle=idle_relations)


def load_catalogue(folder: Path, cache: Path | None = None) -> Catalogue:
    """The catalogue with relations and words of prose read; raises CatalogueError with file, line and reason.

    Read and checked once a process as long as none of its files changes, since every step of the flow asks for it; and once
    for all processes where there is a folder for what spares work.
    """
    content = hash_of(folder) if folder.is_dir() else ""
    key = folder.absolute(), content
    if key not in _loaded:
        file = CatalogueFile.of(cache, folder, content) if cache is not None and content else None
        catalogue = file.read() if file is not None else None
        if catalogue is None:
            catalogue = load(folder, CATALOGUE_CHECKS)
            if file is not None and catalogue.hash == content:  # else it was changed while it was read
                file.write(catalogue)
        _loaded.clear()
        _loaded[key] = catalogue
    return _loaded[key]


def catalogue_of(settings: Settings) -> Catalogue:
    """The catalogue of the system; raises as `load_catalogue` does."""
    return load_catalogue(settings.catalogue, settings.home / "cache")


def warm(settings: Settings) -> None:
    """Load what every task needs and none changes, in the process that forks them. Raises CatalogueError for a broken catalogue."""
    compiled(catalogue_of(settings), settings.home / "cache")
    preload()


def prepare(settings: Settings) -> Catalogue:
    """Bring database and catalogue up to date, its rules in their place, and make the folders.

    Raises CatalogueError for a broken catalogue, RuleInstallError for a rule that the database does not take.
    """
    catalogue = catalogue_of(settings)
    for folder in (settings.inbox, settings.outbox, settings.archive, settings.published):
        folder.mkdir(parents=True, exist_ok=True)
    for folder in (settings.outbox, settings.archive, settings.archive / "journal"):
        close_to_others(folder, settings.group)
    migrate.migrate(settings.owner_url)
    with _connection(settings) as connection:
        put_in_force(settings, connection, catalogue)
        rules = compiled(catalogue, settings.home / "cache")
        install(connection, catalogue, rules.rules, rules.known)
        connection.commit()
    return catalogue


def assert_keeps_codes(settings: Settings, catalogue: Catalogue) -> bool:
    """Compare a catalogue with the one in force; False where there is no warehouse yet.

    Raises CatalogueError for one that would take codes from under figures that lie in the warehouse.
    """
    with _connection(settings) as connection:
        try:
            lost = orphaned(connection, catalogue)
        except psycopg2.errors.UndefinedTable:  # never migrated: nothing is in force
            return False
    if lost:
        raise CatalogueError(lost)
    return True


def take_in(settings: Settings) -> intake.TakenIn:
    """Take every stable file of the inbox into archive, journal and ledger."""
    with _connection(settings) as connection:
        archive, journal = _evidence(settings)
        catalogue = catalogue_of(settings)
        taken = intake.take_in(connection, catalogue, settings.inbox, archive, journal, settings.stable_seconds, settings.max_file_bytes)
    log.info("taken in: %d files; %d still moving, %d could not be opened", taken.taken, taken.moving, taken.failed)
    return taken


def waiting_batches(settings: Settings) -> list[list[str]]:
    """Arrivals that wait for judgement, all of a reporter in the same batch, oldest first."""
    with _connection(settings) as connection, connection.cursor() as cursor:
        cursor.execute(query("intake_waiting"))
        by_reporter: dict[str, list[str]] = {}
        for arrival_id, reporter in cursor.fetchall():
            by_reporter.setdefault(reporter, []).append(arrival_id)
    reporters = list(by_reporter.values())
    return [sorted(chain.from_iterable(reporters[n : n + BATCH_REPORTERS])) for n in range(0, len(reporters), BATCH_REPORTERS)]


def judge_batch(settings: Settings, arrival_ids: Sequence[str]) -> BatchSummary:
    """Read, recognise, judge and load a batch, in waves of at most one arrival a reporter.

    Reporters that another process is working on are left to it. A file that can't be processed is returned with a
    receipt and never fails its batch; what stops everybody (`trying.is_outage`) ends it, and the rest stays waiting.
    Scans are judged after everything else: beside a form of the same batch they are attachments, whichever arrived first.
    """
    total, scans = NOTHING, list[Arrival]()
    with _connection(settings) as connection:
        catalogue = catalogue_of(settings)
        put_in_force(settings, connection, catalogue)
        if not (claimed := _claim(connection, arrival_ids)):
            return NOTHING
        with _pool(settings) as pool:
            for wave in waves(claimed):
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
    with _connection(settings) as connection, connection.cursor() as cursor:
        cursor.execute(query("intake_left"), {"arrivals": list(arrival_ids)})
        return [(arrival_id, held) for arrival_id, held in cursor.fetchall() if held or arrival_id not in tried]


def judge_few(settings: Settings) -> tuple[list[list[str]], dict[str, int]]:
    """Judge and answer what waits if it is little, since handing it to another task takes longer; what still waits by batch, and counts."""
    batches = waiting_batches(settings)
    waiting = list(chain.from_iterable(batches))
    if len(waiting) > FEW:
        return batches, judge_and_answer(settings, [])
    return [], judge_and_answer(settings, waiting)


def waves(arrivals: Iterable[Arrival]) -> list[list[Arrival]]:
    """The arrivals in rounds: each reporter's first, then each one's second …; those of no known reporter all at once.

    So a correction is judged after what it corrects, and history is always what is in the warehouse.
    """
    rounds: list[list[Arrival]] = []
    seen: dict[str, int] = {}
    for arrival in sorted(arrivals, key=lambda arrival: arrival.arrival_id):
        turn = seen.get(arrival.reporter, 0) if arrival.reporter else 0
        if arrival.reporter:
            seen[arrival.reporter] = turn + 1
        if turn == len(rounds):
            rounds.append([])
        rounds[turn].append(arrival)
    return rounds


def judge_wave(
    settings: Settings,
    connection: Connection,
    pool: ReaderPool,
    catalogue: Catalogue,
    wave: Sequence[Arrival],
    scans: list[Arrival] | None = None,
) -> BatchSummary:
    """One wave from archive bytes to the warehouse; what one arrival raises stays with it (`trying`).

    Where a list of `scans` is given, arrivals that are nothing else are added to it and left waiting.
    """
    done: list[BatchSummary] = []

    loading_library = threading.Thread(target=preload, name="preload", daemon=True)
    loading_library.start()  # while the readers read: nothing is there to be judged yet

    def load(staged: Sequence[staging.StagedDraft], given_up: Mapping[str, str]) -> None:
        loading_library.join()
        done.append(_judge_and_load(settings, connection, catalogue, staged, None, given_up))

    plan(settings, pool, catalogue, [arrival for arrival in wave if not arrival.attempts])
    trial = Trial(
        connection,
        draft=partial(draft_arrival, settings, connection, pool, catalogue),
        load=load,
        quarantine=partial(_quarantine, settings, connection, catalogue),
        reconnect=partial(connect, settings.database_url, role="huizong_loader"),
    )
    trial.run(wave, scans)
    return reduce(BatchSummary.plus, done, NOTHING).plus(replace(NOTHING, quarantined=trial.quarantined))


def judge_again(
    settings: Settings,
    connection: Connection,
    pool: ReaderPool,
    catalogue: Catalogue,
    wave: Sequence[Arrival],
    known_from: datetime,
    given_up: Mapping[str, str],
) -> BatchSummary:
    """The replay of a judgement at its own instant: all of it at once, and those that were `given_up` returned as they were."""
    staged: list[staging.StagedDraft] = []
    for arrival in wave:
        if arrival.arrival_id in given_up:
            staged.append(failed(arrival, kind_of(given_up[arrival.arrival_id])))
        else:
            staged += draft_or_failed(settings, connection, pool, catalogue, arrival)
    return _judge_and_load(settings, connection, catalogue, staged, known_from, given_up)


def take_up_names(settings: Settings) -> int:
    """Judge again every report that waited for a name which the catalogue has now; returns how many were."""
    from huizong import awaiting  # it judges again by steps of this module

    return awaiting.take_up(settings)


def write_receipts(settings: Settings) -> int:
    """Write every receipt that is due into the outbox; returns how many."""
    with _connection(settings) as connection:
        written = feedback.write_receipts(connection, settings, catalogue_of(settings))
    log.info("receipts written: %d", written)
    return written


def answer(settings: Settings, arrival_ids: Sequence[str]) -> int:
    """Write the receipts of a batch as soon as it is judged; returns how many. Those that can't be written stay due."""
    with _connection(settings) as connection:
        try:
            return feedback.write_receipts(connection, settings, catalogue_of(settings), arrival_ids)
        except feedback.ReceiptsNotWrittenError as error:
            log.warning("%d receipts of the batch are left to the next writing", len(error.unwritten))
            return len(arrival_ids) - len(error.unwritten)


def clear_inbox(settings: Settings) -> int:
    """Remove receipted files from the inbox; returns how many. One process at a time: a file that is being removed is nobody's leftover."""
    archive, journal = _evidence(settings)
    with _connection(settings) as connection, journal.writing():
        removed = intake.clear_inbox(connection, settings.inbox, archive)
    log.info("removed from the inbox: %d", removed)
    return removed


def end_run(settings: Settings) -> dict[str, int]:
    """What ends a run, each part tried whatever becomes of the one before: names taken up, receipts due, the inbox. Counts by name."""
    done = {"judged_again": 0, "receipts": 0, "removed": 0}
    try:
        done["judged_again"] = take_up_names(settings)
    finally:
        try:
            done["receipts"] = write_receipts(settings)
        finally:
            done["removed"] = clear_inbox(settings)
    return done


def dirty_periods(settings: Settings) -> list[str]:
    """Periods whose rollups are older than their figures."""
    from huizong import publishing  # it loads what writes workbooks

    with _connection(settings) as connection:
        return [dirty.period for dirty in publishing.dirty_periods(connection)]


def publish(settings: Settings, period: str, *, with_files: bool = True, whole: bool = True) -> Publication:
    """Compute and publish the rollups of one period and of those above it; bring the Data Docs up to date.

    All of it, not only what is made of something new, unless not `whole`. Without files these are left for when things come to
    rest (`publish_if_dirty`), and the Data Docs with them.
    Raises NotConservedError, when all else is done, where rollups are not what they count: a fault of ours, for an engineer.
    """
    from huizong import publishing

    catalogue = catalogue_of(settings)
    with _connection(settings) as connection:
        publication = publishing.publish(connection, settings, catalogue, period, with_files=with_files, whole=whole)
        log.info("published %s: %d rollup rows; %d periods stopped", period, publication.rows, len(publication.stopped))
        if with_files:
            _write_data_docs(settings, connection, catalogue)
    if broken := [one for one in publication.stopped if one.kind == "conservation"]:
        raise publishing.NotConservedError("; ".join(f"{one.period} stays as it was published: {one.line}" for one in broken))
    return publication


def publish_if_dirty(settings: Settings, period: str) -> Publication | None:
    """Publish a period unless the publication of another has done for it meanwhile.

    While arrivals wait to be judged its files wait too, up to FILES_SECONDS: the next wave would make them old.
    """
    if period not in dirty_periods(settings):
        return None
    with _connection(settings) as connection, connection.cursor() as cursor:
        cursor.execute(query("publish_at_rest"), {"period": period, "seconds": FILES_SECONDS})
        ((is_time,),) = cursor.fetchall()
    return publish(settings, period, with_files=is_time, whole=False)


def publish_as_is(settings: Settings, period: str) -> AsIs:
    """The page of a period as today's figures give it, marked as no final one; changes no state.

    Raises WarehouseError for a database of another schema, and as `publishing.publish_as_is` does.
    """
    from huizong import publishing

    catalogue = catalogue_of(settings)
    with _connection(settings) as connection:
        try:
            return publishing.publish_as_is(connection, settings, catalogue, period)
        except (psycopg2.errors.UndefinedTable, psycopg2.errors.UndefinedColumn, psycopg2.errors.UndefinedFunction) as error:
            raise WarehouseError("the warehouse was never migrated, or not to this version: run `huizong migrate` first") from error


def _write_data_docs(settings: Settings, connection: Connection, catalogue: Catalogue) -> None:
    """The engineers' pages; whatever goes wrong with them is logged, for the period is published already."""
    from huizong import publishing

    try:
        publishing.write_data_docs(connection, settings, catalogue)
    except Exception:  # Great Expectations raises whatever its parts raise; the next publication tries again
        log.exception("the data docs could not be written")


def write_forms(settings: Settings, organisation: str, period: str, folder: Path | None) -> tuple[Path, ...]:
    """Write the blank workbook of each form that the organisation owes for the period; returns where they lie.

    Without a folder they lie in the organisation's part of the outbox. Raises KeyError, ValueError as `feedback.forms` does.
    """
    from huizong.feedback import forms as blank_forms  # it loads what writes workbooks

    catalogue = prepare(settings)
    with _connection(settings) as connection:
        history = blank_forms.last_cumulatives(connection, organisation, period)
    where = folder if folder is not None else settings.outbox / outbox_folder(catalogue, organisation, period)
    return blank_forms.write_forms(catalogue, organisation, period, where, history)


class UnfinishedRunError(Exception):
    """Something of a run could not be done, everything else was; the message says what, and by whom it is waited for."""

    def __init__(self, done: BatchSummary, troubles: Sequence[str]) -> None:
        super().__init__("\n".join(troubles))
        self.done = done


def run_once(settings: Settings) -> BatchSummary:
    """The whole flow in this process, without Airflow; what `huizong run` does.

    Raises UnfinishedRunError at the end if receipts could not be written or files in the way of a step were not to be
    opened: nothing is lost, the next run tries again. What stops everybody is raised at once.
    """
    prepare(settings)
    take_in(settings)
    done = reduce(BatchSummary.plus, (judge_batch(settings, batch) for batch in waiting_batches(settings)), NOTHING)
    take_up_names(settings)
    troubles: list[str] = []
    with _going_on(troubles, "receipts"):
        write_receipts(settings)
    with _going_on(troubles, "the inbox"):
        clear_inbox(settings)
    for period in dirty_periods(settings):
        with _going_on(troubles, f"publishing {period}"):
            publish_if_dirty(settings, period)
    if troubles:
        raise UnfinishedRunError(done, troubles)
    return done


@contextmanager
def _going_on(troubles: list[str], what: str) -> Iterator[None]:
    """Notes what the file system refuses in one step, and goes on with the next."""
    from huizong import publishing

    try:
        yield
    except (feedback.ReceiptsNotWrittenError, publishing.NotConservedError) as error:
        troubles.append(str(error))
    except OSError as error:
        log.error("%s: %s", what, error.strerror)  # noqa: TRY400 - the way there says nothing more
        troubles.append(f"{what}: {error.strerror or error}: {error.filename or ''}")


def _judge_and_load(
    settings: Settings,
    connection: Connection,
    catalogue: Catalogue,
    staged: Sequence[staging.StagedDraft],
    known_from: datetime | None,
    given_up: Mapping[str, str],
) -> BatchSummary:
    """Stage, judge, load: drafts under a run id of their own, of which nothing stays in staging if it fails.

    `known_from` is given on replay only; `given_up` are arrivals that are quarantined, with the reason.
    """
    run_id = uuid.uuid4().hex
    arrivals = sorted({item.arrival_id for item in staged})

    def record(instant: datetime) -> None:
        with connection.cursor() as cursor:
            for arrival_id, reason in given_up.items():
                cursor.execute(query("pipeline_quarantined"), {"arrival_id": arrival_id, "reason": reason})
        if known_from is None:
            _record_judgement(settings, connection, arrivals, catalogue.hash, given_up, instant)

    try:
        staging.write(connection, run_id, staged, catalogue)
        judge(settings, connection, run_id, catalogue)
        loaded = loading.load(connection, run_id, catalogue, known_from=known_from, record=record)
    except Exception:
        if not connection.closed:
            staging.forget(connection, run_id)
        raise
    return BatchSummary(len(arrivals), len(staged), loaded.figures, loaded.issues)


def _record_judgement(
    settings: Settings,
    connection: Connection,
    arrivals: list[str],
    catalogue_hash: str,
    given_up: Mapping[str, str],
    known_from: datetime,
) -> None:
    """The journal's line of a judgement, and one of each explanation in it, on disk before the database commits them.

    If the commit never comes, the arrivals are judged again under a later instant, and replay takes the last line. The
    lines of explanations are a record: replay reads them from the archived files again. Replay does not try again what
    was given up: `quarantined` names it, `reasons` says why.
    """
    journal, instant = Journal(settings.archive / "journal"), known_from.astimezone(UTC)
    at = instant.isoformat(timespec="microseconds")
    with connection.cursor() as cursor:
        cursor.execute(query("journal_explanations"), {"known_from": known_from})
        names = [column.name for column in cursor.description or ()]
        for row in cursor.fetchall():
            journal.append("explanation", instant.year, known_from=at, **dict(zip(names, row, strict=True)))
    more = {"quarantined": list(given_up), "reasons": list(given_up.values())} if given_up else {}
    journal.append("judged", instant.year, known_from=at, arrivals=arrivals, catalogue=catalogue_hash, **more)


def _quarantine(settings: Settings, connection: Connection, catalogue: Catalogue, arrival: Arrival, reason: str) -> None:
    """Take an arrival out of the queue of which not even a return can be judged: a line of the journal, then the ledger."""
    journal, now = Journal(settings.archive / "journal"), datetime.now(UTC)
    at = now.isoformat(timespec="microseconds")
    with journal.writing():
        journal.append(QUARANTINED, now.year, arrival_id=arrival.arrival_id, reason=reason, at=at)
        record_arrivals(connection, catalogue, journal)


def put_in_force(settings: Settings, connection: Connection, catalogue: Catalogue) -> None:
    """Enter the catalogue into the warehouse, and the first time into archive and journal too.

    Raises CatalogueError for one that would take codes from under figures.
    """
    if catalogue_tables.in_force(connection, catalogue):
        return
    if lost := orphaned(connection, catalogue):
        raise CatalogueError(lost)
    archive, journal = _evidence(settings)
    with journal.writing():
        if not any(entry.event == "catalogue" and entry.text("hash") == catalogue.hash for entry in journal.entries()):
            snapshot = archive.store_bytes(catalogue.snapshot())
            now = datetime.now(UTC)
            journal.append("catalogue", now.year, hash=catalogue.hash, snapshot=snapshot, at=now.isoformat(timespec="microseconds"))
    catalogue_tables.sync(connection, catalogue)


def _claim(connection: Connection, arrival_ids: Sequence[str]) -> list[Arrival]:
    """All waiting arrivals of the batch's reporters, each reporter locked for this session.

    The lock is an advisory one, since row locks would end with the commit of staging; it goes with the connection, so
    a killed process leaves none behind.
    """
    with connection.cursor() as cursor:
        cursor.execute(query("pipeline_claim"), {"arrivals": list(arrival_ids)})
        rows = cursor.fetchall()
    connection.commit()
    return [Arrival(*row) for row in rows]


def _evidence(settings: Settings) -> tuple[Archive, Journal]:
    """Archive and journal of the system."""
    return Archive(settings.archive), Journal(settings.archive / "journal")


@contextmanager
def _connection(settings: Settings) -> Iterator[Connection]:
    """A connection as the loader, closed at the end."""
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        yield connection


def _pool(settings: Settings) -> ReaderPool:
    """The readers with the limits of the settings."""
    return ReaderPool(settings.readers, settings.read_seconds, settings.read_memory_mb, settings.max_file_mb)
