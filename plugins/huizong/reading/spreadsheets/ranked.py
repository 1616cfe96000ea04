"""Which numbers of a range are among its first or last, or above its average (ECMA-376 part 1, 18.3.1.10, `top10`, `aboveAverage`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from huizong.reading.formulas.formula_values import Scalar


@dataclass(frozen=True, slots=True)
class Rank:
    """Among the first, or last, so many, or so many percent of all."""

    count: int
    is_percent: bool = False
    from_below: bool = False

    def holds(self, own: Scalar, numbers: Sequence[Decimal]) -> bool:
        """Whether a value is among them, where `numbers` are those of the range, the largest first; equal ones are all among them."""
        if not isinstance(own, Decimal) or not numbers:
            return False
        many = max(len(numbers) * self.count // 100, 1) if self.is_percent else self.count
        ordered = list(reversed(numbers)) if self.from_below else list(numbers)
        last = ordered[min(max(many, 1), len(ordered)) - 1]
        return own <= last if self.from_below else own >= last


@dataclass(frozen=True, slots=True)
class Average:
    """Above the average, or below it, or equal to it as well; by standard deviations where `deviations` is not 0."""

    is_above: bool = True
    or_equal: bool = False
    deviations: int = 0

    def holds(self, own: Scalar, numbers: Sequence[Decimal]) -> bool | None:
        """Whether a value is there; None where programs differ about how far the deviation reaches."""
        if not isinstance(own, Decimal) or not numbers:
            return False
        if self.deviations:
            return None
        mine, whole = own * len(numbers), sum(numbers, Decimal(0))
        if mine == whole:
            return self.or_equal
        return (mine > whole) is self.is_above
