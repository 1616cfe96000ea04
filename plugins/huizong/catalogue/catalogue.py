"""A whole catalogue: checked as it is loaded, asked by every room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from huizong.catalogue.defaults import DEFAULT_FOLDER, default_issue_types
from huizong.catalogue.entries import (
    Contact,
    Header,
    Holiday,
    Indicator,
    IndicatorAlias,
    IssueType,
    Obligation,
    Organisation,
    OrganisationAlias,
    Placeholder,
    ScoringWeight,
    SplitShare,
    Unit,
    User,
)
from huizong.catalogue.folder.snapshot import pack
from huizong.catalogue.form_entries import Form
from huizong.catalogue.names.headers import HeaderMatch, Headers
from huizong.catalogue.names.indicators import Indicators
from huizong.catalogue.names.measures import Placeholders, Units
from huizong.catalogue.names.organisations import Organisations
from huizong.catalogue.names.titles import Forms
from huizong.catalogue.owed import Owed
from huizong.catalogue.period import Period
from huizong.catalogue.working_days import WorkingDays
from huizong.model import Status


class CatalogueError(Exception):
    """A catalogue that can't be used; `problems` are lines "file:line: reason"."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def words_of(folder: Path) -> Path:
    """Where the words of prose of the catalogue in this folder are."""
    own = folder / "narrative"
    return own if own.is_dir() else DEFAULT_FOLDER / "narrative"


@dataclass(frozen=True)
class Catalogue:
    """Everything a county's folder says; `hash` is over all its bytes and is recorded by each run.

    `figures_hash` leaves out who is told and who may log in: no figure, no date depends on them.
    """

    folder: Path
    hash: str
    organisations: tuple[Organisation, ...]
    organisation_aliases: tuple[OrganisationAlias, ...]
    indicators: tuple[Indicator, ...]
    indicator_aliases: tuple[IndicatorAlias, ...]
    units: tuple[Unit, ...]
    placeholders: tuple[Placeholder, ...]
    headers: tuple[Header, ...]
    forms: tuple[Form, ...]
    obligations: tuple[Obligation, ...]
    issue_types: tuple[IssueType, ...]
    contacts: tuple[Contact, ...] = ()
    users: tuple[User, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    scoring: tuple[ScoringWeight, ...] = ()
    shares: tuple[SplitShare, ...] = ()
    figures_hash: str = ""

    @property
    def narrative_words(self) -> Path:
        """The folder with the words of prose: the catalogue's own `narrative`, else the shipped one."""
        return words_of(self.folder)

    # --- organisations ---

    def organisation(self, code: str) -> Organisation:
        """The organisation of that code; raises KeyError."""
        return self._organisations.get(code)

    def organisations_on(self, day: date) -> tuple[Organisation, ...]:
        """The organisations that hold on the day."""
        return tuple(organisation for organisation in self.organisations if organisation.holds_on(day))

    def children(self, code: str, day: date) -> tuple[Organisation, ...]:
        """The organisations directly below that hold on the day."""
        return self._organisations.children(code, day)

    @property
    def county(self) -> Organisation:
        """The root of the tree."""
        return self._organisations.county

    def answers_for(self, reporter_code: str, subject_code: str) -> bool:
        """Whether the reporter may report about the subject (DESIGN §5); raises KeyError for unknown codes."""
        return self._organisations.answers_for(reporter_code, subject_code)

    def is_below(self, code: str, above: str) -> bool:
        """Whether the first organisation is somewhere below the second."""
        return self._organisations.is_below(code, above)

    def organisation_named(self, text: str, *, day: date | None = None, within: str | None = None) -> Organisation | None:
        """The organisation of exactly that name, alias or code, or of both; of several the one valid on the day, then below `within`."""
        return self._organisations.named(text, day, within)

    @property
    def has_namesakes(self) -> bool:
        """Whether any spelling is that of several organisations, so that it matters in whose list it stands."""
        return self._organisations.has_namesakes

    def contradicting_code(self, text: str) -> tuple[str, Organisation | None] | None:
        """The code beside an organisation's name that is another's, or nobody's, and whose it is; None if nothing contradicts."""
        return self._organisations.contradicting_code(text)

    def similar_organisation(self, text: str) -> Organisation | None:
        """The organisation with the closest name: a suggestion, never a match."""
        return self._organisations.similar(text)

    def contact_of(self, organisation_code: str) -> Contact | None:
        """The first contact of the organisation, whom others may ask; who only runs the system is none."""
        return next((c for c in self.contacts if c.organisation == organisation_code and c.role != "engineer"), None)

    # --- indicators, units, words ---

    def indicator(self, code: str) -> Indicator:
        """The indicator of that code; raises KeyError."""
        return self._indicators.get(code)

    def indicator_named(self, text: str, *, form: str | None = None, day: date | None = None) -> Indicator | None:
        """The indicator of exactly that name; a name for that form only comes first, then the form's own rows."""
        return self._indicators.named(text, form, day, self._rows_of_form.get(form or "", frozenset()))

    def similar_indicator(self, text: str) -> Indicator | None:
        """The indicator with the same name without brackets, or the closest: a suggestion, never a match."""
        return self._indicators.similar(text)

    def unit(self, text: str) -> Unit | None:
        """The unit of that name; 「单位：」 and brackets around it are dropped."""
        return self._units.get(text)

    def units_in(self, text: str) -> tuple[Unit, ...]:
        """All units of a corner such as 「单位：万元、%」; empty if one of them is unknown."""
        return self._units.several(text)

    def convert(self, value: Decimal, unit_from: str, unit_to: str) -> Decimal | None:
        """The value in the other unit; None if a unit is unknown or the dimensions differ."""
        return self._units.convert(value, unit_from, unit_to)

    def basis_of_header(self, text: str, *, year: int | None = None) -> HeaderMatch | None:
        """What a column header says; `year` is that of the report, for headers that say a month only."""
        return self._headers.match(text, year)

    def placeholder_status(self, text: str) -> Status | None:
        """The status that a whole trimmed cell means if it stands for no number."""
        return self._placeholders.status(text)

    def issue_type(self, code: str) -> IssueType:
        """The county's own issue type, else the one shipped with the project; raises KeyError if neither knows the code."""
        return self._issue_types[code] if code in self._issue_types else default_issue_types()[code]

    def is_of_whole_file(self, code: str) -> bool:
        """Whether a critical fault of the type puts all of its file's figures in doubt; raises KeyError as `issue_type`."""
        own = self._issue_types[code].whole_file if code in self._issue_types else None
        return bool(default_issue_types()[code].whole_file if own is None and code in default_issue_types() else own)

    @property
    def types_of_whole_files(self) -> tuple[str, ...]:
        """The codes of those types, the county's and the project's, in order."""
        return tuple(code for code in sorted({*self._issue_types, *default_issue_types()}) if self.is_of_whole_file(code))

    # --- forms and who owes them ---

    def form(self, code: str, day: date | None = None) -> Form:
        """The version in force on the day, the newest without a day; raises KeyError."""
        return self._forms.get(code, day)

    def form_versions(self, code: str) -> tuple[Form, ...]:
        """All versions of a form, the oldest first; raises KeyError for an unknown code."""
        return self._forms.versions(code)

    def form_on(self, code: str, day: date) -> Form | None:
        """The version in force on the day; None where none is, or the code is unknown."""
        try:
            return self._forms.get(code, day)
        except KeyError:
            return None

    def forms_on(self, day: date) -> tuple[Form, ...]:
        """The forms in force on the day."""
        return self._forms.on(day)

    def form_titled(self, text: str) -> Form | None:
        """The form whose title stands in the text; the longest wins. The newest version is given."""
        return self._forms.titled(text)

    def obligations_of(self, reporter_code: str, day: date) -> tuple[Obligation, ...]:
        """What the reporter owes on the day; raises KeyError for an unknown code."""
        return self._owed.obligations_of(reporter_code, day)

    def obligation(self, form: str, organisation: str, period: Period) -> Obligation | None:
        """The obligation by which the organisation owes the form for the period; raises KeyError for an unknown organisation."""
        return self._owed.obligation(form, organisation, period)

    def is_obliged(self, form: str, organisation: str, period: Period) -> bool:
        """Whether the organisation owes the form for the period."""
        return self.obligation(form, organisation, period) is not None

    def owed(self, period: Period) -> Iterator[tuple[Organisation, Obligation]]:
        """Every report that is owed for the period, by whom and under which obligation."""
        return self._owed.owed(period)

    def expected_organisations(self, form_code: str, indicator_code: str, period: Period) -> tuple[Organisation, ...]:
        """The organisations whose figure a form owes for the period, in the catalogue's order."""
        return self._owed.expected(form_code, indicator_code, period)

    def described(self, form: Form, reporter: str, period: Period, given: Iterable[str]) -> tuple[str, ...]:
        """The organisations of which one submission of the reporter owes the form's rows; `given` are those it has figures about."""
        return self._owed.described(form, reporter, period, given)

    def subjects(self, form: Form, reporter: Organisation) -> tuple[Organisation, ...]:
        """Whom the form describes when that reporter fills it, whenever they hold."""
        return self._owed.subjects(form, reporter)

    def subjects_in(self, form: Form, reporter: Organisation, period: Period) -> tuple[Organisation, ...]:
        """Whom the form describes when that reporter fills it for the period."""
        return self._owed.subjects_in(form, reporter, period)

    def reporters_of(self, form: str) -> tuple[Organisation, ...]:
        """The organisations that an obligation binds to the form at any time."""
        return self._owed.reporters_of(form)

    def due_at(self, obligation: Obligation, period: Period) -> datetime:
        """When the report of the period is due, Asia/Shanghai, moved past weekends and holidays."""
        return self.working_days.due_at(obligation, period)

    def snapshot(self) -> bytes:
        """The folder as a zip; the same bytes for the same content."""
        return pack(self.folder)

    # --- built once ---

    @cached_property
    def working_days(self) -> WorkingDays:
        """The days on which the county works."""
        return WorkingDays(self.holidays)

    @cached_property
    def _organisations(self) -> Organisations:
        return Organisations(self.organisations, self.organisation_aliases)

    @cached_property
    def _units(self) -> Units:
        return Units(self.units)

    @cached_property
    def _indicators(self) -> Indicators:
        return Indicators(self.indicators, self.indicator_aliases, self._units.by_name)

    @cached_property
    def _rows_of_form(self) -> dict[str, frozenset[str]]:
        codes = {form.code for form in self.forms}
        return {code: frozenset(row.indicator for form in self.forms if form.code == code for row in form.rows) for code in codes}

    @cached_property
    def _headers(self) -> Headers:
        return Headers(self.headers, {name for name, unit in self._units.by_name.items() if unit.base_unit not in ("%", "个百分点")})

    @cached_property
    def _placeholders(self) -> Placeholders:
        return Placeholders(self.placeholders)

    @cached_property
    def _issue_types(self) -> dict[str, IssueType]:
        return {issue_type.code: issue_type for issue_type in self.issue_types}

    @cached_property
    def _forms(self) -> Forms:
        county = self._organisations.county
        # 全县 is a word of titles (全县主要经济指标), no name that may be left out of them.
        names = [alias.alias for alias in self.organisation_aliases if alias.code == county.code and not alias.alias.startswith("全")]
        return Forms(self.forms, (county.name, *names))

    @cached_property
    def _owed(self) -> Owed:
        return Owed(self.obligations, self._forms, self._organisations)
