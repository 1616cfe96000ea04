"""A town that comes into being in May as nobody's heir: it had nothing before, so that nothing of it lacks in the second quarter.

Each month the old town N1 builds 4 km of road (reported as the year's cumulative) and plants 30 trees (of the month), the new
town N2, there since 10 May, 6 km and 50 trees. A quarter N1 trains 20 people, N2 7 a month.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from huizong.publishing import publish
from huizong.settings import Settings
from huizong.warehouse import LOADER, connect
from huizong.warehouse.schema import catalogue_tables
from tests.database.warehouse.county import FILES, County, figure, form, make_catalogue

D = Decimal
ORGANISATIONS = """code,name,kind,parent,valid_from,valid_to,successor,counted_in
N0,桐川县,county,,,,,
N1,老街镇,town,N0,,,,
N2,新城镇,town,N0,2026-05-10,,,
"""
CATALOGUE: dict[str, str | None] = {
    "forms/V.yaml": None,
    "forms/B.yaml": None,
    "forms/T.yaml": None,
    "organisations.csv": ORGANISATIONS,
    "indicators.csv": FILES["indicators.csv"].partition("\n")[0]
    + """
R,修路,公里,1,flow,sum,,,,,,,recompute,yes,more,,
M,植树,株,0,flow,sum,,,,,,,recompute,yes,more,,
K,培训,人,0,flow,sum,,,,,,,recompute,yes,more,,
""",
    "units.csv": FILES["units.csv"] + "株,株,1\n公里,公里,1\n",
    "obligations.csv": """form,organisation,kind,due_day,due_time,reason,valid_from,valid_to
M,,town,8,17:00,月报,,
Q,,town,8,17:00,季报,,
""",
    "forms/M.yaml": form("M", "桐川县月报", {"R": "cumulative", "M": "current"}),
    "forms/Q.yaml": form("Q", "桐川县季报", {"K": "current"}, frequency="quarter"),
}


@pytest.fixture
def county(settings: Settings, tmp_path: Path) -> Iterator[County]:
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        catalogue = make_catalogue(tmp_path / "county", CATALOGUE)
        catalogue_tables.sync(connection, catalogue, datetime(2026, 1, 1, tzinfo=UTC))
        yield County(connection, catalogue, clock=datetime(2026, 2, 5, tzinfo=UTC))


def send(county: County, month: int, *towns: str, without: str = "") -> None:
    period = f"2026-{month:02d}"
    for town in towns or (("N1",) if month < 5 else ("N1", "N2")):
        months = month - 4 if town == "N2" else month
        given = [
            figure(town, "R", str(months * (6 if town == "N2" else 4)), period=period),
            figure(town, "M", "50" if town == "N2" else "30", period=period, basis="current"),
        ]
        county.submit(town, [one for one in given if one.indicator != without], period=period)


def trained(county: County, quarter: int, **people: str) -> None:
    period = f"2026-Q{quarter}"
    for town, number in people.items():
        county.submit(town, [figure(town, "K", number, period=period, basis="current")], form="Q", period=period)


def rows(county: County, period: str, basis: str = "current") -> dict[tuple[object, object], tuple[object, ...]]:
    """(value, method, reported, expected, missing) by organisation and indicator; of the county what is over its towns."""
    found = county.rows(
        "select organisation, indicator, value, method, reported, expected, array_to_string(missing, '') from core.rollup_row(array[%s])"
        " where basis = %s and (method !~ 'children$' or organisation = 'N0')",
        period,
        basis,
    )
    return {(row[0], row[1]): row[2:] for row in found}


def test_nothing_of_the_time_before_it_lacks(county: County, settings: Settings) -> None:
    for month in range(1, 7):
        send(county, month)
    trained(county, 1, N1="20")
    trained(county, 2, N1="20", N2="14")
    may = rows(county, "2026-05")
    assert may["N2", "R"] == (6, "derived_from_cumulatives", 1, 1, "")
    assert may["N0", "R"] == (10, "sum_of_children", 2, 2, "")  # 4 + 6
    quarter = rows(county, "2026-Q2")
    assert quarter["N2", "R"] == (12, "derived_from_cumulatives", 1, 1, "")  # of May and June
    assert quarter["N2", "M"] == (100, "derived_from_months", 1, 1, "")
    assert quarter["N0", "R"] == (24, "sum_of_children", 2, 2, "")  # 24 - 12 and 12
    assert quarter["N0", "M"] == (190, "sum_of_children", 2, 2, "")  # 90 and 100
    half = rows(county, "2026-H1")
    assert half["N2", "K"] == (14, "derived_from_months", 1, 1, "")  # its only quarter
    assert half["N0", "K"] == (54, "sum_of_children", 2, 2, "")
    assert half["N0", "R"] == (36, "sum_of_children", 2, 2, "")  # 24 + 12
    publish(county.connection, settings, county.catalogue, "2026-06")
    explained = county.rows(
        "select term_period, formula, above, below, adds_up from mart.rollup_term"
        " where period = '2026-Q2' and organisation = 'N2' and indicator = 'R' and basis = 'current'"
    )
    assert explained == [("2026-06", "difference", 12, 0, True)]


def test_what_it_owes_since_then_does_lack(county: County) -> None:
    """Its trees of May are not there, and its roads of June: what the quarter needs of them cannot be told."""
    for month in (1, 2, 3, 4):
        send(county, month)
    send(county, 5, "N1")
    send(county, 5, "N2", without="M")
    send(county, 6, "N1")
    send(county, 6, "N2", without="R")
    quarter = rows(county, "2026-Q2")
    assert quarter["N2", "M"][0] is None
    assert quarter["N0", "M"] == (90, "sum_of_children", 1, 2, "N2")
    assert quarter["N2", "R"][0] is None
    assert quarter["N0", "R"] == (12, "sum_of_children", 1, 2, "N2")
    assert rows(county, "2026-06")["N2", "R"][0] is None


def test_the_next_quarter_is_a_difference_as_any_other(county: County) -> None:
    for month in range(1, 10):
        if month != 6:
            send(county, month)
    send(county, 6, "N1")
    quarter = rows(county, "2026-Q3")
    # 30 - 12 would be it, and June is not there: it existed by then
    assert quarter["N2", "R"][0] is None
    assert quarter["N0", "R"] == (12, "sum_of_children", 1, 2, "N2")
    send(county, 6, "N2")
    assert rows(county, "2026-Q3")["N2", "R"] == (18, "derived_from_cumulatives", 1, 1, "")


def test_one_whose_predecessor_is_known_is_not_new(settings: Settings, tmp_path: Path) -> None:
    """N3 left to N2 in March, which began in May: what was in between nobody says, so N2's quarter is not its cumulative."""
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        more = {"organisations.csv": ORGANISATIONS + "N3,旧街镇,town,N0,,2026-03-15,N2,\n"}
        catalogue = make_catalogue(tmp_path / "county", CATALOGUE | more)
        catalogue_tables.sync(connection, catalogue, datetime(2026, 1, 1, tzinfo=UTC))
        county = County(connection, catalogue, clock=datetime(2026, 2, 5, tzinfo=UTC))
        for month in range(1, 7):
            send(county, month)
        assert rows(county, "2026-Q2")["N2", "R"][0] is None
        assert rows(county, "2026-Q2")["N0", "R"] == (12, "sum_of_children", 1, 2, "N2")
