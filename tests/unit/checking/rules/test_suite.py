"""The suites for any county: each rule has its statement, its texts, and nothing lies about unused."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from huizong.checking.language.keys import COUNTED_UNITS
from huizong.checking.rules.compiled import rules_of
from huizong.checking.rules.rule import Facts, SuiteRule
from huizong.checking.rules.rule_views import CHECKS
from huizong.checking.rules.suite import SUITES
from tests.database.checking.county import MONTH, made, with_relations

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue


def test_every_statement_belongs_to_one_rule() -> None:
    sentences = [one for path in SUITES.glob("*.json") for one in json.loads(path.read_text(encoding="utf-8"))["expectations"]]
    named = [one["kwargs"]["unexpected_rows_query"] for one in sentences]
    assert sorted(named) == sorted(path.name for path in CHECKS.glob("*.sql"))
    assert all(one["description"].endswith(".") for one in sentences)


def test_the_types_in_a_statement_are_those_that_its_suite_names() -> None:
    codes = {line.split(",")[0] for line in (SUITES.parent / "include/catalogue/issue_types.csv").read_text(encoding="utf-8").splitlines()}
    for path in SUITES.glob("*.json"):
        for one in json.loads(path.read_text(encoding="utf-8"))["expectations"]:
            body = (CHECKS / one["kwargs"]["unexpected_rows_query"]).read_text(encoding="utf-8")
            types = set(one["meta"]["issue_types"])
            assert types <= codes
            assert {code for code in types if f"'{code}'" not in body} == set(), path.name


def test_counted_units_are_the_same_in_python_and_sql() -> None:
    body = (CHECKS / "totals.sql").read_text(encoding="utf-8")
    listed = body[body.index("own_unit in (") : body.index("then abs(t.value - s.value)")]
    assert set(re.findall(r"'(.)'", listed)) == COUNTED_UNITS


def test_a_rule_is_run_only_where_it_has_operands(catalogue: Catalogue) -> None:
    county = made(catalogue, with_relations(MONTH, {"expression": "X1.current >= X2.current"}), name="operands")
    rules = {rule.name: rule for rule in rules_of(county, frozenset({"file-duplicate"}))}
    relation, finding, general = rules["X-MONTH:r1@1"], rules["finding:file-duplicate"], rules["bounds"]
    other = Facts(frozenset({("X-MONTH", "2026-06", "X3"), ("X-LIST", "2026-06", "X1")}), frozenset())
    assert [other.concern(rule) for rule in (relation, finding, general)] == [False, False, True]
    ours = Facts(frozenset({("X-MONTH", "2026-06", "X2")}), frozenset({"file-duplicate"}))
    assert [ours.concern(rule) for rule in (relation, finding, general)] == [True, True, True]


def test_a_rule_looks_at_the_run_that_the_session_has_set(catalogue: Catalogue) -> None:
    for rule in rules_of(made(catalogue, with_relations(MONTH, {"expression": "X1.current >= X2.current"}), name="open")):
        assert re.search(r"\bbatch\b", rule.query), rule.name


def test_a_long_name_is_cut_as_the_database_would_and_told_apart() -> None:
    rules = [SuiteRule("F-一二三四五六七八九十:各乡镇工业总产值之和等于合计" + end, "long", "info", (), "") for end in ("#1@1", "#2@1")]
    assert all(len(rule.view.encode()) <= 63 for rule in rules)
    assert rules[0].view != rules[1].view
    assert rules[0].view.startswith("F-一二三四五六七八九十:各乡镇")
    assert SuiteRule("finding:file-duplicate", "found", "info", (), "", finding="file-duplicate").view == "finding"
