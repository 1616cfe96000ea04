"""Rollups by the boundaries of the time and by those of today: the county of five towns, B and C are F, E is in A, D is G and H by now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import psycopg2
import pytest

from huizong.publishing import publish
from huizong.settings import Settings
from huizong.warehouse import LOADER, connect
from huizong.warehouse.queries import query
from huizong.warehouse.schema import catalogue_tables
from tests.database.publishing.test_second_county import CATALOGUE, Year
from tests.database.warehouse.county import County, figure, guarded, make_catalogue

TODAY = (
    "select organisation, indicator, basis, round(value, 4), reported, expected, array_to_string(missing, ''), boundaries,"
    " array_to_string(members, '') from mart.rollup_today where period = %s"
)


def opened(county: County) -> Year:
    year = Year(county)
    year.plan(A="400", B="150", C="90", D="250", E="60")
    county.clock = datetime(2026, 4, 5, tzinfo=UTC)
    return year


@contextmanager
def county_with(settings: Settings, folder: Path, **files: str) -> Iterator[Year]:
    """The county with these tables of its catalogue in place of its own, by name without suffix."""
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        catalogue = make_catalogue(folder / "county", CATALOGUE | {f"{name}.csv": text for name, text in files.items()})
        catalogue_tables.sync(connection, catalogue, datetime(2026, 1, 1, tzinfo=UTC))
        yield opened(County(connection, catalogue, clock=datetime(2026, 1, 20, tzinfo=UTC)))


@pytest.fixture
def year(settings: Settings, tmp_path: Path) -> Iterator[Year]:
    with county_with(settings, tmp_path) as made:
        yield made


def today(year: Year, period: str) -> dict[tuple[object, ...], tuple[object, ...]]:
    return {row[:3]: row[3:] for row in year.county.rows(TODAY, period)}


def test_what_is_one_by_now_is_one_in_every_period(year: Year, settings: Settings) -> None:
    year.send(3, "ABCD")
    year.send(3, "E", without="R")
    publish(year.county.connection, settings, year.county.catalogue, "2026-03")
    then = "select organisation from mart.rollup where period = '2026-03' and indicator = 'P' and basis = 'cumulative' order by 1"
    assert [code for (code,) in year.county.rows(then)] == ["A", "B", "C", "D", "E", "Z"]
    rows = today(year, "2026-03")
    assert sorted(str(key[0]) for key in rows if key[1:] == ("P", "cumulative")) == ["A", "D", "F", "Z"]
    assert rows["A", "P", "cumulative"] == (105, 2, 2, "", "today", "AE")  # 90 + 15
    assert rows["F", "P", "cumulative"] == (60, 2, 2, "", "today", "BC")  # 36 + 24
    assert rows["A", "P", "growth_rate"] == (25, 2, 2, "", "today", "AE")  # 105 of 72 + 12
    assert rows["F", "P", "growth_rate"] == (0, 2, 2, "", "today", "BC")  # 60 of 30 + 30
    assert rows["A", "P", "plan_completion"] == (Decimal("22.8261"), 2, 2, "", "today", "AE")  # 105 of 400 + 60
    assert rows["F", "P", "plan"] == (240, 2, 2, "", "today", "BC")
    assert rows["A", "R", "cumulative"] == (27, 1, 2, "E", "today", "AE")  # 9 x 3, E lacks its own
    assert rows["F", "W", "current"] == (200, 2, 2, "", "today", "BC")
    # one that was split keeps its boundaries; the county's are the same
    assert rows["D", "P", "cumulative"] == (60, 1, 1, "", "then", "D")
    assert rows["Z", "P", "cumulative"] == (225, 5, 5, "", "today", "Z")


def test_a_final_period_is_put_together_as_far_as_its_figures_still_give_what_it_shows(settings: Settings, tmp_path: Path) -> None:
    """March is final before anybody hears of a merger; then C corrects its output, which nobody has approved."""
    towns = "".join(
        f"{code},{name},town,Z,,,,\n" for code, name in zip("ABCDE", ("北港镇", "南桥镇", "中洲乡", "山口镇", "浅滩乡"), strict=True)
    )
    unmerged = f"code,name,kind,parent,valid_from,valid_to,successor,counted_in\nZ,澄湖县,county,,,,,\n{towns}Y,统计局,bureau,Z,,,,\n"
    with county_with(settings, tmp_path / "before", organisations=unmerged) as year:
        year.send(3)
        publish(year.county.connection, settings, year.county.catalogue, "2026-03")
        assert {key[0] for key in today(year, "2026-03")} == {*"ABCDEZ"}
        with year.county.connection.cursor() as cursor:
            decision = {"period": "2026-03", "is_final": True, "approver": "某", "reason": "已通报"}
            cursor.execute(query("finalisation_enter"), decision | {"decided_at": datetime(2026, 4, 9, tzinfo=UTC)})
        year.county.connection.commit()
        merged = make_catalogue(tmp_path / "after", CATALOGUE)
        catalogue_tables.sync(year.county.connection, merged, datetime(2026, 10, 1, tzinfo=UTC))
        assert publish(year.county.connection, settings, merged, "2026-03").kept == ("2026-03",)
        rows = today(year, "2026-03")
        assert rows["A", "P", "cumulative"] == (105, 2, 2, "", "today", "AE")
        assert rows["F", "P", "cumulative"] == (60, 2, 2, "", "today", "BC")  # 36 + 24
        assert rows["F", "W", "current"] == (200, 2, 2, "", "today", "BC")

        year.county.submit("C", [figure("C", "P", "30", period="2026-03")], period="2026-03")
        publish(year.county.connection, settings, merged, "2026-03")
        rows = today(year, "2026-03")
        # 36 + 30 would be what nobody let pass, 36 + 24 could not be told from its terms: both stay as they were
        assert (rows["B", "P", "cumulative"], rows["C", "P", "cumulative"]) == ((36, 1, 1, "", "then", "B"), (24, 1, 1, "", "then", "C"))
        assert ("F", "P", "cumulative") not in rows
        assert rows["F", "W", "current"] == (200, 2, 2, "", "today", "BC")
        assert rows["A", "P", "cumulative"] == (105, 2, 2, "", "today", "AE")


def test_where_nothing_changed_since_both_are_the_same(year: Year, settings: Settings) -> None:
    year.county.clock = datetime(2026, 10, 5, tzinfo=UTC)
    year.send(9)
    publish(year.county.connection, settings, year.county.catalogue, "2026-09")
    rows = today(year, "2026-09")
    shown = {key[0]: row[-2:] for key, row in rows.items() if key[1:] == ("P", "cumulative")}
    assert shown == {town: ("today", town) for town in "AFGHZ"}
    assert year.county.rows("select count(*) from core.joined_rollup where period = '2026-09'") == [(0,)]


SHARES = "organisation,heir,indicator,share\nD,G,,60\nD,H,,40\nD,G,W,65\nD,H,W,35\n"


def test_what_was_split_is_divided_by_the_countys_shares(settings: Settings, tmp_path: Path) -> None:
    """Of D, which has 60 of output, 48 the year before, 18 of trees and 200 staff in March: 60 % and 40 %, of the staff 65 % and 35 %."""
    with county_with(settings, tmp_path, shares=SHARES) as year:
        year.send(3)
        publish(year.county.connection, settings, year.county.catalogue, "2026-03")
        rows = today(year, "2026-03")
        divided = year.county.rows(
            "select organisation from mart.rollup_today"
            " where period = '2026-03' and is_divided and indicator = 'P' and basis = 'cumulative' order by 1"
        )
    assert sorted(str(key[0]) for key in rows if key[1:] == ("P", "cumulative")) == ["A", "F", "G", "H", "Z"]
    assert rows["G", "P", "cumulative"] == (36, 1, 1, "", "today", "D")
    assert rows["H", "P", "cumulative"] == (24, 1, 1, "", "today", "D")
    assert rows["G", "W", "current"] == (130, 1, 1, "", "today", "D")
    assert rows["H", "W", "current"] == (70, 1, 1, "", "today", "D")
    # both sides of a rate are divided alike: 60 of 48 is a quarter more, whoever has it
    assert rows["G", "P", "growth_rate"] == rows["H", "P", "growth_rate"] == (25, 1, 1, "", "today", "D")
    assert rows["G", "P", "plan"] == (150, 1, 1, "", "today", "D")  # of 250
    assert rows["Z", "P", "cumulative"] == (225, 5, 5, "", "today", "Z")
    assert divided == [("G",), ("H",)]


def test_an_indicator_without_a_share_keeps_the_old_boundaries(settings: Settings, tmp_path: Path) -> None:
    """Shares of the staff alone: the output of D is not divided by them."""
    shares = "organisation,heir,indicator,share\nD,G,W,65\nD,H,W,35\n"
    with county_with(settings, tmp_path, shares=shares) as year:
        year.send(3)
        publish(year.county.connection, settings, year.county.catalogue, "2026-03")
        rows = today(year, "2026-03")
    assert rows["D", "P", "cumulative"] == (60, 1, 1, "", "then", "D")
    assert rows["G", "W", "current"] == (130, 1, 1, "", "today", "D")
    assert ("D", "W", "current") not in rows


def test_a_split_after_a_merger_leaves_all_of_it_as_it_was(settings: Settings, tmp_path: Path) -> None:
    """B goes to F and to G, C to F: without shares F of before can't be told, so neither B nor C is put together."""
    organisations = str(CATALOGUE["organisations.csv"]).replace("B,南桥镇,town,Z,,2026-03-31,F,", "B,南桥镇,town,Z,,2026-03-31,F|G,")
    with county_with(settings, tmp_path, organisations=organisations) as year:
        year.send(3)
        publish(year.county.connection, settings, year.county.catalogue, "2026-03")
        rows = today(year, "2026-03")
    assert {key[0]: row[-2:] for key, row in rows.items() if key[1:] == ("P", "cumulative")} == {
        "A": ("today", "AE"),
        "B": ("then", "B"),
        "C": ("then", "C"),
        "D": ("then", "D"),
        "Z": ("today", "Z"),
    }


def test_readers_are_not_shown_what_gives_a_small_cell_away(settings: Settings, tmp_path: Path) -> None:
    """C has 80 staff and E has 50, fewer than 100: their output is withheld, and so is what they are part of by now."""
    indicators = guarded({"P": "W:100"}, {"R": "restricted"}).splitlines()
    kept = [line for line in indicators if line[:2] in ("co", "P,", "W,", "J,")]
    kept += ["M,植树,株,0,flow,sum,,,,,,,recompute,yes,more,,,,", "R,修路,公里,1,flow,sum,,,,,,,recompute,yes,more,,,restricted,"]
    with county_with(settings, tmp_path, indicators="\n".join(kept) + "\n") as year:
        year.send(3, "ABCD")
        year.send(3, "E")
        publish(year.county.connection, settings, year.county.catalogue, "2026-03")
        hidden = year.county.rows("select distinct organisation from mart.rollup where suppressed and period = '2026-03' order by 1")
        assert hidden == [("C",), ("E",)]
    with closing(psycopg2.connect(settings.reader_url)) as reader, reader.cursor() as cursor:
        cursor.execute(TODAY, ("2026-03",))
        rows = cursor.fetchall()
    # F is B and C, A is A and E: B and A are published as they were
    assert sorted(row[0] for row in rows if row[1:3] == ("P", "cumulative")) == ["D", "Z"]
    assert sorted({row[0] for row in rows if row[1] == "W"}) == ["A", "D", "F", "Z"]
    assert [row for row in rows if row[1] == "R"] == []
