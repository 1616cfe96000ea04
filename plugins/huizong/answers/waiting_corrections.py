"""Corrections that wait since their period is final, as whoever makes a longer period final must hear of them."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from huizong.answers.asking import ask


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
    return tuple(ask(connection, "corrections_within", WaitingCorrections, period=period))
