"""What a report form of the catalogue asks for: its rows, its relations, its versions (DESIGN §5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from huizong.catalogue.entries import Dated, Entry, OrganisationKind, Seasonal
from huizong.catalogue.entry_fields import Day
from huizong.model import Basis, Maturity, Severity

Frequency = Literal["month", "quarter", "half", "year"]


class FormRow(Seasonal):
    """One row of a form: who must give which bases of an indicator, in which months, with which exceptions.

    `line` is its number on the form, by which the relations may name it too (`(1)=(2)+(3)`).
    """

    model_config = ConfigDict(populate_by_name=True)

    indicator: str
    required: bool = True
    bases: tuple[Basis, ...] = (Basis.CURRENT,)
    months: tuple[int, ...] = ()
    exempt: tuple[str, ...] = Field(default=(), alias="except")
    line: Annotated[str | None, Field(pattern=r"^\d+$"), BeforeValidator(lambda v: str(v) if isinstance(v, int) else v)] = None

    def is_for(self, organisation: str, month: int) -> bool:
        """Whether the row is that organisation's to give in a period that ends with the month (1 to 12)."""
        return organisation not in self.exempt and self.in_season(month)

    def is_owed(self, organisation: str, month: int) -> bool:
        """Whether it must be given by that organisation, or about it, in a period that ends with the month (1 to 12)."""
        return self.required and self.is_for(organisation, month)


class RelationException(Entry):
    """An organisation that a relation does not bind, why, and until which day (included)."""

    organisation: str
    reason: str = Field(min_length=1)
    until: Day


class Relation(Entry):
    """A rule over the figures of a form (DESIGN §5); its message is the clerk's text."""

    model_config = ConfigDict(populate_by_name=True)

    id: str
    expression: str
    severity: Severity
    message: str
    tolerance: Decimal | None = None
    missing: Literal["skip", "fail", "zero"] = "skip"
    scope: Literal["listed", "all"] = "listed"
    exceptions: tuple[RelationException, ...] = Field(default=(), alias="except")


class Form(Dated):
    """A report template with version, frequency, rows and relations."""

    code: str = Field(min_length=1)
    title: str = Field(min_length=1)
    title_aliases: tuple[str, ...] = ()
    frequency: Frequency
    version: int = Field(ge=1)
    rows: tuple[FormRow, ...]
    relations: tuple[Relation, ...] = ()
    kind: Literal["table", "narrative"] = "table"
    subject: Literal["reporter", "county", "listed"] = "reporter"
    subjects: tuple[OrganisationKind, ...] = ()
    adds_to_parent: bool | None = None
    priority: int = 100
    maturity: Maturity | None = None
    first_month: int | None = Field(default=None, ge=1, le=12)
    signed: bool = False

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The numbers of its lines with the codes of their indicators."""
        return tuple((row.line, row.indicator) for row in self.rows if row.line is not None)

    def begins_by(self, month: int) -> bool:
        """Whether the form has begun to come in a period of the year that ends with the month: one without January begins in February."""
        return self.first_month is None or month >= self.first_month
