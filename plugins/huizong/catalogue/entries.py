"""The rows of a catalogue, one frozen model a file (format: DESIGN §5)."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from huizong.catalogue.entry_fields import (
    Codes,
    Day,
    OptionalDate,
    OptionalDecimal,
    OptionalInt,
    OptionalText,
    as_schedule,
    blank_is_none,
    split_codes,
)
from huizong.model import Basis, Severity, Status

OrganisationKind = Literal["county", "town", "bureau", "park", "village", "project"]


class Entry(BaseModel):
    """What every row of a catalogue shares: frozen, nothing unknown, texts trimmed."""

    # How a row is checked is built when the first is: most processes only take up the compiled catalogue, and building took a third of
    # the time in which such a process is loaded.
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)


class Dated(Entry):
    """A row that holds from `valid_from` to `valid_to`, both included, judged by the last day of the period."""

    valid_from: OptionalDate = None
    valid_to: OptionalDate = None

    def holds_on(self, day: date) -> bool:
        """Whether the row is in force on that day."""
        return self.holds_within(day, day)

    def holds_within(self, first_day: date, last_day: date) -> bool:
        """Whether the row is in force on any day from the first to the last, both included."""
        return (self.valid_from is None or self.valid_from <= last_day) and (self.valid_to is None or first_day <= self.valid_to)


class Seasonal(Entry):
    """A row that holds for periods that end with some of its `months` (1 to 12) only; without any for all."""

    if TYPE_CHECKING:  # a field of whoever has months, in its own place among the columns of its table
        months: tuple[int, ...]

    def in_season(self, month: int) -> bool:
        """Whether the row is asked for in a period that ends with the month (1 to 12)."""
        return not self.months or month in self.months


class Organisation(Dated):
    """One organisation of the county's tree; `successor` names those that took it over."""

    code: str = Field(min_length=1)
    name: str = Field(min_length=1)
    kind: OrganisationKind
    parent: OptionalText = None
    successor: Codes = ()
    counted_in: OptionalText = None

    def hands_over_to(self, heir: Organisation) -> bool:
        """Whether the heir took over from this one, which ended before it; one that was counted in the heir handed nothing over."""
        ended_before = self.valid_to is not None and (heir.valid_to is None or self.valid_to < heir.valid_to)
        return ended_before and heir.code in self.successor and heir.code != self.counted_in


class SplitShare(Entry):
    """Of an organisation that was split, how many % one of its heirs of today had of it.

    Of one indicator; without, of all indicators that have no shares of their own.
    """

    organisation: str = Field(min_length=1)
    heir: str = Field(min_length=1)
    indicator: OptionalText = None
    share: Decimal = Field(gt=0, le=100)


class OrganisationAlias(Entry):
    """Another spelling of an organisation's name."""

    alias: str = Field(min_length=1)
    code: str = Field(min_length=1)


class Indicator(Dated):
    """What is measured. `decimals` are those of its own unit; bounds are inclusive and for values, not rates.

    `schedule` is how much of its plan is to be reached by the end of each month, in %; None: a twelfth a month.
    `large_growth` is the rise or fall over a year, in %, beyond which a reason is asked for.
    """

    code: str = Field(min_length=1)
    name: str = Field(min_length=1)
    unit: str = Field(min_length=1)
    decimals: int = Field(ge=0, le=9)
    kind: Literal["flow", "stock", "ratio"]
    aggregation: Literal["sum", "last", "ratio", "none"]
    numerator: OptionalText = None
    denominator: OptionalText = None
    minimum: OptionalDecimal = None
    maximum: OptionalDecimal = None
    growth: Annotated[Literal["recompute", "comparable", "constant_price", "none"], BeforeValidator(lambda v: v or "recompute")] = (
        "recompute"
    )
    additive: Annotated[bool, BeforeValidator(lambda v: True if v is None or v == "" else v)] = True
    direction: Annotated[Literal["more", "less"] | None, BeforeValidator(blank_is_none)] = None
    display_unit: OptionalText = None
    display_decimals: OptionalInt = None
    release: Annotated[Literal["public", "internal", "restricted"], BeforeValidator(lambda v: v or "public")] = "public"
    min_units: OptionalText = None
    large_growth: Annotated[Decimal, Field(gt=0), BeforeValidator(lambda v: 50 if v is None or v == "" else v)] = Decimal(50)
    schedule: Annotated[tuple[Decimal, ...] | None, BeforeValidator(as_schedule)] = None

    @property
    def minimum_units(self) -> tuple[str, int] | None:
        """The count indicator and the number below which values are not shown; `min_units` is written `E01:3`."""
        if self.min_units is None:
            return None
        code, _, number = self.min_units.rpartition(":")
        return code, int(number)


class IndicatorAlias(Dated):
    """Another name of an indicator, everywhere or in one form only."""

    alias: str = Field(min_length=1)
    code: str = Field(min_length=1)
    form: OptionalText = None


class Unit(Entry):
    """One unit: `factor` of it make one of the base unit's dimension (万元: 元, 10000)."""

    unit: str = Field(min_length=1)
    base_unit: str = Field(min_length=1)
    factor: Decimal = Field(gt=0)


class Placeholder(Entry):
    """A pattern over a whole trimmed cell that stands where a number should, and the status it means."""

    pattern: str
    status: Status


class Header(Entry):
    """A column header and the basis it names; a header `re:…` is a pattern whose group `month` or `year` gives the period."""

    header: str = Field(min_length=1)
    basis: Basis


class Obligation(Dated, Seasonal):
    """A reporter, or every organisation of a kind but the `exempt`, owes a form: until `due_day`, `due_time`, `due_month` later."""

    form: str
    organisation: OptionalText = None
    kind: Annotated[OrganisationKind | None, BeforeValidator(blank_is_none)] = None
    due_day: int = Field(ge=-31, le=31)
    due_time: time
    reason: str
    due_month: Annotated[int, Field(ge=-12, le=12), BeforeValidator(lambda v: 1 if v is None or v == "" else v)] = 1
    months: Annotated[tuple[int, ...], BeforeValidator(split_codes)] = ()
    exempt: Codes = ()


# The fields that rules give to the texts of an issue type.
KNOWN_FIELDS = frozenset(
    {"observed", "expected", "difference", "detail", "place", "file", "indicator", "organisation", "period", "basis"}
    | {"message", "comparison", "operands", "own", "reason"}
)


class IssueType(Entry):
    """One kind of fault: the one source of its texts. `{fields}` in them are filled from the place.

    `milder` is what to do where a place is judged milder than the kind: only asked about, or only remarked. `whole_file`: whether the
    file's figures are nobody's, or of no known period, where such a fault is critical; None: as the project's own table says.
    """

    code: str = Field(min_length=1)
    severity: Severity
    responsibility: Literal["department", "county", "reviewer", "system"]
    dimension: Literal["completeness", "validity", "consistency", "accuracy", "uniqueness", "timeliness"]
    message: str
    remedy: str
    milder: str = ""
    whole_file: Annotated[bool | None, BeforeValidator(lambda v: None if v == "" else v)] = None


# The channels by which messages can be sent; others, such as phone, are for people.
CHANNELS = ("email", "wecom", "dingtalk", "webhook")


class Contact(Entry):
    """Whom to reach about an organisation, and as what: who sends the reports, who heads it, who runs the system (of the county).

    `address` is a mail address, or the name of the connection that holds a group's webhook.
    """

    organisation: str
    name: str
    channel: str
    address: str
    role: Annotated[Literal["clerk", "head", "engineer"], BeforeValidator(lambda v: v or "clerk")] = "clerk"


class User(Entry):
    """Who may see the board, as what; `organisation` only for those who see one organisation."""

    username: str = Field(min_length=1)
    board_role: Literal["department", "reviewer", "superior", "engineer"]
    organisation: OptionalText = None


class Holiday(Entry):
    """A day on which the county does not work, or works though the week says otherwise; overrides the library."""

    day: Day
    works: bool
    name: str = ""


class ScoringWeight(Entry):
    """What one unit of a measure of a reporter's quality costs, in points."""

    measure: Literal["days_late", "department_faults", "resubmissions", "not_first_pass"]
    weight: Decimal = Field(ge=0)
    cap: OptionalDecimal = None


class DraftedLine(Entry):
    """Where a line of the catalogue was drafted from, and what of it was assumed and waits to be confirmed.

    `entry` is what names the line (its code, alias, header, unit; of an obligation its form), a form's indicator, or empty for the
    head of a form; `assumed` are `column=value`.
    """

    file: str = Field(min_length=1)
    entry: str
    origin: str
    assumed: Codes = ()
    question: str = ""
