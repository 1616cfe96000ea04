"""Columns headed 2025年 and 2026年 alone in a month's report: the month's values, or those from January on."""

from __future__ import annotations

from huizong.model import Basis
from huizong.recognising.table.axes import Column, Row
from huizong.recognising.table.layout import Layout
from huizong.recognising.table.slots import TableScope
from huizong.recognising.vocabulary.bases import Says
from huizong.recognising.vocabulary.header_words import FormLexicon

_OF_MONTHS = {Basis.CURRENT, Basis.CUMULATIVE}
_COMPARED = {Basis.PRIOR_YEAR, Basis.GROWTH_RATE}


class OpenYears:
    """The columns of one table whose heads name a year, where nothing else in it says of which months of that year they are.

    The form tells where it asks for one of the two; where it asks for both only the writer knows.
    """

    def __init__(self, layout: Layout, lexicon: FormLexicon, scope: TableScope) -> None:
        self._catalogue, self._scope = lexicon.catalogue, scope
        form = self._catalogue.form(lexicon.form) if lexicon.form else None
        self._asked = {row.indicator: _OF_MONTHS & set(row.bases) for row in form.rows} if form is not None else {}
        columns = [column for column in layout.values if _is_bare_year(column)] if self._leaves_open(layout) else []
        self.columns = {column.column: column for column in columns}

    def _leaves_open(self, layout: Layout) -> bool:
        period = self._scope.period
        if period is None or period.frequency == "year" or self._scope.basis is not Basis.CURRENT:
            return False
        spans = (meaning.span for meaning in layout.meanings)
        said = any(_OF_MONTHS & set(column.meaning.bases) for column in layout.values)
        return not said and all(span is None or span.last_month is None for span in spans)

    def first_open(self, row: Row, column: Column, indicator: str) -> Column | None:
        """The bare year that leaves open what a place is of: its own head, or the one that it is compared with; None for none."""
        if not self.columns or len(self._asked.get(indicator, ())) < len(_OF_MONTHS) or not _says_nothing(row):
            return None
        if column.column in self.columns:
            return column
        is_compared = bool(_COMPARED & set(column.meaning.bases)) and column.meaning.span is None
        return next(iter(self.columns.values())) if is_compared else None

    def told_by_form(self, row: Row, column: Column, indicator: str, says: Says) -> Says:
        """The basis of a place under a bare year where the form asks for the months from January on alone; else the one it has."""
        if column.column in self.columns and _says_nothing(row) and self._asked.get(indicator) == {Basis.CUMULATIVE}:
            return Says(Basis.CUMULATIVE)
        return says


def _is_bare_year(column: Column) -> bool:
    span = column.meaning.span
    return span is not None and span.year is not None and span.last_month is None and not span.before and not column.meaning.bases


def _says_nothing(row: Row) -> bool:
    return row.meaning.span is None and not row.meaning.bases
