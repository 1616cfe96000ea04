"""Which submissions are judged again where one changes, which get a receipt, and what of their faults is void."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta

from psycopg2.extensions import connection as Connection

from huizong.intake.taking import arrival_name, next_instant
from huizong.revalidation.journal_lines import Again, Voided
from huizong.revalidation.outcomes import Examined
from huizong.revalidation.rejudging import Consequences


def judged_again(comparison: Consequences) -> list[Examined]:
    """The submissions to judge again: all that speak for a report of which one changes, so that a later attempt stays the later."""
    changed = {change.examined.report for change in comparison.changes if change.judged_again}
    return [one for one in comparison.examined if one.speaks and one.report in changed and one.submission_id in comparison.drafts]


def told(comparison: Consequences) -> set[int]:
    """The submissions whose department gets a receipt: of a report the last attempt, if something changes for it, else those that change.

    The last one's receipt tells what happened to all attempts of the report.
    """
    changed = {change.examined.submission_id for change in comparison.changes if change.judged_again}
    last = {one.report: one.submission_id for one in comparison.examined if one.speaks}
    covered = {report for report, submission_id in last.items() if submission_id in changed}
    return {
        one.submission_id
        for one in comparison.examined
        if one.submission_id in changed and (one.report not in covered or one.submission_id == last[one.report])
    }


def arrivals_of(connection: Connection, examined: Sequence[Examined], changed: set[int]) -> tuple[Again, ...]:
    """The arrivals by which the submissions are judged again, each at an instant of its own."""
    first = next_instant(connection)
    instants = (first + timedelta(microseconds=n) for n in range(len(examined)))
    return tuple(
        Again(
            one.arrival_id,
            one.submission_no,
            arrival_name(at),
            at.astimezone(UTC).isoformat(timespec="microseconds"),
            one.submission_id in changed,
        )
        for one, at in zip(examined, instants, strict=True)
    )


def voided_faults(comparison: Consequences) -> tuple[Voided, ...]:
    """The faults that were a rule's and are none any more, with the reason."""
    return tuple(
        Voided(
            arrival=change.examined.arrival_id,
            submission_no=change.examined.submission_no,
            rule=void.fault.rule,
            place=void.fault.place,
            organisation=void.fault.organisation,
            indicator=void.fault.indicator,
            period=void.fault.period,
            basis=void.fault.basis,
            reason=void.reason.value,
        )
        for change in comparison.changes
        for void in change.void
    )
