"""The flow: inbox to published rollup, room after room (DESIGN §3). The command line and the DAGs call the same steps.

Every step opens what it needs from the settings, does its part wholly or not at all, and returns counts.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from functools import partial, reduce
from itertools import chain
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection

from huizong import feedback, intake, publishing
from huizong.catalogue import Catalogue, CatalogueError, Checks, load
from huizong.catalogue.snapshot import hash_of
from huizong.checking import JudgeError, judge
from huizong.checking.binding import idle_relations, unbound_relations
from huizong.checking.relation import problems
from huizong.drafting import Arrival, are_scans, draft_arrival, failed
from huizong.feedback import forms as blank_forms
from huizong.feedback.names import outbox_folder
from huizong.intake import Archive, Journal
from huizong.narrative import check_words
from huizong.private_folders import close_to_others
from huizong.reading.pool import ReaderPool
from huizong.settings import Settings
from huizong.warehouse import catalogue_tables, connect, loading, migrate, staging
from huizong.warehouse.orphans import orphaned
from huizong.warehouse.queries import query

log = logging.getLogger(__name__)

BATCH_REPORTERS = 24


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """What became of a batch, in counts."""

    arrivals: int
    submissions: int
    figures: int
    issues: int

    def plus(self, other: BatchSummary) -> BatchSummary:
        """Both together."""
        return BatchSummary(
            self.arrivals + other.arrivals,
            self.submissions + other.submissions,
            self.figures + other.figures,
            self.issues + other.issues,
        )


NOTHING = BatchSummary(0, 0, 0, 0)
_loaded: dict[tuple[Path, str], Catalogue] = {}
CATALOGUE_CHECKS = Checks(relation=problems, form=unbound_relations, words=check_words, idle=idle_relations)


def load_catalogue(folder: Path) -> Catalogue:
    """The catalogue with relations and words of prose read; raises CatalogueError with file, line and reason.

    Read and checked once a process as long as none of its files changes: every step of the flow asks for it.
    """
    key = folder.absolute(), hash_of(folder) if folder.is_dir() else ""
    if key not in _loaded:
        catalogue = load(folder, CATALOGUE_CHECKS)
        _loaded.clear()
        _loaded[key] = catalogue
    return _loaded[key]


def prepare(settings: Settings) -> Catalogue:
    """Bring database and catalogue up to date and make the folders; raises CatalogueError for a broken catalogue."""
    catalogue = load_catalogue(settings.catalogue)
    for folder in (settings.inbox, settings.outbox, settings.archive, settings.published):
        folder.mkdir(parents=True, exist_ok=True)
    for folder in (settings.outbox, settings.archive, settings.archive / "journal"):
        close_to_others(folder, settings.group)
    migrate.migrate(settings.owner_url)
    with _connection(settings) as connection:
        _put_in_force(settings, connection, catalogue)
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
        catalogue = load_catalogue(settings.catalogue)
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
    receipt and never fails its batch; a database that is away raises psycopg2.OperationalError. Scans are judged after
    everything else: beside a form of the same batch they are attachments, whichever arrived first.
    """
    total, scans = NOTHING, list[Arrival]()
    with _connection(settings) as connection, _pool(settings) as pool:
        catalogue = load_catalogue(settings.catalogue)
        _put_in_force(settings, connection, catalogue)
        for wave in waves(_claim(connection, arrival_ids)):
            total = total.plus(judge_wave(settings, connection, pool, catalogue, wave, scans=scans))
        for wave in waves(scans):
            total = total.plus(judge_wave(settings, connection, pool, catalogue, wave))
    log.info("judged: %d arrivals, %d submissions, %d figures loaded, %d issues", *astuple(total))
    return total


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
    known_from: datetime | None = None,
    scans: list[Arrival] | None = None,
) -> BatchSummary:
    """One wave from archive bytes to the warehouse; `known_from` is given on replay only.

    Where a list of `scans` is given, arrivals that are nothing else are added to it and left waiting. If the judgement of
    several arrivals together fails, each is judged alone, so that one can't stop the others; one that fails alone is
    returned with the finding `processing-failed`.
    """
    drafted = {arrival: draft_arrival(settings, connection, pool, catalogue, arrival) for arrival in wave}
    if scans is not None:
        put_off = [arrival for arrival, items in drafted.items() if are_scans(items)]
        scans += put_off
        wave = [arrival for arrival in wave if arrival not in put_off]
        if not wave:
            return NOTHING
    staged = [item for arrival in wave for item in drafted[arrival]]
    try:
        return _judge_and_load(settings, connection, catalogue, staged, known_from)
    except (JudgeError, psycopg2.DataError, psycopg2.IntegrityError) as error:
        connection.rollback()
        if len(wave) == 1:
            log.exception("an arrival could not be judged: %s", wave[0].arrival_id)
            broken = [failed(wave[0], error)]
            return _judge_and_load(settings, connection, catalogue, broken, known_from)
        log.warning("a wave of %d arrivals could not be judged together; trying each alone", len(wave))
        parts = (judge_wave(settings, connection, pool, catalogue, [arrival], known_from) for arrival in wave)
        return reduce(BatchSummary.plus, parts, NOTHING)


def write_receipts(settings: Settings) -> int:
    """Write every receipt that is due into the outbox; returns how many."""
    with _connection(settings) as connection:
        written = feedback.write_receipts(connection, settings, load_catalogue(settings.catalogue))
    log.info("receipts written: %d", written)
    return written


def clear_inbox(settings: Settings) -> int:
    """Remove receipted files from the inbox; returns how many."""
    with _connection(settings) as connection:
        removed = intake.clear_inbox(connection, settings.inbox, Archive(settings.archive))
    log.info("removed from the inbox: %d", removed)
    return removed


def dirty_periods(settings: Settings) -> list[str]:
    """Periods whose rollups are older than their figures."""
    with _connection(settings) as connection:
        return [dirty.period for dirty in publishing.dirty_periods(connection)]


def publish(settings: Settings, period: str) -> publishing.Publication:
    """Compute and publish the rollups of one period and of those above it; bring the Data Docs up to date."""
    catalogue = load_catalogue(settings.catalogue)
    with _connection(settings) as connection:
        publication = publishing.publish(connection, settings, catalogue, period)
        log.info("published %s: %d rollup rows", period, publication.rows)
        _write_data_docs(settings, connection, catalogue)
    return publication


def _write_data_docs(settings: Settings, connection: Connection, catalogue: Catalogue) -> None:
    """The engineers' pages; whatever goes wrong with them is logged, for the period is published already."""
    try:
        publishing.write_data_docs(connection, settings, catalogue)
    except Exception:  # Great Expectations raises whatever its parts raise; the next publication tries again
        log.exception("the data docs could not be written")


def write_forms(settings: Settings, organisation: str, period: str, folder: Path | None) -> tuple[Path, ...]:
    """Write the blank workbook of each form that the organisation owes for the period; returns where they lie.

    Without a folder they lie in the organisation's part of the outbox. Raises KeyError, ValueError as `feedback.forms` does.
    """
    catalogue = prepare(settings)
    with _connection(settings) as connection:
        history = blank_forms.last_cumulatives(connection, organisation, period)
    where = folder if folder is not None else settings.outbox / outbox_folder(catalogue, organisation, period)
    return blank_forms.write_forms(catalogue, organisation, period, where, history)


def run_once(settings: Settings) -> BatchSummary:
    """The whole flow in this process, without Airflow; what `huizong run` does."""
    prepare(settings)
    take_in(settings)
    done = reduce(BatchSummary.plus, (judge_batch(settings, batch) for batch in waiting_batches(settings)), NOTHING)
    write_receipts(settings)
    clear_inbox(settings)
    for period in dirty_periods(settings):
        publish(settings, period)
    return done


def _judge_and_load(
    settings: Settings, connection: Connection, catalogue: Catalogue, staged: Sequence[staging.StagedDraft], known_from: datetime | None
) -> BatchSummary:
    """Stage, judge, load: the drafts of one wave under a run id of their own."""
    run_id = uuid.uuid4().hex
    arrivals = sorted({item.arrival_id for item in staged})
    staging.write(connection, run_id, staged, catalogue)
    judge(settings, connection, run_id, catalogue)
    record = None if known_from else partial(_record_judgement, settings, connection, arrivals, catalogue.hash)
    loaded = loading.load(connection, run_id, catalogue, known_from=known_from, record=record)
    return BatchSummary(len(arrivals), len(staged), loaded.figures, loaded.issues)


def _record_judgement(settings: Settings, connection: Connection, arrivals: list[str], catalogue_hash: str, known_from: datetime) -> None:
    """The journal's line of a judgement, and one of each explanation in it, on disk before the database commits them.

    If the commit never comes, the arrivals are judged again under a later instant, and replay takes the last line. The
    lines of explanations are a record: replay reads them from the archived files again.
    """
    journal, instant = Journal(settings.archive / "journal"), known_from.astimezone(UTC)
    at = instant.isoformat(timespec="microseconds")
    with connection.cursor() as cursor:
        cursor.execute(query("journal_explanations"), {"known_from": known_from})
        names = [column.name for column in cursor.description or ()]
        for row in cursor.fetchall():
            journal.append("explanation", instant.year, known_from=at, **dict(zip(names, row, strict=True)))
    journal.append("judged", instant.year, known_from=at, arrivals=arrivals, catalogue=catalogue_hash)


def _put_in_force(settings: Settings, connection: Connection, catalogue: Catalogue) -> None:
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
