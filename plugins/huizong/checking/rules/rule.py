"""A rule as an expectation, and whether a run has anything for it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from huizong.catalogue import Period
from huizong.catalogue.entries import IssueType
from huizong.catalogue.form_entries import Form
from huizong.model import Severity

FINDING = "finding:"
_LONGEST_NAME = 63  # bytes, of a name in PostgreSQL
GxSeverity = Literal["critical", "warning", "info"]
GX_SEVERITY: dict[Severity, GxSeverity] = {
    Severity.CRITICAL: "critical",
    Severity.BLOCKING: "critical",
    Severity.QUERY: "warning",
    Severity.INFO: "info",
}


@dataclass(frozen=True, eq=False)
class SuiteRule:
    """One expectation: `query` finds its faults in the run that the session has set; `types` are the issue types it may raise.

    `form` in its version and `indicators` say which figures it is about, `finding` which finding it repeats; without
    them it always applies. `message` is the text of a form's relation, `origin` a name for what its query
    is made of. The query of a finding is empty: it is read from `rule.finding`.
    """

    name: str
    description: str
    gx_severity: GxSeverity
    types: tuple[IssueType, ...]
    query: str
    form: Form | None = None
    indicators: frozenset[str] = frozenset()
    finding: str | None = None
    message: str = ""
    origin: str = ""

    @property
    def view(self) -> str:
        """The name of the view in the schema `rule`: the rule's own, cut where PostgreSQL would cut it, and told apart then."""
        if self.finding is not None:
            return "finding"
        name = self.name.encode()
        if len(name) <= _LONGEST_NAME:
            return self.name
        return f"{name[: _LONGEST_NAME - 9].decode(errors='ignore')}~{sha256(name).hexdigest()[:8]}"

    @property
    def text_hash(self) -> str:
        """A hash of all that the view says: rules that agree in it and in their view are one view."""
        return sha256(f"{self.name}\0{self.description}\0{self.query}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a run's batch has: (form, period, indicator) of its figures, and the codes of its findings."""

    figures: frozenset[tuple[str, str, str]]
    findings: frozenset[str]

    def concern(self, rule: SuiteRule) -> bool:
        """Whether the batch has operands for the rule."""
        if rule.finding is not None:
            return rule.finding in self.findings
        form = rule.form
        return form is None or any(
            code == form.code and indicator in rule.indicators and _in_force(form, period) for code, period, indicator in self.figures
        )


def _in_force(form: Form, period: str) -> bool:
    return form.holds_on(Period.parse(period).last_day)
