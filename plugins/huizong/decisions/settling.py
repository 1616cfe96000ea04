"""Differences between sources and levels that a person lets stand, many by one decision; in the journal first (DESIGN §7)."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC

from huizong.answers.differences import Group, open_groups
from huizong.decisions.deciding import DecisionError
from huizong.explanations import judge as judge_reason
from huizong.intake import Journal, record_arrivals
from huizong.intake.taking import SETTLED, next_instant
from huizong.settings import Settings
from huizong.steps.preparing import prepare
from huizong.warehouse import connect

IDENTITY = (
    "period",
    "rule",
    "organisation",
    "indicator",
    "basis",
    "reporter",
    "form",
    "other_reporter",
    "other_form",
    "observed",
    "expected",
)


def waiting(settings: Settings) -> list[Group]:
    """The differences that nobody has settled, each with the key by which it is named."""
    prepare(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        found = open_groups(connection)
        connection.rollback()
    return found


def settle(settings: Settings, key: str, approver: str, reason: str) -> Group:
    """Let every issue of the group stand as it is: no figure changes. With other values it would be another issue, and open.

    Raises DecisionError without name or reason, and where there is no such group any more.
    """
    if not approver.strip():
        raise DecisionError("say --by NAME: a decision needs the name of who takes it")
    judged = judge_reason(reason)
    if not judged.accepted:
        raise DecisionError(f"say --reason: {reason or 'nothing'} says nothing ({judged.refusal})")
    catalogue = prepare(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        journal = Journal(settings.archive / "journal")
        with journal.writing():
            record_arrivals(connection, catalogue, journal)
            group = next((each for each in open_groups(connection) if each.key == key), None)
            connection.rollback()
            if group is None:
                raise DecisionError(f"{key} is not open, or not as it was any more: `huizong settle` lists what is")
            decided_at = next_instant(connection).astimezone(UTC)
            for issue in group.issues:
                journal.append(
                    SETTLED,
                    decided_at.year,
                    **{name: getattr(issue, name) for name in IDENTITY},
                    approver=approver.strip(),
                    reason=reason.strip(),
                    decided_at=decided_at.isoformat(timespec="microseconds"),
                )
            record_arrivals(connection, catalogue, journal)
    return group
