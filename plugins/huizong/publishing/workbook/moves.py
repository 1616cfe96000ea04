"""The largest moves of a period against the year before, and how the towns explain them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.entries import Indicator
from huizong.publishing.rollup_row import RollupRow
from huizong.publishing.workbook.displayed import amount, points, shown_in
from huizong.reading.masking import mask
from huizong.warehouse.queries import query

LARGEST = 20
_LISTED = 60
NO_WORDS = "未作说明"


@dataclass(frozen=True, slots=True)
class Explained:
    """A reason that a town gave and that was taken: of which figure of which period."""

    period: str
    organisation: str
    indicator: str
    content: str


@dataclass(frozen=True, slots=True)
class Move:
    """How far one town's figure moved; `pull` is what that is of the county's growth, in points. Rounded from full values.

    Base and difference are None where only the growth is known: a rate that was rounded by who gave it gives no base. Growth is None
    over a base of zero or less, from which nothing grows in %.
    """

    organisation: str
    indicator: str
    unit: str
    value: Decimal
    base: Decimal | None
    difference: Decimal | None
    growth: Decimal | None
    pull: Decimal | None
    words: str
    decimals: int


@dataclass(frozen=True, slots=True)
class _Found:
    indicator: Indicator
    row: RollupRow
    value: Decimal
    base: Decimal | None
    growth: Decimal | None

    @property
    def key(self) -> tuple[str, str]:
        return self.row.organisation, self.indicator.code


def read_explained(connection: Connection, periods: Sequence[str]) -> Mapping[str, tuple[Explained, ...]]:
    """The reasons that stand, of each period that has any, oldest first."""
    found: dict[str, list[Explained]] = {}
    with connection.cursor() as cursor:
        cursor.execute(query("publish_explained"), {"periods": list(periods)})
        for row in cursor:
            found.setdefault(row[0], []).append(Explained(*row))
    return {period: tuple(rows) for period, rows in found.items()}


def largest_moves(catalogue: Catalogue, period: str, rows: Sequence[RollupRow], explained: Sequence[Explained] = ()) -> tuple[Move, ...]:
    """The moves that pull most at the county's growth, and further down every other one that a town has explained.

    Only of indicators whose growth follows from their values; withheld ones are left out. `NO_WORDS` stands for no reason.
    """
    words: dict[tuple[str, str], list[str]] = {}
    for reason in explained:
        given = words.setdefault((reason.organisation, reason.indicator), [])
        if mask(reason.content) not in given:
            given.append(mask(reason.content))
    found = list(_found(catalogue, period, rows))
    whole: dict[str, Decimal] = {}
    for one in found:
        whole[one.indicator.code] = whole.get(one.indicator.code, Decimal(0)) + (one.base or 0)
    pulls = {
        one.key: (one.value - one.base) / whole[one.indicator.code] * 100
        for one in found
        if one.base is not None and one.indicator.additive and one.indicator.aggregation != "none" and whole[one.indicator.code] > 0
    }
    found.sort(key=lambda one: abs(pulls.get(one.key, Decimal(0))), reverse=True)
    listed = [one for number, one in enumerate(found) if one.growth != 0 and (number < LARGEST or one.key in words)]
    return tuple(_move(catalogue, one, pulls.get(one.key), "；".join(words.get(one.key, [NO_WORDS]))) for one in listed[:_LISTED])


def _found(catalogue: Catalogue, period: str, rows: Sequence[RollupRow]) -> Iterable[_Found]:
    """Each town's value with its base: the one beside it, else the one that its growth was worked out from."""
    towns = [part for part in catalogue.children(catalogue.county.code, Period.parse(period).last_day) if part.kind == "town"]
    own = {(row.organisation, row.indicator, row.basis): row for row in rows if row.is_own and not row.suppressed}
    grown = {code for _, code, basis in own if basis == "growth_rate"}
    moved = [i for i in catalogue.indicators if i.code in grown and i.growth == "recompute" and i.kind != "ratio"]
    for indicator in moved:
        for town in towns:
            growth = own.get((town.code, indicator.code, "growth_rate"))
            row = _grown(own, town.code, indicator.code)
            if growth is None or row is None or row.value is None or (growth.value is not None and growth.value <= -100):
                continue
            beside = own.get((town.code, indicator.code, "prior_year"))
            base = beside.value if beside is not None else None
            if base is None and growth.value is not None and growth.method == "recomputed":
                base = row.value / (1 + growth.value / 100)
            if growth.value is None and (base is None or base > 0 or row.value == base):
                continue
            yield _Found(indicator, row, row.value, base, growth.value)


def _grown(own: Mapping[tuple[str, str, str], RollupRow], town: str, indicator: str) -> RollupRow | None:
    """The value that the growth is of: the cumulative, but not a sum of months beside which no growth of the month alone stands."""
    cumulative, current = own.get((town, indicator, "cumulative")), own.get((town, indicator, "current"))
    is_sum = cumulative is not None and cumulative.method == "derived_from_months"
    if is_sum and (town, indicator, "current_growth_rate") not in own:
        cumulative = None
    return next((row for row in (cumulative, current) if row is not None and row.value is not None), None)


def _move(catalogue: Catalogue, one: _Found, pull: Decimal | None, words: str) -> Move:
    unit, decimals = shown_in(one.indicator)
    return Move(
        organisation=one.row.organisation_name,
        indicator=one.indicator.name,
        unit=unit,
        value=amount(catalogue, one.indicator, one.value),
        base=None if one.base is None else amount(catalogue, one.indicator, one.base),
        difference=None if one.base is None else amount(catalogue, one.indicator, one.value - one.base),
        growth=None if one.growth is None else points(one.growth),
        pull=None if pull is None else points(pull),
        words=words,
        decimals=decimals,
    )
