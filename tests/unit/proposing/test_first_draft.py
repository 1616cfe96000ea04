"""Blank forms as a catalogue: rows, bases, units and organisations as printed; what no paper says is assumed, and named until confirmed."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document
from openpyxl import Workbook

from huizong.proposing.first_draft import draft
from huizong.proposing.printed_names import MeasuredName, county_in, frequency_in, kind_of_indicator, measured, title_in
from huizong.steps import preparing

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
from tests.unit.proposing.blank import TOWNS, Rows, book, drafted, lines, notes, rows_of

# --- a new county ---


def test_towns_as_rows(tmp_path: Path) -> None:
    rows = [["青岚县乡镇种植业月报表"], ["填报单位：县农业农村局"], ["乡镇", "早稻面积（亩）", "期末大棚面积（亩）"], *TOWNS, ["合计"]]
    done = drafted(tmp_path, rows)
    towns = [("T01", "松坪镇"), ("T02", "白渡镇"), ("T03", "云岗乡"), ("T04", "河东街道")]
    assert lines(done, "organisations.csv", "code", "name") == [("C00", "青岚县"), ("B01", "县农业农村局"), *towns]
    assert lines(done, "indicators.csv", "code", "name", "unit", "kind") == [
        ("I01", "早稻面积", "亩", "flow"),
        ("I02", "大棚面积", "亩", "stock"),
    ]
    assert rows_of(done) == {"I01": ["current"], "I02": ["current"]}
    form = preparing.load_catalogue(done.folder).form("F01")
    assert (form.title, form.frequency, form.subject, form.subjects) == ("青岚县乡镇种植业月报表", "month", "listed", ("town",))
    assert lines(done, "obligations.csv", "form", "organisation", "kind", "due_day") == [("F01", "B01", "", "8")]
    (trial,) = done.forms
    assert (trial.asked, trial.right, trial.wrong) == (8, 8, ())
    # the words of the sample county are nobody else's
    loaded = preparing.load_catalogue(done.folder)
    assert (len(loaded.organisations), len(loaded.indicators), len(loaded.forms), loaded.issue_types) == (6, 2, 1, ())


def test_each_line_says_from_which_cell_it_comes(tmp_path: Path) -> None:
    rows = [["青岚县乡镇种植业月报表"], ["乡镇", "早稻面积（亩）"], *TOWNS]
    done = drafted(tmp_path, rows, name="种植")
    with (done.folder / "drafted.csv").open(encoding="utf-8", newline="") as file:
        origins = {(row["file"], row["entry"]): row["origin"] for row in csv.DictReader(file)}
    assert origins == {
        ("organisations.csv", "C00"): "种植.xlsx, Sheet!A1",
        ("organisations.csv", "T01"): "种植.xlsx, Sheet!A3",
        ("organisations.csv", "T02"): "种植.xlsx, Sheet!A4",
        ("organisations.csv", "T03"): "种植.xlsx, Sheet!A5",
        ("organisations.csv", "T04"): "种植.xlsx, Sheet!A6",
        ("indicators.csv", "I01"): "种植.xlsx, Sheet!B2",
        ("forms/F01.yaml", ""): "种植.xlsx, Sheet!A1",
        ("forms/F01.yaml", "I01"): "种植.xlsx, Sheet!B2",
        ("obligations.csv", "F01"): "种植.xlsx, Sheet!A1",
    }
    assert "# 早稻面积: 种植.xlsx, Sheet!B2" in (done.folder / "forms" / "F01.yaml").read_text("utf-8")


def test_indicators_as_rows_under_two_header_rows(tmp_path: Path) -> None:
    rows: Rows = [
        ["青岚县就业情况季报表"],
        ["填报单位：", None, None, "2026年  季度"],
        ["指标", "单位", "本季", None, "累计", None],
        [None, None, "实际", "同比增长（%）", "实际", "同比增长（%）"],
        ["甲", "乙", "1", "2", "3", "4"],
        ["城镇新增就业", "人"],
        ["  其中：青年就业", "人"],
    ]
    done = drafted(tmp_path, rows, "A3:A4", "B3:B4", "C3:D3", "E3:F3")
    asked = ["current", "current_growth_rate", "cumulative", "growth_rate"]
    assert rows_of(done) == {"I01": asked, "I02": asked}
    assert lines(done, "indicators.csv", "name", "unit", "decimals") == [("城镇新增就业", "人", "0"), ("青年就业", "人", "0")]
    assert lines(done, "obligations.csv", "organisation", "kind") == [("", "town")]
    (trial,) = done.forms
    assert (trial.asked, trial.right) == (8, 8)


def test_indicators_over_bases_in_two_header_rows(tmp_path: Path) -> None:
    header = [["乡镇", "生猪出栏（头）", None, "期末存栏（头）"], [None, "本季", "累计", None]]
    done = drafted(tmp_path, [["青岚县畜牧季报表"], *header, *TOWNS, ["全县合计"]], "A2:A3", "B2:C2", "D2:D3")
    assert rows_of(done) == {"I01": ["current", "cumulative"], "I02": ["current"]}
    assert [(form.asked, form.right) for form in done.forms] == [(12, 12)]


def test_towns_over_columns_and_towns_beside_indicators(tmp_path: Path) -> None:
    across: Rows = [["青岚县项目月报表"], ["指标名称", "计量单位", "松坪镇", "白渡镇"], ["开工项目数", "个"], ["完成投资", "万元"]]
    done = drafted(tmp_path, across)
    assert lines(done, "organisations.csv", "name") == [("青岚县",), ("松坪镇",), ("白渡镇",)]
    assert [(form.asked, form.right) for form in done.forms] == [(4, 4)]
    long: Rows = [
        ["青岚县文旅月报表"],
        ["乡镇", "指标", "计量单位", "本月", "累计"],
        ["松坪镇", "接待游客", "人次"],
        [None, "旅游收入", "万元"],
        ["白渡镇", "接待游客", "人次"],
        [None, "旅游收入", "万元"],
    ]
    more = draft(None, [book(tmp_path, "文旅", long, "A3:A4", "A5:A6")], tmp_path / "long")
    assert rows_of(more) == {"I01": ["current", "cumulative"], "I02": ["current", "cumulative"]}
    assert [(form.asked, form.right) for form in more.forms] == [(8, 8)]


def test_units_from_corner_row_and_brackets(tmp_path: Path) -> None:
    corner = drafted(
        tmp_path, [["青岚县财政月报表"], ["编制单位：", None, "单位：万元"], ["项目", "本月", "累计"], ["一、税收收入"], ["增值税"]]
    )
    assert lines(corner, "indicators.csv", "name", "unit") == [("税收收入", "万元"), ("增值税", "万元")]
    below = [["青岚县林业年报表"], ["乡镇", "造林面积", "古树名木"], ["计量单位", "亩", "株"], *TOWNS]
    row = draft(None, [book(tmp_path, "林业", below)], tmp_path / "row")
    assert lines(row, "indicators.csv", "name", "unit") == [("造林面积", "亩"), ("古树名木", "株")]
    seedlings = [["青岚县苗木月报表"], ["乡镇", "出圃苗木（丛）", "播种面积（不含复种）"], *TOWNS]
    brackets = draft(None, [book(tmp_path, "苗木", seedlings)], tmp_path / "brackets")
    # an unknown unit is its own dimension; brackets that change what is counted stay with the name
    assert lines(brackets, "indicators.csv", "name", "unit") == [("出圃苗木", "丛"), ("播种面积(不含复种)", "个")]
    assert lines(brackets, "units.csv", "unit", "base_unit", "factor") == [("丛", "丛", "1")]
    told = [note for note in notes(brackets.folder) if "units.csv" in note or "unit=" in note]
    assert len(told) == 2  # the unknown unit, and the one that is not printed
    assert [(form.asked, form.right) for form in (*corner.forms, *row.forms, *brackets.forms)] == [(4, 4), (8, 8), (8, 8)]


def test_a_name_that_stands_twice_is_taken_for_neither(tmp_path: Path) -> None:
    rows = [["青岚县就业月报表"], ["指标", "单位", "本月"], ["就业", "人"], ["其中：女性", "人"], ["失业", "人"], ["其中：女性", "人"]]
    done = drafted(tmp_path, rows)
    assert [name for (name,) in lines(done, "indicators.csv", "name")] == ["就业", "就业女性", "失业", "失业女性"]
    (trial,) = done.forms
    assert (trial.asked, trial.right) == (4, 2)
    assert [wrong.partition(": ")[0] for wrong in trial.wrong] == ["表.xlsx, Sheet!C4", "表.xlsx, Sheet!C6"]
    assert sum("stands in F01 more than once" in note for note in notes(done.folder)) == 2


def test_what_no_header_says_is_left_out_or_asked(tmp_path: Path) -> None:
    rows = [["青岚县安全月报表"], ["指标", "单位", "本月", "上报口径值", "环比增长（%）", "备注"], ["检查企业", "家次"]]
    done = drafted(tmp_path, rows)
    assert rows_of(done) == {"I01": ["current"]}
    assert done.left_out == ("表.xlsx, Sheet!D2",)
    assert any("上报口径值 says no basis that is known" in note for note in notes(done.folder))
    alone = draft(
        None, [book(tmp_path, "单列", [["青岚县月报表"], ["指标", "单位", "上报口径值"], ["检查企业", "家次"]])], tmp_path / "alone"
    )
    assert lines(alone, "headers.csv", "header", "basis") == [("上报口径值", "current")]
    assert any("headers.csv 上报口径值: assumed basis=current" in note for note in notes(alone.folder))


def test_blank_rows_and_forms_without_a_title(tmp_path: Path) -> None:
    done = drafted(tmp_path, [["合作社情况表"], ["乡镇", "合作社数（家）", "社员数（人）"], [], [], ["合计"]])
    assert rows_of(done) == {"I01": ["current"], "I02": ["current"]}
    assert any("its rows are blank" in note for note in notes(done.folder))
    assert any("name=（待定）县" in note for note in notes(done.folder))
    assert any("frequency=month" in note for note in notes(done.folder))
    named = draft(None, [book(tmp_path, "化肥", [["乡镇", "化肥用量（吨）"], *TOWNS])], tmp_path / "named", "青岚县")
    assert preparing.load_catalogue(named.folder).county.name == "青岚县"
    assert preparing.load_catalogue(named.folder).form("F01").title == "化肥"
    assert not any("organisations.csv C00" in note for note in notes(named.folder))


def test_what_one_form_names_the_next_one_knows(tmp_path: Path) -> None:
    first = book(tmp_path, "一", [["青岚县甲月报表"], ["乡镇", "粮食产量（吨）", "用水量（吨）"], *TOWNS])
    second = book(tmp_path, "二", [["青岚县乙月报表"], ["指标", "单位", "本月"], ["粮食产量", "吨"], ["用水量", "立方米"]])
    done = draft(None, [first, second], tmp_path / "county")
    assert lines(done, "indicators.csv", "code", "name", "unit") == [
        ("I01", "粮食产量", "吨"),
        ("I02", "用水量", "吨"),
        ("I03", "用水量按立方米", "立方米"),
    ]
    assert lines(done, "indicator_aliases.csv", "alias", "code", "form") == [("用水量", "I03", "F02")]
    assert rows_of(done, "F02") == {"I01": ["current"], "I03": ["current"]}
    assert len(lines(done, "organisations.csv", "code")) == 5
    assert [(form.asked, form.right) for form in done.forms] == [(8, 8), (2, 2)]
    preparing.load_catalogue(done.folder)


# --- words ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("累计完成投资（万元）", MeasuredName("投资", "万元", None)),
        ("其中：竹木加工产值（万元）", MeasuredName("竹木加工产值", "万元")),
        ("户籍人口（不含暂住）", MeasuredName("户籍人口(不含暂住)")),
        ("出圃苗木（丛）", MeasuredName("出圃苗木", "丛", None, bracket=True)),
        ("人口自然增长率（‰）", MeasuredName("人口自然增长率", "‰")),
    ],
)
def test_a_name_is_taken_apart(catalogue: Catalogue, text: str, expected: MeasuredName) -> None:
    found = measured(text, catalogue)
    assert (found.name, found.unit, found.bracket) == (expected.name, expected.unit, expected.bracket)


def test_what_titles_and_names_tell() -> None:
    assert county_in(["各乡镇情况表", "青岚县农业月报表"]) == ("青岚县", "青岚县农业月报表")
    assert county_in(["全县农业月报表", "松坪镇月报表"]) is None
    assert frequency_in(["青岚县半年报", "2026年  月"]) == ("half", "青岚县半年报")
    assert frequency_in(["农业情况表"]) is None
    assert title_in(["2026年  月", "青岚县____年__月农业情况表"]) == "青岚县农业情况表"
    assert [kind_of_indicator(*words, at_end=False) for words in (("优良率", ""), ("存栏", "头"), ("产量", "吨"), ("增幅", "%"))] == [
        "ratio",
        "stock",
        "flow",
        "ratio",
    ]


def test_villages_stand_below_the_town_that_reports(tmp_path: Path) -> None:
    rows = [["村级经济月报表"], ["填报单位：白渡镇"], ["村名", "经营收入（万元）"], ["上坪村"], ["下坪村"], ["合计"]]
    done = drafted(tmp_path, rows)
    assert lines(done, "organisations.csv", "code", "kind", "parent") == [
        ("C00", "county", ""),
        ("T01", "town", "C00"),
        ("V01", "village", "T01"),
        ("V02", "village", "T01"),
    ]
    assert sum("assumed parent=T01" in note for note in notes(done.folder)) == 2
    assert [(form.asked, form.right) for form in done.forms] == [(2, 2)]


def test_several_tables_of_a_file_and_forms_that_are_documents(tmp_path: Path) -> None:
    two = Workbook()
    first = two.active
    assert first is not None
    first.title = "表一"
    for row in (["青岚县水利月报表"], ["指标名称", "计量单位", "本月", "本年累计"], ["新建渠道", "公里"], ["完成投资", "万元"]):
        first.append(row)
    second = two.create_sheet("表二")
    for row in (["青岚县抗旱月报表"], ["乡镇", "受旱面积（亩）"], *TOWNS):
        second.append(row)
    two.save(tmp_path / "两表.xlsx")
    text = Document()
    text.add_paragraph("青岚县医疗服务季报表")
    table = text.add_table(2, 4)
    for index, row in enumerate((["指标名称", "计量单位", "本季", "累计"], ["门诊人次", "人次", "", ""])):
        for column, value in enumerate(row):
            table.cell(index, column).text = value
    text.save(str(tmp_path / "医疗.docx"))
    done = draft(None, [tmp_path / "两表.xlsx", tmp_path / "医疗.docx"], tmp_path / "county")
    assert [(form.title, form.asked, form.right) for form in done.forms] == [
        ("青岚县水利月报表", 4, 4),
        ("青岚县抗旱月报表", 4, 4),
        ("青岚县医疗服务季报表", 2, 2),
    ]
    assert rows_of(done, "F03") == {"I04": ["current", "cumulative"]}
    origins = {line.entry: line.origin for line in done.drafted if line.file == "indicators.csv"}
    assert origins == {
        "I01": "两表.xlsx, 表一!A3",
        "I02": "两表.xlsx, 表一!A4",
        "I03": "两表.xlsx, 表二!B2",
        "I04": "医疗.docx, 表1!A2",
    }
