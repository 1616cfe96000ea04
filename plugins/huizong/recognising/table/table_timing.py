"""When a place of a table is of, and on which basis: what the words of its row, its column and the title say together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from huizong.catalogue import Period
from huizong.model import Basis
from huizong.recognising.table.axes import Column, Row
from huizong.recognising.table.before_month import columns_before_month
from huizong.recognising.table.layout import Layout, is_one_month
from huizong.recognising.table.month_ends import cumulative_ends
from huizong.recognising.table.slots import Slot, TableScope, fault_at
from huizong.recognising.vocabulary.bases import CURRENT, Says, compose, is_another, is_last_years, of_months, period_of
from huizong.recognising.vocabulary.form_words import (
    is_neutral,
    says_another_length,
    says_same_period,
    says_this_year,
    says_whole_year_before,
)
from huizong.recognising.vocabulary.header_words import FormLexicon
from huizong.recognising.vocabulary.meaning import Meaning
from huizong.recognising.vocabulary.when import Span, says_months_end, says_reached, whole_span

_TIMES = re.compile(r"[年月季期\d]")  # what is said of time has one of them


class TableTiming:
    """When the values of one table are of, and whether they are a month's, cumulative, last year's, a plan."""

    def __init__(self, layout: Layout, lexicon: FormLexicon, scope: TableScope) -> None:
        self._layout, self._lexicon, self._scope = layout, lexicon, scope
        self._grid = layout.block.grid
        self._before = columns_before_month(layout)
        self.month_ends = cumulative_ends(layout, lexicon)
        beside = [column.meaning for column in layout.values if column.column not in self._before]
        meanings = [*beside, *(row.meaning for row in layout.rows)]
        bases = [basis for meaning in meanings for basis in meaning.bases]
        spans = [meaning.span for meaning in meanings if meaning.span is not None]
        compared = [span for span in spans if scope.period is None or not is_another(span, scope.period)]
        self._has_cumulative = (
            bool(self.month_ends)
            or Basis.CUMULATIVE in bases
            or any(span.cumulative for span in compared)
            or scope.basis is Basis.CUMULATIVE
        )
        self._months_titled = scope.basis is Basis.CUMULATIVE and Basis.CUMULATIVE not in bases
        self._months_named = any(span.last_month is not None for span in spans)
        self._spans = spans
        self._said: dict[tuple[int, bool, int | None], tuple[Says | None, Period | None]] = {}
        self._others: dict[tuple[str, int], bool] = {}

    def another_period(self, row: Row, column: Column) -> Slot | None:
        """The remark on a value of last year that is not of the same months: it is nobody's prior_year, and left out.

        So is one of another length than the report's, 本季 in a month's and 本月 in a quarter's, and of a whole year that has not ended.
        """
        period = self._scope.period
        if period is None:
            return None
        axes: tuple[tuple[Row | Column, tuple[str, int], str], ...] = (
            (column, ("column", column.column), column.title),
            (row, ("row", row.row), row.label),
        )
        for axis, about, said in axes:
            if about not in self._others:  # told of each row and column once, not where each crosses each
                self._others[about] = self._is_other(axis, said, period)
            if self._others[about]:
                return fault_at(self._grid.cell(row.row, column.column), row, column, "period-other", about, observed=said)
        return None

    def _is_other(self, axis: Row | Column, said: str, period: Period) -> bool:
        span = axis.meaning.span
        if self.is_of_another_length(said, axis.meaning):
            return True
        if span is None:
            return False
        if is_another(span, period) or (period.frequency != "year" and says_whole_year_before(said)):
            return True
        earlier = isinstance(axis, Column) and (self._is_earlier(axis, span, period) or self._is_left_standing(axis, span, period))
        return earlier or self._is_whole_year(axis.meaning, period)

    def _is_earlier(self, column: Column, span: Span, period: Period) -> bool:
        """Whether a column gives months before the report's beside its own: 1-5月 beside 累计, 5月 beside 本月."""
        if span.before or span.year not in (None, period.year) or span.last_month is None or span.last_month >= period.first_month:
            return False
        if column.column in self._before:
            return True
        basis = Basis.CUMULATIVE if span.cumulative else Basis.CURRENT
        return any(basis in other.meaning.bases for other in self._plain_columns)

    def is_of_another_length(self, said: str, meaning: Meaning) -> bool:
        """Whether a head, by its own words, is over values of another length than the report's; a plan's length is said by its name."""
        period = self._scope.period
        return period is not None and Basis.PLAN not in meaning.bases and says_another_length(said, period.frequency)

    def _is_whole_year(self, meaning: Meaning, period: Period) -> bool:
        """Whether a head of a month's or a quarter's report says a whole year, this one or the one before: 全年, 2025年全年."""
        span = meaning.span
        if span is None or Basis.PLAN in meaning.bases or period.frequency == "year" or period.last_month == 12:
            return False
        return span.cumulative and span.last_month == 12 and span.year in (None, period.year, period.year - 1)

    def _is_left_standing(self, column: Column, span: Span, period: Period) -> bool:
        """Whether a column's year was not renewed: 2024年计划 alone in a report of 2026, months of 2024 where none of 2025 stand."""
        if span.before or span.year is None or span.year >= period.year or period.frequency == "year":
            return False
        others = [other.meaning for other in self._layout.values if other is not column]
        if Basis.PLAN in column.meaning.bases:
            plans = [other for other in others if Basis.PLAN in other.bases]
            return all(other.span is not None and other.span.year == span.year for other in plans)
        between = range(span.year + 1, period.year)
        years = {other.span.year for other in others if other.span is not None}
        return span.last_month is not None and not years.issuperset(between)

    def may_be_a_whole_year(self, row: Row, column: Column) -> bool:
        """Whether a bare 2025年 stands beside 本月 or 累计 of a month of 2026: of which months its values are, only its writer knows."""
        span, period = column.meaning.span, self._scope.period
        if span is None or period is None or period.frequency == "year" or span.year in (None, period.year) or span.last_month is not None:
            return False
        if column.meaning.bases or row.meaning.bases or row.meaning.span is not None or self._months_named:
            return False
        return any(Basis.CURRENT in other.meaning.bases or Basis.CUMULATIVE in other.meaning.bases for other in self._plain_columns)

    @cached_property
    def _plain_columns(self) -> list[Column]:
        return [column for column in self._layout.values if column.meaning.span is None]

    def says(self, row: Row, column: Column, *, flow: bool) -> tuple[Says | None, Period | None]:
        """Basis and period of the place; `flow` says that its indicator adds up over months. None where they are not clear.

        Rows that say nothing of time, as most do, have the same answer in a column.
        """
        says_when = row.meaning.bases or row.meaning.span is not None or any(map(_TIMES.search, row.names))
        key = column.column, flow, row.row if says_when else None
        if key not in self._said:
            self._said[key] = self._say(row, column, flow=flow)
        return self._said[key]

    def _say(self, row: Row, column: Column, *, flow: bool) -> tuple[Says | None, Period | None]:
        meaning = _yielding(row.names, row.meaning, column.meaning).joined(_yielding(column.words, column.meaning, row.meaning))
        if flow and self._months_titled and meaning.bases[:1] == (Basis.CURRENT,) and self._names_no_month(row, column):
            meaning = replace(meaning, bases=meaning.bases[1:])  # 本年 and 完成数 under a title of 1-6月 are of these months
        meaning = self._compared(self._same_period(meaning, (*column.words, *row.names)))
        if flow and column.column in self.month_ends and meaning.span is not None:
            reached = tuple(Basis.CUMULATIVE if basis is Basis.CURRENT else basis for basis in meaning.bases)
            meaning = replace(meaning, bases=reached, span=replace(meaning.span, first_month=1, cumulative=True))
        bases = of_months(meaning.bases, meaning.span)
        if not flow and meaning.span is not None and any(map(says_reached, (*column.words, *row.names))):
            bases = tuple(basis for basis in bases if basis is not Basis.CUMULATIVE)
            meaning = replace(meaning, span=replace(meaning.span, first_month=meaning.span.last_month, cumulative=False))
        says = compose(
            bases,
            has_cumulative=self._has_cumulative,
            default=self._default(meaning.span),
        )
        if says is None or self._scope.period is None:
            return says, None
        if says.basis is Basis.PLAN and (_plan_of_month(row.names, column) or _plan_of_month(column.words, row)):
            return None, None
        span = meaning.span
        if self._months_named and span is not None and span.year is not None and span.last_month is None and not meaning.bases:
            return CURRENT, Period.of(span.year, 12, "year")  # 2024年 beside 2026年1-6月 is that whole year
        if says.basis is Basis.CUMULATIVE and self._scope.period.frequency == "year":
            says = Says(Basis.CURRENT)  # a year's total and its January-to-December value are one figure
        period = period_of(says, meaning.span, self._scope.period, column.title + row.label)
        return says, self._scope.period if not flow and self._is_its_last_month(says, period) else period

    def _is_its_last_month(self, says: Says, period: Period | None) -> bool:
        """Whether a value is of the last month of a quarter's or half-year's report: what stands there at its end is the report's own."""
        whole = self._scope.period
        if whole is None or period is None or says.basis is not Basis.CURRENT or whole.frequency == "year":
            return False
        return period.frequency == "month" and (period.year, period.last_month) == (whole.year, whole.last_month)

    def unclear_end(self, row: Row, column: Column, says: Says, *, flow: bool) -> str:
        """The head 6月末 over a flow, where nothing says whether its values are the month's or those from January on; else empty."""
        if not flow or says.basis not in (Basis.CURRENT, Basis.CURRENT_PRIOR_YEAR):
            return ""
        texts = [*column.words, *row.names]
        if any({Basis.CURRENT, Basis.CURRENT_PRIOR_YEAR} & set(self._lexicon.meaning(text).bases) for text in texts):
            return ""
        return next(filter(says_months_end, texts), "")

    def _same_period(self, meaning: Meaning, words: Sequence[str]) -> Meaning:
        """The meaning of 同期 under 2025年 in a report of 2026: that of 上年同期."""
        span, period = meaning.span, self._scope.period
        if span is None or period is None or span.year != period.year - 1 or meaning.bases != (Basis.PRIOR_YEAR,):
            return meaning
        return replace(meaning, span=replace(span, year=None, before=True)) if any(map(says_same_period, words)) else meaning

    def _compared(self, meaning: Meaning) -> Meaning:
        """The meaning of 2025年1-6月 beside this year's months in a report of 2026: what 上年1-6月 says, a value of this report."""
        span, period = meaning.span, self._scope.period
        if span is None or period is None or period.frequency == "year" or not set(meaning.bases) <= {Basis.CURRENT, Basis.CUMULATIVE}:
            return meaning
        if not is_last_years(span, period, self._spans, beside_plain=self._gives_own):
            return meaning
        return replace(meaning, bases=(*meaning.bases, Basis.PRIOR_YEAR), span=replace(span, year=None, before=True))

    @cached_property
    def _gives_own(self) -> bool:
        """Whether heads or rows without a year of their own, 本月 or 累计, give the report's own values."""
        axes: list[Row | Column] = [*self._layout.values, *self._layout.rows]
        own = (axis.meaning for axis in axes if axis.meaning.span is None)
        return any(Basis.CURRENT in meaning.bases or Basis.CUMULATIVE in meaning.bases for meaning in own)

    def _names_no_month(self, row: Row, column: Column) -> bool:
        """Whether what says current is only 本年, 数值 and the like."""
        said = [text for text in (*column.words, *row.names) if self._lexicon.meaning(text).bases]
        return bool(said) and all(is_neutral(bare) or says_this_year(bare) for bare in map(self._lexicon.without_unit, said))

    def _default(self, span: Span | None) -> Basis:
        """The basis of a place whose words name none: 1月 in a row is that month alone, whatever months the title runs over."""
        if span is not None and span.cumulative:
            return Basis.CUMULATIVE
        return Basis.CURRENT if is_one_month(span) and self._scope.basis is Basis.CUMULATIVE else self._scope.basis


def _yielding(texts: Sequence[str], meaning: Meaning, across: Meaning) -> Meaning:
    """What a bare 3月, or a mere 数值, says where the words across it name the basis: nothing of 当月 or 累计."""
    if not across.bases or meaning.bases != (Basis.CURRENT,):
        return meaning
    yields = any(whole_span(text) is not None for text in texts) or all(map(is_neutral, texts))
    return replace(meaning, bases=()) if yields else meaning


def _plan_of_month(texts: Sequence[str], across: Row | Column) -> bool:
    """Whether a mere 计划 stands across a bare month: the plan of the month, or the year's, and which is not said."""
    words = across.names if isinstance(across, Row) else across.words
    if Basis.PLAN not in across.meaning.bases or any("年" in text or "月" in text for text in words):
        return False
    spans = [span for text in texts if (span := whole_span(text)) is not None]
    return any(span.last_month is not None and span.first_month == span.last_month for span in spans)
