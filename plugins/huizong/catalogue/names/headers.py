"""What the header of a column says: a basis, and the month and year in which its period ends."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from huizong.catalogue.entries import Header
from huizong.catalogue.texts import header_name
from huizong.model import Basis

_YEAR = re.compile(r"(\d{4})年")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})月")
_QUARTER = re.compile(r"([一二三四1-4])季度")
_QUARTERS = {name: number for number, names in enumerate(("一1", "二2", "三3", "四4"), start=1) for name in names}
_CHINESE_MONTHS = dict(zip(("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), range(1, 13), strict=True))
_LAST_YEAR = re.compile(r"[去上]年")


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """A basis, with the last month and the year of the header's period where it says them."""

    basis: Basis
    month: int | None
    year: int | None


class Headers:
    """Headers by exact text and by pattern, in the catalogue's order."""

    def __init__(self, headers: tuple[Header, ...], units: Container[str]) -> None:
        self._units = units
        self._exact: dict[str, Basis] = {}
        self._patterns: list[tuple[re.Pattern[str], Basis]] = []
        for header in headers:
            if header.header.startswith("re:"):
                self._patterns.append((re.compile(header.header.removeprefix("re:")), header.basis))
            else:
                self._exact.setdefault(header_name(header.header, units), header.basis)

    def match(self, text: str, year: int | None) -> HeaderMatch | None:
        """What the header says, None if the catalogue does not know it.

        `year` is that of the report and is taken where a header says its month only. A header whose year is the one
        before the report's, or that says 去年, gives that year; its basis stays what the catalogue says.
        """
        name = header_name(text, self._units)
        if (basis := self._exact.get(name)) is not None:
            return self._placed(basis, name, None, year)
        for pattern, basis in self._patterns:
            # A county may write its pattern for the text as it stands, with 1—6月 rather than 1-6月.
            if found := pattern.fullmatch(name) or pattern.fullmatch("".join(text.split())):
                return self._placed(basis, name, found, year)
        return None

    @staticmethod
    def _placed(basis: Basis, name: str, found: re.Match[str] | None, year: int | None) -> HeaderMatch | None:
        groups = found.groupdict() if found else {}
        month = _month(groups["month"]) if groups.get("month") else _month_in(name, basis)
        if month is not None and not 1 <= month <= 12:
            return None
        written = groups.get("year") or (match[1] if (match := _YEAR.search(name)) else None)
        # 去年1-6月 as prior_year is a value about last year that belongs to this year's period, so it keeps the report's.
        if written and len(written) == 2:
            written = f"20{written}"  # a pattern of the county's may take the year of 18年6月
        said = int(written) if written else (year if month is not None and not _LAST_YEAR.search(name) else None)
        return HeaderMatch(basis, month, said)


def _month(text: str) -> int:
    return _CHINESE_MONTHS[text] if text in _CHINESE_MONTHS else int(text)


def _month_in(name: str, basis: Basis) -> int | None:
    if months := _MONTH.findall(name):
        return int(months[-1])
    if "上半年" in name:
        return 6
    if "全年" in name and basis in (Basis.CUMULATIVE, Basis.PRIOR_YEAR):
        return 12
    return _QUARTERS[quarter[1]] * 3 if (quarter := _QUARTER.search(name)) else None
