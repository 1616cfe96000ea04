"""Who owes which form for a period, whom it describes, and whose figures it must have (DESIGN §5; PRACTICE, obligations).

It is the one place that says so: SQL is told whom each form is about (`core.form_subject`), and only asks who holds when
(`core.expected_figure`, for a whole year at once; a test holds them equal).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from huizong.catalogue.entries import Obligation, Organisation, OrganisationKind
from huizong.catalogue.form_entries import Form
from huizong.catalogue.names.organisations import Organisations
from huizong.catalogue.names.titles import Forms
from huizong.catalogue.period import Period
from huizong.model import Basis

Subject = Literal["reporter", "county", "listed"]
COUNTY_KINDS: tuple[OrganisationKind, ...] = ("county", "bureau")


class Owed:
    """Obligations seen together with forms and organisations."""

    def __init__(self, obligations: tuple[Obligation, ...], forms: Forms, organisations: Organisations) -> None:
        self._obligations = obligations
        self._forms = forms
        self._organisations = organisations
        self._bound: dict[tuple[str, date], tuple[Obligation, ...]] = {}  # a workbook asks for each of its rows

    def obligations_of(self, reporter_code: str, day: date) -> tuple[Obligation, ...]:
        """The obligations that bind the reporter on the day; raises KeyError for an unknown code."""
        key = reporter_code, day
        if key not in self._bound:
            reporter = self._organisations.get(reporter_code)
            bound = (o for o in self._obligations if binds(o, reporter) and o.holds_on(day))
            self._bound[key] = tuple(bound) if reporter.holds_on(day) else ()
        return self._bound[key]

    def obligation(self, form_code: str, organisation_code: str, period: Period) -> Obligation | None:
        """The obligation by which the organisation owes the form for the period."""
        form = self._form(form_code, period)
        if form is None:
            return None
        for obligation in self.obligations_of(organisation_code, period.last_day):
            if obligation.form == form_code and obligation.in_season(period.last_month):
                return obligation
        return None

    def reporters(self, form_code: str, period: Period) -> tuple[Organisation, ...]:
        """The organisations that owe the form for the period."""
        return tuple(o for o in self._organisations.all if self.obligation(form_code, o.code, period) is not None)

    def owed(self, period: Period) -> Iterator[tuple[Organisation, Obligation]]:
        """Every report that is owed for the period, by whom and under which obligation; none that could say nothing."""
        day, month = period.last_day, period.last_month
        valid = [organisation for organisation in self._organisations.all if organisation.holds_on(day)]
        in_force = [o for o in self._obligations if o.holds_on(day) and o.in_season(month)]
        for form_code in dict.fromkeys(obligation.form for obligation in in_force):
            form, bound = self._form(form_code, period), [o for o in in_force if o.form == form_code]
            for organisation in valid if form is not None else ():
                obligation = next((o for o in bound if binds(o, organisation)), None)
                if form is not None and obligation is not None and self._asks(form, organisation, period):
                    yield organisation, obligation

    def expected(self, form_code: str, indicator_code: str, period: Period) -> tuple[Organisation, ...]:
        """The organisations whose figure the form's required row asks for in that period."""
        form = self._form(form_code, period)
        row = next((row for row in form.rows if row.indicator == indicator_code), None) if form else None
        if form is None or row is None or not row.required:
            return ()
        about = {subject.code for reporter in self.reporters(form_code, period) for subject in self.subjects_in(form, reporter, period)}
        return tuple(o for o in self._organisations.all if o.code in about and row.is_owed(o.code, period.last_month))

    def described(self, form: Form, reporter_code: str, period: Period, given: Iterable[str]) -> tuple[str, ...]:
        """The organisations of which one submission owes the form's rows; `given` are those it has figures about.

        A form that says `listed` owes every valid organisation of its kinds that the reporter answers for; one of targets may
        list those before an heir in its place (decision 0090). One that does not say so owes the rows of whomever it lists, since
        nothing tells who else should be there. Raises KeyError for an unknown code.
        """
        reporter = self._organisations.get(reporter_code)
        county = self._organisations.county.code
        subject = subject_of(form, reporter.kind)
        if subject == "listed" and "subject" in form.model_fields_set:
            subjects = self.subjects_in(form, reporter, period)
            if not all(basis is Basis.PLAN for row in form.rows for basis in row.bases):
                return tuple(organisation.code for organisation in subjects)
            listed = frozenset(given)
            return tuple(dict.fromkeys(code for subject in subjects for code in self._in_place_of(subject, period, listed)))
        about = tuple(dict.fromkeys(given))
        parts = tuple(code for code in about if code not in (reporter.code, county))
        if parts:
            return parts + tuple(code for code in about if code == reporter.code and reporter.kind not in COUNTY_KINDS)
        if about or subject == "listed":
            return about
        return (reporter.code,) if subject == "reporter" else (county,)

    def reporters_of(self, form_code: str) -> tuple[Organisation, ...]:
        """The organisations that an obligation binds to the form at any time, in the catalogue's order."""
        bound = [obligation for obligation in self._obligations if obligation.form == form_code]
        return tuple(o for o in self._organisations.all if any(binds(obligation, o) for obligation in bound))

    def subjects(self, form: Form, reporter: Organisation) -> tuple[Organisation, ...]:
        """Whom the form describes when that reporter fills it, whenever they hold (PRACTICE: a figure belongs to whom it describes)."""
        subject = subject_of(form, reporter.kind)
        if subject == "reporter":
            return (reporter,)
        if subject == "county":
            return (self._organisations.county,)
        kinds = form.subjects or (("town",) if reporter.kind in COUNTY_KINDS else ("village",))
        return tuple(o for o in self._organisations.answered_for(reporter.code) if o.kind in kinds and o.code != reporter.code)

    def subjects_in(self, form: Form, reporter: Organisation, period: Period) -> tuple[Organisation, ...]:
        """Whom the form describes at the end of the period; where it is about its reporter or the county these, whoever owes it."""
        listed = subject_of(form, reporter.kind) == "listed"
        return tuple(o for o in self.subjects(form, reporter) if not listed or o.holds_on(period.last_day))

    def _asks(self, form: Form, reporter: Organisation, period: Period) -> bool:
        """Whether a required row of the form is owed in that period; a form that requires none is owed as it is."""
        if not any(row.required for row in form.rows):
            return True
        about = self.subjects_in(form, reporter, period)
        return any(row.is_owed(subject.code, period.last_month) for row in form.rows for subject in about)

    def _in_place_of(self, organisation: Organisation, period: Period, listed: frozenset[str]) -> tuple[str, ...]:
        """The organisation, or those whose heir it became within the period where a file lists some of them and not the heir."""
        if organisation.code in listed:
            return (organisation.code,)
        of_period = (o for o in self._organisations.all if o.holds_within(period.first_day, period.last_day))
        before = (o for o in of_period if o.hands_over_to(organisation))
        found = tuple(code for one in before for code in self._in_place_of(one, period, listed))
        return found if listed.intersection(found) else (organisation.code,)

    def _form(self, code: str, period: Period) -> Form | None:
        try:
            form = self._forms.get(code, period.last_day)
        except KeyError:
            return None
        return form if form.frequency == period.frequency and form.begins_by(period.last_month) else None


def binds(obligation: Obligation, organisation: Organisation) -> bool:
    """Whether the obligation is one of that organisation, dates aside."""
    if obligation.organisation:
        return obligation.organisation == organisation.code
    return obligation.kind == organisation.kind and organisation.code not in obligation.exempt


def subject_of(form: Form, reporter_kind: OrganisationKind) -> Subject:
    """The form's own word; without one, a form of the county or a bureau describes listed parts if it adds them up, else the county."""
    if "subject" in form.model_fields_set or reporter_kind not in COUNTY_KINDS:
        return form.subject
    adds_parts = any("children" in relation.expression for relation in form.relations)
    return "listed" if adds_parts or form.subjects else "county"
