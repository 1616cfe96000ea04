"""The prose of a document: which narrative form it fills, which of its figures that form owes, and which are candidates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huizong.catalogue import Catalogue
from huizong.catalogue.form_entries import Form
from huizong.model import Basis, Document, Figure, Finding, Paragraph, Severity, Status, Unmatched
from huizong.recognising.context.dating import PeriodFound, Voice, date_table
from huizong.recognising.context.form_of_table import titled_form
from huizong.recognising.context.owing import example_title, last_ended, owed_forms
from huizong.recognising.context.who import Reporter
from huizong.recognising.prose.bound_figures import Binder
from huizong.recognising.prose.prose_binding import Bound, Report
from huizong.recognising.prose.prose_findings import lost_number, malformed_number, said_of, unmatched_measure, without_unit
from huizong.recognising.prose.reconciling import check_sums
from huizong.recognising.prose.tasks import as_tasks
from huizong.recognising.vocabulary import margin_words as margins
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.when import spans_in

_LONGEST_TITLE = 60
_LETTER = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]|[A-Za-z]{2,}")
_FEWEST_LETTERS = 40  # of a report that is owed and not named; a note beside the forms (报表已盖章。) is none
_MOST_SHOWN = 10
_APPROXIMATE = frozenset({"about", "more_than", "less_than", "at_least", "at_most"})


@dataclass(frozen=True)
class Narrative:
    """What the prose of a document gives; `form` is None where no narrative form is owed or titled: then all are candidates."""

    form: Form | None
    dated: PeriodFound
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    unmatched: tuple[Unmatched, ...] = ()


def headings_of(document: Document) -> tuple[str, ...]:
    """The title of a document of prose: its first paragraph if that is short, and its headings of the first level."""
    texts = [paragraph for paragraph in document.paragraphs if paragraph.text.strip()]
    first = [
        p.text.strip() for index, p in enumerate(texts) if (index == 0 or p.heading_level == 1) and len(p.text.strip()) <= _LONGEST_TITLE
    ]
    return tuple(text for text in first if margins.declared_name(text) is None)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a text before it is read: who sent it, whom it is about, the period of its folder, when it came.

    `has_tables` says that it stands in one file with tables of a form.
    """

    reporter: Reporter
    subject: str | None
    folder: str | None
    received: date
    has_tables: bool


def read_narrative(document: Document, known: Circumstances, names: Names) -> Narrative | None:
    """The figures of the paragraphs; None if there is no prose.

    Under a narrative form the figures that its rows name load as reported where words, unit and period are clear; every
    other figure is a candidate, held until a person confirms it.
    """
    prose = [paragraph for paragraph in document.paragraphs if _is_prose(paragraph)]
    written = sum(len(_LETTER.findall(paragraph.text)) for paragraph in prose)
    if not written:
        return None
    reporter, subject, folder, received, has_tables = known.reporter, known.subject, known.folder, known.received, known.has_tables
    catalogue = names.catalogue
    headings = headings_of(document)
    base = document.name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or document.name
    owed = [form for form in owed_forms(reporter.code, received, catalogue) if form.kind == "narrative"]
    titled = titled_form((*headings, base), catalogue)
    form = titled if titled is not None and titled.kind == "narrative" else None
    assumed = form is None and titled is None and not has_tables and len(owed) == 1 and written >= _FEWEST_LETTERS
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
    findings += _said_of_form(form, titled, owed, received, binds=binds, assumed=assumed) if not has_tables else []
    return Narrative(form, dated, tuple(figures), tuple(findings), tuple(_waiting(bound, form)))


def _said_of_form(
    form: Form | None, titled: Form | None, owed: Sequence[Form], received: date, *, binds: bool, assumed: bool
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
    return bool(text) and margins.declared_name(text) is None and not margins.is_signature(text) and margins.corner_unit(text) is None


def _date(voices: Sequence[Voice], prose: Sequence[Paragraph], folder: str | None, form: Form | None, received: date) -> PeriodFound:
    """The period by title, file name and folder; else by the first paragraphs; else, for a form, the last one that has ended."""
    frequency = form.frequency if form else None
    dated = date_table(voices, folder, frequency, received, ())
    if dated.period is None:
        opening = tuple(paragraph.text[:200] for paragraph in prose[:2])
        if any(span.year is not None and not span.before for text in opening for span in spans_in(text)):
            dated = date_table([*voices, Voice("正文", opening)], folder, frequency, received, ())
    if dated.period is None and form is not None:
        period = last_ended(form, received)
        return PeriodFound(
            period, (Finding("period-assumed", "", {"observed": period.words, "expected": "", "detail": f"应报的{form.title}"}),)
        )
    return dated


def _suits(form: Form, dated: PeriodFound, voices: Sequence[Voice]) -> bool:
    """Whether a text that names no form can be the one that is owed: what it says of time must be that form's period."""
    said = [span for voice in voices if (span := voice.said) is not None and span.last_month is not None]
    period = dated.period
    return period is not None and all(span.last_month == period.last_month and span.first_month != span.last_month for span in said)


def _basis(dated: PeriodFound, headings: tuple[str, ...], form: Form | None) -> Basis:
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
        told += [without_unit(paragraph, figure, report.form) for figure in extraction.figures if figure.fault == "unit_missing"]
        told += [malformed_number(paragraph, figure, report.form) for figure in extraction.figures if figure.fault == "malformed"]
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
            findings.append(lost_number(figure, texts, form, names))
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
                findings.append(said_of("prose-approximate", figure))
        else:
            figure = replace(figure, candidate=True)
            if item.forecast:
                findings.append(said_of("prose-forecast", figure))
            elif item.undated:
                findings.append(said_of("prose-target-undated", figure))
            elif figure.indicator is not None or "百分点" in figure.raw:
                findings.append(said_of("narrative-candidate", figure))
            elif item.suggestion is not None:
                similar.setdefault(f"{item.phrase},{item.suggestion}", []).append(item)
            else:
                unmatched.setdefault(figure.place.partition(":")[0], []).append(figure)
        figures.append(figure)
    findings += [unmatched_measure(items, names, form) for items in similar.values()]
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
