"""One wave of arrivals, from archived bytes to the warehouse: drafted, staged, judged, loaded, and recorded in the journal."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial, reduce

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.checking import judge, preload
from huizong.intake import Journal, record_arrivals
from huizong.intake.taking import QUARANTINED
from huizong.reading.pool import ReaderPool
from huizong.settings import Settings
from huizong.steps.drafting import Arrival, draft_arrival, failed, plan
from huizong.steps.trying import Trial, draft_or_failed
from huizong.warehouse import connect, loading, staging
from huizong.warehouse.outages import kind_of
from huizong.warehouse.queries import query


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


@dataclass(frozen=True, slots=True)
class JudgedOnce:
    """Arrivals that were judged together, from when that is known, and those of them that were given up, with the reason."""

    arrivals: Sequence[Arrival]
    known_from: datetime
    given_up: Mapping[str, str]


def judge_again(settings: Settings, connection: Connection, pool: ReaderPool, catalogue: Catalogue, once: JudgedOnce) -> BatchSummary:
    """The replay of a judgement at its own instant: all of it at once, and those that were `given_up` returned as they were."""
    staged: list[staging.StagedDraft] = []
    for arrival in once.arrivals:
        if arrival.arrival_id in once.given_up:
            staged.append(failed(arrival, kind_of(once.given_up[arrival.arrival_id])))
        else:
            staged += draft_or_failed(settings, connection, pool, catalogue, arrival)
    return _judge_and_load(settings, connection, catalogue, staged, once.known_from, once.given_up)


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
        loaded = loading.load(connection, run_id, catalogue, loading.SameTransaction(record=record), known_from=known_from)
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
