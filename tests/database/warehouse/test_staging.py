"""Drafts into staging: every figure arrives, and beside them what the form owes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from huizong.model import Draft, Explanation, Finding, Severity, Verdict
from huizong.warehouse import WarehouseError
from huizong.warehouse.staging import StagedDraft, write
from tests.database.warehouse.county import FIRST_ARRIVAL, County, figure

SHA = "b" * 64


def stage(county: County, *drafts: Draft) -> int:
    return write(county.connection, "run", [StagedDraft("arrival", FIRST_ARRIVAL, draft) for draft in drafts], county.catalogue)


def expected(county: County) -> set[tuple[object, ...]]:
    return set(county.rows("select organisation, indicator, period, basis, required from staging.expected"))


def test_texts_arrive_as_they_are(county: County) -> None:
    awkward = 'a\tb\\c\nd"e,\\N\r\x00'
    draft = Draft(
        awkward,
        SHA,
        "G01",
        "M",
        "2026-06",
        figures=(figure("G01", "P", "1.50", place=awkward, precision="0.01"), figure("G01", "P", "9.1", basis="growth_rate")),
        findings=(Finding("x", "表!A1", {"observed": awkward, "expected": "{}"}, Severity.INFO, organisation="G01"),),
        explanations=(Explanation("3", awkward, "表!F2"),),
        numeric_cells=5,
        structure_cells=2,
        issue_cells=1,
        nil_report=True,
    )
    assert stage(county, draft) == 2
    kept = awkward.replace("\x00", "\N{REPLACEMENT CHARACTER}")
    assert county.rows(
        "select file, numeric_cells, figure_cells, structure_cells, issue_cells, nil_report, early_verdict, received_at"
        " from staging.submission"
    ) == [(kept, 5, 2, 2, 1, True, None, FIRST_ARRIVAL)]
    assert county.rows("select figure_no, place, value, unit, digit_weight, qualifier from staging.figure order by 1") == [
        (1, kept, Decimal("1.50"), "万元", Decimal("0.01"), None),
        (2, "表!B2", Decimal("9.1"), "%", None, None),
    ]
    assert county.rows("select rule, severity, fields ->> 'observed', fields ->> 'expected', organisation from staging.finding") == [
        ("x", "info", kept, "{}", "G01")
    ]
    assert county.rows("select number, content, place from staging.explanation") == [("3", kept, "表!F2")]


def test_a_candidate_of_no_indicator_has_the_unit_of_its_text(county: County) -> None:
    found = replace(figure("G01", "P", "4.2"), indicator=None, candidate=True, unit_written="亿元", source="prose")
    stage(county, Draft("f", SHA, "G01", None, None, kind="narrative", figures=(found, replace(found, candidate=False))))
    assert county.rows("select unit from staging.figure order by figure_no") == [("亿元",), (None,)]


def test_a_town_owes_the_required_rows_of_its_form_in_season(county: County) -> None:
    stage(county, Draft("f", SHA, "G02", "M", "2026-03"))
    rows = expected(county)
    assert ("G02", "P", "2026-03", "growth_rate", True) in rows
    assert ("G02", "K", "2026-03", "cumulative", False) in rows  # not required
    assert ("G02", "W", "2026-03", "current", False) in rows  # G02 is excepted
    assert ("G02", "H", "2026-03", "current", False) in rows  # owed from April to June only
    assert len(rows) == 4 + 1 + 1 + 1 + 1 + 2 + 1 + 1
    assert {row[0] for row in rows} == {"G02"}


def test_a_form_that_lists_owes_every_valid_organisation_of_its_kinds(county: County) -> None:
    stage(county, Draft("f", SHA, "G90", "T", "2026", figures=(figure("G01", "P", "5", period="2026", basis="plan"),)))
    assert expected(county) == {(town, "P", "2026", "plan", True) for town in ("G01", "G02", "G03")}


def test_a_form_that_does_not_say_whom_it_lists_owes_those_that_are_there(county: County) -> None:
    stage(
        county,
        Draft("f", SHA, "G03", "V", "2026-06", figures=(figure("G31", "V", "5", basis="current"), figure("G03", "V", "5", is_total=True))),
    )
    assert expected(county) == {("G31", "V", "2026-06", "current", True)}


def test_a_plan_is_expected_where_the_draft_puts_it_else_at_the_year(county: County) -> None:
    stage(
        county,
        Draft("f", SHA, "G90", "T", "2026-06", figures=(figure("G01", "P", "5", period="2026-H1", basis="plan"),)),
    )
    assert expected(county) == {
        ("G01", "P", "2026-H1", "plan", True),
        ("G02", "P", "2026", "plan", True),
        ("G03", "P", "2026", "plan", True),
    }


def test_nothing_is_expected_of_a_file_whose_form_is_unknown_and_an_early_verdict_is_kept(county: County) -> None:
    stage(county, Draft("f", SHA, "G01", None, "2026-06"), Draft("g", SHA, None, None, None, verdict=Verdict.IGNORED))
    assert expected(county) == set()
    assert county.rows("select submission_no, early_verdict from staging.submission order by 1") == [(1, None), (2, "ignored")]


def test_cells_that_do_not_add_up_are_refused(county: County) -> None:
    with pytest.raises(WarehouseError, match="arrival arrival: 3 numeric cells can't hold 2 of structure and 2 of issues"):
        stage(county, Draft("f", SHA, "G01", "M", "2026-06", numeric_cells=3, structure_cells=2, issue_cells=2))
    county.connection.rollback()
    assert county.rows("select count(*) from staging.submission") == [(0,)]
