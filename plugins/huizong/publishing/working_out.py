"""The rollups of periods worked out from their figures, what of them is withheld, and what follows for other periods."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.publishing.dirty import dirty_periods
from huizong.publishing.disclosure import Sized, withheld
from huizong.publishing.gate import examine, hold_back
from huizong.publishing.scope import EVERYTHING, Scope, made_under
from huizong.settings import Settings
from huizong.warehouse import prepared
from huizong.warehouse.dues import due_rows
from huizong.warehouse.queries import query


def work_out(connection: Connection, settings: Settings, catalogue: Catalogue, at: datetime) -> tuple[str, ...]:
    """Put the rollups of every period that is open for change in a warehouse that nobody reads yet; commits. Returns the periods.

    Neither history nor files are written: it is what a publication of all of them would show.
    """
    revisions: dict[str, int] = {}
    with connection.cursor() as cursor:
        for dirty in dirty_periods(connection):
            prepared.execute(cursor, "publish_affected", {"period": dirty.period})
            revisions |= {period: dirty.revision for period, is_kept in cursor.fetchall() if not is_kept}
    connection.rollback()
    order = sorted(revisions, key=lambda period: (Period.parse(period).last_day, -Period.parse(period).first_month))
    for period in order:
        parameters = {"revision": revisions[period], "published_at": at}
        with connection.cursor() as cursor:
            cursor.execute(query("publish_begin"))
        compute(connection, catalogue, (period,), parameters)
        stopped = examine(connection, settings, (period,), catalogue.hash)
        hold_back(connection, stopped, catalogue.hash, at)
        settle_rollups(connection, () if stopped else (period,))
        connection.commit()
    with connection.cursor() as cursor:
        cursor.execute(query("publish_kept"))
        join(connection, [period for (period,) in cursor.fetchall()])
    connection.commit()
    return tuple(order)


def compute(
    connection: Connection, catalogue: Catalogue, periods: Sequence[str], parameters: Mapping[str, object], scope: Scope = EVERYTHING
) -> None:
    """The rollups of the periods, as far as the scope goes, in place of those that differ; and what of them is not to be shown.

    `parameters` are the revision and the instant of the publication.
    """
    values = {**parameters, **scope.values, **made_under(catalogue), "periods": list(periods)}
    with connection.cursor() as cursor:
        if scope.indicators != ():
            cursor.execute(query("publish_fresh"))
            cursor.execute(query("publish_rollups"), values)
            _withhold(connection, catalogue, periods, scope)
            cursor.execute(query("publish_merge"), values)
        cursor.execute(query("publish_record"), values)
        if scope.indicators is None:  # when reports are due is the catalogue's word
            cursor.execute(query("publish_dues"), {"periods": list(periods), "dues": json.dumps(due_rows(catalogue, periods))})


def settle_rollups(connection: Connection, periods: Sequence[str], scope: Scope = EVERYTHING) -> dict[str, int]:
    """What follows from rollups that hold; returns the periods after them that changed too, with their revision."""
    if scope.indicators == ():
        return {}
    join(connection, periods, scope)
    return carry(connection, periods, scope)


def join(connection: Connection, periods: Sequence[str], scope: Scope = EVERYTHING) -> None:
    """Put together what is one organisation by now, in periods before it was.

    Of a period that no publication changes (final, put back) what its figures still give as it is shown.
    """
    if not periods:
        return
    with connection.cursor() as cursor:
        cursor.execute(query("publish_joined_periods"), {**scope.values, "periods": list(periods)})
        if merged := [period for (period,) in cursor.fetchall()]:
            cursor.execute(query("publish_joined"), {**scope.values, "periods": merged})


def _withhold(connection: Connection, catalogue: Catalogue, within: Sequence[str], scope: Scope) -> None:
    """Mark what of the periods, as it was worked out just now, is not to be shown, and take out what would tell it."""
    guarded = [i for i in catalogue.indicators if i.minimum_units and scope.has(i.code)]
    if not guarded:
        return
    counts = {i.minimum_units[0] for i in guarded if i.minimum_units}
    asked = {"periods": list(within), **scope.values, "asked": sorted({*(i.code for i in guarded), *counts})}
    with connection.cursor() as cursor:
        cursor.execute(query("publish_sizes"), asked)
        cells = sorted(withheld(catalogue, [Sized(*row) for row in cursor.fetchall()]))
    named = dict(zip(("periods", "organisations", "indicators"), ([cell[n] for cell in cells] for n in range(3)), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(query("publish_suppress"), {**named, "within": list(within)})


def carry(connection: Connection, periods: Sequence[str], scope: Scope = EVERYTHING) -> dict[str, int]:
    """Note in the rows what they take from the period before; the next periods that it changed, with the revision they are of."""
    with connection.cursor() as cursor:
        cursor.execute(query("publish_carry"), {**scope.values, "periods": list(periods)})
        return {period: revision for period, revision in cursor if period not in periods}
