"""Rollups as they were published: past ones can be had, what changed is told with its cause, archive and journal keep it all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from huizong.intake import Archive, Journal
from huizong.publishing import publish
from huizong.publishing.history import published, restore
from huizong.settings import Settings
from huizong.warehouse import LOADER, connect
from huizong.warehouse.schema import catalogue_tables
from tests.database.warehouse.county import FILES, County, figure, guarded, make_catalogue, open_county

FIRST, SECOND, THIRD = (datetime(2026, 7, day, 12, 0, tzinfo=UTC) for day in (2, 3, 4))
AS_OF = (
    "select value, reported, missing, as_of from mart.rollup_as_of(%s)"
    " where organisation = 'G00' and indicator = 'P' and basis = 'cumulative' and period = '2026-06'"
)
SHOWN = (
    "select organisation, value from mart.rollup_as_of(%s) where indicator = 'P' and basis = 'cumulative' and period = '2026-06' order by 1"
)
TABLES = {
    "meta.published": "select * from meta.published order by period, number",
    "core.rollup_version": "select * from core.rollup_version order by period, organisation, indicator, basis, method, known_from",
    "core.restatement": "select * from core.restatement order by period, organisation, indicator, basis, is_own, restated_at",
    "core.rollup": "select * from core.rollup order by period, organisation, indicator, basis, method",
    "meta.publication": "select period, revision, as_of, published_at, rows from meta.publication order by period",
}
RESTATED = (
    "select organisation, is_own, old_value, new_value, difference, round(percent, 2), old_reported, new_reported, nature, cause, why,"
    " cardinality(submissions) from mart.restatement where indicator = 'P' and basis = 'cumulative' and period = '2026-06'"
    " and restated_at = %s order by organisation"
)


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Iterator[tuple[County, Settings]]:
    """Output of June: 100 and 40 on the 2nd of July, 70 more on the 3rd, 110 instead of 100 on the 4th."""
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        county = open_county(connection, tmp_path / "county")
        county.submit("G01", [figure("G01", "P", "100")])
        county.submit("G02", [figure("G02", "P", "40")])
        publish(connection, settings, county.catalogue, "2026-06", FIRST)
        county.submit("G03", [figure("G03", "P", "70")])
        publish(connection, settings, county.catalogue, "2026-06", SECOND)
        county.submit("G01", [figure("G01", "P", "110")])
        publish(connection, settings, county.catalogue, "2026-06", THIRD)
        yield county, settings


def as_of(county: County, instant: datetime) -> list[tuple[object, ...]]:
    return [row[:3] for row in county.rows(AS_OF, instant)]


def test_past_rollups_are_had_as_they_were_published(place: tuple[County, Settings]) -> None:
    county, settings = place
    assert as_of(county, datetime(2026, 7, 2, 11, 59, tzinfo=UTC)) == []
    for _ in range(2):
        assert as_of(county, FIRST) == [(140, 2, ["G03"])]
        assert as_of(county, datetime(2026, 7, 3, 11, 59, tzinfo=UTC)) == [(140, 2, ["G03"])]
        assert as_of(county, SECOND) == [(210, 3, [])]
        assert as_of(county, THIRD) == [(220, 3, [])]
        # what is published anew and is the same changes nothing
        publish(county.connection, settings, county.catalogue, "2026-06")
    listed = (
        "select missing_list, held_list, period_end::text, frequency from mart.rollup_as_of(%s) where organisation = 'G00'"
        " and indicator = 'P' and basis = 'cumulative' and period = '2026-06'"
    )
    assert county.rows(listed, FIRST) == [("丙土乡", None, "2026-06-30", "month")]
    assert county.rows(listed, SECOND) == [(None, None, "2026-06-30", "month")]
    now = "select * from mart.rollup_as_of('2200-01-01') order by period, organisation, indicator, basis, method"
    assert county.rows(now) == county.rows("select * from mart.rollup order by period, organisation, indicator, basis, method")


def test_the_instant_of_the_figures_is_the_publications(place: tuple[County, Settings]) -> None:
    county, _ = place
    second_town, third_town, correction = (row[0] for row in county.rows("select known_from from raw.submission order by known_from")[1:])
    for instant, last in ((FIRST, second_town), (SECOND, third_town), (THIRD, correction)):
        assert [row[3] for row in county.rows(AS_OF, instant)] == [last]


def test_a_row_that_did_not_change_keeps_its_version(place: tuple[County, Settings]) -> None:
    county, _ = place
    versions = (
        "select organisation, method, count(*), min(known_from) from core.rollup_version"
        " where indicator = 'P' and basis = 'cumulative' and period = '2026-06' group by 1, 2 order by 1, 2"
    )
    # on the 3rd the towns get ranks, for the county is complete: 100, 70, 40; on the 4th only the first town's figure changes
    assert county.rows(versions) == [
        ("G00", "sum_of_children", 3, FIRST),
        ("G01", "reported", 3, FIRST),
        ("G02", "reported", 2, FIRST),
        ("G03", "reported", 2, FIRST),
    ]
    assert county.rows("select count(*) from core.rollup_version where known_to = known_from") == [(0,)]


def test_what_changed_is_told_with_its_cause(place: tuple[County, Settings]) -> None:
    county, _ = place
    third = "丙土乡《绿川县月报》第1次报送"
    assert county.rows(RESTATED, SECOND) == [("G00", False, 140, 210, 70, 50, 2, 3, "completed", "submission", third, 1)]
    again = "甲木镇《绿川县月报》第2次报送"
    # 10 of 210 are 4.76 %
    assert [(*row[:5], str(row[5]), *row[6:]) for row in county.rows(RESTATED, THIRD)] == [
        ("G00", False, 210, 220, 10, "4.76", 3, 3, "corrected", "submission", again, 1),
        ("G01", True, 100, 110, 10, "10.00", 1, 1, "corrected", "submission", again, 1),
    ]
    # the same correction moved the quarter and the half year, of which June is the end
    moved = "select distinct period from mart.restatement where organisation = 'G00' and new_value = 220 order by 1"
    assert county.rows(moved) == [("2026-06",), ("2026-H1",), ("2026-Q2",)]


def test_a_catalogue_is_named_where_it_is_the_cause(place: tuple[County, Settings], tmp_path: Path) -> None:
    county, settings = place
    # from now on the third town's figures are in the first one's already: 70 less, which is 31.82 % of 220
    organisations = FILES["organisations.csv"].replace("G03,丙土乡,town,G00,,,,", "G03,丙土乡,town,G00,,,,G01")
    changed = make_catalogue(tmp_path / "changed", {"organisations.csv": organisations})
    catalogue_tables.sync(county.connection, changed)
    fourth = datetime(2026, 7, 5, 12, 0, tzinfo=UTC)
    publish(county.connection, settings, changed, "2026-06", fourth)
    (moved,) = county.rows(RESTATED, fourth)
    assert moved == ("G00", False, 220, 150, -70, Decimal("-31.82"), 3, 2, "completed", "catalogue", "目录调整", 0)


def test_archive_and_journal_give_it_all_again(place: tuple[County, Settings]) -> None:
    county, settings = place

    def content() -> dict[str, Any]:
        return {table: county.rows(statement) for table, statement in TABLES.items()}

    before = content()
    assert all(before.values())
    with closing(psycopg2.connect(settings.owner_url)) as owner, owner.cursor() as cursor:
        cursor.execute(f"truncate {', '.join(TABLES)}")
        owner.commit()
    entries = list(Journal(settings.archive / "journal").entries())
    assert restore(county.connection, Archive(settings.archive), entries) == 9  # three publications of June, the quarter, the half
    assert content() == before


def test_a_publication_whose_commit_never_came_is_followed_by_one_of_its_number(
    place: tuple[County, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    county, settings = place
    county.submit("G02", [figure("G02", "P", "45")])

    def die(*_: object) -> None:
        raise OSError("killed")

    monkeypatch.setitem(publish.__globals__, "check_periods", die)
    with pytest.raises(OSError, match="killed"):
        publish(county.connection, settings, county.catalogue, "2026-06")
    monkeypatch.undo()
    assert as_of(county, datetime(2200, 1, 1, tzinfo=UTC)) == [(220, 3, [])]
    county.submit("G02", [figure("G02", "P", "50")])
    publish(county.connection, settings, county.catalogue, "2026-06")
    lines = [entry for entry in Journal(settings.archive / "journal").entries() if entry.event == "published"]
    june = [one for one in published(lines) if one.period == "2026-06"]
    assert (len(lines), [one.number for one in june]) == (15, [1, 2, 3, 4])
    assert county.rows("select max(number) from meta.published where period = '2026-06'") == [(4,)]
    assert as_of(county, datetime(2200, 1, 1, tzinfo=UTC)) == [(230, 3, [])]


def test_versions_are_added_and_closed_and_never_changed(place: tuple[County, Settings]) -> None:
    county, _ = place
    for statement in (
        "update core.rollup_version set content = '{}'",
        "delete from core.rollup_version",
        "delete from meta.published",
        "update meta.published set as_of = now()",
        "delete from core.restatement",
        "update core.restatement set new_value = 0",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), county.connection.cursor() as cursor:
            cursor.execute(statement)
        county.connection.rollback()


def test_readers_see_no_version_of_what_was_ever_withheld(settings: Settings, tmp_path: Path) -> None:
    """Of output from less than three units nothing is shown: first the first town's, with the second beside it; later none."""
    catalogue = make_catalogue(tmp_path / "county", {"indicators.csv": guarded({"P": "W:3"}, {"X": "restricted"})})
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        catalogue_tables.sync(connection, catalogue)
        county = County(connection, catalogue)
        for town, output, units in (("G01", "100", "2"), ("G02", "40", "12"), ("G03", "70", "16")):
            county.submit(town, [figure(town, "P", output), figure(town, "W", units, basis="current"), figure(town, "X", "5")])
        publish(connection, settings, catalogue, "2026-06", FIRST)
        county.submit("G01", [figure("G01", "P", "105"), figure("G01", "W", "4", basis="current"), figure("G01", "X", "6")])
        publish(connection, settings, catalogue, "2026-06", SECOND)
    with closing(psycopg2.connect(settings.reader_url)) as reader, reader.cursor() as cursor:
        for instant, total in ((FIRST, 210), (SECOND, 215)):
            cursor.execute(SHOWN, (instant,))
            assert cursor.fetchall() == [("G00", total), ("G03", 70)]
            cursor.execute("select count(*) from mart.rollup_as_of(%s) where indicator = 'X'", (instant,))
            assert cursor.fetchall() == [(0,)]
        cursor.execute("select organisation, old_value, new_value from mart.restatement where period = '2026-06' and basis = 'cumulative'")
        assert cursor.fetchall() == [("G00", 210, 215)]
        cursor.execute("select count(*) from mart.restatement where indicator = 'X'")
        assert cursor.fetchall() == [(0,)]
        for arguments in ("'2200-01-01'", "'2200-01-01', '2026-06'"):
            cursor.execute(f"select organisation, value from mart.figure_as_of({arguments}) where indicator = 'P' and basis = 'cumulative'")  # noqa: S608 - ours
            assert cursor.fetchall() == [("G03", 70)]
        for statement in (*list(TABLES.values())[:3], "select * from core.withheld_cell"):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute(statement)
            reader.rollback()
