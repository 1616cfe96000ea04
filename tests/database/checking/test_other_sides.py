"""A fault of a comparison names the figures on its other side, each with place and value; every number is worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.database.checking.county import LIST, MONTH, County, draft, figure, made, with_relations

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings

Opened = Callable[..., County]
FREE = {
    **MONTH,
    "rows": [
        {"indicator": code, "required": False, "bases": ["current", "cumulative", "prior_year", "growth_rate"]}
        for code in ("X1", "X2", "X3", "X4", "X5")
    ],
}
SUM = {"expression": "X1.current = X2.current + X5.current", "message": "甲产值应等于乙、丁之和"}
WITHIN = {"expression": "X1.prior_year >= X2.prior_year", "message": "乙不能大于甲"}


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


def test_a_broken_relation_names_every_figure_in_it(opened: Opened) -> None:
    judged = opened(SUM, WITHIN).judge(
        draft(
            figure("X1", "current", "10.0", place="6月!C5"),
            figure("X2", "current", "8.5", place="6月!C6"),
            figure("X5", "current", "4", place="附表!B2", precision="1"),
            figure("X1", "prior_year", "3.0", place="6月!E5"),
            figure("X2", "prior_year", "7.0", place="6月!E6"),
        )
    )
    assert {issue.rule: issue.message for issue in judged.issues if issue.rule.startswith("X-MONTH")} == {
        "X-MONTH:r1": "甲产值应等于乙、丁之和：表上是 10，应等于 12.5（乙产值 C6＝8.5，丁面积 「附表」B2＝4）",
        # One figure alone is what is expected: its value is not said twice.
        "X-MONTH:r2": "乙不能大于甲：甲产值 E5 表上是 3，应不小于 7（乙产值 E6）",
    }


def test_general_rules_name_what_they_compare_with(opened: Opened) -> None:
    county = opened()
    county.published([figure("X2", "cumulative", "50.0", period="2026-05")])
    judged = county.judge(
        draft(
            figure("X2", "cumulative", "70.0", place="3:4"),
            figure("X2", "current", "12.0", place="3:3"),
            figure("X1", "cumulative", "110.0", place="2:4"),
            figure("X1", "prior_year", "100.0", place="2:5"),
            figure("X1", "growth_rate", "12.0", place="2:6"),
        )
    )
    messages = {issue.rule: issue.message for issue in judged.issues}
    assert messages["cumulative-not-continuous"] == (
        "累计 70，上月累计加本月是 62（上月累计＝50，本月 第3行第3列＝12），相差 8；2026年5月报的累计是50"
    )
    assert messages["growth-differs"] == "同比填的是 12，按本年和上年数推算是 10（本年累计 第2行第4列＝110，上年同期 第2行第5列＝100）"


def test_of_many_parts_the_first_are_shown_and_all_are_counted(opened: Opened) -> None:
    listed = {**LIST, "rows": [{"indicator": "X1", "required": False, "bases": ["current"]}]}
    relation = {"expression": "sum(children, X1.current) = X1.current", "message": "各乡镇之和与合计不符"}
    parts = [figure("X1", "current", f"{number}.0", organisation=f"T0{number}", place=f"表!B{number}") for number in range(1, 9)]
    total = figure("X1", "current", "40.0", organisation="C00", is_total=True, place="表!B9")
    for county in (opened(relation, form=listed), opened(form=listed)):
        (issue,) = county.judge(draft(*parts, total, form="X-LIST", reporter="D03")).issues
        # 1 + 2 + … + 8 = 36
        shown = "栗坪镇 B1＝1，枫渡镇 B2＝2，雁洲镇 B3＝3，云盘镇 B4＝4，麦湾镇 B5＝5，桐坳镇 B6＝6等8项"
        assert issue.message.endswith(f"（{shown}）"), issue.message
        assert (issue.observed, issue.expected, issue.difference) == ("40", "36", "4")


def test_a_refund_is_asked_about_once(opened: Opened) -> None:
    county = opened()
    county.published([figure("X1", "cumulative", "50.0", period="2026-05")])
    refund = county.judge(draft(figure("X1", "cumulative", "45.0", place="表!D4"), figure("X1", "current", "-5.0", place="表!C4")))
    (issue,) = refund.issues
    assert (issue.rule, issue.severity, issue.place) == ("cumulative-fell-by-month", "query", "表!D4")
    assert issue.message == "本月为负，累计由 50 降到 45（本月 C4＝-5）"
    # Nothing is known of May in this town: then the month itself is asked about.
    other = {"organisation": "T02"}
    alone = county.judge(draft(figure("X1", "cumulative", "45.0", **other), figure("X1", "current", "-5.0", **other), reporter="T02"))
    assert [(issue.rule, issue.severity) for issue in alone.issues] == [("value-out-of-bounds", "query")]


def test_a_row_owed_in_some_months_goes_on_from_the_last_of_them(opened: Opened) -> None:
    seasonal = {**MONTH, "rows": [{"indicator": "X2", "required": False, "bases": ["cumulative"], "months": [6, 9, 10]}]}
    county = opened(form=seasonal)
    county.published([figure("X2", "cumulative", "80.0", period="2026-06")])
    autumn = {"period": "2026-09", "place": "9月!D4"}
    right = draft(figure("X2", "cumulative", "80.0", **autumn), period="2026-09")
    wrong = draft(figure("X2", "cumulative", "75.0", **autumn), period="2026-09")
    assert county.judge(right).issues == ()
    (issue,) = county.judge(wrong).issues
    assert (issue.rule, issue.severity, issue.difference) == ("cumulative-below-last-owed", "blocking", "5")
    assert issue.message == "累计 75 低于2026年6月报的累计 80"
    # October follows September at once: the rule for every row compares them, June is out of question.
    county.published([figure("X2", "cumulative", "85.0", period="2026-09")])
    october = county.judge(draft(figure("X2", "cumulative", "82.0", period="2026-10", place="10月!D4"), period="2026-10"))
    assert [found.rule for found in october.issues] == ["cumulative-below-last-month"]
