"""For when a target in prose is: a stated year, or the plan's heading that it stands under; never the report's own period."""

from __future__ import annotations

from huizong.catalogue import Period
from huizong.catalogue.texts import normalise
from huizong.narrative import ProseFigure
from huizong.recognising.vocabulary.when import Span, spans_in
from huizong.word_lists import word_lists

_LISTS = word_lists("recognising", "planning")
_PLAN = _LISTS.pattern("plan")
_REPORT = _LISTS.pattern("report")
_INLINE = _LISTS.pattern("inline")
_THIS_YEAR = _LISTS.pattern("this_year")
_NEXT_YEAR = _LISTS.pattern("next_year")
_SECOND_HALF = _LISTS.pattern("second_half")
_EACH_MONTH = _LISTS.pattern("each_month")


class Planning:
    """The headings passed so far, and what they say about the targets under them."""

    def __init__(self, period: Period | None) -> None:
        self._period = period
        self._spans: tuple[Span, ...] = ()
        self._text = ""

    def head(self, text: str) -> None:
        """Takes note of a heading. One of a plan holds until a heading of a report, whatever stands between."""
        plan = _PLAN.search(text)
        if plan is not None:
            # 2025年工作总结和2026年工作计划: the year next before the plan's word is the plan's.
            self._spans, self._text = spans_in(text[: plan.end()])[-1:], text[: plan.end()][-12:]
        elif _REPORT.search(text):
            self._spans, self._text = (), ""

    def year_of(self, figure: ProseFigure, before: str, sentence: str) -> Period | None:
        """The period of a target, None if nothing states it; `before` is the paragraph up to the figure.

        A target for each month (月度新增2个) is that of a monthly report, and otherwise of no period that is known.
        """
        words = normalise(figure.period or "") + sentence
        if figure.period and _EACH_MONTH.search(figure.period):
            return self._period if self._period is not None and self._period.frequency == "month" else None
        inline = [match["year"] for match in _INLINE.finditer(before)]
        stated = next((span.year for span in spans_in(words) if span.year is not None), None)
        if stated is None and inline:
            stated = int(inline[-1])
        if stated is None:
            stated = next((span.year for span in self._spans if span.year is not None), None)
        if stated is not None:
            return Period.of(stated, 12, "year")
        if self._period is None:
            return None
        for text in (words, normalise(self._text)):
            if _NEXT_YEAR.search(text):
                return Period.of(self._period.year + 1, 12, "year")
            if _SECOND_HALF.search(text):
                return Period.of(self._period.year, 12, "half")
            if _THIS_YEAR.search(text):
                return Period.of(self._period.year, 12, "year")
        return None
