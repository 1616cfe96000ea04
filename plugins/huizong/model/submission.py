"""What recognising hands to staging: the draft of a submission, with its figures as read."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from operator import attrgetter
from typing import Literal

from huizong.model.finding import Finding
from huizong.model.states import Basis, Maturity, Status, Verdict


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, or the place of one, as a reporter gave it.

    `value` is in the indicator's own unit (in % for rates); None where there is no number. `raw` is the text as it
    stands. `precision` is the weight of the last digit written, in the same unit as `value` (4.5亿元 for 万元: 1000);
    checks derive their tolerance from it. `indicator`, `organisation` and `period` are None where they could not be
    told, and then `label` has the words that stood there. `is_total` marks a total over listed organisations, which
    only checks. `candidate` marks a figure in prose that nobody owes. `refers_to` is the basis a rate or
    prior-year value belongs to ("cumulative" or "current").
    """

    place: str
    raw: str
    status: Status
    organisation: str | None
    indicator: str | None
    period: str | None
    basis: Basis
    value: Decimal | None = None
    unit_written: str | None = None
    precision: Decimal | None = None
    label: str = ""
    is_total: bool = False
    candidate: bool = False
    qualifier: str | None = None
    maturity: Maturity | None = None
    refers_to: Basis | None = None
    source: Literal["cell", "prose"] = "cell"
    measure: str | None = None

    def __reduce__(self) -> tuple[type[Figure], tuple[object, ...]]:
        """Its fields one by one: a reader hands over hundreds, and a dataclass with slots looks each field up by name."""
        return Figure, _FIELDS(self)


_FIELDS = attrgetter(*(field.name for field in fields(Figure)))


@dataclass(frozen=True, slots=True)
class Explanation:
    """A filled-in 「说明」 that came back: `number` as on the receipt or the 差错清单, `text` as written.

    `answers_to` is the arrival whose marked workbook it was written in, None where the file doesn't say.
    """

    number: str
    text: str
    place: str = ""
    answers_to: str | None = None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A name that the catalogue lacks, and the place of one number that waits for it.

    `name` is what a line of the catalogue would have to say: of an indicator, an organisation, a header (its whole path), a
    unit, or a measure of prose. `unit` is the one that stands beside it; of a unit, the one that was expected. `basis` is what is
    known of a header's or a measure's. `indicator` is the code of a measure that is known and that the form doesn't ask for.
    """

    kind: Literal["indicator", "organisation", "header", "unit", "measure"]
    name: str
    place: str
    unit: str | None = None
    basis: Basis | None = None
    indicator: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What one file (or member) says for one form and its latest period, before anybody judges it.

    `reporter` is the organisation whose folder the file came from, None if unknown. `form` and `period` are None if
    they could not be told (a finding says so). `numeric_cells` = cells holding numbers; every one is a figure,
    structure or an issue: `structure_cells` counts headers, totals, notes and codes, `issue_cells` those held without
    a figure. `kind` is "narrative" for prose, "table" otherwise.
    """

    file: str
    sha256: str
    reporter: str | None
    form: str | None
    period: str | None
    kind: Literal["table", "narrative"] = "table"
    figures: tuple[Figure, ...] = ()
    findings: tuple[Finding, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    numeric_cells: int = 0
    structure_cells: int = 0
    issue_cells: int = 0
    nil_report: bool = False
    verdict: Verdict | None = None  # set when it is clear before any check: IGNORED, WAITING
