"""Periods written side by side, refused by the disk, met by news or broken off: all is made good, and no lock stays."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from psycopg2.errors import LockNotAvailable

from huizong.publishing import dirty_periods, period_files, publish
from huizong.publishing.period_files import write_periods
from huizong.reading.messages import NoReaderError
from huizong.reading.pool import ReaderPool
from huizong.settings import Settings
from huizong.warehouse import LOADER, connect
from huizong.warehouse.locks import publish_key
from tests.database.publishing.rollups import values
from tests.database.warehouse.county import County, figure

MOMENT = datetime(2026, 7, 9, 2, tzinfo=UTC)


def tables(published: Path) -> dict[str, bytes]:
    return {path.relative_to(published).as_posix(): path.read_bytes() for path in published.rglob("rollup.*")}


def cells(path: Path) -> list[list[tuple[object, ...]]]:
    return [list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(path).worksheets]


def test_periods_written_side_by_side_are_those_written_one_after_the_other(
    reported_june: tuple[County, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    county, settings = reported_june
    done = publish(county.connection, settings, county.catalogue, "2026-06", published_at=MOMENT)
    one_by_one, books = tables(settings.published), {path: cells(path) for path in done.files if path.suffix == ".xlsx"}
    assert (len(one_by_one), len(books)) == (6, 3)
    shutil.rmtree(settings.published)
    monkeypatch.setattr(period_files, "MANY", 1)
    together = period_files.write_periods(county.connection, settings, county.catalogue, done.periods, 1)
    assert together.files == done.files
    assert tables(settings.published) == one_by_one
    assert {path: cells(path) for path in books} == books


def test_what_the_disk_refuses_one_of_several_processes_is_raised_with_its_place(
    reported_june: tuple[County, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    county, settings = reported_june
    settings.published.mkdir(parents=True, exist_ok=True)
    (settings.published / "2026-H1").write_text("in the way")
    monkeypatch.setattr(period_files, "MANY", 1)
    with pytest.raises(OSError, match="2026-H1"):
        publish(county.connection, settings, county.catalogue, "2026-06")
    assert [dirty.period for dirty in dirty_periods(county.connection)] == ["2026-06"]
    (settings.published / "2026-H1").unlink()
    assert len(publish(county.connection, settings, county.catalogue, "2026-06").files) == 9
    assert dirty_periods(county.connection) == []


def test_a_period_that_no_process_could_write_is_written_by_the_one_that_publishes(
    reported_june: tuple[County, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    county, settings = reported_june

    def lost(*_: object) -> object:
        raise NoReaderError("write_alone")

    monkeypatch.setattr(period_files, "MANY", 1)
    monkeypatch.setattr(ReaderPool, "work", lost)
    assert len(publish(county.connection, settings, county.catalogue, "2026-06").files) == 9
    assert dirty_periods(county.connection) == []


def test_a_figure_that_comes_while_files_are_written_keeps_the_period_dirty(
    reported_june: tuple[County, Settings], database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    county, settings = reported_june
    before = dirty_periods(county.connection)[0].revision
    with closing(connect(database.loader_url, role=LOADER)) as other:
        late = County(other, county.catalogue, arrivals=10, clock=county.clock)
        real, came = write_periods.__globals__["write_file"], []

        def while_writing(path: Path, content: bytes) -> Path:
            if not came:
                came.append(late.submit("G03", [figure("G03", "P", "1")]))
            return real(path, content)

        monkeypatch.setitem(write_periods.__globals__, "write_file", while_writing)
        assert publish(county.connection, settings, county.catalogue, "2026-06").revision == before
        monkeypatch.undo()
    (dirty,) = dirty_periods(county.connection)
    assert (dirty.period, dirty.revision > before) == ("2026-06", True)
    # the snapshot was read before the late figure came
    sql = (
        "select value, reported from mart.rollup"
        " where organisation = 'G00' and indicator = 'P' and basis = 'cumulative' and period = '2026-06'"
    )
    assert [(str(v), n) for v, n in county.rows(sql)] == [("66666.678", 2)]
    publish(county.connection, settings, county.catalogue, "2026-06")
    assert [(str(v), n) for v, n in county.rows(sql)] == [("66667.678", 3)]
    assert dirty_periods(county.connection) == []


def test_a_death_between_commit_and_files_is_made_good_by_the_next_publication(
    reported_june: tuple[County, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    county, settings = reported_june

    def die(path: Path, content: bytes) -> Path:
        raise OSError("killed")

    monkeypatch.setitem(write_periods.__globals__, "write_file", die)
    with pytest.raises(OSError, match="killed"):
        publish(county.connection, settings, county.catalogue, "2026-06")
    monkeypatch.undo()
    assert values(county) != []
    assert list(settings.published.rglob("*")) == []
    assert [dirty.period for dirty in dirty_periods(county.connection)] == ["2026-06"]
    publish(county.connection, settings, county.catalogue, "2026-06")
    assert (settings.published / "2026-06" / "汇总_2026-06.xlsx").is_file()
    assert dirty_periods(county.connection) == []


def test_a_year_is_published_by_one_at_a_time(reported_june: tuple[County, Settings], database: Any) -> None:
    county, settings = reported_june
    with closing(connect(database.loader_url, role=LOADER)) as other, other.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", (publish_key(2026),))
        with county.connection.cursor() as waiting:
            waiting.execute("set lock_timeout = '200ms'")
        county.connection.commit()
        with pytest.raises(LockNotAvailable):
            publish(county.connection, settings, county.catalogue, "2026-06")
    assert values(county) == []


def test_no_lock_is_left_behind(reported_june: tuple[County, Settings]) -> None:
    county, settings = reported_june
    publish(county.connection, settings, county.catalogue, "2026-06")
    assert county.rows("select count(*) from pg_locks where locktype = 'advisory'") == [(0,)]
