"""From the words of headers to the basis and the period of a figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huizong.catalogue import Period
from huizong.catalogue.form_entries import Frequency
from huizong.model import Basis
from huizong.recognising.vocabulary.when import Span

_VALUES = (Basis.CURRENT, Basis.CUMULATIVE, Basis.PLAN)
_OF_MONTH = {
    Basis.CURRENT_PRIOR_YEAR: (Basis.CURRENT, Basis.PRIOR_YEAR),
    Basis.CURRENT_GROWTH_RATE: (Basis.CURRENT, Basis.GROWTH_RATE),
}
_ALONE = {Basis.PRIOR_YEAR: Basis.CURRENT_PRIOR_YEAR, Basis.GROWTH_RATE: Basis.CURRENT_GROWTH_RATE}


@dataclass(frozen=True, slots=True)
class Says:
    """A basis, and the basis that a comparison refers to."""

    basis: Basis
    refers_to: Basis | None = None


CURRENT = Says(Basis.CURRENT)


def compose(bases: Iterable[Basis], *, has_cumulative: bool, default: Basis = Basis.CURRENT) -> Says | None:
    """The one basis that several words say together; None if they contradict each other.

    A comparison is of the cumulative where the table has one (DESIGN §2, basis); 本月 over it makes it one of the month.
    """
    parts: set[Basis] = set()
    for basis in bases:
        parts.update(_OF_MONTH.get(basis, (basis,)))
    values = [basis for basis in _VALUES if basis in parts]
    comparisons = [basis for basis in parts if basis not in _VALUES]
    if len(comparisons) > 1 or len(values) > 1:
        return None
    if not comparisons:
        return Says(values[0] if values else default)
    comparison = comparisons[0]
    if comparison is Basis.PLAN_COMPLETION:
        return Says(comparison)
    of = values[0] if values else (Basis.CUMULATIVE if has_cumulative else default)
    if of is Basis.PLAN:
        return None
    if of is Basis.CURRENT and has_cumulative:
        return Says(_ALONE[comparison], Basis.CURRENT)
    return Says(comparison, of)


def is_another(span: Span, period: Period) -> bool:
    """Whether months of last year are not those that the report's are compared with: 上年全年 and 上年1-5月 beside June.

    上年1-6月 and 上年6月 are; so is a bare 上年, which says no months.
    """
    if not span.before or span.year is not None or span.last_month is None:
        return False
    return span.last_month != period.last_month or span.first_month not in (1, period.first_month)


def is_last_years(span: Span | None, period: Period, said: Iterable[Span], *, beside_plain: bool) -> bool:
    """Whether 2025年1-6月 is what the report of 2026-06 compares its own months with, as 上年1-6月 is.

    It is where the table gives this year's too: by a head of its own, or (`beside_plain`) as 本月 or 累计. Where a third year's
    same months stand among what is `said`, the columns are a series, and each year's values are that year's.
    """
    if span is None or span.before or span.last_month != period.last_month or span.year != period.year - 1:
        return False
    if span.first_month not in (1, period.first_month):
        return False
    others = [other for other in said if not other.before and other.last_month is not None]
    years = {other.year for other in others if (other.first_month, other.last_month) == (span.first_month, span.last_month)}
    if any(year not in (None, period.year - 1, period.year) for year in years):
        return False
    return beside_plain or any(other.year in (None, period.year) and other.last_month == period.last_month for other in others)


def of_months(bases: tuple[Basis, ...], span: Span | None) -> tuple[Basis, ...]:
    """The bases that 上年6月 and 上年1-6月 say: of the month alone, and of the months from January on."""
    if bases != (Basis.PRIOR_YEAR,) or span is None or not span.before or span.last_month in (None, 1):
        return bases
    return (Basis.CUMULATIVE if span.cumulative else Basis.CURRENT, *bases)


def period_of(says: Says, span: Span | None, period: Period, words: str) -> Period | None:
    """The period of a figure: the report's, moved by what its header says; None if it names no period we know.

    January-to-month values are stored at the month (PRACTICE, Figures); a plan at its year unless 月度 or 季度 is said.
    """
    year = span.year if span is not None and span.year is not None else period.year
    if says.basis is Basis.PLAN and not any(word in words for word in ("月度", "季度", "本月", "本季")):
        return Period.of(year, 12, "year")
    if span is None or span.last_month is None:
        moved = Period(year, period.last_month, period.first_month)
        is_cumulative = Basis.CUMULATIVE in (says.basis, says.refers_to)
        return _at_month(moved) if is_cumulative and period.frequency in ("quarter", "half") else moved
    if span.before and span.year is None and span.last_month == period.last_month:
        return period  # last year's values of other months, 上年 across 1月, are compared with those of the same months
    if span.first_month == span.last_month or span.cumulative or Basis.CUMULATIVE in (says.basis, says.refers_to):
        if period.frequency == "year" and span.last_month == 12:
            return Period.of(year, 12, "year")
        return Period.of(year, span.last_month, "month")
    length = span.last_month - (span.first_month or 1) + 1
    frequency: Frequency | None = {3: "quarter", 6: "half", 12: "year"}.get(length)  # type: ignore[assignment]
    return Period.of(year, span.last_month, frequency) if frequency and span.last_month % length == 0 else None


def _at_month(period: Period) -> Period:
    return Period.of(period.year, period.last_month, "month")
