"""A period made final, and opened again so that the corrections which waited take effect; in the journal first (PRACTICE)."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, timedelta

from psycopg2.extensions import connection as Connection

from huizong.answers.waiting_corrections import WaitingCorrections, waiting_within
from huizong.catalogue import Period
from huizong.decisions.deciding import ArchivedFile, DecisionError, arrive_again
from huizong.explanations import judge as judge_reason
from huizong.flow import pipeline
from huizong.intake import Journal, record_arrivals
from huizong.intake.taking import FINALISATION, next_instant
from huizong.settings import Settings
from huizong.steps import answering, preparing, waves
from huizong.warehouse import connect
from huizong.warehouse.locks import held, publish_key
from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class Finalisation:
    """Which period becomes final, or with `is_final` False is opened again; who decides, and why.

    `revision` is the publication that the person has seen, where it is known: the decision is about that one alone.
    """

    period: str
    is_final: bool
    approver: str
    reason: str
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class FinalProposal:
    """A period that could become final, in counts: indicators in it, and reports that lack something of what they owe.

    `corrections` are the figures that wait in final periods within it, such as a quarter's months, and are not in its values.
    """

    period: str
    revision: int
    indicators: int
    incomplete: int
    corrections: int


@dataclass(frozen=True, slots=True)
class _State:
    """How the period stands before a decision on it."""

    is_final: bool
    is_published: bool
    held: list[str]
    revision: int | None
    indicators: int
    incomplete: int


def propose(settings: Settings, period: str) -> FinalProposal:
    """What a person is asked to make final, with the revision that the answer will be bound to.

    Raises DecisionError where the period can't become final, ValueError for what is no period.
    """
    Period.parse(period)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        state = _assert_possible(connection, period, is_final=True, revision=None)
        waiting = waiting_within(connection, period)
    return FinalProposal(period, state.revision or 0, state.indicators, state.incomplete, sum(one.figures for one in waiting))


def corrections_within(settings: Settings, period: str) -> tuple[WaitingCorrections, ...]:
    """The corrections that wait in final periods within this one: its values are without them, and stay so once it is final."""
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        return waiting_within(connection, period)


def decide(settings: Settings, decision: Finalisation) -> waves.BatchSummary:
    """Enter the decision; an opened period's waiting corrections are judged again at once. Returns what those came to.

    Raises DecisionError without name or reason, for a period that is so already, and, to become final, for one whose
    rollups are older than its figures, were published anew since the decision's revision, or that still holds required figures
    (DESIGN §4, Publishing).
    """
    _assert_sound(decision)
    catalogue = preparing.prepare(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        journal = Journal(settings.archive / "journal")
        # nothing is published between the look at the revision and the line of the journal
        with held(connection, publish_key(Period.parse(decision.period).year)), journal.writing():
            record_arrivals(connection, catalogue, journal)
            _assert_possible(connection, decision.period, is_final=decision.is_final, revision=decision.revision)
            decided_at = next_instant(connection).astimezone(UTC)
            journal.append(
                FINALISATION,
                decided_at.year,
                period=decision.period,
                is_final=decision.is_final,
                approver=decision.approver.strip(),
                reason=decision.reason.strip(),
                decided_at=decided_at.isoformat(timespec="microseconds"),
            )
            waiting = [] if decision.is_final else _waiting(connection, decision.period)
            arrivals = [
                arrive_again(journal, file, decided_at + timedelta(microseconds=number)) for number, file in enumerate(waiting, start=1)
            ]
            record_arrivals(connection, catalogue, journal)
    judged = pipeline.judge_batch(settings, arrivals) if arrivals else waves.NOTHING
    answering.write_receipts(settings)
    return judged


def _assert_sound(decision: Finalisation) -> None:
    if not decision.approver.strip():
        raise DecisionError("say --by NAME: a decision needs the name of who takes it")
    judged = judge_reason(decision.reason)
    if not judged.accepted:
        raise DecisionError(f"say --reason: {decision.reason or 'nothing'} says nothing ({judged.refusal})")


def _assert_possible(connection: Connection, period: str, *, is_final: bool, revision: int | None) -> _State:
    with connection.cursor() as cursor:
        cursor.execute(query("finalisation_state"), {"period": period})
        (row,) = cursor.fetchall()
    connection.commit()
    state = _State(*row)
    if state.is_final == is_final:
        raise DecisionError(f"{period} is {'final' if state.is_final else 'not final'} already")
    if not is_final:
        return state
    if revision is not None and revision != state.revision:
        raise DecisionError(f"{period} was published anew since: the decision is about revision {revision}, it stands at {state.revision}")
    if not state.is_published:
        raise DecisionError(f"{period} is not published as it stands: run `huizong publish --period {period}` first")
    if state.held:
        raise DecisionError(f"{period} still holds required figures: {'; '.join(state.held)}")
    return state


def _waiting(connection: Connection, period: str) -> list[ArchivedFile]:
    with connection.cursor() as cursor:
        cursor.execute(query("finalisation_waiting"), {"period": period})
        found = [ArchivedFile(*row) for row in cursor.fetchall()]
    connection.commit()
    return found
