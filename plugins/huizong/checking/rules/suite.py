"""The rules of a catalogue, put into SQL: the suites for any county and the relations of its forms.

A suite is a JSON file `expectations/<layer>__<subject>.json` in the words of Great Expectations; its query names a
file under `include/sql/checks`. `meta.issue_types` are the kinds of issue that the rule may raise.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict

from huizong.catalogue import Catalogue
from huizong.catalogue.entries import IssueType
from huizong.checking.language.between import images
from huizong.checking.language.binding import bound_relations
from huizong.checking.language.tree import references
from huizong.checking.rules.compile import ANNOUNCED, BROKEN, EXPLAINED, INCOMPLETE, QUESTIONED, ROUNDED
from huizong.checking.rules.origins import origins
from huizong.checking.rules.rule import GX_SEVERITY, GxSeverity, SuiteRule
from huizong.checking.rules.rule_views import text_in_file, text_of_relation
from huizong.settings import REPOSITORY
from huizong.storage.content_names import code_of_rules

SUITES = REPOSITORY / "expectations"


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


def rules_anew(catalogue: Catalogue, texts: Mapping[str, str] = MappingProxyType({})) -> Iterator[SuiteRule]:
    """Every rule that a run under the catalogue may need, but for those of findings. `texts` of relations are known, by origin.

    Raises SuiteError for a suite that can't be read or names what the catalogue lacks, RelationError for a relation that can't be bound.
    """
    yield from _any_county(catalogue)
    yield from _relations(catalogue, texts)


def _any_county(catalogue: Catalogue) -> Iterator[SuiteRule]:
    seen: set[str] = set()
    for path in sorted(SUITES.glob("*.json")):
        for sentence in _read_suite(path).expectations:
            name = sentence.meta.rule
            if name in seen:
                raise SuiteError(f"{path.name}: rule {name} stands twice")
            seen.add(name)
            types = tuple(_type(catalogue, code, f"{path.name}: rule {name}") for code in sentence.meta.issue_types)
            yield SuiteRule(name, sentence.description, sentence.severity, types, text_in_file(sentence.kwargs.unexpected_rows_query))


def _read_suite(path: Path) -> _Suite:
    try:
        suite = _Suite.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as fault:
        raise SuiteError(f"{path.name}: {fault}") from fault
    if path.stem != suite.name or "__" not in suite.name:
        raise SuiteError(f"{path.name}: the suite is named {suite.name}; file and suite are both <layer>__<subject>")
    return suite


def _relations(catalogue: Catalogue, texts: Mapping[str, str]) -> Iterator[SuiteRule]:
    origin_of = origins(catalogue, code_of_rules())
    types = tuple(_type(catalogue, code, "a relation") for code in (BROKEN, QUESTIONED, ROUNDED, INCOMPLETE, EXPLAINED, ANNOUNCED))
    for form in catalogue.forms:
        for bound in (*bound_relations(form, catalogue), *images(form, catalogue)):
            origin = origin_of(bound)
            yield SuiteRule(
                name=f"{bound.name}@{form.version}" if bound.form is form else f"{bound.name}@{form.version}/{bound.form.version}",
                description=f"{form.title}: {bound.source.expression}",
                gx_severity=GX_SEVERITY[bound.source.severity],
                types=types,
                query=texts.get(origin) or text_of_relation(bound, catalogue),
                form=bound.form,
                indicators=frozenset(ref.indicator for ref in references(bound.relation)),
                message=bound.source.message,
                origin=origin,
            )


def _type(catalogue: Catalogue, code: str, where: str) -> IssueType:
    try:
        return catalogue.issue_type(code)
    except KeyError:
        raise SuiteError(f"{where} raises {code}, which issue_types.csv does not know") from None
