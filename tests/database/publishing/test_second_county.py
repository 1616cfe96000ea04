"""A county of five towns through one year: two merge into a new one, one is absorbed, one is split; every value by hand.

Each month Beigang A has an output of 30 (24 the year before), Nanqiao B 12 (10), Zhongzhou C 8 (10), Shankou D 20 (16) and
Qiantan E 5 (4): 75 (64) in all. B and C are F from April on, E is in A from July on, D is G (12 of 20) and H (8) from
September on. Trees are reported by month only, roads by cumulative only, jobs by quarter.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from huizong.publishing import publish
from huizong.settings import Settings
from huizong.warehouse import LOADER, connect
from huizong.warehouse.schema import catalogue_tables
from tests.database.publishing.five_towns import CATALOGUE, Year
from tests.database.warehouse.county import County, make_catalogue

D = Decimal


@pytest.fixture
def year(settings: Settings, tmp_path: Path) -> Iterator[Year]:
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        catalogue = make_catalogue(tmp_path / "county", CATALOGUE)
        catalogue_tables.sync(connection, catalogue, datetime(2026, 1, 1, tzinfo=UTC))
        yield Year(County(connection, catalogue, clock=datetime(2026, 1, 20, tzinfo=UTC)))


def full(value: str, number: int) -> tuple[object, ...]:
    return (D(value), number, number, "", "")


def test_a_year_with_a_merger_an_absorption_and_a_split(year: Year, settings: Settings) -> None:
    year.plan(A="400", B="150", C="90", D="250", E="60")  # 950
    for month in (1, 2, 3):
        year.county.clock = datetime(2026, month + 1, 5, tzinfo=UTC)
        year.send(month)
    year.quarter(1, A="10", B="4", C="2", D="6", E="3")

    # 1: the first quarter
    rows = year.at("2026-03")
    assert rows["Z", "P", "cumulative"] == full("225", 5)
    assert rows["Z", "P", "growth_rate"] == full("17.1875", 5)  # 225 of 192
    assert rows["Z", "P", "plan_completion"] == full("23.6842", 5)  # 225 of 950
    assert rows["Z", "R", "current"] == full("21", 5)  # 63 - 42
    rows = year.at("2026-Q1")
    assert [rows["Z", each, "current"] for each in "PMRWJ"] == [full(each, 5) for each in ("225", "57", "63", "750", "25")]

    # 2: April and May after the merger; in May the cumulative of A is masked, E sends no roads
    year.county.clock = datetime(2026, 5, 5, tzinfo=UTC)
    year.send(4)
    rows = year.at("2026-04")
    assert rows["F", "P", "growth_rate"] == full("0", 1)  # 80 of 80
    assert rows["F", "P", "plan_completion"] == full("33.3333", 1)  # 80 of 150 + 90
    assert rows["F", "R", "current"] == full("5", 1)  # 20 - (12 + 3)
    assert rows["Z", "R", "current"] == full("21", 4)
    year.county.clock = datetime(2026, 6, 5, tzinfo=UTC)
    year.send(5, "DF")
    year.send(5, "A", masked="P")
    year.send(5, "E", without="R")
    rows = year.at("2026-05")
    assert rows["Z", "P", "cumulative"] == (D(225), 3, 4, "A", "")  # 100 + 100 + 25
    assert rows["Z", "P", "current"] == full("75", 4)
    assert rows["Z", "P", "growth_rate"] == (D("12.5"), 3, 4, "A", "")  # 225 of 100 + 80 + 20
    assert rows["A", "P", "growth_rate"] == (None, 0, 1, "A", "")
    assert rows["Z", "P", "plan_completion"] == (D("40.9091"), 3, 4, "A", "")  # 225 of 240 + 250 + 60
    assert rows["Z", "R", "current"] == (D(19), 3, 4, "E", "")  # 9 + 5 + 5

    # 3: June; the month of E can't be told from its cumulative, its quarter can
    year.county.clock = datetime(2026, 7, 5, tzinfo=UTC)
    year.send(6)
    year.quarter(2, A="22", D="12", E="5", F="14")
    assert year.at("2026-06")["Z", "R", "current"] == (D(19), 3, 4, "E", "")
    rows = year.at("2026-Q2")
    assert rows["Z", "R", "current"] == full("63", 4)
    assert rows["E", "R", "current"] == full("6", 1)  # 12 - 6
    assert [rows[town, "P", "current"][0] for town in "ADEFZ"] == [90, 60, 15, 60, 225]
    assert rows["Z", "M", "current"] == full("57", 4)
    assert [rows[town, "J", "current"][0] for town in "ADEFZ"] == [12, 6, 2, 8, 28]  # 22-10, 12-6, 5-3, 14-(4+2)
    rows = year.at("2026-H1")
    assert rows["Z", "P", "current"] == full("450", 4)
    assert rows["F", "M", "current"] == full("30", 1)
    assert rows["Z", "P", "plan_completion"] == full("47.3684", 4)  # 450 of 950

    # 4: July and August after the absorption; the task of D is raised in August
    year.county.clock = datetime(2026, 8, 5, tzinfo=UTC)
    year.send(7)
    rows = year.at("2026-07")
    assert rows["A", "R", "current"] == full("11", 1)  # 77 - (54 + 12)
    assert rows["A", "P", "growth_rate"] == full("25", 1)  # 245 of 196
    assert [rows[town, "P", "plan_completion"][0] for town in "ADFZ"] == [D("53.2609"), 56, D("58.3333"), D("55.2632")]
    year.county.clock = datetime(2026, 8, 20, tzinfo=UTC)
    year.plan(A="460", D="300", F="240")
    year.county.clock = datetime(2026, 9, 5, tzinfo=UTC)
    year.send(8)
    rows = year.at("2026-08")
    assert [rows[town, "P", "plan_completion"][0] for town in "ADFZ"] == [D("60.8696"), D("53.3333"), D("66.6667"), 60]
    assert year.at("2026-07")["Z", "P", "plan"] == full("950", 3)

    # 5: September after the split
    year.county.clock = datetime(2026, 10, 5, tzinfo=UTC)
    year.send(9)
    year.quarter(3, A="40", F="21", G="10", H="9")
    rows = year.at("2026-09")
    assert rows["Z", "P", "cumulative"] == full("675", 4)
    assert rows["Z", "P", "growth_rate"] == full("17.1875", 4)  # 675 of 576
    assert rows["Z", "P", "plan_completion"] == full("67.5", 4)  # 675 of 1000
    assert [rows[town, "P", "plan_completion"][0] for town in "AFGH"] == [D("68.4783"), 75, None, None]  # 315 of 460, 180 of 240
    assert rows["Z", "R", "current"] == full("21", 4)
    assert [rows[town, "R", "current"][0] for town in "AFGH"] == [11, 5, None, None]
    assert rows["D", "R", "current"][0] == 5  # 27 + 18 - 40
    assert [rows[town, "P", "growth_rate"][0] for town in "AFGH"] == [25, 0, 20, D("33.3333")]  # 315/252, 180/180, 108/90, 72/54
    rows = year.at("2026-Q3")
    assert rows["Z", "P", "current"] == full("225", 4)
    assert [rows[town, "P", "current"][0] for town in "ADFGH"] == [105, 60, 60, None, None]  # 315-210, 180-120, 180-120
    assert rows["Z", "M", "current"] == full("57", 4)
    assert rows["Z", "R", "current"] == full("63", 4)
    assert rows["Z", "W", "current"] == full("750", 4)
    assert rows["Z", "J", "current"] == full("27", 4)  # 40-27, 21-14, 19-12
    assert rows["A", "J", "current"][0] == 13

    # the year: G lacks the trees of November, so that what D, G and H planted together can't be told; then it sends them
    for month in (10, 12):
        year.county.clock = datetime(2026 + month // 12, month % 12 + 1, 5, tzinfo=UTC)
        year.send(month)
    year.send(11, "AFH")
    year.send(11, "G", without="M")
    rows = year.at("2026")
    assert rows["Z", "M", "current"] == (D(156), 2, 4, "GH", "")  # 12 x (8 + 5)
    assert rows["Z", "P", "current"] == full("900", 4)
    assert rows["Z", "P", "growth_rate"] == full("17.1875", 4)
    assert rows["Z", "P", "plan_completion"] == full("90", 4)
    year.send(11, "G")
    assert year.at("2026")["Z", "M", "current"] == full("228", 4)  # 12 x 19

    # what is published of May: the page and the coverage say who lacks what, each once
    publish(year.county.connection, settings, year.county.catalogue, "2026-05")
    lacking = year.county.rows("select reporter, missing from mart.coverage where period = '2026-05' and not is_complete order by 1")
    assert lacking == [("A", 1), ("E", 1)]
    page = load_workbook(settings.published / "2026-05" / "汇总_2026-05.xlsx").worksheets[0]
    cells = [[cell for cell in row if cell is not None] for row in page.iter_rows(min_row=2, max_row=7, values_only=True)]
    assert cells[1] == ["4个乡镇已报4个；缺部分指标：北港镇（1项，其中1项以符号代数）、浅滩乡（1项）。"]
    # of last year's 64 a month, A's were 24: 40 / 64 are there. 225 of 550 is 40.9 %, and of 100 x 5 / 12 it is 0.8 points short
    assert cells[3] == ["产值", "万元", 75, 225, 12.5, 950, 40.9, -0.8, "累计、同比、完成已报3/4；占上年同期62.5%；以符号代数：北港镇"]
    assert cells[4] == ["植树", "株", 19, 95, "累计为逐期相加"]
    assert cells[5] == ["修路", "公里", 19, 95, "已报3/4；缺：浅滩乡"]


def test_nobody_has_a_place_beside_an_unknown_part_of_what_was_split(year: Year, settings: Settings) -> None:
    """In September D is G and H: of its roads 40 until August, what each built in September can't be told; their trees can."""
    for month in range(1, 10):
        year.county.clock = datetime(2026, month + 1, 5, tzinfo=UTC)
        year.send(month)
    publish(year.county.connection, settings, year.county.catalogue, "2026-09")

    def places(indicator: str, basis: str) -> list[tuple[object, ...]]:
        return year.county.rows(
            "select organisation, value, rank, ranked from mart.rollup where period = '2026-09' and indicator = %s and basis = %s"
            " and organisation not in ('Z', 'D') order by 1",
            indicator,
            basis,
        )

    assert places("R", "current") == [("A", 11, None, None), ("F", 5, None, None), ("G", None, None, None), ("H", None, None, None)]
    assert places("R", "cumulative") == [("A", 99, 1, 4), ("F", 45, 2, 4), ("G", 27, 3, 4), ("H", 18, 4, 4)]
    assert places("M", "current") == [("A", 8, 1, 4), ("F", 5, 2, 4), ("G", 4, 3, 4), ("H", 2, 4, 4)]


@pytest.mark.parametrize(
    ("given", "target"),
    [
        ([{"B": "150", "C": "90"}], 240),
        ([{"B": "150", "C": "90"}, {"F": "300"}], 300),  # another file of the same day, which speaks of both
        ([{"B": "150", "C": "90", "F": "20"}], 260),  # in one table they stand beside each other
        ([{"F": "300"}, {"B": "150", "C": "90"}], 540),
    ],
)
def test_targets_of_an_heir_that_came_on_one_day(year: Year, settings: Settings, given: list[dict[str, str]], target: int) -> None:
    """B and C are F from April on; all targets come in September, as when a county begins in the middle of a year."""
    year.county.clock = datetime(2026, 9, 10, tzinfo=UTC)
    for values in given:
        year.plan(**values)
    for month, output in ((6, 120), (9, 180)):  # of 12 + 8 a month
        year.send(month)
        rows = year.at(f"2026-{month:02d}")
        assert rows["F", "P", "plan"][0] == target
        assert rows["F", "P", "plan_completion"][0] == round(D(output * 100) / target, 4)
