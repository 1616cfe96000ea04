"""Rates of rollups, ratios, growth and completion, worked out over those that have both terms."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.database.publishing.book import Book, D, june
from tests.database.warehouse.county import figure


def test_a_ratio_is_recomputed_over_those_that_have_both_terms(book: Book) -> None:
    book.county.submit("G01", [june("G01", "X", "30"), june("G01", "Y", "60"), june("G01", "S", "50")])
    book.county.submit("G02", [june("G02", "X", "20"), june("G02", "Y", "100")])
    book.county.submit("G03", [june("G03", "X", "99")])
    rows = book.publish()
    row = rows["2026-06", "G00", "S", "cumulative", "over"]
    assert (row.value, row.method) == (D("31.25"), "recomputed_over_children")  # 50 / 160, never (50 + 20) / 2
    assert (row.reported, row.expected, row.missing) == (2, 3, ("G03",))
    assert rows["2026-06", "G01", "S", "cumulative", "own"].method == "reported"
    own = rows["2026-06", "G02", "S", "cumulative", "own"]
    assert (own.value, own.method) == (D(20), "recomputed")
    assert ("2026-06", "G00", "S", "current", "over") not in rows


def test_growth_is_recomputed_over_those_that_have_both_terms(book: Book) -> None:
    book.county.submit("G01", [june("G01", "P", "120"), june("G01", "P", "80", "prior_year"), june("G01", "P", "51", "growth_rate")])
    book.county.submit("G02", [june("G02", "P", "45"), june("G02", "P", "70", "prior_year")])
    book.county.submit("G03", [june("G03", "P", "1000")])
    rows = book.publish()
    row = rows["2026-06", "G00", "P", "growth_rate", "over"]
    assert (row.value, row.unit, row.reported, row.expected) == (D(10), "%", 2, 3)  # 165 / 150
    assert row.missing == ("G03",)
    assert rows["2026-06", "G01", "P", "growth_rate", "own"].value == D(51)  # as it was reported
    own = rows["2026-06", "G02", "P", "growth_rate", "own"]
    assert (round(own.value or D(0), 4), own.method) == (D("-35.7143"), "recomputed")


def test_growth_takes_last_years_own_figure_where_none_stands_beside_it(book: Book) -> None:
    book.county.submit("G01", [figure("G01", "X", "40", period="2025-06")], period="2025-06")
    book.county.submit("G01", [june("G01", "X", "50")])
    assert book.publish()["2026-06", "G00", "X", "growth_rate", "over"].value == D(25)
    book.county.submit("G01", [figure("G01", "X", "20", period="2025-06")], period="2025-06")
    assert book.publish("2025-06")["2026-06", "G00", "X", "growth_rate", "over"].value == D(150)


def test_growth_from_a_base_of_zero_or_less_is_null(book: Book) -> None:
    book.county.submit("G01", [june("G01", "P", "5"), june("G01", "P", "-3", "prior_year")])
    book.county.submit("G02", [june("G02", "P", "5"), june("G02", "P", "3", "prior_year")])
    row = book.publish()["2026-06", "G00", "P", "growth_rate", "over"]
    assert (row.value, row.reported) == (None, 2)


def test_growth_at_constant_prices_is_never_recomputed(book: Book) -> None:
    book.county.submit("G01", [june("G01", "K", "50"), june("G01", "K", "5.5", "growth_rate"), june("G01", "K", "40", "prior_year")])
    rows = book.publish()
    assert rows["2026-06", "G01", "K", "growth_rate", "own"].value == D("5.5")
    assert ("2026-06", "G00", "K", "growth_rate", "over") not in rows
    # nobody owes it: the sum stands, but nobody can say that it is complete
    row = rows["2026-06", "G00", "K", "cumulative", "over"]
    assert (row.value, row.reported, row.expected, row.full_coverage) == (D(50), 1, 0, False)


def test_plan_and_completion(book: Book) -> None:
    targets = [figure(o, "P", v, period="2026", basis="plan") for o, v in (("G01", "200"), ("G02", "100"))]
    book.county.submit("G90", targets, form="T", period="2026")
    book.county.submit("G01", [june("G01", "P", "120")])
    book.county.submit("G02", [june("G02", "P", "30")])
    book.county.submit("G03", [june("G03", "P", "1000")])
    rows = book.publish()
    plan = rows["2026-06", "G00", "P", "plan", "over"]
    assert (plan.value, plan.reported) == (D(300), 2)
    done = rows["2026-06", "G00", "P", "plan_completion", "over"]
    assert (done.value, done.unit, done.reported) == (D(50), "%", 2)  # 150 / 300, without the town that has no plan
    assert rows["2026-06", "G01", "P", "plan_completion", "own"].value == D(60)
    assert ("2026-06", "G00", "J", "plan", "over") not in rows


def test_completion_takes_the_plan_that_was_valid_at_the_time(book: Book) -> None:
    county = book.county

    def target(value: str, month: int, day: int, year: int = 2026) -> None:
        county.clock = datetime(year, month, day, tzinfo=UTC)
        county.submit("G90", [figure("G01", "P", value, period="2026", basis="plan")], form="T", period="2026")

    def completions() -> list[tuple[object, object]]:
        found = []
        for period in ("2026-06", "2026-08", "2026-10"):
            rows = book.publish(period)
            found.append((rows[period, "G01", "P", "plan", "own"].value, rows[period, "G01", "P", "plan_completion", "own"].value))
        return found

    target("210", 7, 2)
    target("200", 7, 20)  # within its month: a correction
    for month, value in ((6, "100"), (8, "120"), (10, "150")):
        county.submit("G01", [june("G01", "P", value, period=f"2026-{month:02d}")], period=f"2026-{month:02d}")
    assert completions() == [(D(200), D(50)), (D(200), D(60)), (D(200), D(75))]
    target("250", 9, 15)  # a new version: 100 and 120 of 200, 150 of 250
    assert completions() == [(D(200), D(50)), (D(200), D(60)), (D(250), D(60))]
    target("300", 2, 10, 2027)  # after the year nothing is set anew: the last version was wrong
    assert completions() == [(D(200), D(50)), (D(200), D(60)), (D(300), D(50))]
    assert book.publish("2026")["2026", "G01", "P", "plan", "own"].value == D(300)
