"""Whole files in the formats in which they come: where they declare, how they go on, what they are not."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook

from huizong.reading import read_bytes
from tests.unit.reading.conftest import zipped
from tests.unit.reading.documents.word_parts import docx as packed
from tests.unit.reading.documents.word_parts import run
from tests.unit.recognising.county import TITLE, drafts, rules, told

HEADER = ["指标", "单位", "本月", "累计"]
ROWS = [
    ["规模以上工业总产值", "万元", 10, 60],
    ["固定资产投资", "万元", 8, 41],
    ["一般公共预算收入", "万元", 4, 24],
    ["税收收入", "万元", 3, 18],
    ["生猪出栏", "头", 23, 134],
]
FORM = "主要经济指标月报表"
STRANGER = "organisation-mismatch"
ASKED = [["问卷对象", "人数"], *[[f"第{number}类", number] for number in range(1, 30)], ["低保户数", 2]]


def line(text):
    return f"<w:p>{run(text)}</w:p>"


def grid(rows):
    return (
        "<w:tbl>"
        + "".join(
            "<w:tr>" + "".join(f"<w:tc>{cell if str(cell).startswith('<w') else line(cell)}</w:tc>" for cell in row) + "</w:tr>"
            for row in rows
        )
        + "</w:tbl>"
    )


def word(body, **parts):
    return packed(zipped, body, **parts), "月报.docx"


def page(body):
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode(), "月报.html"


def cells(rows):
    return "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"


def text(rows):
    return "".join(",".join(map(str, row)) + "\n" for row in rows).encode(), "月报.csv"


def book(**sheets):
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    written = BytesIO()
    workbook.save(written)
    return written.getvalue(), "月报.xlsx"


def of(catalogue, file, reporter="T1"):
    data, name = file
    return drafts(catalogue, *read_bytes(data, name), reporter=reporter)


def files(name):
    """The form in every shape that names its reporter outside the table's title."""
    rows = [HEADER, *ROWS]
    return {
        "page header": word(line(TITLE) + grid(rows), header=line(f"填报单位：{name}")),
        "page footer": word(line(TITLE) + grid(rows), footer=line(f"填报单位：{name}　第1页")),
        "outer cell": word(grid([[line(FORM) + line(f"填报单位：{name}") + line("2026年6月") + grid(rows) + line("")]])),
        "layout table": word(grid([["填报乡镇", name], ["报告期", "2026年6月"]]) + line("") + line(FORM) + grid(rows)),
        "signature": word(line(TITLE) + grid(rows) + line(f"{name}人民政府") + line("2026年7月3日")),
        "outer cell of a page": page(cells([[f"<b>{FORM}</b><br>单位（盖章）：{name}<br>2026年6月"], [cells(rows)]])),
        "field of a text": text([[TITLE], ["填报单位", name], *rows]),
        "seal in a text": text([[TITLE], [f"单位（盖章）：{name}", "", "2026年6月30日"], *rows]),
        "below": text([[TITLE], *rows, [f"填报单位：{name}", "填报人：王某", "2026年7月3日"]]),
        "cover": book(封面=[["明川县统计报表"], [FORM], [f"填报单位：{name}"], ["2026年6月"]], 数据=[[FORM], *rows]),
        "panel": book(表=[[TITLE], [*HEADER, None, None, "填报单位", name], *ROWS]),
    }


@pytest.mark.parametrize("where", files("石桥镇"))
def test_whoever_is_declared_anywhere_reports(catalogue, where):
    (own,) = of(catalogue, files("石桥镇")[where], None if where != "panel" else "T1")
    assert (own.reporter, own.form, own.period, rules(own)) == ("T1", "FM", "2026-06", set())
    assert len(told(own)) == 10
    (other,) = of(catalogue, files("柳湾镇")[where])
    assert {rule for rule, _ in rules(other)} == {STRANGER}
    assert {value for *_, value, _ in told(other)} == {"held"}


@pytest.mark.parametrize(
    "file",
    [
        book(
            说明=[["填报单位：填写乡镇全称并加盖公章"], ["报告期：填写年月，如2026年1月"], ["单位负责人：签字"]],
            数据=[[TITLE], ["填报单位：石桥镇"], HEADER, *ROWS],
        ),
        word(line(TITLE) + grid([HEADER, *ROWS]) + line("石桥镇人民政府") + line("2026年7月3日") + line("抄送：柳湾镇人民政府")),
        word(
            line("关于报送6月份经济数据的函")
            + line("明川县统计局：")
            + line("请查收。")
            + grid([HEADER, *ROWS])
            + line("石桥镇")
            + line("2026年7月3日")
        ),
        book(
            工业=[["一、工业和投资"], HEADER, *ROWS[:2]],
            财政=[["二、财政"], HEADER, *ROWS[2:]],
            封面=[[FORM], ["单位：石桥镇"], ["2026年6月"]],
        ),
        book(
            表=[[TITLE], ["填报单位：石桥镇"], HEADER, *ROWS[:2]],
            财政=[["财政和农业部分"], HEADER[:1] + HEADER[:0:-1], *[[r[0], *r[:0:-1]] for r in ROWS[2:]]],
        ),
        word(line(TITLE) + line("一、工业和投资") + grid([HEADER, *ROWS[:2]]) + line("二、其他") + grid([HEADER, *ROWS[2:]])),
        text([[TITLE], ["一、工业和投资"], HEADER, *ROWS[:2], [], ["二、其他"], HEADER, *ROWS[2:]]),
        page(f"<h1>{TITLE}</h1><h2>一、工业和投资</h2>{cells([HEADER, *ROWS[:2]])}<h2>二、其他</h2>{cells([HEADER, *ROWS[2:]])}"),
    ],
)
def test_good_forms_in_parts_and_with_much_around_them(catalogue, file):
    (found,) = of(catalogue, file)
    assert (found.form, found.period, rules(found)) == ("FM", "2026-06", set())
    assert {(code, basis, value) for _, code, _, basis, value, _ in told(found)} == {
        (code, basis, str(value))
        for code, row in zip(("I1", "I2", "I3", "I4", "I6"), ROWS, strict=True)
        for basis, value in (("current", row[2]), ("cumulative", row[3]))
    }


def test_villages_that_share_a_name_are_the_towns_own(catalogue):
    pages = {
        name: [["2026年6月各村低保情况"], [f"填报单位：{name}"], ["指标", "低保户数（户）"], ["本月", 3]] for name in ("上湾村", "下湾村")
    }
    (found,) = of(catalogue, book(**pages))
    assert {who for who, *_ in told(found)} == {"V11", "V12"}


@pytest.mark.parametrize(
    "file",
    [
        word(line("困难群众需求调查问卷") + grid(ASKED)),
        page("<h1>困难群众需求调查问卷</h1>" + cells(ASKED)),
        text([["困难群众需求调查问卷"], *ASKED]),
        book(问卷=[["困难群众需求调查问卷"], *ASKED]),
        (book(Sheet1=[["困难群众需求调查问卷"], *ASKED])[0], f"石桥镇2026年6月{FORM}.xlsx"),
    ],
)
def test_a_questionnaire_is_no_form_in_any_format(catalogue, file):
    (found,) = of(catalogue, file)
    assert (found.kind, found.form, [finding.rule for finding in found.findings if finding.rule != "encoding-assumed"]) == (
        "table",
        None,
        ["form-unknown"],
    )


def test_a_table_beside_a_form_measures_what_its_own_title_says(catalogue):
    taxes = [["2026年6月各乡镇税收收入"], ["乡镇", "累计（万元）"], ["石桥镇", 3]]
    invested = [["2026年6月各乡镇固定资产投资"], ["乡镇", "累计（万元）"], ["石桥镇", 9]]
    found = of(catalogue, book(税收=taxes, 投资=invested), "B2")
    assert {(code, value) for each in found for _, code, _, _, value, _ in told(each)} == {("I4", "3"), ("I2", "9")}


def parts(rows, over):
    top = [[over]] if over else []
    return {
        "sheets": book(一=[[TITLE], ["填报单位：石桥镇"], HEADER, *ROWS[:2]], 二=[*top, *rows]),
        "text": word(line(TITLE) + line("填报单位：石桥镇") + grid([HEADER, *ROWS[:2]]) + line(over) + grid(rows)),
        "page": page(f"<h1>{TITLE}</h1><p>填报单位：石桥镇</p>{cells([HEADER, *ROWS[:2]])}<p>{over}</p>{cells(rows)}"),
    }


@pytest.mark.parametrize("over", ["", "续表", "明川县主要经济指标月报表（续）", "第2页"])
@pytest.mark.parametrize("kind", ["sheets", "text", "page"])
def test_a_next_page_without_a_header_goes_on_under_the_one_before(catalogue, kind, over):
    (found,) = of(catalogue, parts(ROWS[2:], over)[kind])
    assert (found.form, found.period, {rule for rule, _ in rules(found)}) == ("FM", "2026-06", {"header-inherited"})
    assert {(code, basis, value) for _, code, _, basis, value, _ in told(found)} == {
        (code, basis, str(value))
        for code, row in zip(("I1", "I2", "I3", "I4", "I6"), ROWS, strict=True)
        for basis, value in zip(("current", "cumulative"), row[2:], strict=True)
    }


@pytest.mark.parametrize(
    "rows",
    [
        [[name, value, unit, more] for name, unit, value, more in ROWS[2:]],  # other columns
        [[*row, 5] for row in ROWS[2:]],  # one column more
        [["附：上年数"], *ROWS[2:]],  # a title of its own
    ],
)
@pytest.mark.parametrize("kind", ["sheets", "text", "page"])
def test_what_does_not_line_up_inherits_nothing(catalogue, kind, rows):
    (found,) = of(catalogue, parts(rows, "")[kind])
    assert "header-inherited" not in {rule for rule, _ in rules(found)}
    assert {value for *_, value, _ in told(found)} <= {"10", "60", "8", "41", "held"}


@pytest.mark.parametrize("header", ["石桥镇 2026年6月", "石桥镇人民政府　2026年6月"])
def test_a_page_header_without_a_label_says_whose_report_it_is_and_of_when(catalogue, header):
    form = grid([HEADER, *ROWS])
    (found,) = of(catalogue, word(line(FORM) + form, header=line(header)), None)
    assert (found.reporter, found.form, found.period, rules(found)) == ("T1", "FM", "2026-06", {("period-assumed", "")})
    (other,) = of(catalogue, word(line(TITLE) + form, header=line(header)), "T2")
    assert STRANGER in {rule for rule, _ in rules(other)}
    # The header of last month's file stays in it: a title that says a month holds.
    (stale,) = of(catalogue, word(line(TITLE) + form, header=line(header.replace("6月", "5月"))))
    assert (stale.period, rules(stale)) == ("2026-06", set())


@pytest.mark.parametrize(
    ("inner", "asked"),
    [(grid([[4]]) + "<w:p/>", set()), (grid([[4], [24]]) + "<w:p/>", {("value-unreadable", "表1!C4")})],
)
def test_numbers_of_a_table_inside_a_cell_are_that_cells_and_never_send_the_file_back(catalogue, inner, asked):
    rows = [list(row) for row in (HEADER, *ROWS)]
    rows[3][2] = "<w:p/>" + inner
    (found,) = of(catalogue, word(line(TITLE) + grid(rows)))
    assert (found.form, rules(found)) == ("FM", asked)
    assert len([value for *_, value, _ in told(found) if value not in ("held", "blank")]) == 10 - len(asked)


def test_numbers_of_a_table_inside_a_cell_of_a_page_are_that_cells(catalogue):
    rows = [list(row) for row in (HEADER, *ROWS)]
    rows[3][2] = cells([[4, 24]])
    (found,) = of(catalogue, page(f"<p>{TITLE}</p>{cells(rows)}"))
    assert (found.form, rules(found)) == ("FM", {("value-unreadable", "表1!C4")})
    rows[3][2] = f"1{cells([[50]])}"
    (found,) = of(catalogue, page(f"<p>{TITLE}</p>{cells(rows)}"))
    assert ("value-unreadable", "表1!C4") in rules(found)
