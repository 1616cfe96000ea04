"""Which days the county works, and when a report is due."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar

from huizong.catalogue.entries import Holiday, Obligation
from huizong.catalogue.period import Period

SHANGHAI = ZoneInfo("Asia/Shanghai")


class WorkingDays:
    """Working days: the county's own list, else the library of China's holidays, else Monday to Friday."""

    def __init__(self, holidays: tuple[Holiday, ...]) -> None:
        self._own = {holiday.day: holiday.works for holiday in holidays}
        self._own_years = {holiday.day.year for holiday in holidays}
        self._asked: dict[date, bool] = {}

    def knows(self, year: int) -> bool:
        """Whether the year's holidays are known; if not, Monday to Friday are taken."""
        return year in self._own_years or _in_library(date(year, 7, 1))

    def is_working(self, day: date) -> bool:
        """Whether the county works on that day; asked of many reports about few days."""
        if day not in self._asked:
            self._asked[day] = self._works(day)
        return self._asked[day]

    def _works(self, day: date) -> bool:
        if day in self._own:
            return self._own[day]
        if _in_library(day):
            return bool(chinese_calendar.is_workday(day))
        return day.isoweekday() <= 5

    def due_at(self, obligation: Obligation, period: Period) -> datetime:
        """When the report of the period is due, Asia/Shanghai, moved to the next working day.

        `due_month` counts from the last month of the period; a day beyond the month is its last, a negative one counts
        from its end.
        """
        months = period.year * 12 + period.last_month - 1 + obligation.due_month
        year, month = months // 12, months % 12 + 1
        length = monthrange(year, month)[1]
        wanted = obligation.due_day if obligation.due_day > 0 else length + 1 + obligation.due_day
        day = date(year, month, min(max(wanted, 1), length))
        while not self.is_working(day):
            day += timedelta(days=1)
        return datetime.combine(day, obligation.due_time, tzinfo=SHANGHAI)


def _in_library(day: date) -> bool:
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True
