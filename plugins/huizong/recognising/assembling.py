"""A draft put together: figures of one form, settled against each other, with all that is wrong with the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.form_entries import Form
from huizong.model import Basis, Document, Draft, Figure, Finding, Severity, Status
from huizong.recognising.conservation import CellAccount, account_table
from huizong.recognising.context.forces import not_in_force
from huizong.recognising.context.owing import example_title, owed_now
from huizong.recognising.context.subjects_of_file import judge_subjects
from huizong.recognising.context.who import Reporter
from huizong.recognising.duplicates import settle
from huizong.recognising.marks import is_working_sheet, mark_in, mark_of, marked_text, of_report, says_draft, set_aside
from huizong.recognising.nil import figures_of_nil, nil_stated
from huizong.recognising.preliminary import how_settled
from huizong.recognising.prose.narratives import Circumstances, Narrative
from huizong.recognising.table.hidden import judge_hidden_rows
from huizong.recognising.table.tables_of_document import TableReading
from huizong.recognising.value.cell_values import looks_numeric
from huizong.recognising.vocabulary.catalogue_names import Names

# With one of these nothing of a file can be taken; what was read is held with it.
_HOLDS_ALL = frozenset(
    {
        "organisation-missing",
        "organisation-mismatch",
        "period-missing",
        "period-mismatch",
        "period-future",
        "form-unknown",
        "form-unread",
        "report-void",
        "form-not-in-force",
    }
)
# What can be said of rows and columns where the form is not known: they are no form's, and one line says so for all.
_OF_A_FORM = frozenset(
    {
        "header-unknown",
        "header-ambiguous",
        "indicator-unknown",
        "indicator-scope-differs",
        "row-unlabelled",
        "unit-missing",
        "unit-unknown",
        "organisation-unknown",
        "period-missing",
    }
)
_LONGEST_TITLE = 60


def draft_of_tables(
    document: Document,
    form: Form | None,
    readings: Sequence[TableReading],
    prose: Narrative | None,
    known: Circumstances,
    names: Names,
) -> Draft:
    """One draft out of the tables of one form; tables of no form beside them are pointed out, prose gives candidates."""
    catalogue, reporter, folder = names.catalogue, known.reporter, known.folder
    taken, marked, of_all = _of_report(form, readings)
    findings: list[Finding] = list(reporter.findings)
    findings += of_all or _of_file(document)
    figures, account = _collect(readings, taken, findings, document, catalogue, marked)
    periods = [reading.dated.period for reading in taken if reading.dated.period is not None]
    period = max(periods, key=lambda p: p.last_day, default=Period.parse(folder) if folder and not taken else None)
    for reading in taken:
        findings += reading.dated.findings
    findings += not_in_force(form, period, findings, catalogue)
    judged, about = judge_subjects(figures, reporter.code, period, catalogue)
    settled = settle(judged)
    findings += [*about, *settled.findings]
    account += CellAccount(0, _count_repeated(readings, settled.repeated, catalogue), 0)
    texts = [text for reading in readings for text in (*reading.found.around, *reading.found.block.notes)]
    texts += [paragraph.text for paragraph in document.paragraphs]
    stated = nil_stated(readings, ((p.text, f"{p.number}:0") for p in document.paragraphs)) if _is_empty(settled.figures) else None
    nil, subject = stated is not None, next((reading.subject for reading in taken if reading.subject), None)
    given = settled.figures
    if stated is not None and form is not None and period is not None and subject is not None and not _lists_parts(form):
        given = tuple(figures_of_nil(form, subject, period, stated, given, catalogue))
    whole = _emptiness(document, readings, settled.figures, nil=nil) or _unknown_form(form, readings, findings, known, catalogue)
    if any(finding.rule == "form-unknown" for finding in whole):
        findings = [finding for finding in findings if finding.rule not in _OF_A_FORM or finding in reporter.findings]
    findings += whole
    actual = any(figure.basis is not Basis.PLAN and figure.value is not None for figure in given)
    preliminary, maturity = how_settled(texts, form, period if actual else None, known.received)
    findings += preliminary
    final = [f if f.basis is Basis.PLAN or f.maturity or maturity is None else replace(f, maturity=maturity) for f in given]
    if prose is not None:
        final += prose.figures
        findings += prose.findings
    unmatched = [one for reading in taken for one in reading.result.unmatched] if form is not None else []
    return Draft(
        file=document.name,
        sha256=document.sha256,
        reporter=reporter.code,
        form=form.code if form else None,
        period=str(period) if period else folder,
        figures=_held_with_the_file(final, findings, reporter),
        findings=_unique(findings),
        unmatched=(*reporter.unmatched, *unmatched, *(prose.unmatched if prose is not None else ())),
        numeric_cells=account.numeric,
        structure_cells=account.structure,
        issue_cells=account.issues,
        nil_report=nil,
    )


def _of_report(form: Form | None, readings: Sequence[TableReading]) -> tuple[list[TableReading], list[TableReading], list[Finding]]:
    """The tables that are the report, those that are no part of it by a mark or as a working sheet, and what a mark on all of them says."""
    taken = [reading for reading in readings if form is None or reading.form is not None]
    marked = [reading for reading in taken if mark_of(reading.found) is not None]
    working = [reading for reading in readings if reading not in marked and is_working_sheet(reading.found)]
    if any(reading not in working and reading not in marked for reading in taken):  # where they are all there is, they are the report
        marked += working
    if any(reading not in marked for reading in taken):
        return [reading for reading in taken if reading not in marked], marked, []
    if marked:
        return taken, [], of_report(mark_of(marked[0].found), marked_text(marked[0].found))
    return taken, marked, []


def draft_of_narrative(
    document: Document, prose: Narrative, tables: Sequence[TableReading], reporter: Reporter, folder: str | None, names: Names
) -> Draft:
    """The draft of a text; its tables that fill no form are pointed out.

    Without a narrative form nobody owes the text, so that a period that could not be told is no fault.
    """
    findings: list[Finding] = list(reporter.findings)
    _, account = _collect(tables, [], findings, document, names.catalogue)
    if prose.form is not None:
        findings += prose.dated.findings
        findings += not_in_force(prose.form, prose.dated.period, findings, names.catalogue)
    title = next((p.text.strip() for p in document.paragraphs if p.text.strip()), "")
    findings += of_report(mark_in((title[:_LONGEST_TITLE],)), title[:_LONGEST_TITLE]) or _of_file(document)
    own = [figure for figure in prose.figures if not figure.candidate]
    judged, about = judge_subjects(own, reporter.code, prose.dated.period, names.catalogue)
    settled = settle(judged)
    findings += [*about, *settled.findings, *prose.findings]
    preliminary, maturity = how_settled([p.text for p in document.paragraphs], prose.form, None, date.min)
    findings += preliminary
    kept = [replace(figure, maturity=figure.maturity or maturity) for figure in settled.figures]
    figures = [*kept, *(figure for figure in prose.figures if figure.candidate)]
    period = str(prose.dated.period) if prose.dated.period else folder
    return Draft(
        file=document.name,
        sha256=document.sha256,
        reporter=reporter.code,
        form=prose.form.code if prose.form else None,
        period=period,
        kind="narrative",
        figures=_held_with_the_file(figures, findings, reporter),
        findings=_unique(findings),
        unmatched=(*reporter.unmatched, *prose.unmatched),
        numeric_cells=account.numeric,
        structure_cells=account.structure,
        issue_cells=account.issues,
    )


def _of_file(document: Document) -> list[Finding]:
    """What the file's own name says of whether it counts, or the header, footer or watermark of a text's pages."""
    base = document.name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or document.name
    margins = (paragraph.text for paragraph in document.paragraphs if paragraph.in_margin)
    said = next((text.strip() for text in margins if says_draft(text)), "")
    return of_report(mark_in((base,)), base) or of_report("sample" if said else None, said)


def _collect(
    readings: Sequence[TableReading],
    taken: Sequence[TableReading],
    findings: list[Finding],
    document: Document,
    catalogue: Catalogue,
    marked: Sequence[TableReading] = (),
) -> tuple[list[Figure], CellAccount]:
    """The figures and totals of the tables that are taken, the account of all, and their findings added to `findings`.

    `marked` tables call themselves void or a sample, and stand beside others that count.
    """
    figures: list[Figure] = []
    account = CellAccount()
    said = any(finding.rule in ("hidden-rows", "hidden-columns") for finding in document.findings)
    for reading in readings:
        grid, result = reading.found.block.grid, reading.result
        if reading in taken:
            judge_hidden_rows(grid, result, said=said)
        else:
            _set_aside(reading)
            if reading in marked:
                result.findings = [set_aside(reading)]
        counted, reading.disposed = account_table(grid, result, reading.found.block.structure, catalogue)
        account += counted
        figures += [figure for _, figure in (*result.figures, *result.totals)]
        findings += result.findings
    return figures, account


def _held_with_the_file(figures: Sequence[Figure], findings: Sequence[Finding], reporter: Reporter) -> tuple[Figure, ...]:
    """All figures held if the file as a whole cannot be taken."""
    whole = any(f.rule in _HOLDS_ALL and f.severity is not Severity.QUERY for f in findings)
    unknown = any(finding.rule == "organisation-unknown" for finding in reporter.findings)
    if not whole and not unknown:
        return tuple(figures)
    return tuple(replace(figure, status=Status.HELD) if figure.status is Status.REPORTED else figure for figure in figures)


def _set_aside(reading: TableReading) -> None:
    """A table of no form beside tables of forms: its numbers are pointed out, none is taken."""
    grid, result = reading.found.block.grid, reading.result
    places = [place for place, figure in result.figures if grid.cell(*place) is not None and figure.status is not Status.BLANK]
    places += sorted(result.issues)
    result.figures, result.totals, result.findings, result.unmatched = [], [], [], []
    result.issues = set(places)
    if places:
        place = grid.span_place(places)
        result.findings = [Finding("outside-table", place, {"place": place, "observed": str(len(places))})]


def _count_repeated(readings: Sequence[TableReading], repeated: frozenset[str], catalogue: Catalogue) -> int:
    """How many cells with numbers repeat a figure that stands elsewhere."""
    count = 0
    for reading in readings:
        grid = reading.found.block.grid
        count += sum(1 for place, f in reading.result.figures if f.place in repeated and looks_numeric(grid.cell(*place), catalogue))
    return count


def _emptiness(document: Document, readings: Sequence[TableReading], figures: Sequence[Figure], *, nil: bool) -> list[Finding]:
    """That nothing is in a file, or that it says so itself."""
    if nil:
        return [Finding("nil-report")]
    if _is_empty(figures) and not any(reading.result.issues for reading in readings):
        return [Finding("file-empty", "", {"observed": document.name, "detail": ""})]
    return []


def _unknown_form(
    form: Form | None, readings: Sequence[TableReading], findings: Sequence[Finding], known: Circumstances, catalogue: Catalogue
) -> list[Finding]:
    """That a file is no form of ours, and how it would be one."""
    rules = {finding.rule for finding in findings}
    if form is None and not rules & {"indicator-unnamed", "organisation-missing"}:
        titles = "、".join(dict.fromkeys(text for reading in readings for text in reading.found.titles))
        naming = _naming(known.reporter.code, known.received, catalogue)
        # A county's own text may be older than the field that names the forms: then a line of ours says it.
        said = "{detail}" in catalogue.issue_type("form-unknown").message
        owed = [] if said or not naming["detail"] else [Finding("forms-owed", "", {**naming, "detail": naming["detail"].lstrip("，")})]
        return [Finding("form-unknown", "", {"observed": titles, **naming}), *owed]
    return []


def _naming(reporter: str | None, received: date, catalogue: Catalogue) -> dict[str, str]:
    """The forms that the reporter owes now, and a title by which one would be known."""
    owed = owed_now(reporter, received, catalogue)
    if not owed:
        return {"expected": "报表全名（年月）", "detail": ""}
    names = "".join(f"《{form.title}》" for form in owed)
    return {"expected": example_title(owed[0], received), "detail": f"，本单位现在应报的是{names}"}


def _lists_parts(form: Form) -> bool:
    """Whether a form is about listed organisations, so that a nil report does not say whose counts are 0."""
    return form.subject == "listed" or bool(form.subjects) or any("children" in relation.expression for relation in form.relations)


def _is_empty(figures: Sequence[Figure]) -> bool:
    """Whether no place of a figure holds anything at all."""
    return all(figure.status is Status.BLANK and not figure.raw.strip() for figure in figures)


def _unique(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Each finding once: tables of one sheet share their titles."""
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = (finding.organisation, finding.indicator, finding.period, finding.basis)
        kept.setdefault((finding.rule, finding.place, finding.severity, *key, *sorted(finding.fields.items())), finding)
    return tuple(kept.values())
