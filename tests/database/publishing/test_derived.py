"""What is derived, and what is not: months of cumulatives, growth without its cumulative, heirs with their predecessors' terms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from huizong.publishing import publish
from huizong.settings import Settings
from huizong.warehouse import LOADER, connect
from huizong.warehouse.schema import catalogue_tables
from tests.database.warehouse.county import FILES, County, figure, make_catalogue

D = Decimal
# L is saved by the month alone; Z1 (new) took over from G11 and G12, G02 from G21; the quarterly form asks for tax as well
CHANGED = {
    "organisations.csv": FILES["organisations.csv"]
    + """G11,子镇,town,G00,,2026-06-30,Z1,
G12,丑镇,town,G00,,2026-06-30,Z1,
G21,寅镇,town,G00,,2026-06-30,G02,
Z1,卯镇,town,G00,2026-07-01,,,
""",
    "indicators.csv": FILES["indicators.csv"] + "L,节电量,千瓦时,0,flow,sum,,,,,,,recompute,yes,more,,\n",
    "units.csv": FILES["units.csv"] + "千瓦时,千瓦时,1\n",
    "forms/M.yaml": FILES["forms/M.yaml"] + "  - {indicator: L, required: true, bases: [current]}\n",
    "forms/Q.yaml": FILES["forms/Q.yaml"] + "  - {indicator: X, required: true, bases: [cumulative]}\n",
}


class Green:
    """The green county with successions; rollups as they would be published now."""

    def __init__(self, county: County) -> None:
        self.county = county

    def tell(self, period: str, indicator: str, basis: str = "cumulative", **values: str | None) -> None:
        for town, value in values.items():
            status = "reported" if value is not None else "placeholder"
            self.county.submit(town, [figure(town, indicator, value, period=period, basis=basis, status=status)], period=period)

    def row(self, period: str, organisation: str, indicator: str, basis: str) -> tuple[Any, ...]:
        """(value, method, reported, expected, missing, held, contested) of the headline row."""
        ((*row,),) = self.county.rows(
            "select round(value, 4), method, reported, expected, missing, held, contested from core.rollup_row(array[%s])"
            " where organisation = %s and indicator = %s and basis = %s",
            period,
            organisation,
            indicator,
            basis,
        )
        return tuple(row)


@pytest.fixture
def green(settings: Settings, tmp_path: Path) -> Iterator[Green]:
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        catalogue = make_catalogue(tmp_path / "county", CHANGED)
        catalogue_tables.sync(connection, catalogue, datetime(2025, 1, 1, tzinfo=UTC))
        yield Green(County(connection, catalogue))


def test_months_come_of_cumulatives_where_only_these_are_given(green: Green) -> None:
    for month, value in (("2026-01", "80"), ("2026-02", "210"), ("2026-03", "250")):
        green.tell(month, "X", G01=value)
    months = [green.row(month, "G01", "X", "current") for month in ("2026-01", "2026-02", "2026-03")]
    assert [month[:4] for month in months] == [(D(value), "derived_from_cumulatives", 1, 1) for value in (80, 130, 40)]
    # the others owe both cumulatives
    value, method, reported, expected, missing, *_ = green.row("2026-02", "G00", "X", "current")
    assert (value, method, reported, expected, missing) == (130, "sum_of_children", 1, 6, ["G02", "G03", "G11", "G12", "G21"])
    # a month that is masked stays so, and so does a cumulative: the difference does not take its place, nor the month
    green.tell("2026-01", "P", "cumulative", G01="10", G02=None)
    green.tell("2026-02", "P", "cumulative", G01="30")
    green.tell("2026-02", "P", "current", G01=None)
    green.tell("2026-01", "P", "current", G02="7")
    assert green.row("2026-02", "G01", "P", "current")[:5] == (None, "reported", 0, 1, ["G01"])
    assert green.row("2026-01", "G02", "P", "cumulative")[:5] == (None, "reported", 0, 1, ["G02"])
    # January's cumulative is its month where only that is given, and says so
    green.tell("2026-01", "L", "current", G01="5")
    assert green.row("2026-01", "G01", "L", "cumulative")[:4] == (D(5), "derived_from_months", 1, 1)


def test_growth_never_divides_a_month_by_a_cumulative(green: Green) -> None:
    def town(organisation: str, month: str, to_date: str, before: str, status: str) -> None:
        given = [
            figure(organisation, "P", month, basis="current"),
            figure(organisation, "P", before, basis="prior_year", refers_to="cumulative"),
            figure(organisation, "P", to_date, status=status),
        ]
        green.county.submit(organisation, given, verdict="accepted" if status == "reported" else "partially_accepted")

    town("G01", "410.5", "2600", "2500", "reported")
    town("G02", "805.5", "9999", "6000", "held")
    town("G03", "35", "99", "300", "placeholder")
    county = green.row("2026-06", "G00", "P", "growth_rate")
    assert county == (D(4), "recomputed_over_children", 1, 6, ["G03", "G11", "G12", "G21"], ["G02"], [])
    assert green.row("2026-06", "G01", "P", "growth_rate")[:4] == (D(4), "recomputed", 1, 1)
    assert green.row("2026-06", "G02", "P", "growth_rate")[:6] == (None, "recomputed", 0, 1, [], ["G02"])
    assert green.row("2026-06", "G03", "P", "growth_rate")[:6] == (None, "recomputed", 0, 1, ["G03"], [])
    assert green.row("2026-H1", "G00", "P", "growth_rate")[:4] == (D(4), "recomputed_over_children", 1, 6)
    # of a month alone, where there is no cumulative: last year's month
    green.tell("2025-06", "L", "current", G01="40", G02="50")
    green.tell("2026-06", "L", "current", G01="44")
    assert green.row("2026-06", "G00", "L", "growth_rate")[:4] == (D(10), "recomputed_over_children", 1, 6)


def test_a_first_file_without_its_cumulative_gives_no_growth_against_last_year(green: Green) -> None:
    green.tell("2025-06", "P", G01="300", G02="200")
    green.tell("2026-06", "P", G02="230")
    green.tell("2026-06", "P", "current", G01="50", G02="40")
    assert green.row("2026-06", "G00", "P", "growth_rate")[:4] == (D(15), "recomputed_over_children", 1, 6)
    assert green.row("2026-06", "G01", "P", "growth_rate")[:5] == (None, "recomputed", 0, 1, ["G01"])


def test_heirs_have_the_terms_of_all_they_took_over(green: Green) -> None:
    green.tell("2025-09", "X", G01="700", G11="200", G12="160", G02="80", G21="20")
    green.tell("2026-06", "X", G01="500", G11="210", G12="90", G02="60", G21="15")
    green.tell("2026-09", "X", G01="770", Z1="450", G02="110", G03="1")
    # 770 - 500, 450 - 300, 110 - 75; G03 lacks June
    quarter = [green.row("2026-Q3", town, "X", "current") for town in ("G01", "Z1", "G02")]
    assert [row[:4] for row in quarter] == [(D(value), "derived_from_cumulatives", 1, 1) for value in (270, 150, 35)]
    assert green.row("2026-Q3", "G00", "X", "current")[:5] == (D(455), "sum_of_children", 3, 4, ["G03"])
    # 770 of 700, 450 of 360, 110 of 100: 1330 of 1160
    growth = [green.row("2026-09", town, "X", "growth_rate")[0] for town in ("G01", "Z1", "G02", "G00")]
    assert growth == [D(10), D(25), D(10), D("14.6552")]
    # what one of them lacks, the heir lacks
    green.tell("2026-06", "Y", G11="30", G02="10", G21="4")
    green.tell("2026-09", "Y", Z1="80", G02="20")
    assert green.row("2026-Q3", "Z1", "Y", "current")[:5] == (None, "reported", 0, 1, ["Z1"])
    assert green.row("2026-Q3", "G00", "Y", "current")[:5] == (D(6), "sum_of_children", 1, 4, ["G01", "G03", "Z1"])
    # and what waits there is felt here
    held = figure("G12", "Y", "44", period="2026-06", status="held")
    green.county.submit("G12", [held], period="2026-06", verdict="partially_accepted")
    assert green.row("2026-Q3", "Z1", "Y", "current")[4:6] == ([], ["Z1"])


def test_an_heir_is_to_reach_what_its_predecessors_were(green: Green) -> None:
    def target(given: datetime, **values: str) -> None:
        green.county.clock = given
        plans = [figure(town, "P", value, period="2026", basis="plan") for town, value in values.items()]
        green.county.submit("G90", plans, form="T", period="2026")

    target(datetime(2026, 1, 8, tzinfo=UTC), G01="400", G02="100", G11="300", G12="200", G21="60")
    green.county.clock = datetime(2026, 10, 5, tzinfo=UTC)
    green.tell("2026-06", "P", G11="150", G02="50", G21="30")
    green.tell("2026-09", "P", G01="300", G02="120", Z1="350")
    assert [green.row("2026-06", town, "P", "plan_completion")[0] for town in ("G11", "G02", "G21")] == [50, 50, 50]
    done = [green.row("2026-09", town, "P", "plan_completion") for town in ("G01", "G02", "Z1")]
    assert [row[:4] for row in done] == [(D(value), "recomputed", 1, 1) for value in (75, 75, 70)]  # 120 of 160, 350 of 500
    assert green.row("2026-09", "G00", "P", "plan")[:3] == (D(1060), "sum_of_children", 3)
    assert green.row("2026-09", "G00", "P", "plan_completion")[:4] == (D("72.6415"), "recomputed_over_children", 3, 3)  # 770 of 1060
    # a target that is set after the merger speaks of both, from then on
    target(datetime(2026, 11, 2, tzinfo=UTC), G02="150", Z1="700")
    green.tell("2026-11", "P", G02="135", Z1="420")
    assert [green.row("2026-11", town, "P", "plan_completion")[0] for town in ("G02", "Z1")] == [90, 60]
    assert [green.row("2026-09", town, "P", "plan")[0] for town in ("G02", "Z1")] == [160, 500]


def test_a_year_of_months_is_their_sum_or_not_known(green: Green) -> None:
    for month in range(1, 13):
        before = {"G11": "2", "G12": "1", "G21": "1"} if month <= 6 else {"Z1": "3"}
        own = {"G01": str(month)} if month != 8 else {}
        green.tell(f"2026-{month:02d}", "L", "current", G02="4", **own, **before)
    assert green.row("2026", "Z1", "L", "current")[:4] == (D(36), "derived_from_months", 1, 1)
    assert green.row("2026", "G02", "L", "current")[:4] == (D(54), "derived_from_months", 1, 1)
    assert green.row("2026", "G01", "L", "current")[:5] == (None, "reported", 0, 1, ["G01"])
    assert green.row("2026", "G00", "L", "cumulative")[:5] == (D(90), "sum_of_children", 2, 4, ["G01", "G03"])
    assert green.row("2026-Q4", "G01", "L", "current")[0] == D(33)


def test_nothing_reported_is_nothing_known(green: Green) -> None:
    green.tell("2026-06", "P", G01="1")
    assert green.row("2026-06", "G00", "X", "cumulative")[:4] == (None, "sum_of_children", 0, 6)
    assert green.row("2026-Q2", "G00", "X", "current")[:4] == (None, "sum_of_children", 0, 6)


def test_coverage_does_not_depend_on_what_was_published_last(green: Green, settings: Settings) -> None:
    for month in ("2026-01", "2026-03", "2026-06"):
        green.tell(month, "X", G01="10")
    county = green.county
    figures = [figure("G01", "J", "3", period="2026-06"), figure("G01", "X", "10", period="2026-06")]
    county.submit("G01", figures, form="Q", period="2026-Q2")

    def published() -> list[tuple[object, ...]]:
        return county.rows(
            "select organisation, indicator, basis, method, value, reported, expected, missing from mart.rollup"
            " where period = '2026-H1' order by 1, 2, 3, 4"
        )

    seen = []
    for month in ("2026-06", "2026-01", "2026-06"):
        publish(county.connection, settings, county.catalogue, month)
        seen.append(published())
    assert seen[0] == seen[1] == seen[2]
    # January to date is kept at the month, whichever form it came by
    assert county.rows(
        "select expected, reported, missing, is_complete from mart.coverage where period = '2026-Q2' and form = 'Q' and reporter = 'G01'"
    ) == [(2, 2, 0, True)]


def test_a_correction_renews_the_month_that_is_derived_of_it(green: Green, settings: Settings) -> None:
    county = green.county
    green.tell("2026-01", "X", G01="80")
    green.tell("2026-02", "X", G01="210")
    publish(county.connection, settings, county.catalogue, "2026-02")
    green.tell("2026-01", "X", G01="90")
    assert "2026-02" in publish(county.connection, settings, county.catalogue, "2026-01").periods
    derived = "select value from mart.rollup where (period, organisation, indicator, basis) = ('2026-02', 'G01', 'X', 'current')"
    assert county.rows(derived) == [(D(120),)]


def test_what_a_quarters_form_says_of_january_to_date_is_owed_at_its_month_too(green: Green) -> None:
    """Jobs of form Q, 10 and 20 of four towns: the figure stands at September, which says of it what the quarter says."""

    def hired(**jobs: str) -> None:
        for town, number in jobs.items():
            green.county.submit(town, [figure(town, "J", number, period="2026-09")], form="Q", period="2026-Q3")

    green.tell("2026-09", "P", G01="100")
    assert green.county.rows("select 1 from core.rollup_row(array['2026-09']) where indicator = 'J'") == []
    hired(G01="10", G02="20")
    for period in ("2026-09", "2026-Q3"):
        assert green.row(period, "G00", "J", "cumulative")[:5] == (30, "sum_of_children", 2, 4, ["G03", "Z1"]), period
        assert green.row(period, "G03", "J", "cumulative")[2:5] == (0, 1, ["G03"]), period
    # the month alone can't be told of a quarter, and nobody owes it
    assert green.county.rows("select 1 from core.rollup_row(array['2026-09']) where indicator = 'J' and basis = 'current'") == []
    hired(G03="5", Z1="7")
    assert green.row("2026-09", "G00", "J", "cumulative")[:5] == (42, "sum_of_children", 4, 4, [])
