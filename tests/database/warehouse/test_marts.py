"""What BI tools see: one source per figure, conflicts, coverage, the board of submissions."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg2

from huizong.catalogue import Period
from huizong.warehouse.schema import catalogue_tables
from tests.database.warehouse.county import FILES, County, figure, make_catalogue

D = Decimal


def latest(county: County, indicator: str = "X") -> list[tuple[object, ...]]:
    return county.rows(
        "select organisation_name, indicator_name, value, unit, reporter, form from mart.figure_latest where indicator = %s"
        " order by organisation, period",
        indicator,
    )


def test_the_form_with_the_lowest_priority_is_shown_whatever_arrived_last(county: County) -> None:
    county.submit("G90", [figure("G01", "X", "1790.4")], form="B")
    county.submit("G01", [figure("G01", "X", "1802.1")])
    assert latest(county) == [("甲木镇", "税收", D("1790.4"), "万元", "G90", "B")]
    assert county.rows("select reporter, priority, turn, is_latest from mart.figure_sources order by turn") == [
        ("G90", 10, 1, True),
        ("G01", 100, 2, False),
    ]


def test_at_equal_priority_the_organisations_own_figure_is_shown(county: County) -> None:
    county.submit("G03", [figure("G03", "V", "12", basis="current")])
    county.submit("G90", [figure("G03", "V", "13", basis="current")])
    assert latest(county, "V") == [("丙土乡", "生猪", D(12), "头", "G03", "M")]


def test_of_two_others_at_equal_priority_the_latest_is_shown(county: County) -> None:
    county.submit("G03", [figure("G31", "V", "12", basis="current")])
    county.submit("G90", [figure("G31", "V", "13", basis="current")])
    assert latest(county, "V") == [("东坡村", "生猪", D(13), "头", "G90", "M")]


def test_a_blank_of_the_first_form_does_not_hide_a_value_of_the_next(county: County) -> None:
    county.submit("G90", [figure("G01", "X", None, status="blank")], form="B")
    county.submit("G01", [figure("G01", "X", "7")])
    assert latest(county) == [("甲木镇", "税收", D(7), "万元", "G01", "M")]


def test_a_year_takes_the_most_final_figure(county: County) -> None:
    county.submit("G01", [figure("G01", "X", "700", period="2025", basis="current", maturity="flash")], period="2025-12")
    county.submit("G90", [figure("G01", "X", "710", period="2025", basis="current", maturity="final")], period="2025-12")
    county.submit("G01", [figure("G01", "X", "701", period="2025", basis="current", maturity="flash")], period="2025-12")
    assert latest(county) == [("甲木镇", "税收", D(710), "万元", "G90", "M")]


def test_sources_that_differ_by_more_than_rounding_conflict(county: County) -> None:
    county.submit("G01", [figure("G01", "X", "1802.1", precision="0.1"), figure("G01", "Y", "20.04", precision="0.01")])
    county.submit("G90", [figure("G01", "X", "1790.4", precision="0.1"), figure("G01", "Y", "20", precision="0.1")], form="B")
    assert county.rows("select indicator, reporter, value, other_reporter, other_value, difference, tolerance from mart.conflict") == [
        ("X", "G90", D("1790.4"), "G01", D("1802.1"), D("11.7"), D("0.1"))
    ]  # 20.04 and 20.0 lie 0.04 apart, within (0.01 + 0.1) / 2


def test_a_conflict_ends_when_one_source_is_corrected_and_comes_back_with_the_next_difference(county: County) -> None:
    found = "select reporter, value, other_reporter, other_value from mart.conflict"
    county.submit("G01", [figure("G01", "X", "1802.1"), figure("G02", "X", "5")])
    assert county.rows("select count(*) from core.shared_figure") == [(0,)]
    county.submit("G90", [figure("G01", "X", "1790.4")], form="B")
    assert county.rows(found) == [("G90", D("1790.4"), "G01", D("1802.1"))]
    county.submit("G01", [figure("G01", "X", "1790.4"), figure("G02", "X", "5")])
    assert county.rows(found) == []
    county.submit("G90", [figure("G01", "X", "1700")], form="B")
    assert county.rows(found) == [("G90", D(1700), "G01", D("1790.4"))]
    assert county.rows("select organisation, indicator, period_year from core.shared_figure") == [("G01", "X", 2026)]


def test_another_source_is_looked_up_by_key_though_the_year_was_empty_when_the_plan_was_made(county: County, database: Any) -> None:
    """Of an empty year that was counted, a plan reads all that there is; a session keeps it, and a year doesn't stay empty."""
    with closing(psycopg2.connect(database.owner_url)) as owner, owner.cursor() as cursor:
        cursor.execute("analyze core.figure")
        owner.commit()
    insert = (
        "insert into core.figure (period_year, organisation, indicator, period, basis, reporter, form, value, status, unit, place,"
        " raw_text, source, submission_id, figure_no, known_from)"
        " select 2026, 'G01', 'X', '2026-' || lpad(m::text, 2, '0'), 'current', %s, 'M', 1, 'reported', '万元', '', '', 'cell', 0, m,"
        " '2026-01-01' from generate_series(1, 12) as m"
    )
    with county.connection.cursor() as cursor:  # one transaction: what it has read whole is counted until its end
        for reporter in ("G01", "G90"):
            cursor.execute(insert, (reporter,))
        cursor.execute("select seq_scan from pg_stat_xact_user_tables where schemaname = 'core' and relname = 'figure_2026'")
        assert cursor.fetchall() == [(0,)]
        cursor.execute("select count(*) from core.shared_figure")
        assert cursor.fetchall() == [(12,)]


def test_different_maturities_do_not_contradict_each_other(county: County) -> None:
    county.submit("G01", [figure("G01", "X", "1802.1", maturity="flash")])
    county.submit("G90", [figure("G01", "X", "1790.4", maturity="final")], form="B")
    assert county.rows("select count(*) from mart.conflict") == [(0,)]


def test_a_rate_over_nothing_is_owed_by_nobody(county: County) -> None:
    """Form M of May asks nine figures of G01; without last year's value no growth can be given, and the report is complete."""
    given = [figure("G01", "P", value, period="2026-05", basis=basis) for basis, value in (("current", "3"), ("cumulative", "9"))]
    given += [figure("G01", code, "4", period="2026-05") for code in ("X", "Y", "S")]
    given += [figure("G01", code, "5", period="2026-05", basis="current") for code in ("W", "H")]
    county.submit("G01", [*given, figure("G01", "P", "7", period="2026-05", basis="prior_year")], period="2026-05")
    coverage = "select expected, reported, missing, is_complete from mart.coverage where period = '2026-05' and reporter = 'G01'"
    assert county.rows(coverage) == [(9, 8, 1, False)]
    county.submit("G01", [figure("G01", "P", "0", period="2026-05", basis="prior_year")], period="2026-05")
    assert county.rows(coverage) == [(8, 8, 0, True)]
    # who says one all the same is counted
    county.submit("G01", [figure("G01", "P", "100", period="2026-05", basis="growth_rate")], period="2026-05")
    assert county.rows(coverage) == [(9, 9, 0, True)]


def test_a_target_of_an_heir_is_that_of_all_before_it(county: County, tmp_path: Path) -> None:
    """G01 and G02 are G04 from May on: the bureau that set their targets owes none for G04, but where one of them had none."""
    merged = str(FILES["organisations.csv"])
    for town in ("甲木镇", "乙火镇"):
        merged = merged.replace(f"{town},town,G00,,,,", f"{town},town,G00,,2026-04-30,G04,")
    files = {
        "organisations.csv": merged + "G04,丁金镇,town,G00,2026-05-01,,,\n",
        "obligations.csv": str(FILES["obligations.csv"]) + "T,G90,,8,17:00,目标,,\n",
    }
    county.catalogue = make_catalogue(tmp_path / "merged", files)
    catalogue_tables.sync(county.connection, county.catalogue)
    coverage = "select expected, reported, missing, is_complete from mart.coverage where period = '2026' and form = 'T'"
    plans = {"G01": "100", "G03": "70"}
    for then, complete in (({}, [(2, 1, 1, False)]), ({"G02": "40"}, [(2, 2, 0, True)])):
        plans |= then
        county.submit(
            "G90", [figure(town, "P", plan, period="2026", basis="plan") for town, plan in plans.items()], form="T", period="2026"
        )
        assert county.rows(coverage) == complete


def test_coverage_counts_what_is_owed_there_held_and_missing(county: County) -> None:
    # June of form M: P in four bases, X, Y, S cumulative, W (not for G02), H: 9 figures of G01, 8 of G02
    county.submit(
        "G02",
        [
            figure("G02", "X", "7"),
            figure("G02", "Y", "9", status="held"),
            figure("G02", "P", None, status="placeholder"),
            figure("G02", "K", "1"),
        ],
        verdict="partially_accepted",
    )
    assert county.rows(
        "select reporter_name, form_title, expected, reported, held, missing, submissions, last_verdict, is_complete from mart.coverage"
        " where period = '2026-06' and form = 'M' order by reporter"
    ) == [
        ("甲木镇", "绿川县月报", 9, 0, 0, 9, 0, None, False),
        ("乙火镇", "绿川县月报", 8, 1, 1, 6, 1, "partially_accepted", False),
        ("丙土乡", "绿川县月报", 9, 0, 0, 9, 0, None, False),
    ]
    # required in no row of form B; villages owe one figure each, the one that ended in 2025 none
    assert county.rows("select form, reporter, expected from mart.coverage where period = '2026-06' and form <> 'M' order by 1, 2") == [
        ("V", "G31", 1),
        ("V", "G32", 1),
    ]


def test_the_board_of_submissions_names_no_file(county: County) -> None:
    county.submit("G01", [figure("G01", "X", "7")])
    county.submit("G01", [figure("G01", "X", "8")], verdict="returned")
    assert county.rows(
        "select reporter_name, form_title, period, sequence, verdict, is_live, is_duplicate from mart.submission order by sequence"
    ) == [
        ("甲木镇", "绿川县月报", "2026-06", 1, "accepted", True, False),
        ("甲木镇", "绿川县月报", "2026-06", 2, "returned", False, False),
    ]
    columns = {name for (name,) in county.rows("select column_name from information_schema.columns where table_schema = 'mart'")}
    assert not columns & {"file", "file_name", "path", "place", "raw_text", "sha256", "folder"}


def test_issue_summary_counts_by_rule(county: County) -> None:
    loaded = county.submit("G01", [figure("G01", "X", "7")])
    for number, rule in enumerate(("x", "x", "y"), start=1):
        with county.connection.cursor() as cursor:
            cursor.execute(
                "insert into quality.issue"
                " (submission_id, number, rule, severity, responsibility, dimension, place, message, remedy, known_from)"
                " values (%s, %s, %s, 'query', 'department', 'accuracy', '', 'm', 'r', %s)",
                (loaded.submissions[0].submission_id, number, rule, loaded.known_from),
            )
    assert county.rows("select period, reporter_name, rule, issues, open_issues, submissions from mart.issue_summary order by rule") == [
        ("2026-06", "甲木镇", "x", 2, 2, 1),
        ("2026-06", "甲木镇", "y", 1, 1, 1),
    ]


def test_issue_summary_tells_the_explained_from_those_where_the_rule_was_wrong(county: County) -> None:
    loaded = county.submit("G01", [figure("G01", "X", "7")])
    states = ("open", "open", "explained", "explained", "explained", "waived", "void", "void")
    for number, state in enumerate(states, start=1):
        with county.connection.cursor() as cursor:
            cursor.execute(
                "insert into quality.issue"
                " (submission_id, number, rule, severity, responsibility, dimension, place, message, remedy, state, known_from)"
                " values (%s, %s, 'x', 'query', 'department', 'accuracy', '', 'm', 'r', %s, %s)",
                (loaded.submissions[0].submission_id, number, state, loaded.known_from),
            )
    (row,) = county.rows("select issues, open_issues, explained_issues, waived_issues, void_issues from mart.issue_summary")
    assert row == (8, 2, 3, 1, 2)


def test_expected_figures_in_sql_are_those_of_the_catalogue(county: County, catalogue: Any) -> None:
    """The same rule stands in catalogue/owed.py and in core.expected_figure: they must agree, for any form and season."""
    for each in (county.catalogue, catalogue):
        catalogue_tables.sync(county.connection, each)
        for period in ("2024-01", "2025-01", "2025-06", "2026-05", "2026-06", "2026-Q2", "2026-Q3", "2026-H1", "2026"):
            asked = {
                (form.code, row.indicator, organisation.code)
                for form in each.forms_on(Period.parse(period).last_day)
                for row in form.rows
                for organisation in each.expected_organisations(form.code, row.indicator, Period.parse(period))
            }
            answered = set(county.rows("select distinct form, indicator, organisation from core.expected_figure(array[%s])", period))
            assert answered == asked, period


def test_sync_mirrors_the_catalogue_and_notes_its_hash(county: County, tmp_path: Any) -> None:
    other = make_catalogue(
        tmp_path / "other", {"forms/T.yaml": "code: T\ntitle: 目标\nfrequency: year\nversion: 2\nrows:\n  - {indicator: X}\n"}
    )
    assert catalogue_tables.in_force(county.connection, county.catalogue)
    assert not catalogue_tables.in_force(county.connection, other)
    catalogue_tables.sync(county.connection, other)
    assert catalogue_tables.in_force(county.connection, other)
    assert county.rows("select version, title from core.form where code = 'T'") == [(2, "目标")]
    assert county.rows("select form, version, indicator, basis, required from core.form_row where form = 'T'") == [
        ("T", 2, "X", "current", True)
    ]
    assert county.rows("select count(*), count(*) filter (where in_force) from meta.catalogue") == [(2, 1)]
    assert county.rows("select organisation from core.obligation where form = 'M' order by 1") == [("G01",), ("G02",), ("G03",)]
