"""Whether a form was in force in the period that a report states: a stale year in a title is enough that it was not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.form_entries import Form
from huizong.model import Finding

# A year before the statistics of the country began is a slip of the pen, whatever form it stands on.
FIRST_YEAR = 1949


def not_in_force(form: Form | None, period: Period | None, said: Sequence[Finding], catalogue: Catalogue) -> list[Finding]:
    """The finding on a period in which no version of the form held, with those that there are; none where there is one.

    What lies in the future is said to do so, and asked about once.
    """
    if form is None or period is None or any(finding.rule == "period-future" for finding in said):
        return []
    if period.year >= FIRST_YEAR and catalogue.form_on(form.code, period.last_day) is not None:
        return []
    held = "；".join(_span(version) for version in catalogue.form_versions(form.code))
    return [Finding("form-not-in-force", "", {"observed": period.words, "expected": held, "detail": form.title})]


def _span(form: Form) -> str:
    """From when to when a version holds, by the periods whose last day lies in it."""
    first = _day(form, first=True)
    last = _day(form, first=False)
    if first and last:
        return f"{first}至{last}"
    return f"{first}起" if first else f"{last}止" if last else "一直有效"


def _day(form: Form, *, first: bool) -> str:
    """The first or last period of a version in words; empty where it is open on that side."""
    day = form.valid_from if first else form.valid_to
    if day is None:
        return ""
    length = {"month": 1, "quarter": 3, "half": 6, "year": 12}[form.frequency]
    if first:
        return Period.of(day.year, -(-day.month // length) * length, form.frequency).words
    after = day + timedelta(days=1)  # the last period that ends on the day or before
    months = (after.year * 12 + after.month - 1) // length * length
    return Period.of((months - 1) // 12, (months - 1) % 12 + 1, form.frequency).words
