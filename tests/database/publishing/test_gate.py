"""What is not published by itself: rollups that are not what they count, and periods that leap; who lets them pass, and what goes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg2
import pytest

from huizong.answers.status import status_of
from huizong.decisions import releasing
from huizong.decisions.deciding import DecisionError
from huizong.flow import publication
from huizong.publishing import NotConservedError, dirty_periods, publish
from huizong.publishing.period_files import write_periods
from huizong.settings import Settings
from huizong.warehouse import LOADER, connect
from huizong.warehouse.schema import catalogue_tables
from tests.database.warehouse.county import FILES, County, figure, make_catalogue, open_county

Place = tuple[County, Settings]
WHY = "企业库新入统3家，已核对报表原件"
# the county's sum comes out one too much
BROKEN = """
create function core.one_too_much() returns trigger language plpgsql as $$
begin
    if new.method = 'sum_of_children' and new.indicator = 'P' and new.value in (100, 211) then
        new.value := new.value + 1;
    end if;
    return new;
end $$;
create trigger one_too_much before insert on core.rollup for each row execute function core.one_too_much();
"""
# no town has any value
GONE = """
create function core.nothing_left() returns trigger language plpgsql as $$
begin
    if new.organisation <> 'G00' then
        new.value := null;
    end if;
    return new;
end $$;
create trigger nothing_left before insert on core.rollup for each row execute function core.nothing_left();
"""
DEPENDENT = ["2026-06", "2026-H1", "2026-Q2"]


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Iterator[Place]:
    """Output of June, published: 100, 40 and 70."""
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        county = open_county(connection, tmp_path / "county")
        for town, output in (("G01", "100"), ("G02", "40"), ("G03", "70")):
            county.submit(town, [figure(town, "P", output), figure(town, "W", "3", basis="current")])
        publish(connection, settings, county.catalogue, "2026-06")
        yield county, replace(settings, catalogue=county.catalogue.folder)


def as_owner(settings: Settings, statement: str) -> None:
    with closing(psycopg2.connect(settings.owner_url)) as owner, owner.cursor() as cursor:
        cursor.execute(statement)
        owner.commit()


def total(county: County, period: str = "2026-06") -> list[object]:
    sql = "select value from mart.rollup where organisation = 'G00' and indicator = 'P' and basis = 'cumulative' and period = %s"
    return [value for (value,) in county.rows(sql, period)]


def state(settings: Settings, period: str = "2026-06") -> str:
    return next(each.state for each in status_of(settings).periods if each.period == period)


def test_a_sum_that_is_not_what_it_counts_is_not_published(place: Place) -> None:
    county, settings = place
    as_owner(settings, BROKEN)
    county.submit("G02", [figure("G02", "P", "41")])
    with pytest.raises(NotConservedError, match="2026-06 stays as it was published: G00/P/cumulative is 212, but the 3 figures"):
        publication.publish(settings, "2026-06")
    assert total(county) == [210]
    assert state(settings) == "stopped, does not add up"
    # nobody tries that revision again by himself, and no person can let it pass
    assert dirty_periods(county.connection) == []
    with pytest.raises(DecisionError, match="does not add up: G00/P/cumulative is 212"):
        releasing.let_pass(settings, "2026-06", "赵局长", WHY)
    as_owner(settings, "drop trigger one_too_much on core.rollup")
    publication.publish(settings, "2026-06")
    assert (total(county), state(settings)) == ([211], "published")


def test_nothing_is_published_where_the_first_does_not_add_up(settings: Settings, tmp_path: Path) -> None:
    as_owner(settings, BROKEN)
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        county = open_county(connection, tmp_path / "county")
        county.submit("G01", [figure("G01", "P", "100")])
        done = publish(connection, settings, county.catalogue, "2026-06")
        assert [(one.period, one.kind) for one in done.stopped] == [(period, "conservation") for period in DEPENDENT]
        assert done.stopped[0].line == "G00/P/cumulative is 101, but the 1 figures that it counts give 100"
        assert (done.files, county.rows("select 1 from mart.rollup"), county.rows("select 1 from meta.published")) == ((), [], [])


def test_a_leap_waits_and_a_person_lets_it_pass(place: Place) -> None:
    county, settings = place
    county.submit("G01", [figure("G01", "P", "10000")])
    done = publication.publish(settings, "2026-06")
    assert [(one.period, one.kind) for one in done.stopped] == [(period, "leap") for period in DEPENDENT]
    # the figures of 100 + 40 + 70 and of 10000 + 40 + 70
    assert done.stopped[0].reasons == (
        "G00/P/cumulative would go from 210 to 10110, over the same organisations",
        "G01/P/cumulative would go from 100 to 10000",
    )
    (june,) = (each for each in status_of(settings).periods if each.period == "2026-06")
    assert (june.state, june.reason) == ("waits to be let pass", "; ".join(done.stopped[0].reasons))
    assert (total(county), dirty_periods(county.connection)) == ([210], [])
    for name, reason, why in (("", WHY, "the name of who takes it"), ("赵局长", "属实", "says nothing")):
        with pytest.raises(DecisionError, match=why):
            releasing.let_pass(settings, "2026-06", name, reason)
    # figures that come later are another revision, which nobody has seen
    county.submit("G02", [figure("G02", "P", "45")])
    with pytest.raises(DecisionError, match="newer figures of 2026-06 came since it was stopped"):
        releasing.let_pass(settings, "2026-06", "赵局长", WHY)
    assert [one.period for one in dirty_periods(county.connection)] == ["2026-06"]
    publication.publish(settings, "2026-06")
    assert total(county) == [210]
    published, waiting = releasing.let_pass(settings, "2026-06", "赵局长", WHY)
    assert ([one.period for one in waiting], published.stopped) == (DEPENDENT, ())
    assert [total(county, period) for period in DEPENDENT] == [[10115]] * 3
    assert county.rows("select period, approver, reason from quality.passed_publication order by 1") == [
        (period, "赵局长", WHY) for period in DEPENDENT
    ]
    assert county.rows("select 1 from meta.stopped_publication") == []
    with pytest.raises(DecisionError, match="nothing of 2026-06 waits"):
        releasing.let_pass(settings, "2026-06", "赵局长", WHY)


def test_what_was_let_pass_says_nothing_of_the_next_leap(place: Place) -> None:
    county, settings = place
    county.submit("G01", [figure("G01", "P", "1000")])
    publication.publish(settings, "2026-06")
    releasing.let_pass(settings, "2026-06", "赵局长", WHY)
    county.submit("G01", [figure("G01", "P", "100000")])
    assert [one.period for one in publication.publish(settings, "2026-06").stopped] == DEPENDENT
    # put right, nothing is left to be asked about: 1100 + 40 + 70 after 1000 + 40 + 70
    county.submit("G01", [figure("G01", "P", "1100")])
    assert publication.publish(settings, "2026-06").stopped == ()
    assert (total(county), county.rows("select 1 from meta.stopped_publication")) == ([1210], [])


def test_normal_months_small_numbers_and_first_publications_pass(settings: Settings, tmp_path: Path) -> None:
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        county = open_county(connection, tmp_path / "county")
        # one town after the other: the total grows from 10 to 100010 to 200010, over other towns than before
        for town, output in (("G01", "10"), ("G02", "100000"), ("G03", "100000")):
            county.submit(town, [figure(town, "P", output), figure(town, "W", "3", basis="current")])
            assert publish(connection, settings, county.catalogue, "2026-06").stopped == ()
        # 45 workers more are few; 14990 more of output are 7.5 % of the whole, whatever they are of the town's
        county.submit("G01", [figure("G01", "P", "15000"), figure("G01", "W", "48", basis="current")])
        assert publish(connection, settings, county.catalogue, "2026-06").stopped == ()
        # 30000 more are 30 % of the town's and 14 % of the whole
        county.submit("G02", [figure("G02", "P", "130000")])
        assert publish(connection, settings, county.catalogue, "2026-06").stopped == ()


def test_values_that_vanish_together_wait(place: Place) -> None:
    county, settings = place
    as_owner(settings, GONE)
    # all of it anew, as another program would
    as_owner(settings, "update meta.publication set made_under = null; delete from core.rollup")
    county.submit("G02", [figure("G02", "P", "41")])
    done = publication.publish(settings, "2026-06")
    (june,) = (one for one in done.stopped if one.period == "2026-06")
    # output and workers of three towns and of the county
    assert june.reasons == ("of 8 values only 2 would be left",)


def test_what_was_handed_over_to_an_heir_is_not_gone(settings: Settings, tmp_path: Path) -> None:
    """The year's targets for five indicators of three towns, then two towns are one: ten values of twenty have no row any more."""
    indicators = ("P", "X", "Y", "H", "J")
    rows = "".join(f"  - {{indicator: {code}, required: true, bases: [plan]}}\n" for code in indicators)
    form = (FILES["forms/T.yaml"] or "").partition("rows:")[0] + "rows:\n" + rows
    before = FILES["organisations.csv"]
    new = "G04,丁金镇,town,G00,2026-06-01,,,\n"
    merged = before.replace("乙火镇,town,G00,,,,", "乙火镇,town,G00,,2026-05-31,G04,")
    merged = merged.replace("丙土乡,town,G00,,,,", "丙土乡,town,G00,,2026-05-31,G04,") + new
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        catalogue = make_catalogue(tmp_path / "before", {"forms/T.yaml": form})
        catalogue_tables.sync(connection, catalogue, datetime(2026, 1, 1, tzinfo=UTC))
        county = County(connection, catalogue, clock=datetime(2026, 1, 20, tzinfo=UTC))
        plans = [
            figure(town, code, value, period="2026", basis="plan")
            for town, value in (("G01", "100"), ("G02", "40"), ("G03", "70"))
            for code in indicators
        ]
        county.submit("G90", plans, form="T", period="2026")
        publish(connection, settings, catalogue, "2026")
        had = county.rows("select count(*) from mart.rollup where period = '2026' and value is not null")
        assert had == [(20,)]
        after = make_catalogue(tmp_path / "after", {"forms/T.yaml": form, "organisations.csv": merged})
        catalogue_tables.sync(connection, after, datetime(2026, 6, 2, tzinfo=UTC))
        assert publish(connection, settings, after, "2026").stopped == ()
        heir = "select organisation, value from mart.rollup where period = '2026' and indicator = 'P' order by 1"
        assert county.rows(heir) == [("G00", 210), ("G01", 100), ("G04", 110)]  # 40 + 70


def test_the_thresholds_are_settings(place: Place) -> None:
    county, settings = place
    county.submit("G01", [figure("G01", "P", "10000")])
    wide = replace(settings, gate_totals=100.0, gate_organisation=200.0)
    assert publication.publish(wide, "2026-06").stopped == ()
    made = Settings.from_environment({"HUIZONG_GATE_NULLS": "0.5", "HUIZONG_GATE_TOTALS": "0.4", "HUIZONG_GATE_ORGANISATION": "3"})
    assert (made.gate_nulls, made.gate_totals, made.gate_organisation) == (0.5, 0.4, 3.0)


def test_the_notice_is_there_before_the_figure_changes(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    county, settings = place
    notice = settings.published / "2026-06" / "修订通知.csv"
    assert not notice.exists()
    county.submit("G01", [figure("G01", "P", "110")])
    seen = []
    real = write_periods.__globals__["write_file"]

    def watched(path: Path, content: bytes) -> Path:
        if path.parent.name == "2026-06":
            with closing(connect(settings.database_url, role=LOADER)) as other, other.cursor() as cursor:
                cursor.execute("select value from mart.rollup where organisation = 'G01' and value > 50 and period = '2026-06'")
                seen.append((path.name, cursor.fetchall()))
        return real(path, content)

    monkeypatch.setitem(write_periods.__globals__, "write_file", watched)
    publication.publish(settings, "2026-06")
    assert seen[0] == ("修订通知.csv", [(100,)])
    assert seen[1][1] == [(110,)]
    lines = notice.read_text("utf-8-sig").splitlines()
    assert lines[0] == "修订时间,单位,指标,口径,计量单位,原数,现数,增减,性质,原因"
    assert [line.partition(",")[2] for line in lines[1:]] == [
        "绿川县,产值,本年累计,万元,210,220,10,更正,甲木镇《绿川县月报》第2次报送",
        "甲木镇,产值,本年累计,万元,100,110,10,更正,甲木镇《绿川县月报》第2次报送",
    ]
