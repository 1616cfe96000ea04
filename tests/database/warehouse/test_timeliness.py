"""mart.timeliness: who owes what by when, and how it stands, worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huizong.catalogue import Catalogue
from huizong.publishing import publish
from huizong.warehouse.dues import begun_periods, due_rows, enter_dues
from tests.database.warehouse.autumn import BEGAN, OBLIGATIONS, ORGANISATIONS, TODAY, Autumn, open_autumn
from tests.database.warehouse.county import make_catalogue

if TYPE_CHECKING:
    from huizong.settings import Settings

# The 5th lies within National Day: on to Thursday, 9 October, 17:00 in the county. The 11th is a Saturday that is worked.
MONTH_DUE = datetime(2025, 10, 9, 17, 0)
QUARTER_DUE = datetime(2025, 10, 11, 12, 0)


@pytest.fixture
def autumn(settings: Settings, tmp_path: Path) -> Iterator[Autumn]:
    with open_autumn(settings, tmp_path / "county") as opened:
        yield opened


def catalogue_with(tmp_path: Path, obligations: str) -> Catalogue:
    return make_catalogue(tmp_path / "other", {"organisations.csv": ORGANISATIONS, "obligations.csv": obligations})


def test_what_is_owed_is_there_before_anybody_reports(autumn: Autumn) -> None:
    entered = enter_dues(autumn.county.connection, autumn.county.catalogue, TODAY)
    owed = autumn.rows(
        "select form, period, array_agg(reporter order by reporter), min(due_at), max(due_at) from mart.timeliness"
        " group by 1, 2 order by 1, 2"
    )
    towns = ["G01", "G02", "G03"]
    # August is due on Friday, 5 September; October on Wednesday, 5 November, from G04 too. July was due before the system began.
    assert owed == [
        ("M", "2025-08", ["G01", "G02", "G03", "G05"], *[datetime(2025, 9, 5, 17, 0)] * 2),
        ("M", "2025-09", towns, *[MONTH_DUE] * 2),
        ("M", "2025-10", [*towns, "G04"], *[datetime(2025, 11, 5, 17, 0)] * 2),
        ("Q", "2025-Q3", towns, *[QUARTER_DUE] * 2),
        # 11 January 2026 is a Sunday
        ("Q", "2025-Q4", [*towns, "G04"], *[datetime(2026, 1, 12, 12, 0)] * 2),
    ]
    assert entered == 4 + 3 + 4 + 3 + 4
    assert enter_dues(autumn.county.connection, autumn.county.catalogue, TODAY) == 0


def test_a_changed_obligation_moves_what_is_owed(autumn: Autumn, tmp_path: Path) -> None:
    enter_dues(autumn.county.connection, autumn.county.catalogue, TODAY)
    other = catalogue_with(tmp_path, OBLIGATIONS.replace("M,,town,5,17:00", "M,,town,11,17:00").replace("月报,,,G06", "月报,,,G02|G06"))
    # M: G02 goes from three months; 11 October is worked, September's is a Thursday, November's a Tuesday: 3 + 2 + 3 rows move
    assert enter_dues(autumn.county.connection, other, TODAY) == 8
    assert autumn.rows("select reporter, due_at from mart.timeliness where form = 'M' and period = '2025-09' order by 1") == [
        ("G01", datetime(2025, 10, 11, 17, 0)),
        ("G03", datetime(2025, 10, 11, 17, 0)),
    ]


def test_nothing_is_owed_where_no_row_is_asked_for(tmp_path: Path) -> None:
    form = """code: M
title: 绿川县月报
frequency: month
version: 1
valid_from: null
valid_to: null
rows:
  - {indicator: P, required: true, months: [6], except: [G01]}
  - {indicator: X, required: false}
"""
    changed: dict[str, str | None] = {
        "obligations.csv": "form,organisation,kind,due_day,due_time,reason,valid_from,valid_to\nM,,town,8,17:00,月报,,\n"
    }
    catalogue = make_catalogue(tmp_path, {**changed, "forms/M.yaml": form})
    from huizong.catalogue import Period

    assert [o.code for o, _ in catalogue.owed(Period.parse("2026-06"))] == ["G02", "G03"]
    assert list(catalogue.owed(Period.parse("2026-07"))) == []


def test_how_each_report_stands_and_what_was_on_time(autumn: Autumn) -> None:
    # G01: returned on Friday before the holiday; corrected on the due day ten minutes early, accepted with a question that waits,
    # one that is answered, one for the county and a remark; the 13th's worse file changes nothing
    autumn.send(datetime(2025, 9, 30, 10, 0), "G01", "a", "returned")
    autumn.send(datetime(2025, 10, 9, 16, 50), "G01", "b", "accepted_with_queries")
    autumn.ask(
        1,
        ("query", "department", "open"),
        ("query", "department", "explained"),
        ("query", "reviewer", "open"),
        ("info", "department", "open"),
    )
    # G02: one file on the working Saturday, held in part, let in by the county on the 20th: two days late by the file
    autumn.send(datetime(2025, 10, 11, 9, 0), "G02", "d", "partially_accepted")
    # the quarter: G01 in time by a minute, G02 in part, G03 returned
    autumn.send(datetime(2025, 10, 11, 11, 59), "G01", "q1", "accepted", form="Q", period="2025-Q3")
    autumn.send(datetime(2025, 10, 11, 12, 1), "G02", "q2", "partially_accepted", form="Q", period="2025-Q3")
    autumn.send(datetime(2025, 10, 13, 8, 0), "G01", "c", "returned")
    autumn.send(datetime(2025, 10, 13, 9, 0), "G03", "q3", "returned", form="Q", period="2025-Q3")
    autumn.send(datetime(2025, 10, 20, 9, 0), "G02", "d", "accepted", is_dropped=False)
    enter_dues(autumn.county.connection, autumn.county.catalogue, TODAY)
    rows = autumn.rows(
        "select form, reporter, state, received_at, acceptable_at, accepted_at::date, on_time, days_late, attempts,"
        " open_queries, held_figures from mart.timeliness where period in ('2025-09', '2025-Q3') order by form, reporter"
    )
    assert rows == [
        ("M", "G01", "待解释", datetime(2025, 9, 30, 10, 1), datetime(2025, 10, 9, 16, 51), date(2025, 10, 9), True, 0, 3, 1, 0),
        ("M", "G02", "已收", datetime(2025, 10, 11, 9, 1), datetime(2025, 10, 11, 9, 1), date(2025, 10, 20), False, 2, 1, 0, 0),
        ("M", "G03", "未报", None, None, None, None, None, 0, 0, 0),
        ("Q", "G01", "已收", datetime(2025, 10, 11, 12, 0), datetime(2025, 10, 11, 12, 0), date(2025, 10, 11), True, 0, 1, 0, 0),
        ("Q", "G02", "部分", datetime(2025, 10, 11, 12, 2), None, None, None, None, 1, 0, 1),
        ("Q", "G03", "退回", datetime(2025, 10, 13, 9, 1), None, None, None, None, 1, 0, 0),
    ]
    rates = autumn.rows(
        "select form, expected, received, accepted, on_time, late, missing, returned, partial, to_explain, received_rate, accepted_rate,"
        " on_time_rate, complete_at, owing_names from mart.timeliness_rate where period in ('2025-09', '2025-Q3') order by form"
    )
    third, two = Decimal("33.33"), Decimal("66.67")
    assert rates == [
        ("M", 3, 2, 2, 1, 1, 1, 0, 0, 1, two, two, third, None, ["丙土乡"]),
        ("Q", 3, 3, 1, 1, 0, 0, 1, 1, 0, Decimal("100.00"), third, third, None, ["乙火镇", "丙土乡"]),
    ]


def test_a_rate_waits_for_the_due_time_and_a_period_for_its_last_report(autumn: Autumn) -> None:
    far = datetime(2099, 3, 1, tzinfo=UTC)
    autumn.county.rows(
        "insert into core.due_report (reporter, form, period, due_at)"
        " values ('G01', 'M', '2025-11', %s), ('G02', 'M', '2025-11', %s) returning 1",
        far,
        far,
    )
    autumn.send(datetime(2025, 12, 1, 9, 0), "G01", "a", "accepted", period="2025-11")
    asked = "select on_time, on_time_rate, complete_at from mart.timeliness_rate where period = '2025-11'"
    assert autumn.rows(asked) == [(1, None, None)]
    assert autumn.rows("select reporter, is_due, days_overdue from mart.timeliness where period = '2025-11' order by 1") == [
        ("G01", False, None),
        ("G02", False, 0),
    ]
    autumn.send(datetime(2025, 12, 2, 9, 0), "G02", "b", "accepted", period="2025-11")
    assert autumn.rows(asked) == [(2, Decimal("100.00"), datetime(2025, 12, 2, 9, 1))]


def test_publishing_enters_the_same_dues(autumn: Autumn, settings: Settings) -> None:
    autumn.send(datetime(2025, 10, 8, 9, 0), "G01", "a", "accepted")
    enter_dues(autumn.county.connection, autumn.county.catalogue, TODAY)
    before = autumn.rows("select form, reporter, due_at from mart.timeliness where period = '2025-09' order by 1, 2")
    publish(autumn.county.connection, settings, autumn.county.catalogue, "2025-09")
    assert autumn.rows("select form, reporter, due_at from mart.timeliness where period = '2025-09' order by 1, 2") == before
    assert enter_dues(autumn.county.connection, autumn.county.catalogue, TODAY) == 0


def test_the_periods_that_matter_have_begun_and_may_still_be_due(autumn: Autumn) -> None:
    periods = list(begun_periods(autumn.county.catalogue, BEGAN, datetime(2025, 9, 30, 17, 0, tzinfo=UTC)))  # 1 October in the county
    assert "2025-10" in periods
    assert "2025-11" not in periods
    assert "2025" in periods
    assert "2024-08" in periods  # a due_month of 12 would put it to the end of August 2025 …
    assert "2024-07" not in periods


def test_what_is_due_before_its_period_begins_is_thought_of_in_time(tmp_path: Path) -> None:
    # the targets of 2026 by 20 December 2025 (a Saturday): December is twelve months before the period's last
    usual = catalogue_with(tmp_path, OBLIGATIONS)
    header = "form,organisation,kind,due_day,due_time,reason,valid_from,valid_to,due_month\n"
    early = make_catalogue(tmp_path / "early", {"obligations.csv": f"{header}T,G90,,20,17:00,目标,,,-12\n"})
    at = datetime(2025, 11, 1, 1, 0, tzinfo=UTC)
    assert "2026" in list(begun_periods(early, BEGAN, at))
    assert "2026" not in list(begun_periods(early, BEGAN, datetime(2025, 10, 31, 1, 0, tzinfo=UTC)))
    assert "2026" not in list(begun_periods(usual, BEGAN, at))
    (due,) = due_rows(early, ["2026"])
    assert due["due_at"] == "2025-12-22T17:00:00+08:00"
