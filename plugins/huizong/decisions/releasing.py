"""Decisions of people on publications: a stopped one let pass, a period put back and that lifted; in the journal first."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.decisions.deciding import DecisionError
from huizong.explanations import judge as judge_reason
from huizong.flow import publication
from huizong.intake import Journal, record_arrivals
from huizong.intake.taking import PASSED, REVERSION, next_instant
from huizong.publishing import Publication
from huizong.publishing.putting_back import PutBack, Standing, put_back, standing
from huizong.settings import Settings
from huizong.steps import preparing
from huizong.warehouse import connect
from huizong.warehouse.queries import query

_HELP = {"final": "open it first, `huizong finalise --reopen`", "reverted": "it stands as an earlier publication showed it"}


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A publication that was stopped; `is_overtaken` says that other figures came since, so that it is no more the one to be let pass."""

    period: str
    kind: str
    reasons: Sequence[str]
    revision: int
    as_of: datetime
    catalogue: str
    is_overtaken: bool


@dataclass(frozen=True, slots=True)
class _Word:
    """What is said of a period, by whom and why."""

    period: str
    approver: str
    reason: str


def let_pass(settings: Settings, period: str, approver: str, reason: str) -> tuple[Publication, tuple[HeldBack, ...]]:
    """Publish what was stopped of the period, and of those that follow from it, because it moved by too much.

    The decision holds for those rollups and no others: of figures that come later the gate asks again. Returns the publication
    and what was let pass. Raises DecisionError without name or reason, where nothing waits, where newer figures have come, or
    where the rollups don't add up, which no decision mends.
    """
    _assert_sound(approver, reason)
    catalogue = preparing.prepare(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        journal = Journal(settings.archive / "journal")
        with journal.writing():
            record_arrivals(connection, catalogue, journal)
            waiting = _waiting(connection, period)
            decided_at = next_instant(connection).astimezone(UTC)
            for one in waiting:
                journal.append(
                    PASSED,
                    decided_at.year,
                    period=one.period,
                    as_of=_instant(one.as_of),
                    catalogue=one.catalogue,
                    approver=approver.strip(),
                    reason=reason.strip(),
                    decided_at=_text(decided_at),
                )
            record_arrivals(connection, catalogue, journal)
    return publication.publish(settings, period), waiting


def revert(settings: Settings, period: str, approver: str, reason: str) -> PutBack:
    """Show the period as it was published before its last publication, until newer figures come or that is lifted.

    Raises DecisionError without name or reason, and for a period that is final, put back already, or has no earlier publication.
    """
    _assert_sound(approver, reason)
    catalogue = preparing.prepare(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:

        def decide(found: Standing | None) -> int:
            if found is None or found.earlier is None:
                raise DecisionError(f"{period} has no earlier publication that showed anything else")
            if found.kept:
                raise DecisionError(f"{period} is {found.kept} already: {_HELP[found.kept]}")
            _journal(settings, connection, catalogue, _Word(period, approver, reason), found)
            return found.earlier

        return put_back(connection, settings, catalogue, period, decide)


def lift(settings: Settings, period: str, approver: str, reason: str) -> Publication:
    """Publish a period that was put back as its figures are. Raises DecisionError without name or reason, or if it was not."""
    _assert_sound(approver, reason)
    catalogue = preparing.prepare(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        found = standing(connection, period)
        connection.commit()
        if found is None or found.kept != "reverted":
            raise DecisionError(f"{period} is not put back to an earlier publication")
        _journal(settings, connection, catalogue, _Word(period, approver, reason), None)
    return publication.publish(settings, period)


def _assert_sound(approver: str, reason: str) -> None:
    if not approver.strip():
        raise DecisionError("say --by NAME: a decision needs the name of who takes it")
    judged = judge_reason(reason)
    if not judged.accepted:
        raise DecisionError(f"say --reason: {reason or 'nothing'} says nothing ({judged.refusal})")


def _waiting(connection: Connection, period: str) -> tuple[HeldBack, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query("gate_waiting"), {"period": period})
        found = tuple(HeldBack(*row) for row in cursor.fetchall())
    connection.commit()
    own = next((one for one in found if one.period == period), None)
    if own is None:
        raise DecisionError(f"nothing of {period} waits to be let pass")
    if own.kind == "conservation":
        raise DecisionError(f"{period} can't be let pass, it does not add up: {'; '.join(own.reasons)}")
    if own.is_overtaken:
        raise DecisionError(f"newer figures of {period} came since it was stopped: run `huizong publish --period {period}` first")
    return tuple(one for one in found if one.kind == "leap" and not one.is_overtaken)


def _journal(settings: Settings, connection: Connection, catalogue: Catalogue, word: _Word, found: Standing | None) -> None:
    """The decision's line, then the decision; one that is lifted names no publication."""
    journal = Journal(settings.archive / "journal")
    with journal.writing():
        record_arrivals(connection, catalogue, journal)
        decided_at = next_instant(connection).astimezone(UTC)
        journal.append(
            REVERSION,
            decided_at.year,
            period=word.period,
            number=found.earlier if found else None,
            as_of=_instant(found.known) if found else None,
            catalogue=catalogue.hash if found else None,
            approver=word.approver.strip(),
            reason=word.reason.strip(),
            decided_at=_text(decided_at),
        )
        record_arrivals(connection, catalogue, journal)


def _text(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def _instant(at: datetime) -> str:
    return _text(at.astimezone(UTC))
