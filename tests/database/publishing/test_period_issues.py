"""What publishing asks about: sources that differ, levels that don't add up; raised once, closed when they agree, no verdict changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from huizong.intake import Journal, record_arrivals
from huizong.model import Figure
from huizong.publishing import publish
from huizong.settings import Settings
from huizong.warehouse import LOADER, connect
from tests.database.warehouse.county import County, figure, open_county

D = Decimal
Place = tuple[County, Settings]


@pytest.fixture
def place(settings: Settings, tmp_path: Any) -> Iterator[Place]:
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        yield open_county(connection, tmp_path / "county"), settings


def published(place: Place, period: str = "2026-06") -> list[tuple[object, ...]]:
    """(rule, severity, organisation, indicator, basis, observed, expected, difference) of each open issue, once published."""
    county, settings = place
    publish(county.connection, settings, county.catalogue, period)
    return county.rows(
        "select rule, severity, organisation, indicator, basis, observed, expected, difference from mart.period_issue"
        " where period = %s and state = 'open' order by rule, organisation, indicator, basis",
        period,
    )


def differing(county: County, town: str = "1802.1", bureau: str = "1790.4") -> None:
    county.submit("G01", [figure("G01", "X", town, precision="0.1")])
    county.submit("G90", [figure("G01", "X", bureau, precision="0.1")], form="B")


def test_two_sources_that_differ_are_asked_about_once_and_both_kept(place: Place) -> None:
    county, _ = place
    differing(county)
    # the bureau's form has the lower priority and is shown; 1802.1 - 1790.4 = 11.7
    asked = [("sources-differ", "query", "G01", "X", "cumulative", "1802.1", "1790.4", "11.7")]
    assert published(place) == asked
    told = county.rows(
        "select message, remedy, responsibility, reporter, form, other_reporter, other_form, raised_at from mart.period_issue"
    )
    assert [row[:-1] for row in told] == [
        (
            "“甲木镇”的“税收”（本年累计）：甲木镇《绿川县月报》报 1802.1万元，统计局《绿川县分乡镇税收》报 1790.4万元，"
            "相差 11.7万元，两数都保留",
            "由县汇总人员与两家核对，定以哪一个为准",
            "reviewer",
            "G90",
            "B",
            "G01",
            "M",
        )
    ]
    assert published(place) == asked
    assert county.rows("select raised_at from mart.period_issue") == [(told[0][-1],)]
    assert county.rows("select value from mart.figure_sources where indicator = 'X' order by value") == [(D("1790.4"),), (D("1802.1"),)]
    assert county.rows("select verdict from raw.submission") == [("accepted",), ("accepted",)]


def test_what_agrees_again_is_closed_and_what_differs_anew_is_raised_anew(place: Place, server: Any) -> None:
    county, settings = place
    differing(county)
    published(place)
    county.submit("G01", [figure("G01", "X", "1790.4", precision="0.1")])
    assert published(place) == []
    assert county.rows("select state, closed_at > raised_at, known_from = raised_at, known_to = closed_at from mart.period_issue") == [
        ("closed", True, True, True)
    ]
    county.submit("G01", [figure("G01", "X", "1802.1", precision="0.1")])
    assert published(place) == [("sources-differ", "query", "G01", "X", "cumulative", "1802.1", "1790.4", "11.7")]
    county.submit("G01", [figure("G01", "X", "1795", precision="1")])
    # 1795 to the unit against 1790.4: 4.6 apart, rounding explains (1 + 0.1) / 2
    assert published(place) == [("sources-differ", "query", "G01", "X", "cumulative", "1795", "1790.4", "4.6")]
    history = "select to_jsonb(i) - 'period_issue_id' from quality.period_issue as i order by raised_at"
    assert [row[0]["state"] for row in county.rows(history)] == ["closed", "closed", "open"]  # type: ignore[index]
    # the journal alone gives the same history, also if it is read twice
    urls = server.create_database("replayed_issues", template="huizong_template")
    journal = Journal(settings.archive / "journal")
    try:
        with closing(connect(urls.loader, role=LOADER)) as connection:
            record_arrivals(connection, county.catalogue, journal)
            with connection.cursor() as cursor:
                cursor.execute("update meta.journal set file = '', byte_offset = 0")
            record_arrivals(connection, county.catalogue, journal)
            assert County(connection, county.catalogue).rows(history) == county.rows(history)
    finally:
        server.drop_database("replayed_issues")


def test_a_line_whose_commit_never_came_is_taken_up_and_not_doubled(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    county, settings = place
    differing(county)
    monkeypatch.setitem(publish.__globals__, "check_periods", killed(publish.__globals__["check_periods"]))
    with pytest.raises(KeyboardInterrupt):
        published(place)
    county.connection.rollback()
    monkeypatch.undo()
    assert county.rows("select count(*) from quality.period_issue") == [(0,)]
    record_arrivals(county.connection, county.catalogue, Journal(settings.archive / "journal"))
    assert len(published(place)) == 1
    assert county.rows("select count(*) from quality.period_issue") == [(1,)]


def killed(real: Any) -> Any:
    def die(*arguments: Any) -> None:
        real(*arguments)
        raise KeyboardInterrupt

    return die


def test_what_rounding_explains_is_no_difference(place: Place) -> None:
    differing(place[0], "1790.4", "1790.5")
    assert published(place) == []


def test_one_pair_of_sources_is_asked_about_once_by_its_value(place: Place) -> None:
    county, _ = place
    for reporter, form, value, growth in (("G01", "M", "120", "20"), ("G90", "B", "110", "10")):
        county.submit(reporter, [figure("G01", "X", value), figure("G01", "X", growth, basis="growth_rate")], form=form)
    assert published(place) == [("sources-differ", "query", "G01", "X", "cumulative", "120", "110", "10")]


def test_a_longer_period_that_says_the_same_is_compared_with_the_month_that_ends_it(place: Place) -> None:
    county, _ = place
    county.submit("G01", [figure("G01", "P", "500"), figure("G01", "P", "90", basis="current")])
    county.submit("G01", [figure("G01", "P", "520", period="2026-H1", basis="current")], form="Q", period="2026-H1")
    # 上半年 520 and 1-6月 500 are one figure; the month's 90 is another
    assert published(place, "2026-06") == []
    assert published(place, "2026-H1") == [("sources-differ", "query", "G01", "P", "current", "500", "520", "20")]


@pytest.mark.parametrize(("final", "severity"), [("103", "info"), ("104", "query")])
def test_different_maturities_do_not_contradict_each_other(place: Place, final: str, severity: str) -> None:
    county, _ = place
    # 3 of 103 are 2.9 per cent, 4 of 104 are 3.8
    county.submit("G01", [figure("G01", "X", "100", maturity="flash")])
    county.submit("G90", [figure("G01", "X", final, maturity="final")], form="B")
    assert published(place) == [("maturity-differs", severity, "G01", "X", "cumulative", "100", final, str(int(final) - 100))]


def test_a_year_is_compared_with_its_december(place: Place) -> None:
    county, _ = place
    county.submit("G01", [figure("G01", "X", "700", period="2025-12")], period="2025-12")
    county.submit("G90", [figure("G01", "X", "710", period="2025", basis="current", maturity="final")], form="T", period="2025")
    # 10 of 710 are 1.4 per cent
    assert published(place, "2025") == [("maturity-differs", "info", "G01", "X", "current", "700", "710", "10")]


def towns(county: County, *values: str, indicator: str = "P") -> None:
    for town, value in zip(("G01", "G02", "G03"), values, strict=False):
        county.submit(town, [figure(town, indicator, value, precision="0.1")])


def test_the_parts_against_the_upper_levels_own_figure(place: Place) -> None:
    county, _ = place
    towns(county, "100.1", "200.2", "300.3")
    county.submit("G90", [figure("G00", "P", "600.9", precision="0.1")])
    # 600.6 against 600.9: half a unit of four last digits explains 0.2
    assert published(place) == [("level-mismatch", "query", "G00", "P", "cumulative", "600.6", "600.9", "0.3")]
    assert county.rows("select message, responsibility from mart.period_issue") == [
        ("“绿川县”的“产值”（本年累计）：下级 3 个单位相加 600.6万元，本级报 600.9万元，相差 0.3万元", "county")
    ]
    county.submit("G90", [figure("G00", "P", "600.8", precision="0.1")])
    assert published(place) == []


def test_levels_are_compared_only_where_all_parts_are_there(place: Place) -> None:
    county, _ = place
    towns(county, "100.1", "200.2")
    county.submit("G90", [figure("G00", "P", "900", precision="0.1")])
    assert published(place) == []


def test_what_does_not_add_up_by_its_nature_is_not_compared(place: Place) -> None:
    county, _ = place
    towns(county, "100", "200", "300", indicator="N")
    county.submit("G90", [figure("G00", "N", "150")])
    assert published(place) == []


def test_the_list_for_the_reviewer_shows_what_is_open_and_what_is_settled(place: Place) -> None:
    county, settings = place
    file = settings.published / "2026-06" / "核对清单.csv"
    towns(county, "1", "2", "3")
    published(place)
    assert not file.exists()
    differing(county)
    published(place)
    county.submit("G01", [figure("G01", "X", "1790.4")])
    county.submit("G90", [figure("G00", "P", "7", precision="0.1")])
    published(place)
    lines = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    assert [(line["状态"], line["类别"], line["单位"], line["指标"], line["由谁处理"], bool(line["了结时间"])) for line in lines] == [
        ("待核对", "核实", "绿川县", "产值", "县汇总人员", False),
        ("已了结", "核实", "甲木镇", "税收", "县汇总人员", True),
    ]


def test_a_plan_elsewhere_that_the_target_form_contradicts(place: Place) -> None:
    county, _ = place
    county.submit("G01", [figure("G01", "P", "100", period="2026", basis="plan")])
    county.submit("G90", [figure("G01", "P", "120", period="2026", basis="plan")], form="T", period="2026")
    # the town's form came first: nothing could be asked on its receipt
    assert published(place, "2026") == [("plan-differs", "query", "G01", "P", "plan", "100", "120", "20")]


def prose(organisation: str, value: str, qualifier: str | None = None, raw: str = "") -> Figure:
    said = figure(organisation, "P", value, period="2026-H1", qualifier=qualifier, precision="100", place="3:12")
    return replace(said, raw=raw or value, source="prose")


@pytest.mark.parametrize(
    ("value", "qualifier", "table", "asked"),
    [
        # 6.89 to the hundredth of a 亿元: 68900 may be 68850 to 68950
        ("68900", None, "68932.7", []),
        ("68900", None, "70000", ["70000"]),
        # 约 allows a whole unit, 超过 whatever lies above
        ("68900", "about", "68999", []),
        ("68900", "about", "69001", ["69001"]),
        ("68900", "more_than", "75000", []),
        ("68900", "more_than", "68000", ["68000"]),
        ("68900", "less_than", "68000", []),
        ("68900", "less_than", "75000", ["75000"]),
    ],
)
def test_prose_is_compared_with_the_form_again(place: Place, value: str, qualifier: str | None, table: str, asked: list[str]) -> None:
    county, _ = place
    county.submit("G01", [prose("G01", value, qualifier, "6.89亿元")], form="Q", period="2026-H1")
    county.submit("G01", [figure("G01", "P", table, precision="0.1")])
    found = published(place, "2026-H1")
    assert [(row[0], row[5], row[6]) for row in found] == [("prose-differs-from-table", value, expected) for expected in asked]


def test_prose_and_form_that_agree_again_are_settled(place: Place) -> None:
    county, _ = place
    county.submit("G01", [prose("G01", "68900", None, "6.89亿元")], form="Q", period="2026-H1")
    county.submit("G01", [figure("G01", "P", "70000", precision="0.1")])
    assert len(published(place, "2026-H1")) == 1
    assert county.rows("select message from mart.period_issue") == [
        ("文字里写 6.89亿元（甲木镇《绿川县季报》），报表里是 70000万元（甲木镇《绿川县月报》）",)
    ]
    county.submit("G01", [figure("G01", "P", "68932.7", precision="0.1")])
    assert published(place, "2026-06") == []
    assert county.rows("select state from mart.period_issue") == [("closed",)]
