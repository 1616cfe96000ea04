"""What has changed of a period since it was first published, and why: the restatements as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.checking.language.basis_words import BASIS_WORDS
from huizong.model import Basis
from huizong.publishing.nature_words import NATURES
from huizong.publishing.workbook.displayed import RATES, amount, points, shown_in
from huizong.publishing.workbook.page import CURRENT
from huizong.reading.masking import mask
from huizong.settings import COUNTY_TIME
from huizong.warehouse.queries import query

LISTED = 200  # the latest; more are told by number


@dataclass(frozen=True, slots=True)
class Restated:
    """One published value that a later publication changed or took back, as mart.restatement has it."""

    period: str
    organisation_name: str
    indicator: str
    basis: str
    old_value: Decimal
    new_value: Decimal | None
    old_reported: int
    new_reported: int
    nature: str
    why: str
    restated_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the list; values rounded each from its full value, so is their difference."""

    at: str
    organisation: str
    indicator: str
    basis: str
    unit: str
    old: Decimal
    new: Decimal | None
    difference: Decimal | None
    decimals: int
    nature: str
    why: str


def read_restated(connection: Connection, periods: Sequence[str]) -> Mapping[str, tuple[Restated, ...]]:
    """The restatements of each period that has any and that may be shown, the latest first."""
    found: dict[str, list[Restated]] = {}
    with connection.cursor() as cursor:
        cursor.execute(query("publish_restated"), {"periods": list(periods)})
        for row in cursor:
            found.setdefault(row[0], []).append(Restated(*row))
    return {period: tuple(rows) for period, rows in found.items()}


def changes(catalogue: Catalogue, restated: Sequence[Restated]) -> tuple[Change, ...]:
    """The restatements in words and in the units that the page shows; the latest first, of one instant in the catalogue's order."""
    order = {indicator.code: number for number, indicator in enumerate(catalogue.indicators)}
    rows = sorted(restated, key=lambda row: order.get(row.indicator, len(order)))
    rows.sort(key=lambda row: row.restated_at, reverse=True)
    return tuple(_change(catalogue, row) for row in rows if row.indicator in order)


def _change(catalogue: Catalogue, row: Restated) -> Change:
    indicator = catalogue.indicator(row.indicator)
    is_rate = row.basis in RATES
    unit, decimals = ("%", 1) if is_rate else shown_in(indicator)

    def shown(value: Decimal) -> Decimal:
        return points(value) if is_rate else amount(catalogue, indicator, value)

    nature = NATURES[row.nature]
    if row.nature == "completed":
        nature = f"{nature}（{row.old_reported}→{row.new_reported}个单位）"
    basis = BASIS_WORDS[Basis(row.basis)]
    return Change(
        at=row.restated_at.astimezone(COUNTY_TIME).strftime("%m-%d %H:%M"),
        organisation=row.organisation_name,
        indicator=indicator.name,
        basis=CURRENT[Period.parse(row.period).frequency] if basis == "本期" else basis,
        unit=unit,
        old=shown(row.old_value),
        new=None if row.new_value is None else shown(row.new_value),
        difference=None if row.new_value is None else shown(row.new_value - row.old_value),
        decimals=decimals,
        nature=nature,
        why=mask(row.why),
    )
