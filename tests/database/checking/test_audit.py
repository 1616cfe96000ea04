"""The audit of a judged file: which relations hold, which fail, which can't be told and for want of which figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from huizong.answers.report import NotEvaluated, RelationAudit
from tests.database.checking.county import LIST, MONTH, County, draft, figure, made, with_relations

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings

Opened = Callable[..., County]
FREE = {
    **MONTH,
    "rows": [{"indicator": code, "required": False, "bases": ["current", "cumulative", "prior_year"]} for code in ("X1", "X2", "X3", "X5")],
}


@pytest.fixture
def opened(settings: Settings, catalogue: Catalogue) -> Iterator[Opened]:
    open_ones: list[County] = []

    def open_county(*relations: dict[str, Any], form: dict[str, Any] = FREE) -> County:
        county = County(settings, made(catalogue, with_relations(form, *relations)))
        open_ones.append(county)
        return county

    yield open_county
    for county in open_ones:
        county.close()


def audited(county: County, *figures: Any, **more: Any) -> RelationAudit:
    return RelationAudit.of(county.judge(draft(*figures, **more)).judgement.standings)


def test_held_failed_and_not_evaluated_are_told_apart(opened: Opened) -> None:
    county = opened(
        {"expression": "X1.current >= X2.current"},  # 10 ≥ 8
        {"expression": "X1.current = X2.current + X3.current"},  # X3 is not given
        {"expression": "X2.current >= X1.current"},  # 8 < 10
        {"expression": "X1.cumulative = prev(X1.cumulative) + X1.current"},  # nothing known of May
        {"expression": "if X1.current > 100 then X2.current > 100"},  # not asked for: holds
        {"expression": "X5.current >= 0"},  # no figure of it anywhere: asked nowhere
    )
    audit = audited(county, figure("X1", "current", "10.0"), figure("X2", "current", "8.0"), figure("X1", "cumulative", "60.0"))
    assert (audit.held, audit.failed) == (2, 1)
    assert audit.not_evaluated == (
        NotEvaluated("X-MONTH:r2", "T01", "2026-06", ("丙户数（本期）",)),
        NotEvaluated("X-MONTH:r4", "T01", "2026-06", ("上期甲产值（本年累计）",)),
    )


def test_what_was_published_counts_and_january_needs_no_month_before(opened: Opened) -> None:
    continues = {"expression": "X1.cumulative = prev(X1.cumulative) + X1.current"}
    county = opened(continues, {"expression": "X1.prior_year = same_period_last_year(X1.cumulative)"})
    county.published([figure("X1", "cumulative", "50.0", period="2026-05")])
    june = audited(county, figure("X1", "cumulative", "60.0"), figure("X1", "current", "10.0"), figure("X1", "prior_year", "44.0"))
    assert (june.held, june.failed) == (1, 0)
    assert [one.lacking for one in june.not_evaluated] == [("上年同期甲产值（本年累计）",)]
    january = {"period": "2026-01"}
    first = audited(county, figure("X1", "cumulative", "9.0", **january), figure("X1", "current", "9.0", **january), period="2026-01")
    assert (first.held, first.failed, first.not_evaluated) == (1, 0, ())


def test_blanks_that_count_as_zero_and_totals_over_parts(opened: Opened) -> None:
    county = opened({"expression": "X1.current >= X2.current", "missing": "zero"})
    assert audited(county, figure("X1", "current", "10.0")) == RelationAudit(1, 0, ())
    listed = {**LIST, "rows": [{"indicator": "X1", "required": False, "bases": ["current"]}]}
    towns = opened({"expression": "sum(children, X1.current) = X1.current"}, form=listed)
    total = figure("X1", "current", "7.0", organisation="C00", is_total=True, place="表!B9")
    parts = [figure("X1", "current", value, organisation=town, place=f"表!B{town}") for town, value in (("T01", "3.0"), ("T02", "4.0"))]
    assert audited(towns, *parts, total, form="X-LIST", reporter="D03") == RelationAudit(1, 0, ())
    alone = audited(towns, total, form="X-LIST", reporter="D03")
    assert [one.lacking for one in alone.not_evaluated] == [("甲产值（本期）",)]


def test_alternatives_fail_only_where_none_holds(opened: Opened) -> None:
    county = opened({"expression": "X1.current = X2.current 或 X1.current = X3.current", "message": "甲应等于乙或丙"})
    second = [figure("X1", "current", "10.0"), figure("X2", "current", "8.0"), figure("X3", "current", "10", precision="1")]
    assert county.judge(draft(*second)).issues == ()
    neither = [figure("X1", "current", "10.0"), figure("X2", "current", "8.0"), figure("X3", "current", "9", precision="1")]
    (issue,) = county.judge(draft(*neither)).issues
    assert (issue.rule, issue.observed, issue.expected) == ("X-MONTH:r1", "10", "9")
    # Within rounding of the first alternative (10.0 stands for 9.95 to 10.05): it holds, so the second is not asked for.
    rounded = [
        figure("X1", "current", "10.0"),
        figure("X2", "current", "10.04", precision="0.01"),
        figure("X3", "current", "9", precision="1"),
    ]
    assert [one.rule for one in county.judge(draft(*rounded)).issues] == []


def test_line_numbers_stand_for_the_codes_of_their_rows(opened: Opened) -> None:
    numbered = {**FREE, "rows": [{**row, "line": str(number)} for number, row in enumerate(FREE["rows"], 1)]}
    county = opened({"expression": "（1）.current＝（2）.current＋03行.current", "message": "第1行应等于2、3行之和"}, form=numbered)
    right = [figure("X1", "current", "10.0"), figure("X2", "current", "8.0"), figure("X3", "current", "2", precision="1")]
    assert audited(county, *right) == RelationAudit(1, 0, ())
    wrong = [*right[:2], figure("X3", "current", "3", precision="1")]
    assert [(i.rule, i.observed, i.expected) for i in county.judge(draft(*wrong)).issues] == [("X-MONTH:r1", "10", "11")]
