"""Tables set apart by spaces alone: read where it is clear what stands under what, else pointed out and left as text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huizong.reading import read_bytes
from huizong.reading.text.aligned import Piece, find_regions, part_serials, pieces
from tests.unit.reading.pdf.small_pdf import pdf

TITLE = "各乡镇税收收入（2026年6月）"


def read(*lines: str):
    (document,) = read_bytes("\n".join(lines).encode("gb18030"), "税收.txt")
    return document


def values(sheet):
    return {place: cell.value for place, cell in sheet.cells.items()}


def test_a_text_that_is_one_table_is_a_sheet_of_its_lines():
    document = read(
        TITLE, "填报单位：税务局          单位：万元", "", "乡镇      本月      累计", "石桥镇    1,234.5    20", "  柳湾镇      2    3"
    )
    (sheet,) = document.sheets
    assert (sheet.layout, document.paragraphs) == ("delimited", ())
    assert sheet.place(5, 2).endswith("5:2")
    assert values(sheet) == {
        (1, 1): TITLE, (2, 1): "填报单位：税务局", (2, 2): "单位：万元",
        (4, 1): "乡镇", (4, 2): "本月", (4, 3): "累计",
        (5, 1): "石桥镇", (5, 2): "1,234.5", (5, 3): Decimal(20),
        (6, 1): "  柳湾镇", (6, 2): Decimal(2), (6, 3): Decimal(3),
    }  # fmt: skip


def test_a_missing_value_leaves_the_others_under_their_headers():
    document = read("乡镇        本月        累计", "石桥镇      12.5        20", "柳湾镇                  3", "云岭乡      4           5")
    assert values(document.sheets[0]) == {
        (1, 1): "乡镇", (1, 2): "本月", (1, 3): "累计",
        (2, 1): "石桥镇", (2, 2): Decimal("12.5"), (2, 3): Decimal(20),
        (3, 1): "柳湾镇", (3, 3): Decimal(3),
        (4, 1): "云岭乡", (4, 2): Decimal(4), (4, 3): Decimal(5),
    }  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        # what stands in between could belong to either column
        ("乡镇    本月    累计", "石桥镇    12    20", "柳湾镇       3", "云岭乡    4    5"),
        # where one of two captions ends nothing says
        ("          产值              税收", "乡镇      本月      累计      本月      累计", "石桥镇    1         2         3         4"),
    ],
)
def test_what_is_not_clear_stays_text_and_is_pointed_out(lines):
    document = read("说明。", *lines)
    assert document.sheets == ()
    assert [paragraph.text for paragraph in document.paragraphs] == ["说明。", *lines]
    assert [(f.rule, f.place) for f in document.findings if f.rule == "outside-table"] == [
        ("outside-table", f"第2行至第{len(lines) + 1}行")
    ]


def test_prose_with_a_table_in_it_keeps_both():
    prose = "上半年全县税收收入完成3.2亿元，增长5.1%。"
    document = read(prose, TITLE, "乡镇      累计", "石桥镇    12", "柳湾镇    3", "下一步继续努力。")
    (sheet,) = document.sheets
    assert (sheet.layout, sheet.after_paragraph) == ("table", 2)
    assert values(sheet) == {
        (1, 1): "乡镇", (1, 2): "累计", (2, 1): "石桥镇", (2, 2): Decimal(12), (3, 1): "柳湾镇", (3, 2): Decimal(3),
    }  # fmt: skip
    assert [(p.number, p.text) for p in document.paragraphs] == [(1, prose), (2, TITLE), (6, "下一步继续努力。")]


def test_gaps_in_prose_are_no_table():
    document = read("一、基本情况", "    今年完成产值12亿元，  增长5%。", "1.  农业稳定。", "2.  工业增长。")
    assert (document.sheets, len(document.paragraphs)) == ((), 4)


def test_a_table_without_rules_in_a_pdf():
    words = [
        (50, 340, b"Report 2026"), (50, 300, b"town"), (150, 300, b"month"), (250, 300, b"total"),
        (50, 285, b"north"), (150, 285, b"12.5"), (250, 285, b"20"), (50, 270, b"south"), (252, 270, b"3"),
        (50, 255, b"sum"), (150, 255, b"12.5"), (250, 255, b"23"), (50, 200, b"after"),
    ]  # fmt: skip
    (document,) = read_bytes(pdf(b"".join(b"BT /F 10 Tf %d %d Td (%s) Tj ET\n" % word for word in words)), "a.pdf")
    (sheet,) = document.sheets
    assert [p.text for p in document.paragraphs] == ["Report 2026", "after"]
    assert values(sheet) == {
        (1, 1): "town", (1, 2): "month", (1, 3): "total", (2, 1): "north", (2, 2): Decimal("12.5"), (2, 3): Decimal(20),
        (3, 1): "south", (3, 3): Decimal(3), (4, 1): "sum", (4, 2): Decimal("12.5"), (4, 3): Decimal(23),
    }  # fmt: skip


def drawn(*rows):
    """A page of texts in Latin letters: the height of each line, and its texts with their places."""
    words = [(x, y, text.encode()) for y, *texts in rows for x, text in texts]
    return read_bytes(pdf(b"".join(b"BT /F 10 Tf %d %d Td (%s) Tj ET\n" % word for word in words)), "a.pdf")[0]


HEAD = (360, (50, "town"), (200, "month"), (300, "total"))


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        # a name of two lines: its values beside the first, beside the second
        (
            [(330, (50, "alpha"), (200, "1"), (300, "2")), (319, (50, "lower")), (290, (50, "beta"), (200, "3"), (300, "4"))],
            ["alphalower", "beta"],
        ),
        (
            [(330, (50, "alpha"), (200, "1"), (300, "2")), (301, (50, "upper")), (290, (50, "beta"), (200, "3"), (300, "4"))],
            ["alpha", "upperbeta"],
        ),
        # its values half-way up
        (
            [
                (336, (50, "alpha")),
                (330, (200, "1"), (300, "2")),
                (324, (50, "lower")),
                (290, (50, "beta"), (200, "3"), (300, "4")),
            ],
            ["alphalower", "beta"],
        ),
        # the last name of the table
        (
            [
                (330, (50, "alpha"), (200, "1"), (300, "2")),
                (300, (50, "beta"), (200, "3"), (300, "4")),
                (289, (50, "more")),
            ],
            ["alpha", "betamore"],
        ),
    ],
)
def test_a_name_that_takes_two_lines_of_a_pdf_is_one(rows, names):
    (sheet,) = drawn(HEAD, *rows).sheets
    assert [cell.text for (_, column), cell in sheet.cells.items() if column == 1] == ["town", *names]
    assert [cell.value for (row, column), cell in sheet.cells.items() if column > 1 and row > 1] == [Decimal(n) for n in (1, 2, 3, 4)]


@pytest.mark.parametrize("lone", [(316, (50, "section")), (316, (120, "aside"))])
def test_a_line_as_far_from_its_neighbours_as_rows_are_stays_one_of_its_own(lone):
    rows = [
        (330, (50, "alpha"), (200, "1"), (300, "2")),
        lone,
        (302, (50, "beta"), (200, "3"), (300, "4")),
        (288, (50, "gamma"), (200, "5"), (300, "6")),
    ]
    (sheet,) = drawn(HEAD, *rows).sheets
    assert [cell.text for (_, column), cell in sheet.cells.items() if column == 1] == ["town", "alpha", lone[1][1], "beta", "gamma"]


def line(*pieces):
    """A line of a page: text, and where it starts and ends."""
    return [Piece(start, end, text) for text, start, end in pieces]


HEADS = line(("指标", 50, 90), ("本月", 200, 220), ("累计", 300, 320), ("上年同期", 400, 440))


def columns(*rows):
    regions = find_regions([HEADS, *rows])
    return [region.columns and region.places[1:] for region in regions]


def test_rows_of_which_none_is_full_are_read_by_what_stands_below_what():
    rows = (
        line(("甲", 50, 60), ("12.5", 250, 280), ("3", 372, 380)),
        line(("乙", 50, 60), ("120.5", 340, 380), ("7", 472, 480)),
        line(("丙", 50, 60), ("4.5", 256, 280), ("88", 464, 480)),
    )
    assert columns(*rows) == [((0, 1, 2), (0, 2, 3), (0, 1, 3))]


def test_columns_that_are_empty_in_every_row_are_told_where_each_other_stands_under_its_head():
    rows = (line(("甲", 50, 60), ("12.5", 210, 240), ("3", 420, 425)), line(("乙", 50, 60), ("1", 210, 215), ("71", 420, 432)))
    assert columns(*rows) == [((0, 1, 3), (0, 1, 3))]


@pytest.mark.parametrize(
    "rows",
    [
        # a column that is empty in every row: of three heads for two columns nothing says which
        (line(("甲", 50, 60), ("12.5", 250, 280)), line(("乙", 50, 60), ("120.5", 340, 380)), line(("丙", 50, 60), ("4", 270, 280))),
        # 累计 is empty, and a dash of 本月 stands left of its numbers: four columns in all, and not those of the heads
        (line(("甲", 50, 60), ("-", 202, 206), ("3", 472, 480)), line(("乙", 50, 60), ("12.5", 250, 280), ("7", 472, 480))),
        # a number that reaches under two heads
        (line(("甲", 50, 60), ("1234567890", 250, 330), ("3", 372, 380)), line(("乙", 50, 60), ("5", 372, 380), ("7", 472, 480))),
    ],
)
def test_rows_whose_columns_are_not_clear_stay_text(rows):
    assert columns(*rows) == [None]


def test_numbers_of_rows_that_touch_their_names_are_parted_where_they_count_the_rows():
    head = line(("序号", 50, 70), ("指标", 90, 110), ("本月", 200, 220))
    rows = [line(("1税收收入", 80, 130), ("5", 250, 260)), line(("2产值", 80, 110), ("7", 250, 260))]
    parted = part_serials([head, *rows])
    assert [[piece.text for piece in row] for row in parted[1:]] == [["1", "税收收入", "5"], ["2", "产值", "7"]]
    assert parted[1][0].end == parted[1][1].start
    others = [line(("3税收收入", 80, 130), ("5", 250, 260)), line(("7产值", 80, 110), ("7", 250, 260))]
    assert part_serials([head, *others]) == [head, *others]
    assert part_serials([HEADS, *rows]) == [HEADS, *rows]


def test_a_row_without_its_values_does_not_end_a_table():
    rows = [
        line(("指标", 50, 70), ("单位", 200, 220), ("本月", 300, 320)),
        line(("工业", 50, 70), ("万元", 200, 220), ("5", 310, 320)),
        line(("投资", 50, 70), ("万元", 200, 220)),
        line(("税收", 50, 70), ("万元", 200, 220), ("7", 310, 320)),
    ]
    (region,) = find_regions(rows)
    assert (region.first, region.last, region.places) == (0, 3, ((0, 1, 2), (0, 1, 2), (0, 1), (0, 1, 2)))
    rows[2] = line(("县区", 50, 70), ("当月", 310, 330))  # stands over other columns: the head of another table
    assert len(find_regions(rows)) == 2


def test_a_red_number_of_a_page_without_rules_may_be_one_below_zero():
    words = [(50, 340, b"town"), (150, 340, b"month"), (50, 325, b"north"), (50, 310, b"south"), (150, 310, b"7")]
    black = b"".join(b"BT /F 10 Tf %d %d Td (%s) Tj ET\n" % word for word in words)
    (document,) = read_bytes(pdf(black + b"1 0 0 rg BT /F 10 Tf 150 325 Td (12.5) Tj ET\n"), "a.pdf")
    (sheet,) = document.sheets
    assert (sheet.cells[2, 2].look.kind, sheet.cells[3, 2].look) == ("red", None)


def test_a_heading_between_the_head_and_the_first_row_leaves_the_head_over_them():
    lines = [pieces(line) for line in ("乡镇      本月    累计", "一、镇", "石桥镇    3.6     19", "柳湾镇    5.6     31")]
    (region,) = find_regions(lines)
    assert region.places == ((0, 1, 2), (0,), (0, 1, 2), (0, 1, 2))


def test_rows_of_which_none_is_full_and_one_has_no_value():
    document = read(
        TITLE,
        "",
        "乡镇        单位    本月      累计      计划",
        "石桥镇      万元    1,234.5   20",
        "东风乡      万元",
        "柳湾镇      万元              3         9",
        "- 1 -",
    )
    (sheet,) = document.sheets
    found = values(sheet)
    assert {place: value for place, value in found.items() if 4 <= place[0] <= 6} == {
        (4, 1): "石桥镇", (4, 2): "万元", (4, 3): "1,234.5", (4, 4): Decimal(20),
        (5, 1): "东风乡", (5, 2): "万元",
        (6, 1): "柳湾镇", (6, 2): "万元", (6, 4): Decimal(3), (6, 5): Decimal(9),
    }  # fmt: skip


def test_ragged_rows_under_heads_of_two_lines_with_captions_between_them():
    document = read(
        TITLE,
        "",
        "乡镇        单位    本月      累计      年度",
        "                                        计划",
        "一、平原",
        "石桥镇      万元    1,234.5   20",
        "二、山区",
        "柳湾镇      万元              3         9",
        "1 / 2",
    )
    (sheet,) = document.sheets
    found = values(sheet)
    assert {place: value for place, value in found.items() if 3 <= place[0] <= 8} == {
        (3, 1): "乡镇", (3, 2): "单位", (3, 3): "本月", (3, 4): "累计", (3, 5): "年度", (4, 5): f"{'计划':>42}",
        (5, 1): "一、平原",
        (6, 1): "石桥镇", (6, 2): "万元", (6, 3): "1,234.5", (6, 4): Decimal(20),
        (7, 1): "二、山区",
        (8, 1): "柳湾镇", (8, 2): "万元", (8, 4): Decimal(3), (8, 5): Decimal(9),
    }  # fmt: skip
