"""The period of a table: title, sheet, headers, file and folder say it, and all that say it must agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huizong.catalogue import Period
from huizong.catalogue.form_entries import Form, Frequency
from huizong.catalogue.texts import normalise
from huizong.model import Basis, Finding, Severity
from huizong.recognising.vocabulary.when import Span, days_in, names_month_by_day, spans_in
from huizong.word_lists import word_lists

_UNTIL = re.compile("截[至止]")  # 截至6月30日 says of when the values are, not when they were sent
_NO_MONTH = re.compile(r"(?<!\d)(?:19|20)\d{2}年(?:1[3-9]|[2-9]\d|00?)月")
_LISTS = word_lists("recognising", "dating")
_LENGTH_CALLED = _LISTS.table("called")
_CALLED = _LISTS.pattern("of_a_length")
_LENGTH: dict[Frequency, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Voice:
    """One thing that may say the period; `weak` ones are only asked to confirm when title and folder agree already."""

    name: str
    texts: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    weak: bool = False

    @property
    def said(self) -> Span | None:
        """The span it names: the first with a month, else the first with a year; 去年 and 上年 say nothing about the report."""
        found = [span for text in self.texts for span in spans_in(text)] + list(self.spans)
        found = [span for span in found if not span.before and not span.is_empty]
        full = [span for span in found if span.year is not None and span.last_month is not None]
        months = [span for span in found if span.last_month is not None]
        years = {span.year for span in found if span.year is not None}
        if months and not full and len(years) == 1:  # 2026年 | 6月: the year stands in a cell of its own
            return replace(months[0], year=years.pop())
        return next(iter(full or months or found), None)

    @property
    def months(self) -> list[Span]:
        """Every month or range of months that its texts name: a title 月报表（5月） over a line 2026年6月 contradicts it."""
        found = [span for text in self.texts for span in spans_in(text)]
        return [span for span in found if span.last_month is not None and not span.before]

    @property
    def by_day(self) -> bool:
        """Whether it names a month by its last day alone: where another one names the month, that is when the report was sent."""
        naming = [text for text in self.texts if any(span.last_month is not None for span in spans_in(text))]
        return bool(naming) and not self.spans and all(names_month_by_day(text) and not _UNTIL.search(text) for text in naming)


@dataclass(frozen=True, slots=True)
class PeriodFound:
    """The period found, what is wrong with it, and the basis that the title gives to values whose header names none."""

    period: Period | None
    findings: tuple[Finding, ...] = ()
    basis: Basis = Basis.CURRENT


def date_table(
    voices: Sequence[Voice], folder: str | None, frequency: Frequency | None, received: date, days: Iterable[date]
) -> PeriodFound:
    """The period of a table of that frequency; `voices` come in the order of their weight, the title first.

    `days` are dates written on the form (填报日期): they complete a month without year, and stand in, with a query, where
    nothing else says a period.
    """
    context = Period.parse(folder) if folder else None
    said = [(voice, span) for voice in voices if (span := voice.said) is not None]
    if any(span.last_month is not None and not voice.by_day for voice, span in said):
        said = [(voice, span) for voice, span in said if not voice.by_day]
    year = next((span.year for _, span in said if span.year is not None), None)
    months = next((span for _, span in said if span.last_month is not None), None)
    written = sorted(days)
    findings: list[Finding] = []
    if year is None and months is not None and context is None and written and months.last_month is not None:
        day = written[-1]
        year = day.year if months.last_month <= day.month else day.year - 1
    if context is not None:
        year = context.year if year is None else year
    if months is None and year is not None and (frequency == "year" or (frequency is None and context is None and said)):
        months = Span(year, 1, 12, cumulative=True)
        frequency = "year"
    if months is None and context is not None:
        months = Span(context.year, context.first_month, context.last_month)
    if months is None and not said and written:
        months, year = _before(written[-1])
        findings.append(Finding("period-assumed", "", {"observed": written[-1].isoformat(), "expected": f"{year}-{months.last_month:02d}"}))
    if year is None or months is None or months.last_month is None:
        observed = "、".join(text for voice, _ in said for text in voice.texts)
        return PeriodFound(None, (Finding("period-missing", "", {"observed": observed, "detail": "年" if months else "月"}),))
    frequency = frequency or _frequency_of(months)
    period = _period(year, months.last_month, frequency)
    findings += [*_disagreements(period, said, context), *_no_months(voices, period)]
    if frequency == "month" and context is None and (longer := _longer(said, months)) is not None:
        voice, span = longer
        observed = f"{_shown(span)}（{voice.name}）"
        findings.append(Finding("period-mismatch", "", {"observed": observed, "expected": period.words, "detail": ""}, Severity.QUERY))
    if period.first_day > received:
        findings.append(Finding("period-future", "", {"observed": period.words, "expected": received.isoformat()}))
    title = voices[0] if voices else None
    return PeriodFound(period, tuple(findings), _basis(title, frequency))


def _no_months(voices: Sequence[Voice], period: Period) -> list[Finding]:
    """What is asked where a title gives its year a month that none has, 2026年16月: the period then comes from elsewhere."""
    texts = (text for voice in voices for text in voice.texts)
    found = next((match[0] for text in texts if (match := _NO_MONTH.search(normalise(text)))), None)
    if found is None:
        return []
    return [Finding("period-mismatch", "", {"observed": found, "expected": period.words, "detail": ""}, Severity.QUERY)]


def _longer(said: Sequence[tuple[Voice, Span]], months: Span) -> tuple[Voice, Span] | None:
    """What names a quarter over a monthly report, where nothing names its month: 本月 may be any of the three, or all of them."""
    named = [(voice, span) for voice, span in said if span.last_month is not None and not voice.by_day]
    if months.cumulative or months.first_month == months.last_month or any(span.first_month == span.last_month for _, span in named):
        return None
    return next(((voice, span) for voice, span in named if span == months), None)


def _before(day: date) -> tuple[Span, int]:
    """The month that a form filled in on that day is about: the month itself at its end, else the month before."""
    if day.day >= 25:
        return Span(day.year, day.month, day.month), day.year
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return Span(year, month, month), year


def _frequency_of(span: Span) -> Frequency:
    """How long a period a span names, where no form says it: 上半年 and 1-6月 end with the month."""
    if span.cumulative and span.last_month == 12:
        return "year"
    if span.cumulative or span.first_month is None or span.last_month is None:
        return "month"
    return next((name for name, length in _LENGTH.items() if span.last_month - span.first_month + 1 == length), "month")


def _period(year: int, last_month: int, frequency: Frequency) -> Period:
    """The period of that frequency in which the month lies."""
    length = _LENGTH[frequency]
    return Period.of(year, -(-last_month // length) * length, frequency)


def _disagreements(period: Period, said: list[tuple[Voice, Span]], context: Period | None) -> list[Finding]:
    findings = []
    for voice, first in said:
        if (span := next((span for span in (first, *voice.months) if not _agrees(period, span)), None)) is not None:
            weak = voice.weak and context is not None and _agrees(period, Span(context.year, context.first_month, context.last_month))
            fields = {"observed": f"{_shown(span)}（{voice.name}）", "expected": period.words, "detail": "、".join(voice.texts)}
            findings.append(Finding("period-mismatch", "", fields, Severity.QUERY if weak else None))
    if context is not None and not _agrees(period, Span(context.year, context.first_month, context.last_month)):
        findings.append(Finding("period-mismatch", "", {"observed": period.words, "expected": context.words, "detail": "文件夹"}))
    return findings


def _agrees(period: Period, span: Span) -> bool:
    if span.year is not None and span.year != period.year:
        return False
    if span.last_month is None or period.frequency == "year":
        return True
    if period.frequency == "month":
        return span.last_month == period.last_month
    return period.first_month <= span.last_month <= period.last_month


def _shown(span: Span) -> str:
    year = "" if span.year is None else f"{span.year}年"
    if span.last_month is None:
        return year
    return f"{year}{span.last_month}月" if span.first_month == span.last_month else f"{year}{span.first_month}-{span.last_month}月"


def _basis(title: Voice | None, frequency: Frequency) -> Basis:
    """1-6月, 上半年 or 累计 in the title make values without a named basis cumulative, unless that is the form's own period."""
    if title is None or frequency == "year":
        return Basis.CURRENT
    span = title.said
    if frequency == "half" and span is not None and span.last_month == 6:
        return Basis.CURRENT
    if span is not None and span.cumulative and span.last_month is not None and span.last_month > _LENGTH[frequency]:
        return Basis.CUMULATIVE
    return Basis.CUMULATIVE if any("累计" in text for text in title.texts) else Basis.CURRENT


def days_of(texts: Iterable[str]) -> tuple[date, ...]:
    """The calendar days written in the texts."""
    return tuple(day for text in texts for day in days_in(text))


def of_another_length(titles: Sequence[str], form: Form, period: Period) -> Finding | None:
    """What is asked where a title calls a form by another length than its own: 主要经济指标季报表 over the monthly one; None otherwise."""
    own = normalise("".join((form.title, *form.title_aliases)))
    for title in titles:
        found = {match[0] for match in _CALLED.finditer(normalise(title))}
        if not found or any(word in own for word in found) or any(_LENGTH_CALLED.get(word) == form.frequency for word in found):
            continue
        fields = {"observed": f"{'、'.join(sorted(found))}（标题）", "expected": period.words, "detail": title}
        return Finding("period-mismatch", "", fields, Severity.QUERY)
    return None
