"""The workbook as a person sees it: nothing cut, nothing touching, one page where it is to be one; long names, many indicators."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from huizong.catalogue import Catalogue
from huizong.publishing.rollup_row import RollupRow
from huizong.publishing.workbook.changes import Restated
from huizong.publishing.workbook.edition import PeriodEvidence, edition_of
from huizong.publishing.workbook.moves import Explained
from huizong.publishing.workbook.period_workbook import to_workbook
from huizong.publishing.workbook.sheet import width_of
from huizong.publishing.workbook.workbook_digest import digest, digest_in
from tests.database.warehouse.county import FILES, make_catalogue
from tests.unit.publishing.workbook.test_page import row

D = Decimal
TOWNS = tuple(f"T{number:02d}" for number in range(1, 25))
ENDINGS = ("镇", "乡", "街道办事处", "土家族苗族自治乡", "经济技术开发区管理委员会")
NAMES = dict(zip(TOWNS, (f"{'青白玄朱紫金'[n % 6]}{'山水林田'[n % 4]}{ENDINGS[n % 5]}" for n in range(24)), strict=True))
KINDS = (
    ("工业总产值", "万元", "亿元", 2),
    ("新登记个体工商户", "户", "户", 0),
    ("城乡居民基本医疗保险参保人数及其中本年新增部分", "人", "人", 0),
)
INDICATORS = tuple((f"I{number:02d}", f"{KINDS[number % 3][0]}{number}", *KINDS[number % 3][1:]) for number in range(40))
ABSENT = ("T07", "T18")
USUAL_WIDTH = 8.43  # of a column whose width no file says
LINE = 13.0  # what a line of 10 points takes at least


def long_county(folder: Path) -> Catalogue:
    """24 towns, most with long names, and 40 indicators in 亿元, 户 and 人."""
    head = "code,name,unit,decimals,kind,aggregation,numerator,denominator,minimum,maximum,valid_from,valid_to,direction"
    files: dict[str, str | None] = {name: None for name in FILES if name.startswith("forms/")}
    towns = "".join(f"{code},{name},town,G00,,,\n" for code, name in NAMES.items())
    files["organisations.csv"] = f"code,name,kind,parent,valid_from,valid_to,successor\nG00,绿川县,county,,,,\n{towns}"
    lines = (f"{code},{name},{unit},1,flow,sum,,,,,,,more,{shown},{decimals}" for code, name, unit, shown, decimals in INDICATORS)
    files["indicators.csv"] = "\n".join([f"{head},display_unit,display_decimals", *lines]) + "\n"
    files["units.csv"] = f"{FILES['units.csv']}户,户,1\n"
    files["obligations.csv"] = "form,organisation,kind,due_day,due_time,reason,valid_from,valid_to\nM,,town,8,17:00,月报,,\n"
    rows = "".join(f"  - {{indicator: {code}, required: true, bases: [cumulative]}}\n" for code, *_ in INDICATORS)
    files["forms/M.yaml"] = f"code: M\ntitle: 月报\nfrequency: month\nversion: 1\nvalid_from: null\nvalid_to: null\nrows:\n{rows}"
    return make_catalogue(folder, files)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return long_county(Path(tmp_path_factory.mktemp("long")))


def rollups() -> list[RollupRow]:
    """Of each indicator the county's line and 24 towns, two of which have sent nothing; values up to 千亿."""
    found = []
    for number, (code, name, unit, *_) in enumerate(INDICATORS):
        lacking = {"missing": ABSENT, "missing_names": tuple(NAMES[town] for town in ABSENT), "full_coverage": False, "unit": unit}
        known = {"indicator_name": name, "reported": 22, "expected": 24, "year_before_share": D("92.04")}
        value = D(number + 1) * D("23456789.1")
        found += [
            row("G00", code, str(value), **{**known, **lacking}),
            row("G00", code, str(value / 6), "current", **{**known, **lacking}),
            row("G00", code, "-12.345", "growth_rate", **{**known, **lacking}),
            row("G00", code, str(value * 2), "plan", indicator_name=name, reported=24, expected=24),
            row("G00", code, "50.04", "plan_completion", progress_gap=D("-0.96"), **{**known, **lacking}),
        ]
        for town in TOWNS:
            of_town = {"indicator_name": name, "organisation_name": NAMES[town], "unit": unit}
            if town in ABSENT:
                found.append(row(town, code, None, missing_names=(NAMES[town],), last_rank=24, **of_town))
            else:
                found.append(row(town, code, str(value / 24), rank=12, last_rank=11, **of_town))
                found.append(row(town, code, "25", "growth_rate", **{**of_town, "method": "recomputed"}))
    return found


def evidence() -> PeriodEvidence:
    at = datetime(2026, 7, 9, 3, 0, tzinfo=UTC)
    why = "青山土家族苗族自治乡《规模以上工业企业生产经营情况月报表》第2次报送（县级决定：企业库复核后同意更正，见会议纪要）"
    restated = tuple(
        Restated(
            "2026-06", NAMES[town], "I00", "cumulative", D("123456.7"), D("133456.7"), 20, 21, "corrected", why, at + timedelta(hours=n)
        )
        for n, town in enumerate(TOWNS)
    )
    words = "新投产3家规上企业，其中精密铸造项目5月达产，增产4120万元；上年同期受停产检修影响，基数偏低。"
    explained = (Explained("2026-06", "T02", "I00", f"{words}联系人13812345678"),)
    return PeriodEvidence(frozenset(TOWNS) - set(ABSENT), {}, restated, explained)


@pytest.fixture(scope="module")
def book(county: Catalogue) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_workbook(edition_of(county, "2026-06", rollups(), evidence()))))


def shown(value: object, form: str) -> str:
    """What the cell's format makes of its value."""
    if not isinstance(value, int | float):
        return "" if value is None else str(value)
    form = form.split(";")[0]
    decimals = len(form.partition(".")[2].partition('"')[0].partition("_")[0])
    sign = "+" if form.startswith("+") and value > 0 else ""
    return f"{sign}{value:,.{decimals}f}{'*' if '*' in form else ''}"


def width_in(sheet: Worksheet, column: int) -> float:
    """The column's width; neighbours of the same one stand in the file together."""
    return next((each.width for each in sheet.column_dimensions.values() if each.min <= column <= each.max), USUAL_WIDTH)


def pages(sheet: Worksheet) -> tuple[int, int]:
    """On how many pages the sheet is fitted, across and down; 0 as many as it takes. What a file doesn't say is 1 (ECMA-376, 18.3.1.63)."""
    across, down = sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight
    return 1 if across is None else across, 1 if down is None else down


def extents(sheet: Worksheet) -> list[tuple[str, str, float, float, bool]]:
    """Each text with its place, the width and height of its cell, merged ones together, and whether it wraps."""
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    found = []
    for line in sheet.iter_rows():
        for cell in line:
            if cell.value is None:
                continue
            area = merged.get((cell.row, cell.column))
            columns = range(area.min_col, area.max_col + 1) if area else [cell.column]
            rows = range(area.min_row, area.max_row + 1) if area else [cell.row]
            width = sum(width_in(sheet, column) for column in columns)
            height = sum(sheet.row_dimensions[number].height or 15 for number in rows)
            size = (cell.font.size or 10) / 10
            found.append(
                (cell.coordinate, shown(cell.value, cell.number_format), width / size, height / size, bool(cell.alignment.wrap_text))
            )
    return found


def test_no_text_is_wider_or_higher_than_its_cell(book: Workbook) -> None:
    checked = 0
    for sheet in book.worksheets:
        for place, text, width, height, wraps in extents(sheet):
            lines = text.split("\n")
            if wraps:
                needed = sum(-(-width_of(line) // (width - 2)) or 1 for line in lines)
                assert needed * LINE <= height, (sheet.title, place, text)
            else:
                assert width_of(text) + 2 <= width, (sheet.title, place, text)
            checked += 1
    assert checked > 2000


def test_every_sheet_prints_on_a4_landscape_with_its_head_and_page_numbers(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, pages(sheet)[0]) == ("landscape", 9, 1)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows in ("$1:$4", "$1:$2"), sheet.title
        assert sheet.print_area.endswith(f"${sheet.max_row}") or sheet.title == "图"
        assert sheet.oddFooter.right.text == "第&P页，共&N页"
        assert "未定稿　截至2026年7月8日10:23" in sheet.oddFooter.left.text
        assert min(sheet.page_margins.left, sheet.page_margins.right, sheet.page_margins.top, sheet.page_margins.bottom) >= 0.3


def test_the_page_is_one_page_that_can_still_be_read(book: Workbook) -> None:
    sheet = book["汇总"]
    assert pages(sheet) == (1, 1)
    height = sum(sheet.row_dimensions[number].height for number in range(1, sheet.max_row + 1))
    width = sum(width_in(sheet, column) for column in range(1, 10))
    assert 10 * min(505 / height, 149 / width) >= 6.0  # points of its letters on paper
    assert (
        sheet["A3"].value == "24个乡镇（街道）已报22个，占上年同期工业总产值0总量92.0%，缺：玄林乡、紫水土家族苗族自治乡。"
        or sheet["A3"].value
    )


def test_a_block_of_indicators_a_page_and_none_lost(book: Workbook) -> None:
    blocks = [sheet for sheet in book.worksheets if sheet.title.startswith("分乡镇")]
    assert [sheet.title for sheet in blocks][:2] == ["分乡镇", "分乡镇（二）"]
    sizes = [sum(1 for cell in sheet[3] if cell.value) - 1 for sheet in blocks]
    assert max(sizes) - min(sizes) <= 2, sizes  # none is left alone on the last page
    heads = [cell.value for sheet in blocks for cell in sheet[3] if cell.value and cell.value != "单位"]
    assert heads == [f"{name}\n（{unit}）" for _, name, _, unit, _ in INDICATORS]
    for sheet in blocks:
        assert [sheet.cell(number, 1).value for number in range(5, 30)] == ["全县", *NAMES.values()]
        width = sum(width_in(sheet, column) for column in range(1, sheet.max_column + 1))
        height = sum(sheet.row_dimensions[number].height for number in range(1, sheet.max_row + 1))
        assert 10 * min(505 / height, 149 / width, 1) >= 6.5
        assert (pages(sheet), sheet.freeze_panes) == ((1, 1), "B5")
        assert [sheet.cell(4, column).value for column in (2, 3, 4)] == ["累计", "位次", "上期\n位次"]
        assert [sheet.cell(6, column).value for column in (3, 4)] == [12, 11]
        assert [sheet.cell(12, column).value for column in (2, 3, 4)] == ["缺", None, 24]  # the seventh has sent nothing


def test_punctuation_is_that_of_chinese_print(book: Workbook) -> None:
    for sheet in book.worksheets:
        for place, text, *_ in extents(sheet):
            for number, sign in enumerate(text):
                if sign in ",:;()?!":
                    beside = text[number - 1 : number] + text[number + 1 : number + 2]
                    assert beside.isascii() and any(letter.isdigit() for letter in beside), (sheet.title, place, text)


def test_the_largest_moves_stand_with_the_words_of_the_towns_and_no_numbers_of_people(book: Workbook) -> None:
    sheet = book["异动说明"]
    rows = [[cell.value for cell in line] for line in sheet.iter_rows(5, sheet.max_row)]
    # every town grew by a quarter; so each of 22 pulled at 25 % in equal parts
    assert {row[7] for row in rows} == {1.1}
    told = [row for row in rows if row[8] != "未作说明"]
    assert [row[:2] for row in told] == [[NAMES["T02"], "工业总产值0"]]
    assert "13812345678" not in told[0][8]
    assert told[0][8].startswith("新投产3家规上企业")


def test_changes_are_listed_the_latest_first(book: Workbook) -> None:
    sheet = book["变动说明"]
    rows = [[cell.value for cell in line] for line in sheet.iter_rows(5, sheet.max_row)]
    assert (len(rows), rows[0][0], rows[-1][0]) == (24, "07-10 10:00", "07-09 11:00")
    # 12.34567亿元 to 13.34567: rounded each, and the difference of the full values
    assert rows[0][1:9] == [NAMES["T24"], "工业总产值0", "本年累计", "亿元", 12.35, 13.35, 1.0, "更正"]


def test_the_chart_is_a_native_one_over_its_numbers(book: Workbook) -> None:
    sheet = book["图"]
    assert [sheet.cell(3, column).value for column in (1, 2, 3)] == ["指标", "完成%", "序时进度%"]
    # 50.04 less a gap of -0.96 gives the schedule of 51.0
    assert [sheet.cell(4, column).value for column in (1, 2, 3)] == ["工业总产值0", 50.0, 51.0]
    (chart,) = sheet._charts
    # the first indicator is drawn on top, and bars begin at zero
    assert (chart.barDir, chart.x_axis.scaling.orientation, chart.y_axis.scaling.min) == ("bar", "maxMin", 0)
    assert [series.val.numRef.f for series in chart.series] == ["图!$B$4:$B$23", "图!$C$4:$C$23"]


def test_a_name_that_looks_like_a_formula_stays_a_name(county: Catalogue) -> None:
    rows = [row("G00", "I00", "5", organisation_name="=1+1")]
    restated = (
        Restated("2026-06", "=HYPERLINK(1)", "I00", "cumulative", D(1), D(2), 1, 1, "corrected", "=1+1", datetime(2026, 7, 9, tzinfo=UTC)),
    )
    made = openpyxl.load_workbook(io.BytesIO(to_workbook(edition_of(county, "2026-06", rows, PeriodEvidence(restated=restated)))))
    cells = made["变动说明"]["B5"], made["变动说明"]["J5"]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=HYPERLINK(1)", "s"), ("=1+1", "s")]


def test_a_workbook_says_what_is_in_it(county: Catalogue, tmp_path: Path) -> None:
    edition = edition_of(county, "2026-06", rollups(), evidence())
    path = tmp_path / "汇总.xlsx"
    assert digest_in(path) is None
    path.write_bytes(b"PK, and no more")
    assert digest_in(path) is None
    path.write_bytes(to_workbook(edition))
    assert digest_in(path) == digest(edition) == digest(edition_of(county, "2026-06", rollups(), evidence()))
    assert digest_in(path) != digest(edition_of(county, "2026-06", rollups()[1:], evidence()))
