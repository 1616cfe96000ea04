"""Published rollups: the county's of a period with their coverage, one indicator over time and by organisation, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from psycopg2.extensions import connection as Connection

from huizong.answers.asking import ask

MOST_RESTATEMENTS = 500


@dataclass(frozen=True, slots=True)
class PublishedPeriod:
    """A published period. `state` is provisional, final or put back; `stopped` says why newer rollups wait, if they do."""

    period: str
    frequency: str
    revision: int
    published_at: datetime
    state: str
    is_dirty: bool
    stopped: str
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Rollup:
    """One headline figure of the county; `past` are its values up to this period, oldest first."""

    indicator: str
    indicator_name: str
    basis: str
    method: str
    value: Decimal | None
    unit: str
    decimals: int
    reported: int
    expected: int
    full_coverage: bool
    missing_names: list[str]
    held_names: list[str]
    progress_gap: Decimal | None
    past: list[Decimal | None]


@dataclass(frozen=True, slots=True)
class Placed:
    """One organisation's figure with its place; None where it has none (not all are there, or nothing is ranked)."""

    organisation: str
    organisation_name: str
    kind: str | None
    value: Decimal | None
    unit: str
    decimals: int
    rank: int | None
    ranked: int | None
    last_rank: int | None
    reported: int
    expected: int
    missing_names: list[str]
    held_names: list[str]


@dataclass(frozen=True, slots=True)
class Point:
    """The county's value of a period."""

    period: str
    value: Decimal | None
    reported: int
    expected: int


@dataclass(frozen=True, slots=True)
class RestatedValue:
    """A published value that a later publication changed, or took back."""

    period: str
    organisation_name: str | None
    indicator: str
    indicator_name: str | None
    basis: str
    unit: str
    old_value: Decimal
    new_value: Decimal | None
    percent: Decimal | None
    old_reported: int
    new_reported: int
    nature: str
    why: str
    restated_at: datetime


def published(connection: Connection) -> list[PublishedPeriod]:
    """Every published period, latest first."""
    return ask(connection, "board_published", PublishedPeriod)


def rollups(connection: Connection, period: str) -> list[Rollup]:
    """The county's headline rollups of a period."""
    return ask(connection, "board_rollups", Rollup, period=period)


def ranking(connection: Connection, period: str, indicator: str, basis: str) -> list[Placed]:
    """Every organisation's figure of an indicator, the county's first."""
    return ask(connection, "board_ranking", Placed, period=period, indicator=indicator, basis=basis)


def series(connection: Connection, period: str, indicator: str, basis: str) -> list[Point]:
    """The county's values up to the period, oldest first."""
    return ask(connection, "board_series", Point, period=period, indicator=indicator, basis=basis)


def restatements(connection: Connection, period: str | None) -> list[RestatedValue]:
    """What was changed in a period, or in all, latest first; MOST_RESTATEMENTS at most."""
    return ask(connection, "board_restatements", RestatedValue, period=period, count=MOST_RESTATEMENTS)
