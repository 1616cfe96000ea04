"""A drafted form tried on its own paper: each place filled with a number of its own, read as a report, compared with what was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from huizong.catalogue import Catalogue, Period
from huizong.model import Cell, Document, Figure, Sheet
from huizong.proposing.form_draft import AskedPlace, FormDraft
from huizong.recognising import Context, recognise
from huizong.settings import COUNTY_TIME

_YEAR = re.compile(r"20\d\d")
_ANY_YEAR = 2026
_LAST_MONTHS = {"month": 6, "quarter": 6, "half": 6, "year": 12}
_FIRST = 101  # small enough for any rate, and no two places hold the same


@dataclass(frozen=True, slots=True)
class Tried:
    """How the trial of one form went: places asked, places that came out right, and of the others where and why."""

    form: str
    title: str
    asked: int
    right: int
    wrong: tuple[str, ...]


def tried(draft: FormDraft, catalogue: Catalogue) -> Tried:
    """Fill the form and read it under the drafted catalogue."""
    period = _period(draft)
    document, values = _filled(draft)
    reporter = _reporter(draft, catalogue)
    received = datetime.combine(period.last_day + timedelta(days=4), datetime.min.time(), COUNTY_TIME)
    drafts = recognise([document], Context(reporter, str(period), received), catalogue)
    read = {figure.place: figure for one in drafts if one.form == draft.code for figure in one.figures}
    findings = {finding.place: finding.rule for one in drafts for finding in one.findings}
    of_all = sorted({finding.rule for one in drafts for finding in one.findings if not finding.place})
    wrong = []
    for asked in draft.asked:
        place = draft.table.sheet.place(asked.row, asked.column)
        if not _is_right(read.get(place), asked, values[asked.row, asked.column], reporter):
            reason = findings.get(place) or (_read_as(read[place]) if place in read else "") or ", ".join(of_all) or "it is not read"
            wrong.append(f"{draft.table.origin(asked.row, asked.column)}: {reason}")
    return Tried(draft.code, draft.title, len(draft.asked), len(draft.asked) - len(wrong), tuple(wrong))


def _is_right(figure: Figure | None, asked: AskedPlace, value: Decimal, reporter: str | None) -> bool:
    if figure is None:
        return False
    whose = asked.organisation or reporter
    return (figure.organisation, figure.indicator, figure.basis, figure.value) == (whose, asked.indicator, asked.basis, value)


def _read_as(figure: Figure) -> str:
    return f"it is read as {figure.value} of {figure.organisation}/{figure.indicator}/{figure.basis}"


def _period(draft: FormDraft) -> Period:
    """The period that the paper has printed, as far as it has one; else any."""
    texts: Sequence[str] = (*draft.table.found.titles, *draft.table.found.around)
    year = next((int(found[0]) for text in texts if (found := _YEAR.search(text))), _ANY_YEAR)
    frequency = draft.form.frequency
    return Period.of(year, _LAST_MONTHS[frequency], frequency)


def _reporter(draft: FormDraft, catalogue: Catalogue) -> str | None:
    """Whoever owes the form first; the county where nobody is known yet."""
    owed = next(obligation for obligation in catalogue.obligations if obligation.form == draft.code)
    if owed.organisation is not None:
        return owed.organisation
    alike = (one.code for one in catalogue.organisations if one.kind == owed.kind and one.valid_to is None)
    return next(alike, catalogue.county.code)


def _filled(draft: FormDraft) -> tuple[Document, dict[tuple[int, int], Decimal]]:
    """The document with a number in each place, every other sheet and cell as it is."""
    table = draft.table
    values = {(asked.row, asked.column): Decimal(_FIRST + number) for number, asked in enumerate(draft.asked)}

    def filled(sheet: Sheet) -> Sheet:
        if sheet.name != table.sheet.name:
            return sheet
        cells = dict(sheet.cells)
        for (row, column), value in values.items():
            cells[row, column] = Cell(row, column, "number", str(value), value)
        return replace(sheet, cells=cells)

    return replace(table.document, sheets=tuple(map(filled, table.document.sheets))), values
