"""A figure of prose with what it is a figure of, and what holds for the whole text."""

from __future__ import annotations

from dataclasses import dataclass

from huizong.catalogue import Period
from huizong.catalogue.form_entries import Form
from huizong.model import Basis, Figure


@dataclass(frozen=True, slots=True)
class Report:
    """What holds for a whole text: its narrative form, whom it is about, when, and what its title makes of values."""

    form: Form | None
    subject: str | None
    period: Period | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure of prose with what it is a figure of.

    `exact` says that the words name the indicator and nothing else. Where they don't, `phrase` holds the words that were
    compared and `suggestion` the indicator's code that they resemble. `would_be` is the basis
    that a figure without an indicator would have, where it isn't the figure's own; a rate waits for the phrase of its value.
    """

    figure: Figure
    exact: bool = False
    forecast: bool = False
    undated: bool = False
    phrase: str = ""
    suggestion: str | None = None
    would_be: Basis | None = None
