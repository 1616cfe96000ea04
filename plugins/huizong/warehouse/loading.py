"""A judged run into the warehouse: submissions, issues, figures, receipts due and dirty periods, all or nothing.

Replacement is per figure (DESIGN §4): a value, `not_applicable`, and a blank in a row not required replace the live
figure of the same key; whatever is held, masked, missing or in error leaves it as it is. A returned submission and a
duplicate replace nothing. A figure that says what is live already keeps the live row, so that its history tells when it
was first known. Every staged figure ends either as a row of core.figure or, with the reason, in quality.unloaded_figure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.model import Verdict
from huizong.warehouse.connection import WarehouseError
from huizong.warehouse.locks import LOAD, lock_transaction
from huizong.warehouse.queries import query

STEPS = (
    "submissions",
    "issues",
    "withdraw",
    "dispositions",
    "close",
    "figures",
    "unloaded",
    "unmatched",
    "explanations",
    "receipts",
    "dirty",
    "arrivals",
)


@dataclass(frozen=True, slots=True)
class LoadedSubmission:
    """One submission as it was entered: figures `staged` = `loaded` + `unloaded`; `unchanged` are part of the latter."""

    submission_id: int
    arrival_id: str
    submission_no: int
    reporter: str | None
    form: str | None
    period: str | None
    sequence: int | None
    verdict: Verdict
    staged: int
    loaded: int
    unchanged: int
    unloaded: int
    issues: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one run brought, in the order of its submissions."""

    known_from: datetime
    submissions: tuple[LoadedSubmission, ...]

    @property
    def figures(self) -> int:
        """Figures that made a new row."""
        return sum(submission.loaded for submission in self.submissions)

    @property
    def issues(self) -> int:
        """Issues entered."""
        return sum(submission.issues for submission in self.submissions)


@dataclass(frozen=True, slots=True)
class SameTransaction:
    """What is done in the transaction of a load: `enter` under the lock before anything is written, `record` with the instant at the end.

    When `record` is called all is written and nothing committed yet; if one of them raises, nothing is.
    """

    enter: Callable[[], None] | None = None
    record: Callable[[datetime], None] | None = None


def load(
    connection: Connection,
    run_id: str,
    catalogue: Catalogue,
    beside: SameTransaction = SameTransaction(),
    *,
    known_from: datetime | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Loaded:
    """Load the judged run in one transaction under the loading lock, and commit.

    The instant is the clock's, or one microsecond after the last commit's if that is later; on replay it is the given
    `known_from`. What is to be done `beside` it stands or falls with it.
    Raises WarehouseError, and rolls back, if the run is unknown or not judged, if a replayed instant is not later than
    the last one, or if other than all figures and issues arrived.
    """
    connection.rollback()
    try:
        lock_transaction(connection, LOAD)
        submissions, issues = _staged(connection, run_id)
        if beside.enter is not None:
            beside.enter()
        instant = take_instant(connection, known_from, clock)
        parameters = {"run_id": run_id, "known_from": instant, "catalogue_hash": catalogue.hash}
        with connection.cursor() as cursor:
            for step in STEPS:
                cursor.execute(query(f"load_{step}"), parameters)
            cursor.execute(query("load_summary"), parameters)
            loaded = Loaded(instant, tuple(LoadedSubmission(*row) for row in cursor.fetchall()))
            _assert_nothing_lost(loaded, submissions, issues)
            cursor.execute(query("load_clear"), parameters)
        if beside.record is not None:
            beside.record(instant)
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
    return loaded


def _staged(connection: Connection, run_id: str) -> tuple[int, int]:
    """How many submissions and issues the run has."""
    with connection.cursor() as cursor:
        cursor.execute(query("load_count_staged"), {"run_id": run_id})
        submissions, issues, unjudged = cursor.fetchone() or (0, 0, 0)
    if not submissions:
        raise WarehouseError(f"run {run_id} has nothing staged: it was loaded already, or never written")
    if unjudged:
        raise WarehouseError(f"run {run_id}: {unjudged} of {submissions} submissions have no verdict: judge the run first")
    return submissions, issues


def take_instant(connection: Connection, replayed: datetime | None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> datetime:
    """The instant of this commit, later than every one before; the caller holds the loading lock. Raises WarehouseError on replay."""
    with connection.cursor() as cursor:
        cursor.execute(query("load_clock"), {"replayed": replayed, "now": clock()})
        row = cursor.fetchone()
    if row is None:
        raise WarehouseError(f"{replayed} is not later than the last commit: replay the journal in order, into an empty warehouse")
    instant: datetime = row[0]
    return instant


def _assert_nothing_lost(loaded: Loaded, submissions: int, issues: int) -> None:
    """Counts given = counts entered, for each submission."""
    if len(loaded.submissions) != submissions:
        raise WarehouseError(f"{submissions} submissions were staged and {len(loaded.submissions)} entered")
    if loaded.issues != issues:
        raise WarehouseError(f"{issues} issues were staged and {loaded.issues} entered")
    for submission in loaded.submissions:
        if submission.staged != submission.loaded + submission.unloaded:
            raise WarehouseError(
                f"arrival {submission.arrival_id}: {submission.staged} figures were staged, {submission.loaded} loaded "
                f"and {submission.unloaded} kept aside"
            )
