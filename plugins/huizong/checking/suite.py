"""All rules of a catalogue: the suites for any county, the relations of its forms, and the findings of earlier rooms.

A suite is a JSON file `expectations/<layer>__<subject>.json` in the words of Great Expectations; its query names a
file under `include/sql/checks`. `meta.issue_types` are the kinds of issue that the rule may raise.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.entries import Form, IssueType
from huizong.checking.between import images
from huizong.checking.binding import bound_relations
from huizong.checking.cache import RuleTexts
from huizong.checking.compile import ANNOUNCED, BROKEN, EXPLAINED, INCOMPLETE, QUESTIONED, ROUNDED
from huizong.checking.faults import text_in_file, text_of_relation
from huizong.checking.tree import references
from huizong.model import Severity
from huizong.settings import REPOSITORY

SUITES = REPOSITORY / "expectations"
FINDING = "finding:"
_LONGEST_NAME = 63  # bytes, of a name in PostgreSQL
GxSeverity = Literal["critical", "warning", "info"]
_GX_SEVERITY: dict[Severity, GxSeverity] = {
    Severity.CRITICAL: "critical",
    Severity.BLOCKING: "critical",
    Severity.QUERY: "warning",
    Severity.INFO: "info",
}


class SuiteError(Exception):
    """A suite that can't be run; the message names file and rule."""


class _Sentence(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    class Query(BaseModel):
        model_config = ConfigDict(extra="forbid", frozen=True)
        unexpected_rows_query: str

    class Meta(BaseModel):
        model_config = ConfigDict(extra="forbid", frozen=True)
        rule: str
        issue_types: tuple[str, ...]

    type: Literal["unexpected_rows_expectation"]
    description: str
    severity: GxSeverity
    kwargs: Query
    meta: Meta


class _Suite(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    expectations: tuple[_Sentence, ...]


@dataclass(frozen=True, eq=False)
class Rule:
    """One expectation: `query` finds its faults in the run that the session has set; `types` are the issue types it may raise.

    `form` in its version and `indicators` say which figures it is about, `finding` which finding it repeats; without
    them it always applies. `message` is the text of a form's relation. The query is compiled when it is first needed.
    """

    name: str
    description: str
    gx_severity: GxSeverity
    types: tuple[IssueType, ...]
    text: Callable[[], str]
    form: Form | None = None
    indicators: frozenset[str] = frozenset()
    finding: str | None = None
    message: str = ""
    compiled: str | None = None

    @cached_property
    def query(self) -> str:
        """The rule as SQL: what its view is made of; empty for a finding, which is read from `rule.finding`."""
        return self.text() if self.compiled is None else self.compiled

    @property
    def view(self) -> str:
        """The name of the view in the schema `rule`: the rule's own, cut where PostgreSQL would cut it, and told apart then."""
        if self.finding is not None:
            return "finding"
        name = self.name.encode()
        if len(name) <= _LONGEST_NAME:
            return self.name
        return f"{name[: _LONGEST_NAME - 9].decode(errors='ignore')}~{sha256(name).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a run's batch has: (form, period, indicator) of its figures, and the codes of its findings."""

    figures: frozenset[tuple[str, str, str]]
    findings: frozenset[str]

    def concern(self, rule: Rule) -> bool:
        """Whether the batch has operands for the rule."""
        if rule.finding is not None:
            return rule.finding in self.findings
        form = rule.form
        return form is None or any(
            code == form.code and indicator in rule.indicators and _in_force(form, period) for code, period, indicator in self.figures
        )


def _in_force(form: Form, period: str) -> bool:
    return form.holds_on(Period.parse(period).last_day)


_known: dict[str, tuple[Rule, ...]] = {}


def rules_of(catalogue: Catalogue, findings: frozenset[str] = frozenset(), cache: Path | None = None) -> tuple[Rule, ...]:
    """Every rule that a run under the catalogue may need, and one for each code of its findings.

    Compiled once a catalogue: with a folder as `cache` once for all processes (decision 0024). Raises SuiteError for a suite that
    can't be read or names what the catalogue lacks, RelationError for a relation that can't be bound.
    """
    if catalogue.hash not in _known:
        _known.clear()
        rules = (*_any_county(catalogue), *_relations(catalogue))
        _known[catalogue.hash] = rules if cache is None else _with_queries(rules, RuleTexts.of(cache, catalogue.hash))
    return (*_known[catalogue.hash], *(_finding(catalogue, code) for code in sorted(findings)))


def _with_queries(rules: tuple[Rule, ...], texts: RuleTexts) -> tuple[Rule, ...]:
    """The rules with the queries that lie in the cache; compiled and put there if nobody has yet."""
    known = texts.read()
    if set(known) != {rule.name for rule in rules}:
        known = {rule.name: rule.query for rule in rules}
        texts.write(known)
    return tuple(replace(rule, compiled=known[rule.name]) for rule in rules)


def _any_county(catalogue: Catalogue) -> Iterator[Rule]:
    seen: set[str] = set()
    for path in sorted(SUITES.glob("*.json")):
        for sentence in _read_suite(path).expectations:
            name = sentence.meta.rule
            if name in seen:
                raise SuiteError(f"{path.name}: rule {name} stands twice")
            seen.add(name)
            types = tuple(_type(catalogue, code, f"{path.name}: rule {name}") for code in sentence.meta.issue_types)
            yield Rule(name, sentence.description, sentence.severity, types, partial(text_in_file, sentence.kwargs.unexpected_rows_query))


def _read_suite(path: Path) -> _Suite:
    try:
        suite = _Suite.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as fault:
        raise SuiteError(f"{path.name}: {fault}") from fault
    if path.stem != suite.name or "__" not in suite.name:
        raise SuiteError(f"{path.name}: the suite is named {suite.name}; file and suite are both <layer>__<subject>")
    return suite


def _relations(catalogue: Catalogue) -> Iterator[Rule]:
    types = tuple(_type(catalogue, code, "a relation") for code in (BROKEN, QUESTIONED, ROUNDED, INCOMPLETE, EXPLAINED, ANNOUNCED))
    for form in catalogue.forms:
        for bound in (*bound_relations(form, catalogue), *images(form, catalogue)):
            yield Rule(
                name=f"{bound.name}@{form.version}" if bound.form is form else f"{bound.name}@{form.version}/{bound.form.version}",
                description=f"{form.title}: {bound.source.expression}",
                gx_severity=_GX_SEVERITY[bound.source.severity],
                types=types,
                text=partial(text_of_relation, bound, catalogue),
                form=bound.form,
                indicators=frozenset(ref.indicator for ref in references(bound.relation)),
                message=bound.source.message,
            )


def _finding(catalogue: Catalogue, code: str) -> Rule:
    kind = _type(catalogue, code, "reading or recognising")
    return Rule(
        name=f"{FINDING}{code}",
        description=f"Nothing was found earlier under {code}.",
        gx_severity=_GX_SEVERITY[kind.severity],
        types=(kind,),
        text=str,
        finding=code,
    )


def _type(catalogue: Catalogue, code: str, where: str) -> IssueType:
    try:
        return catalogue.issue_type(code)
    except KeyError:
        raise SuiteError(f"{where} raises {code}, which issue_types.csv does not know") from None
