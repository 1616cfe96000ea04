"""Figures of prose that nobody owes, as the command and the board show them until a person takes one in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure in prose that nobody owes; `value` is in `unit`, the indicator's own, else the text's."""

    submission_id: int
    figure_no: int
    arrival_id: str
    submission_no: int
    file: str
    sha256: str
    reporter: str
    form: str | None
    report_period: str | None
    place: str
    raw_text: str
    label: str
    organisation: str | None
    indicator: str | None
    period: str | None
    basis: str
    value: Decimal | None
    unit: str | None

    @property
    def number(self) -> str:
        """How the command names it."""
        return f"{self.submission_id}.{self.figure_no}"

    @property
    def line(self) -> str:
        """The candidate on one line: its number, where it stands, what it says, what is known of it."""
        key = "/".join(part or "?" for part in (self.organisation, self.indicator, self.period, self.basis))
        return f"{self.number}\t{self.file} {self.place}\t{self.label} {self.raw_text}\t{key}"
