"""A relation over figures of two forms is judged whichever of them comes second, and what came together when it is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from huizong.model import Draft
from huizong.publishing import publish
from tests.database.checking.county import MONTH, County, draft, figure, made, with_relations

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings

HOME = {**MONTH, "rows": [{"indicator": "X1", "required": False, "bases": ["current", "cumulative"]}]}
SIDE = {
    "code": "X-SIDE",
    "title": "测试旁表",
    "frequency": "month",
    "version": 1,
    "subject": "reporter",
    "rows": [{"indicator": "X2", "required": False, "bases": ["current", "cumulative"]}],
}
WITHIN: dict[str, Any] = {"expression": "X1.cumulative >= X2.cumulative", "message": "乙不能大于甲"}
IMAGE = "X-MONTH:r1|X-SIDE"


@pytest.fixture
def county(settings: Settings, catalogue: Catalogue) -> Iterator[County]:
    opened = County(settings, made(catalogue, with_relations(HOME, WITHIN), SIDE))
    yield opened
    opened.close()


def home(value: str) -> Draft:
    return draft(figure("X1", "cumulative", value, place="1月!C5"), sha256="b" * 64)


def side(value: str) -> Draft:
    return draft(figure("X2", "cumulative", value, place="旁!D7"), form="X-SIDE", sha256=f"{int(float(value) * 10):064x}")


def test_the_form_that_comes_second_is_told_whichever_it_is(county: County) -> None:
    assert IMAGE not in county.receive(side("120.0")).rules()
    (issue,) = county.judge(home("100.0")).of("X-MONTH:r1")
    assert (issue.place, issue.observed, issue.expected, issue.severity) == ("1月!C5", "100", "120", "blocking")
    county.receive(side("90.0"))
    assert "X-MONTH:r1" not in county.receive(home("100.0")).rules()
    assert IMAGE not in county.judge(side("100.0")).rules()
    judged = county.judge(side("100.3"))
    (issue,) = judged.of(IMAGE)
    assert (issue.place, issue.observed, issue.expected, issue.difference) == ("旁!D7", "100.3", "100", "0.3")
    assert issue.message == "乙不能大于甲：表上是 100.3，应不大于 100"
    assert judged.statuses[1, "旁!D7"] == "held"


def test_what_came_together_is_found_when_it_is_published(county: County, settings: Settings) -> None:
    found = "select rule, organisation, indicator, form, other_form, observed, expected, state from mart.period_issue order by raised_at"

    def issues() -> list[tuple[object, ...]]:
        publish(county.connection, settings, county.catalogue, "2026-06")
        with county.connection.cursor() as cursor:
            cursor.execute(found)
            return cursor.fetchall()

    judged = county.receive(home("100.0"), side("120.0"))
    assert IMAGE not in judged.rules(2)
    assert issues() == [("forms-disagree", "T01", "X1", "X-MONTH", "X-SIDE", "100", "120", "open")]
    county.receive(side("99.0"))
    assert [row[-1] for row in issues()] == ["closed"]


def test_nothing_is_missing_in_the_other_form(settings: Settings, catalogue: Catalogue) -> None:
    county = County(settings, made(catalogue, with_relations(HOME, {**WITHIN, "missing": "fail"}), SIDE, name="fail"))
    assert IMAGE not in county.judge(side("120.0")).rules()
    assert "X-MONTH:r1" in county.judge(home("100.0")).rules()
    county.close()
