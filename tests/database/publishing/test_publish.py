"""Publishing: one snapshot, files made good after a crash, and no figure forgotten that comes in between."""

from __future__ import annotations

import csv
import io
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from huizong.publishing import dirty_periods, publish
from huizong.settings import Settings
from huizong.warehouse import LOADER, connect
from tests.database.publishing.rollups import values
from tests.database.warehouse.county import County, figure, open_county
from tests.unit.publishing.workbook.test_printed_layout import pages


def test_rollups_and_files_are_written_and_the_period_is_clean(reported_june: tuple[County, Settings]) -> None:
    county, settings = reported_june
    assert [dirty.period for dirty in dirty_periods(county.connection)] == ["2026-06"]
    done = publish(county.connection, settings, county.catalogue, "2026-06")
    assert done.periods == ("2026-06", "2026-H1", "2026-Q2")
    assert dirty_periods(county.connection) == []
    assert {file.relative_to(settings.published).as_posix() for file in done.files} == {
        f"{period}/{name}" for period in done.periods for name in (f"汇总_{period}.xlsx", "rollup.csv", "rollup.parquet")
    }
    assert not list(settings.published.rglob("*.part"))
    assert county.rows("select period, revision = %s, rows > 0 from meta.publication order by 1", done.revision) == [
        ("2026-06", True, True),
        ("2026-H1", True, True),
        ("2026-Q2", True, True),
    ]


def test_one_publication_does_for_every_dirty_period_that_it_replaces_whole(reported_june: tuple[County, Settings]) -> None:
    county, settings = reported_june
    county.submit("G01", [figure("G01", "P", "1000", basis="cumulative", period="2026-03")])
    county.submit("G01", [figure("G01", "J", "12", basis="cumulative", period="2026-Q2")], form="Q")
    assert [dirty.period for dirty in dirty_periods(county.connection)] == ["2026-03", "2026-06", "2026-Q2"]
    # the second quarter is part of June's own publication; the first has its cumulatives in March, and stays dirty with it
    done = publish(county.connection, settings, county.catalogue, "2026-06")
    assert "2026-Q2" in done.periods
    assert [dirty.period for dirty in dirty_periods(county.connection)] == ["2026-03"]


def test_a_dirty_period_of_which_nothing_is_known_is_clean_once_it_was_looked_at(reported_june: tuple[County, Settings]) -> None:
    county, settings = reported_june
    with county.connection.cursor() as cursor:
        cursor.execute("insert into meta.dirty_period (period, revision, raised_at) values ('2023-02', nextval('meta.revision'), now())")
    county.connection.commit()
    assert publish(county.connection, settings, county.catalogue, "2023-02").periods == ()
    assert [dirty.period for dirty in dirty_periods(county.connection)] == ["2026-06"]


def test_csv_and_parquet_say_what_the_mart_says(reported_june: tuple[County, Settings]) -> None:
    county, settings = reported_june
    publish(county.connection, settings, county.catalogue, "2026-06")
    text = (settings.published / "2026-06" / "rollup.csv").read_bytes()
    assert text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}".encode())
    lines = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    table = pq.read_table(settings.published / "2026-06" / "rollup.parquet").to_pylist()
    mart = county.rows("select count(*) from mart.rollup where period = '2026-06'")
    assert [(len(lines),)] == [(len(table),)] == mart
    total = next(line for line in lines if (line["organisation"], line["indicator"], line["basis"]) == ("G00", "P", "cumulative"))
    assert (total["value"], total["reported"], total["expected"], total["missing_names"]) == ("66666.678", "2", "3", "丙土乡")
    stored = next(row for row in table if (row["organisation"], row["indicator"], row["basis"]) == ("G00", "P", "cumulative"))
    assert (str(stored["value"]), stored["missing"]) == ("66666.678000000000", ["G03"])


def test_the_workbook_is_one_landscape_page_with_coverage_in_words(reported_june: tuple[County, Settings]) -> None:
    county, settings = reported_june
    publish(county.connection, settings, county.catalogue, "2026-06")
    book = openpyxl.load_workbook(settings.published / "2026-06" / "汇总_2026-06.xlsx")
    assert [prop.name for prop in book.custom_doc_props.props] == ["huizong", "huizong-content"]
    sheet = book["汇总"]
    assert sheet["A1"].value == "绿川县2026年6月主要指标汇总表"
    assert (sheet["A2"].value, sheet["G2"].value) == ("未定稿　截至2026年7月1日16:02", "单位：见表内")
    # of 6 owed indicators the first lacks a figure each, of 5 the second: it owes no workers
    assert sheet["A3"].value == "3个乡镇已报2个，缺：丙土乡；缺部分指标：甲木镇（6项）、乙火镇（5项）。"
    assert [cell.value for cell in sheet[4]] == ["指标", "单位", "本月", "累计", "同比%", "年度目标", "完成%", "比序时进度", "备注"]
    # 66666.678万元 is 6.67亿元, of two of three towns; growth is known of one town, which is not the county's
    note = "本月已报0/3；累计已报2/3；同比已报1/3"
    assert [cell.value for cell in sheet[5]] == ["产值", "亿元", "缺", 6.67, "仅1/3", None, None, None, note]
    assert (sheet["D5"].number_format, sheet.page_setup.orientation, sheet.page_setup.paperSize) == ('#,##0.00"*"_)', "landscape", 9)
    assert (pages(sheet), sheet.sheet_properties.pageSetUpPr.fitToPage) == ((1, 1), True)
    assert sheet.cell(sheet.max_row, 1).value.endswith("截至2026年7月1日16:02（北京时间）收到的数据。")
    towns = book["分乡镇"]
    assert [cell.value for cell in towns[5]][:4] == ["全县", 6.67, None, None]
    # the third may be the first of all: as long as it lacks, nobody has a place
    assert [[cell.value for cell in row[:3]] for row in towns.iter_rows(6, 8)] == [
        ["甲木镇", 1.23, None],
        ["乙火镇", 5.43, None],
        ["丙土乡", "缺", None],
    ]
    assert book["变动说明"]["A3"].value == "本期自首次发布以来没有变动。"
    moved = [cell.value for cell in book["异动说明"][5]]
    assert moved == ["甲木镇", "产值", "亿元", 1.23, 1.0, 0.23, 23.5, 23.5, "未作说明"]


def test_what_changed_since_and_why_stands_in_the_workbook(reported_june: tuple[County, Settings]) -> None:
    county, settings = reported_june
    publish(county.connection, settings, county.catalogue, "2026-06")
    county.submit("G02", [figure("G02", "P", "50000")])
    county.submit("G03", [figure("G03", "P", "1000")])
    publish(county.connection, settings, county.catalogue, "2026-06")
    sheet = openpyxl.load_workbook(settings.published / "2026-06" / "汇总_2026-06.xlsx")["变动说明"]
    rows = [[cell.value for cell in row][1:9] for row in sheet.iter_rows(5, sheet.max_row)]
    assert rows == [
        ["绿川县", "产值", "本年累计", "亿元", 6.67, 6.33, -0.33, "补齐（2→3个单位）"],
        ["乙火镇", "产值", "本年累计", "亿元", 5.43, 5.0, -0.43, "更正"],
    ]
    assert sheet["J6"].value == "乙火镇《绿川县月报》第2次报送"
    assert sheet["A3"].value.startswith("自首次发布以来变动2项")


def test_publishing_twice_gives_the_same(reported_june: tuple[County, Settings]) -> None:
    county, settings = reported_june
    publish(county.connection, settings, county.catalogue, "2026-06")
    first = values(county), (settings.published / "2026-06" / "rollup.csv").read_bytes()
    publish(county.connection, settings, county.catalogue, "2026-06")
    assert (values(county), (settings.published / "2026-06" / "rollup.csv").read_bytes()) == first


def test_what_is_no_period_is_refused_and_an_untouched_one_writes_nothing(reported_june: tuple[County, Settings]) -> None:
    county, settings = reported_june
    with pytest.raises(ValueError, match="'2026-13' is no period"):
        publish(county.connection, settings, county.catalogue, "2026-13")
    done = publish(county.connection, settings, county.catalogue, "2024-03")
    assert (done.periods, done.rows, done.as_of, done.files) == ((), 0, None, ())


def test_replaying_the_same_files_in_other_batches_gives_the_same_marts(
    reported_june: tuple[County, Settings], server: Any, tmp_path: Path
) -> None:
    county, settings = reported_june
    publish(county.connection, settings, county.catalogue, "2026-06")
    urls = server.create_database("replayed", template="huizong_template")
    try:
        with closing(connect(urls.loader, role=LOADER)) as connection:
            again = open_county(connection, tmp_path / "again")
            again.submit("G01", [figure("G01", "P", "12345.678"), figure("G01", "P", "10000", basis="prior_year")])
            again.submit("G02", [figure("G02", "P", "54321", basis="cumulative")])
            other = settings.with_database(urls.loader)
            publish(connection, other, again.catalogue, "2026-06")
            rollups = "select to_jsonb(r)::text from mart.rollup as r order by 1"
            figures = "select to_jsonb(f) - 'submission_id' - 'place' from mart.figure_sources as f order by 1"
            assert again.rows(rollups) == county.rows(rollups)
            assert again.rows(figures) == county.rows(figures)
    finally:
        server.drop_database("replayed")


def decide(county: County, period: str, is_final: bool) -> None:
    with county.connection.cursor() as cursor:
        cursor.execute(
            "insert into quality.finalisation (period, is_final, approver, reason, decided_at)"
            " values (%s, %s, '某', '已通报', clock_timestamp())",
            (period, is_final),
        )
    county.connection.commit()


def completion(county: County) -> list[tuple[object, ...]]:
    return county.rows(
        "select period, value from mart.rollup where organisation = 'G01' and indicator = 'P' and basis = 'plan_completion' and is_headline"
        " order by period"
    )


def test_a_final_period_stays_until_it_is_opened(reported_june: tuple[County, Settings]) -> None:
    """12345.678 of a plan of 24691.356 is 50 %; a new plan of half as much, 12345.678, would make it 100 %."""
    county, settings = reported_june
    plan = {"form": "T", "period": "2026"}
    county.submit("G90", [figure("G01", "P", "24691.356", period="2026", basis="plan")], **plan)
    for period in [dirty.period for dirty in dirty_periods(county.connection)]:
        publish(county.connection, settings, county.catalogue, period)
    assert ("2026-06", 50) in completion(county)
    before = values(county)
    decide(county, "2026-06", is_final=True)
    county.submit("G90", [figure("G01", "P", "12345.678", period="2026", basis="plan")], **plan)
    assert [dirty.period for dirty in dirty_periods(county.connection)] == ["2026"]
    done = publish(county.connection, settings, county.catalogue, "2026")
    assert ("2026-06" in done.kept, "2026-06" in done.periods) == (True, False)
    assert values(county) == before
    assert dirty_periods(county.connection) == []
    assert publish(county.connection, settings, county.catalogue, "2026-06").periods == ("2026", "2026-H1", "2026-Q2")
    assert values(county) == before
    decide(county, "2026-06", is_final=False)
    assert [dirty.period for dirty in dirty_periods(county.connection)] == ["2026-06"]
    publish(county.connection, settings, county.catalogue, "2026-06")
    assert ("2026-06", 100) in completion(county)
    assert dirty_periods(county.connection) == []
