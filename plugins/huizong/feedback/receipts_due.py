"""Receipts due, written into the outbox (DESIGN §7)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Self

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.feedback.outbox.putting import OutboxError, make_folder, put
from huizong.feedback.outbox.safe_names import outbox_folder
from huizong.feedback.receipt.due import DueArrival, DueReport, claim, count_try, due_arrivals, read_reports, set_failed, set_written
from huizong.feedback.receipt_files import receipt_files, source_of
from huizong.reading.pool import ReaderPool
from huizong.settings import Settings
from huizong.warehouse.connection import commit_soon, connect
from huizong.warehouse.outages import answers, place_of, to_do

log = logging.getLogger(__name__)

MANY = 12  # receipts from which on a second writer helps


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A receipt that could not be written: whose, and why; no name of a file or folder."""

    arrival_id: str
    reporter: str | None
    reason: str


class ReceiptsNotWrittenError(Exception):
    """Some receipts could not be written; the others were. They stay due."""

    def __init__(self, unwritten: Sequence[Unwritten]) -> None:
        by_reason: dict[tuple[str, str], list[str]] = {}
        for one in unwritten:
            by_reason.setdefault((one.reporter or "of unknown folders", one.reason), []).append(one.arrival_id)
        told = "; ".join(f"{who}: {reason} ({', '.join(ids)})" for (who, reason), ids in by_reason.items())
        super().__init__(f"{len(unwritten)} receipts could not be written, they stay due: {told}")
        self.unwritten = tuple(unwritten)


def write_receipts(connection: Connection, settings: Settings, catalogue: Catalogue, arrivals: Sequence[str] | None = None) -> int:
    """Write every receipt due, or those of some arrivals, from the database and the archive; returns how many. Commits after each.

    Where there are many a second writer helps, on a connection of its own: while a reader marks one file the other goes on.
    A kill between the files and the commit is made good by the next call, which writes the same bytes under the same names.
    Raises ReceiptsNotWrittenError after the last one if some could not be written, and at once what the database raises
    when it does not answer.
    """
    due = due_arrivals(connection, arrivals)
    connection.rollback()
    with _Marker(settings) as marker:
        writing = _Writing(settings, catalogue, marker, iter(due))
        if len(due) < MANY:
            writing.go_on(connection)
        else:
            with ThreadPoolExecutor(1, thread_name_prefix="receipts") as beside:
                second = beside.submit(writing.go_on_alone)
                try:
                    writing.go_on(connection)
                finally:
                    writing.stop()
                second.result()
    if writing.unwritten:
        raise ReceiptsNotWrittenError(sorted(writing.unwritten, key=lambda one: one.arrival_id))
    return writing.written


class _Marker:
    """The readers that make marked copies, begun once one is to be made."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._pool: ReaderPool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.close()

    def work(self, work: Callable[[Any], object], argument: object) -> object:
        """As `ReaderPool.work`."""
        with self._lock:
            self._pool = self._pool or ReaderPool.of(self._settings)
        return self._pool.work(work, argument)


class _Writing:
    """Receipts that are due, each written by whichever writer comes to it."""

    def __init__(self, settings: Settings, catalogue: Catalogue, marker: _Marker, due: Iterator[str]) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._marker = marker
        self._due = due
        self._lock = threading.Lock()
        self.written = 0
        self.unwritten: list[Unwritten] = []

    def go_on(self, connection: Connection) -> None:
        """Write until none is left. Raises what the database raises when it does not answer."""
        while (arrival_id := self._next()) is not None:
            tries = count_try(connection, arrival_id)
            arrival = claim(connection, arrival_id)
            if arrival is None:
                continue
            try:
                _write_one(connection, self._settings, self._catalogue, arrival, tries, self._marker)
                with self._lock:
                    self.written += 1
            except Exception as error:
                # One department's folder, or one file, never stops the others; what went wrong is raised at the end.
                if not answers(connection):
                    raise
                reason = _reason(error)
                log.error("receipt of arrival %s could not be written: %s", arrival_id, reason)  # noqa: TRY400 - names a file
                set_failed(connection, arrival_id, reason)
                with self._lock:
                    self.unwritten.append(Unwritten(arrival_id, arrival.reporter, reason))
        connection.rollback()

    def go_on_alone(self) -> None:
        """The same on a connection of its own."""
        with closing(connect(self._settings.database_url, role="huizong_loader")) as connection:
            try:
                self.go_on(connection)
            except BaseException:
                self.stop()
                raise

    def stop(self) -> None:
        """Begin no other receipt."""
        with self._lock:
            self._due = iter(())

    def _next(self) -> str | None:
        with self._lock:
            return next(self._due, None)


def _reason(error: Exception) -> str:
    """Why a receipt could not be written, and what to do, without a path."""
    if isinstance(error, OutboxError):
        return str(error)
    return f"{error.strerror}: {to_do(error)}" if isinstance(error, OSError) and error.strerror else place_of(error)


def _write_one(connection: Connection, settings: Settings, catalogue: Catalogue, arrival: DueArrival, tries: int, marker: _Marker) -> None:
    reports = read_reports(connection, arrival.arrival_id)
    folder = outbox_folder(catalogue, arrival.reporter, _period(reports))
    make_folder(settings.outbox, folder)
    source = source_of(connection, settings, arrival, marker.work)
    files = receipt_files(connection, catalogue, arrival, reports, source, tries)
    put(settings.outbox, folder, files)
    set_written(connection, arrival.arrival_id, str(folder / files[-1][0]))
    commit_soon(connection)  # were it lost, the same files would be written again


def _period(reports: tuple[DueReport, ...]) -> str | None:
    """The period of the folder: the latest of those that the file is about."""
    periods = [report.submission.period for report in reports if report.submission.period is not None]
    return max(periods, key=lambda text: Period.parse(text).last_day, default=None)
