"""Figures of prose bound to indicators: which one a number belongs to, on which basis and for when.

An alias binds only with a unit of the indicator's dimension, and exactly only when nothing else stands before the
number than the name and words that change nothing (全镇, 累计, 完成). Percentage points are never growth, differences
never values, a forecast never a plan (PRACTICE, Prose).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.entries import Form, Indicator
from huizong.catalogue.texts import normalise
from huizong.model import Basis, Figure, Maturity, Status
from huizong.narrative import ProseFigure
from huizong.recognising.names import Names
from huizong.recognising.when import Span, spans_in

_SENTENCE = re.compile(r"[。！？!?\n]")
_PREFIX = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、是]|\(?[一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、](?!\d)|[,，、:：;；]"
    r"|[全我本][镇乡县区市街局村](?:道)?|全街道|辖区(?:内)?|共计?|累计|本月|当月|今年以来|年初以来|截至目前|目前|上半年|前三季度|全年|其中|已经?|预计"
    r"|实现|完成|达到|达|新?增至|总计|合计|地方财政|力争|确保|计划)"
)
_SUFFIX = re.compile(
    r"(?:累计|本月|当月|共计?|完成|实现|(?:可|将|有望|预计)?达到?|可|将|为|是|总额达|约|近|超过?|突破|增至|升至|降至|已达|到|同比|比上年|较上年同期|增长|下降|减少|增加)$"
)
_DOWN = re.compile(r"下降|减少|回落|降低|下滑|负增长|^降$|^减$")
_UP = re.compile(r"增长|增加|上升|提高|增")
_VARIANT = re.compile(r"环比|上月|上季|年初|两年平均|同口径|扣除|剔除|可比口径")
_DIFFERENCE = re.compile(r"同比|上年|去年|同期|净增|比|较")
_COMPLETION = re.compile(r"(?:占|为|完成|达)(?:到)?(?:全年|年度|年初|既定)?(?:的)?(?:计划|任务|目标)(?:任务|数|值)?的?$")
_TARGET_YEAR = re.compile(r"今年|全年|年度|本年|年内|年底")
_NEXT_YEAR = re.compile(r"明年|下年|来年|下一年")
_SECOND_HALF = re.compile(r"下半年")
_CUMULATIVE = re.compile(r"累计|截至|截止|以来|1[-~至到]\d{1,2}月|上半年|前三季度|全年")
_CURRENT = re.compile(r"本月|当月|(?<![-~至到\d])\d{1,2}月份?(?:当月)?(?=[^\d底末]|$)")


@dataclass(frozen=True, slots=True)
class Report:
    """What holds for a whole text: its narrative form, whom it is about, when, and what its title makes of values."""

    form: Form | None
    subject: str | None
    period: Period | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure of prose with what it is a figure of. `exact` says that the words name the indicator and nothing else."""

    figure: Figure
    exact: bool
    forecast: bool
    undated: bool


class Binder:
    """Binds the figures of one text, paragraph by paragraph, in order."""

    def __init__(self, report: Report, names: Names) -> None:
        self._report, self._names = report, names
        self._catalogue: Catalogue = names.catalogue
        self._heading: tuple[Span, ...] = ()
        self._heading_text = ""

    def head(self, text: str) -> None:
        """Takes note of a heading, under which targets may stand."""
        self._heading, self._heading_text = spans_in(text), text

    def paragraph(self, number: int, text: str, figures: tuple[ProseFigure, ...]) -> list[Bound]:
        """The figures of a paragraph, each bound or left without an indicator; offsets count code points from 0."""
        bound: list[Bound] = []
        last: Bound | None = None
        end = 0
        for figure in figures:
            if _SENTENCE.search(text[end : figure.start]):
                last = None
            start = max((match.end() for match in _SENTENCE.finditer(text, 0, figure.start)), default=0)
            here = text[max(end, start) : figure.start]
            item = self._bind(number, figure, text[start : figure.start], here, last)
            bound.append(item)
            if item.figure.indicator is not None and not item.figure.basis.is_rate:
                last = item
            end = figure.end
        return bound

    def _bind(self, number: int, figure: ProseFigure, sentence: str, here: str, last: Bound | None) -> Bound:
        place = f"{number}:{figure.start}"
        nothing = Figure(
            place=place,
            raw=figure.surface,
            status=_status(figure),
            organisation=self._report.subject,
            indicator=None,
            period=str(self._report.period) if self._report.period else None,
            basis=self._report.basis,
            value=_number(figure),
            unit_written=figure.unit,
            label=f"{figure.evidence.subject}{figure.evidence.object}" or figure.measure,
            qualifier=figure.qualifier,
            source="prose",
            measure=figure.measure,
        )
        near = normalise(here)
        if figure.role in ("threshold", "context") or figure.kind == "ratio" or figure.distributive or _is_elsewhere(figure):
            return Bound(nothing, False, False, False)
        if figure.unit is not None and "百分点" in figure.unit:
            return Bound(nothing, False, False, False)
        if figure.base_unit == "percent" and (figure.evidence.direction or _COMPLETION.search(near)):
            return self._rate(figure, nothing, near, last)
        if figure.evidence.comparison and _DIFFERENCE.search(figure.evidence.comparison):
            return Bound(nothing, False, False, False)
        return self._value(figure, nothing, sentence, near, last)

    def _value(self, figure: ProseFigure, nothing: Figure, sentence: str, near: str, last: Bound | None) -> Bound:
        indicator, organisation, exact = self._indicator(near, figure)
        if indicator is None and _only_cue(near) and last is not None and last.figure.indicator is not None:
            indicator, organisation, exact = self._catalogue.indicator(last.figure.indicator), last.figure.organisation, last.exact
        if indicator is None or not self._fits(figure, indicator):
            return Bound(nothing, False, False, False)
        basis = self._basis(indicator, figure, near, normalise(sentence))
        value = self._converted(figure, indicator)
        period = self._period(figure, basis)
        bound = replace(
            nothing,
            organisation=organisation or nothing.organisation,
            indicator=indicator.code,
            basis=basis,
            value=value,
            precision=self._step(figure, indicator),
            period=str(period) if period else None,
        )
        forecast = figure.note == "forecast" or figure.evidence.forecast
        if forecast:
            return Bound(replace(bound, maturity=Maturity.ESTIMATE, status=Status.HELD), exact, True, False)
        if figure.role == "target":
            planned = self._planned_for(figure, normalise(sentence))
            return Bound(replace(bound, basis=Basis.PLAN, period=str(planned) if planned else None), exact, False, planned is None)
        return Bound(bound, exact, False, False)

    def _rate(self, figure: ProseFigure, nothing: Figure, near: str, last: Bound | None) -> Bound:
        """Growth, or completion of a plan, of the indicator named before it or of the value it follows."""
        context = near + normalise(figure.evidence.comparison)
        if _VARIANT.search(context):
            return Bound(nothing, False, False, False)
        indicator, organisation, exact = self._indicator(near, figure)
        refers = last.figure.basis if last is not None else self._report.basis
        if indicator is None and last is not None and last.figure.indicator is not None:
            indicator, organisation, exact = self._catalogue.indicator(last.figure.indicator), last.figure.organisation, last.exact
        if indicator is None:
            return Bound(nothing, False, False, False)
        completion = _COMPLETION.search(near) is not None
        value = nothing.value
        if value is not None and not completion and _DOWN.search(figure.evidence.direction or near) and value > 0:
            value = -value
        period = self._period(figure, Basis.CUMULATIVE if refers is Basis.CUMULATIVE else Basis.CURRENT)
        bound = replace(
            nothing,
            organisation=organisation or nothing.organisation,
            indicator=indicator.code,
            basis=Basis.PLAN_COMPLETION if completion else Basis.GROWTH_RATE,
            value=value,
            unit_written="%",
            precision=_step_of(figure),
            period=str(period) if period else None,
            refers_to=None if completion else (Basis.CURRENT if refers is Basis.CURRENT else Basis.CUMULATIVE),
        )
        if figure.role == "target" and not completion:  # a growth rate aimed at is neither a growth rate nor a plan of the value
            return Bound(replace(nothing, value=value), False, False, False)
        forecast = figure.note == "forecast" or figure.evidence.forecast
        return Bound(replace(bound, maturity=Maturity.ESTIMATE) if forecast else bound, exact, forecast, False)

    def _indicator(self, near: str, figure: ProseFigure) -> tuple[Indicator | None, str | None, bool]:
        """The indicator named right before the figure, whose organisation is named with it, and whether exactly."""
        head = re.split(r"[,;:，；：]", near)[-1]
        bare, organisation = self._bare(head)
        for text in (bare, _SUFFIX.sub("", bare), bare + normalise(figure.evidence.object)):
            found = self._catalogue.indicator_named(text, form=self._report.form.code if self._report.form else None)
            if text and found is not None:
                return found, organisation, True
        core = _SUFFIX.sub("", bare)
        for spelling, code in self._names.indicators:
            if core.endswith(spelling):
                return self._catalogue.indicator(code), organisation, False
        return None, organisation, False

    def _bare(self, text: str) -> tuple[str, str | None]:
        """The words without numbering, time and words that change nothing, and the organisation that they begin with."""
        organisation: str | None = None
        while True:
            shorter = _PREFIX.sub("", text)
            span = _LEADING_TIME.match(shorter)
            if span:
                shorter = shorter[span.end() :]
            for spelling, code in self._names.organisations:
                if shorter.startswith(spelling):
                    organisation, shorter = code, shorter[len(spelling) :]
                    break
            if _SUFFIX.search(shorter) and shorter != _SUFFIX.sub("", shorter) and shorter == text:
                shorter = _SUFFIX.sub("", shorter)
            if shorter == text:
                return text, organisation
            text = shorter

    def _fits(self, figure: ProseFigure, indicator: Indicator) -> bool:
        """Whether the unit has the indicator's dimension; a number that lost its unit fits nothing for sure."""
        if figure.unit is None:
            return figure.kind == "missing"
        return self._catalogue.convert(Decimal(1), figure.unit, indicator.unit) is not None or (
            figure.base_unit is not None and self._catalogue.convert(Decimal(1), figure.base_unit, indicator.unit) is not None
        )

    def _converted(self, figure: ProseFigure, indicator: Indicator) -> Decimal | None:
        value = _number(figure)
        if value is None or figure.unit is None:
            return None
        direct = self._catalogue.convert(value, figure.unit, indicator.unit)
        if direct is None and figure.base_value is not None and figure.base_unit is not None:
            direct = self._catalogue.convert(Decimal(figure.base_value), figure.base_unit, indicator.unit)
        return None if direct is None else Decimal(format(direct, "f"))

    def _step(self, figure: ProseFigure, indicator: Indicator) -> Decimal | None:
        step = _step_of(figure)
        return None if step is None or figure.unit is None else self._catalogue.convert(step, figure.unit, indicator.unit)

    def _basis(self, indicator: Indicator, figure: ProseFigure, near: str, sentence: str) -> Basis:
        """The nearest word that says it; a stock has one value, and without any word the title decides."""
        if indicator.kind == "stock":
            return Basis.CURRENT
        for words in (near, normalise(figure.period or ""), sentence):
            cumulative = max((match.end() for match in _CUMULATIVE.finditer(words)), default=-1)
            current = max((match.end() for match in _CURRENT.finditer(words)), default=-1)
            if cumulative != current:
                return Basis.CUMULATIVE if cumulative > current else Basis.CURRENT
        return self._report.basis

    def _period(self, figure: ProseFigure, basis: Basis) -> Period | None:
        """The report's period, moved by a month or year that governs the figure; January-to-month values stand at the month."""
        period = self._report.period
        if period is None:
            return None
        span = next((span for span in spans_in(figure.period or "") if not span.before), None)
        year = span.year if span is not None and span.year is not None else period.year
        last = span.last_month if span is not None and span.last_month is not None else period.last_month
        if basis is Basis.CUMULATIVE:
            return Period.of(year, last, "month")
        if span is not None and span.last_month is not None and span.first_month == span.last_month:
            return Period.of(year, last, "month")
        return Period(year, period.last_month, period.first_month)

    def _planned_for(self, figure: ProseFigure, sentence: str) -> Period | None:
        """When a target is for: a stated year, or the heading it stands under; never the submission's period."""
        words = normalise(figure.period or "") + sentence
        stated = next((span for span in (*spans_in(words), *self._heading) if span.year is not None), None)
        if stated is not None and stated.year is not None:
            return Period.of(stated.year, 12, "year")
        if self._report.period is None:
            return None
        year = self._report.period.year
        for text in (words, normalise(self._heading_text)):
            if _NEXT_YEAR.search(text):
                return Period.of(year + 1, 12, "year")
            if _SECOND_HALF.search(text):
                return Period.of(year, 12, "half")
            if _TARGET_YEAR.search(text):
                return Period.of(year, 12, "year")
        return None


_LEADING_TIME = re.compile(
    r"^(?:截[至止])?(?:\d{4}年)?(?:\d{1,2}(?:[-~至到]\d{1,2})?月(?:份|底|末)?|\d{4}年度?|上半年|下半年|前三季度|[一二三四]季度|全年)[,，]?"
)


def _only_cue(near: str) -> bool:
    """Whether nothing but 累计 or 本月 stands between two figures, so that both are of the same thing."""
    return bool(near) and not re.sub(r"[,，;；、()（）]|累计|本月|当月|完成|达到?|为|其中", "", near)


def _is_elsewhere(figure: ProseFigure) -> bool:
    """Whether the figure is about last month or last year and so no figure of this report."""
    return bool(re.search(r"上月|去年|上年|上季", figure.period or "")) and not figure.evidence.comparison


def _status(figure: ProseFigure) -> Status:
    return {"placeholder": Status.PLACEHOLDER, "missing": Status.MISSING}.get(figure.kind, Status.HELD)


def _number(figure: ProseFigure) -> Decimal | None:
    try:
        return Decimal(figure.value) if figure.value is not None and figure.kind != "ratio" else None
    except InvalidOperation:
        return None


def _step_of(figure: ProseFigure) -> Decimal | None:
    if figure.value is None or _number(figure) is None:
        return None
    return Decimal(1).scaleb(-len(figure.value.partition(".")[2]))
