"""Live submissions judged again under the catalogue in force: what would change, and its taking effect (DESIGN §6).

A person decides; the decision is a line of the journal with all that it does, then one transaction, so that a rebuild
repeats it without comparing anything. What changes is entered as a new judgement of the archived bytes; the old one, its
faults and its figures stay as they were, but faults that were the rule's are void.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.catalogue.from_folder import load_snapshot
from huizong.checking import judge
from huizong.explanations import judge as judge_reason
from huizong.intake import Archive, Entry, Journal, record_arrivals
from huizong.intake.taking import arrival_name, next_instant
from huizong.reading.pool import ReaderPool
from huizong.revalidation.journal_lines import Again, Decision, Voided, read, write
from huizong.revalidation.outcomes import Examined, Scope
from huizong.revalidation.rejudging import CatalogueOf, Comparison, compare_all, draft_of, find_examined
from huizong.settings import Settings
from huizong.steps import answering, preparing
from huizong.warehouse import connect, loading, staging
from huizong.warehouse.locks import LOAD, lock_transaction
from huizong.warehouse.queries import query
from huizong.warehouse.schema import migrate
from huizong.warehouse.server.scratch import last_commit, scratch_copy

ATTEMPTS = 3
Enter = Callable[[], None]
Record = Callable[[datetime], None]


class RevalidationError(Exception):
    """What can't be judged again; the message says why, and what to do."""


class _OvertakenError(Exception):
    """Figures were loaded while submissions were compared: the comparison is out of date."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What took effect, and when; None where there was nothing to do and nothing was written."""

    comparison: Comparison
    known_from: datetime | None


def compare(settings: Settings, scope: Scope) -> Comparison:
    """What the catalogue of the settings would change; nothing is written. Raises RevalidationError, CatalogueError."""
    pending = migrate.plan(settings.owner_url).names
    if pending:
        raise RevalidationError(f"the warehouse lacks {pending[0]}: run `huizong migrate` first")
    catalogue = preparing.catalogue_of(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        return _compare(settings, connection, catalogue, scope)[0]


def apply(settings: Settings, scope: Scope, approver: str, reason: str) -> Applied:
    """Judge again what the catalogue in force changes, and write the receipts; their periods are published by the next run.

    Raises RevalidationError if the decision names nobody or no reason, or if the warehouse changes faster than it is compared.
    """
    if not approver.strip():
        raise RevalidationError("say --by NAME: a decision needs the name of who takes it")
    judged = judge_reason(reason)
    if not judged.accepted:
        raise RevalidationError(f"say --reason: {reason or 'nothing'} says nothing ({judged.refusal})")
    catalogue = preparing.prepare(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        for _ in range(ATTEMPTS):
            comparison, clock = _compare(settings, connection, catalogue, scope)
            if not comparison.changes and (scope.rule or not comparison.examined):
                return Applied(comparison, None)
            try:
                known_from = _decide(settings, connection, catalogue, scope, comparison, clock, approver.strip(), reason.strip())
            except _OvertakenError:
                continue
            break
        else:
            raise RevalidationError(f"figures were loaded during each of {ATTEMPTS} comparisons: try again when less arrives")
    answering.write_receipts(settings)
    return Applied(comparison, known_from)


@dataclass(frozen=True, slots=True)
class Decided:
    """What is written down of a decision: who takes it, why, under which scope."""

    approver: str
    reason: str
    scope: Scope


def apply_to(
    settings: Settings,
    connection: Connection,
    catalogue: Catalogue,
    only: Set[int],
    choose: Callable[[Comparison], Comparison],
    decided: Decided,
) -> Comparison | None:
    """Judge again what `choose` leaves of these submissions' changes under the catalogue, which is in force; receipts fall due.

    Returns what took effect, None if figures were loaded during each comparison, so that nothing was written.
    """
    for _ in range(ATTEMPTS):
        comparison, clock = _compare(settings, connection, catalogue, Scope(), only)
        chosen = choose(comparison)
        if not chosen.changes:
            return chosen
        try:
            _decide(settings, connection, catalogue, decided.scope, chosen, clock, decided.approver, decided.reason)
        except _OvertakenError:
            continue
        return chosen
    return None


def replay(settings: Settings, connection: Connection, pool: ReaderPool, catalogue: Catalogue, entry: Entry) -> None:
    """A decision of the journal at its own instant, under its own catalogue; commits. Raises LookupError if it judges nothing known."""
    decision = read(entry)
    examined = [_find(connection, again) for again in decision.again]
    drafts = {one.submission_id: draft for one in examined if (draft := draft_of(settings, connection, pool, catalogue, one))}
    lacking = [one.arrival_id for one in examined if one.submission_id not in drafts]
    if lacking:
        raise LookupError(f"the journal judges {lacking[0]} again, which is no report under the catalogue {decision.catalogue}")
    staged = [_staged(drafts[one.submission_id], again) for one, again in zip(examined, decision.again, strict=True)]
    _take_effect(settings, connection, catalogue, decision, staged, known_from=datetime.fromisoformat(entry.text("known_from")))


def _compare(
    settings: Settings, connection: Connection, catalogue: Catalogue, scope: Scope, only: Set[int] | None = None
) -> tuple[Comparison, str]:
    with scratch_copy(settings, connection) as scratch, _catalogues(settings, connection) as catalogue_of:
        return compare_all(scratch.settings, catalogue, catalogue_of, scope, only), scratch.clock


@contextmanager
def _catalogues(settings: Settings, connection: Connection) -> Iterator[CatalogueOf]:
    """The catalogues that were in force once, by hash, from the archive."""
    known: dict[str, Catalogue] = {}
    with tempfile.TemporaryDirectory(prefix="huizong-catalogues-") as folder:

        def catalogue_of(wanted: str) -> Catalogue:
            if wanted not in known:
                with connection.cursor() as cursor:
                    cursor.execute(query("revalidate_snapshot"), {"hash": wanted})
                    found = cursor.fetchone()
                connection.commit()
                if found is None:
                    raise RevalidationError(f"the warehouse doesn't know the catalogue {wanted}, under which reports were judged")
                known[wanted] = load_snapshot(Archive(settings.archive).read(found[0]), Path(folder) / wanted)
            return known[wanted]

        yield catalogue_of


def _decide(
    settings: Settings,
    connection: Connection,
    catalogue: Catalogue,
    scope: Scope,
    comparison: Comparison,
    clock: str,
    approver: str,
    reason: str,
) -> datetime:
    """Write the decision down and let it take effect; intake waits so long, since what is judged again arrives too."""
    journal = Journal(settings.archive / "journal")
    with journal.writing():
        record_arrivals(connection, catalogue, journal)
        examined = judged_again(comparison)
        again = _arrivals(connection, examined, told(comparison))
        decision = Decision(catalogue.hash, approver, reason, scope, again, _voided(comparison))
        staged = [_staged(comparison.drafts[one.submission_id], a) for one, a in zip(examined, again, strict=True)]
        return _take_effect(settings, connection, catalogue, decision, staged, clock=clock, journal=journal)


def judged_again(comparison: Comparison) -> list[Examined]:
    """The submissions to judge again: all that speak for a report of which one changes, so that a later attempt stays the later."""
    changed = {change.examined.report for change in comparison.changes if change.judged_again}
    return [one for one in comparison.examined if one.speaks and one.report in changed and one.submission_id in comparison.drafts]


def told(comparison: Comparison) -> set[int]:
    """The submissions whose department gets a receipt: of a report the last attempt, if something changes for it, else those that change.

    The last one's receipt tells what happened to all attempts of the report.
    """
    changed = {change.examined.submission_id for change in comparison.changes if change.judged_again}
    last = {one.report: one.submission_id for one in comparison.examined if one.speaks}
    covered = {report for report, submission_id in last.items() if submission_id in changed}
    return {
        one.submission_id
        for one in comparison.examined
        if one.submission_id in changed and (one.report not in covered or one.submission_id == last[one.report])
    }


def _arrivals(connection: Connection, examined: Sequence[Examined], changed: set[int]) -> tuple[Again, ...]:
    first = next_instant(connection)
    instants = (first + timedelta(microseconds=n) for n in range(len(examined)))
    return tuple(
        Again(
            one.arrival_id,
            one.submission_no,
            arrival_name(at),
            at.astimezone(UTC).isoformat(timespec="microseconds"),
            one.submission_id in changed,
        )
        for one, at in zip(examined, instants, strict=True)
    )


def _voided(comparison: Comparison) -> tuple[Voided, ...]:
    return tuple(
        Voided(
            arrival=change.examined.arrival_id,
            submission_no=change.examined.submission_no,
            rule=void.fault.rule,
            place=void.fault.place,
            organisation=void.fault.organisation,
            indicator=void.fault.indicator,
            period=void.fault.period,
            basis=void.fault.basis,
            reason=void.reason.value,
        )
        for change in comparison.changes
        for void in change.void
    )


def _staged(draft: staging.StagedDraft, again: Again) -> staging.StagedDraft:
    return staging.StagedDraft(again.again, draft.received_at, draft.draft, draft.revalidates)


def _take_effect(
    settings: Settings,
    connection: Connection,
    catalogue: Catalogue,
    decision: Decision,
    staged: Sequence[staging.StagedDraft],
    *,
    known_from: datetime | None = None,
    clock: str | None = None,
    journal: Journal | None = None,
) -> datetime:
    """Everything that the decision does in one transaction under the loading lock; its line is on disk before the commit.

    `known_from` is given on replay, `clock` (the last commit that was compared with) and `journal` otherwise.
    """
    examined: list[int] = []

    def enter() -> None:
        if clock is not None and last_commit(connection) != clock:
            raise _OvertakenError
        if decision.scope.rule is None:
            examined.extend(one.submission_id for one in find_examined(connection, decision.catalogue, decision.scope))
        for again in decision.again:
            _execute(connection, "arrive", asdict(again))

    def record(instant: datetime) -> None:
        at = {"known_from": instant, "catalogue": decision.catalogue}
        for void in decision.void:
            _execute(connection, "void", {**asdict(void), **at})
        _execute(connection, "examined", {**at, "submissions": examined})
        _execute(connection, "receipts", {**at, "arrivals": [again.again for again in decision.again if again.receipt]})
        said = {"approver": decision.approver, "reason": decision.reason, **asdict(decision.scope)}
        _execute(connection, "note", {**at, **said, "judged_again": len(decision.again), "voided": len(decision.void)})
        if journal is not None:
            write(journal, decision, instant)

    if not staged:
        return _without_run(connection, enter, record, known_from)
    run_id = uuid.uuid4().hex
    try:
        staging.write(connection, run_id, staged, catalogue)
        judge(settings, connection, run_id, catalogue)
        return loading.load(connection, run_id, catalogue, known_from=known_from, enter=enter, record=record).known_from
    except BaseException:
        connection.rollback()
        with connection.cursor() as cursor:
            cursor.execute(query("load_clear"), {"run_id": run_id})
        connection.commit()
        raise


def _without_run(connection: Connection, enter: Enter, record: Record, known_from: datetime | None) -> datetime:
    """The same where no submission is judged again."""
    connection.rollback()
    try:
        lock_transaction(connection, LOAD)
        enter()
        instant = loading.take_instant(connection, known_from)
        record(instant)
    except BaseException:
        connection.rollback()
        raise
    connection.commit()
    return instant


def _find(connection: Connection, again: Again) -> Examined:
    with connection.cursor() as cursor:
        cursor.execute(query("revalidate_find"), {"arrival": again.arrival, "submission_no": again.submission_no})
        found = cursor.fetchone()
    connection.commit()
    if found is None:
        raise LookupError(f"the journal judges submission {again.submission_no} of {again.arrival} again, which is not there")
    return Examined(*found)


def _execute(connection: Connection, step: str, values: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query(f"revalidate_{step}"), values)
