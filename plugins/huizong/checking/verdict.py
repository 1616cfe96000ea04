"""The verdict on a submission, from what its figures and faults came to (DESIGN §2; PRACTICE, Verdict)."""

from __future__ import annotations

from dataclasses import dataclass

from huizong.model import Verdict


@dataclass(frozen=True, slots=True)
class SubmissionStanding:
    """What is known of a submission once its faults are: `taken`, `masked` and `not_applicable` count figures.

    `grave` faults are critical or blocking, `own_…` those that the department answers for; `required` of its form's
    cells are owed, of which `required_taken` were given.
    """

    submission_no: int
    early_verdict: str | None
    kind: str
    nil_report: bool
    whole_file: bool
    grave: bool
    own_grave: bool
    own_query: bool
    taken: int
    masked: int
    not_applicable: int
    required: int
    required_taken: int


def verdict_of(standing: SubmissionStanding) -> Verdict:
    """What the submission came to.

    Returned: a fault of the whole file, or grave faults and not one figure left, of a narrative the department's own; a narrative whose
    owed figures are all masked. A narrative without figures and a nil report are accepted. Only the department's own faults lower it.
    """
    if standing.early_verdict is not None:
        return Verdict(standing.early_verdict)
    if standing.whole_file:
        return Verdict.RETURNED
    if standing.kind == "narrative" and standing.masked and not standing.taken and not standing.not_applicable:
        return Verdict.RETURNED
    grave = standing.own_grave if standing.kind == "narrative" else standing.grave
    if grave and not standing.taken and not standing.nil_report:
        return Verdict.RETURNED
    if standing.own_grave:
        return Verdict.PARTIALLY_ACCEPTED
    if standing.own_query:
        return Verdict.ACCEPTED_WITH_QUERIES
    return Verdict.ACCEPTED
