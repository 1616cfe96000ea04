"""Linhe, an invented county in which organisations never stay: what happened in it, and who was there when, in fractions.

From January 2025 to March 2026: T1 takes T2 in at the end of July, T3 and T4 become T5 in the middle of November, T9 is split into
TA and TB at the end of May, T6 into T7 and T8 at the end of January; TC opens on 10 May, TD closes at the end of October.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

VALID: dict[str, tuple[date, date]] = {
    "T1": (date.min, date.max),
    "T2": (date.min, date(2025, 7, 31)),
    "T3": (date.min, date(2025, 11, 14)),
    "T4": (date.min, date(2025, 11, 14)),
    "T5": (date(2025, 11, 15), date.max),
    "T6": (date.min, date(2026, 1, 31)),
    "T7": (date(2026, 2, 1), date.max),
    "T8": (date(2026, 2, 1), date.max),
    "T9": (date.min, date(2025, 5, 31)),
    "TA": (date(2025, 6, 1), date.max),
    "TB": (date(2025, 6, 1), date.max),
    "TC": (date(2025, 5, 10), date.max),
    "TD": (date.min, date(2025, 10, 31)),
}
TOWNS = tuple(VALID)
HEIRS = (("T2", "T1"), ("T3", "T5"), ("T4", "T5"), ("T6", "T7"), ("T6", "T8"), ("T9", "TA"), ("T9", "TB"))
OPENED = "TC"
PARTS = ("T1", "T2", "T3", "T4", "T7", "T8", "TA", "TB", "TC", "TD")
# code: frequency of its form, bases that this asks for
ASKED: dict[str, tuple[int, tuple[str, ...]]] = {
    "A": (1, ("current", "cumulative", "prior_year")),
    "R": (1, ("cumulative",)),
    "N": (1, ("current",)),
    "S": (1, ("current",)),
    "U": (1, ("cumulative",)),
    "V": (1, ("cumulative",)),
    "J": (3, ("cumulative",)),
    "K": (3, ("current",)),
    "L": (6, ("current",)),
    "O": (12, ("current",)),
}
STOCK, RATIO = "S", "W"  # W is U in V, in %
PLANNED = ("A", "R", "S")


def last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def alive(town: str, day: date) -> bool:
    begins, ends = VALID[town]
    return begins <= day <= ends


def parts_of(town: str, day: date) -> tuple[str, ...]:
    """Of which parts, that never change, a town consists on a day."""
    whole = {"T5": ("T3", "T4"), "T6": ("T7", "T8"), "T9": ("TA", "TB")}
    return ("T1", "T2") if town == "T1" and day > VALID["T2"][1] else whole.get(town, (town,))


def happened(part: str, indicator: str, year: int, month: int) -> Fraction:
    """What a part did in a month; of the stock what it had at its end."""
    if part == OPENED and (year, month) < (2025, 5):
        return Fraction(0)
    size, grown = PARTS.index(part) + 3, year - 2024
    return {
        "A": Fraction(size * 1000 + size * month * 37 % 190 + grown * size * 41 + month * 13, 10),
        "R": Fraction(size * 10 + (month * 7 + size * 3) % 11 + grown * size, 10),
        "N": Fraction(size * 20 + (month * 5 + size) % 9 + grown * 3),
        "S": Fraction(size * 100 + month * 2 + grown * size * 4),
        "U": Fraction(size * 300 + month * size * 17 % 70 + grown * size * 13, 10),
        "V": Fraction(size * 500 + month * size * 11 % 90 + grown * size * 20, 10),
        "J": Fraction(size * 12 + (month * 2 + size) % 5 + grown * size),
        "K": Fraction(size * 9 + (month * 3 + size) % 7 + grown),
        "L": Fraction(size + (month + size) % 3),
        "O": Fraction(size * 210 + month),
    }[indicator]


@dataclass(frozen=True)
class Span:
    """A period: the months `first` to `last` of a year."""

    year: int
    first: int
    last: int

    @property
    def code(self) -> str:
        ends = {1: f"-{self.last:02d}", 3: f"-Q{self.last // 3}", 6: f"-H{self.last // 6}", 12: ""}
        return f"{self.year}{ends[self.months]}"

    @property
    def months(self) -> int:
        return self.last - self.first + 1

    @property
    def end(self) -> date:
        return last_day(self.year, self.last)

    @property
    def day_before(self) -> date:
        return date(self.year, self.first, 1) - timedelta(1)

    @property
    def year_before(self) -> Span:
        return Span(self.year - 1, self.first, self.last)

    def endings(self) -> Iterator[Span]:
        """This and the shorter periods that end with it, the shortest first."""
        for months in (1, 3, 6, 12):
            if months <= self.months and self.last % months == 0:
                yield Span(self.year, self.last - months + 1, self.last)

    def divided(self, months: int) -> Iterator[Span]:
        for first in range(self.first, self.last + 1, months):
            yield Span(self.year, first, first + months - 1)


def periods() -> list[Span]:
    """All of which something was reported in full time."""
    of_2025 = [Span(2025, last - months + 1, last) for months in (1, 3, 6, 12) for last in range(months, 13, months)]
    return [*of_2025, Span(2026, 1, 1), Span(2026, 2, 2), Span(2026, 3, 3), Span(2026, 1, 3)]


def family(town: str, since: date, until: date) -> frozenset[str]:
    """All that are tied to a town by successions from one day on and before the other."""
    found = {town}
    while True:
        ties = (pair for pair in HEIRS if since <= VALID[pair[0]][1] < until and found.intersection(pair))
        more = {one for pair in ties for one in pair} - found
        if not more:
            return frozenset(found)
        found |= more
