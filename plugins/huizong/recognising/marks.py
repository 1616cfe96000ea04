"""Words that say that a table is not meant to count: （作废）, （样表）; and a sheet that bears another organisation's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from huizong.catalogue.texts import normalise
from huizong.model import Finding, Severity, Status
from huizong.recognising.context.who import Reporter
from huizong.recognising.table.found_tables import FoundTable
from huizong.recognising.table.tables_of_document import TableReading
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.when import without_times
from huizong.word_lists import word_lists

_OPEN, _CLOSE = r"[(\[【〔《<]", r"[)\]】〕》>]"
_LISTS = word_lists("recognising", "marks")
_VOID = _LISTS.pattern("void")
_VOIDS = _LISTS.pattern("voids")
_IF = _LISTS.pattern("condition")
_SAMPLE = _LISTS.pattern("sample")
_DRAFT_LINE = _LISTS.pattern("draft_line")
_WORKING = _LISTS.pattern("working")
_EMPTY = re.compile(r"[(\[【〔《<][)\]】〕》>]")


def mark_in(texts: Iterable[str]) -> str | None:
    """`void` where a text says that the report no longer counts, `sample` that it only shows how one is filled; else None."""
    names = [name for text in texts for name in (normalise(text), _EMPTY.sub("", without_times(text)))]
    if any(_VOID.search(name) for name in names):
        return "void"
    return "sample" if any(_SAMPLE.search(name) for name in names) else None


def mark_of(found: FoundTable) -> str | None:
    """What the words over a table, or its sheet's name, say of it."""
    sheet = found.block.grid.sheet
    below = (*found.block.notes, *found.beneath)
    if any(map(_voids, (*found.around, *below))):
        return "void"
    mark = mark_in((*found.around, *sheet.margins, *((sheet.name,) if sheet.layout == "sheet" else ())))
    return mark or ("sample" if any(map(says_draft, (*found.around, *below, *sheet.margins))) else None)


def says_draft(text: str) -> bool:
    """Whether a line says of its table, and nothing else, that it is a draft or not to be used: 草稿，勿用."""
    return _DRAFT_LINE.fullmatch(normalise(text)) is not None


def takes_back(text: str) -> bool:
    """Whether a line says that what it is written at does not count: 作废, 草稿，勿用, 本表作废."""
    return mark_in((text,)) is not None or says_draft(text) or _voids(text)


def _voids(text: str) -> bool:
    """Whether a line takes its table back."""
    name = normalise(text)
    said = _VOIDS.search(name)
    return said is not None and not _IF.search(name[: said.end()])


def is_working_sheet(found: FoundTable) -> bool:
    """Whether a table without a title of its own stands on a sheet called after the work behind a report: 数据源, 底稿."""
    sheet = found.block.grid.sheet
    name = re.sub(r"[\d()]+$", "", normalise(sheet.name))
    return sheet.layout == "sheet" and not found.own and _WORKING.fullmatch(name) is not None


def marked_text(found: FoundTable) -> str:
    """The first words that mark the table, as they stand."""
    sheet = found.block.grid.sheet
    texts = (*found.around, *found.block.notes, *found.beneath, *sheet.margins, sheet.name)
    return next((text for text in texts if mark_in((text,)) is not None or _voids(text) or says_draft(text)), sheet.name)


def of_report(mark: str | None, text: str) -> list[Finding]:
    """What is said where all there is bears the mark: what is void goes back, what calls itself a sample is asked about."""
    if mark is None:
        return []
    return [Finding("report-void" if mark == "void" else "report-sample", "", {"observed": text})]


def set_aside(reading: TableReading) -> Finding:
    """What is said of a marked table beside others that count."""
    grid = reading.found.block.grid
    first = next(iter(grid.rows))
    place = grid.place(first, grid.rows[first][0].column)
    return Finding("report-aside", place, {"observed": marked_text(reading.found), "place": place})


def judge_sheet_names(readings: Sequence[TableReading], reporter: Reporter, names: Names) -> None:
    """A sheet that bears the name of another town: asked about where its own words name the reporter, else not taken.

    Its figures are held where they are all there is; beside sheets of the reporter's own they are nobody's here.
    """
    strange = {index: code for index, reading in enumerate(readings) if (code := _stranger(reading, reporter, names)) is not None}
    for index, code in strange.items():
        reading, result = readings[index], readings[index].result
        grid = reading.found.block.grid
        inside = {item.organisation for item in reading.found.declared} | {names.organisation_in(text) for text in reading.found.own}
        confirmed = reporter.code in inside
        place = grid.place(reading.found.block.body[0] if reading.found.block.body else 1, grid.columns[0])
        expected = names.catalogue.organisation(reporter.code).name if reporter.code else ""
        fields = {"observed": grid.sheet.name, "expected": expected, "detail": names.catalogue.organisation(code).name, "place": place}
        finding = Finding("sheet-of-other", place, fields, Severity.QUERY if confirmed else None)
        if confirmed:
            result.findings.append(finding)
        elif any(other.form is not None for number, other in enumerate(readings) if number not in strange):
            result.issues |= {at for at, _ in (*result.figures, *result.totals)}
            result.figures, result.totals, result.findings = [], [], [finding]
        else:
            result.findings.append(finding)
            held = [(at, replace(f, status=Status.HELD) if f.status is Status.REPORTED else f) for at, f in result.figures]
            result.figures[:] = held


def _stranger(reading: TableReading, reporter: Reporter, names: Names) -> str | None:
    """The organisation after which the table's sheet is named, where the reporter has nothing to do with it."""
    catalogue, sheet = names.catalogue, reading.found.block.grid.sheet
    if reporter.code is None or sheet.layout != "sheet":
        return None
    exact = catalogue.organisation_named(sheet.name)
    code = exact.code if exact is not None else names.organisation_in(sheet.name)
    if code is None or catalogue.organisation(code).kind in ("county", "bureau"):
        return None  # a sheet may well be called after the bureau that asked for it
    return None if catalogue.answers_for(reporter.code, code) or catalogue.is_below(reporter.code, code) else code
