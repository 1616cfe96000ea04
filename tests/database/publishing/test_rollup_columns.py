"""What a rollup says beside its value: placeholders, what of the value before is covered, progress, ranks; worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from huizong.publishing import dirty_periods, publish
from huizong.publishing.rollup_row import RollupRow, read_rows
from huizong.settings import Settings
from huizong.warehouse import LOADER, connect
from huizong.warehouse.queries import query
from huizong.warehouse.schema import catalogue_tables
from tests.database.warehouse.county import FILES, County, figure, guarded, make_catalogue, open_county

D = Decimal
TOWNS = ("G01", "G02", "G03")


class Book:
    def __init__(self, county: County, settings: Settings) -> None:
        self.county, self.settings = county, settings

    def give(
        self, organisation: str, indicator: str, value: str | None, basis: str = "cumulative", period: str = "2026-06", **m: Any
    ) -> None:
        verdict = "accepted" if m.get("status", "reported") == "reported" else "partially_accepted"
        form = m.pop("form", "M")
        self.county.submit(
            organisation,
            [figure(organisation, indicator, value, basis=basis, period=period, **m)],
            form=form,
            period=period,
            verdict=verdict,
        )

    def plan(self, value: str, organisation: str = "G01", period: str = "2026") -> None:
        self.county.submit("G90", [figure(organisation, "P", value, period=period, basis="plan")], form="T", period="2026")

    def publish(self, period: str = "2026-06") -> None:
        publish(self.county.connection, self.settings, self.county.catalogue, period)

    def row(
        self, organisation: str, indicator: str, basis: str = "cumulative", period: str = "2026-06", *, over: bool = False
    ) -> RollupRow:
        rows = [
            row
            for row in read_rows(self.county.connection, [period])
            if (row.organisation, row.indicator, row.basis, not row.is_own) == (organisation, indicator, basis, over)
        ]
        self.county.connection.commit()
        (row,) = rows
        return row


@pytest.fixture
def book(settings: Settings, tmp_path: Path) -> Iterator[Book]:
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        yield Book(open_county(connection, tmp_path / "county"), settings)


def book_of(connection: Any, settings: Settings, folder: Path, changed: dict[str, str]) -> Book:
    catalogue = make_catalogue(folder, changed)
    catalogue_tables.sync(connection, catalogue)
    return Book(County(connection, catalogue), settings)


def share(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 2)


def test_a_masked_cumulative_is_a_placeholder_of_it_and_of_what_is_computed_from_it(book: Book) -> None:
    # the first masked its cumulative and gave last year's: 13615.8 of 30565.0 + 13615.8 are covered
    book.county.submit(
        "G01",
        [figure("G01", "P", None, status="placeholder"), figure("G01", "P", "30565.0", basis="prior_year")],
        verdict="partially_accepted",
    )
    book.county.submit("G02", [figure("G02", "P", "14158.5"), figure("G02", "P", "13615.8", basis="prior_year")])
    book.give("G03", "P", "1")
    book.give("G03", "P", None, status="held")
    book.publish()
    county = book.row("G00", "P", over=True)
    assert (county.placeholders, county.placeholder, county.placeholder_names) == (1, ("G01",), ("甲木镇",))
    assert (county.missing, county.contested) == (("G01",), ("G03",))
    assert share(county.year_before_share) == D("30.82")
    growth = book.row("G00", "P", "growth_rate", over=True)
    assert (growth.placeholder, growth.reported, share(growth.value)) == (("G01",), 1, D("3.99"))
    assert growth.year_before_share is None  # the third has no base, so nobody knows how much is missing
    assert book.row("G01", "P").placeholders == 1
    assert book.row("G00", "X", over=True).placeholders == 0


def test_a_placeholder_over_an_earlier_figure_is_contested_and_counted(book: Book) -> None:
    book.give("G01", "X", "30")
    book.give("G01", "X", None, status="placeholder")
    book.publish()
    county = book.row("G00", "X", over=True)
    assert (county.value, county.contested, county.placeholder, county.missing) == (D(30), ("G01",), ("G01",), ("G02", "G03"))
    # nobody owes it: an unowed placeholder is nobody's debt
    book.give("G02", "K", "5")
    book.give("G03", "K", None, status="placeholder")
    book.publish()
    assert book.row("G00", "K", over=True).placeholders == 0


def test_the_share_of_last_year_is_of_those_in_the_value(book: Book) -> None:
    for town, value in (("G01", "60"), ("G02", "30"), ("G03", "10")):
        book.give(town, "X", value, period="2025-06")
    book.give("G01", "X", "70")
    book.publish()
    assert book.row("G00", "X", over=True).year_before_share == D(60)
    book.give("G03", "X", "5")
    book.publish()
    assert book.row("G00", "X", over=True).year_before_share == D(70)
    assert book.row("G01", "X").year_before_share is None  # a figure of its own has no parts
    book.give("G02", "X", "5")
    book.publish()
    assert book.row("G00", "X", over=True).year_before_share == D(100)


def test_the_share_is_not_told_where_a_missing_one_has_no_base_or_nobody_reported(book: Book) -> None:
    for town, value in (("G01", "60"), ("G02", "30")):
        book.give(town, "X", value, period="2025-06")
        book.give(town, "Y", value, period="2025-06")
    book.give("G01", "X", "70")
    book.publish()
    assert book.row("G00", "X", over=True).year_before_share is None
    nobody = book.row("G00", "Y", over=True)
    assert (nobody.value, nobody.reported, nobody.expected, nobody.year_before_share) == (None, 0, 3, None)


def test_the_share_of_the_period_before_follows_its_corrections(book: Book) -> None:
    for town, value in (("G01", "60"), ("G02", "30"), ("G03", "10")):
        book.give(town, "W", value, "current", period="2026-05")  # the second is excepted from the row
    book.give("G01", "W", "70", "current")
    book.publish("2026-05")
    book.publish("2026-06")
    assert book.row("G00", "W", "current", over=True).previous_share == D(90)
    assert book.row("G00", "W", "current", "2026-05", over=True).previous_share is None
    book.give("G03", "W", "60", "current", period="2026-05")
    book.publish("2026-05")
    assert book.row("G00", "W", "current", over=True).previous_share == D(60)
    assert dirty_periods(book.county.connection) == []


def test_at_the_first_period_of_a_year_nothing_is_compared_with_the_cumulative_before(book: Book) -> None:
    for period in ("2025-12", "2026-01"):
        for town, value in (("G01", "60"), ("G02", "40")):
            book.give(town, "X", value, period=period)
            book.give(town, "W", value, "current", period=period)
        book.publish(period)
    assert book.row("G00", "X", period="2026-01", over=True).previous_share is None
    # the third owes workers too, and has given none in either month
    assert book.row("G00", "W", "current", "2026-01", over=True).previous_share is None
    book.give("G03", "W", "100", "current", period="2025-12")
    book.publish("2025-12")
    assert book.row("G00", "W", "current", "2026-01", over=True).previous_share == D(50)


def test_before_a_merger_the_share_of_the_heir_is_that_of_all_it_took_over(settings: Settings, tmp_path: Path) -> None:
    merged = (
        FILES["organisations.csv"]
        .replace("G02,乙火镇,town,G00,,,,", "G02,乙火镇,town,G00,,2026-05-31,G04,")
        .replace("G03,丙土乡,town,G00,,,,", "G03,丙土乡,town,G00,,2026-05-31,G04,\nG04,乙丙镇,town,G00,2026-06-01,,,")
        .replace("village,G03", "village,G04")
    )
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        book = book_of(connection, settings, tmp_path / "county", {"organisations.csv": merged})
        for period in ("2025-06", "2026-05"):
            for town, value in (("G01", "50"), ("G02", "30"), ("G03", "20")):
                book.give(town, "X", value, period=period)
        book.give("G01", "X", "60")
        book.publish("2026-05")
        book.publish("2026-06")
        county = book.row("G00", "X", over=True)
        assert (county.missing, county.year_before_share, county.previous_share) == (("G04",), D(50), D(50))


def test_progress_is_measured_against_the_months_gone_by_from_unrounded_values(book: Book) -> None:
    book.plan("300")
    book.give("G01", "P", "100", period="2026-05")
    book.give("G01", "P", "150.1")
    for period in ("2026-05", "2026-06"):
        book.publish(period)
    # 33.333… - 41.666… and 50.0333… - 50
    assert round(book.row("G01", "P", "plan_completion", "2026-05").progress_gap or D(0), 6) == D("-8.333333")
    own, county = book.row("G01", "P", "plan_completion"), book.row("G00", "P", "plan_completion", over=True)
    assert round(own.progress_gap or D(0), 6) == round(county.progress_gap or D(0), 6) == D("0.033333")
    assert round(book.row("G01", "P", "plan_completion", "2026-Q2").progress_gap or D(0), 6) == D("0.033333")
    assert book.row("G01", "P").progress_gap is None


def test_a_plan_of_the_month_itself_has_no_progress(book: Book) -> None:
    book.plan("300")
    book.plan("80", period="2026-06")
    book.give("G01", "P", "60")
    book.publish()
    assert book.row("G01", "P", "plan_completion").progress_gap is None


def test_a_plan_with_a_schedule_of_its_own_is_measured_by_it(settings: Settings, tmp_path: Path) -> None:
    head, *lines = FILES["indicators.csv"].splitlines()
    lines = [f"{line},{'0|0|5|15|30|65|80|90|95|100|100|100' if line.startswith('P,') else ''}" for line in lines]
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        book = book_of(connection, settings, tmp_path / "county", {"indicators.csv": "\n".join([f"{head},schedule", *lines]) + "\n"})
        book.plan("300")
        book.give("G01", "P", "180")
        book.publish()
        assert book.row("G01", "P", "plan_completion").progress_gap == D(-5)  # 60 - 65


def test_nobody_has_a_place_while_one_that_owes_the_row_lacks_it(book: Book) -> None:
    for town, output in (("G01", "30"), ("G02", "50")):
        book.give(town, "P", output)
        book.give(town, "K", output)
    book.publish()
    assert [book.row(town, "P").rank for town in TOWNS] == [None, None, None]
    book.give("G03", "P", "40")
    book.give("G03", "P", None, status="held")  # the earlier figure stands
    book.publish()
    assert [(book.row(town, "P").rank, book.row(town, "P").ranked) for town in TOWNS] == [(3, 3), (1, 3), (2, 3)]
    assert book.row("G02", "K").rank is None  # nobody owes it


def test_the_place_of_the_period_before_is_kept_beside_and_follows_its_corrections(book: Book) -> None:
    for period, values in (("2026-05", ("30", "50", "40")), ("2026-06", ("60", "55", "50"))):
        for town, value in zip(TOWNS, values, strict=True):
            book.give(town, "P", value, period=period)
        book.publish(period)
    assert [(book.row(town, "P").rank, book.row(town, "P").last_rank) for town in TOWNS] == [(1, 3), (2, 1), (3, 2)]
    assert book.row("G01", "P", period="2026-05").last_rank is None
    book.give("G01", "P", "45", period="2026-05")
    book.publish("2026-05")
    assert [book.row(town, "P").last_rank for town in TOWNS] == [2, 1, 3]
    assert dirty_periods(book.county.connection) == []
    text = (book.settings.published / "2026-06" / "rollup.csv").read_text("utf-8-sig")
    (line,) = [line for line in text.splitlines() if line.startswith("2026-06,G03,丙土乡,P,产值,cumulative,reported")]
    assert line.endswith(",3")  # the file of the next period says so too


def test_a_row_says_of_which_figures_it_is_and_whether_it_stays(book: Book) -> None:
    book.give("G01", "P", "30")
    (dirty,) = dirty_periods(book.county.connection)
    book.publish()
    row = book.row("G01", "P")
    assert (row.state, row.revision) == ("provisional", dirty.revision)
    for is_final, state, day in ((True, "final", "2026-07-03"), (False, "provisional", "2026-07-09")):
        decision = {"period": "2026-06", "is_final": is_final, "approver": "王芳", "reason": "已会审", "decided_at": day}
        with book.county.connection.cursor() as cursor:
            cursor.execute(query("finalisation_enter"), decision)
        book.county.connection.commit()
        assert {row.state for row in read_rows(book.county.connection, ["2026-06"])} == {state}
        assert book.row("G01", "P", period="2026-Q2").state == "provisional"


def test_what_a_missing_one_had_is_not_told_where_its_value_is_withheld(settings: Settings, tmp_path: Path) -> None:
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        book = book_of(connection, settings, tmp_path / "county", {"indicators.csv": guarded({"P": "W:3"})})
        for period in ("2025-06", "2026-05"):
            for town, output, workers in (("G01", "60", "2"), ("G02", "30", "9"), ("G03", "10", "9")):
                book.give(town, "P", output, period=period)
                book.give(town, "W", workers, "current", period=period)
            book.publish(period)
        for town in ("G02", "G03"):
            book.give(town, "P", "40")
            book.give(town, "W", "9", "current")
        book.publish()
        county = book.row("G00", "P", over=True)
        # 60 of 100 is the first's, of two units
        assert (county.missing, county.year_before_share, county.previous_share) == (("G01",), None, None)
        assert book.row("G00", "W", "current", over=True).year_before_share == D(90)
