"""Great Expectations has one result for each rule, and a rule is run once for it."""

from __future__ import annotations

import pytest

from huizong.checking.fault_writing import JudgeError
from huizong.checking.gx import validated
from huizong.checking.rules.rule import SuiteRule


def a_rule(name: str) -> SuiteRule:
    return SuiteRule(name, "counts itself", "warning", (), "")


def test_each_rule_is_run_once_and_counted() -> None:
    asked: list[str] = []

    def count(rule: str) -> int:
        asked.append(rule)
        return {"three": 3, "none": 0}[rule]

    assert validated("run-1", [a_rule("three"), a_rule("none")], count) == {"three": 3, "none": 0}
    assert sorted(asked) == ["none", "three"]


def test_what_a_rule_raises_is_raised_and_no_other_is_run_after_it() -> None:
    asked: list[str] = []

    def count(rule: str) -> int:
        asked.append(rule)
        raise JudgeError(f"rule {rule} could not be run")

    with pytest.raises(JudgeError, match=r"rule (one|two) could not be run"):
        validated("run-2", [a_rule("one"), a_rule("two")], count)
    assert len(asked) == 1


def test_two_runs_in_one_process_do_not_mix() -> None:
    assert validated("run-3", [a_rule("one")], lambda _: 1) == {"one": 1}
    assert validated("run-4", [a_rule("one")], lambda _: 0) == {"one": 0}
