"""What waits for a person: names that nobody knows, figures of prose, differences, corrections, publications, broken files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from psycopg2.extensions import connection as Connection

from huizong.answers.asking import ask
from huizong.answers.candidates import Candidate
from huizong.answers.differences import Group, open_groups
from huizong.answers.status import Quarantined, UnwrittenReceipt

MOST_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class UnmatchedName:
    """A name that the catalogue lacks, and the line of it that would let in what waits; `wanted` is what that line lacks."""

    number: int
    kind: str
    name: str
    unit: str | None
    figures: int
    submissions: int
    organisations: int
    examples: list[str] | None
    nearest_name: str | None
    catalogue_file: str | None
    catalogue_line: str | None
    more_lines: list[str] | None
    wanted: str | None


@dataclass(frozen=True, slots=True)
class WaitingCorrection:
    """A report that corrects a final period: how many of its figures wait until that is opened."""

    period: str
    reporter: str
    reporter_name: str | None
    form: str
    report_period: str
    received_at: datetime
    figures: int


@dataclass(frozen=True, slots=True)
class StoppedPublication:
    """A publication that was stopped, and why."""

    period: str
    reasons: list[str]
    stopped_at: datetime


@dataclass(frozen=True, slots=True)
class UndeliveredMessage:
    """A reminder or alert that did not arrive, or of which nobody knows whether it did; `last_error` says why."""

    kind: str
    day: date
    channel: str
    recipient: str
    organisations: list[str]
    subject: str
    state: str
    attempts: int
    last_error: str


@dataclass(frozen=True, slots=True)
class Queues:
    """Everything that waits; of candidates the first MOST_CANDIDATES, and how many there are."""

    unmatched: tuple[UnmatchedName, ...]
    candidates: tuple[Candidate, ...]
    all_candidates: int
    differences: tuple[Group, ...]
    corrections: tuple[WaitingCorrection, ...]
    stopped: tuple[StoppedPublication, ...]
    quarantined: tuple[Quarantined, ...]
    unwritten: tuple[UnwrittenReceipt, ...]
    undelivered: tuple[UndeliveredMessage, ...]


def queues(connection: Connection) -> Queues:
    """What waits now."""
    candidates = ask(connection, "confirm_candidates", Candidate, reporter=None, submission_id=None, figure_no=None)
    return Queues(
        tuple(ask(connection, "unmatched_listed", UnmatchedName)),
        tuple(candidates[:MOST_CANDIDATES]),
        len(candidates),
        tuple(open_groups(connection)),
        tuple(ask(connection, "board_corrections", WaitingCorrection)),
        tuple(ask(connection, "board_stopped", StoppedPublication)),
        tuple(ask(connection, "status_quarantined", Quarantined)),
        tuple(ask(connection, "status_unwritten", UnwrittenReceipt)),
        tuple(ask(connection, "board_undelivered", UndeliveredMessage)),
    )
