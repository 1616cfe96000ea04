"""What a reporter owes when its file comes: the forms that a file of no known form may have been meant for."""

from __future__ import annotations

from datetime import date

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.form_entries import Form


def owed_forms(reporter: str | None, day: date, catalogue: Catalogue) -> list[Form]:
    """The forms, tables and narratives, that bind the reporter on the day, each in its newest version; none without a reporter."""
    if reporter is None:
        return []
    codes = dict.fromkeys(obligation.form for obligation in catalogue.obligations_of(reporter, day))
    return [catalogue.form(code) for code in codes]


def owed_now(reporter: str | None, day: date, catalogue: Catalogue) -> list[Form]:
    """The table forms that the reporter owes for the period that ended last; all that bind it where none is due for that."""
    bound = [form for form in owed_forms(reporter, day, catalogue) if form.kind == "table"]
    if reporter is None:
        return bound
    return [form for form in bound if catalogue.is_obliged(form.code, reporter, last_ended(form, day))] or bound


def last_ended(form: Form, received: date) -> Period:
    """The last period of the form that had ended when the file came."""
    length = {"month": 1, "quarter": 3, "half": 6, "year": 12}[form.frequency]
    months = (received.year * 12 + received.month - 1) // length * length
    return Period.of((months - 1) // 12, (months - 1) % 12 + 1, form.frequency)


def example_title(form: Form, received: date) -> str:
    """A title by which the form would be known: its own with the period that ended last."""
    return f"{form.title}（{last_ended(form, received).words}）"
