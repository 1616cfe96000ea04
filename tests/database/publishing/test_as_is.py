"""`publish --as-is`: today's page with its gaps and a message, and nothing else that changes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from huizong.cli.command_line import app
from huizong.flow import publication
from huizong.publishing import NothingToShowError, publish, publish_as_is
from huizong.settings import Settings
from huizong.warehouse import LOADER, WarehouseError, connect
from huizong.warehouse.queries import query
from huizong.warehouse.schema import catalogue_tables
from huizong.warehouse.server.embedded import EmbeddedServer
from tests.database.warehouse.county import County, figure, guarded, make_catalogue, open_county

NOW = datetime(2026, 7, 9, 3, 5, tzinfo=UTC)  # 11:05 in the county
TABLES = (
    "select table_schema || '.' || table_name from information_schema.tables"
    " where table_schema in ('raw', 'staging', 'quality', 'core', 'mart', 'meta') and table_type = 'BASE TABLE' order by 1"
)


@pytest.fixture
def place(settings: Settings, tmp_path: Path) -> Iterator[tuple[County, Settings]]:
    """Published with the first town's 100; then the second's 60 came, with last year's 50, and a mask for its tax."""
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        county = open_county(connection, tmp_path / "county")
        county.submit("G01", [figure("G01", "P", "1000000"), figure("G01", "P", "800000", basis="prior_year"), figure("G01", "X", "5")])
        publish(county.connection, settings, county.catalogue, "2026-06")
        county.submit(
            "G02",
            [
                figure("G02", "P", "600000"),
                figure("G02", "P", "500000", basis="prior_year"),
                figure("G02", "X", None, status="placeholder"),
                figure("G02", "Y", None, status="held"),
            ],
            verdict="partially_accepted",
        )
        yield county, settings


def everything(county: County, settings: Settings) -> dict[str, str]:
    """A fingerprint of each table and sequence, and of each file but those of the page itself."""
    found = {}
    for (name,) in county.rows(TABLES):
        rows = county.rows(f"select to_jsonb(t)::text from {name} as t order by 1")  # noqa: S608
        found[str(name)] = hashlib.sha256(str(rows).encode()).hexdigest()
    found["sequences"] = str(county.rows("select schemaname, sequencename, last_value from pg_sequences order by 1, 2"))
    for folder in (settings.archive, settings.published, settings.outbox):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and "_未定稿" not in path.parts:
                found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest() + str(path.stat().st_mtime_ns)
    return found


def test_todays_figures_are_shown_and_nothing_is_kept(place: tuple[County, Settings]) -> None:
    county, settings = place
    before = everything(county, settings)
    made = publish_as_is(county.connection, settings, county.catalogue, "2026-06", NOW)
    assert everything(county, settings) == before
    assert len(before) > 30
    assert made.path == settings.published / "_未定稿" / "汇总_2026-06_未定稿.xlsx"
    sheet = openpyxl.load_workbook(made.path)["汇总"]
    assert sheet["A2"].value == "未定稿　截至2026年7月9日11:05"
    # 160万 of two towns and 130万 a year before: 23.1 %
    assert [sheet.cell(5, column).value for column in (1, 2, 4, 5)] == ["产值", "亿元", 160.0, 23.1]
    assert county.rows(
        "select value from mart.rollup where (organisation, indicator, basis, period) = ('G00', 'P', 'cumulative', '2026-06')"
    ) == [(1000000,)]


def test_the_gaps_stand_on_a_sheet_of_their_own(place: tuple[County, Settings]) -> None:
    county, settings = place
    made = publish_as_is(county.connection, settings, county.catalogue, "2026-06", NOW)
    sheet = openpyxl.load_workbook(made.path)["缺口"]
    rows = {row[0]: row[1:] for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert rows["乙火镇"] == (5, "税收", "收入、税收比重", "产值、减排量")
    assert rows["丙土乡"] == (6, None, None, "全部")


def test_every_sheet_has_the_words_across_it(place: tuple[County, Settings]) -> None:
    county, settings = place
    made = publish_as_is(county.connection, settings, county.catalogue, "2026-06", NOW)
    sheets = len(openpyxl.load_workbook(made.path).worksheets)
    with zipfile.ZipFile(io.BytesIO(made.path.read_bytes())) as package:
        drawings = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/drawings/") and name.endswith(".xml")]
    assert len(drawings) == sheets
    for drawing in drawings:
        assert "<a:t>未定稿</a:t>" in drawing
        assert "<a:t>截至2026年7月9日11:05</a:t>" in drawing


def test_the_message_says_what_is_there_in_two_hundred_letters(place: tuple[County, Settings]) -> None:
    county, settings = place
    made = publish_as_is(county.connection, settings, county.catalogue, "2026-06", NOW)
    assert made.message == (
        "绿川县2026年6月主要指标（未定稿，截至7月9日11:05）：3个乡镇已报2个，缺：丙土乡；"
        "缺部分指标：甲木镇（5项）、乙火镇（3项，其中1项以符号代数）；暂缓2项：乙火镇2项。"
        "产值累计160.00亿元（未报齐），同比增长23.1%。以定稿为准。"
    )
    assert len(made.message) <= 200


def test_a_final_period_shows_what_is_final(place: tuple[County, Settings]) -> None:
    county, settings = place
    with county.connection.cursor() as cursor:
        decision = {"period": "2026-06", "is_final": True, "approver": "王芳", "reason": "已会审", "decided_at": "2026-07-08"}
        cursor.execute(query("finalisation_enter"), decision)
    county.connection.commit()
    made = publish_as_is(county.connection, settings, county.catalogue, "2026-06", NOW)
    assert made.message.startswith("绿川县2026年6月主要指标（定稿，截至7月9日11:05）")
    assert openpyxl.load_workbook(made.path)["汇总"]["A2"].value.startswith("定稿")


def test_what_may_not_be_shown_is_not_shown_here_either(settings: Settings, tmp_path: Path) -> None:
    catalogue = make_catalogue(tmp_path / "county", {"indicators.csv": guarded({"P": "W:3"}, {"X": "restricted"})})
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        catalogue_tables.sync(connection, catalogue)
        county = County(connection, catalogue)
        for town, output, workers in (("G01", "600000", "2"), ("G02", "800000", "9"), ("G03", "900000", "9")):
            county.submit(town, [figure(town, "P", output), figure(town, "W", workers, basis="current"), figure(town, "X", "5")])
        made = publish_as_is(connection, settings, catalogue, "2026-06", NOW)
    book = openpyxl.load_workbook(made.path)
    names = [row[0] for row in book["汇总"].iter_rows(min_row=5, values_only=True)]
    assert "产值" in names
    assert "税收" not in names
    towns = {row[0]: row[1] for row in book["分乡镇"].iter_rows(min_row=5, values_only=True)}
    assert towns == {"全县": 230.0, "甲木镇": "…", "乙火镇": "…", "丙土乡": 90.0}


def test_a_period_of_which_nobody_said_anything_is_refused(place: tuple[County, Settings]) -> None:
    county, settings = place
    with pytest.raises(NothingToShowError, match="nobody has reported anything of it yet"):
        publish_as_is(county.connection, settings, county.catalogue, "2024-03", NOW)
    with pytest.raises(ValueError, match="is no period"):
        publish_as_is(county.connection, settings, county.catalogue, "2026-13", NOW)
    assert not (settings.published / "_未定稿").exists()


def test_the_command_names_the_option() -> None:
    shown = CliRunner().invoke(app, ["publish", "--help"], env={"COLUMNS": "200"})
    assert "--as-is" in shown.output


def test_a_database_without_the_schema_is_refused_with_what_to_do(settings: Settings, server: EmbeddedServer) -> None:
    bare = server.create_database("never_migrated")
    try:
        with pytest.raises(WarehouseError, match="run `huizong migrate` first"):
            publication.publish_as_is(settings.with_database(bare.loader), "2026-06")
    finally:
        server.drop_database("never_migrated")
