"""What the headers of a table say about the period: months that hold figures count, months left standing don't."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from huizong.catalogue.texts import normalise
from huizong.model import Basis
from huizong.recognising.context.dating import Voice
from huizong.recognising.table.before_month import columns_before_month
from huizong.recognising.table.layout import Layout
from huizong.recognising.table.months import is_nothing
from huizong.recognising.vocabulary.form_words import is_period_header
from huizong.recognising.vocabulary.when import Span, whole_span

_MONTH_IN_DIGITS = re.compile(r"(?P<year>20\d\d)[-./]?(?P<month>0?[1-9]|1[0-2])")


def column_voices(layout: Layout) -> list[Voice]:
    """What a column 报告期 says that gives the same month in every row of a list."""
    grid = layout.block.grid
    for column in layout.columns:
        if not column.words or not is_period_header(column.words[-1]):
            continue
        texts = {normalise(text) for row in layout.block.body if (text := grid.text(row, column.column))}
        spans = {_MONTH_IN_DIGITS.sub(r"\g<year>年\g<month>月", text) for text in texts}
        if len(spans) == 1 and (span := whole_span(spans.pop())) is not None and span.year is not None and span.last_month is not None:
            return [Voice("报告期列", spans=(span,))]
    return []


def header_voices(layout: Layout, year: int | None, filled: tuple[int, int]) -> list[Voice]:
    """What the headers say about the period: the last month of the latest year among columns, or rows, of several.

    Values of the month and those from January on speak apart: 5月 beside 1-6月 is a head that was left standing.

    Columns of the year before `year` are what the others are compared with: 本月, 累计, 2025年1-6月 under a title of 2026.
    Columns after the month `filled` that hold nothing but zeros say nothing.
    """
    dating = [meaning for meaning in layout.meanings if meaning.span is not None and not meaning.span.before]
    values = [column.meaning for column in layout.values if column.meaning.bases or column.meaning.span is not None]
    if any(Basis.PLAN not in meaning.bases for meaning in values):
        dating = [meaning for meaning in dating if Basis.PLAN not in meaning.bases]  # 2027年计划 beside what was done dates nothing
    spans = [meaning.span for meaning in dating if meaning.span is not None]
    giving = [meaning for meaning in values if not meaning.bases or {Basis.CURRENT, Basis.CUMULATIVE} & set(meaning.bases)]
    if year is not None and any(meaning.span is None or meaning.span.year != year - 1 for meaning in giving):
        spans = [span for span in spans if span.year != year - 1]
    earlier = columns_before_month(layout)
    apart = {column.meaning.span for column in layout.values if column.column in earlier}
    spans = [span for span in spans if span not in apart]
    plain = {basis for meaning in values if meaning.span is None for basis in meaning.bases}
    # 1-5月 beside 累计, or 5月 beside 本月: the report's own months stand in the other column.
    # A month that stands beside every row, 2026年6月 over all of a side column, is that of 本月 and 累计; so is each of rows of months.
    beside = {row.meaning.span for row in layout.rows if row.meaning.span is not None}
    is_series = len(beside) > 1 and all(row.meaning.span or row.meaning.total for row in layout.rows)
    of_rows = beside if len(beside) == 1 or is_series else set[Span]()
    spans = [
        span
        for span in spans
        if (Basis.CUMULATIVE if span.cumulative else Basis.CURRENT) not in plain or span.last_month is None or span in of_rows
    ]
    if not spans:
        return []
    years = [span.year for span in spans if span.year is not None]
    latest = max(years) if years else None

    def open_still(span: Span) -> bool:
        return (span.year or latest or filled[0], span.last_month or 0) > filled

    months = [span for span in spans if span.last_month is not None and span.year in (None, latest)]
    months = [span for span in months if _has_numbers(layout, span, zeros=not open_still(span))]
    if not months:
        return [Voice("表头", spans=(Span(latest),))]
    last = [max(months, key=lambda span: span.last_month or 0)] if is_series else []
    last = last or [max(group, key=lambda span: span.last_month or 0) for group in _by_length(months) if group]
    return [Voice("表头", spans=(replace(span, year=span.year if span.year is not None else latest),)) for span in last]


def _by_length(months: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """The spans that are a month alone, and the longer ones."""
    alone = [span for span in months if span.first_month == span.last_month and not span.cumulative]
    longer = [span for span in months if span not in alone]
    begins_series = {span.last_month for span in alone} == {1} and any(span.cumulative and span.last_month == 2 for span in longer)
    return ([] if begins_series else alone), longer  # 1月, 1-2月, 1-3月: the first is from January on as well


def _has_numbers(layout: Layout, span: Span, *, zeros: bool) -> bool:
    """Whether anything is filled in under the month: columns of later months stand empty, or with zeros that don't count."""
    grid = layout.block.grid
    columns = [column.column for column in layout.values if column.meaning.span == span]
    if columns:
        places = [(row.row, column) for row in layout.rows for column in columns]
    else:
        places = [(row.row, column.column) for row in layout.rows if row.meaning.span == span for column in layout.values]
    cells = [cell for place in places if (cell := grid.cell(*place)) is not None]
    return any(zeros or cell.kind not in ("number", "text") or not is_nothing(cell) for cell in cells)
