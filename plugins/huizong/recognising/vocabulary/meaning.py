"""What some words say about the figures below or beside them, and what several of them say together."""

from __future__ import annotations

from dataclasses import dataclass

from huizong.model import Basis
from huizong.recognising.vocabulary.when import Span


@dataclass(frozen=True, slots=True)
class Meaning:
    """What some words say about the figures below or beside them. `unknown` are words that say nothing known."""

    organisation: str | None = None
    indicator: str | None = None
    bases: tuple[Basis, ...] = ()
    span: Span | None = None
    unit: str | None = None
    total: bool = False
    subtotal: bool = False
    neutral: bool = False
    variant: bool = False
    unknown: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether it says anything about a figure."""
        return bool(self.organisation or self.indicator or self.bases or self.span or self.total)

    def joined(self, other: Meaning) -> Meaning:
        """Both together; the inner one, `other`, wins where only one can hold."""
        return Meaning(
            organisation=other.organisation or self.organisation,
            indicator=other.indicator or self.indicator,
            bases=(*self.bases, *(basis for basis in other.bases if basis not in self.bases)),
            span=_joined_spans(self.span, other.span),
            unit=other.unit or self.unit,
            total=self.total or other.total,
            subtotal=self.subtotal or other.subtotal,
            neutral=self.neutral or other.neutral,
            variant=self.variant or other.variant,
            unknown=(*self.unknown, *other.unknown),
        )


NOTHING = Meaning()


def of_span(span: Span) -> Meaning:
    """A bare time in a header: 上年 is the prior year; 1-6月 and 6月 only say when, until their neighbours are known."""
    return Meaning(bases=(Basis.PRIOR_YEAR,) if span.before else (), span=span)


def _joined_spans(outer: Span | None, inner: Span | None) -> Span | None:
    if outer is None or inner is None:
        return inner or outer
    months = inner if inner.last_month is not None else outer
    year = inner.year if inner.year is not None else outer.year
    return Span(year, months.first_month, months.last_month, months.cumulative, inner.before or outer.before)
