"""A county of three towns and two bureaus over fourteen months, with a split, an absorption and a merger; every value by hand.

Each month of 2026 the towns produce 20 together (17 in 2025), half of it tax, save 10, and employ 200 (180). Dongzhen E1 has
10 a month, Xizhen E2 6, Nanzhen E3 4. At the end of January 2026 E3 is split into E4 (1) and E5 (3), at the end of April E4
goes into E1, at the end of June E2 and E5 become E6. From January on each reports its own boundaries.
"""

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
from tests.database.warehouse.county import FILES, County, figure, form, make_catalogue

D = Decimal
CATALOGUE: dict[str, str | None] = {
    "forms/V.yaml": None,
    "forms/B.yaml": None,
    "organisations.csv": """code,name,kind,parent,valid_from,valid_to,successor,counted_in
E0,清江县,county,,,,,
E1,东镇,town,E0,,,,
E2,西镇,town,E0,,2026-06-30,E6,
E3,南镇,town,E0,,2026-01-31,E4|E5,
E4,上镇,town,E0,2026-02-01,2026-04-30,E1,
E5,下镇,town,E0,2026-02-01,2026-06-30,E6,
E6,合镇,town,E0,2026-07-01,,,
E8,统计局,bureau,E0,,,,
E9,税务局,bureau,E0,,,,
""",
    "indicators.csv": FILES["indicators.csv"].partition("\n")[0]
    + """
P,产值,万元,1,flow,sum,,,,,,,recompute,yes,more,,
X,税收,万元,1,flow,sum,,,,,,,recompute,yes,more,,
S,税收比重,%,1,ratio,ratio,X,P,,,,,none,yes,more,,
H,节水量,吨,1,flow,sum,,,,,,,recompute,yes,more,,
W,从业人员,人,0,stock,last,,,,,,,recompute,yes,more,,
""",
    "obligations.csv": """form,organisation,kind,due_day,due_time,reason,valid_from,valid_to
M,,town,8,17:00,月报,,
Q,,town,8,17:00,季报,,
T,E8,,8,17:00,目标,,
""",
    "forms/M.yaml": form(
        "M", "清江县月报", {"P": "current, cumulative, prior_year", "X": "cumulative", "S": "cumulative", "H": "current", "W": "current"}
    ),
    "forms/Q.yaml": form("Q", "清江县季报", {"X": "cumulative", "W": "current"}, frequency="quarter"),
    "forms/T.yaml": form("T", "清江县目标", {"X": "plan"}, frequency="year", listed=True),
}
# what each produces a month, saves a month, employs; the base of 2025 within the boundaries of the heirs of 2026
OUTPUT = {2025: {"E1": 8, "E2": 5, "E3": 4, "E4": 1, "E5": 3}, 2026: {"E1": 10, "E2": 6, "E3": 4, "E4": 1, "E5": 3}}
SAVED = {"E1": 5, "E2": 2, "E3": 3, "E4": 1, "E5": 2}
STAFF = {2025: {"E1": 90, "E2": 50, "E3": 40, "E4": 10, "E5": 30}, 2026: {"E1": 100, "E2": 60, "E3": 40, "E4": 10, "E5": 30}}


def parts(organisation: str, year: int, month: int) -> tuple[str, ...]:
    """Of which parts of the old county an organisation consists in a month."""
    if organisation == "E1" and (year, month) >= (2026, 5):
        return ("E1", "E4")
    return ("E2", "E5") if organisation == "E6" else (organisation,)


def towns(year: int, month: int) -> tuple[str, ...]:
    if (year, month) <= (2026, 1):
        return ("E1", "E2", "E3")
    if month <= 4:
        return ("E1", "E2", "E4", "E5")
    return ("E1", "E2", "E5") if month <= 6 else ("E1", "E6")


def report(organisation: str, year: int, month: int) -> list[Any]:
    period, of = f"{year}-{month:02d}", parts(organisation, year, month)
    output = sum(OUTPUT[year][part] for part in of)
    given = [
        figure(organisation, "P", str(output), period=period, basis="current"),
        figure(organisation, "P", str(output * month), period=period),
        figure(organisation, "X", str(D(output * month) / 2), period=period),
        figure(organisation, "S", "50", period=period),
        figure(organisation, "H", str(sum(SAVED[part] for part in of)), period=period, basis="current"),
        figure(organisation, "W", str(sum(STAFF[year][part] for part in of)), period=period, basis="current"),
    ]
    if year == 2026:
        base = sum(OUTPUT[2025][part] for part in of) * month
        given.append(figure(organisation, "P", str(base), period=period, basis="prior_year", refers_to="cumulative"))
    return given


Row = tuple[Decimal | None, str, int, int, tuple[str, ...], tuple[str, ...]]


class Rollups:
    """What rollups say at this moment: value, method, reported, expected, missing, held, by (organisation, indicator, basis)."""

    def __init__(self, county: County) -> None:
        self.county = county

    def send(self, year: int, month: int, *organisations: str) -> None:
        for organisation in organisations or towns(year, month):
            self.county.submit(organisation, report(organisation, year, month), period=f"{year}-{month:02d}")

    def at(self, period: str) -> dict[tuple[str, str, str], Row]:
        """The rows of a period; of the county those over its towns."""
        found = self.county.rows(
            "select organisation, indicator, basis, round(value, 4), method, reported, expected, missing, held"
            " from core.rollup_row(array[%s]) where method !~ 'children$' or organisation = 'E0'",
            period,
        )
        rows: dict[tuple[str, str, str], Row] = {}
        for organisation, indicator, basis, value, method, reported, expected, missing, held in found:
            key: Any = (organisation, indicator, basis)
            row: Any = (value, method, reported, expected, tuple(missing), tuple(held))  # type: ignore[arg-type]
            rows[key] = row
        return rows


@pytest.fixture
def rollups(settings: Settings, tmp_path: Path) -> Iterator[Rollups]:
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        catalogue = make_catalogue(tmp_path / "county", CATALOGUE)
        catalogue_tables.sync(connection, catalogue, datetime(2025, 1, 1, tzinfo=UTC))
        yield Rollups(County(connection, catalogue))


def targets(rollups: Rollups, given: datetime, **values: str) -> None:
    rollups.county.clock = given
    figures = [figure(town, "X", value, period="2026", basis="plan") for town, value in values.items()]
    rollups.county.submit("E8", figures, form="T", period="2026")


def full(value: str | None, method: str, number: int) -> Row:
    return (None if value is None else D(value), method, number, number, (), ())


SUM, OVER = "sum_of_children", "recomputed_over_children"


def test_fourteen_months_at_five_instants(rollups: Rollups, settings: Settings) -> None:
    county = rollups.county
    for month in range(7, 13):
        rollups.send(2025, month)
    targets(rollups, datetime(2026, 1, 10, tzinfo=UTC), E1="60", E2="36", E3="24")

    # 1: January. months and cumulatives are one; last January nobody reported yet, the base stands beside the output
    county.clock = datetime(2026, 2, 5, tzinfo=UTC)
    rollups.send(2026, 1)
    rows = rollups.at("2026-01")
    assert rows["E0", "P", "cumulative"] == full("20", SUM, 3)
    assert rows["E1", "X", "current"] == full("5", "derived_from_cumulatives", 1)
    assert rows["E0", "X", "current"] == full("10", SUM, 3)
    assert rows["E1", "H", "cumulative"] == full("5", "derived_from_months", 1)
    assert [rows[town, "P", "growth_rate"][0] for town in ("E0", "E1", "E2", "E3")] == [D("17.6471"), 25, 20, 0]  # 20 of 17
    assert rows["E0", "X", "plan"] == full("120", SUM, 3)
    assert rows["E0", "X", "plan_completion"] == full("8.3333", OVER, 3)  # 10 of 120

    # 2: February after the split, the file of E5 is late: neither its month nor, with it, that of E4 can be told
    county.clock = datetime(2026, 3, 5, tzinfo=UTC)
    rollups.send(2026, 2, "E1", "E2", "E4")
    rows = rollups.at("2026-02")
    assert rows["E0", "X", "cumulative"] == (D(17), SUM, 3, 4, ("E5",), ())  # 10 + 6 + 1
    assert rows["E0", "X", "current"] == (D(8), SUM, 2, 4, ("E4", "E5"), ())
    assert ("E3", "X", "current") not in rows
    # once it has come their sum less what E3 had is known: for the county, and for E3 as it was
    rollups.send(2026, 2, "E5")
    rows = rollups.at("2026-02")
    assert rows["E0", "X", "current"] == full("10", SUM, 4)
    assert rows["E3", "X", "current"] == (D(2), "derived_from_cumulatives", 1, 0, (), ())
    assert rows["E4", "X", "current"] == full(None, "derived_from_cumulatives", 1)  # it owes nothing, but no share of it is known
    # the task of E3 is that of both: 4 of 24
    assert rows["E0", "X", "plan_completion"] == full("16.6667", OVER, 4)  # 20 of 120
    assert rows["E3", "X", "plan_completion"][0] == D("16.6667")
    assert rows["E5", "X", "plan_completion"] == full(None, "recomputed", 1)

    # 3: June, after E4 went into E1; the cumulative tax of E2 is held, the output of E5 is masked
    for month in range(3, 6):
        rollups.send(2026, month)
    county.clock = datetime(2026, 7, 5, tzinfo=UTC)
    rollups.send(2026, 6, "E1")
    held = [each for each in report("E2", 2026, 6) if each.indicator != "X"]
    county.submit("E2", [*held, figure("E2", "X", "180", period="2026-06", status="held")], period="2026-06", verdict="partially_accepted")
    masked = [each for each in report("E5", 2026, 6) if (each.indicator, each.basis.value) != ("P", "cumulative")]
    county.submit(
        "E5", [*masked, figure("E5", "P", None, period="2026-06", status="placeholder")], period="2026-06", verdict="partially_accepted"
    )
    rows = rollups.at("2026-Q2")
    # E1 33 less 15 and the 1.5 of E4
    assert rows["E1", "X", "current"] == full("16.5", "derived_from_cumulatives", 1)
    assert rows["E0", "X", "current"] == (D(21), SUM, 2, 3, (), ("E2",))
    # 66 - (30 + 3), 36 - 18; the months of E5 are there, but they do not stand for a cumulative that is masked
    assert rows["E0", "P", "current"] == (D(51), SUM, 2, 3, ("E5",), ())
    # months only: 5 + 6 + 6 and the 1 of E4, 2 x 3, 2 x 3
    assert [rows[town, "H", "current"][0] for town in ("E0", "E1", "E2", "E5")] == [30, 18, 6, 6]
    # E5 has its month and its base, 3 and 18: no growth comes of them, its own neither: (66 + 36) / (54 + 30)
    rows = rollups.at("2026-06")
    assert rows["E5", "P", "growth_rate"] == (None, "recomputed", 0, 1, ("E5",), ())
    assert rows["E0", "P", "growth_rate"] == (D("21.4286"), OVER, 2, 3, ("E5",), ())
    assert rows["E0", "P", "current"] == full("20", SUM, 3)

    # 4: both correct it
    rollups.send(2026, 6, "E2", "E5")
    rows = rollups.at("2026-H1")
    assert rows["E0", "P", "current"] == full("120", SUM, 3)
    assert rows["E0", "P", "growth_rate"] == full("17.6471", OVER, 3)  # 120 of 102
    assert rows["E0", "S", "cumulative"] == full("50", OVER, 3)
    # the savings of E1 and E5 since January hang together by E3: 32 + 3 + 3 + 10, and 12 of E2
    assert rows["E0", "H", "current"] == full("60", SUM, 3)
    assert [rows[town, "H", "current"][0] for town in ("E1", "E2", "E5")] == [None, 12, None]
    assert rows["E0", "W", "current"] == full("200", SUM, 3)

    # 5: August, after the merger, with new targets
    for month in (7, 8):
        rollups.send(2026, month)
    rows = rollups.at("2026-07")
    # 31.5 - (18 + 9) of E6, 38.5 - 33
    assert rows["E6", "X", "current"] == full("4.5", "derived_from_cumulatives", 1)
    assert rows["E0", "X", "current"] == full("10", SUM, 2)
    assert rows["E0", "X", "plan_completion"] == full("58.3333", OVER, 2)  # 70 of 120, whose parts cannot be told
    assert rows["E1", "X", "plan_completion"] == full(None, "recomputed", 1)
    targets(rollups, datetime(2026, 8, 20, tzinfo=UTC), E1="70", E6="52")
    rows = rollups.at("2026-08")
    assert rows["E0", "P", "growth_rate"] == full("17.6471", OVER, 2)
    assert [rows[town, "P", "growth_rate"][0] for town in ("E1", "E6")] == [D("22.2222"), D("12.5")]  # 88 of 72, 72 of 64
    # no base stands beside the tax: 80 of 68, the whole county's, since E3 went to both
    assert rows["E0", "X", "growth_rate"] == full("17.6471", OVER, 2)
    assert [rows[town, "X", "growth_rate"][0] for town in ("E1", "E6")] == [None, None]
    assert rows["E0", "W", "growth_rate"] == full("11.1111", OVER, 2)  # 200 of 180
    assert [rows[town, "X", "plan_completion"][0] for town in ("E0", "E1", "E6")] == [D("65.5738"), D("62.8571"), D("69.2308")]
    assert rollups.at("2026-07")["E0", "X", "plan"] == full("120", SUM, 2)

    # coverage is the same whichever period is published last
    def coverage() -> list[tuple[object, ...]]:
        return county.rows(
            "select period, organisation, indicator, basis, method, value, reported, expected from mart.rollup order by 1, 2, 3, 4, 5"
        )

    for period in ("2026-06", "2026-01"):
        publish(county.connection, settings, county.catalogue, period)
    first = coverage()
    publish(county.connection, settings, county.catalogue, "2026-06")
    assert coverage() == first
