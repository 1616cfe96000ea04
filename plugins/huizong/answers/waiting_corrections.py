"""Corrections that wait since their period is final, as whoever makes a longer period final must hear of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from huizong.answers.asking import ask
from huizong.answers.queues import WaitingCorrection
from huizong.catalogue import Period


@dataclass(frozen=True, slots=True)
class WaitingCorrections:
    """Of one final period: in how many reports a correction waits, and of how many figures."""

    period: str
    reports: int
    figures: int

    def __str__(self) -> str:
        """As a command says it."""
        return f"{self.period}, figures: {self.figures}, reports: {self.reports}"


def waiting_within(connection: Connection, period: str) -> tuple[WaitingCorrections, ...]:
    """What waits in the shorter periods within this one, in their order: the months of a quarter, a half or a year."""
    whole = Period.parse(period)
    figures: defaultdict[str, list[int]] = defaultdict(list)
    for one in ask(connection, "board_corrections", WaitingCorrection):
        part = Period.parse(one.period)
        if part != whole and whole.first_day <= part.first_day and part.last_day <= whole.last_day:
            figures[one.period].append(one.figures)
    return tuple(WaitingCorrections(part, len(waiting), sum(waiting)) for part, waiting in sorted(figures.items()))
