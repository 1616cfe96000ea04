"""Decisions of people on faults: in the journal first, then in the ledger, then in force (DESIGN §2, §7)."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from psycopg2.extensions import connection as Connection

from huizong.explanations import judge as judge_reason
from huizong.explanations import labels_of
from huizong.flow import pipeline
from huizong.intake import Journal, record_arrivals
from huizong.intake.taking import arrival_name, next_instant
from huizong.settings import COUNTY_TIME, Settings
from huizong.steps import answering, preparing, waves
from huizong.warehouse import connect
from huizong.warehouse.queries import query

LONGEST_STANDING = timedelta(days=366)


class DecisionError(Exception):
    """A decision that can't be taken; the message says why, for the one who wanted to take it."""


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file that came once: where it lay, what it was called, its bytes in the archive."""

    folder: str
    folder_below: str
    path: str
    file_name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class ReceiptFault:
    """A fault as the latest receipt numbers it, the figure that it is about, and the file that it came in."""

    rule: str
    severity: str
    state: str
    message: str
    organisation: str | None
    period: str | None
    indicator: str | None
    basis: str | None
    place: str
    observed: str | None
    value: Decimal | None
    reporter: str
    form: str
    report_period: str
    folder: str
    folder_below: str
    path: str
    file_name: str
    sha256: str
    size_bytes: int
    arrival_id: str
    submission_no: int
    number: int

    @property
    def archived(self) -> ArchivedFile:
        """The file that it came in."""
        return ArchivedFile(self.folder, self.folder_below, self.path, self.file_name, self.sha256, self.size_bytes)


@dataclass(frozen=True, slots=True)
class NamedFault:
    """A fault as a person names it: the report, its form where several have that number, the number on the latest receipt."""

    reporter: str
    period: str
    form: str | None
    number: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, why, and until when it holds, that day included."""

    approver: str
    reason: str
    valid_to: date


@dataclass(frozen=True, slots=True)
class Waived:
    """The fault that was waived, and what the report came to when it was judged again."""

    fault: ReceiptFault
    judged: waves.BatchSummary


def waive(settings: Settings, named: NamedFault, decision: Decision) -> Waived:
    """Let a blocked value in: the report is judged again at once, and its receipt says by whom the fault was waived.

    The waiver holds for this value until its end date. Raises
    DecisionError if there is no such fault, if it is not blocking or waived already, or if the decision doesn't hold up.
    """
    catalogue = preparing.prepare(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        fault = find_fault(connection, named)
        _assert_sound(decision)
        if fault.severity != "blocking":
            wanted = (
                "needs an explanation"
                if fault.severity == "query"
                else "has to be corrected"
                if fault.severity == "critical"
                else "asks for nothing"
            )
            raise DecisionError(f"fault {named.number} can't be waived: it is no blocking one and {wanted}: {fault.message}")
        if fault.state != "open":
            raise DecisionError(f"fault {named.number} is {fault.state} already: {fault.message}")
        journal = Journal(settings.archive / "journal")
        with journal.writing():
            record_arrivals(connection, catalogue, journal)
            decided_at = next_instant(connection)
            _journal(journal, "waiver", fault, decision, decided_at)
            arrival_id = arrive_again(journal, fault.archived, decided_at + timedelta(microseconds=1))
            record_arrivals(connection, catalogue, journal)
    judged = pipeline.judge_batch(settings, [arrival_id])
    answering.write_receipts(settings)
    return Waived(fault, judged)


def let_stand(settings: Settings, named: NamedFault, decision: Decision) -> ReceiptFault:
    """Make the accepted explanation of a query stand: its rule then asks no more about that figure, in any period.

    Raises DecisionError if there is no such query, if it is not explained, or if the end is more than twelve months away.
    """
    catalogue = preparing.prepare(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        fault = find_fault(connection, named)
        _assert_sound(decision)
        if decision.valid_to > today() + LONGEST_STANDING:
            raise DecisionError("a standing reason holds for twelve months at most")
        if fault.severity != "query" or fault.state != "explained":
            raise DecisionError(f"fault {named.number} is no query with an accepted explanation: {fault.message}")
        journal = Journal(settings.archive / "journal")
        with journal.writing():
            record_arrivals(connection, catalogue, journal)
            _journal(journal, "standing", fault, decision, next_instant(connection))
            record_arrivals(connection, catalogue, journal)
    return fault


def find_fault(connection: Connection, named: NamedFault) -> ReceiptFault:
    """The fault on the latest receipt of the report; raises DecisionError."""
    labels = labels_of(named.number)
    if len(labels) != 1:
        raise DecisionError(f"{named.number} is no number of a fault: write it as on the receipt, 3 or 2-3")
    key = {**asdict(named), "number": int(labels[0].rpartition("-")[2])}
    with connection.cursor() as cursor:
        cursor.execute(query("decision_fault"), key)
        found = [ReceiptFault(*row) for row in cursor.fetchall()]
    connection.commit()
    if not found:
        raise DecisionError(f"{named.reporter} has no report of {named.form or 'any form'} for {named.period} with a fault {named.number}")
    if len(found) > 1:
        raise DecisionError(
            f"several reports of {named.reporter} for {named.period} have a fault {named.number}: "
            f"say --form {' or '.join(f.form for f in found)}"
        )
    return found[0]


def arrive_again(journal: Journal, file: ArchivedFile, received_at: datetime, **more: str) -> str:
    """The archived file as an arrival of its own, so that it is judged anew under the decision; returns its id.

    `more` is noted in its line of the journal beside what every arrival has.
    """
    instant = received_at.astimezone(UTC)
    journal.append(
        "arrival",
        instant.year,
        arrival_id=arrival_name(instant),
        received_at=instant.isoformat(timespec="microseconds"),
        folder=file.folder,
        folder_below=file.folder_below,
        path=file.path,
        file_name=file.file_name,
        sha256=file.sha256,
        device=0,
        inode=0,
        size_bytes=file.size_bytes,
        mtime_ns=0,
        **more,
    )
    return arrival_name(instant)


def today() -> date:
    """The day in the county."""
    return datetime.now(COUNTY_TIME).date()


def _assert_sound(decision: Decision) -> None:
    """A decision has a name, a reason that says something, and an end that is not past."""
    if not decision.approver.strip():
        raise DecisionError("a decision needs the name of who takes it")
    judged = judge_reason(decision.reason)
    if not judged.accepted:
        raise DecisionError(f"the reason says nothing ({judged.refusal}): {decision.reason}")
    if decision.valid_to < today():
        raise DecisionError(f"the end date {decision.valid_to} is past")


def _journal(journal: Journal, event: str, fault: ReceiptFault, decision: Decision, decided_at: datetime) -> None:
    """The decision's line, on disk before the ledger hears of it."""
    known = asdict(fault)
    bound = ("rule", "organisation", "period", "indicator", "basis", "place", "observed", "reporter", "form", "report_period")
    instant = decided_at.astimezone(UTC)
    journal.append(
        event,
        instant.year,
        **{name: known[name] for name in bound},
        value=None if fault.value is None else format(fault.value, "f"),
        decided_at=instant.isoformat(timespec="microseconds"),
        approver=decision.approver.strip(),
        reason=decision.reason.strip(),
        valid_to=decision.valid_to.isoformat(),
    )
