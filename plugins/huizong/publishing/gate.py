"""What stands between computed rollups and their publication: they add up, and they don't leap.

A rollup over parts must be what it counts; a period in which one is not keeps what was published before, and the engineer
hears of it. A period in which much changes at once (values gone, sums of the same organisations, one organisation that
weighs something) waits for a person: that is more often a wrong file or a wrong catalogue than a true month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from psycopg2.extensions import connection as Connection

from huizong.publishing.scope import EVERYTHING, Scope
from huizong.settings import Settings
from huizong.warehouse.queries import query

Kind = Literal["conservation", "leap"]
# Below these nothing leaps: units of the last digit that an indicator shows, values that are gone, share of the whole that
# one organisation's move makes up.
LEAST_UNITS, LEAST_VALUES, WEIGHT = 50, 5, 0.1
SHOWN = 5  # reasons that are kept in words


class NotConservedError(Exception):
    """Rollups that are not what they count; their periods stay as they were published."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """A period whose rollups, as they came out, were not published, and why."""

    period: str
    kind: Kind
    reasons: tuple[str, ...]

    @property
    def line(self) -> str:
        """The reasons as one line."""
        return "; ".join(self.reasons)


def examine(
    connection: Connection, settings: Settings, periods: Sequence[str], catalogue: str, scope: Scope = EVERYTHING
) -> tuple[Stopped, ...]:
    """The periods whose rollups, as they stand in this transaction, must not be published; those put out before stay."""
    if not periods or scope.indicators == ():
        return ()
    within = {**scope.values, "periods": list(periods)}
    broken = _by_period((str(row[0]), _Unbalanced(*row[1:]).line) for row in _rows(connection, "gate_conservation", within))
    limits = {
        **within,
        "nulls": settings.gate_nulls,
        "totals": settings.gate_totals,
        "organisation": settings.gate_organisation,
        "least_units": LEAST_UNITS,
        "least_values": LEAST_VALUES,
        "weight": WEIGHT,
    }
    leaps = _by_period((str(row[0]), _leap(*row[1:])) for row in _rows(connection, "gate_leaps", limits))
    passed = {str(period) for (period,) in _rows(connection, "gate_passed", {"periods": list(periods), "catalogue": catalogue})}
    return (
        *(Stopped(period, "conservation", reasons) for period, reasons in broken.items()),
        *(Stopped(period, "leap", reasons) for period, reasons in leaps.items() if period not in broken and period not in passed),
    )


def hold_back(connection: Connection, stopped: Sequence[Stopped], catalogue: str, at: datetime) -> None:
    """Put back what was published of the stopped periods, and keep in mind why; the caller commits.

    They stay dirty; the same revision is not tried again by itself.
    """
    periods = [one.period for one in stopped]
    with connection.cursor() as cursor:
        cursor.execute(query("history_as_of"), {"periods": periods})
        as_of = dict(cursor.fetchall())
        cursor.execute(query("history_put_back"), {"periods": periods})
        cursor.execute(query("gate_raise"), {"periods": periods, "published_at": at})
        for one in stopped:
            values = {"period": one.period, "as_of": as_of.get(one.period), "catalogue": catalogue, "at": at}
            cursor.execute(query("gate_stop"), {**values, "kind": one.kind, "reasons": list(one.reasons)})


def let_through(connection: Connection, periods: Sequence[str]) -> None:
    """Forget that the periods were ever stopped; the caller commits."""
    with connection.cursor() as cursor:
        cursor.execute(query("gate_open"), {"periods": list(periods)})


def _rows(connection: Connection, name: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query(name), values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _by_period(found: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The first reasons of each period, and how many more there are."""
    reasons: dict[str, list[str]] = {}
    for period, reason in found:
        reasons.setdefault(period, []).append(reason)
    return {
        period: (*all_of[:SHOWN], *([f"and {len(all_of) - SHOWN} more"] if len(all_of) > SHOWN else []))
        for period, all_of in sorted(reasons.items())
    }


@dataclass(frozen=True, slots=True)
class _Unbalanced:
    """A rollup that is not what it counts: its value, the total of its parts, how many it says and how many it has."""

    organisation: str
    indicator: str
    basis: str
    value: str | None
    total: str | None
    reported: int
    parts: int

    @property
    def line(self) -> str:
        where = f"{self.organisation}/{self.indicator}/{self.basis}"
        if self.total is not None and self.total != self.value:
            return f"{where} is {self.value}, but the {self.parts} figures that it counts give {self.total}"
        counted = f"counts {self.parts} that are not its parts, or not once each, or have no figure"
        return f"{where} says {self.reported} organisations, and {counted}"


def _leap(what: object, organisation: object, indicator: object, basis: object, before: object, after: object) -> str:
    if what == "values":
        return f"of {before} values only {after} would be left"
    where = f"{organisation}/{indicator}/{basis}"
    return f"{where} would go from {before} to {after}" + (", over the same organisations" if what == "total" else "")
