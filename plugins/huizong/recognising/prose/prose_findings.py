"""What there is to say about single figures of prose: masked, without a unit, of nothing known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from huizong.catalogue.form_entries import Form
from huizong.model import Figure, Finding, Paragraph, Severity, Status
from huizong.narrative import ProseFigure
from huizong.recognising.prose.prose_binding import Bound
from huizong.recognising.vocabulary.catalogue_names import Names

_LONGEST_NAMED = 30
_CLAUSE_END = re.compile(r"[，,。；;：:！!？?\n]")
_WORDS_BEFORE, _WORDS_AFTER, _FEWEST_BEFORE = 20, 8, 3


def without_unit(paragraph: Paragraph, figure: ProseFigure, form: Form | None) -> Finding:
    """A number whose unit dropped out (增长37): it is never guessed."""
    place = f"{paragraph.number}:{figure.start}"
    fields = {"observed": _around(paragraph.text, figure.start, figure.surface), "expected": figure.suspect_unit or "", "place": place}
    return Finding("prose-unit-missing", place, fields, None if form is not None else Severity.INFO)


def malformed_number(paragraph: Paragraph, figure: ProseFigure, form: Form | None) -> Finding:
    """A number that can't be read as one (7..3%): none of its parts is taken."""
    place = f"{paragraph.number}:{figure.start}"
    fields = {"observed": _around(paragraph.text, figure.start, figure.surface), "expected": "", "detail": figure.surface, "place": place}
    return Finding("prose-number-malformed", place, fields, None if form is not None else Severity.INFO)


def _around(text: str, start: int, surface: str) -> str:
    """The words in which a figure stands: its clause, cut where that is long; a short one with the clause before it."""
    end = start + len(surface)
    stop = _CLAUSE_END.search(text, end)
    before = [match.end() for match in _CLAUSE_END.finditer(text, max(0, start - _WORDS_BEFORE), start)]
    near = [at for at in before if start - at >= _FEWEST_BEFORE]
    first = near[-1] if near else max(0, start - _WORDS_BEFORE)
    return text[first : min(stop.start() if stop else len(text), end + _WORDS_AFTER)].strip()


def lost_number(figure: Figure, texts: dict[int, str], form: Form | None, names: Names) -> Finding:
    """A masked or dropped number and what is missing; only where a narrative form is owed it is a fault of the department."""
    paragraph, _, offset = figure.place.partition(":")
    around = _around(texts[int(paragraph)], int(offset), figure.raw)
    rule = "prose-missing" if figure.status is Status.MISSING else "prose-placeholder"
    named = names.catalogue.indicator(figure.indicator).name if figure.indicator else figure.label
    what = f"“{named}”" if 2 <= len(named) <= _LONGEST_NAMED else ""
    unit = f"单位{figure.unit_written}" if figure.unit_written else ""
    missing = "，".join(part for part in (what, unit) if part)
    fields = {
        "observed": around,
        "expected": "",
        "detail": f"（缺{missing}）" if missing else "",
        "place": figure.place,
        "span": figure.raw,
    }
    key = (figure.organisation, figure.indicator, figure.period, figure.basis.value)
    return Finding(rule, figure.place, fields, None if form is not None else Severity.INFO, *key)


def unmatched_measure(items: Sequence[Bound], names: Names, form: Form | None) -> Finding:
    """An entry of the queue of unmatched measures: what it resembles, and the alias line that would bind it from then on."""
    first = items[0]
    place = ", ".join(item.figure.place for item in items)
    fields = {
        "observed": f"{first.phrase}{first.figure.raw}" + (f"…等{len(items)}处" if len(items) > 1 else ""),
        "expected": names.catalogue.indicator(first.suggestion).name if first.suggestion else "",
        # A name that the catalogue has already lacked its context: it may be told to hold in this form without.
        "detail": f"{first.phrase},{first.suggestion},{form.code if form and names.catalogue.indicator_named(first.phrase) else ''},,",
        "place": place,
    }
    return Finding("prose-unmatched", place, fields, None, first.figure.organisation)


def said_of(rule: str, figure: Figure) -> Finding:
    """The rule's finding on one figure, by its words and its number."""
    fields = {"observed": f"{figure.label}{figure.raw}", "expected": "", "detail": "", "place": figure.place}
    return Finding(rule, figure.place, fields, None, figure.organisation, figure.indicator, figure.period, figure.basis.value)
