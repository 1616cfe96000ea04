"""A report that doesn't count yet, and on which days somebody is told of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.catalogue.working_days import WorkingDays
from huizong.feedback.receipt.deadlines import QUERY_WORKING_DAYS, working_days_after
from huizong.settings import COUNTY_TIME, Reminding
from huizong.warehouse.queries import query

TO_EXPLAIN = "待解释"
# After some days of daily words a report is mentioned once a week, and so is it to those above.
WEEK = timedelta(days=7)
UNREAD = timedelta(days=20)


@dataclass(frozen=True, slots=True)
class Owing:
    """One report: `state` as in mart.timeliness, `due_at` of the report, or of the answers where it waits for these only.

    `unread` counts files of that department of the last weeks that could not be told to be any report.
    """

    period: str
    form: str
    form_title: str
    reporter: str
    due_at: datetime
    state: str
    held: int
    queries: int
    reminded_on: date | None
    escalated_on: date | None
    unread: int = 0

    @property
    def key(self) -> str:
        """form/period/reporter."""
        return f"{self.form}/{self.period}/{self.reporter}"

    @property
    def due_day(self) -> date:
        """The day of the county on which it is due."""
        return self.due_at.astimezone(COUNTY_TIME).date()


def read_owing(connection: Connection, catalogue: Catalogue, now: datetime) -> tuple[Owing, ...]:
    """Every report that is owed since the system began and doesn't count yet or waits for answers, those due first in front.

    A period that is final is left alone: what comes for it waits for a person.
    """
    with connection.cursor() as cursor:
        cursor.execute(query("reminding_owing"), {"since": now - UNREAD})
        rows = cursor.fetchall()
    connection.rollback()
    found = []
    for *fields, standing_at in rows:
        one = Owing(*fields)
        if one.state == TO_EXPLAIN:  # counts already; the questions have a time of their own, as the receipt said
            one = replace(one, due_at=working_days_after(catalogue, standing_at, QUERY_WORKING_DAYS))
        found.append(one)
    return tuple(sorted(found, key=lambda one: (one.due_at, one.form, one.period, one.reporter)))


def is_quiet(now: datetime, days: WorkingDays, rules: Reminding) -> bool:
    """Whether nobody is to be disturbed: a day off, or outside the hours."""
    local = now.astimezone(COUNTY_TIME)
    return not days.is_working(local.date()) or not rules.begins <= local.time() <= rules.ends


def working_days_between(days: WorkingDays, start: date, end: date, most: int) -> int:
    """Working days after `start` up to `end`, which is counted; no more than `most`, where counting stops."""
    found, day = 0, start
    while day < end and found < most:
        day += timedelta(days=1)
        found += days.is_working(day)
    return found


def is_to_be_told(one: Owing, now: datetime, days: WorkingDays, rules: Reminding) -> bool:
    """Whether the department hears of the report today.

    Once from `before_days` working days before the due day on, again on that day; after it every working day for
    `daily_days`, then once a week. Of questions it hears from the day on which answers are due. What a day's first look
    said holds all day, so that a message that waits for its server is renewed and not forgotten.
    """
    today = now.astimezone(COUNTY_TIME).date()
    if one.reminded_on == today:
        return one.state != TO_EXPLAIN or today >= one.due_day
    if today < one.due_day:
        ahead = working_days_between(days, today, one.due_day, rules.before_days + 1)
        return one.state != TO_EXPLAIN and ahead <= rules.before_days and one.reminded_on is None
    if working_days_between(days, one.due_day, today, rules.daily_days + 1) <= rules.daily_days:
        return True
    return one.reminded_on is None or today - one.reminded_on >= WEEK


def is_to_be_escalated(one: Owing, now: datetime, days: WorkingDays, rules: Reminding) -> bool:
    """Whether those above hear of it today: from `escalate_days` working days after the due day on, once a week. Questions never."""
    today = now.astimezone(COUNTY_TIME).date()
    if one.escalated_on == today:
        return one.state != TO_EXPLAIN
    if one.state == TO_EXPLAIN or working_days_between(days, one.due_day, today, rules.escalate_days) < rules.escalate_days:
        return False
    return one.escalated_on is None or today - one.escalated_on >= WEEK
