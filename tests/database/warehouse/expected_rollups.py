"""What rollups must be, said by the words of the specification over the reports that were given, in fractions.

Nothing here is taken from the product. Organisations that successions tie to one another are a family: what one of it lacks, its
heir lacks, and what several heirs have together is nobody's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from tests.database.warehouse.linhe import ASKED, OPENED, PLANNED, RATIO, STOCK, TOWNS, VALID, Span, alive, family

Key = tuple[str, str, str, str]  # organisation, indicator, period, basis
Side = tuple[Fraction, tuple[str, ...]]  # a value, and the heirs whose it is together (one: its own)
Row = tuple[Fraction | None, int, int, tuple[str, ...]]  # value, reported, expected, missing


@dataclass
class Expected:
    """Rollups over what was given: figures by key (None: masked), plans as (year, indicator, town, value, day)."""

    given: dict[Key, Fraction | None] = field(default_factory=dict)
    plans: list[tuple[int, str, str, Fraction, date]] = field(default_factory=list)

    def county(self, span: Span, indicator: str, basis: str) -> Row:
        """What is put together over the towns."""
        towns = [town for town in TOWNS if alive(town, span.end)]
        sides = {town: self._sides(town, span, indicator, basis) for town in towns}
        counted = {town for town, pair in sides.items() if pair and all(sides[heir] for side in pair for heir in side[1])}
        owing = {town for town in towns if self._owes(town, span, indicator, basis)}
        missing = tuple(town for town in towns if town in owing - counted)
        if not counted:
            return None, 0, len(owing), missing
        # what several heirs have together is one side, and taken once
        terms = [pair for town, pair in sides.items() if pair and town in counted]
        above, below = (sum((value for value, _ in {pair[n] for pair in terms}), Fraction(0)) for n in (0, 1))
        return _composed(indicator, basis, above, below), len(counted), len(owing), missing

    def own(self, town: str, span: Span, indicator: str, basis: str) -> Row:
        """The same of one town: a part of what several have together is nobody's own."""
        sides, owed = self._sides(town, span, indicator, basis), self._owes(town, span, indicator, basis)
        if not sides:
            return None, 0, int(owed), (town,) if owed else ()
        alone = all(len(side[1]) == 1 for side in sides)
        return _composed(indicator, basis, sides[0][0], sides[1][0]) if alone else None, 1, int(owed), ()

    def _sides(self, town: str, span: Span, indicator: str, basis: str) -> tuple[Side, Side] | None:
        """The two terms of a rate; of a sum the value, and nothing below it."""
        nothing: Side = Fraction(0), (town,)
        match basis:
            case "growth_rate":
                sense = self._sense(span, indicator)
                above, below = self._value(town, span, indicator, sense), self._base(town, span, indicator, sense)
            case "plan_completion":
                above, below = self._value(town, span, indicator, _reached(indicator)), self._plan(town, span, indicator)
            case "plan":
                above, below = self._plan(town, span, indicator), nothing
            case _ if indicator == RATIO:
                above, below = self._value(town, span, "U", basis), self._value(town, span, "V", basis)
            case _:
                above, below = self._value(town, span, indicator, basis), nothing
        return (above, below) if above and below else None

    def _value(self, town: str, span: Span, indicator: str, basis: str) -> Side | None:
        if basis in ("prior_year",) or indicator == STOCK:
            found = (self._reported(town, indicator, each, basis) for each in span.endings())
            return next(((value, (town,)) for value in found if value is not None), None)
        if basis == "cumulative":
            to_date = self._to_date(town, indicator, span)
            if to_date is not None:
                return to_date, (town,)
            return self._summed(town, span, indicator) if span.first == 1 else self._since_january(town, span, indicator)
        return self._flow(town, span, indicator)

    def _flow(self, town: str, span: Span, indicator: str) -> Side | None:
        """As given, else a difference of two cumulatives, else the sum of all its parts where there is no cumulative."""
        given = self._reported(town, indicator, span, "current")
        if given is not None:
            return given, (town,)
        if span.months == 1 and (town, indicator, span.code, "current") in self.given:
            return None
        if span.first == 1:
            to_date = self._to_date(town, indicator, span)
            if to_date is not None:
                return to_date, (town,)
        else:
            tied = family(town, span.day_before, span.end)
            heirs = tuple(sorted(one for one in tied if alive(one, span.end)))
            before = Span(span.year, 1, span.first - 1)
            ends = [self._to_date(one, indicator, span) for one in heirs]
            # January to the month before, under whichever period it was given
            begins = [self._to_date(one, indicator, before) for one in tied if alive(one, span.day_before)]
            if None not in ends and None not in begins and (begins or tied == {OPENED}):
                return Fraction(sum(v for v in ends if v is not None) - sum(v for v in begins if v is not None)), heirs
        return self._summed(town, span, indicator)

    def _summed(self, town: str, span: Span, indicator: str) -> Side | None:
        tied = family(town, span.day_before + timedelta(span.first == 1), span.end)
        heirs = tuple(sorted(one for one in tied if alive(one, span.end)))
        if any((one, indicator, each.code, "cumulative") in self.given for one in heirs for each in span.endings()):
            return None
        for months in (1, 3, 6):
            wanted = [(one, part) for part in span.divided(months) for one in tied if alive(one, part.end)] if months < span.months else []
            values = [self._reported(one, indicator, part, "current") for one, part in wanted]
            if values and None not in values and (tied == {OPENED} or len({part for _, part in wanted}) * months == span.months):
                return Fraction(sum(value for value in values if value is not None)), heirs
        return None

    def _since_january(self, town: str, span: Span, indicator: str) -> Side | None:
        """Of what no form asks as a cumulative the sum of its parts since January, where all are there."""
        if "cumulative" in ASKED[indicator][1]:
            return None
        tied = family(town, date(span.year, 1, 1), span.end)
        heirs = tuple(sorted(one for one in tied if alive(one, span.end)))
        for months in (1, 3, 6):
            if months > span.months or span.last % months:
                continue
            wanted = [(one, part) for part in Span(span.year, 1, span.last).divided(months) for one in tied if alive(one, part.end)]
            values = [self._reported(one, indicator, part, "current") for one, part in wanted]
            if values and None not in values and (tied == {OPENED} or len({part for _, part in wanted}) * months == span.last):
                return Fraction(sum(value for value in values if value is not None)), heirs
        return None

    def _sense(self, span: Span, indicator: str) -> str:
        """What growth is of: of sums since January where anybody has both, else as the form asks."""
        if indicator == STOCK or span.first == 1 or _compared(indicator) == "cumulative":
            return _compared(indicator)
        has_both = any(
            self._since_january(town, span, indicator) and self._base(town, span, indicator, "cumulative")
            for town in TOWNS
            if alive(town, span.end)
        )
        return "cumulative" if has_both else "current"

    def _to_date(self, town: str, indicator: str, span: Span) -> Fraction | None:
        """January to the end of the period: a cumulative that ends with it, else the own figure of one that began in January."""
        for each in span.endings():
            if (town, indicator, each.code, "cumulative") in self.given:
                return self.given[town, indicator, each.code, "cumulative"]
        for each in span.endings():
            if each.first == 1 and (value := self._reported(town, indicator, each, "current")) is not None:
                return value
        return None

    def _base(self, town: str, span: Span, indicator: str, sense: str) -> Side | None:
        """Last year's value: as given beside this one, else all that the town has taken over since had."""
        beside = self._value(town, span, indicator, "prior_year") if "prior_year" in ASKED[indicator][1] else None
        if beside:
            return beside
        before = span.year_before
        tied = family(town, before.end, span.end)
        values = [self._value(one, before, indicator, sense) for one in tied if alive(one, before.end)]
        if not values or any(side is None or len(side[1]) > 1 for side in values):
            return None
        heirs = tuple(sorted(one for one in tied if alive(one, span.end)))
        return Fraction(sum(side[0] for side in values if side)), heirs

    def _plan(self, town: str, span: Span, indicator: str) -> Side | None:
        """The version that is valid at the end of the period; an heir is to reach what those before it were, until it is told otherwise."""
        tied = family(town, date(span.year, 1, 1), span.end)
        heirs = tuple(sorted(one for one in tied if alive(one, span.end)))
        ended = [one for one in tied if one not in heirs]
        if not ended:
            plan = self._version(town, span, indicator)
            return (plan[0], (town,)) if plan else None
        told = self._version(town, span, indicator)
        if told and max(VALID[one][1] for one in ended) < told[1] <= span.end:
            return told[0], (town,)
        plans = [self._version(one, span, indicator) for one in tied if alive(one, date(span.year, 1, 1))]
        return (Fraction(sum(plan[0] for plan in plans if plan)), heirs) if None not in plans else None

    def _version(self, town: str, span: Span, indicator: str) -> tuple[Fraction, date] | None:
        versions = [(value, day) for year, code, who, value, day in self.plans if (year, code, who) == (span.year, indicator, town)]
        valid = [one for number, one in enumerate(versions) if number == 0 or one[1] <= span.end]
        return valid[-1] if valid else None

    def _reported(self, town: str, indicator: str, span: Span, basis: str) -> Fraction | None:
        return self.given.get((town, indicator, span.code, basis))

    def _owes(self, town: str, span: Span, indicator: str, basis: str) -> bool:
        if basis == "plan":
            year_end = date(span.year, 12, 31)
            return indicator in PLANNED and any(alive(one, year_end) for one in family(town, span.end, year_end))
        if basis == "plan_completion":
            plan = self._plan(town, span, indicator) is not None or self._owes(town, span, indicator, "plan")
            return plan and self._owes(town, span, indicator, _reached(indicator))
        if basis == "growth_rate":
            base = self._base(town, span, indicator, self._sense(span, indicator)) is not None or "prior_year" in ASKED[indicator][1]
            owed = any(
                self._owes(one, span.year_before, indicator, _compared(indicator)) for one in family(town, span.year_before.end, span.end)
            )
            return (base or (owed and span.year > 2025)) and self._owes(town, span, indicator, _compared(indicator))
        months, bases = (1, ("cumulative",)) if indicator == RATIO else ASKED[indicator]
        if not alive(town, span.end) or span.last % months or (months > span.months and basis != "cumulative"):
            return False
        if basis in bases:
            return True
        if months > span.months or indicator in (STOCK, RATIO):
            return False
        if basis == "cumulative":
            return True  # all of its parts since January were owed by all who were there
        # a flow is told by its cumulative: a month of two, so that of the first it isn't owed, but where nobody was there before
        known_before = any(alive(one, span.day_before) for one in family(town, span.day_before, span.end))
        return basis == "current" and (span.months > 1 or span.first == 1 or known_before or town == OPENED)


def _compared(indicator: str) -> str:
    return "cumulative" if "cumulative" in ASKED[indicator][1] else "current"


def _reached(indicator: str) -> str:
    return "current" if indicator == STOCK else "cumulative"


def _composed(indicator: str, basis: str, above: Fraction, below: Fraction) -> Fraction | None:
    if basis not in ("growth_rate", "plan_completion") and indicator != RATIO:
        return above
    if below <= 0:
        return None
    return 100 * above / below - (100 if basis == "growth_rate" else 0)
