"""The rollups of a county as a book to look into."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from huizong.publishing import publish
from huizong.publishing.rollup_row import RollupRow, read_rows
from huizong.settings import Settings
from tests.database.warehouse.county import County, figure

D = Decimal


class Book:
    """The rollups of the county, by key."""

    def __init__(self, county: County, settings: Settings) -> None:
        self.county = county
        self.settings = settings

    def publish(self, period: str = "2026-06") -> dict[tuple[str, str, str, str, str], RollupRow]:
        done = publish(self.county.connection, self.settings, self.county.catalogue, period)
        rows = read_rows(self.county.connection, done.periods)
        self.county.connection.commit()
        return {(r.period, r.organisation, r.indicator, r.basis, "over" if not r.is_own else "own"): r for r in rows}


def june(organisation: str, indicator: str, value: str | None, basis: str = "cumulative", **more: Any) -> Any:
    return figure(organisation, indicator, value, basis=basis, **more)
