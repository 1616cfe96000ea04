"""Decisions to judge again, as the journal keeps them: with all that they do, so that a rebuild compares nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from huizong.intake import Journal, JournalLine
from huizong.revalidation.outcomes import Reach

EVENT = "revalidated"


@dataclass(frozen=True, slots=True)
class Again:
    """A submission, by arrival and number, and the arrival under which its bytes are judged again; `receipt` if one is due."""

    arrival: str
    submission_no: int
    again: str
    received_at: str
    receipt: bool


@dataclass(frozen=True, slots=True)
class Voided:
    """A fault that was the rule's, as a rebuild finds it again."""

    arrival: str
    submission_no: int
    rule: str
    place: str
    organisation: str | None
    indicator: str | None
    period: str | None
    basis: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class RevalidationLine:
    """One line of the journal: who decided why, within which scope, under which catalogue, and all that it does."""

    catalogue: str
    approver: str
    reason: str
    scope: Reach
    again: tuple[Again, ...]
    void: tuple[Voided, ...]


def write(journal: Journal, decision: RevalidationLine, known_from: datetime) -> None:
    """The decision's line, on disk before the warehouse commits what it does."""
    instant = known_from.astimezone(UTC)
    journal.append(
        EVENT,
        instant.year,
        known_from=instant.isoformat(timespec="microseconds"),
        catalogue=decision.catalogue,
        approver=decision.approver,
        reason=decision.reason,
        period=decision.scope.period,
        rule=decision.scope.rule,
        judged_again=[json.dumps(asdict(again), ensure_ascii=False) for again in decision.again],
        void=[json.dumps(asdict(void), ensure_ascii=False) for void in decision.void],
    )


def read(entry: JournalLine) -> RevalidationLine:
    """The decision that a line tells; raises KeyError or TypeError if it lacks something."""
    period, rule = entry.content["period"], entry.content["rule"]
    return RevalidationLine(
        catalogue=entry.text("catalogue"),
        approver=entry.text("approver"),
        reason=entry.text("reason"),
        scope=Reach(None if period is None else str(period), None if rule is None else str(rule)),
        again=tuple(Again(**json.loads(line)) for line in entry.texts("judged_again")),
        void=tuple(Voided(**json.loads(line)) for line in entry.texts("void")),
    )


def decisions(entries: Iterable[JournalLine]) -> list[JournalLine]:
    """Every decision that took effect, in order.

    What was judged again or made void is so once: a line of which a later one does something again was never committed.
    """
    kept: list[JournalLine] = []
    done: set[object] = set()
    for entry in reversed([entry for entry in entries if entry.event == EVENT]):
        decision = read(entry)
        does = {(again.arrival, again.submission_no) for again in decision.again} | set(decision.void)
        if not does & done:
            kept.append(entry)
            done |= does
    return sorted(kept, key=lambda entry: datetime.fromisoformat(entry.text("known_from")))
