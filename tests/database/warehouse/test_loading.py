"""Replacement, history and what is kept of figures that do not load (DESIGN §4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from huizong.model import Draft
from huizong.warehouse import WarehouseError
from huizong.warehouse.loading import SameTransaction, load
from tests.database.warehouse.county import County, figure

D = Decimal


def unloaded(county: County) -> list[tuple[object, ...]]:
    return county.rows("select indicator, reason, status, value from quality.unloaded_figure order by submission_id, figure_no")


def test_a_value_is_live_with_place_and_submission(county: County) -> None:
    loaded = county.submit("G01", [figure("G01", "P", "100.5", place="6月!D4", precision="0.1")])
    assert loaded.figures == 1
    assert county.rows(
        "select period_year, value, unit, digit_weight, place, figure_no, submission_id, known_from, known_to = 'infinity' from core.figure"
    ) == [(2026, D("100.5"), "万元", D("0.1"), "6月!D4", 1, loaded.submissions[0].submission_id, loaded.known_from, True)]
    assert county.rows("select state from raw.arrival") == [("judged",)]
    assert county.rows("select arrival_id, due_at, written_at from quality.receipt") == [("a0001", loaded.known_from, None)]
    assert county.rows("select count(*) from staging.figure") == [(0,)]


def test_a_correction_closes_the_old_row_at_the_instant_the_new_one_begins(county: County) -> None:
    first = county.submit("G01", [figure("G01", "P", "100")])
    second = county.submit("G01", [figure("G01", "P", "120")])
    assert county.rows("select value, known_from, nullif(known_to, 'infinity') from core.figure order by known_from") == [
        (D(100), first.known_from, second.known_from),
        (D(120), second.known_from, None),
    ]
    assert [s.sequence for s in (*first.submissions, *second.submissions)] == [1, 2]
    assert county.rows("select supersedes from raw.submission order by sequence") == [(None,), (first.submissions[0].submission_id,)]


@pytest.mark.parametrize(
    ("status", "reason"), [("held", "held"), ("placeholder", "masked"), ("missing", "missing"), ("error", "error"), ("blank", "blank")]
)
def test_what_is_no_figure_leaves_the_live_one_contested(county: County, status: str, reason: str) -> None:
    county.submit("G01", [figure("G01", "P", "100"), figure("G01", "X", "7")])
    value = "999" if status == "held" else None
    county.submit("G01", [figure("G01", "P", value, status=status), figure("G01", "X", "8")], verdict="partially_accepted")
    assert county.live("G01", "P") == [("G01", "M", D(100), "reported")]
    assert county.live("G01", "X") == [("G01", "M", D(8), "reported")]
    assert unloaded(county) == [("P", reason, status, D(999) if value else None)]
    assert county.rows("select indicator, value, contested from mart.figure_latest order by indicator") == [
        ("P", D(100), True),
        ("X", D(8), False),
    ]


def test_a_blank_in_a_row_not_required_and_not_applicable_replace(county: County) -> None:
    county.submit("G01", [figure("G01", "K", "5"), figure("G01", "P", "100")])
    county.submit("G01", [figure("G01", "K", None, status="blank"), figure("G01", "P", None, status="not_applicable")])
    assert county.live("G01", "K") == [("G01", "M", None, "blank")]
    assert county.live("G01", "P") == [("G01", "M", None, "not_applicable")]


def test_a_row_left_out_keeps_its_value(county: County) -> None:
    county.submit("G01", [figure("G01", "P", "100"), figure("G01", "X", "7")])
    county.submit("G01", [figure("G01", "P", "101")])
    assert county.live("G01", "X") == [("G01", "M", D(7), "reported")]


def test_a_returned_submission_replaces_nothing_and_nothing_of_it_is_reported(county: County) -> None:
    first = county.submit("G01", [figure("G01", "P", "100")])
    second = county.submit("G01", [figure("G01", "P", "1")], verdict="returned")
    assert county.live("G01", "P") == [("G01", "M", D(100), "reported")]
    assert unloaded(county) == [("P", "returned", "held", D(1))]
    assert county.rows("select sequence, supersedes, verdict from raw.submission order by sequence") == [
        (1, None, "accepted"),
        (2, None, "returned"),
    ]
    assert county.rows("select raised_at from meta.dirty_period where period = '2026-06'") == [(first.known_from,)]
    third = county.submit("G01", [figure("G01", "P", "2")])
    assert county.rows("select supersedes from raw.submission where sequence = 3") == [(first.submissions[0].submission_id,)]
    assert third.known_from > second.known_from


def test_a_duplicate_makes_no_second_figure_and_touches_no_period(county: County) -> None:
    first = county.submit("G01", [figure("G01", "P", "100")], content="same")
    county.submit("G01", [figure("G01", "P", "100")], content="same", duplicate_of=first.submissions[0].submission_id)
    assert county.rows("select count(*) from core.figure") == [(1,)]
    assert unloaded(county) == [("P", "duplicate", "reported", D(100))]
    assert county.rows("select raised_at from meta.dirty_period") == [(first.known_from,)]


def test_back_to_the_first_version_is_a_revert(county: County) -> None:
    for value in ("100", "120", "100"):
        county.submit("G01", [figure("G01", "P", value)], content=value)
    assert county.rows("select value, known_to = 'infinity' from core.figure order by known_from") == [
        (D(100), False),
        (D(120), False),
        (D(100), True),
    ]


def test_an_unchanged_value_keeps_the_live_row_and_is_on_record(county: County) -> None:
    first = county.submit("G01", [figure("G01", "P", "100")])
    second = county.submit("G01", [figure("G01", "P", "100.0")])
    assert county.rows("select known_from from core.figure") == [(first.known_from,)]
    assert unloaded(county) == [("P", "unchanged", "reported", D(100))]
    assert (second.submissions[0].staged, second.submissions[0].loaded, second.submissions[0].unchanged) == (1, 0, 1)


def test_the_same_value_with_another_maturity_is_a_new_row(county: County) -> None:
    county.submit("G01", [figure("G01", "P", "100", maturity="flash")])
    county.submit("G01", [figure("G01", "P", "100", maturity="final")])
    assert county.rows("select maturity, known_to = 'infinity' from core.figure order by known_from") == [("flash", False), ("final", True)]


def test_a_value_said_again_ends_the_contest(county: County) -> None:
    county.submit("G01", [figure("G01", "P", "100")])
    county.submit("G01", [figure("G01", "P", "999", status="held")], verdict="partially_accepted")
    county.submit("G01", [figure("G01", "P", "100")])
    assert county.rows("select contested from mart.figure_latest") == [(False,)]


def test_totals_and_candidates_never_load(county: County) -> None:
    county.submit("G90", [figure("G00", "X", "30", is_total=True), figure("G01", "X", "10", candidate=True, status="held")], form="B")
    assert county.rows("select count(*) from core.figure") == [(0,)]
    assert unloaded(county) == [("X", "total", "reported", D(30)), ("X", "candidate", "held", D(10))]
    assert county.rows("select count(*) from meta.dirty_period") == [(0,)]


def test_a_key_given_twice_loads_once_if_equal_and_never_if_not(county: County) -> None:
    county.submit(
        "G01",
        [
            figure("G01", "P", "100", place="表!B2"),
            figure("G01", "P", "100", place="表!B9"),
            figure("G01", "X", "7"),
            figure("G01", "X", "8"),
        ],
    )
    assert county.rows("select indicator, place from core.figure") == [("P", "表!B2")]
    assert unloaded(county) == [("P", "repeated", "reported", D(100)), ("X", "ambiguous", "held", D(7)), ("X", "ambiguous", "held", D(8))]


def test_of_two_submissions_of_one_arrival_the_last_counts(county: County) -> None:
    drafts = [
        Draft(f"包.zip/{n}.xlsx", str(n) * 64, "G01", "M", "2026-06", figures=(figure("G01", "P", value),))
        for n, value in ((1, "100"), (2, "110"))
    ]
    loaded = county.submit_drafts("G01", drafts)
    assert [(s.submission_no, s.sequence, s.loaded) for s in loaded.submissions] == [(1, 1, 0), (2, 2, 1)]
    assert county.live("G01", "P") == [("G01", "M", D(110), "reported")]
    assert unloaded(county) == [("P", "overtaken", "reported", D(100))]


def test_only_the_same_reporter_and_form_supersede(county: County) -> None:
    county.submit("G01", [figure("G01", "X", "1802.1")])
    county.submit("G90", [figure("G01", "X", "1790.4")], form="B")
    assert county.live("G01", "X") == [("G01", "M", D("1802.1"), "reported"), ("G90", "B", D("1790.4"), "reported")]


def test_issues_are_numbered_gravest_first_then_down_the_sheet(county: County) -> None:
    run = county.stage("G01", [Draft("f.xlsx", "a" * 64, "G01", "M", "2026-06")])
    issues = [("x", "query", "表!B2"), ("x", "critical", "表!D10"), ("x", "critical", "表!E9"), ("x", "critical", "表!AA9")]
    with county.connection.cursor() as cursor:
        for rule, severity, place in issues:
            cursor.execute(
                "insert into staging.issue (run_id, submission_no, rule, severity, responsibility, dimension, place, message, remedy)"
                " values (%s, 1, %s, %s, 'department', 'accuracy', %s, 'm', 'r')",
                (run, rule, severity, place),
            )
    county.connection.commit()
    loaded = load(county.connection, run, county.catalogue)
    assert loaded.issues == 4
    assert county.rows("select number, severity, place, known_from = %s from quality.issue order by number", loaded.known_from) == [
        (1, "critical", "表!E9", True),
        (2, "critical", "表!AA9", True),
        (3, "critical", "表!D10", True),
        (4, "query", "表!B2", True),
    ]


@pytest.mark.parametrize(
    "places",
    [
        ("", "表!D4, 表!C4", "表!D9", "表!D10, 表!C10", "表2!A2, 表2!B1"),
        ("", "4:3, 4:4", "9:7", "10:4, 9:4"),
    ],
)
def test_what_concerns_the_whole_file_stands_first_and_several_places_count_as_their_first(county: County, places: tuple[str, ...]) -> None:
    run = county.stage("G01", [Draft("f", "a" * 64, "G01", "M", "2026-06")])
    with county.connection.cursor() as cursor:
        for place in reversed(places):
            cursor.execute(
                "insert into staging.issue (run_id, submission_no, rule, severity, responsibility, dimension, place, message, remedy)"
                " values (%s, 1, 'x', 'critical', 'department', 'accuracy', %s, 'm', 'r')",
                (run, place),
            )
    county.connection.commit()
    load(county.connection, run, county.catalogue)
    assert county.rows("select place from quality.issue order by number") == [(place,) for place in places]


def test_issues_of_a_text_are_numbered_in_its_order(county: County) -> None:
    run = county.stage("G01", [Draft("f.docx", "a" * 64, "G01", None, "2026-06", kind="narrative")])
    with county.connection.cursor() as cursor:
        for place in ("2:111", "10:3", "2:15, 2:30", "2:4"):
            cursor.execute(
                "insert into staging.issue (run_id, submission_no, rule, severity, responsibility, dimension, place, message, remedy)"
                " values (%s, 1, 'x', 'info', 'department', 'accuracy', %s, 'm', 'r')",
                (run, place),
            )
    county.connection.commit()
    load(county.connection, run, county.catalogue)
    assert county.rows("select place from quality.issue order by number") == [("2:4",), ("2:15, 2:30",), ("2:111",), ("10:3",)]


def test_ignored_files_get_no_receipt_and_no_attempt(county: County) -> None:
    county.submit("G01", [], verdict="ignored")
    assert county.rows("select count(*) from quality.receipt") == [(0,)]
    assert county.rows("select sequence, verdict from raw.submission") == [(None, "ignored")]


def test_instants_only_grow_when_the_clock_goes_back(county: County) -> None:
    first = county.submit("G01", [figure("G01", "P", "1")])
    county.clock -= timedelta(days=1)
    second = county.submit("G01", [figure("G01", "P", "2")])
    assert second.known_from == first.known_from + timedelta(microseconds=1)


def test_a_replay_takes_the_given_instant_and_refuses_one_that_is_not_later(county: County) -> None:
    draft = Draft("f.xlsx", "a" * 64, "G01", "M", "2026-06", figures=(figure("G01", "P", "1"),))
    instant = datetime(2025, 3, 4, 5, 6, 7, 89, tzinfo=UTC)
    assert load(county.connection, county.stage("G01", [draft]), county.catalogue, known_from=instant).known_from == instant
    run = county.stage("G01", [draft])
    with pytest.raises(WarehouseError, match="not later than the last commit"):
        load(county.connection, run, county.catalogue, known_from=instant)
    assert county.rows("select count(*) from raw.submission") == [(1,)]


def test_nothing_is_committed_if_the_journal_cannot_be_written(county: County) -> None:
    run = county.stage("G01", [Draft("f.xlsx", "a" * 64, "G01", "M", "2026-06", figures=(figure("G01", "P", "1"),))])

    def full_disk(_: datetime) -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        load(county.connection, run, county.catalogue, SameTransaction(record=full_disk))
    assert county.rows("select count(*) from core.figure") == [(0,)]
    seen: list[datetime] = []
    loaded = load(county.connection, run, county.catalogue, SameTransaction(record=seen.append))
    assert seen == [loaded.known_from]
    assert loaded.figures == 1


def test_a_run_without_verdicts_or_without_rows_is_refused(county: County) -> None:
    run = county.stage("G01", [Draft("f.xlsx", "a" * 64, "G01", "M", "2026-06")], verdict=None)
    with pytest.raises(WarehouseError, match="1 of 1 submissions have no verdict"):
        load(county.connection, run, county.catalogue)
    with pytest.raises(WarehouseError, match="nothing staged"):
        load(county.connection, "no-such-run", county.catalogue)


def test_dirty_periods_are_those_of_the_figures_with_growing_revisions(county: County) -> None:
    county.submit("G01", [figure("G01", "P", "1", period="2026-05"), figure("G01", "P", "2")])
    first = dict(county.rows("select period, revision from meta.dirty_period"))
    assert set(first) == {"2026-05", "2026-06"}
    county.submit("G01", [figure("G01", "P", "3")])
    second = dict(county.rows("select period, revision from meta.dirty_period"))
    assert second["2026-05"] == first["2026-05"]
    assert second["2026-06"] > max(first.values())


def test_as_of_answers_never_change(county: County) -> None:
    ask = "select organisation, indicator, value, known_from from mart.figure_as_of(%s) order by 1, 2"
    first = county.submit("G01", [figure("G01", "P", "100"), figure("G01", "X", "7")])
    before = county.rows(ask, first.known_from)
    second = county.submit("G01", [figure("G01", "P", "120")])
    at_second = county.rows(ask, second.known_from)
    county.submit("G01", [figure("G01", "P", "130"), figure("G01", "X", None, status="not_applicable")])
    assert before == [("G01", "P", D(100), first.known_from), ("G01", "X", D(7), first.known_from)]
    assert county.rows(ask, first.known_from) == before
    assert county.rows(ask, second.known_from - timedelta(microseconds=1)) == before
    assert at_second == [("G01", "P", D(120), second.known_from), ("G01", "X", D(7), first.known_from)]
    assert county.rows(ask, second.known_from) == at_second


def test_every_figure_of_a_submission_can_be_found_again(county: County) -> None:
    county.submit("G01", [figure("G01", "P", "100"), figure("G01", "X", None, status="placeholder"), figure("G01", "Y", "9")])
    assert county.rows("select figure_no, reason, status from quality.submitted_figure order by figure_no") == [
        (1, "loaded", "reported"),
        (2, "masked", "placeholder"),
        (3, "loaded", "reported"),
    ]
