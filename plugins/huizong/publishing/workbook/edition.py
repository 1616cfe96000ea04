"""All that the workbook of a period holds, from its rollups and what the warehouse knows beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.publishing.rollup_row import RollupRow
from huizong.publishing.workbook.changes import Change, Restated, changes, read_restated
from huizong.publishing.workbook.moves import Explained, Move, largest_moves, read_explained
from huizong.publishing.workbook.page import Page, compose
from huizong.publishing.workbook.towns import TownTable, towns_by_indicator
from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class PeriodEvidence:
    """What is known of a period beside its rollups: who has sent, what the figures are, what was restated and explained."""

    senders: frozenset[str] = frozenset()
    maturities: Mapping[str, frozenset[str | None]] = field(default_factory=dict)
    restated: tuple[Restated, ...] = ()
    explained: tuple[Explained, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """The parts of the workbook."""

    page: Page
    towns: TownTable
    changes: tuple[Change, ...] = ()
    moves: tuple[Move, ...] = ()


def read_evidence(connection: Connection, periods: Sequence[str]) -> dict[str, PeriodEvidence]:
    """The evidence of each of the periods."""
    senders: dict[str, set[str]] = {}
    maturities: dict[str, dict[str, set[str | None]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(query("publish_senders"), {"periods": list(periods)})
        for period, reporter in cursor:
            senders.setdefault(period, set()).add(reporter)
        cursor.execute(query("publish_maturities"), {"periods": list(periods)})
        for period, indicator, maturity in cursor:
            maturities.setdefault(period, {}).setdefault(indicator, set()).add(maturity)
    restated, explained = read_restated(connection, periods), read_explained(connection, periods)
    return {
        period: PeriodEvidence(
            senders=frozenset(senders.get(period, ())),
            maturities={indicator: frozenset(kinds) for indicator, kinds in maturities.get(period, {}).items()},
            restated=restated.get(period, ()),
            explained=explained.get(period, ()),
        )
        for period in periods
    }


def edition_of(
    catalogue: Catalogue, period: str, rows: Sequence[RollupRow], evidence: PeriodEvidence, at: datetime | None = None
) -> Edition:
    """The edition of a period; `rows` are its rollups that may be shown, one at least; `at` as in `compose`."""
    return Edition(
        page=compose(catalogue, period, rows, evidence.senders, evidence.maturities, at),
        towns=towns_by_indicator(catalogue, period, rows),
        changes=changes(catalogue, evidence.restated),
        moves=largest_moves(catalogue, period, rows, evidence.explained),
    )
