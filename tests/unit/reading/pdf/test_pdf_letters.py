"""A page of a PDF is what a person sees of it: Helvetica, whose digits are 0.556 of their size wide, in cells of 100 points."""

from __future__ import annotations

import pytest

from huizong.model import Look
from huizong.reading import read_bytes
from tests.unit.reading.pdf.small_pdf import pdf

RULES = b"".join(
    b"%d %d m %d %d l S\n" % line for line in [(50, y, 350, y) for y in (300, 270, 240)] + [(x, 240, x, 300) for x in (50, 150, 250, 350)]
)


def put(x, y, text, before="", size=10):
    return f"BT /F {size} Tf {before} {x} {y} Td ({text}) Tj ET\n".encode()


def row(*contents):
    """The texts and looks of the three cells of the first row; the second one holds plain numbers."""
    second = put(60, 250, "7") + put(160, 250, "8") + put(260, 250, "9")
    (document,) = read_bytes(pdf(RULES + b"".join(contents) + second), "a.pdf")
    assert document.refusal is None
    (sheet,) = document.sheets
    assert [sheet.cells[2, column].text for column in (1, 2, 3)] == ["7", "8", "9"]
    return [(sheet.cells[1, column].text, sheet.cells[1, column].look) if (1, column) in sheet.cells else None for column in (1, 2, 3)]


A = put(60, 280, "a")
SEEN = {
    "raised by its place": (put(160, 280, "150") + put(177, 284, "2", size=6), "150²", None),
    "raised by its rise": (b"BT /F 10 Tf 160 280 Td (150) Tj /F 6 Tf 4 Ts (12) Tj ET\n", "150¹²", None),
    "raised before the number": (put(160, 284, "2", size=6) + put(164, 280, "150"), "²150", None),
    "lowered": (put(160, 280, "CO") + put(175, 278, "2", size=6), "CO₂", None),
    "small and on the line": (put(160, 280, "150") + put(177, 280, ".5", size=8), "150.5", None),
    "drawn twice": (put(160, 280, "20") * 2, "20", None),
    "drawn twice for boldness": (put(160, 280, "20") + put(160.3, 280, "20"), "20", None),
    "with a shadow": (put(160.8, 279.2, "20", before="0.7 g") + put(160, 280, "20", before="0 g"), "20", None),
    "two digits alike": (put(160, 280, "2200"), "2200", None),
    "crossed out": (put(160, 280, "168") + b"158 283 m 179 283 l S\n", "168", Look("struck", "〔划掉：168〕")),
    "replaced": (put(160, 280, "168") + b"160 283 17 0.8 re f\n" + put(185, 280, "150"), "150", Look("part", "〔划掉：168〕150")),
    "underlined": (put(160, 280, "168") + b"160 278.5 m 177 278.5 l S\n", "168", None),
    "invisible": (put(160, 280, "9", before="3 Tr") + b"0 Tr\n" + put(170, 280, "150"), "150", Look("part", "〔隐藏：9〕150")),
    "white": (put(160, 280, "9", before="1 g") + put(170, 280, "150", before="0 g"), "150", Look("part", "〔与底色同色：9〕150")),
    "all white": (put(160, 280, "150", before="1 1 1 rg") + b"0 g\n", "150", Look("unseen", "〔与底色同色：150〕")),
    "all red": (put(160, 280, "5.3", before="1 0 0 rg") + b"0 g\n", "5.3", Look("red", "5.3")),
    "red with a minus": (put(160, 280, "-5.3", before="1 0 0 rg") + b"0 g\n", "-5.3", None),
    "one digit red": (put(160, 280, "5", before="1 0 0 rg") + b"0 g\n" + put(165.6, 280, ".3"), "5.3", None),
    "white on blue": (b"0 0 1 rg 151 271 98 28 re f\n" + put(160, 280, "150", before="1 g") + b"0 g\n", "150", None),
    "painted over": (
        put(160, 280, "168") + b"1 g 158 278 22 12 re f 0 g\n" + put(185, 280, "150"),
        "150",
        Look("part", "〔与底色同色：168〕150"),
    ),
    "a watermark": (b"BT /F 40 Tf 0.7 0.7 -0.7 0.7 165 272 Tm (3) Tj ET\n" + put(210, 280, "150"), "150", Look("part", "〔隐藏：3〕150")),
    "kerned": (b"BT /F 10 Tf 160 280 Td [(1) -60 (204) 40 (.) -70 (5)] TJ ET\n", "1204.5", None),
    "set wide": (b"BT /F 10 Tf 2.2 Tc 160 280 Td (1204) Tj ET 0 Tc\n", "1204", None),
    "two numbers without a space": (put(160, 280, "12") + put(173.4, 280, "34"), "12 34", None),
    "running upwards": (b"BT /F 10 Tf 0 1 -1 0 205 272 Tm (15.2) Tj ET\n", "15.2", None),
    "running downwards": (b"BT /F 10 Tf 0 -1 1 0 205 298 Tm (15.2) Tj ET\n", "15.2", None),
    "upside down": (b"BT /F 10 Tf -1 0 0 -1 220 290 Tm (15.2) Tj ET\n", "15.2", None),
    "mirrored": (b"BT /F 10 Tf -1 0 0 1 220 280 Tm (15) Tj ET\n", "\ufffd\ufffd", None),
    "set with an upright glyph of a turned font": (b"BT /F 10 Tf 1 0 0 -1 160 285 Tm (15.2) Tj ET\n", "15.2", None),
    "two lines that run upwards": (
        b"BT /F 10 Tf 0 1 -1 0 190 272 Tm (total) Tj ET BT /F 10 Tf 0 1 -1 0 205 272 Tm (sum) Tj ET\n",
        "total\nsum",
        None,
    ),
    "raised and running upwards": (
        b"BT /F 10 Tf 0 1 -1 0 205 272 Tm (150) Tj ET BT /F 6 Tf 0 1 -1 0 201 289 Tm (2) Tj ET\n",
        "150²",
        None,
    ),
    "one upright and one that runs upwards": (put(160, 280, "7") + b"BT /F 10 Tf 0 1 -1 0 205 272 Tm (52) Tj ET\n", "7\n52", None),
    "clipped away": (
        b"q 400 0 50 50 re W n " + put(160, 280, "168") + b" Q " + put(185, 280, "150"),
        "150",
        Look("part", "〔隐藏：168〕150"),
    ),
    "its first digit clipped away": (b"q 165.4 0 200 400 re W n " + put(160, 280, "9150") + b" Q\n", "\ufffd150", None),
    "its last word clipped away": (b"q 0 0 178 400 re W n " + put(160, 280, "total") + b" Q\n", "total", None),
    "within what is clipped": (b"q 150 0 100 400 re W* n " + put(160, 280, "150") + b" Q\n", "150", None),
    "clipped twice": (
        b"q 150 0 100 400 re W n q 150 0 10 400 re W n Q "
        + put(160, 280, "150")
        + b" q 0 0 600 400 re W n 151 270 4 4 re W n "
        + put(180, 280, "9")
        + b" Q Q\n",
        "150",
        Look("part", "〔隐藏：9〕150"),
    ),
    "two texts over each other": (put(160, 280, "150") + put(163, 281, "5.3"), "\ufffd" * 5, None),  # the two fives are one
    "set too tight": (b"BT /F 10 Tf -2 Tc 160 280 Td (1204) Tj ET 0 Tc\n", "1204", None),
    "four inks": (put(160, 280, "150", before="0 0 0 0.2 k") + b"0 g\n", "150", None),
}


@pytest.mark.parametrize("kind", SEEN)
def test_a_cell_of_a_page_is_what_a_person_sees_of_it(kind):
    content, text, look = SEEN[kind]
    assert row(A, content, put(260, 280, "z"))[1] == (text, look)


def test_a_number_that_reaches_over_a_border_is_whole():
    assert row(put(60, 280, "12"), put(147, 280, "11760.2"), put(260, 280, "5"))[:2] == [("12", None), ("11760.2", None)]


def test_a_number_that_reaches_out_of_the_table_is_whole():
    assert row(A, put(160, 280, "5"), put(330, 280, "2436.8"))[2] == ("2436.8", None)


def test_a_number_that_a_border_runs_through_beside_a_filled_cell_is_cut_off():
    over = put(124.0, 280, "12345")  # 5 · 5.56 points end at 151.8
    first, second, _ = row(over, put(160, 280, "8"), put(260, 280, "9"))
    assert first is not None and "|" in first[0]
    assert second == ("8", None)
    assert row(over, put(260, 280, "9"))[0] == ("12345", None)  # nothing stands beside it: all of it is there


def test_two_numbers_that_touch_at_a_border_are_none():
    first, second, third = row(put(133.32, 280, "298"), put(150, 280, "1760"), put(260, 280, "5"))  # 3 · 5.56 points end at 150
    assert first is not None and second is not None
    assert not first[0].replace(" ", "").isdecimal()
    assert not second[0].replace(" ", "").isdecimal()
    assert third == ("5", None)


def test_the_lower_of_two_lines_of_a_clipped_cell_is_no_number():
    clipped = b"q 150 270 100 30 re W n " + put(160, 303, "117") + b" Q q 150 270 100 30 re W n " + put(160, 280, "60.2") + b" Q\n"
    assert row(A, clipped, put(260, 280, "8"))[1][0] == "60.2|"
    assert row(A, clipped, put(260, 280, "8"))[2] == ("8", None)


def test_a_word_that_is_clipped_away_above_a_number_leaves_it_whole():
    clipped = b"q 150 270 100 30 re W n " + put(160, 303, "total") + put(160, 280, "60.2") + b" Q\n"
    assert row(A, clipped, put(260, 280, "8"))[1][0] == "60.2"


def test_a_number_whose_digits_the_border_above_or_below_runs_through_is_none():
    assert row(A, put(160, 297, "117") + put(160, 280, "60.2"), put(260, 280, "8"))[1][0] != "60.2"
    (document,) = read_bytes(
        pdf(RULES + A + put(160, 280, "60.2") + put(160, 267, "117") + put(60, 250, "b") + put(160, 250, "8")), "a.pdf"
    )
    cells = document.sheets[0].cells
    assert not any(cells[number, 2].text.replace(".", "").isdigit() for number in (1, 2))
    assert cells[1, 2].text.startswith("60.2")
    assert row(A, put(160, 271.5, "117"), put(260, 280, "8"))[1][0] == "117"  # on the border, not through it


def test_a_number_half_in_one_cell_and_half_in_another_is_none():
    first, second, _ = row(put(139, 280, "1234"), put(260, 280, "5"))
    assert first is not None and second is not None
    assert "|" in first[0]
    assert "|" in second[0]


def test_text_outside_the_page_and_invisible_text_are_said():
    (document,) = read_bytes(pdf(put(50, 340, "output") + put(50, 900, "77") + put(50, 300, "88", before="3 Tr")), "a.pdf")
    assert [paragraph.text for paragraph in document.paragraphs] == ["output"]
    assert [(finding.rule, finding.fields["detail"]) for finding in document.findings] == [("text-left-out", "第1页〔隐藏：7788〕")]


def test_a_scan_with_invisible_text_behind_it_is_a_scan():
    (document,) = read_bytes(pdf(put(50, 340, "output 12.5", before="3 Tr")), "a.pdf")
    assert document.refusal.rule == "file-is-scan"


def test_a_text_that_runs_upwards_beside_a_table_is_read_whole():
    margin = b"BT /F 10 Tf 0 1 -1 0 30 200 Tm (printed 15.2) Tj ET\n"
    (document,) = read_bytes(pdf(RULES + A + put(160, 280, "5") + put(60, 250, "7") + margin), "a.pdf")
    assert [paragraph.text for paragraph in document.paragraphs] == ["printed 15.2"]


def test_a_number_that_runs_upwards_over_a_border_is_none():
    number = b"BT /F 10 Tf 0 1 -1 0 205 254 Tm (123456) Tj ET\n"  # 33 points, the border is at 270
    (document,) = read_bytes(pdf(RULES + A + number + put(260, 280, "5") + put(260, 250, "6")), "a.pdf")
    cells = document.sheets[0].cells
    assert ["|" in cells[row, 2].text for row in (1, 2)] == [True, True]
    assert [cells[row, 3].text for row in (1, 2)] == ["5", "6"]


def test_digits_of_a_font_that_says_no_width_are_unknown():
    # /G is no font of the page: its letters have no width, all of 1122 lie on one place, and two of them would be left.
    assert row(A, b"BT /G 10 Tf 160 280 Td (1122) Tj ET\n")[1] == ("\ufffd", None)
    assert row(A, put(160, 280, "1122"))[1] == ("1122", None)


def test_a_page_whose_box_is_no_box_is_damage():
    (document,) = read_bytes(pdf(RULES).replace(b"[0 0 400 400]", b"[0 0 400 /xx]"), "a.pdf")
    assert (document.refusal.rule, document.refusal.fields["detail"]) == ("file-damaged", "PDF 内容无法读取")


def test_a_number_at_the_right_of_its_column_and_the_text_that_touches_it_are_two_cells():
    # A figure of Helvetica at 10 points is 5.56 wide: 20.5 ends at 199.5, and the head of the next column begins at 200.
    heads = put(50, 300, "Name") + put(150, 300, "Value") + put(200, 300, "Unit")
    rows = b"".join(put(50, y, "Row") + put(180.04, y, "20.5") + put(200, y, "tons") for y in (280, 260))
    (document,) = read_bytes(pdf(heads + rows), "a.pdf")
    (sheet,) = document.sheets
    assert [(place, cell.text) for place, cell in sheet.cells.items() if place[0] == 2] == [
        ((2, 1), "Row"),
        ((2, 2), "20.5"),
        ((2, 3), "tons"),
    ]
    # Where no column begins, a number and its unit are one.
    rows = b"".join(put(50, y, "Row") + put(150, y, "20.5") + put(169.5, y, "tons") + put(240, y, "7") for y in (280, 260))
    (document,) = read_bytes(pdf(heads + rows), "a.pdf")
    assert "20.5tons" in {cell.text for sheet in document.sheets for cell in sheet.cells.values()}
