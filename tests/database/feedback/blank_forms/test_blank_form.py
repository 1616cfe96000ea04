"""Blank forms: what they hold, and that they pass our own reading when they are filled well."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.feedback.blank_forms.owed_blanks import last_cumulatives, write_forms
from huizong.model import Status
from huizong.reading import read_bytes
from huizong.recognising import recognise
from huizong.recognising.drafts import Context
from tests.database.feedback.county import Ledger

LAST = {("F-ECON-M", "T01", "E01"): Decimal("57727.20")}


def hint(sheet: Worksheet, reference: str) -> str:
    """What is shown when the cell is chosen."""
    (found,) = [check for check in sheet.data_validations.dataValidation if reference in check.sqref]
    return str(found.prompt)


def test_a_monthly_form(catalogue: Catalogue, tmp_path: Path) -> None:
    (path,) = write_forms(catalogue, "T01", "2026-10", tmp_path, LAST)
    assert path == tmp_path / "汀岚县乡镇主要经济指标月报表_栗坪镇_2026-10.xlsx"
    workbook = load_workbook(path)
    assert workbook.sheetnames == ["报表", "填报说明"]
    assert [(item.name, item.value) for item in workbook.custom_doc_props.props] == [("huizong", "form F-ECON-M 2")]  # type: ignore[attr-defined]
    sheet = workbook["报表"]
    assert sheet["A1"].value == "汀岚县乡镇主要经济指标月报表"
    assert (sheet["A2"].value, sheet["C2"].value) == ("填报单位：栗坪镇", "2026年10月")
    header = [cell.value for cell in sheet[3]]
    assert header == ["指标", "计量单位", "本月", "本年累计", "上年同期累计", "同比%", "年度计划", "完成计划%", "备注"]
    # E12 is owed in June and September only; E01 is the first row, E02 has no figure of the month alone.
    names = [sheet.cell(row, 1).value for row in range(4, sheet.max_row)]
    assert names[:2] == ["规模以上工业总产值", "规模以上工业增加值"] and "粮食播种面积" not in names
    assert sheet.protection.sheet
    assert sheet["A4"].protection.locked and not sheet["C4"].protection.locked
    assert sheet["C5"].protection.locked and sheet["C5"].fill.fgColor.rgb == "FFD1D5DB"
    assert sheet["C4"].number_format == "0.0"
    assert hint(sheet, "D4") == "本年累计，单位：万元\n上期累计：57727.2 万元"
    assert hint(sheet, "F4").endswith("增长 9.1% 就填 9.1")
    last_row = sheet.max_row
    assert sheet.cell(last_row, 1).value == "注：本表为 F-ECON-M 第2版。没有发生的填 0，不适用的灰格不用填。"
    remarks = [check for check in sheet.data_validations.dataValidation if check.type == "list"]
    assert [str(check.sqref) for check in remarks] == [f"I4:I{last_row - 1}"]
    guide = [cell.value for cell in workbook["填报说明"]["A"]]
    # 8 November 2026 is a Sunday.
    assert "截止时间：2026年11月9日（周一）17:00" in guide
    # What is checked of several indicators is one line that names them.
    (line,) = [text for text in guide if text and text.startswith("本月止累计不能小于本月")]
    assert line.startswith("本月止累计不能小于本月（规模以上工业总产值、固定资产投资、工业投资、")
    assert "其中工业投资不能大于固定资产投资（本月、累计）" in guide
    assert ["规模以上工业总产值", "万元", "本月、本年累计、上年同期累计、同比%", "57727.2", "必填"] in [
        [cell.value for cell in row] for row in workbook["填报说明"].iter_rows(max_col=5)
    ]


def test_a_form_of_listed_organisations(catalogue: Catalogue, tmp_path: Path) -> None:
    (path,) = write_forms(catalogue, "D03", "2026-06", tmp_path, {})
    sheet = load_workbook(path)["报表"]
    towns = [
        organisation.name
        for organisation in catalogue.children("C00", datetime(2026, 6, 30, tzinfo=UTC).date())
        if organisation.kind == "town"
    ]
    assert [sheet.cell(row, 1).value for row in range(5, 5 + len(towns))] == towns
    assert [sheet.cell(3, column).value for column in (1, 2, 4, 5)] == ["单位", "生猪出栏（头）", "生猪存栏（头）", "蔬菜产量（吨）"]
    assert [sheet.cell(4, column).value for column in (2, 3, 4)] == ["本月", "本年累计", "本月"]


def test_who_may_leave_every_row_out_is_listed_with_the_others(catalogue: Catalogue, tmp_path: Path) -> None:
    form = catalogue.form("F-AGRI-TOWN-M", date(2026, 6, 30))
    rows = tuple(row.model_copy(update={"exempt": ("T03",)}) if row.required else row for row in form.rows)
    forms = tuple(form.model_copy(update={"rows": rows}) if each is form else each for each in catalogue.forms)
    (path,) = write_forms(replace(catalogue, forms=forms), "D03", "2026-06", tmp_path, {})
    sheet = load_workbook(path)["报表"]
    assert catalogue.organisation("T03").name in [sheet.cell(row, 1).value for row in range(5, sheet.max_row)]


@pytest.mark.parametrize(
    ("organisation", "period", "form"),
    [("T01", "2026-06", "F-ECON-M"), ("T09", "2026-Q2", "F-LIVE-Q"), ("D03", "2026-06", "F-AGRI-TOWN-M"), ("D06", "2025", "F-TARGET-Y")],
)
def test_a_form_filled_well_is_read_without_a_word(organisation: str, period: str, form: str, catalogue: Catalogue, tmp_path: Path) -> None:
    (path,) = write_forms(catalogue, organisation, period, tmp_path, {})
    workbook = load_workbook(path)
    sheet = workbook["报表"]
    numbered = [check.sqref for check in sheet.data_validations.dataValidation if check.type == "decimal"]
    for number, reference in enumerate(numbered, 1):
        sheet[str(reference)].value = 50 + number
    written = io.BytesIO()
    workbook.save(written)
    context = Context(organisation, None, datetime(2026, 7, 5, tzinfo=UTC), organisation)
    (draft,) = recognise(read_bytes(written.getvalue(), path.name), context, catalogue)
    assert (draft.form, draft.period, draft.reporter, draft.findings) == (form, period, organisation, ())
    reported = [figure for figure in draft.figures if figure.status is Status.REPORTED]
    assert len(reported) == len(numbered) == draft.numeric_cells
    assert sorted(int(figure.value or 0) for figure in reported) == list(range(51, 51 + len(numbered)))


def test_the_same_form_is_the_same_file(catalogue: Catalogue, tmp_path: Path) -> None:
    first = write_forms(catalogue, "T01", "2026-06", tmp_path / "1", LAST)[0].read_bytes()
    assert write_forms(catalogue, "T01", "2026-06", tmp_path / "2", LAST)[0].read_bytes() == first


def test_nothing_owed_and_nobody_known(catalogue: Catalogue, tmp_path: Path) -> None:
    assert write_forms(catalogue, "T01", "2026-01", tmp_path, {}) == ()
    with pytest.raises(KeyError):
        write_forms(catalogue, "T77", "2026-06", tmp_path, {})
    with pytest.raises(ValueError, match="is no period"):
        write_forms(catalogue, "T01", "六月", tmp_path, {})


def test_last_cumulatives_come_from_the_period_before(ledger: Ledger, loader: Connection) -> None:
    submission = ledger.submission(ledger.arrival(b"x"), "accepted")
    ledger.figure(submission, "E01", "68932.7", "6月!D4", figure_no=1)
    ledger.figure(submission, "E01", "11205.5", "6月!C4", figure_no=2, basis="current")
    assert last_cumulatives(loader, "T01", "2026-07") == {("F-ECON-M", "T01", "E01"): Decimal("68932.7")}
    assert last_cumulatives(loader, "T01", "2026-08") == {}
    assert last_cumulatives(loader, "T02", "2026-07") == {}
    assert last_cumulatives(loader, "T01", "2027-01") == {}
