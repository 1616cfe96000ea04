"""Plans: a column outside the target form only checks, a changed target is a new version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from huizong.model import Figure
from tests.database.checking.county import MONTH, County, Judged, draft, figure, made

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings

TOWN: dict[str, Any] = {**MONTH, "rows": [{"indicator": "X1", "required": False, "bases": ["cumulative", "plan"]}]}
TARGET: dict[str, Any] = {
    "code": "X-TARGET",
    "title": "测试目标表",
    "frequency": "year",
    "version": 1,
    "subject": "listed",
    "subjects": ["town"],
    "priority": 10,
    "rows": [{"indicator": "X1", "required": False, "bases": ["plan"]}],
}


@pytest.fixture
def county(settings: Settings, catalogue: Catalogue) -> County:
    return County(settings, made(catalogue, TOWN, TARGET))


def plan(value: str, organisation: str = "T01", place: str = "表!B2") -> Figure:
    return figure("X1", "plan", value, period="2026", organisation=organisation, place=place)


def targets(county: County, value: str, sha256: str) -> Judged:
    return county.receive(draft(plan(value), form="X-TARGET", reporter="D06", period="2026", sha256=sha256 * 64))


def told(judged: Judged) -> list[tuple[str, str, str | None, str | None]]:
    return [(i.rule, i.severity, i.observed, i.expected) for i in judged.issues]


def test_a_plan_column_elsewhere_only_checks(county: County) -> None:
    targets(county, "1250", "b")
    assert told(county.judge(draft(plan("1250")))) == []
    judged = county.judge(draft(plan("1200")))
    assert told(judged) == [("plan-differs", "query", "1200", "1250")]
    (issue,) = judged.issues
    assert (issue.place, issue.message) == ("表!B2", "计划数 1200 与目标任务表的 1250 不同")
    # another town has no target to compare with
    assert told(county.judge(draft(plan("1200", "T02"), reporter="T02"))) == []


def test_without_a_target_there_is_nothing_to_differ_from(county: County) -> None:
    county.receive(draft(plan("1200")))
    assert told(county.judge(draft(plan("1250"), reporter="T01", sha256="c" * 64))) == [("changed-from-last", "info", "1250", "1200")]


def test_a_changed_target_is_a_new_version_and_no_fault(county: County) -> None:
    targets(county, "1250", "b")
    assert told(targets(county, "1300", "c")) == [("plan-changed", "info", "1300", "1250")]
