"""What a changed catalogue changes in what was told before: two judgements of the same submission compared.

Both judge the same bytes beside the same warehouse, one under the catalogue that the submission was judged under, one
under the catalogue in force, so that what differs is the catalogue's doing and nothing else's: a fault that both
judgements lack went because other figures came since, and is nobody's error.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from huizong.model import Severity

Identity = tuple[str | None, ...]
TAKEN = "load"


class VoidReason(StrEnum):
    """Why a fault was the rule's: the rule is gone, or finds it no more."""

    WITHDRAWN = "rule-withdrawn"
    CHANGED = "rule-changed"


@dataclass(frozen=True, slots=True)
class Reach:
    """What is judged again: the reports of one period, those for which one rule says something else, or all."""

    period: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """A submission of the warehouse and the file that it came in.

    `judged_under` is the hash of the catalogue that it was compared with last; `speaks` is whether the report still rests
    on it. `received_at` is when its bytes came, `folder_reporter` whose folder they came by.
    """

    submission_id: int
    arrival_id: str
    submission_no: int
    file: str
    sha256: str
    reporter: str
    form: str
    period: str
    verdict: str
    judged_under: str
    received_at: datetime
    folder_reporter: str | None
    folder: str
    folder_below: str
    path: str
    file_name: str
    file_sha256: str
    size_bytes: int
    speaks: bool

    @property
    def report(self) -> tuple[str, str, str]:
        """Reporter, form and period: what its attempts have in common."""
        return self.reporter, self.form, self.period


@dataclass(frozen=True, slots=True)
class JudgedFault:
    """One fault as a judgement tells it; `number` is its issue_id where it is stored."""

    number: int
    rule: str
    severity: str
    responsibility: str
    place: str
    organisation: str | None
    indicator: str | None
    period: str | None
    basis: str | None
    observed: str | None
    message: str
    state: str

    @property
    def identity(self) -> Identity:
        """What makes it the same fault in another judgement of the same bytes."""
        return self.rule, self.place, self.organisation, self.indicator, self.period, self.basis

    @property
    def weighs(self) -> bool:
        """Whether a department has to act on it or a figure is held by it."""
        return self.severity != Severity.INFO


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would become of one figure: `disposition` is `load` or the reason why not; `live_value` is in force now.

    Values in `unit`. `live_is_own` says that the live row came by the same bytes.
    """

    place: str
    organisation: str | None
    indicator: str | None
    period: str | None
    basis: str
    status: str
    value: Decimal | None
    unit: str | None
    disposition: str
    live_value: Decimal | None
    live_is_own: bool | None

    @property
    def released(self) -> bool:
        """Whether it loads and is not in force yet."""
        return self.disposition == TAKEN and self.status == "reported" and self.live_value != self.value

    @property
    def held(self) -> bool:
        """Whether it is in force and would be no more."""
        return self.disposition in ("held", "ambiguous", "returned", "unidentified") and bool(self.live_is_own)

    @property
    def key(self) -> tuple[str | None, ...]:
        """Place and key."""
        return self.place, self.organisation, self.indicator, self.period, self.basis


@dataclass(frozen=True, slots=True)
class SubmissionJudgement:
    """One judgement of one submission, not loaded."""

    verdict: str
    faults: tuple[JudgedFault, ...]
    figures: tuple[Outcome, ...]

    @property
    def identities(self) -> Mapping[Identity, str]:
        """Its faults with their severity."""
        return {fault.identity: fault.severity for fault in self.faults}

    @property
    def taken(self) -> frozenset[tuple[str | None, ...]]:
        """The figures that it lets in."""
        return frozenset(figure.key for figure in self.figures if figure.disposition == TAKEN)


@dataclass(frozen=True, slots=True)
class Void:
    """A stored fault that was the rule's, and why."""

    fault: JudgedFault
    reason: VoidReason


@dataclass(frozen=True, slots=True)
class ChangedSubmission:
    """What the catalogue in force changes for one submission.

    `regraded` are faults that stay under another severity (before, now). Only a submission that still speaks for its report
    is judged again; of another one the faults of the rule are void, and nothing else changes.
    """

    examined: Examined
    verdict: str
    void: tuple[Void, ...]
    new: tuple[JudgedFault, ...]
    regraded: tuple[tuple[JudgedFault, JudgedFault], ...]
    released: tuple[Outcome, ...]
    held: tuple[Outcome, ...]

    @property
    def judged_again(self) -> bool:
        """Whether the submission gets a new judgement: something changes that a department or a rollup sees."""
        weighty = any(void.fault.weighs for void in self.void) or any(fault.weighs for fault in self.new)
        moved = self.regraded or self.released or self.held or self.verdict != self.examined.verdict
        return self.examined.speaks and bool(weighty or moved)


def compare(
    examined: Examined,
    stored: Sequence[JudgedFault],
    before: SubmissionJudgement,
    after: SubmissionJudgement,
    rules: Collection[str],
    rule: str | None,
) -> ChangedSubmission | None:
    """What changes for a submission; None if the catalogue changes nothing, or nothing but remarks, which are not told again.

    `rules` are the names in force. A stored fault is void if its rule is gone, or if the old catalogue still finds it and the new
    one doesn't. Where a rule is named, only its doing counts, and what it finds no more is void even where the old
    catalogue finds it no more either: its program was mended, says who names it.
    """
    old, now = before.identities, after.identities
    told = {fault.identity: fault for fault in stored}
    void = tuple(
        Void(fault, VoidReason.CHANGED if fault.rule in rules else VoidReason.WITHDRAWN)
        for fault in stored
        if fault.identity not in now
        and (fault.identity in old or fault.rule not in rules or fault.rule == rule)
        and (rule is None or fault.rule == rule)
    )
    new = tuple(f for f in after.faults if f.identity not in old and f.identity not in told and (rule is None or f.rule == rule))
    regraded = tuple(
        (told[fault.identity], fault)
        for fault in after.faults
        if fault.identity in told
        and old.get(fault.identity, fault.severity) != fault.severity
        and told[fault.identity].severity != fault.severity
        and (rule is None or fault.rule == rule)
    )
    reread = rule is None and before.taken != after.taken
    if not examined.speaks and not void:
        return None
    if not (void or new or regraded or reread or (rule is None and before.verdict != after.verdict)):
        return None
    change = ChangedSubmission(
        examined=examined,
        verdict=after.verdict if examined.speaks else examined.verdict,
        void=void,
        new=new if examined.speaks else (),
        regraded=regraded if examined.speaks else (),
        released=tuple(figure for figure in after.figures if figure.released) if examined.speaks else (),
        held=tuple(figure for figure in after.figures if figure.held) if examined.speaks else (),
    )
    if change.judged_again or not examined.speaks:
        return change
    return replace(change, new=(), regraded=()) if void else None
