"""Rules for any county, judged in PostgreSQL by Great Expectations; every number is worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from huizong.checking import JudgeError
from huizong.model import Finding, Severity, Verdict
from tests.database.checking.county import draft, figure

if TYPE_CHECKING:
    pass
from tests.database.checking.judged import FREE, FULL, Opened, held, told

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
