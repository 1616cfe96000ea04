"""Relations with the months before: what was published, the same file, January, merged organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huizong.model import Status, Verdict
from tests.database.checking.county import draft, figure
from tests.database.checking.judged import Opened, told

if TYPE_CHECKING:
    pass


def test_what_stands_in_place_of_a_number_is_quoted(related: Opened) -> None:
    county = related(NEVER_FALLS)
    county.published([figure("X1", "cumulative", "50.0", period="2026-05")])
    unread = figure("X1", "current", None, status=Status.HELD, raw="4_055.7")
    (issue,) = county.judge(draft(figure("X1", "cumulative", "40.0"), unread)).of("X-MONTH:r1")
    assert "＝“4_055.7”，没有采用" in issue.message
    assert "＝空" not in issue.message


# --- history ---

CONTINUES = {"expression": "X1.cumulative = prev(X1.cumulative) + X1.current", "severity": "query"}
NEVER_FALLS = {"expression": "X1.cumulative >= prev(X1.cumulative)", "severity": "blocking"}


def test_last_month_comes_from_what_was_published(related: Opened) -> None:
    county = related(CONTINUES)
    county.published([figure("X1", "cumulative", "50.0", period="2026-05")])
    good = county.judge(draft(figure("X1", "cumulative", "60.0"), figure("X1", "current", "10.0")))
    bad = county.judge(draft(figure("X1", "cumulative", "63.0"), figure("X1", "current", "10.0")))
    assert told(good) == {}
    (issue,) = bad.issues
    assert (issue.rule, issue.observed, issue.expected, issue.difference) == ("X-MONTH:r1", "63", "60", "3")
    assert set(bad.statuses.values()) == {"reported"}  # a query holds nothing
    assert bad.judgement.verdicts == {1: Verdict.ACCEPTED_WITH_QUERIES}


def test_a_month_that_is_in_the_same_file_goes_before_what_was_published(related: Opened) -> None:
    county = related(CONTINUES)
    county.published([figure("X1", "cumulative", "10.0", period="2026-05")])
    months = (figure("X1", "cumulative", "50.0", period="2026-05"), figure("X1", "cumulative", "60.0"), figure("X1", "current", "10.0"))
    assert "X-MONTH:r1" not in told(county.judge(draft(*months)))


def test_january_begins_at_nothing(related: Opened) -> None:
    county = related(CONTINUES, NEVER_FALLS)
    county.published([figure("X1", "cumulative", "900.0", period="2025-12")])
    january = {"period": "2026-01"}
    good = county.judge(draft(figure("X1", "cumulative", "70.0", **january), figure("X1", "current", "70.0", **january), **january))
    assert told(good) == {}
    bad = county.judge(draft(figure("X1", "cumulative", "75.0", **january), figure("X1", "current", "70.0", **january), **january))
    assert [(i.rule, i.observed, i.expected) for i in bad.issues] == [("X-MONTH:r1", "75", "70")]


def test_where_january_is_exempt_february_begins(related: Opened) -> None:
    county = related(CONTINUES, NEVER_FALLS, first_month=2)
    february = {"period": "2026-02"}
    assert told(county.judge(draft(figure("X1", "cumulative", "140.0", **february), **february))) == {}
    equal = draft(figure("X1", "cumulative", "140.0", **february), figure("X1", "current", "140.0", **february), **february)
    assert told(county.judge(equal)) == {}


def test_a_month_owed_and_not_received_is_missing_and_not_zero(related: Opened) -> None:
    county = related(CONTINUES)
    assert told(county.judge(draft(figure("X1", "cumulative", "60.0"), figure("X1", "current", "10.0")))) == {}


def test_a_fall_is_blocking_beside_a_positive_month_and_asked_where_the_month_explains_it(related: Opened) -> None:
    county = related({"expression": "X2.cumulative >= prev(X2.cumulative)", "severity": "blocking"})
    county.published([figure("X2", "cumulative", "50.0", period="2026-05")])
    fell = county.judge(draft(figure("X2", "cumulative", "45.0"), figure("X2", "current", "3.0")))
    assert told(fell)["X-MONTH:r1"] == "blocking"
    assert fell.statuses[1, "T01-X2-cumulative-2026-06"] == "held"
    assert fell.statuses[1, "T01-X2-current-2026-06"] == "reported"
    refund = county.judge(draft(figure("X2", "cumulative", "45.0"), figure("X2", "current", "-5.0")))
    assert told(refund) == {"cumulative-fell-by-month": "query"}
    assert set(refund.statuses.values()) == {"reported"}


def test_a_merged_organisation_has_the_past_of_those_it_succeeded(related: Opened) -> None:
    # T90 was merged into T04 at the end of 2024; in January 2025 T04's year before is both
    county = related({"expression": "X1.prior_year = same_period_last_year(X1.cumulative)"})
    for town, value in (("T04", "300.0"), ("T90", "100.0")):
        county.published([figure("X1", "cumulative", value, organisation=town, period="2024-06")], reporter=town)
    of = {"organisation": "T04", "period": "2025-06"}
    right = draft(figure("X1", "prior_year", "400.0", **of), reporter="T04", period="2025-06")
    wrong = draft(figure("X1", "prior_year", "300.0", **of), reporter="T04", period="2025-06")
    assert "X-MONTH:r1" not in told(county.judge(right))
    assert county.judge(wrong).of("X-MONTH:r1")[0].expected == "400"


def test_of_several_sources_the_same_reporter_and_form_is_taken(related: Opened) -> None:
    county = related(CONTINUES)
    county.published([figure("X1", "cumulative", "48.0", period="2026-05")], reporter="D03", form="X-OTHER")
    county.published([figure("X1", "cumulative", "50.0", period="2026-05")])
    assert told(county.judge(draft(figure("X1", "cumulative", "60.0"), figure("X1", "current", "10.0")))) == {}


def test_submissions_of_one_run_do_not_disturb_each_other(related: Opened) -> None:
    county = related({"expression": "X1.current >= X2.current"})
    good = draft(figure("X1", "current", "10.0"), figure("X2", "current", "2.0"))
    other = {"organisation": "T02"}
    bad = draft(figure("X1", "current", "1.0", **other), figure("X2", "current", "2.0", **other), reporter="T02", sha256="b" * 64)
    judged = county.judge(good, bad)
    assert judged.judgement.verdicts == {1: Verdict.ACCEPTED, 2: Verdict.RETURNED}
    assert {status for (number, _), status in judged.statuses.items() if number == 1} == {"reported"}
