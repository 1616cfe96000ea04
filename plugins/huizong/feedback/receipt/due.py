"""What the database holds about one arrival whose receipt is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor

from huizong.model import Basis, Severity, Verdict
from huizong.warehouse.connection import commit_soon
from huizong.warehouse.prepared import execute
from huizong.warehouse.queries import query

ALL_MASKED = "prose-all-masked"
LOST_IN_PROSE = frozenset({"prose-placeholder", "prose-missing"})


@dataclass(frozen=True, slots=True)
class DueArrival:
    """One drop. `twin` counts earlier files of the same name and second whose receipts may lie in the same folder."""

    arrival_id: str
    folder: str
    file_name: str
    sha256: str
    reporter: str | None
    received_at: datetime
    twin: int


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault as it was recorded; `number` counts within its submission and is what an explanation answers to.

    `words` are the fields of its message as they are said there; None where they were not kept.
    """

    number: int
    rule: str
    severity: Severity
    responsibility: str
    place: str
    organisation: str | None
    indicator: str | None
    period: str | None
    basis: str | None
    observed: str | None
    expected: str | None
    difference: str | None
    message: str
    remedy: str
    state: str = "open"
    words: Mapping[str, str] | None = None

    @property
    def is_task(self) -> bool:
        """Whether the department must correct something."""
        return self.state == "open" and self.responsibility == "department" and self.severity in (Severity.CRITICAL, Severity.BLOCKING)

    @property
    def is_query(self) -> bool:
        """Whether the department owes a reason."""
        return self.state == "open" and self.responsibility == "department" and self.severity is Severity.QUERY

    @property
    def identity(self) -> tuple[str | None, ...]:
        """What makes it the same fault in another file of the same report: the figure, or the place where there is none."""
        figure = (self.organisation, self.indicator, self.period, self.basis)
        return (self.rule, *figure, None if self.indicator else self.place)


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission of the arrival with its counts.

    `previous_id` is the one before it for the same report; `loaded` counts the figures taken, the unchanged among them.
    `attempt` counts the files that the department sent, this one included; `judged_again` is one that came by no drop of
    its own but because the county decided on it. `held` of a duplicate is what the file that it repeats has held.
    `first_received_at` is when the same bytes came first: what is judged again on a superior's word is no later for it.
    """

    submission_id: int
    submission_no: int
    file: str
    sha256: str
    kind: str
    reporter: str | None
    form: str | None
    period: str | None
    attempt: int | None
    judged_again: bool
    verdict: Verdict
    required: int
    taken: int
    known_from: datetime
    first_received_at: datetime
    duplicate_received_at: datetime | None
    duplicate_file: str | None
    previous_id: int | None
    previous_at: datetime | None
    loaded: int
    held: int


@dataclass(frozen=True, slots=True)
class CorrectedFigure:
    """A figure that this file and the one before say differently; texts as a clerk reads them, None for a blank.

    `taken` is whether the new one was loaded.
    """

    organisation: str
    indicator: str
    period: str
    basis: Basis
    place: str
    old_text: str | None
    new_text: str | None
    taken: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A figure that this submission did not replace; `contested` if it gave something that could not be taken."""

    organisation: str
    indicator: str
    period: str
    basis: Basis
    received_at: datetime
    contested: bool


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell as it was read, personal numbers masked."""

    sheet: str
    row: int
    column: int
    place: str
    kind: str
    content: str


@dataclass(frozen=True, slots=True)
class DueReport:
    """A submission with everything that is said about it."""

    submission: Submission
    issues: tuple[Issue, ...]
    previous_issues: tuple[Issue, ...]
    changes: tuple[CorrectedFigure, ...]
    kept: tuple[Kept, ...]
    paragraphs: tuple[tuple[int, str], ...]

    def is_query(self, issue: Issue) -> bool:
        """Whether a reason is owed; of a returned file nothing was taken that could be explained."""
        return issue.is_query and self.submission.verdict is not Verdict.RETURNED

    @property
    def all_masked(self) -> bool:
        """Whether the file went back because every owed number is masked or left out; each place is a task by itself."""
        return any(issue.rule == ALL_MASKED for issue in self.issues) and any(issue.rule in LOST_IN_PROSE for issue in self.issues)

    def is_task(self, issue: Issue) -> bool:
        """Whether the department must correct something, in a returned file also for faults that aren't its own."""
        if issue.rule == ALL_MASKED and self.all_masked:
            return False
        returned = self.submission.verdict is Verdict.RETURNED and issue.responsibility == "county"
        return issue.is_task or (returned and issue.state == "open" and issue.severity in (Severity.CRITICAL, Severity.BLOCKING))


def due_arrivals(connection: Connection, among: Sequence[str] | None = None) -> tuple[str, ...]:
    """The arrivals, of all or `among` some, whose receipt is not written yet, in order of receipt."""
    with connection.cursor() as cursor:
        cursor.execute(query("feedback_due"), {"arrivals": None if among is None else list(among)})
        return tuple(row[0] for row in cursor.fetchall())


def count_try(connection: Connection, arrival_id: str) -> int:
    """Count a writing of the receipt before it begins, so that one which ends the process counts; returns how many. Commits."""
    with connection.cursor() as cursor:
        execute(cursor, "feedback_count_try", {"arrival_id": arrival_id})
        found = cursor.fetchone()
    commit_soon(connection)
    return int(found[0]) if found else 0


def set_failed(connection: Connection, arrival_id: str, reason: str) -> None:
    """Say why the receipt could not be written; it stays due, and the try is not counted. Commits."""
    with connection.cursor() as cursor:
        cursor.execute(query("feedback_failed"), {"arrival_id": arrival_id, "reason": reason})
    connection.commit()


def claim(connection: Connection, arrival_id: str) -> DueArrival | None:
    """The arrival, its receipt locked for this transaction; None if another writer has it or it is written."""
    with connection.cursor() as cursor:
        execute(cursor, "feedback_claim", {"arrival_id": arrival_id})
        found = cursor.fetchone()
    return DueArrival(*found) if found else None


def read_reports(connection: Connection, arrival_id: str) -> tuple[DueReport, ...]:
    """The submissions of one arrival in their order."""
    with connection.cursor() as cursor:
        execute(cursor, "feedback_submissions", {"arrival_id": arrival_id})
        found = [Submission(**row | {"verdict": Verdict(row["verdict"])}) for row in _records(cursor)]
    return tuple(_read_report(connection, submission) for submission in found)


def read_cells(connection: Connection, sha256: str) -> tuple[CellRow, ...]:
    """The cells of a file or archive member as they were read."""
    with connection.cursor() as cursor:
        execute(cursor, "feedback_cells", {"sha256": sha256})
        return tuple(CellRow(*row) for row in cursor.fetchall())


def read_figure_places(connection: Connection, submission_id: int) -> frozenset[str]:
    """Where the figures of a submission stand, loaded or not."""
    with connection.cursor() as cursor:
        execute(cursor, "feedback_figure_places", {"submission_id": submission_id})
        return frozenset(row[0] for row in cursor.fetchall())


def set_written(connection: Connection, arrival_id: str, path: str) -> None:
    """Say where the receipt lies; the caller commits."""
    with connection.cursor() as cursor:
        execute(cursor, "feedback_written", {"arrival_id": arrival_id, "path": path})


def _read_report(connection: Connection, submission: Submission) -> DueReport:
    key = {"submission_id": submission.submission_id}
    changes: tuple[CorrectedFigure, ...] = ()
    with connection.cursor() as cursor:
        if submission.previous_id is not None:
            execute(cursor, "feedback_changes", {**key, "previous_id": submission.previous_id})
            changes = tuple(CorrectedFigure(**row | {"basis": Basis(row["basis"])}) for row in _records(cursor))
        execute(cursor, "feedback_kept", key)
        kept = tuple(Kept(**row | {"basis": Basis(row["basis"])}) for row in _records(cursor))
        execute(cursor, "feedback_paragraphs", {"sha256": submission.sha256})
        paragraphs = tuple((row[0], row[1]) for row in cursor.fetchall())
    previous = _read_issues(connection, submission.previous_id) if submission.previous_id is not None else ()
    return DueReport(submission, _read_issues(connection, submission.submission_id), previous, changes, kept, paragraphs)


def _read_issues(connection: Connection, submission_id: int) -> tuple[Issue, ...]:
    with connection.cursor() as cursor:
        execute(cursor, "feedback_issues", {"submission_id": submission_id})
        return tuple(Issue(**row | {"severity": Severity(row["severity"])}) for row in _records(cursor))


def _records(cursor: Cursor) -> list[dict[str, Any]]:
    """The rows found, by the names that the statement gives its columns."""
    names = [column.name for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
