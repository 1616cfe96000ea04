"""A new catalogue keeps what figures lie under, or does not come into force."""

from __future__ import annotations

from pathlib import Path

import pytest

from huizong.warehouse.schema import catalogue_tables
from huizong.warehouse.schema.orphans import orphaned
from tests.database.warehouse.county import FILES, County, figure, make_catalogue


def changed(county: County, folder: Path, name: str, old: str, new: str) -> tuple[str, ...]:
    text = FILES[name]
    assert text.count(old) == 1
    return orphaned(county.connection, make_catalogue(folder / "changed", {name: text.replace(old, new)}))


@pytest.fixture
def reporting(county: County) -> County:
    """June of one town: output 200 万元."""
    county.submit("G01", [figure("G01", "P", "200.0")])
    return county


def test_the_same_again_loses_nothing(reporting: County, tmp_path: Path) -> None:
    assert orphaned(reporting.connection, make_catalogue(tmp_path / "same")) == ()


def test_a_unit_under_a_code_in_use_never_changes(reporting: County, tmp_path: Path) -> None:
    lost = changed(reporting, tmp_path, "indicators.csv", "P,产值,万元,1", "P,产值,亿元,1")
    assert lost == ("indicators.csv: P: unit 万元 would become 亿元, but figures lie under it: end it with valid_to and take a new code",)
    # Nobody has reported X yet: it may still be put right.
    assert changed(reporting, tmp_path, "indicators.csv", "X,税收,万元,1", "X,税收,亿元,1") == ()


def test_kind_and_aggregation_are_named_too(reporting: County, tmp_path: Path) -> None:
    (lost,) = changed(reporting, tmp_path, "indicators.csv", "P,产值,万元,1,flow,sum", "P,产值,万元,1,stock,last")
    assert lost.startswith("indicators.csv: P: kind flow would become stock, aggregation sum would become last, but figures lie under it")


def test_who_has_reported_stays(reporting: County, tmp_path: Path) -> None:
    gone = FILES["organisations.csv"].replace("G01,甲木镇,town,G00,,,,\n", "").replace("K01,开发区,park,G00,,,,G01\n", "")
    lost = orphaned(reporting.connection, make_catalogue(tmp_path / "gone", {"organisations.csv": gone}))
    assert lost == ("organisations.csv: G01 is gone, but has reported: keep it, with valid_to and, where it was merged, successor",)
    assert changed(reporting, tmp_path, "organisations.csv", "G32,西坡村,village,G03,,,,\n", "") == ()


def test_the_kind_of_who_has_reported_stays(reporting: County, tmp_path: Path) -> None:
    lost = changed(reporting, tmp_path, "organisations.csv", "G01,甲木镇,town,G00,,,,\n", "G01,甲木镇,park,G00,,,,\n")
    assert lost == ("organisations.csv: G01: kind town would become park, but has reported: end it with valid_to and take a new code",)
    assert changed(reporting, tmp_path, "organisations.csv", "G02,乙火镇,town", "G02,乙火镇,park") == ()


@pytest.mark.parametrize(
    ("dates", "lost"),
    [
        (",2026-05-31,,", "2026-06, 2026-08"),  # closed, but its figures of June and August are there
        ("2026-07-01,,,", "2026-06"),
        (",2026-07-31,,", "2026-08"),
        (",2026-08-31,,", ""),
        (",2026-05-31,G02,", ""),  # merged: its heir owes what follows
    ],
)
def test_dates_leave_no_figure_to_nobody(reporting: County, tmp_path: Path, dates: str, lost: str) -> None:
    reporting.submit("G01", [figure("G01", "P", "300.0", period="2026-08")], period="2026-08")
    reporting.submit("G90", [figure("G01", "P", "900", period="2026", basis="plan")], form="T", period="2026")
    found = changed(reporting, tmp_path, "organisations.csv", "G01,甲木镇,town,G00,,,,", f"G01,甲木镇,town,G00,{dates}")
    told = f"organisations.csv: G01 would not hold for {lost}, of which figures lie under it and nobody would lack them"
    assert found == ((f"{told}: name its successor, or other dates",) if lost else ())


def test_a_merger_may_be_dated_anew(county: County, tmp_path: Path) -> None:
    """G01 and G02 are G05 from June on, and G05 has reported June; it turns out that they merged at the end of June."""

    def towns(last_day: str, first_day: str) -> dict[str, str | None]:
        rows = FILES["organisations.csv"].replace("G01,甲木镇,town,G00,,,,", f"G01,甲木镇,town,G00,,{last_day},G05,")
        return {
            "organisations.csv": rows.replace("G02,乙火镇,town,G00,,,,", f"G05,新木镇,town,G00,{first_day},,,\nG02,乙火镇,town,G00,,,,")
        }

    county.catalogue = make_catalogue(tmp_path / "first", towns("2026-05-31", "2026-06-01"))
    catalogue_tables.sync(county.connection, county.catalogue)
    county.submit("G05", [figure("G05", "P", "200.0")])
    assert orphaned(county.connection, make_catalogue(tmp_path / "later", towns("2026-06-30", "2026-07-01"))) == ()
    (gap,) = orphaned(county.connection, make_catalogue(tmp_path / "gap", towns("2026-05-31", "2026-07-01")))
    assert gap.startswith("organisations.csv: G05 would not hold for 2026-06,")


def test_a_form_in_use_comes_as_often_as_before(reporting: County, tmp_path: Path) -> None:
    quarterly = FILES["forms/M.yaml"].replace("frequency: month", "frequency: quarter").replace("months: [4, 5, 6]", "months: [6]")
    (lost,) = orphaned(reporting.connection, make_catalogue(tmp_path / "rarer", {"forms/M.yaml": quarterly}))
    assert lost.startswith("forms/M: no version holds for 2026-06,")


def test_a_version_under_which_a_report_was_judged_stays(reporting: County, tmp_path: Path) -> None:
    later = FILES["forms/M.yaml"].replace("valid_from: null", "valid_from: 2026-07-01").replace("version: 1", "version: 2")
    lost = orphaned(reporting.connection, make_catalogue(tmp_path / "later", {"forms/M.yaml": later}))
    assert lost == ("forms/M: no version holds for 2026-06, of which reports lie in the warehouse: keep it, with valid_to",)


def test_a_returned_report_of_a_year_without_version_holds_no_catalogue_up(reporting: County, tmp_path: Path) -> None:
    later = FILES["forms/M.yaml"].replace("valid_from: null", "valid_from: 2026-01-01")
    reporting.submit("G02", [], period="1026-06", verdict="returned")
    reporting.submit("G02", [], period="1026-06", verdict="ignored")
    assert orphaned(reporting.connection, make_catalogue(tmp_path / "later", {"forms/M.yaml": later})) == ()


def test_other_organisations_make_every_period_dirty(reporting: County, tmp_path: Path) -> None:
    with reporting.connection.cursor() as cursor:
        cursor.execute("delete from meta.dirty_period")
    reporting.connection.commit()
    aliases = make_catalogue(tmp_path / "aliases", {"indicator_aliases.csv": "alias,code\n总产值,P\n"})
    catalogue_tables.sync(reporting.connection, aliases)
    assert reporting.rows("select period from meta.dirty_period") == []
    merged = FILES["organisations.csv"].replace("G02,乙火镇,town,G00,,,,", "G02,乙火镇,town,G00,,2026-05-31,G01,")
    catalogue_tables.sync(reporting.connection, make_catalogue(tmp_path / "merged", {"organisations.csv": merged}))
    assert reporting.rows("select period from meta.dirty_period") == [("2026-06",)]
