"""Columns 6月末 beside 6月: of a flow they hold what there was from January on, where the values say so."""

from __future__ import annotations

from decimal import Decimal

from huizong.model import Basis
from huizong.recognising.table.axes import Column
from huizong.recognising.table.layout import Layout, is_one_month
from huizong.recognising.vocabulary.header_words import FormLexicon
from huizong.recognising.vocabulary.when import says_months_end


def cumulative_ends(layout: Layout, lexicon: FormLexicon) -> frozenset[int]:
    """The columns of a month's end that stand beside one of the month, with no flow below it and not all alike.

    The month's own value stands in its own column, so that the other is not the month's. Without such a column, or where a value is
    below the month's, nothing says which it is.
    """
    ends = {column.column: column for column in layout.values if _is_end(column)}
    found = set()
    for number, end in ends.items():
        months = [column for column in layout.values if column.column not in ends and _is_month(column, end)]
        if len(months) != 1:
            continue
        pairs = _pairs(layout, lexicon, months[0].column, number)
        if pairs and all(month <= until for month, until in pairs) and any(month < until for month, until in pairs):
            found.add(number)
    return frozenset(found)


def _is_end(column: Column) -> bool:
    return is_one_month(column.meaning.span) and any(map(says_months_end, column.words))


def _is_month(column: Column, end: Column) -> bool:
    """Whether a column is of the month that another ends."""
    span, until = column.meaning.span, end.meaning.span
    if span is None or until is None:
        return span is None and column.meaning.bases == (Basis.CURRENT,)
    return is_one_month(span) and span.last_month == until.last_month and (span.year == until.year or None in (span.year, until.year))


def _pairs(layout: Layout, lexicon: FormLexicon, month: int, end: int) -> list[tuple[Decimal, Decimal]]:
    """The numbers of both columns in the rows of flows."""
    grid = layout.block.grid
    flows = [row.row for row in layout.rows if row.meaning.indicator and lexicon.catalogue.indicator(row.meaning.indicator).kind == "flow"]
    values = [tuple(cell.value if (cell := grid.cell(row, column)) is not None else None for column in (month, end)) for row in flows]
    return [(first, second) for first, second in values if isinstance(first, Decimal) and isinstance(second, Decimal)]
