"""Rollups over organisations and time, each value worked out by hand."""

from __future__ import annotations

from tests.database.publishing.book import Book, D, june
from tests.database.warehouse.county import figure


def test_a_missing_child_is_named_and_never_zero(book: Book) -> None:
    book.county.submit("G01", [june("G01", "P", "100"), june("G01", "P", "20", "current")])
    book.county.submit("G02", [june("G02", "P", "50"), june("G02", "P", "0", "current")])
    rows = book.publish()
    row = rows["2026-06", "G00", "P", "cumulative", "over"]
    assert (row.value, row.method, row.reported, row.expected, row.full_coverage) == (D(150), "sum_of_children", 2, 3, False)
    assert (row.missing, row.missing_names, row.held, row.is_headline) == (("G03",), ("丙土乡",), (), True)
    assert rows["2026-06", "G00", "P", "current", "over"].value == D(20)
    town = rows["2026-06", "G03", "P", "cumulative", "own"]
    assert (town.value, town.reported, town.expected, town.missing) == (None, 0, 1, ("G03",))


def test_a_held_child_is_held_and_an_old_value_with_a_held_successor_is_contested(book: Book) -> None:
    book.county.submit("G01", [june("G01", "X", "30")])
    book.county.submit("G01", [june("G01", "X", "999", status="held")], verdict="partially_accepted")
    book.county.submit("G02", [june("G02", "X", "888", status="held")], verdict="partially_accepted")
    book.county.submit("G03", [june("G03", "X", None, status="placeholder")], verdict="partially_accepted")
    row = book.publish()["2026-06", "G00", "X", "cumulative", "over"]
    assert (row.value, row.reported, row.expected) == (D(30), 1, 3)
    assert (row.missing, row.held, row.held_names, row.contested) == (("G03",), ("G02",), ("乙火镇",), ("G01",))


def test_flows_of_quarter_half_and_year_come_from_cumulatives(book: Book) -> None:
    for organisation, march, end_of_june in (("G01", "40", "100"), ("G02", "15", "50"), ("G03", None, "70")):
        if march:
            book.county.submit(organisation, [figure(organisation, "P", march, period="2026-03")], period="2026-03")
        book.county.submit(organisation, [figure(organisation, "P", end_of_june)])
    rows = book.publish()
    assert {r.period for r in rows.values()} == {"2026-06", "2026-Q2", "2026-H1"}
    assert rows["2026-Q2", "G01", "P", "current", "own"].value == D(60)
    assert rows["2026-Q2", "G01", "P", "current", "own"].method == "derived_from_cumulatives"
    quarter = rows["2026-Q2", "G00", "P", "current", "over"]
    # G03 has no March, so its second quarter is not known: not 70
    assert (quarter.value, quarter.reported, quarter.expected, quarter.missing) == (D(60 + 35), 2, 3, ("G03",))
    assert rows["2026-Q2", "G00", "P", "cumulative", "over"].value == D(220)
    assert rows["2026-H1", "G00", "P", "current", "over"].value == D(220)
    assert rows["2026-H1", "G00", "P", "current", "over"].reported == 3


def test_a_change_in_march_renews_the_second_quarter(book: Book) -> None:
    book.county.submit("G01", [figure("G01", "P", "40", period="2026-03")], period="2026-03")
    book.county.submit("G01", [june("G01", "P", "100")])
    assert book.publish()["2026-Q2", "G01", "P", "current", "own"].value == D(60)
    book.county.submit("G01", [figure("G01", "P", "45", period="2026-03")], period="2026-03")
    rows = book.publish("2026-03")
    assert rows["2026-Q2", "G01", "P", "current", "own"].value == D(55)
    assert rows["2026-Q1", "G01", "P", "current", "own"].value == D(45)
    assert "2026-06" not in {r.period for r in rows.values()}


def test_months_are_summed_only_where_no_cumulative_exists_and_all_are_there(book: Book) -> None:
    for month, value in (("2026-04", "1"), ("2026-05", "2"), ("2026-06", "3.5")):
        for organisation in ("G01", "G02"):
            if (organisation, month) != ("G02", "2026-05"):
                book.county.submit(organisation, [figure(organisation, "H", value, period=month, basis="current")], period=month)
    rows = book.publish()
    own = rows["2026-Q2", "G01", "H", "current", "own"]
    assert (own.value, own.method) == (D("6.5"), "derived_from_months")
    county = rows["2026-Q2", "G00", "H", "current", "over"]
    assert (county.value, county.reported, county.expected, county.missing) == (D("6.5"), 1, 3, ("G02", "G03"))


def test_a_stock_takes_its_last_value(book: Book) -> None:
    for month, value in (("2026-04", "5"), ("2026-06", "8")):
        book.county.submit("G01", [figure("G01", "W", value, period=month, basis="current")], period=month)
    book.county.submit("G03", [figure("G03", "W", "4", basis="current")])
    rows = book.publish()
    quarter = rows["2026-Q2", "G00", "W", "current", "over"]
    # G02 is excepted from the row
    assert (quarter.value, quarter.reported, quarter.expected, quarter.full_coverage) == (D(12), 2, 2, True)


def test_what_does_not_add_up_is_only_what_was_reported(book: Book) -> None:
    book.county.submit("G01", [june("G01", "N", "20000")])
    book.county.submit("G90", [june("G00", "N", "21000")], form="B")
    rows = book.publish()
    row = rows["2026-06", "G00", "N", "cumulative", "own"]
    assert (row.value, row.method, row.is_headline) == (D(21000), "reported", True)
    assert ("2026-06", "G00", "N", "cumulative", "over") not in rows


def test_the_countys_own_figure_and_the_sum_of_its_parts_are_two_rows(book: Book) -> None:
    for organisation, value in (("G01", "10"), ("G02", "20"), ("G03", "30")):
        book.county.submit(organisation, [june(organisation, "X", value)])
    book.county.submit("G90", [june("G00", "X", "61")], form="B")
    rows = book.publish()
    own, over = rows["2026-06", "G00", "X", "cumulative", "own"], rows["2026-06", "G00", "X", "cumulative", "over"]
    assert (own.value, own.is_headline) == (D(61), True)
    assert (over.value, over.is_headline, over.full_coverage) == (D(60), False, True)


def test_parks_do_not_add_and_villages_count_where_their_town_has_no_figure(book: Book) -> None:
    book.county.submit("G31", [figure("G31", "V", "10", basis="current")], form="V")
    book.county.submit("K01", [figure("K01", "V", "500", basis="current")], form="V")
    rows = book.publish()
    for organisation in ("G03", "G00"):
        row = rows["2026-06", organisation, "V", "current", "over"]
        assert (row.value, row.reported, row.expected, row.missing) == (D(10), 1, 2, ("G32",))
    assert ("2026-06", "G01", "V", "current", "over") not in rows
    book.county.submit("G03", [figure("G03", "V", "25", basis="current")])
    rows = book.publish()
    assert rows["2026-06", "G03", "V", "current", "over"].value == D(10)
    # the town's own figure takes the place of its villages: never 35
    assert rows["2026-06", "G00", "V", "current", "over"].value == D(25)


def test_quarterly_figures_make_the_half_year(book: Book) -> None:
    book.county.submit("G01", [figure("G01", "J", "30", period="2026-Q1")], form="Q", period="2026-Q1")
    book.county.submit("G01", [figure("G01", "J", "70", period="2026-Q2")], form="Q", period="2026-Q2")
    rows = book.publish("2026-Q2")
    assert rows["2026-Q2", "G01", "J", "current", "own"].value == D(40)
    assert rows["2026-H1", "G01", "J", "current", "own"].value == D(70)
    assert rows["2026-Q2", "G00", "J", "cumulative", "over"].expected == 3
    assert ("2026-06", "G01", "J", "cumulative", "own") not in rows


def test_ranks_are_among_full_rows_and_by_direction(book: Book) -> None:
    for organisation, output, workers in (("G01", "30", "9"), ("G02", "50", "3"), ("G03", "30", "4")):
        book.county.submit(organisation, [june(organisation, "P", output), june(organisation, "W", workers, "current")])
    rows = book.publish()
    assert [rows["2026-06", o, "P", "cumulative", "own"].rank for o in ("G01", "G02", "G03")] == [2, 1, 2]
    # less is better; G02 does not owe the row and is not ranked
    assert [(r.rank, r.ranked) for r in (rows["2026-06", o, "W", "current", "own"] for o in ("G01", "G02", "G03"))] == [
        (2, 2),
        (None, None),
        (1, 2),
    ]
    assert rows["2026-06", "G00", "P", "cumulative", "over"].rank is None


def test_a_sum_is_exactly_the_sum_of_the_organisations_it_counts(book: Book) -> None:
    """Conservation over three levels, some left out and some below zero: value = sum of the leaves, reported = their number."""
    for number, organisation in enumerate(("G01", "G02", "G03", "G31", "G32"), start=1):
        given = [
            june(organisation, indicator, str(D(number * 137 * position % 911 - 200) / 10))
            for position, indicator in enumerate(("P", "X", "Y", "H", "K"), start=1)
            if (number + position) % 4
        ]
        given += [june(organisation, "V", str(number * 7), "current")] if number % 2 else []
        book.county.submit(organisation, given)
    rows = book.publish()
    own = {key[:4]: row for key, row in rows.items() if key[4] == "own"}
    checked = 0
    for (period, organisation, indicator, basis, side), row in rows.items():
        if side == "own" or row.method != "sum_of_children":
            continue
        below = ("G01", "G02", "G03") if organisation == "G00" else ("G31", "G32")
        leaves: list[str] = []
        for code in below:
            there = own.get((period, code, indicator, basis))
            if there is None and code == "G03":
                leaves += ["G31", "G32"]
            else:
                leaves.append(code)
        found = [own[period, code, indicator, basis] for code in leaves if (period, code, indicator, basis) in own]
        values = [leaf.value for leaf in found if leaf.value is not None]
        assert row.value == (sum(values) if values else None), (period, organisation, indicator, basis)
        assert row.reported == len(values)
        assert row.expected == sum(leaf.expected for leaf in found)
        checked += 1
    assert checked > 10


def test_as_of_is_the_last_load_that_touched_an_input(book: Book) -> None:
    first = book.county.submit("G01", [june("G01", "P", "100")])
    book.county.submit("G01", [figure("G01", "P", "110", period="2026-07")], period="2026-07")
    rows = book.publish()
    assert {row.as_of for row in rows.values() if row.period == "2026-06"} == {first.known_from}
