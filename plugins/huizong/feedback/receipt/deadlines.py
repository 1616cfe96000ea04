"""When things are due on a receipt, and whether they came in time."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from huizong.catalogue import Catalogue, Period
from huizong.feedback.receipt.receipt_words import instant_text
from huizong.settings import COUNTY_TIME

# Queries have their own deadline and never stop a report from counting (PRACTICE); three working days let a clerk ask a village.
QUERY_WORKING_DAYS = 3
CLOSE_OF_BUSINESS = time(17, 30)


def due_at(catalogue: Catalogue, reporter: str | None, form: str | None, period: str | None) -> datetime | None:
    """When the report was due; None if the reporter doesn't owe it."""
    if reporter is None or form is None or period is None:
        return None
    wanted = Period.parse(period)
    obligation = catalogue.obligation(form, reporter, wanted)
    return None if obligation is None else catalogue.due_at(obligation, wanted)


def punctuality(received_at: datetime, due: datetime | None) -> str:
    """按时, or by how much it was late; empty where nothing was due."""
    if due is None:
        return ""
    if received_at <= due:
        return "按时"
    days = (received_at.astimezone(COUNTY_TIME).date() - due.astimezone(COUNTY_TIME).date()).days
    return f"迟报{days}天" if days else "当天迟报"


def correction_deadline(catalogue: Catalogue, received_at: datetime, due: datetime | None, again: str = "重报") -> str:
    """Until when a corrected report is wanted; `again` is the verb for how it comes."""
    if due is not None and received_at < due:
        return f"{instant_text(due)}前{again}，仍算按时"
    late = "截止时间已过，" if due is not None else ""
    return f"{late}请在{instant_text(working_days_after(catalogue, received_at, 1))}前{again}"


def query_deadline(catalogue: Catalogue, received_at: datetime) -> str:
    """Until when an explanation is wanted."""
    return f"{instant_text(working_days_after(catalogue, received_at, QUERY_WORKING_DAYS))}前说明"


def working_days_after(catalogue: Catalogue, moment: datetime, days: int) -> datetime:
    """The end of the working day so many working days after the moment, in the county's time."""
    day = moment.astimezone(COUNTY_TIME).date()
    while days:
        day += timedelta(days=1)
        days -= catalogue.working_days.is_working(day)
    return datetime.combine(day, CLOSE_OF_BUSINESS, tzinfo=COUNTY_TIME)
