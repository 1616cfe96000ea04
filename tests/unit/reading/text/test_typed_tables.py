"""Tables that a text has as paragraphs, with tabs or spaces between their cells."""

from __future__ import annotations

from decimal import Decimal

from huizong.model import Paragraph, Sheet
from huizong.reading.size_limits import DEFAULT_LIMITS
from huizong.reading.text.typed_tables import read_typed


def read(*lines, sheets=()):
    return read_typed([Paragraph(number, text) for number, text in enumerate(lines, start=1)], sheets, DEFAULT_LIMITS)


def values(sheet):
    return {place: cell.value for place, cell in sheet.cells.items()}


def test_lines_with_as_many_tabs_are_rows():
    paragraphs, (sheet,) = read(
        "月报表", "填报单位：石桥镇\t2026年6月", "指标\t本月\t累计", "税收收入\t\t18", "二、投资", "固定资产投资\t3\t64", "注：快报数"
    )
    assert [p.number for p in paragraphs] == [1, 2, 7]
    assert (sheet.name, sheet.layout, sheet.after_paragraph) == ("表1", "table", 2)
    assert values(sheet) == {
        (1, 1): "指标", (1, 2): "本月", (1, 3): "累计",
        (2, 1): "税收收入", (2, 3): Decimal(18),
        (3, 1): "二、投资",
        (4, 1): "固定资产投资", (4, 2): Decimal(3), (4, 3): Decimal(64),
    }  # fmt: skip


def test_several_tabs_or_spaces_between_two_cells_where_no_cell_is_missing():
    _, (sheet,) = read("指标\t\t本月\t累计", "税收收入\t2\t18", "固定资产投资    3\t\t64")
    assert values(sheet)[3, 3] == 64
    paragraphs, sheets = read("指标\t\t本月\t累计", "税收收入\t18", "固定资产投资\t3\t64")
    assert (len(paragraphs), sheets) == (3, ())  # under which head 18 stands nobody can tell


def test_contents_and_lines_of_signatures_are_no_tables():
    for lines in (
        ["目录", "一、概况\t1", "二、投资\t12"],
        ["负责人：张平\t填报人：李云", "联系电话\t0"],
        ["截至6月底，  新建厂房3座。", "收入\t5"],
    ):
        assert read(*lines)[1] == ()


def test_a_typed_table_stands_among_the_documents_own_in_their_order():
    own = [Sheet("表1", {}, "table", after_paragraph=0), Sheet("表2", {}, "table", after_paragraph=4)]
    _, sheets = read("指标\t累计", "税收收入\t18", "", "完", sheets=own)
    assert [sheet.name for sheet in sheets] == ["表1", "表3", "表2"]
    _, sheets = read("指标\t累计", "税收收入\t18", sheets=[Sheet("表1", {}, "table", after_paragraph=1)])
    assert [sheet.name for sheet in sheets] == ["表1"]  # a table stands between the head and the row


def test_a_heading_between_the_head_and_the_first_row():
    _, (sheet,) = read("乡镇\t累计", "一、镇", "石桥镇\t19")
    assert values(sheet) == {(1, 1): "乡镇", (1, 2): "累计", (2, 1): "一、镇", (3, 1): "石桥镇", (3, 2): Decimal(19)}


def test_a_table_in_one_paragraph_with_its_rows_on_lines_of_their_own():
    own = [Sheet("表1", {}, "table", after_paragraph=2)]
    paragraphs, sheets = read("甲", "月报表\n指标\t累计\n税收收入\t18\n固定资产投资\t64\n完", "乙", sheets=own)
    assert [(p.number, p.text) for p in paragraphs] == [(1, "甲"), (2, "月报表"), (6, "完"), (7, "乙")]
    assert [(sheet.name, sheet.after_paragraph) for sheet in sheets] == [("表2", 2), ("表1", 6)]
    assert values(sheets[0])[3, 2] == 64
