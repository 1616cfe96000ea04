"""What the text of one cell of a value column says; every value here is worked out by hand from the text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huizong.model import Status
from huizong.reading.cells.typed_cells import text_cell
from huizong.reading.text.delimited import typed_text_cell
from huizong.recognising.value.cell_numerals import chinese_number
from huizong.recognising.value.cell_values import read_cell, read_text


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("2,436.8", "2436.8", "0.1"),
        ("1，802．1", "1802.1", "0.1"),
        ("６３４．７", "634.7", "0.1"),
        ("（1,234.5）", "-1234.5", "0.1"),
        ("(560)", "-560", "1"),
        (" 5 120.4 ", "5120.4", "0.1"),
        ("－5.1", "-5.1", "0.1"),
        ("−3.1", "-3.1", "0.1"),
        ("+3.1", "3.1", "0.1"),
        ("￥1,020.00", "1020.00", "0.01"),
        ("0.0", "0.0", "0.1"),
        ("三百二十", "320", "10"),
        ("三万五千", "35000", "1000"),
        ("5.8%", "5.8", "0.1"),
        ("0.5％", "0.5", "0.1"),
        ("下降6.2%", "-6.2", "0.1"),
        ("✅6.2", "6.2", "0.1"),
        ("6.2✔\ufe0f", "6.2", "0.1"),
        ("6.2% ✓", "6.2", "0.1"),
        ("增长3.1%", "3.1", "0.1"),
    ],
)
def test_plain_numbers_in_all_their_spellings(catalogue, text, value, step):
    reading = read_text(text, catalogue, rate=True)
    assert (reading.status, reading.value, reading.step) == (Status.REPORTED, Decimal(value), Decimal(step))


@pytest.mark.parametrize(
    ("text", "rule", "value"),
    [
        ("约300", "value-approximate", "300"),
        ("300余", "value-approximate", "300"),
        ("近2万头", "value-approximate", "2"),
        ("3.2万元", "value-carries-unit", "3.2"),
        ("3.2亿", "value-carries-unit", "3.2"),
        ("1.2E3", "value-unreadable", "1200"),
        ("1,2345", "value-unreadable", None),
        ("5 12", "value-unreadable", None),
        ("0124", "value-unreadable", None),
        ("12-15", "value-unreadable", None),
        ("见附件", "value-unreadable", None),
        ("下降-6.2%", "value-unreadable", None),
        ("1234567890123456", "value-endless", None),
        ("提高2.7个百分点", "percentage-points", None),
        ("2026-06-30", "value-date", None),
    ],
)
def test_what_only_its_writer_can_make_clear_is_held(catalogue, text, rule, value):
    reading = read_text(text, catalogue, rate=True)
    assert (reading.status, reading.rule) == (Status.HELD, rule)
    assert reading.value == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("—", Status.BLANK),
        ("", Status.BLANK),
        ("　", Status.BLANK),
        ("无", Status.NOT_APPLICABLE),
        ("/", Status.NOT_APPLICABLE),
        ("xx", Status.PLACEHOLDER),
        ("xx万元", Status.PLACEHOLDER),
        ("8X.X%", Status.PLACEHOLDER),
        ("待核", Status.PLACEHOLDER),
    ],
)
def test_what_stands_for_no_number(catalogue, text, status):
    reading = read_text(text, catalogue, rate=False)
    assert (reading.status, reading.value) == (status, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", "10"),
        ("二十一", "21"),
        ("一百零五", "105"),
        ("三万五千", "35000"),
        ("一亿二千万", "120000000"),
        ("一点五", "1.5"),
        ("负二", "-2"),
        ("一百五", "150"),
        ("一百一十五", "115"),
        ("三千六", "3600"),
        ("一千五百三", "1530"),
        ("一万二", "12000"),
        ("两万五", "25000"),
        ("一万零二", "10002"),
        ("一亿二", "120000000"),
        ("一百零五万", "1050000"),
        ("壹佰零伍", "105"),
    ],
)
def test_chinese_numerals(text, value):
    assert chinese_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["一百二万", "壹佰伍", "百万千", "二三", "一十十", "点五", "万", ""])
def test_numerals_that_are_none(text):
    assert chinese_number(text) is None


@pytest.mark.parametrize("text", ["①1234.5", "10²", "1.2×10⁴", "3½", "⑫", "12m²", "1234.5½"])
def test_marks_that_look_like_digits_never_become_some(catalogue, text):
    reading = read_text(text, catalogue, rate=False)
    assert (reading.status, reading.value, reading.rule) == (Status.HELD, None, "value-unreadable")


@pytest.mark.parametrize(
    ("text", "value"), [("1234.5①", "1234.5"), ("12²", "12"), ("1,204¹⁾", "1204"), ("8.6%³", "8.6"), ("150⁽¹⁾", "150"), ("150¹,²", "150")]
)
def test_the_mark_of_a_footnote_behind_a_number_is_no_part_of_it(catalogue, text, value):
    reading = read_text(text, catalogue, rate=True)
    assert (reading.status, reading.value, reading.repaired) == (Status.REPORTED, Decimal(value), True)


@pytest.mark.parametrize("text", ["0." + "0" * 17_000 + "1", "1E+399", "1e999"])
def test_a_number_that_no_figure_can_be_is_held_without_value(catalogue, text):
    reading = read_text(text, catalogue, rate=False)
    assert (reading.status, reading.rule, reading.value) == (Status.HELD, "value-endless", None)


def test_a_text_without_end_is_quoted_by_its_beginning(catalogue):
    reading = read_text("9" * 17_003, catalogue, rate=False)
    assert reading.fields["observed"] == "9" * 200 + "…（共 17003 字）"


@pytest.mark.parametrize("text", ["4_055.7", "4_055", "-1_200", "12,000_5"])
def test_a_number_that_a_program_parts_is_no_mask(catalogue, text):
    reading = read_cell(typed_text_cell(1, 1, text), catalogue, rate=False)
    assert (reading.status, reading.rule) == (Status.HELD, "value-unreadable")


@pytest.mark.parametrize("sign", list("-−–—‐‑‒―﹣﹘－⁻⁃˗➖\u00ad\x1e\x1f"))
def test_every_way_of_writing_a_minus(catalogue, sign):
    cell = typed_text_cell(1, 1, f"{sign}5.2")
    assert read_cell(cell, catalogue, rate=False).value == Decimal("-5.2")
    assert read_cell(text_cell(1, 1, f"{sign}5.2%"), catalogue, rate=True).value == Decimal("-5.2")


@pytest.mark.parametrize(
    ("text", "rate", "value"),
    [
        ("↓5.3", True, "-5.3"),
        ("↓5.3%", True, "-5.3"),
        ("5.3%↓", True, "-5.3"),
        ("↑5.3", True, "5.3"),
        ("5.3↑", True, "5.3"),
        ("✓5.2", False, "5.2"),
        ("☑-5.2", False, "-5.2"),
    ],
)
def test_arrows_and_ticks(catalogue, text, rate, value):
    reading = read_text(text, catalogue, rate=rate)
    assert (reading.status, reading.value, reading.repaired) == (Status.REPORTED, Decimal(value), True)


@pytest.mark.parametrize(
    ("text", "rate"),
    [("↓5.3", False), ("↓-5.3", True), ("-5.3↓", True), ("▼5.3", True), ("▲5.3", True), ("\ufffd5.3", True), ("5.3\ufffd", False),
     ("$5.2", False), ("-$5.2", False), ("US$5.2", False),
     ("✗5.2", False), ("√5.2", False), ("\x1c5.2", False), ("5\x1e2", False), ("→5.3", True)],
)  # fmt: skip
def test_signs_that_are_asked_about(catalogue, text, rate):
    assert read_cell(typed_text_cell(1, 1, text), catalogue, rate=rate).status is Status.HELD


@pytest.mark.parametrize(
    ("text", "value"),
    [("一百五户", "150"), ("三千六头", "3600"), ("一万二亩", "12000"), ("一百零五户", "105"), ("一百五万元", None), ("壹佰伍户", None)],
)
def test_numerals_of_speech_before_a_unit(catalogue, text, value):
    reading = read_text(text, catalogue, rate=False)
    assert reading.value == (None if value is None else Decimal(value))
    assert reading.rule == ("value-unreadable" if value is None else "value-carries-unit")
