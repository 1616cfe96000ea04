"""Blank workbooks of the forms that an organisation owes for a period, filled with all that is known beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path, PurePosixPath

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.entries import Organisation
from huizong.catalogue.form_entries import Form, FormRow
from huizong.feedback.blank_forms.blank import Blank, BlankLine
from huizong.feedback.blank_forms.blank_form import write_blank
from huizong.feedback.outbox.putting import put
from huizong.feedback.outbox.safe_names import safe_name
from huizong.model import Basis
from huizong.warehouse.queries import query

LastKey = tuple[str, str, str]


def write_forms(catalogue: Catalogue, organisation: str, period: str, folder: Path, history: Mapping[LastKey, Decimal]) -> tuple[Path, ...]:
    """Writes the workbook of each table form that the organisation owes for the period; returns where they lie.

    `history` has last period's cumulatives by (form, organisation, indicator), in the indicator's own unit. Raises KeyError
    for an unknown organisation, ValueError for a text that is no period.
    """
    wanted = Period.parse(period)
    written = []
    for blank in owed_forms(catalogue, organisation, wanted, history):
        name = safe_name(f"{blank.form.title}_{blank.reporter.name}_{period}.xlsx")
        written.append((name, write_blank(blank, catalogue)))
    return put(folder, PurePosixPath(), written)


def owed_forms(catalogue: Catalogue, organisation: str, period: Period, history: Mapping[LastKey, Decimal]) -> tuple[Blank, ...]:
    """The table forms that the organisation owes for the period, each with its rows of that period."""
    reporter = catalogue.organisation(organisation)
    forms = [f for f in catalogue.forms_on(period.last_day) if f.kind == "table" and catalogue.is_obliged(f.code, organisation, period)]
    return tuple(_blank(catalogue, form, reporter, period, history) for form in forms)


def last_cumulatives(connection: Connection, reporter: str, period: str) -> dict[LastKey, Decimal]:
    """What the reporter gave as cumulatives one period earlier; empty in the first period of a year, which begins at 0."""
    wanted = Period.parse(period)
    if wanted.previous().year != wanted.year:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(query("feedback_history"), {"reporter": reporter, "period": str(wanted.previous())})
        return {(form, organisation, indicator): value for form, organisation, indicator, value in cursor.fetchall()}


def _blank(catalogue: Catalogue, form: Form, reporter: Organisation, period: Period, history: Mapping[LastKey, Decimal]) -> Blank:
    # a list of nobody is given to fill in as one about the reporter
    subjects = catalogue.subjects_in(form, reporter, period) or (reporter,)
    listed = subjects != (reporter,) and subjects != (catalogue.county,)
    lines = [
        _line(catalogue, form, row, subject, history)
        for subject in subjects
        for row in form.rows
        if row.is_for(subject.code, period.last_month) and catalogue.indicator(row.indicator).holds_on(period.last_day)
    ]
    return Blank(form, reporter, period, tuple(lines), listed)


def _line(catalogue: Catalogue, form: Form, row: FormRow, subject: Organisation, history: Mapping[LastKey, Decimal]) -> BlankLine:
    last = history.get((form.code, subject.code, row.indicator)) if Basis.CUMULATIVE in row.bases else None
    return BlankLine(subject, catalogue.indicator(row.indicator), row.bases, row.required, last)
