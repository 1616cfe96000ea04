"""From the documents of one arrival to drafts of submissions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from huizong.catalogue import Catalogue
from huizong.model import Document, Draft, Finding, Verdict
from huizong.recognising.assembling import draft_of_narrative, draft_of_tables
from huizong.recognising.attachments import keep_attachments
from huizong.recognising.commented import judge_comments
from huizong.recognising.conservation import left_over
from huizong.recognising.context.cover import cover_of
from huizong.recognising.context.declaring import (
    declared_in_margins,
    declared_in_page_margins,
    declared_in_paragraphs,
    declared_in_sheet,
    declared_on_cover,
    declared_with_month,
    signed_by,
)
from huizong.recognising.context.returned import explanations_in, is_answer, is_ours
from huizong.recognising.context.who import Declared, find_reporter
from huizong.recognising.context.whom_about import subject_of
from huizong.recognising.corrections import judge_notes
from huizong.recognising.duplicates import settle_across
from huizong.recognising.marks import judge_sheet_names, mark_in
from huizong.recognising.prose.narratives import Circumstances, headings_of, read_narrative
from huizong.recognising.redefined_signs import tells_how_to_read
from huizong.recognising.table.found_tables import find_tables
from huizong.recognising.table.hidden import hidden_sheets
from huizong.recognising.table.tables_of_document import TableReading, read_tables
from huizong.recognising.table.whole_file import Whole, common_month, days_at_end
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.grid import Grid

_IGNORED = frozenset({"file-locked", "file-ignored"})


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about an arrival before it is opened.

    `reporter` is the organisation's code of the folder or of `--organisation`, None if unknown; `period` that of the
    folder or of `--period`; `folder_name` the name of the folder as it stands there.
    """

    reporter: str | None
    period: str | None
    received_at: datetime
    folder_name: str | None = None


def recognise(documents: Sequence[Document], context: Context, catalogue: Catalogue) -> tuple[Draft, ...]:
    """What the documents of one arrival say, form by form; the members of an archive are judged together.

    Raises AssertionError if a cell with a number had two dispositions (DESIGN §6, conservation).
    """
    names = Names.of(catalogue)
    drafts: list[Draft] = []
    seen: dict[str, str] = {}
    for document in documents:
        if document.refusal is not None:
            drafts.append(_refused(document, document.refusal, context))
        elif document.sha256 in seen:
            finding = Finding("file-duplicate", "", {"observed": seen[document.sha256], "file": document.name})
            repeated = Draft(document.name, document.sha256, context.reporter, None, context.period, findings=(finding,))
            drafts.append(replace(repeated, verdict=Verdict.IGNORED))
        elif is_answer(document):
            seen[document.sha256] = document.name
            drafts.append(_answered(document, context))
        else:
            seen[document.sha256] = document.name
            drafts += _recognise_one(document, context, names)
    return keep_attachments(settle_across(tuple(drafts)))


def _refused(document: Document, refusal: Finding, context: Context) -> Draft:
    verdict = Verdict.IGNORED if refusal.rule in _IGNORED else Verdict.WAITING if refusal.rule == "file-still-copying" else None
    draft = Draft(document.name, document.sha256, context.reporter, None, context.period, findings=(refusal, *document.findings))
    return replace(draft, verdict=verdict)


def _answered(document: Document, context: Context) -> Draft:
    """Explanations alone: no report, and the numbers in them are nobody's figures."""
    draft = Draft(document.name, document.sha256, context.reporter, None, context.period, kind="narrative", findings=document.findings)
    sheets = [sheet for sheet in document.sheets if not is_ours(sheet, document)]
    numbers = sum(cell.kind == "number" for sheet in sheets for cell in sheet.cells.values())
    return replace(draft, explanations=explanations_in(document), numeric_cells=numbers, structure_cells=numbers)


def _recognise_one(document: Document, context: Context, names: Names) -> list[Draft]:
    """The drafts of one readable document: one a form, at least one in all."""
    ours = {sheet.name for sheet in document.sheets if is_ours(sheet, document)}
    grids = [Grid(sheet) for sheet in document.sheets if not sheet.hidden and sheet.name not in ours]
    headings = headings_of(document)
    found = find_tables(grids, names, document, context.reporter)
    titles = [*(text for item in found for text in item.titles), *headings]
    rows: dict[str, set[int]] = {}
    for item in found:
        rows.setdefault(item.block.grid.sheet.name, set()).update((*item.block.header, *item.block.body))
    without_table = [grid for grid in grids if grid.sheet.name not in rows]
    declared = _declared(document, grids, rows, names, context.reporter)
    cover = cover_of(document, grids, without_table, names)
    reporter = find_reporter(context.reporter, list(dict.fromkeys(declared)), [*titles, *cover.titles], document.name, names)
    received = context.received_at.date()
    whole = Whole(document.name, headings, context.period, received, cover, days_at_end(document), common_month(found, cover))
    readings = read_tables(found, reporter, names, whole)
    judge_sheet_names(readings, reporter, names)
    comments = [*judge_comments(grids, readings, reporter.code, names), *judge_notes(document, grids, readings, reporter.code, names)]
    subject = subject_of(headings, (), reporter, names, None)
    formed = [reading for reading in readings if reading.form is not None]
    formless = [reading for reading in readings if reading.form is None]
    has_tables = bool(formed) or _is_only_tables(document, formless)
    known = Circumstances(reporter, subject, context.period, received, has_tables)
    running = tuple(p for p in document.paragraphs if not (has_tables and tells_how_to_read(p.text, names.catalogue)))
    prose = read_narrative(replace(document, paragraphs=running), known, names)
    drafts: list[Draft] = []
    if prose is not None and (prose.form is not None or not has_tables):
        # A text with a table of no form is still a text: its table is pointed out.
        drafts.append(draft_of_narrative(document, prose, formless, reporter, context.period, names))
        formless, prose = [], None
    forms = {reading.form.code: reading.form for reading in formed if reading.form is not None}
    for code, form in forms.items():
        mine = [reading for reading in formed if reading.form is not None and reading.form.code == code]
        drafts.append(draft_of_tables(document, form, [*mine, *formless], prose, known, names))
        formless, prose = [], None
    if not drafts:
        told = prose if prose is not None and prose.figures else None
        drafts.append(draft_of_tables(document, None, formless, told, known, names))
    disposed: dict[str, set[tuple[int, int]]] = {}
    for reading in readings:
        disposed.setdefault(reading.found.block.grid.sheet.name, set()).update(reading.disposed)
    read = [finding for finding in document.findings if finding.place.partition("!")[0] not in ours and not _told_at_cells(finding, drafts)]
    loose, cells = _outside(grids, disposed)
    first = drafts[0]
    drafts[0] = replace(
        first,
        findings=(*read, *hidden_sheets(document), *first.findings, *loose, *comments),
        explanations=explanations_in(document),
        numeric_cells=first.numeric_cells + cells,
        issue_cells=first.issue_cells + cells,
    )
    return drafts


def _declared(
    document: Document, grids: Sequence[Grid], rows: Mapping[str, set[int]], names: Names, reporter: str | None
) -> list[Declared]:
    """Whose report a document says it is, in the order of its places; `rows` are those of tables, by sheet."""
    declared: list[Declared] = []
    counting = [grid for grid in grids if mark_in((grid.sheet.name,)) is None] or grids  # a sheet 填写样例 names nobody
    for grid in counting:
        entries = [entry for _, entry in declared_in_sheet(grid, rows.get(grid.sheet.name, ()), names, reporter)]
        # On a sheet without a table, what resembles no name of ours is how to fill in the form.
        bare = grid.sheet.name not in rows
        declared += [e for e in entries if e.organisation or not bare or names.similar_organisation(e.name) is not None]
    declared += [item for grid in counting for item in declared_in_margins(grid, names)]
    declared += [*declared_in_paragraphs(document, names, reporter), *signed_by(document, grids, rows, names, reporter)]
    declared += declared_on_cover([grid for grid in grids if grid.sheet.name not in rows], names, reporter)
    declared += declared_in_page_margins(document, grids, names, reporter)
    return declared + declared_with_month(document, grids, names, reporter)


def _told_at_cells(finding: Finding, drafts: Sequence[Draft]) -> bool:
    """Whether what was left out of cells is said at each of them already: 〔划掉：168〕150 is taken as 150."""
    if finding.rule != "text-left-out":
        return False
    said = (other for draft in drafts for other in draft.findings)
    told = {f.place for f in said if f.rule in ("value-struck", "value-unseen") or "〔" in f.fields.get("observed", "")}
    places = finding.place.split(", ")
    return set(places) <= told and len(places) == int(finding.fields["observed"])


def _is_only_tables(document: Document, formless: Sequence[TableReading]) -> bool:
    """Whether a document with tables of no form has no sentence beside them: it is a form that is not known, and no text."""
    holds_numbers = any(reading.result.figures or reading.result.issues for reading in formless)
    return holds_numbers and not any("。" in paragraph.text for paragraph in document.paragraphs)


def _outside(grids: Sequence[Grid], disposed: dict[str, set[tuple[int, int]]]) -> tuple[list[Finding], int]:
    """What stands beside the tables: one finding a sheet, and how many cells with numbers it has."""
    findings, count = [], 0
    for grid in grids:
        if places := left_over(grid, disposed.get(grid.sheet.name, set())):
            place = grid.span_place(places)
            findings.append(Finding("outside-table", place, {"place": place, "observed": str(len(places))}))
            count += len(places)
    return findings, count
