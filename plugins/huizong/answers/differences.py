"""Issues of periods that nobody has settled, put together: what one decision can settle is one line."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection

from huizong.answers.asking import ask


@dataclass(frozen=True, slots=True)
class SourceDifference:
    """One open issue of a period; codes are empty where none is compared."""

    period: str
    rule: str
    organisation: str
    indicator: str
    basis: str
    reporter: str
    form: str
    other_reporter: str
    other_form: str
    observed: str
    expected: str
    severity: str
    message: str
    remedy: str
    raised_at: datetime

    @property
    def kind(self) -> tuple[str, ...]:
        """What it has in common with those that one decision settles: who stands against whom beside the organisation itself."""
        own = {self.organisation, ""}
        sides = sorted(side for side in (self.reporter, self.other_reporter) if side not in own)
        return (self.period, self.rule, self.indicator, self.basis, *sorted((self.form, self.other_form)), *sides)


@dataclass(frozen=True, slots=True)
class Group:
    """Issues that one decision settles, and a key that stays the same while these are the ones."""

    key: str
    issues: tuple[SourceDifference, ...]

    @property
    def first(self) -> SourceDifference:
        """The one that stands for all."""
        return self.issues[0]

    @property
    def organisations(self) -> tuple[str, ...]:
        """Whom they are about, each once."""
        return tuple(dict.fromkeys(issue.organisation for issue in self.issues))


def open_groups(connection: Connection) -> list[Group]:
    """What waits for a decision, the latest period first."""
    together: dict[tuple[str, ...], list[SourceDifference]] = {}
    for issue in ask(connection, "settlement_open", SourceDifference):
        together.setdefault(issue.kind, []).append(issue)
    return [Group(_key(issues), tuple(issues)) for issues in together.values()]


def _key(issues: Sequence[SourceDifference]) -> str:
    """A name for exactly these: when one comes or goes, or has another value, it is another name, and an older one is refused."""
    digest = hashlib.sha256()
    for issue in issues:
        parts = (*issue.kind, issue.organisation, issue.reporter, issue.other_reporter, issue.observed, issue.expected)
        digest.update("\n".join(parts).encode() + b"\n\n")
    return digest.hexdigest()[:12]
