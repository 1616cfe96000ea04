"""A period made final, and opened again so that the corrections which waited take effect; in the journal first (PRACTICE)."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, timedelta

from psycopg2.extensions import connection as Connection

from huizong import pipeline
from huizong.decisions import ArchivedFile, DecisionError, arrive_again
from huizong.explanations import judge as judge_reason
from huizong.intake import Journal, record_arrivals
from huizong.intake.taking import FINALISATION, next_instant
from huizong.settings import Settings
from huizong.warehouse import connect
from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class Finalisation:
    """Which period becomes final, or with `is_final` False is opened again; who decides, and why."""

    period: str
    is_final: bool
    approver: str
    reason: str


def decide(settings: Settings, decision: Finalisation) -> pipeline.BatchSummary:
    """Enter the decision; an opened period's waiting corrections are judged again at once. Returns what those came to.

    Raises DecisionError without name or reason, for a period that is so already, and, to become final, for one whose
    rollups are older than its figures or that still holds required figures (DESIGN §4, Publishing).
    """
    _assert_sound(decision)
    catalogue = pipeline.prepare(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        journal = Journal(settings.archive / "journal")
        with journal.writing():
            record_arrivals(connection, catalogue, journal)
            _assert_possible(connection, decision)
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
    judged = pipeline.judge_batch(settings, arrivals) if arrivals else pipeline.NOTHING
    pipeline.write_receipts(settings)
    return judged


def _assert_sound(decision: Finalisation) -> None:
    if not decision.approver.strip():
        raise DecisionError("say --by NAME: a decision needs the name of who takes it")
    judged = judge_reason(decision.reason)
    if not judged.accepted:
        raise DecisionError(f"say --reason: {decision.reason or 'nothing'} says nothing ({judged.refusal})")


def _assert_possible(connection: Connection, decision: Finalisation) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query("finalisation_state"), {"period": decision.period})
        ((is_final, is_published, held),) = cursor.fetchall()
    connection.commit()
    if is_final == decision.is_final:
        raise DecisionError(f"{decision.period} is {'final' if is_final else 'not final'} already")
    if not decision.is_final:
        return
    if not is_published:
        raise DecisionError(f"{decision.period} is not published as it stands: run `huizong publish --period {decision.period}` first")
    if held:
        raise DecisionError(f"{decision.period} still holds required figures: {'; '.join(held)}")


def _waiting(connection: Connection, period: str) -> list[ArchivedFile]:
    with connection.cursor() as cursor:
        cursor.execute(query("finalisation_waiting"), {"period": period})
        found = [ArchivedFile(*row) for row in cursor.fetchall()]
    connection.commit()
    return found
