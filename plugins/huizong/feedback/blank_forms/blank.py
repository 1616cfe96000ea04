"""A form to be filled in, as it is before anybody lays it out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from huizong.catalogue import Period
from huizong.catalogue.entries import Indicator, Organisation
from huizong.catalogue.form_entries import Form
from huizong.model import Basis


@dataclass(frozen=True, slots=True)
class BlankLine:
    """One row of a form for one organisation: which bases of the indicator are owed, and last period's cumulative."""

    organisation: Organisation
    indicator: Indicator
    bases: tuple[Basis, ...]
    required: bool
    last: Decimal | None


@dataclass(frozen=True, slots=True)
class Blank:
    """A form to be filled: whose it is, for when, and its rows. `listed` if organisations are its rows and indicators its columns."""

    form: Form
    reporter: Organisation
    period: Period
    lines: tuple[BlankLine, ...]
    listed: bool
