"""Relations of forms judged in PostgreSQL by Great Expectations; every number is worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from huizong.model import Status, Verdict
from tests.database.checking.county import LIST, Judged, draft, figure
from tests.database.checking.judged import Opened, told

if TYPE_CHECKING:
    pass


GROWTH = "X1.growth_rate = 100 * (X1.cumulative / X1.prior_year - 1)"


def test_value_against_value_holds_both_and_the_neighbours_load(related: Opened) -> None:
    county = related({"expression": "X1.current >= X2.current", "severity": "critical", "message": "乙不能大于甲"})
    judged = county.judge(
        draft(figure("X1", "current", "10.0"), figure("X2", "current", "12.5"), figure("X3", "current", "4", precision="1"))
    )
    (issue,) = judged.issues
    assert (issue.rule, issue.severity, issue.indicator) == ("X-MONTH:r1", "critical", "X1")
    assert (issue.observed, issue.expected, issue.difference) == ("10", "12.5", "2.5")
    assert issue.place == "T01-X1-current-2026-06, T01-X2-current-2026-06"
    assert "乙不能大于甲" in issue.message
    assert judged.statuses == {
        (1, "T01-X1-current-2026-06"): "held",
        (1, "T01-X2-current-2026-06"): "held",
        (1, "T01-X3-current-2026-06"): "reported",
    }
    assert judged.judgement.verdicts == {1: Verdict.PARTIALLY_ACCEPTED}


def test_a_chain_is_judged_link_by_link(related: Opened) -> None:
    county = related({"expression": "X1.current >= X2.current >= X3.current", "severity": "critical"})
    # 9 ≥ 12 fails, 12 ≥ 4 holds: the first link alone is broken, and X3 loads
    judged = county.judge(draft(figure("X1", "current", "9"), figure("X2", "current", "12"), figure("X3", "current", "4")))
    assert told(judged) == {"X-MONTH:r1#1": "critical"}
    assert [judged.statuses[1, f"T01-{code}-current-2026-06"] for code in ("X1", "X2", "X3")] == ["held", "held", "reported"]


def test_a_sum_of_rounded_parts_passes_where_the_intervals_meet(related: Opened) -> None:
    county = related({"expression": "X1.current = X2.current + X5.current"})
    # each is ±0.05 (X5 is written to 0.1 too): 10.1 against 6.0 + 4.0 differs by 0.1, the margins allow 0.15
    parts = (figure("X2", "current", "6.0"), figure("X5", "current", "4.0"))
    assert told(county.judge(draft(figure("X1", "current", "10.1"), *parts))) == {}
    # 0.2 is 0.05 beyond the margins: under one unit of the last digit
    judged = county.judge(draft(figure("X1", "current", "10.2"), *parts))
    assert told(judged) == {"rounding": "info"}
    assert set(judged.statuses.values()) == {"reported"}
    # 0.3 is 0.15 beyond: a real difference, and the total alone is in doubt
    judged = county.judge(draft(figure("X1", "current", "10.3"), *parts))
    assert told(judged) == {"X-MONTH:r1": "blocking"}
    assert judged.statuses[1, "T01-X1-current-2026-06"] == "held"
    assert judged.statuses[1, "T01-X2-current-2026-06"] == "reported"


@pytest.mark.parametrize(
    ("x2", "x5", "culprit"),
    [
        ("3056000", "120.0", "X2"),  # 元 under 万元: 3056000 / 10000 + 120.0 = 425.6
        ("305.6", "0.0120", "X5"),  # 亿元 under 万元: 0.0120 × 10000 = 120.0
        ("305600", "120.0", "X2"),  # 千元: 305600 / 1000
        ("350.6", "120.0", None),  # two digits changed places: nobody can say in which of the three
        ("3056000", "1200000", None),  # both, or the total: 4256000 / 10000 fits, but no part alone
    ],
)
def test_a_part_that_fits_once_its_unit_is_put_right_is_held_with_the_total(related: Opened, x2: str, x5: str, culprit: str | None) -> None:
    county = related({"expression": "X1.current = X2.current + X5.current"})
    digits = "0.0001" if x5 == "0.0120" else "0.1"
    judged = county.judge(
        draft(figure("X1", "current", "425.6"), figure("X2", "current", x2), figure("X5", "current", x5, precision=digits))
    )
    (issue,) = judged.issues
    assert issue.rule == "X-MONTH:r1"
    places = {code: f"T01-{code}-current-2026-06" for code in ("X1", "X2", "X5")}
    assert issue.place.split(", ") == [places["X1"], *([places[culprit]] if culprit else [])]
    assert {code for code in places if judged.statuses[1, places[code]] == "held"} == {"X1", *([culprit] if culprit else [])}


def test_things_that_are_counted_have_no_margin(related: Opened) -> None:
    county = related({"expression": "X3.cumulative >= X3.current"})
    judged = county.judge(draft(figure("X3", "cumulative", "11", precision="1"), figure("X3", "current", "12", precision="1")))
    assert told(judged) == {"X-MONTH:r1": "blocking"}


def test_the_digits_as_written_make_the_margin(related: Opened) -> None:
    county = related({"expression": "X1.current = X2.current"})
    # 4.5亿元 is 45000 ±500 万元: 45400.0 lies within
    assert told(county.judge(draft(figure("X1", "current", "45000", precision="1000"), figure("X2", "current", "45400.0")))) == {}
    assert told(county.judge(draft(figure("X1", "current", "45000.0"), figure("X2", "current", "45400.0")))) == {"X-MONTH:r1": "blocking"}


def test_growth_is_derived_and_alone_in_doubt(related: Opened) -> None:
    county = related({"expression": GROWTH})
    values = (figure("X1", "cumulative", "2463.8"), figure("X1", "prior_year", "2301.5"))
    # 2463.8 / 2301.5 = 1.07052…: +7.1 %; 5.9 is what 2436.8 would give
    judged = county.judge(draft(*values, figure("X1", "growth_rate", "5.9")))
    (issue,) = judged.issues
    assert (issue.observed, issue.expected, issue.difference) == ("5.9", "7.05", "1.15")
    assert issue.place == "T01-X1-growth_rate-2026-06"
    assert [place for (_, place), status in judged.statuses.items() if status == "held"] == ["T01-X1-growth_rate-2026-06"]
    assert told(county.judge(draft(*values, figure("X1", "growth_rate", "7.1")))) == {}


def test_a_tolerance_that_is_given_takes_the_place_of_the_margins(related: Opened) -> None:
    county = related({"expression": GROWTH, "tolerance": "0.1"})
    values = (figure("X1", "cumulative", "110.0"), figure("X1", "prior_year", "100.0"))
    assert told(county.judge(draft(*values, figure("X1", "growth_rate", "10.1")))) == {}
    assert told(county.judge(draft(*values, figure("X1", "growth_rate", "10.2")))) == {"X-MONTH:r1": "blocking"}


def test_a_prior_year_of_zero_is_not_comparable(related: Opened) -> None:
    county = related({"expression": GROWTH})
    judged = county.judge(draft(figure("X1", "cumulative", "5.0"), figure("X1", "prior_year", "0"), figure("X1", "growth_rate", "0.0")))
    assert told(judged) == {}


def test_missing_operands_by_the_rules_word(related: Opened) -> None:
    given = (figure("X1", "current", "10.0"), figure("X5", "current", "4.0"))
    words = [{"expression": "X1.current = X2.current + X5.current", "missing": word} for word in ("skip", "fail", "zero")]
    judged = related(*words).judge(draft(*given))
    assert told(judged) == {"X-MONTH:r2": "blocking", "X-MONTH:r3": "blocking"}
    fail, zero = judged.of("X-MONTH:r2")[0], judged.of("X-MONTH:r3")[0]
    assert (fail.observed, fail.expected) == ("乙产值（本期）", None)
    assert (zero.observed, zero.expected, zero.difference) == ("10", "4", "6")


def test_a_masked_figure_is_never_a_zero(related: Opened) -> None:
    county = related({"expression": "X1.current = X2.current + X5.current", "missing": "zero"})
    masked = figure("X2", "current", None, status=Status.PLACEHOLDER)
    assert "X-MONTH:r1" not in told(county.judge(draft(figure("X1", "current", "10.0"), figure("X5", "current", "4.0"), masked)))


def test_a_condition_is_read_as_written(related: Opened) -> None:
    county = related({"expression": "if X3.current > 0 then X1.current > 0"})
    working, idle = figure("X3", "current", "3", precision="1"), figure("X3", "current", "0", precision="1")
    assert told(county.judge(draft(working, figure("X1", "current", "0.0")))) == {"X-MONTH:r1": "blocking"}
    assert told(county.judge(draft(idle, figure("X1", "current", "0.0")))) == {}
    assert told(county.judge(draft(working, figure("X1", "current", "0.1")))) == {}


def test_an_exception_frees_one_organisation_until_its_end(related: Opened) -> None:
    freed = [{"organisation": "T01", "reason": "新设，基数不可比", "until": "2026-06-30"}]
    county = related({"expression": "X1.current >= X2.current", "except": freed})

    def values(town: str, period: str) -> tuple[Any, Any]:
        at = {"organisation": town, "period": period}
        return figure("X1", "current", "1.0", **at), figure("X2", "current", "2.0", **at)

    judged = county.judge(
        draft(*values("T01", "2026-06")),
        draft(*values("T02", "2026-06"), reporter="T02", sha256="b" * 64),
        draft(*values("T01", "2026-07"), period="2026-07", sha256="c" * 64),
    )
    assert [told(judged, number) for number in (1, 2, 3)] == [{}, {"X-MONTH:r1": "blocking"}, {"X-MONTH:r1": "blocking"}]


def test_the_figure_that_breaks_two_relations_is_named(related: Opened) -> None:
    county = related({"expression": "X1.current >= X2.current"}, {"expression": "X5.current >= X2.current"})
    judged = county.judge(draft(figure("X1", "current", "10.0"), figure("X5", "current", "10.0"), figure("X2", "current", "99.0")))
    assert sorted(told(judged)) == ["X-MONTH:r1", "X-MONTH:r2"]
    assert [place for (_, place), status in judged.statuses.items() if status == "held"] == ["T01-X2-current-2026-06"]


def test_a_month_that_changed_places_with_its_cumulative_is_held_with_it(related: Opened) -> None:
    county = related({"expression": "X1.cumulative >= X1.current", "severity": "critical"}, {"expression": GROWTH, "severity": "blocking"})

    def row(current: str, cumulative: str) -> Any:
        return draft(
            figure("X1", "current", current),
            figure("X1", "cumulative", cumulative),
            figure("X1", "prior_year", "50.0"),
            figure("X1", "growth_rate", "20.0"),
        )

    def held(judged: Judged) -> set[str]:
        return {place for (_, place), status in judged.statuses.items() if status == "held"}

    # 60 against 50 is the growth of 20 %: 60 is the cumulative, written under 本月
    exchanged = {f"T01-X1-{basis}-2026-06" for basis in ("current", "cumulative", "growth_rate")}
    assert held(county.judge(row("60.0", "10.0"))) == exchanged
    # a digit lost in the cumulative: the month has nothing to do with it
    assert held(county.judge(row("10.0", "6.0"))) == exchanged - {"T01-X1-current-2026-06"}


# --- totals over listed organisations ---

TOTAL = {"expression": "sum(children, X1.current) = X1.current", "message": "甲产值：各单位之和与合计不符"}
LISTED = {**LIST, "rows": [{"indicator": "X1", "required": False, "bases": ["current"]}]}


def listing(total: str, *, third: Any = None) -> Any:
    parts = [figure("X1", "current", value, organisation=town) for town, value in (("T01", "8350.0"), ("T02", "6120.0"))]
    parts.append(third or figure("X1", "current", "2210.0", organisation="T03"))
    whole = figure("X1", "current", total, organisation="C00", is_total=True, place="合计")
    return draft(*parts, whole, form="X-LIST", reporter="D03")


def test_a_total_that_is_not_the_sum_is_held_alone_with_the_difference(related: Opened) -> None:
    county = related(TOTAL, form=LISTED)
    assert told(county.judge(listing("16680.0"))) == {}
    judged = county.judge(listing("16780.0"))
    (issue,) = judged.issues
    assert (issue.place, issue.observed, issue.expected, issue.difference) == ("合计", "16780", "16680", "100")
    assert judged.statuses[1, "合计"] == "held"
    assert judged.statuses[1, "T01-X1-current-2026-06"] == "reported"
    assert judged.judgement.verdicts == {1: Verdict.PARTIALLY_ACCEPTED}


def test_a_total_is_checked_without_a_relation_too(related: Opened) -> None:
    county = related(form=LISTED)
    judged = county.judge(listing("16780.0"))
    assert told(judged) == {"total-mismatch": "blocking"}
    assert judged.of("total-mismatch")[0].difference == "100"
    # three parts and the total are ±0.05 each: 0.2 is within
    assert told(county.judge(listing("16680.2"))) == {}


def test_a_part_without_a_number_leaves_the_total_unchecked(related: Opened) -> None:
    county = related(TOTAL, form=LISTED)
    masked = figure("X1", "current", None, organisation="T03", status=Status.PLACEHOLDER)
    assert "X-LIST:r1" not in told(county.judge(listing("16780.0", third=masked)))
    nothing = figure("X1", "current", None, organisation="T03", status=Status.NOT_APPLICABLE)
    assert told(county.judge(listing("14470.0", third=nothing))) == {}
    assert "X-LIST:r1" in told(county.judge(listing("16680.0", third=nothing)))


def test_villages_below_a_listed_town_are_not_added_twice(related: Opened) -> None:
    county = related(TOTAL, form=LISTED)
    village = figure("X1", "current", "350.0", organisation="V0101")
    parts = [figure("X1", "current", value, organisation=town) for town, value in (("T01", "8350.0"), ("T02", "6120.0"))]
    whole = figure("X1", "current", "14470.0", organisation=None, is_total=True, place="合计")
    assert told(county.judge(draft(*parts, village, whole, form="X-LIST", reporter="D03"))) == {}
