"""What the reader role and the files show of restricted indicators and of too few units; the loader sees all."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2 import sql

from huizong.publishing import publish
from huizong.settings import INCLUDE, Settings
from huizong.warehouse import LOADER, connect
from huizong.warehouse.schema import catalogue_tables
from tests.database.warehouse.county import County, figure, guarded, make_catalogue

TOWNS = {"G01": ("100", "2"), "G02": ("40", "12"), "G03": ("70", "16")}  # output, units that it comes from


@pytest.fixture
def published(settings: Settings, tmp_path: Path) -> Iterator[tuple[County, Settings]]:
    """Tax is restricted; output of less than three units is withheld: G01's, and the smallest other, G02's."""
    catalogue = make_catalogue(tmp_path / "county", {"indicators.csv": guarded({"P": "W:3"}, {"X": "restricted"})})
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        catalogue_tables.sync(connection, catalogue)
        county = County(connection, catalogue)
        for town, (output, units) in TOWNS.items():
            county.submit(
                town, [figure(town, "P", output), figure(town, "W", units, basis="current"), figure(town, "X", "5"), figure(town, "Y", "9")]
            )
        publish(connection, settings, catalogue, "2026-06")
        yield county, settings


def asked(settings: Settings, source: str, condition: str) -> list[tuple[Any, ...]]:
    statement = sql.SQL("select organisation, value from {} where {} order by organisation").format(sql.SQL(source), sql.SQL(condition))
    with closing(psycopg2.connect(settings.reader_url)) as reader, reader.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


OUTPUT = "indicator = 'P' and basis = 'cumulative' and period = '2026-06'"
AS_OF = "mart.figure_as_of('2200-01-01')"


def test_the_reader_sees_neither_the_small_cell_nor_what_gives_it_away(published: tuple[County, Settings]) -> None:
    county, settings = published
    assert asked(settings, "mart.rollup", f"is_headline and {OUTPUT}") == [("G00", 210), ("G03", 70)]
    for source in ("mart.figure_latest", "mart.figure_sources", AS_OF):
        assert asked(settings, source, OUTPUT) == [("G03", 70)], source
    everything = county.rows("select organisation, value from mart.figure_latest where indicator = 'P' order by organisation")
    assert everything == [("G01", 100), ("G02", 40), ("G03", 70)]


def test_the_reader_sees_nothing_of_a_restricted_indicator(published: tuple[County, Settings]) -> None:
    county, settings = published
    for source in ("mart.rollup", "mart.figure_latest", "mart.figure_sources", "mart.conflict", AS_OF):
        assert asked(settings, source, "indicator = 'X'") == [], source
    assert county.rows("select count(*) > 0 from mart.rollup where indicator = 'X'") == [(True,)]


def test_files_show_dots_and_no_restricted_row(published: tuple[County, Settings]) -> None:
    _, settings = published
    text = (settings.published / "2026-06" / "rollup.csv").read_text("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["basis"] == "cumulative" and row["method"] == "reported"]
    assert {row["organisation"]: row["value"] for row in rows if row["indicator"] == "P"} == {"G01": "…", "G02": "…", "G03": "70"}
    assert {row["indicator"] for row in rows} == {"P", "Y"}


def test_no_other_period_gives_a_withheld_cell_away(published: tuple[County, Settings]) -> None:
    """In July G01 has 5 units: 115 since January less the 15 of July would be June's 100."""
    county, settings = published
    for town, output, units in (("G01", "115", "5"), ("G02", "48", "12"), ("G03", "81", "16")):
        july = [
            figure(town, "P", output, period="2026-07"),
            figure(town, "W", units, period="2026-07", basis="current"),
        ]
        county.submit(town, july, period="2026-07")
    publish(county.connection, settings, county.catalogue, "2026-07")
    of_july = "is_headline and indicator = 'P' and period = '2026-07' and basis = '{}'"
    assert asked(settings, "mart.rollup", of_july.format("cumulative")) == [("G00", 244), ("G03", 81)]  # 115 + 48 + 81
    assert asked(settings, "mart.rollup", of_july.format("current")) == [("G00", 34), ("G03", 11)]  # 15 + 8 + 11
    assert asked(settings, "mart.figure_latest", "indicator = 'P' and basis = 'cumulative' and period = '2026-07'") == [("G03", 81)]
    # June is corrected: it has 4 units, so that both are shown
    county.submit("G01", [figure("G01", "W", "4", basis="current")])
    publish(county.connection, settings, county.catalogue, "2026-06")
    assert asked(settings, "mart.rollup", of_july.format("cumulative")) == [("G00", 244), ("G01", 115), ("G02", 48), ("G03", 81)]


def test_what_readers_may_see_is_said_in_one_file() -> None:
    """No other view decides by itself who is staff, which release is open, or what is withheld."""
    said = re.compile(r"'restricted'|\bpg_has_role\(|\bwhere\s+\w+\.suppressed\b|->> 'suppressed'")
    views = sorted((INCLUDE / "sql" / "views").glob("*.sql"))
    found = {path.name for path in views if said.search(re.sub(r"--[^\n]*|^comment on [^;]*;", "", path.read_text("utf-8"), flags=re.M))}
    # the grants ask who owns the database, not who reads
    assert found == {"38_visible.sql", "90_grants.sql"}
