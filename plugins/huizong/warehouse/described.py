"""Whom a form describes when a given organisation fills it (DESIGN §5; PRACTICE: a figure belongs to whom it describes)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.entries import OrganisationKind
from huizong.catalogue.form_entries import Form

Subject = Literal["reporter", "county", "listed"]
COUNTY_KINDS: tuple[OrganisationKind, ...] = ("county", "bureau")


def subject_of(form: Form, reporter_kind: OrganisationKind) -> Subject:
    """The form's own word; without one, a form of the county or a bureau describes listed parts if it adds them up, else the county."""
    if "subject" in form.model_fields_set or reporter_kind not in COUNTY_KINDS:
        return form.subject
    adds_parts = any("children" in relation.expression for relation in form.relations)
    return "listed" if adds_parts or form.subjects else "county"


def kinds_of(form: Form, reporter_kind: OrganisationKind) -> tuple[OrganisationKind, ...]:
    """The kinds of organisation a form lists: those it names, else towns for the county and bureaus, villages for others."""
    return form.subjects or (("town",) if reporter_kind in COUNTY_KINDS else ("village",))


def described(catalogue: Catalogue, form: Form, reporter_code: str, period: Period, given: Iterable[str]) -> tuple[str, ...]:
    """The organisations of which one submission owes the form's rows; `given` are those it has figures about.

    A form that says `listed` owes every valid organisation of its kinds that the reporter answers for. One that does not
    say so owes the rows of whomever it lists, since nothing tells who else should be there.
    """
    reporter = catalogue.organisation(reporter_code)
    county = catalogue.county.code
    subject = subject_of(form, reporter.kind)
    if subject == "listed" and "subject" in form.model_fields_set:
        kinds = kinds_of(form, reporter.kind)
        there = catalogue.organisations_on(period.last_day)
        return tuple(o.code for o in there if o.kind in kinds and o.code != reporter.code and catalogue.answers_for(reporter.code, o.code))
    about = tuple(dict.fromkeys(given))
    parts = tuple(code for code in about if code not in (reporter.code, county))
    if parts:
        return parts + tuple(code for code in about if code == reporter.code and reporter.kind not in COUNTY_KINDS)
    if about or subject == "listed":
        return about
    return (reporter.code,) if subject == "reporter" else (county,)
