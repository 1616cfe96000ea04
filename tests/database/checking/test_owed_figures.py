"""What a form or a report in prose owes and what it does not: blanks, rows, columns and towns left out, masks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from huizong.model import Basis, Finding, Status, Verdict
from tests.database.checking.county import LIST, MONTH, PROSE, draft, figure

if TYPE_CHECKING:
    pass
from tests.database.checking.judged import FULL, Opened, told


def without(place: str, *instead: Any) -> tuple[Any, ...]:
    return (*(f for f in FULL if f.place != place), *instead)


# --- what is owed ---


def test_a_full_form_is_accepted_with_its_counts(opened: Opened) -> None:
    county = opened(MONTH)
    judged = county.judge(draft(*FULL))
    assert judged.issues == ()
    assert judged.judgement.verdicts == {1: Verdict.ACCEPTED}
    with county.connection.cursor() as cursor:
        cursor.execute("select required, taken, duplicate_of from staging.submission")
        assert cursor.fetchall() == [(6, 6, None)]


def test_a_placeholder_is_told_with_what_stands_there(opened: Opened) -> None:
    masked = figure("X2", "current", None, status=Status.PLACEHOLDER, place="6月!C5")
    judged = opened(MONTH).judge(draft(*without("T01-X2-current-2026-06", masked)))
    (issue,) = judged.issues
    assert (issue.rule, issue.severity, issue.place, issue.indicator) == ("value-placeholder", "critical", "6月!C5", "X2")
    assert judged.judgement.verdicts == {1: Verdict.PARTIALLY_ACCEPTED}


def test_a_required_blank_is_told_and_one_with_a_reason_is_not(opened: Opened) -> None:
    county = opened(MONTH)
    blank = figure("X2", "current", None, status=Status.BLANK)
    assert told(county.judge(draft(*without("T01-X2-current-2026-06", blank)))) == {"value-required-blank": "critical"}
    no_growth = figure("X1", "growth_rate", None, status=Status.BLANK)
    new = tuple(
        figure("X1", "prior_year", "0") if f.basis is Basis.PRIOR_YEAR else f for f in without("T01-X1-growth_rate-2026-06", no_growth)
    )
    assert told(county.judge(draft(*new))) == {}
    assert told(county.judge(draft(*without("T01-X1-growth_rate-2026-06", no_growth)))) == {"value-required-blank": "critical"}


def test_a_year_that_is_a_slip_of_the_pen_asks_for_no_cell(opened: Opened) -> None:
    county = opened(MONTH)
    asked = {}
    for period in ("9999-06", "2027-06"):
        figures = (figure("X1", "current", "10.0", period=period), figure("X2", "current", None, status=Status.BLANK, period=period))
        future = Finding("period-future", "", {"observed": period, "expected": "2026-07-05"})
        asked[period] = set(told(county.judge(draft(*figures, period=period, findings=[future]))))
    assert asked["9999-06"] == {"period-future"}
    assert {"period-future", "value-required-blank"} < asked["2027-06"]


def test_the_month_of_the_first_owed_period_may_be_blank(opened: Opened) -> None:
    county = opened({**MONTH, "first_month": 2, "rows": [{"indicator": "X1", "bases": ["current", "cumulative"]}]})
    for month, rules in (("2026-02", {}), ("2026-03", {"value-required-blank": "critical"})):
        values = (figure("X1", "current", None, status=Status.BLANK, period=month), figure("X1", "cumulative", "60.0", period=month))
        assert told(county.judge(draft(*values, period=month))) == rules


def test_a_row_that_is_absent_is_named(opened: Opened) -> None:
    judged = opened(MONTH).judge(draft(*FULL[:4]))
    (issue,) = judged.issues
    assert (issue.rule, issue.indicator, issue.basis) == ("indicator-missing", "X2", None)
    assert "乙产值" in issue.message
    assert judged.judgement.verdicts == {1: Verdict.PARTIALLY_ACCEPTED}


def test_last_years_values_under_their_own_year_are_the_prior_year(opened: Opened) -> None:
    moved = [f if f.basis is not Basis.PRIOR_YEAR else replace(f, basis=Basis.CUMULATIVE, period="2025-06") for f in FULL]
    judged = opened(MONTH).judge(draft(*moved))
    assert (told(judged), judged.judgement.verdicts) == ({}, {1: Verdict.ACCEPTED})


def test_a_column_that_is_absent_is_told_once(opened: Opened) -> None:
    judged = opened(MONTH).judge(draft(*(f for f in FULL if f.basis is not Basis.CURRENT)))
    assert [(i.rule, i.expected) for i in judged.issues] == [("column-missing", "本期")]


def test_towns_that_a_list_leaves_out_are_named_in_one_issue(opened: Opened) -> None:
    towns = [f"T{number:02d}" for number in range(1, 9)]
    listed = [figure("X1", "current", "5.0", organisation=town) for town in towns]
    (issue,) = opened(LIST).judge(draft(*listed, form="X-LIST", reporter="D03")).issues
    assert (issue.rule, issue.observed) == ("organisation-not-listed", "城南街道、苇塘街道")


def test_a_nil_report_owes_nothing(opened: Opened) -> None:
    judged = opened(MONTH).judge(draft(nil_report=True))
    assert (judged.issues, judged.judgement.verdicts) == ((), {1: Verdict.ACCEPTED})


def test_a_table_with_nothing_in_it_is_empty(opened: Opened) -> None:
    judged = opened(MONTH).judge(draft())
    assert (told(judged), judged.judgement.verdicts) == ({"file-empty": "critical"}, {1: Verdict.RETURNED})


# --- prose ---


def test_a_narrative_without_figures_is_accepted(opened: Opened) -> None:
    judged = opened(PROSE).judge(draft(kind="narrative", form="X-PROSE", period="2026-H1"))
    assert (judged.issues, judged.judgement.verdicts) == ((), {1: Verdict.ACCEPTED})


def prose(code: str, value: str | None, status: Status = Status.REPORTED, **more: Any) -> Any:
    return figure(code, "cumulative", value, status=status, period="2026-H1", source="prose", **more)


def test_a_narrative_whose_owed_figures_are_all_masked_is_returned(opened: Opened) -> None:
    county = opened(PROSE)
    masked = (prose("X1", None, Status.PLACEHOLDER), prose("X2", None, Status.MISSING))
    judged = county.judge(draft(*masked, kind="narrative", form="X-PROSE", period="2026-H1"))
    assert set(told(judged)) == {"prose-placeholder", "prose-missing", "prose-all-masked"}
    assert judged.judgement.verdicts == {1: Verdict.RETURNED}
    half = county.judge(draft(masked[0], prose("X2", "3.0"), kind="narrative", form="X-PROSE", period="2026-H1"))
    assert half.judgement.verdicts == {1: Verdict.PARTIALLY_ACCEPTED}
    assert half.statuses[1, "T01-X2-cumulative-2026-H1"] == "reported"


def test_candidates_are_nobodys_debt(opened: Opened) -> None:
    candidate = prose("X3", None, Status.HELD, candidate=True, place="3:12")
    said = Finding("prose-placeholder", "3:12", {"observed": "xx"})
    judged = opened(PROSE).judge(draft(candidate, findings=[said], kind="narrative", form="X-PROSE", period="2026-H1"))
    assert judged.judgement.verdicts == {1: Verdict.ACCEPTED}
