"""Figures of prose bound to indicators: which one a number belongs to, on which basis and for when.

An alias binds only with a unit of the indicator's dimension, and exactly only when nothing else stands around the
number than the name and words that change nothing (全镇, 累计, 完成). Percentage points are never growth, differences
never values, a forecast never a plan (PRACTICE, Prose). What only resembles a name is left without an indicator, with a
suggestion; a masked or lost number keeps it, so that the receipt can say what is missing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.entries import Indicator
from huizong.catalogue.texts import normalise
from huizong.model import Basis, Figure, Maturity, Status
from huizong.narrative import ProseFigure
from huizong.reading.cells.symbols import UNKNOWN
from huizong.recognising.prose.phrases import Around, Named, Phrases
from huizong.recognising.prose.planning import Planning
from huizong.recognising.prose.prose_binding import Bound, Report
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.when import spans_in
from huizong.word_lists import word_lists

_SENTENCE = re.compile(r"[。！？!?\n]")
_CLAUSE_END = re.compile(r"[,，;；。！？!?\n、]|$")
_LISTS = word_lists("recognising", "bound_figures")
_DOWN = _LISTS.pattern("down")
_LIST_VERB = _LISTS.pattern("list_verb")
_TASK = _LISTS.pattern("task")
_SENTENCE_AT_MOST = 400
_LOOK_BACK = 3000
_COUNTED = frozenset(_LISTS.words("counted"))
_VARIANT = _LISTS.pattern("variant")
_DIFFERENCE = _LISTS.pattern("difference")
_AGAINST = _LISTS.pattern("against")
_COMPLETION = _LISTS.pattern("completion")
_CUMULATIVE = _LISTS.pattern("cumulative")
_CURRENT = _LISTS.pattern("current")
_CUE = _LISTS.pattern("cue")
_BESIDE_CUE = _LISTS.pattern("beside_cue")
_ELSEWHERE = _LISTS.pattern("elsewhere")


class Binder:
    """Binds the figures of one text, paragraph by paragraph, in order."""

    def __init__(self, report: Report, names: Names) -> None:
        self._report = report
        self._catalogue: Catalogue = names.catalogue
        self._phrases = Phrases(names, report.form.code if report.form else None)
        self._planning = Planning(report.period)
        self._headings = ("", "")  # the title, and the last one under it

    def head(self, text: str) -> None:
        """Takes note of a heading: what stands under it may leave out its words, and a target its year."""
        self._planning.head(text)
        heading = normalise(text)
        self._headings = (self._headings[0], heading) if self._headings[0] else (heading, "")

    def paragraph(self, number: int, text: str, figures: tuple[ProseFigure, ...]) -> list[Bound]:
        """The figures of a paragraph, each bound or left without an indicator; offsets count code points from 0."""
        bound: list[Bound] = []
        last: Bound | None = None
        start, end, verb = 0, 0, ""
        for figure in figures:
            ends = [match.end() for match in _SENTENCE.finditer(text, end, figure.start)]
            if ends:
                last, verb, start = None, "", ends[-1]
            # No more than this is looked back at, so that a text without full stops takes no longer than one with them.
            near = normalise(text[max(end, start, figure.start - _SENTENCE_AT_MOST) : figure.start])
            sentence = normalise(text[max(start, figure.start - _SENTENCE_AT_MOST) : figure.start])
            before = text[max(0, figure.start - _LOOK_BACK) : figure.start]
            stop = _CLAUSE_END.search(text, figure.end, figure.end + _SENTENCE_AT_MOST)
            after = normalise(text[figure.end : stop.start()]) if stop else ""
            items = self._bind(number, figure, Around(near, sentence, after, verb, before, "\n".join(self._headings)), last)
            bound += items
            verbs = _LIST_VERB.findall(near)
            verb = verbs[-1] if verbs else verb
            if not items[-1].figure.basis.is_rate and not _is_difference(figure):
                last = items[-1]
            end = figure.end
        return bound

    def _bind(self, number: int, figure: ProseFigure, around: Around, last: Bound | None) -> list[Bound]:
        near = around.near
        nothing = Figure(
            place=f"{number}:{figure.start}",
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
        if figure.role in ("threshold", "context") or figure.kind == "ratio" or _is_elsewhere(figure):
            return [Bound(nothing)]
        if figure.unit is not None and "百分点" in figure.unit:
            return [Bound(nothing)]
        if near.endswith(UNKNOWN) or around.after.startswith(UNKNOWN):
            return [Bound(nothing)]  # a sign that nobody knows may be its minus or its first digit
        if figure.distributive:
            return self._shared(figure, nothing, around)
        named = self._phrases.find(figure, around, lambda indicator: self._fits(figure, indicator))
        rate = figure.base_unit == "percent" and not named.exact and (figure.evidence.direction or _COMPLETION.search(near))
        if rate:
            return [self._rate(figure, nothing, around, last)]
        if _is_difference(figure):
            return [Bound(nothing)]
        if named.indicator is None and _only_cue(near) and last is not None and last.figure.indicator is not None:
            followed = self._catalogue.indicator(last.figure.indicator)
            if self._fits(figure, followed):
                named = Named(followed, last.figure.organisation, last.exact)
        return [self._value(figure, nothing, around, named)]

    def _shared(self, figure: ProseFigure, nothing: Figure, around: Around) -> list[Bound]:
        """A value that holds for each of the subjects joined before it: one figure each, all at the same place."""
        found = self._phrases.shared(around.near, lambda indicator: self._fits(figure, indicator))
        if not any(named.indicator for named in found):
            return [Bound(nothing)]
        bound = [self._value(figure, nothing, around, named) for named in found]
        return [replace(item, figure=replace(item.figure, label=named.phrase)) for item, named in zip(bound, found, strict=True)]

    def _value(self, figure: ProseFigure, nothing: Figure, around: Around, named: Named) -> Bound:
        indicator = named.indicator
        lost = figure.kind in ("placeholder", "missing")
        if indicator is None or not (named.exact or lost):
            similar = indicator or self._phrases.suggestion(named.phrase, lambda other: self._fits(figure, other))
            aimed = Basis.PLAN if figure.role == "target" else None
            return Bound(nothing, phrase=named.phrase, suggestion=similar.code if similar else None, would_be=aimed)
        basis = self._basis(indicator, figure, around.near, around.sentence)
        period = self._period(figure, basis)
        bound = replace(
            nothing,
            organisation=named.organisation or nothing.organisation,
            indicator=indicator.code,
            basis=basis,
            value=self._converted(figure, indicator),
            unit_written=indicator.unit if {figure.unit, indicator.unit} == _COUNTED else figure.unit,
            precision=self._step(figure, indicator),
            period=str(period) if period else None,
        )
        if figure.note == "forecast" or figure.evidence.forecast:
            held = Status.HELD if not lost else bound.status
            return Bound(replace(bound, maturity=Maturity.ESTIMATE, status=held), named.exact, forecast=True, phrase=named.phrase)
        if figure.role == "target" and not _TASK.search(named.phrase):  # 改厕任务 names a task itself
            planned = self._planning.year_of(figure, around.before, around.sentence)
            bound = replace(bound, basis=Basis.PLAN, period=str(planned) if planned else None)
            return Bound(bound, named.exact, undated=planned is None, phrase=named.phrase)
        return Bound(bound, named.exact, phrase=named.phrase)

    def _rate(self, figure: ProseFigure, nothing: Figure, around: Around, last: Bound | None) -> Bound:
        """Growth, or completion of a plan, of the indicator named before it or of the value it follows."""
        near = around.near
        if _VARIANT.search(near + normalise(figure.evidence.comparison)) or self._against_another(near):
            return Bound(nothing)
        named = self._phrases.find(figure, around, lambda indicator: True)
        refers = last.figure.basis if last is not None else self._report.basis
        indicator, organisation, exact = named.indicator, named.organisation, named.exact
        if indicator is None and last is not None and last.figure.indicator is not None:
            indicator, organisation, exact = self._catalogue.indicator(last.figure.indicator), last.figure.organisation, last.exact
        completion = _COMPLETION.search(near) is not None
        value = nothing.value
        if value is not None and not completion and _is_down(figure.evidence.direction, near) and value > 0:
            value = -value
        lost = figure.kind in ("placeholder", "missing")
        if indicator is None or not (exact or lost) or (figure.role == "target" and not completion):
            # A growth rate aimed at is neither a growth rate nor a plan of the value.
            aimed = figure.role == "target" and not completion
            phrase = (last.phrase if last is not None else "") or named.phrase
            rate = Basis.PLAN_COMPLETION if completion else Basis.GROWTH_RATE
            return Bound(replace(nothing, value=value), phrase="" if aimed or indicator else phrase, would_be=rate)
        # 完成全年任务的60%: the year is the plan's, the share is reached when its value is.
        said = replace(figure, period=None) if completion else figure
        period = self._period(said, Basis.CUMULATIVE if refers is Basis.CUMULATIVE else Basis.CURRENT)
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
        forecast = figure.note == "forecast" or figure.evidence.forecast
        return Bound(replace(bound, maturity=Maturity.ESTIMATE) if forecast else bound, exact, forecast)

    def _against_another(self, near: str) -> bool:
        """Whether growth is measured against a named year that is not the one before the report's."""
        found = _AGAINST.search(near)
        period = self._report.period
        return found is not None and (period is None or found["year"] is None or int(found["year"]) != period.year - 1)

    def _fits(self, figure: ProseFigure, indicator: Indicator) -> bool:
        """Whether the unit has the indicator's dimension; a number that lost its unit fits nothing for sure."""
        if figure.unit is None or figure.unit in ("万", "亿"):
            return figure.kind in ("missing", "placeholder")
        known = (self._catalogue.convert(Decimal(1), unit, indicator.unit) for unit in (figure.unit, figure.base_unit) if unit is not None)
        return any(factor is not None for factor in known) or {figure.unit, indicator.unit} == _COUNTED

    def _converted(self, figure: ProseFigure, indicator: Indicator) -> Decimal | None:
        value = _number(figure)
        if value is None or figure.unit is None:
            return None
        direct = self._catalogue.convert(value, figure.unit, indicator.unit)
        if direct is None and {figure.unit, indicator.unit} == _COUNTED:
            direct = value
        if direct is None and figure.base_value is not None and figure.base_unit is not None:
            direct = self._catalogue.convert(Decimal(figure.base_value), figure.base_unit, indicator.unit)
        return None if direct is None else Decimal(format(direct, "f"))

    def _step(self, figure: ProseFigure, indicator: Indicator) -> Decimal | None:
        step = _step_of(figure)
        if step is None or figure.unit is None:
            return None
        same = {figure.unit, indicator.unit} == _COUNTED
        return step if same else self._catalogue.convert(step, figure.unit, indicator.unit)

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


def _only_cue(near: str) -> bool:
    """Whether nothing but 累计 or 本月 stands between two figures, so that both are of the same thing."""
    return _CUE.search(near) is not None and not _BESIDE_CUE.sub("", near)


def _is_elsewhere(figure: ProseFigure) -> bool:
    """Whether the figure is about last month, last year or the same months of a named year, and so no figure of this report."""
    return bool(_ELSEWHERE.search(figure.period or "")) and not figure.evidence.comparison


def _is_down(direction: str, near: str) -> bool:
    """Whether a rate is said to have fallen: by the verb before it, or by an arrow right before its number."""
    return _DOWN.search(direction or near) is not None or near.endswith(("↓", "▼", "▽"))


def _is_difference(figure: ProseFigure) -> bool:
    """Whether the figure says by how much something differs from a year or month ago."""
    return bool(figure.evidence.comparison and _DIFFERENCE.search(figure.evidence.comparison))


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
