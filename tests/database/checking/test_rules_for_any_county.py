"""Rules for any county, judged in PostgreSQL by Great Expectations; every number is worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from huizong.checking import JudgeError
from huizong.model import Basis, Finding, Severity, Status, Verdict
from tests.database.checking.county import LIST, MONTH, PROSE, County, Judged, draft, figure, made

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings

FREE = {
    **MONTH,
    "rows": [
        {"indicator": code, "required": False, "bases": ["current", "cumulative", "prior_year", "growth_rate", "plan", "plan_completion"]}
        for code in ("X1", "X2", "X3", "X4", "X5")
    ],
}
Opened = Callable[..., County]


@pytest.fixture
def opened(settings: Settings, catalogue: Catalogue) -> Iterator[Opened]:
    """A county with the given forms."""
    open_ones: list[County] = []

    def open_county(*forms: dict[str, Any], **indicators: Any) -> County:
        county = County(settings, made(catalogue, *(forms or (FREE,)), indicators=indicators))
        open_ones.append(county)
        return county

    yield open_county
    for county in open_ones:
        county.close()


def told(judged: Judged, number: int = 1) -> dict[str, str]:
    return {issue.rule: issue.severity for issue in judged.issues if issue.submission_no == number}


def held(judged: Judged, number: int = 1) -> list[str]:
    return sorted(place for (n, place), status in judged.statuses.items() if status == "held" and n == number)


FULL = (
    figure("X1", "current", "10.0"),
    figure("X1", "cumulative", "60.0"),
    figure("X1", "prior_year", "50.0"),
    figure("X1", "growth_rate", "20.0"),
    figure("X2", "current", "2.0"),
    figure("X2", "cumulative", "12.0"),
)


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


# --- values ---


def test_bounds(opened: Opened) -> None:
    county = opened()
    assert told(county.judge(draft(figure("X4", "current", "104.0"), figure("X2", "current", "-3.0")))) == {}  # neither has bounds
    bounded = opened(FREE, X4={"minimum": Decimal(0), "maximum": Decimal(100)})
    (issue,) = bounded.judge(draft(figure("X4", "current", "104.0"))).issues
    assert (issue.rule, issue.observed, issue.expected) == ("value-out-of-bounds", "104", "0～100")


def test_a_negative_month_beside_a_good_cumulative_is_asked_only(opened: Opened) -> None:
    judged = opened().judge(draft(figure("X1", "current", "-3.0"), figure("X1", "cumulative", "50.0")))
    assert told(judged) == {"value-out-of-bounds": "query"}
    assert held(judged) == []
    assert told(opened().judge(draft(figure("X1", "cumulative", "-3.0")))) == {"value-out-of-bounds": "critical"}


def test_a_unit_of_another_dimension(opened: Opened) -> None:
    judged = opened().judge(draft(figure("X1", "current", "5.0", unit_written="亩"), figure("X2", "current", "5.0", unit_written="亿元")))
    assert [(i.rule, i.indicator, i.observed, i.expected) for i in judged.issues] == [("unit-mismatch", "X1", "亩", "万元")]
    assert held(judged) == ["T01-X1-current-2026-06"]


def test_a_number_of_no_indicator_never_loads(opened: Opened) -> None:
    judged = opened().judge(draft(figure(None, "current", "5.0", place="6月!C9", label="招商数"), figure("X1", "current", "1.0")))
    assert [(i.rule, i.severity, i.observed) for i in judged.issues] == [("indicator-unknown", "query", "招商数")]
    assert held(judged) == ["6月!C9"]


def test_one_key_twice(opened: Opened) -> None:
    county = opened()
    judged = county.judge(draft(figure("X1", "current", "5.0", place="a"), figure("X1", "current", "6.0", place="b")))
    assert [(i.rule, i.place, i.observed) for i in judged.issues] == [("duplicate-figure", "a, b", "5、6")]
    assert held(judged) == ["a", "b"]
    equal = county.judge(draft(figure("X1", "current", "5.0", place="a"), figure("X1", "current", "5.0", place="b")))
    assert (told(equal), held(equal)) == ({"duplicate-figure-equal": "info"}, [])


# --- growth, completion, ratio ---


def with_growth(rate: str) -> Any:
    return draft(figure("X2", "cumulative", "110.0"), figure("X2", "prior_year", "100.0"), figure("X2", "growth_rate", rate))


def test_growth_by_the_indicators_rule(opened: Opened) -> None:
    county = opened()
    # 110 ±0.05 over 100 ±0.05 is +9.90 % to +10.10 %; 10.2 ±0.05 misses by 0.05: under one unit of the last digit
    assert told(county.judge(with_growth("10.1"))) == {}
    assert told(county.judge(with_growth("10.2"))) == {"rounding": "info"}
    judged = county.judge(with_growth("12.0"))
    assert (told(judged), held(judged)) == ({"growth-differs": "blocking"}, ["T01-X2-growth_rate-2026-06"])
    assert judged.issues[0].expected == "10"
    assert told(county.judge(with_growth("0.1"))) == {"percent-scale": "blocking"}


def test_comparable_growth_is_asked_when_far_off_and_constant_prices_never(opened: Opened) -> None:
    county = opened(FREE, X2={"growth": "comparable"})
    assert told(county.judge(with_growth("15.0"))) == {}
    assert told(county.judge(with_growth("21.0"))) == {"growth-implausible": "query"}
    assert told(county.judge(with_growth("-1.0"))) == {"growth-implausible": "query"}
    assert told(opened(FREE, X2={"growth": "constant_price"}).judge(with_growth("-40.0"))) == {}


def test_completion_and_ratio_are_recomputed(opened: Opened) -> None:
    county = opened()
    values = (figure("X2", "cumulative", "30.0"), figure("X2", "plan", "120.0", period="2026"))
    assert told(county.judge(draft(*values, figure("X2", "plan_completion", "25.0")))) == {}
    judged = county.judge(draft(*values, figure("X2", "plan_completion", "52.0")))
    assert [(i.rule, i.expected, i.difference) for i in judged.issues] == [("completion-differs", "25", "27")]
    terms = (figure("X2", "current", "30.0"), figure("X1", "current", "120.0"))
    judged = county.judge(draft(*terms, figure("X4", "current", "30.0")))
    assert [(i.rule, i.expected) for i in judged.issues] == [("ratio-differs", "25")]
    assert held(judged) == ["T01-X4-current-2026-06"]


# --- history ---


def test_falls_without_a_relation(opened: Opened) -> None:
    county = opened()
    county.published([figure("X2", "cumulative", "50.0", period="2026-05")])
    assert told(county.judge(draft(figure("X2", "cumulative", "45.0"), figure("X2", "current", "3.0")))) == {
        "cumulative-below-last-month": "blocking"
    }
    assert told(county.judge(draft(figure("X2", "cumulative", "45.0"), figure("X2", "current", "-5.0")))) == {
        "cumulative-fell-by-month": "query"
    }
    judged = county.judge(draft(figure("X2", "cumulative", "63.0"), figure("X2", "current", "10.0")))
    assert [(i.rule, i.severity, i.expected, i.difference) for i in judged.issues] == [("cumulative-not-continuous", "query", "60", "3")]


def test_a_new_year_does_not_fall(opened: Opened) -> None:
    county = opened()
    county.published([figure("X2", "cumulative", "900.0", period="2025-12")])
    assert told(county.judge(draft(figure("X2", "cumulative", "45.0", period="2026-01"), period="2026-01"))) == {}


def test_a_revised_base_is_asked_once_a_year(opened: Opened) -> None:
    county = opened()
    county.published([figure("X2", "cumulative", "100.0", period="2025-06"), figure("X2", "cumulative", "120.0", period="2025-07")])
    (issue,) = county.judge(draft(figure("X2", "prior_year", "104.0"))).issues
    assert (issue.rule, issue.severity, issue.observed, issue.expected) == ("prior-year-differs", "query", "104", "100")
    assert told(county.judge(draft(figure("X2", "prior_year", "100.1")))) == {}
    rebased = opened(FREE, X2={"growth": "comparable"})
    assert told(rebased.judge(draft(figure("X2", "prior_year", "104.0")))) == {"prior-year-rebased": "info"}


def test_a_unit_slip_with_one_sign_is_asked_with_two_is_held(opened: Opened) -> None:
    county = opened()
    county.published([figure("X2", "current", "12.0", period="2026-05")])
    one = county.judge(draft(figure("X2", "current", "123000.0")))
    assert [(i.rule, i.severity, i.expected) for i in one.issues] == [("unit-slip-possible", "query", "10000")]
    county.published([figure("X2", "current", "11.0", period="2025-06")])
    two = county.judge(draft(figure("X2", "current", "123000.0")))
    assert (told(two), held(two)) == ({"unit-suspect": "blocking"}, ["T01-X2-current-2026-06"])
    assert "万元" in two.issues[0].message
    assert told(county.judge(draft(figure("X2", "current", "15.0")))) == {}


def test_mu_and_hectares(opened: Opened) -> None:
    county = opened()
    county.published([figure("X5", "current", "45000", period="2026-05"), figure("X5", "current", "45150", period="2025-06")])
    judged = county.judge(draft(figure("X5", "current", "3000")))
    assert [(i.rule, i.expected) for i in judged.issues] == [("unit-suspect", "15")]


def test_outliers_by_own_history(opened: Opened) -> None:
    county = opened()
    months = [f"2025-{month:02d}" for month in range(7, 13)] + [f"2026-{month:02d}" for month in range(1, 6)]
    steady = ["10.0", "11.0", "9.0", "10.5", "9.5", "10.0", "11.0", "9.0", "10.5", "9.5", "10.0"]
    county.published(figure("X2", "current", value, period=month) for month, value in zip(months, steady, strict=True))
    # median 10, distances' median 0.5: 8 × 1.4826 × 0.5 = 5.93; the range 9 to 11 widened by 2 is 7 to 13
    assert told(county.judge(draft(figure("X2", "current", "14.0")))) == {}
    (issue,) = county.judge(draft(figure("X2", "current", "40.0"))).issues
    assert (issue.rule, issue.severity, issue.expected) == ("outlier", "query", "9～11")


def test_outliers_are_silent_on_short_and_zero_heavy_series(opened: Opened) -> None:
    county = opened()
    months = [f"2025-{month:02d}" for month in range(3, 13)]
    county.published(figure("X2", "current", "3.0" if n % 3 == 0 else "0", period=month) for n, month in enumerate(months))
    county.published(figure("X1", "current", "10.0", period=month) for month in months[:7])
    assert told(county.judge(draft(figure("X2", "current", "90.0"), figure("X1", "current", "90.0")))) == {}


# --- findings ---


def test_findings_of_earlier_rooms_become_issues_and_hold_their_place(opened: Opened) -> None:
    said = (Finding("value-approximate", "6月!C4", {"observed": "约300"}), Finding("encoding-assumed", "", {"observed": "GB18030"}))
    judged = opened().judge(draft(figure("X1", "current", "300", place="6月!C4"), figure("X2", "current", "5.0"), findings=said))
    assert told(judged) == {"value-approximate": "blocking", "encoding-assumed": "info"}
    assert "约300" in judged.of("value-approximate")[0].message
    assert held(judged) == ["6月!C4"]


def test_a_finding_may_soften_its_type(opened: Opened) -> None:
    said = Finding("value-approximate", "6月!C4", {"observed": "约300"}, Severity.QUERY)
    judged = opened().judge(draft(figure("X1", "current", "300", place="6月!C4"), findings=[said]))
    assert (told(judged), held(judged)) == ({"value-approximate": "query"}, [])
    assert judged.judgement.verdicts == {1: Verdict.ACCEPTED_WITH_QUERIES}


def test_in_a_returned_file_nothing_is_reported(opened: Opened) -> None:
    said = Finding("organisation-mismatch", "6月!A2", {"observed": "枫渡镇", "expected": "栗坪镇"})
    judged = opened().judge(draft(*FULL, findings=[said]))
    assert judged.judgement.verdicts == {1: Verdict.RETURNED}
    assert set(judged.statuses.values()) == {"held"}


def test_an_early_verdict_stands(opened: Opened) -> None:
    judged = opened().judge(draft(findings=[Finding("file-locked", "", {})], verdict=Verdict.IGNORED, form=None))
    assert judged.judgement.verdicts == {1: Verdict.IGNORED}


def test_a_finding_without_an_issue_type_stops_the_run(opened: Opened) -> None:
    with pytest.raises(Exception, match="no-such-code"):
        opened().judge(draft(*FULL, findings=[Finding("no-such-code")]))


def test_an_empty_run_is_no_success(opened: Opened) -> None:
    with pytest.raises(JudgeError, match="no submission"):
        opened().judge()
