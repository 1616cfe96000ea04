"""A reporting period: `2026-06`, `2026-Q2`, `2026-H1` or `2026`, with its days."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from huizong.catalogue.form_entries import Frequency

_PATTERN = re.compile(r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|Q(?P<quarter>[1-4])|H(?P<half>[12])))?")
_MONTHS: dict[Frequency, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_NAMES: dict[int, Frequency] = {months: name for name, months in _MONTHS.items()}
_QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The months `first_month` to `last_month` of a year, both included."""

    year: int
    last_month: int
    first_month: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period that the text names; raises ValueError for anything else."""
        found = _PATTERN.fullmatch(text)
        if not found:
            raise ValueError(f"{text!r} is no period: write 2026-06, 2026-Q2, 2026-H1 or 2026")
        year = int(found["year"])
        if found["month"]:
            month = int(found["month"])
            if not 1 <= month <= 12:
                raise ValueError(f"{text!r} is no period: there is no month {month}")
            return cls(year, month, month)
        if found["quarter"]:
            return cls(year, int(found["quarter"]) * 3, int(found["quarter"]) * 3 - 2)
        if found["half"]:
            return cls(year, int(found["half"]) * 6, int(found["half"]) * 6 - 5)
        return cls(year, 12, 1)

    @classmethod
    def of(cls, year: int, last_month: int, frequency: Frequency) -> Period:
        """The period of that frequency which ends with the month; raises ValueError if none does."""
        length = _MONTHS[frequency]
        if last_month % length:
            raise ValueError(f"no {frequency} ends with month {last_month}")
        return cls(year, last_month, last_month - length + 1)

    @property
    def frequency(self) -> Frequency:
        """How often such a period comes."""
        return _NAMES[self.last_month - self.first_month + 1]

    @property
    def first_day(self) -> date:
        """The first day."""
        return date(self.year, self.first_month, 1)

    @property
    def last_day(self) -> date:
        """The last day; rows of a catalogue hold by it."""
        return _end_of(self.year, self.last_month)

    @property
    def words(self) -> str:
        """As a clerk reads it: 2026年6月, 2026年二季度, 2026年上半年, 2026年."""
        match self.frequency:
            case "month":
                return f"{self.year}年{self.last_month}月"
            case "quarter":
                return f"{self.year}年{_QUARTERS[self.last_month // 3 - 1]}季度"
            case "half":
                return f"{self.year}年{'上' if self.last_month == 6 else '下'}半年"
        return f"{self.year}年"

    def previous(self) -> Period:
        """The period of the same frequency just before."""
        length = self.last_month - self.first_month + 1
        months = self.year * 12 + self.first_month - 1 - length
        return Period(months // 12, months % 12 + length, months % 12 + 1)

    def next(self) -> Period:
        """The period of the same frequency just after."""
        length = self.last_month - self.first_month + 1
        months = self.year * 12 + self.first_month - 1 + length
        return Period(months // 12, months % 12 + length, months % 12 + 1)

    def year_before(self) -> Period:
        """The same period of the year before."""
        return Period(self.year - 1, self.last_month, self.first_month)

    def __str__(self) -> str:
        """As it is written everywhere."""
        match self.frequency:
            case "month":
                return f"{self.year}-{self.last_month:02d}"
            case "quarter":
                return f"{self.year}-Q{self.last_month // 3}"
            case "half":
                return f"{self.year}-H{self.last_month // 6}"
        return str(self.year)


@lru_cache(maxsize=1 << 12)
def _end_of(year: int, month: int) -> date:
    """The last day of a month, which is asked for every figure of every form."""
    return date(year, month, monthrange(year, month)[1])
