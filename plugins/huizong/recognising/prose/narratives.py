"""The prose of a document: which narrative form it fills, which of its figures that form owes, and which are candidates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huizong.catalogue import Catalogue
from huizong.catalogue.entries import Form
from huizong.model import Basis, Document, Figure, Finding, Paragraph, Severity, Status, Unmatched
from huizong.narrative import ProseFigure
from huizong.recognising.context.dating import Dated, Voice, date_table
from huizong.recognising.context.form_of_table import titled_form
from huizong.recognising.context.owing import example_title, last_ended, owed_forms
from huizong.recognising.context.who import Reporter
from huizong.recognising.prose.bound_figures import Binder, Bound, Report
from huizong.recognising.prose.reconciling import check_sums
from huizong.recognising.prose.tasks import as_tasks
from huizong.recognising.vocabulary import form_words as words
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.when import spans_in

_LONGEST_TITLE = 60
_MOST_SHOWN = 10
_LONGEST_NAMED = 30
_CLAUSE_END = re.compile(r"[，,。；;：:！!？?\n]")
_WORDS_BEFORE, _WORDS_AFTER, _FEWEST_BEFORE = 20, 8, 3
_APPROXIMATE = frozenset({"about", "more_than", "less_than", "at_least", "at_most"})


@dataclass(frozen=True)
class Narrative:
    """What the prose of a document gives; `form` is None where no narrative form is owed or titled: then all are candidates."""

    form: Form | None
    dated: Dated
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    unmatched: tuple[Unmatched, ...] = ()


def headings_of(document: Document) -> tuple[str, ...]:
    """The title of a document of prose: its first paragraph if that is short, and its headings of the first level."""
    texts = [paragraph for paragraph in document.paragraphs if paragraph.text.strip()]
    first = [
        p.text.strip() for index, p in enumerate(texts) if (index == 0 or p.heading_level == 1) and len(p.text.strip()) <= _LONGEST_TITLE
    ]
    return tuple(text for text in first if words.declared_name(text) is None)


def read_narrative(
    document: Document, reporter: Reporter, subject: str | None, has_tables: bool, folder: str | None, received: date, names: Names
) -> Narrative | None:
    """The figures of the paragraphs; None if there is no prose.

    Under a narrative form the figures that its rows name load as reported where words, unit and period are clear; every
    other figure is a candidate, held until a person confirms it.
    """
    prose = [paragraph for paragraph in document.paragraphs if _is_prose(paragraph)]
    if not prose:
        return None
    catalogue = names.catalogue
    headings = headings_of(document)
    base = document.name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or document.name
    owed = [form for form in owed_forms(reporter.code, received, catalogue) if form.kind == "narrative"]
    titled = titled_form((*headings, base), catalogue)
    form = titled if titled is not None and titled.kind == "narrative" else None
    assumed = form is None and titled is None and not has_tables and len(owed) == 1
    if assumed:
        form = owed[0]
    voices = [Voice("标题", headings), Voice("文件名", (base,), weak=True)]
    dated = _date(voices, prose, folder, form, received)
    if assumed and form is not None and not _suits(form, dated, voices):
        form, dated, assumed = None, _date(voices, prose, folder, None, received), False
    if form is not None and form.subject == "county":
        subject = catalogue.county.code
    report = Report(form, subject, dated.period, _basis(dated, headings, form))
    bound, told = _bind(document, report, names)
    figures, findings = _judge(bound, form, document, names)
    findings += told
    if not figures and form is None and has_tables:
        return None
    if not figures:
        findings.append(Finding("prose-no-figures"))
    binds = (
        titled is not None and titled.kind == "table" and reporter.code is not None and _binds(titled, reporter.code, received, catalogue)
    )
    findings += _said_of_form(form, titled, owed, binds, received, assumed=assumed) if not has_tables else []
    return Narrative(form, dated, tuple(figures), tuple(findings), tuple(_waiting(bound, form)))


def _said_of_form(
    form: Form | None, titled: Form | None, owed: Sequence[Form], binds: bool, received: date, *, assumed: bool
) -> list[Finding]:
    """What a text is taken for where it doesn't say so itself, and how one that is owed would be known.

    A text under the title of a table that its reporter owes (`binds`) is that report, unread: it goes back.
    """
    if form is not None:
        return [Finding("form-assumed", "", {"observed": "", "expected": form.title})] if assumed else []
    if titled is not None:
        fields = {"observed": titled.title, "expected": titled.title, "detail": example_title(titled, received)}
        return [Finding("form-unread" if binds else "prose-form-is-table", "", fields)]
    if not owed:
        return [Finding("prose-as-material")]
    names = "或".join(f"《{other.title}》" for other in owed)
    example = f"{last_ended(owed[0], received).words}{owed[0].title}"
    return [Finding("prose-form-unnamed", "", {"observed": "", "expected": names, "detail": example})]


def _binds(form: Form, reporter: str, received: date, catalogue: Catalogue) -> bool:
    return any(owed.code == form.code for owed in owed_forms(reporter, received, catalogue))


def _is_prose(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    return bool(text) and words.declared_name(text) is None and not words.is_signature(text) and words.corner_unit(text) is None


def _date(voices: Sequence[Voice], prose: Sequence[Paragraph], folder: str | None, form: Form | None, received: date) -> Dated:
    """The period by title, file name and folder; else by the first paragraphs; else, for a form, the last one that has ended."""
    frequency = form.frequency if form else None
    dated = date_table(voices, folder, frequency, received, ())
    if dated.period is None:
        opening = tuple(paragraph.text[:200] for paragraph in prose[:2])
        if any(span.year is not None and not span.before for text in opening for span in spans_in(text)):
            dated = date_table([*voices, Voice("正文", opening)], folder, frequency, received, ())
    if dated.period is None and form is not None:
        period = last_ended(form, received)
        return Dated(period, (Finding("period-assumed", "", {"observed": period.words, "expected": "", "detail": f"应报的{form.title}"}),))
    return dated


def _suits(form: Form, dated: Dated, voices: Sequence[Voice]) -> bool:
    """Whether a text that names no form can be the one that is owed: what it says of time must be that form's period."""
    said = [span for voice in voices if (span := voice.said) is not None and span.last_month is not None]
    period = dated.period
    return period is not None and all(span.last_month == period.last_month and span.first_month != span.last_month for span in said)


def _basis(dated: Dated, headings: tuple[str, ...], form: Form | None) -> Basis:
    if dated.basis is Basis.CUMULATIVE or (form is not None and form.frequency != "month"):
        return Basis.CUMULATIVE
    return Basis.CUMULATIVE if any(span.cumulative for text in headings for span in spans_in(text)) else Basis.CURRENT


def _bind(document: Document, report: Report, names: Names) -> tuple[list[Bound], list[Finding]]:
    """The figures of all paragraphs, the sums stated in them that do not come out, and the numbers that lost their unit."""
    binder = Binder(report, names)
    bound: list[Bound] = []
    told: list[Finding] = []
    from huizong.narrative import extract_document  # the grammar is made of hundreds of patterns: for texts alone

    extractions = extract_document((paragraph.text for paragraph in document.paragraphs), names.catalogue.narrative_words)
    for paragraph, extraction in zip(document.paragraphs, extractions, strict=True):
        if not _is_prose(paragraph):
            continue
        if paragraph.heading_level is not None or (
            len(paragraph.text.strip()) <= 30 and not paragraph.text.rstrip().endswith(("。", "；", ";"))
        ):
            binder.head(paragraph.text)
        figures = tuple(figure for figure in extraction.figures if figure.fault != "malformed")
        found = binder.paragraph(paragraph.number, paragraph.text, figures)
        bound += as_tasks(paragraph.text, figures, found)
        sums = check_sums(paragraph.number, paragraph.text, figures)
        # What nobody owes is not asked about, only remarked.
        told += sums if report.form is not None else [replace(finding, severity=Severity.INFO) for finding in sums]
        told += [_unitless(paragraph, figure, report.form) for figure in extraction.figures if figure.fault == "unit_missing"]
        told += [_malformed(paragraph, figure, report.form) for figure in extraction.figures if figure.fault == "malformed"]
    return bound, told


def _judge(bound: Sequence[Bound], form: Form | None, document: Document, names: Names) -> tuple[list[Figure], list[Finding]]:
    """Each figure with its status, and what there is to say: owed ones to the department, candidates to the reviewer."""
    figures: list[Figure] = []
    findings: list[Finding] = []
    unmatched: dict[str, list[Figure]] = {}
    similar: dict[str, list[Bound]] = {}
    texts = {paragraph.number: paragraph.text for paragraph in document.paragraphs}
    for item in bound:
        figure, row = _as_owed(item.figure, form)
        if figure.status in (Status.PLACEHOLDER, Status.MISSING):
            figure = replace(figure, candidate=row is None)
            findings.append(_lost(figure, texts, form, names))
        elif (
            row is not None
            and item.exact
            and not item.forecast
            and not item.undated
            and figure.value is not None
            and figure.period is not None
        ):
            approximate = figure.qualifier in _APPROXIMATE and figure.basis is not Basis.PLAN
            figure = replace(figure, status=Status.HELD if approximate else Status.REPORTED)
            if approximate:
                findings.append(_about("prose-approximate", figure))
        else:
            figure = replace(figure, candidate=True)
            if item.forecast:
                findings.append(_about("prose-forecast", figure))
            elif item.undated:
                findings.append(_about("prose-target-undated", figure))
            elif figure.indicator is not None or "百分点" in figure.raw:
                findings.append(_about("narrative-candidate", figure))
            elif item.suggestion is not None:
                similar.setdefault(f"{item.phrase},{item.suggestion}", []).append(item)
            else:
                unmatched.setdefault(figure.place.partition(":")[0], []).append(figure)
        figures.append(figure)
    findings += [_unmatched(items, names, form) for items in similar.values()]
    for paragraph, found in unmatched.items():
        shown = "、".join(f"{figure.label}{figure.raw}" for figure in found[:_MOST_SHOWN]) + ("…" if len(found) > _MOST_SHOWN else "")
        fields = {"observed": shown, "expected": "", "detail": "", "place": paragraph}
        findings.append(Finding("narrative-candidate", ", ".join(figure.place for figure in found), fields))
    return figures, findings


def _waiting(bound: Sequence[Bound], form: Form | None) -> Iterator[Unmatched]:
    """The numbers that a line of the catalogue would let in: without an indicator, or of one that the form's rows don't ask for."""
    for item in bound:
        figure, row = _as_owed(item.figure, form)
        if row is not None or item.forecast or item.undated or figure.value is None or not item.phrase:
            continue
        if figure.indicator is None or item.exact:
            basis = item.would_be or figure.basis
            unit = None if basis.is_rate else figure.unit_written
            yield Unmatched("measure", item.phrase, figure.place, unit, basis, figure.indicator)


def _as_owed(figure: Figure, form: Form | None) -> tuple[Figure, object | None]:
    """The figure on a basis that the form's row asks for, and that row; None if the form does not ask for it."""
    row = next((row for row in form.rows if row.indicator == figure.indicator), None) if form is not None else None
    if row is None:
        return figure, None
    if figure.basis in row.bases:
        return figure, row
    other = {Basis.CUMULATIVE: Basis.CURRENT, Basis.CURRENT: Basis.CUMULATIVE}.get(figure.basis)
    return (replace(figure, basis=other), row) if other in row.bases and figure.status is not Status.HELD else (figure, None)


def _unitless(paragraph: Paragraph, figure: ProseFigure, form: Form | None) -> Finding:
    """A number whose unit dropped out (增长37): it is never guessed."""
    place = f"{paragraph.number}:{figure.start}"
    fields = {"observed": _around(paragraph.text, figure.start, figure.surface), "expected": figure.suspect_unit or "", "place": place}
    return Finding("prose-unit-missing", place, fields, None if form is not None else Severity.INFO)


def _malformed(paragraph: Paragraph, figure: ProseFigure, form: Form | None) -> Finding:
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


def _lost(figure: Figure, texts: dict[int, str], form: Form | None, names: Names) -> Finding:
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


def _unmatched(items: Sequence[Bound], names: Names, form: Form | None) -> Finding:
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


def _about(rule: str, figure: Figure) -> Finding:
    fields = {"observed": f"{figure.label}{figure.raw}", "expected": "", "detail": "", "place": figure.place}
    return Finding(rule, figure.place, fields, None, figure.organisation, figure.indicator, figure.period, figure.basis.value)
