"""Publishing works out only what is made of something new, and comes to what working out everything gives, to the digit.

The county is that of the second county: B and C are F from April on, E is in A from July on. It reports output, trees, roads,
staff, and the share of roads in output, for June of the year before and four months of the year, each file in any order, late,
corrected, masked or held, between publications at any time; some with their files, some without.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from huizong.publishing import Manner, dirty_periods, publish
from huizong.publishing.scope import Scope, around
from huizong.settings import Settings
from huizong.warehouse import LOADER, connect
from huizong.warehouse.schema import catalogue_tables
from huizong.warehouse.server.embedded import EmbeddedServer
from tests.database.publishing.test_second_county import CATALOGUE
from tests.database.warehouse.county import FILES, County, figure, guarded, make_catalogue

MONTHS = ("2025-06", "2026-03", "2026-04", "2026-06", "2026-07")
# of which trees are summed
SINCE_JANUARY = ("2025-01", "2025-02", "2026-01", "2026-02", "2026-03", "2026-04")
TOWNS = {**dict.fromkeys((*SINCE_JANUARY, *MONTHS), "ABCDE"), "2026-04": "ADEF", "2026-06": "ADEF", "2026-07": "ADF"}
BASES = {"P": ("current", "cumulative", "prior_year"), "M": ("current",), "R": ("cumulative",), "W": ("current",)}
INDICATORS = str(CATALOGUE["indicators.csv"]) + "S,路均产值,%,1,ratio,ratio,R,P,,,,,none,yes,more,,\n"
_head, *_lines = INDICATORS.strip().splitlines()
# of roads nothing is shown where the staff is fewer than 100
_GUARDED = "\n".join([f"{_head},min_units", *(f"{line},{'W:100' if line.startswith('R,') else ''}" for line in _lines)]) + "\n"
_numbers = itertools.count(1)

Send = tuple[str, str, str, dict[str, int], str]


@st.composite
def sends(draw: st.DrawFn, months: tuple[str, ...]) -> Send:
    """A file: month, town, which indicators with which values in tenths, and what stands for the others."""
    month = draw(st.sampled_from(months))
    town = draw(st.sampled_from(TOWNS[month]))
    values = draw(st.dictionaries(st.sampled_from("PMRW"), st.integers(1, 3000), min_size=1, max_size=3))
    return "send", month, town, values, draw(st.sampled_from(("", "", "held", "placeholder")))


def steps(months: tuple[str, ...]) -> st.SearchStrategy[list[Send | str]]:
    sent = sends(months)
    return st.lists(st.one_of(sent, sent, sent, st.sampled_from(("publish", "rollups only", "plan"))), min_size=4, max_size=9)


@contextmanager
def county(server: EmbeddedServer, settings: Settings) -> Iterator[tuple[County, Settings]]:
    """A warehouse and folders of one example's own."""
    name = f"what_changed_{next(_numbers)}"
    urls = server.create_database(name, template="huizong_template")
    try:
        with tempfile.TemporaryDirectory() as folder, closing(connect(urls.loader, role=LOADER)) as connection:
            catalogue = make_catalogue(Path(folder) / "county", {**CATALOGUE, "indicators.csv": _GUARDED})
            catalogue_tables.sync(connection, catalogue, datetime(2026, 1, 1, tzinfo=UTC))
            place = Path(folder)
            own = replace(settings.with_database(urls.loader), archive=place / "archive", published=place / "published", gate_nulls=1.0)
            own.archive.mkdir()
            yield County(connection, catalogue), replace(own, gate_totals=1e9, gate_organisation=1e9)
    finally:
        server.drop_database(name)


def send(county: County, month: str, town: str, values: dict[str, int], rest: str) -> None:
    given = [
        figure(town, indicator, str(Decimal(value) / (1 if indicator in "MW" else 10)), period=month, basis=basis)
        for indicator, value in values.items()
        for basis in BASES[indicator]
    ]
    for indicator in BASES:
        if rest and indicator not in values:
            value = "7" if rest == "held" else None
            given.append(figure(town, indicator, value, period=month, basis=BASES[indicator][-1], status=rest))
    county.submit(town, given, period=month, verdict="partially_accepted" if rest else "accepted")


def publish_dirty(county: County, settings: Settings, *, with_files: bool = True) -> None:
    for period in [dirty.period for dirty in dirty_periods(county.connection)]:
        if period in [dirty.period for dirty in dirty_periods(county.connection)]:
            publish(county.connection, settings, county.catalogue, period, manner=Manner(with_files=with_files))


def shown(county: County) -> list[tuple[object, ...]]:
    """All that is published, numbers as they are written."""
    return county.rows(
        "select (to_jsonb(r) - 'revision')::text from core.published_rollup as r union all select to_jsonb(j)::text"
        " from core.joined_rollup as j union all"
        " select concat_ws('/', i.rule, i.organisation, i.period, i.indicator, i.basis, i.observed, i.expected)"
        " from quality.period_issue as i where i.state = 'open' order by 1"
    )


@hypothesis_settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps(MONTHS))
def test_what_is_worked_out_anew_gives_what_all_gives(
    server: EmbeddedServer, template: str, settings: Settings, history: list[Send | str]
) -> None:
    _gives_what_all_gives(server, settings, history)


@hypothesis_settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps(SINCE_JANUARY))
def test_sums_since_january_come_out_alike(server: EmbeddedServer, template: str, settings: Settings, history: list[Send | str]) -> None:
    """Files of the first months of two years in any order; before each both Januaries are there, so that sums have a beginning."""
    opening = [("send", month, town, {"M": number}, "") for month in SINCE_JANUARY[:3] for number, town in enumerate("ABC", start=1)]
    _gives_what_all_gives(server, settings, [*opening, "publish", *history])


def _gives_what_all_gives(server: EmbeddedServer, settings: Settings, history: list[Send | str]) -> None:
    with county(server, settings) as (small, own):
        for step in history:
            if isinstance(step, tuple):
                send(small, *step[1:])
            elif step == "plan":
                plans = [figure(town, "P", str(900 + 10 * small.arrivals), period="2026", basis="plan") for town in "ABD"]
                small.submit("Y", plans, form="T", period="2026")
            else:
                publish_dirty(small, own, with_files=step == "publish")
        publish_dirty(small, own)
        before, versions = shown(small), small.rows("select count(*) from core.rollup_version")
        assert small.rows("select count(*) from meta.dirty_period") == [(0,)]
        with small.connection.cursor() as cursor:
            cursor.execute(
                "insert into meta.dirty_period (period, revision, raised_at)"
                " select period, nextval('meta.revision'), now() from meta.period_touched"
            )
        small.connection.commit()
        publish_dirty(small, own)
        assert shown(small) == before
        assert small.rows("select count(*) from core.rollup_version") == versions


@pytest.fixture
def clean(server: EmbeddedServer, template: str, settings: Settings) -> Iterator[tuple[County, Settings]]:
    """June of four towns, published."""
    with county(server, settings) as (small, own):
        for number, town in enumerate("ADEF", start=1):
            send(small, "2026-06", town, {"P": 100 * number, "M": number, "R": 10 * number, "W": 100 * number}, "")
        publish_dirty(small, own)
        yield small, own


def test_rows_of_which_nothing_changed_are_not_written(clean: tuple[County, Settings]) -> None:
    small, own = clean
    rows = dict(small.rows("select concat_ws(' ', period, organisation, indicator, basis, method), xmin::text from core.rollup"))
    send(small, "2026-06", "A", {"P": 100, "M": 2, "R": 10, "W": 100}, "")  # one tree more than before
    publish_dirty(small, own)
    after = dict(small.rows("select concat_ws(' ', period, organisation, indicator, basis, method), xmin::text from core.rollup"))
    # the month has the flow, of the town and of the county; ranks and shares of the other towns stand
    written = {str(key) for key in after if after[key] != rows.get(key)}
    assert {key.split()[2] for key in written} == {"M"}
    assert {"2026-06 A M current reported", "2026-06 Z M current sum_of_children"} <= written
    assert set(rows) == set(after)
    # as of when they hold is said of all of them
    assert small.rows("select count(distinct as_of) from mart.rollup where period = '2026-06'") == [(1,)]


def test_the_same_once_more_moves_the_instant_alone(clean: tuple[County, Settings]) -> None:
    small, own = clean
    ((before,),) = small.rows("select max(as_of) from mart.rollup where period = '2026-06'")
    send(small, "2026-06", "A", {"P": 100, "M": 1, "R": 10, "W": 100}, "")
    assert small.rows("select indicators from meta.dirty_period where period = '2026-06'") == [([],)]
    publish_dirty(small, own)
    ((after,),) = small.rows("select max(as_of) from mart.rollup where period = '2026-06'")
    assert isinstance(before, datetime)
    assert isinstance(after, datetime)
    assert after > before


def test_what_waited_and_is_said_again_is_new(clean: tuple[County, Settings]) -> None:
    small, own = clean
    send(small, "2026-06", "A", {"M": 1}, "held")
    publish_dirty(small, own)
    held = "select held from mart.rollup where (period, organisation, indicator, basis) = ('2026-06', 'Z', 'W', 'current')"
    contested = held.replace("select held", "select contested")
    assert small.rows(contested) == [(["A"],)]
    send(small, "2026-06", "A", {"P": 100, "M": 1, "R": 10, "W": 100}, "")
    publish_dirty(small, own)
    assert (small.rows(held), small.rows(contested)) == ([([],)], [([],)])


def test_files_wait_and_are_all_that_is_done_then(clean: tuple[County, Settings]) -> None:
    small, own = clean
    page = own.published / "2026-06" / "rollup.csv"
    before, revision = page.read_bytes(), "select revision from meta.publication where period = '2026-06'"
    send(small, "2026-06", "A", {"M": 5}, "")
    publish_dirty(small, own, with_files=False)
    (stands,) = small.rows(revision)
    assert page.read_bytes() == before
    trees = "select value from mart.rollup where (organisation, indicator, basis, period) = ('Z', 'M', 'current', '2026-06')"
    assert small.rows(trees) == [(Decimal(14),)]  # 5 + 2 + 3 + 4
    waiting = [dirty.period for dirty in dirty_periods(small.connection)]
    assert "2026-06" in waiting
    publish_dirty(small, own, with_files=False)
    assert (small.rows(revision), [dirty.period for dirty in dirty_periods(small.connection)]) == ([stands], waiting)
    publish_dirty(small, own)
    assert page.read_bytes() != before
    assert (small.rows(revision), dirty_periods(small.connection)) == ([stands], [])


def test_what_lacks_only_files_is_not_named_while_others_are_judged(clean: tuple[County, Settings]) -> None:
    small, own = clean
    send(small, "2026-06", "A", {"M": 5}, "")
    publish_dirty(small, own, with_files=False)
    waiting = dirty_periods(small.connection)
    assert dirty_periods(small.connection, 45) == waiting  # nothing is being judged
    small.rows("update raw.arrival set state = 'received' where arrival_id = (select max(arrival_id) from raw.arrival) returning 1")
    assert dirty_periods(small.connection, 45) == []
    assert dirty_periods(small.connection) == waiting
    small.rows("update meta.dirty_period set files_due_since = now() - interval '46 seconds' where period = '2026-06' returning 1")
    assert [dirty.period for dirty in dirty_periods(small.connection, 45)] == ["2026-06"]
    send(small, "2026-07", "A", {"M": 5}, "")  # figures that are in no rollup yet
    assert "2026-07" in [dirty.period for dirty in dirty_periods(small.connection, 45)]


def test_indicators_come_with_what_is_made_of_them(tmp_path: Path) -> None:
    catalogue = make_catalogue(tmp_path, {"indicators.csv": guarded({"P": "V:3"}), "forms/V.yaml": FILES["forms/V.yaml"]})
    # S is X in Y; P is withheld by the number of V
    assert around(catalogue, ["X"]) == Scope(("S", "X"), ("S", "X", "Y"))
    assert around(catalogue, ["V", "unknown"]) == Scope(("P", "V"), ("P", "V"))
    assert around(catalogue, []) == Scope((), ())


def test_a_plan_that_is_said_again_makes_no_other_period_stale(clean: tuple[County, Settings]) -> None:
    """Every monthly form repeats the year's plans, of which all periods of the year are made."""
    small, own = clean

    def report(month: str, output: str, plan: str) -> list[str]:
        given = [figure("A", "P", output, period=month, basis="cumulative"), figure("A", "P", plan, period="2026", basis="plan")]
        small.submit("A", given, period=month)
        return [dirty.period for dirty in dirty_periods(small.connection)]

    assert report("2026-06", "100", "900") == ["2026", "2026-06"]
    publish_dirty(small, own)
    as_of = dict(small.rows("select period, as_of from meta.publication"))
    assert report("2026-07", "130", "900") == ["2026-07"]
    publish_dirty(small, own)
    assert dict(small.rows("select period, as_of from meta.publication"))["2026-06"] == as_of["2026-06"]
    assert report("2026-07", "130", "950") == ["2026", "2026-07"]
    publish_dirty(small, own)
    completion = "select period, round(value, 4) from core.rollup where organisation = 'A' and basis = 'plan_completion' order by period"
    assert small.rows(completion) == [
        ("2026-06", Decimal("10.5263")),  # 100 of 950
        ("2026-07", Decimal("13.6842")),
        ("2026-H1", Decimal("10.5263")),
        ("2026-Q2", Decimal("10.5263")),
    ]
