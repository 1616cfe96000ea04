"""When the reports of periods are due, entered into the warehouse: holidays are the catalogue's to know, so that SQL is told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.form_entries import Frequency
from huizong.settings import COUNTY_TIME
from huizong.warehouse.locks import held, publish_key
from huizong.warehouse.queries import query

# A report may be due up to a year after its period, or before it (catalogue, due_month).
_FARTHEST_MONTHS = 12


def due_rows(catalogue: Catalogue, periods: Sequence[str]) -> list[dict[str, str]]:
    """Every report owed for the periods with its reporter, form, period and the instant when it is due (ISO 8601)."""
    rows = []
    for text in periods:
        period, due = Period.parse(text), dict[int, str]()
        for organisation, obligation in catalogue.owed(period):
            if id(obligation) not in due:  # the same for all of a kind
                due[id(obligation)] = catalogue.due_at(obligation, period).isoformat()
            rows.append({"reporter": organisation.code, "form": obligation.form, "period": text, "due_at": due[id(obligation)]})
    return rows


def enter_dues(connection: Connection, catalogue: Catalogue, now: datetime) -> int:
    """Enter what is owed of every period that has begun and of which a report is due since the system began; returns the rows that changed.

    Publishing enters the periods of which figures came; these are the others, so that who sent nothing is seen too. Waits for
    a publication of the same year only if there is something to change.
    """
    with connection.cursor() as cursor:
        cursor.execute(query("dues_begun"))
        ((since,),) = cursor.fetchall()
        if since is None:
            connection.rollback()
            return 0
        begun = list(begun_periods(catalogue, since, now))
        rows = [row for row in due_rows(catalogue, begun) if datetime.fromisoformat(row["due_at"]) >= since]
        values = {"periods": begun, "dues": json.dumps(rows), "since": since}
        cursor.execute(query("dues_differ"), values)
        periods = [period for (period,) in cursor.fetchall()]
    connection.rollback()
    if not periods:
        return 0
    with (
        held(connection, *(publish_key(year) for year in {Period.parse(period).year for period in periods})),
        connection.cursor() as cursor,
    ):
        cursor.execute(query("dues_enter"), values)
        changed = cursor.rowcount
        connection.commit()
    return changed


def begun_periods(catalogue: Catalogue, since: datetime, now: datetime) -> Iterator[str]:
    """The periods of the forms' frequencies that may have a report due since that instant, oldest first: those that have begun by now.

    Where a form is due before its period begins (next year's targets) the periods from a month before that on.
    """
    today = now.astimezone(COUNTY_TIME).date()
    began = since.astimezone(COUNTY_TIME).date()
    months = began.year * 12 + began.month - 1 - _FARTHEST_MONTHS - 12
    for frequency in sorted({form.frequency for form in catalogue.forms}):
        period = Period.of(months // 12, 12, frequency)
        ahead = _months_ahead(catalogue, frequency)
        while _month(period.first_day) <= _month(today) + ahead:
            if _due_since(period, began):
                yield str(period)
            period = period.next()


def _months_ahead(catalogue: Catalogue, frequency: Frequency) -> int:
    """How many months before a period of that frequency begins the first of its forms is to be thought of; 0 if none is due before."""
    codes = {form.code for form in catalogue.forms if form.frequency == frequency}
    first = min((obligation.due_month for obligation in catalogue.obligations if obligation.form in codes), default=0)
    before = -first - {"month": 1, "quarter": 3, "half": 6, "year": 12}[frequency] + 1  # 1: due in the month before it begins
    return before + 1 if before > 0 else 0


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _due_since(period: Period, began: date) -> bool:
    """Whether anything of the period may still be due then."""
    last = period.last_day
    return (last.year * 12 + last.month + _FARTHEST_MONTHS + 1) >= (began.year * 12 + began.month)
