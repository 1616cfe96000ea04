"""A catalogue's rules with all that judging asks of them, compiled once a catalogue and shared by all processes.

Putting relations into SQL takes seconds and two large libraries; neither is there where the file of the cache is (decision 0024).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Any

from huizong.catalogue import Catalogue
from huizong.checking.rules.cache import CompiledFile
from huizong.checking.rules.rule import FINDING, GX_SEVERITY, SuiteRule
from huizong.lasting import undisturbed


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A relation between two forms: what is said where it is broken, and the statement that finds that, for `periods` and their `years`."""

    message: str
    statement: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """The rules but those of findings; what they know of the catalogue, by table of the schema `rule`; the words of their comparisons.

    `disagreements` find, when a period is published, what breaks a relation between two forms.
    """

    rules: tuple[SuiteRule, ...]
    known: Mapping[str, Any]
    comparisons: Mapping[str, str]
    disagreements: tuple[Disagreement, ...]


_compiled: dict[str, Compiled] = {}
_one_at_a_time = Lock()


def compiled(catalogue: Catalogue, cache: Path | None = None) -> Compiled:
    """The catalogue's rules: those of this process, else of the folder `cache`, else made and put there.

    Raises SuiteError for a suite that can't be read or names what the catalogue lacks, RelationError for a relation that can't be bound.
    """
    with _one_at_a_time:  # two threads that want the same would both do all of the work
        if catalogue.hash not in _compiled:
            file = None if cache is None else CompiledFile.of(cache, catalogue.hash)
            found = {} if file is None else file.read()
            if not found:
                with undisturbed():  # SQL of a hundred relations is put together of a million objects
                    found = _anew(catalogue, {} if cache is None else CompiledFile.texts(cache))
                if file is not None:
                    file.write(found)
            _compiled.clear()
            _compiled[catalogue.hash] = _of_record(found, catalogue)
        return _compiled[catalogue.hash]


def rules_of(catalogue: Catalogue, findings: frozenset[str] = frozenset(), cache: Path | None = None) -> tuple[SuiteRule, ...]:
    """Every rule that a run under the catalogue may need, and one for each code of its findings; raises as `compiled`, and KeyError."""
    return (*compiled(catalogue, cache).rules, *(_finding(catalogue, code) for code in sorted(findings)))


def _finding(catalogue: Catalogue, code: str) -> SuiteRule:
    kind = catalogue.issue_type(code)
    return SuiteRule(
        name=f"{FINDING}{code}",
        description=f"Nothing was found earlier under {code}.",
        gx_severity=GX_SEVERITY[kind.severity],
        types=(kind,),
        query="",
        finding=code,
    )


def _anew(catalogue: Catalogue, texts: Mapping[str, str]) -> dict[str, Any]:
    """The whole of it, as JSON holds it; `texts` of relations are known, by origin."""
    from huizong.checking.rules.facts import known_to_rules
    from huizong.checking.rules.suite import rules_anew
    from huizong.checking.rules.wording import comparisons

    rules = [
        {
            "name": rule.name,
            "description": rule.description,
            "gx_severity": rule.gx_severity,
            "types": [kind.code for kind in rule.types],
            "query": rule.query,
            "form": [rule.form.code, rule.form.version] if rule.form else None,
            "indicators": sorted(rule.indicators),
            "message": rule.message,
            "origin": rule.origin,
        }
        for rule in rules_anew(catalogue, texts)
    ]
    return {
        "rules": rules,
        "known": known_to_rules(catalogue),
        "comparisons": dict(comparisons(catalogue)),
        "disagreements": [asdict(one) for one in _disagreements(catalogue)],
    }


def _disagreements(catalogue: Catalogue) -> Iterator[Disagreement]:
    from huizong.checking.language.between import PERIODS, YEARS, between_forms, broken_between
    from huizong.checking.rules.rule_views import with_constants

    for bound in chain.from_iterable(between_forms(form, catalogue) for form in catalogue.forms):
        statement = broken_between(bound, catalogue)
        if statement is not None:
            text = with_constants(statement).replace("%", "%%")
            yield Disagreement(bound.source.message, text.replace(PERIODS, "%(periods)s::text[]").replace(YEARS, "%(years)s::integer[]"))


def _of_record(found: Mapping[str, Any], catalogue: Catalogue) -> Compiled:
    forms = {(form.code, form.version): form for form in catalogue.forms}
    rules = tuple(
        SuiteRule(
            name=rule["name"],
            description=rule["description"],
            gx_severity=rule["gx_severity"],
            types=tuple(catalogue.issue_type(code) for code in rule["types"]),
            query=rule["query"],
            form=forms[tuple(rule["form"])] if rule["form"] else None,
            indicators=frozenset(rule["indicators"]),
            message=rule["message"],
            origin=rule["origin"],
        )
        for rule in found["rules"]
    )
    disagreements = tuple(Disagreement(**one) for one in found["disagreements"])
    return Compiled(rules, found["known"], found["comparisons"], disagreements)
