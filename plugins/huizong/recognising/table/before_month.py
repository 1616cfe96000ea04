"""Columns of the months before the report's own: 1-5月 and 截至5月底 left of 6月."""

from __future__ import annotations

from huizong.model import Basis
from huizong.recognising.table.layout import Layout, is_one_month

_COMPARED = {Basis.PRIOR_YEAR, Basis.GROWTH_RATE}


def columns_before_month(layout: Layout) -> frozenset[int]:
    """The columns of values from January to a month before the one that stands in a column of its own.

    Between them and those until it, 1-5月, 6月 and 1-6月, nothing else can be meant. Right of the month, where a report has
    its 1-6月, such a head may have been left standing, and of which of the two last year's values and growth are is not said: then,
    and where more months until others stand, there are none.
    """
    values = [column for column in layout.values if column.meaning.span is not None and not column.meaning.span.before]
    alone = {column.column: column.meaning.span for column in values if is_one_month(column.meaning.span)}
    longer = {column.column: column.meaning.span for column in values if column.meaning.span is not None and column.meaning.span.cumulative}
    latest = max((span.last_month or 0 for span in alone.values() if span is not None), default=0)
    years = {span.year for span in (*alone.values(), *longer.values()) if span is not None}
    if len(years) != 1:
        return frozenset()
    ends = {number: span.last_month for number, span in longer.items() if span is not None}
    own = [number for number, span in alone.items() if span is not None and span.last_month == latest]
    before, until = ([number for number, end in ends.items() if end == month] for month in (latest - 1, latest))
    if len(alone) == len(own) == len(before) == len(until) == 1 and len(ends) == len(before + until) and before < own < until:
        return frozenset(before)
    if not longer or any((span.last_month or 12) >= latest for span in longer.values()):
        return frozenset()
    first = min(number for number, span in alone.items() if span is not None and span.last_month == latest)
    is_compared = any(_COMPARED & set(column.meaning.bases) for column in layout.values)
    return frozenset(longer) if max(longer) < first or not is_compared else frozenset()
