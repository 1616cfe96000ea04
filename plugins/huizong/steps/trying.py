"""Arrivals tried together, and alone where one of them fails: whatever a file raises stays with that file.

A try is counted in the ledger before it begins, so that one which ends the process counts too. After TRIES that did not
come to an end the arrival is returned with the finding `processing-failed` and is quarantined: nobody takes it up again
by himself. What stops everybody (the database is away, a disk is full) belongs to no file and ends the run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg2
from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.reading.pool import ReaderPool
from huizong.settings import Settings
from huizong.steps.drafting import Arrival, are_scans, draft_arrival, failed
from huizong.warehouse.connection import UnreachableError, WarehouseError
from huizong.warehouse.outages import answers, is_outage, kind_of, place_of, tell
from huizong.warehouse.queries import query
from huizong.warehouse.staging import StagedDraft

log = logging.getLogger(__name__)

TRIES = 2
# Arrivals that are judged and loaded together at most: while they are, the readers go on with the next. Judging costs half a second
# a time, however many they are, so they are not more parts than must be.
TOGETHER = 240
Reasons = Mapping[str, str]
Load = Callable[[Sequence[StagedDraft], Reasons], None]


def draft_or_failed(
    settings: Settings, connection: Connection, pool: ReaderPool, catalogue: Catalogue, arrival: Arrival, period: str | None = None
) -> list[StagedDraft]:
    """The drafts of one arrival, or the one that says that it could not be processed, where nothing is tried twice."""
    try:
        return draft_arrival(settings, connection, pool, catalogue, arrival, period)
    except Exception as error:  # as in `Trial`: whatever a file makes our code raise, it gets its answer
        if is_outage(error, connection):
            raise
        connection.rollback()
        tell(log, error, "arrival %s could not be drafted", arrival.arrival_id)
        return [failed(arrival, kind_of(place_of(error)))]


def _parts(wave: Sequence[Arrival]) -> list[Sequence[Arrival]]:
    """The wave in its order, in parts of about the same size."""
    size = -(-len(wave) // (-(-len(wave) // TOGETHER) or 1)) or 1
    return [wave[first : first + size] for first in range(0, len(wave), size)]


@dataclass
class Trial:
    """How waves are tried: `draft` reads one arrival, `load` judges and loads drafts with the reasons of those given up.

    `quarantine` takes an arrival that can't even be returned out of the queue, `reconnect` gives a connection where the own
    one was cut.
    """

    connection: Connection
    draft: Callable[[Arrival], Sequence[StagedDraft]]
    load: Load
    quarantine: Callable[[Arrival, str], None]
    reconnect: Callable[[], Connection]
    quarantined: int = 0
    _tries: dict[str, int] = field(default_factory=dict)
    _reasons: dict[str, str] = field(default_factory=dict)

    def run(self, wave: Sequence[Arrival], put_off: list[Arrival] | None = None) -> None:
        """Bring every arrival of the wave to a verdict; scans are added to `put_off`, if it is given, and left waiting.

        Those of which an earlier try did not end are tried alone, after the others.
        """
        self._tries |= {arrival.arrival_id: arrival.attempts for arrival in wave}
        fresh = [arrival for arrival in wave if not arrival.attempts]
        suspects = [arrival for arrival in wave if arrival.attempts]
        broken = [arrival for part in _parts(fresh) for arrival in self._together(part, put_off)]
        for arrival in (*broken, *suspects):
            self._alone(arrival, put_off)

    def _together(self, wave: Sequence[Arrival], put_off: list[Arrival] | None) -> list[Arrival]:
        """Try all at once; returns those that failed."""
        drafted: dict[Arrival, Sequence[StagedDraft]] = {}
        broken = []
        with self._counted(wave):
            for arrival in wave:
                with self._noted([arrival]) as noted:
                    drafted[arrival] = self.draft(arrival)
                broken += noted
            self._put_off(drafted, put_off)
            broken += self._load(drafted)
        return broken

    def _alone(self, arrival: Arrival, put_off: list[Arrival] | None) -> None:
        """Try one until its tries are used up, then return it."""
        while self._tries[arrival.arrival_id] < TRIES:
            with self._counted([arrival]):
                drafted: dict[Arrival, Sequence[StagedDraft]] = {}
                with self._noted([arrival]) as broken:
                    drafted[arrival] = self.draft(arrival)
                self._put_off(drafted, put_off)
                broken += self._load(drafted)
            if not broken:
                return
        self._give_up(arrival)

    def _load(self, drafted: Mapping[Arrival, Sequence[StagedDraft]]) -> list[Arrival]:
        """Judge and load drafts, in halves where that fails; returns those that failed by themselves."""
        if not drafted:
            return []
        arrivals = list(drafted)
        with self._noted(arrivals) as broken:
            self.load([item for items in drafted.values() for item in items], {})
        if not broken or len(arrivals) == 1:
            return broken
        halves = arrivals[: len(arrivals) // 2], arrivals[len(arrivals) // 2 :]
        return [arrival for half in halves for arrival in self._load({arrival: drafted[arrival] for arrival in half})]

    def _put_off(self, drafted: dict[Arrival, Sequence[StagedDraft]], put_off: list[Arrival] | None) -> None:
        """Leave what holds scans and nothing else for later: that was no try."""
        if put_off is None:
            return
        scans = [arrival for arrival, items in drafted.items() if are_scans(items)]
        put_off += scans
        for arrival in scans:
            del drafted[arrival]
        self._count(scans, -1)

    def _give_up(self, arrival: Arrival) -> None:
        """Return an arrival whose tries are used up; where even that fails, only its receipt says so."""
        place = self._reasons.get(arrival.arrival_id, "ProcessEnded")
        log.error("arrival %s is quarantined after %d tries (%s): it is returned, and not tried again", arrival.arrival_id, TRIES, place)
        self.quarantined += 1
        with self._noted([arrival]) as broken:
            self.load([failed(arrival, kind_of(place))], {arrival.arrival_id: place})
        if broken:
            self.quarantine(arrival, place)

    @contextmanager
    def _noted(self, arrivals: Sequence[Arrival]) -> Iterator[list[Arrival]]:
        """Collects the arrivals if what is done with them fails; an outage goes on."""
        broken: list[Arrival] = []
        try:
            yield broken
        except Exception as error:  # whatever a file makes our code raise: it is logged, counted, and returned in the end
            if is_outage(error, self.connection):
                if isinstance(error, psycopg2.Error | OSError | WarehouseError):
                    raise
                raise UnreachableError("the database does not answer any more") from error
            self.connection.rollback()
            broken += arrivals
            if len(arrivals) > 1:
                log.warning("%d arrivals failed together (%s): each half is tried by itself", len(arrivals), place_of(error))
                return
            (arrival,) = arrivals
            self._reasons[arrival.arrival_id] = place_of(error)
            tries = self._tries[arrival.arrival_id]
            tell(log, error, "arrival %s failed, try %d of %d", arrival.arrival_id, tries, TRIES)

    @contextmanager
    def _counted(self, arrivals: Sequence[Arrival]) -> Iterator[None]:
        """Counts a try of each before it begins; one that an outage or an order to stop cuts short doesn't count."""
        before = dict(self._tries)
        self._count(arrivals, 1)
        try:
            yield
        except BaseException as error:
            try:
                if not answers(self.connection):
                    self.connection = self.reconnect()
                self._count([one for one in arrivals if self._tries[one.arrival_id] > before[one.arrival_id]], -1)
            except (psycopg2.Error, WarehouseError):
                # After a restart of the server it doesn't count (pipeline_claim).
                log.warning("a try of %d arrivals was cut short and stays counted: %s", len(arrivals), type(error).__name__)
            raise

    def _count(self, arrivals: Iterable[Arrival], change: int) -> None:
        """Change the number of tries, in the ledger too; commits."""
        ids = [arrival.arrival_id for arrival in arrivals]
        if not ids:
            return
        for arrival_id in ids:
            self._tries[arrival_id] += change
        with self.connection.cursor() as cursor:
            cursor.execute(query("pipeline_count_try"), {"arrivals": ids, "change": change})
        self.connection.commit()
