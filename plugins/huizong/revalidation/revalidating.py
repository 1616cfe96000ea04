"""Live submissions judged again under the catalogue in force: what would change, and its taking effect (DESIGN §6).

A person decides; the decision is a line of the journal with all that it does, then one transaction, so that a rebuild
repeats it without comparing anything. What changes is entered as a new judgement of the archived bytes; the old one, its
faults and its figures stay as they were, but faults that were the rule's are void.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.catalogue.from_folder import load_snapshot
from huizong.explanations import judge as judge_reason
from huizong.intake import Archive, Journal, JournalLine, record_arrivals
from huizong.reading.pool import ReaderPool
from huizong.revalidation.journal_lines import Again, RevalidationLine, read
from huizong.revalidation.judged_again import arrivals_of, judged_again, told, voided_faults
from huizong.revalidation.outcomes import Examined, Reach
from huizong.revalidation.rejudging import CatalogueOf, Consequences, compare_all, draft_of
from huizong.revalidation.taking_effect import Moment, OvertakenError, staged_again, take_effect
from huizong.settings import Settings
from huizong.steps import answering, preparing
from huizong.warehouse import connect
from huizong.warehouse.queries import query
from huizong.warehouse.schema import migrate
from huizong.warehouse.server.scratch import scratch_copy

ATTEMPTS = 3


class RevalidationError(Exception):
    """What can't be judged again; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What took effect, and when; None where there was nothing to do and nothing was written."""

    comparison: Consequences
    known_from: datetime | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What is written down of a decision: who takes it, why, under which scope."""

    approver: str
    reason: str
    scope: Reach


def compare(settings: Settings, scope: Reach) -> Consequences:
    """What the catalogue of the settings would change; nothing is written. Raises RevalidationError, CatalogueError."""
    pending = migrate.plan(settings.owner_url).names
    if pending:
        raise RevalidationError(f"the warehouse lacks {pending[0]}: run `huizong migrate` first")
    catalogue = preparing.catalogue_of(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        return _compare(settings, connection, catalogue, scope)[0]


def apply(settings: Settings, scope: Reach, approver: str, reason: str) -> Applied:
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
                known_from = _decide(settings, connection, catalogue, comparison, clock, Decided(approver.strip(), reason.strip(), scope))
            except OvertakenError:
                continue
            break
        else:
            raise RevalidationError(f"figures were loaded during each of {ATTEMPTS} comparisons: try again when less arrives")
    answering.write_receipts(settings)
    return Applied(comparison, known_from)


def apply_to(
    settings: Settings,
    connection: Connection,
    catalogue: Catalogue,
    only: Set[int],
    choose: Callable[[Consequences], Consequences],
    decided: Decided,
) -> Consequences | None:
    """Judge again what `choose` leaves of these submissions' changes under the catalogue, which is in force; receipts fall due.

    Returns what took effect, None if figures were loaded during each comparison, so that nothing was written.
    """
    for _ in range(ATTEMPTS):
        comparison, clock = _compare(settings, connection, catalogue, Reach(), only)
        chosen = choose(comparison)
        if not chosen.changes:
            return chosen
        try:
            _decide(settings, connection, catalogue, chosen, clock, decided)
        except OvertakenError:
            continue
        return chosen
    return None


def replay(settings: Settings, connection: Connection, pool: ReaderPool, catalogue: Catalogue, entry: JournalLine) -> None:
    """A decision of the journal at its own instant, under its own catalogue; commits. Raises LookupError if it judges nothing known."""
    decision = read(entry)
    examined = [_find(connection, again) for again in decision.again]
    drafts = {one.submission_id: draft for one in examined if (draft := draft_of(settings, connection, pool, catalogue, one))}
    lacking = [one.arrival_id for one in examined if one.submission_id not in drafts]
    if lacking:
        raise LookupError(f"the journal judges {lacking[0]} again, which is no report under the catalogue {decision.catalogue}")
    staged = [staged_again(drafts[one.submission_id], again) for one, again in zip(examined, decision.again, strict=True)]
    take_effect(settings, connection, catalogue, decision, staged, Moment(datetime.fromisoformat(entry.text("known_from"))))


def _compare(
    settings: Settings, connection: Connection, catalogue: Catalogue, scope: Reach, only: Set[int] | None = None
) -> tuple[Consequences, str]:
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
                known[wanted] = load_snapshot(Archive.of(settings).read(found[0]), Path(folder) / wanted)
            return known[wanted]

        yield catalogue_of


def _decide(
    settings: Settings, connection: Connection, catalogue: Catalogue, comparison: Consequences, clock: str, decided: Decided
) -> datetime:
    """Write the decision down and let it take effect; intake waits so long, since what is judged again arrives too."""
    journal = Journal(settings.archive / "journal")
    with journal.writing():
        record_arrivals(connection, catalogue, journal)
        examined = judged_again(comparison)
        again = arrivals_of(connection, examined, told(comparison))
        decision = RevalidationLine(catalogue.hash, decided.approver, decided.reason, decided.scope, again, voided_faults(comparison))
        staged = [staged_again(comparison.drafts[one.submission_id], a) for one, a in zip(examined, again, strict=True)]
        return take_effect(settings, connection, catalogue, decision, staged, Moment(clock=clock, journal=journal))


def _find(connection: Connection, again: Again) -> Examined:
    with connection.cursor() as cursor:
        cursor.execute(query("revalidate_find"), {"arrival": again.arrival, "submission_no": again.submission_no})
        found = cursor.fetchone()
    connection.commit()
    if found is None:
        raise LookupError(f"the journal judges submission {again.submission_no} of {again.arrival} again, which is not there")
    return Examined(*found)
