"""How one number is written in one cell: white space, signs, marks, number formats. Every value is worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huizong.model import Status
from huizong.recognising.value.cell_values import looks_numeric, read_cell, read_text
from tests.unit.recognising.county import balance, draft, monthly, number, rules, sheet, told


@pytest.mark.parametrize(
    "text",
    [
        "150\n168",
        "150\r\n168",
        "150 168",
        "150  168",
        "150\u3000168",
        "150\u2003168",
        "150\t168",
        "12 436",
        "5 12",
        "150，168",
        "412 436.8",
        "1 206\u3000400",
    ],
)
def test_what_white_space_parts_is_never_one_number(catalogue, text):
    reading = read_text(text, catalogue, rate=False)
    assert (reading.status, reading.value, reading.rule) == (Status.HELD, None, "value-unreadable")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1\u202f206.4", "1206.4"),
        ("150\u00a0168", "150168"),
        ("1\u2009234\u2009567", "1234567"),
        ("1 206.4", "1206.4"),
        ("1 234 567", "1234567"),
    ],
)
def test_narrow_spaces_part_thousands_and_plain_ones_where_no_two_numbers_are_written_so(catalogue, text, value):
    reading = read_text(text, catalogue, rate=False)
    assert (reading.status, reading.value, reading.repaired) == (Status.REPORTED, Decimal(value), True)


@pytest.mark.parametrize("text", ["150\u00a016", "1\u202f2345", "1\u202f206\u202f4"])
def test_groups_of_other_than_three_digits_are_no_thousands(catalogue, text):
    assert read_text(text, catalogue, rate=False).value is None


def test_two_lines_in_a_cell_are_one_held_figure_and_no_blank(catalogue):
    found = draft(catalogue, monthly("指标 单位 本月 累计", ["生猪出栏", "头", 20, "150\n168"], "税收收入 万元 1 2"))
    assert ("T1", "I6", "2026-06", "cumulative", "held", "D4") in told(found)
    assert rules(found) == {("value-unreadable", "表!D4")}
    assert balance(found) == (4, 4, 0, 0)


def test_a_row_whose_only_values_are_two_lines_stays_in_the_table(catalogue):
    found = draft(catalogue, monthly("指标 单位 累计", "税收收入 万元 9", ["生猪出栏", "头", "150\n168"]))
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "9", "C4"), ("T1", "I6", "2026-06", "cumulative", "held", "C5")}
    assert looks_numeric(sheet([["150\n168"]]).cells[1, 1], catalogue)


@pytest.mark.parametrize("sign", ["-", "−", "－", "﹣", "‐", "‑", "‒", "–", "—", "―", "\u00ad", "负", "负 ", "− "])
def test_every_minus_is_one(catalogue, sign):
    reading = read_text(f"{sign}5.2", catalogue, rate=True)
    assert (reading.status, reading.value, reading.repaired) == (Status.REPORTED, Decimal("-5.2"), sign != "-")


def test_a_soft_hyphen_between_digits_joins_nothing(catalogue):
    assert read_text("5\u00ad2", catalogue, rate=False).value is None


@pytest.mark.parametrize(
    "mark", ["*", "**", "＊", "#", "※", "†", "①", "⑴", "[1]", "［注2］", "【3】", "〔4〕", "（注）", "(注1)", " ①", "\n*"]
)
def test_a_footnotes_mark_is_no_part_of_the_number(catalogue, mark):
    reading = read_text(f"305.6{mark}", catalogue, rate=False)
    assert (reading.status, reading.value, reading.repaired) == (Status.REPORTED, Decimal("305.6"), True)


@pytest.mark.parametrize(
    ("text", "status", "rule"),
    [
        ("*", "placeholder", "value-placeholder"),
        ("18**", "placeholder", "value-placeholder"),
        ("3*.6", "placeholder", "value-placeholder"),
        ("1802*", "held", "value-unreadable"),
        ("305.6(1)", "held", "value-unreadable"),
        ("305.6（预计）", "held", "value-unreadable"),
    ],
)
def test_a_star_may_hide_a_digit(catalogue, text, status, rule):
    reading = read_text(text, catalogue, rate=False)
    assert (reading.status, reading.value, reading.rule) == (status, None, rule)


def test_a_star_behind_a_whole_number_is_a_mark_where_a_note_begins_with_it(catalogue):
    rows = monthly("指标 单位 累计", "生猪出栏 头 1802*", "税收收入 万元 305.6*")
    assert ("T1", "I6", "2026-06", "cumulative", "held", "C4") in told(draft(catalogue, rows))
    found = draft(catalogue, [*rows, ["* 含规模养殖场"]])
    assert ("T1", "I6", "2026-06", "cumulative", "1802", "C4") in told(found)
    assert rules(found) == {("value-normalised", "表!C4"), ("value-normalised", "表!C5")}


@pytest.mark.parametrize(
    ("stored", "code", "value", "unit", "scale"),
    [
        ("6.89327", '0.00000"亿"', "6.89327", None, 100_000_000),
        ("12.5", '0.0"千"', "12.5", None, 1000),
        ("12.5", 'G/通用格式"万元"', "12.5", "万元", None),
        ("2.5", "0.0\\亿\\元", "2.5", "亿元", None),
        ("12.5", '"¥"#,##0.0_);\\("¥"#,##0.0\\)', "12.5", None, None),
        ("-12.5", '"¥"#,##0.0_);\\("¥"#,##0.0\\)', "-12.5", None, None),
        ("-12.5", "0.0_ ;[Red]0.0", "-12.5", None, None),
        ("12.5", '_ * #,##0.0_ ;_ * \\-#,##0.0_ ;_ * "-"??_ ;_ @_ ', "12.5", None, None),
        ("0", '_ * #,##0.0_ ;_ * \\-#,##0.0_ ;_ * "-"??_ ;_ @_ ', "0", None, None),
        ("5.2", '[Red]"↑"0.0;[Green]"↓"0.0', "5.2", None, None),
        ("-5.2", '[Red]"↑"0.0;[Green]"↓"0.0', "-5.2", None, None),
        ("5.2", '"下降"0.0', "-5.2", None, None),
        ("-5.2", '"增长"0.0;"下降"0.0', "-5.2", None, None),
        ("5.2", "\\-0.0", "-5.2", None, None),
        ("0.052", '"下降"0.0%', "-5.2", "%", None),
    ],
)
def test_a_number_format_says_unit_and_sign(catalogue, stored, code, value, unit, scale):
    reading = read_cell(number(stored, stored, code), catalogue, rate=True)
    assert (reading.value, reading.unit, reading.scale) == (Decimal(value), unit, scale)


@pytest.mark.parametrize(
    ("stored", "shown", "code"),
    [
        ("124865", "125", "#,##0,"),
        ("124865", "12.5", "0\\.0,"),
        ("124865", "12486.5", '0"."0'),
        ("12486500", "1248.65万", '[>=10000]0.00,"万";0'),
        ("5.2", "-下降5.2", '"下降"0.0;"增长"0.0'),
        ("12.5", "12.5人次", '0.0"人次"'),
        ("5.2", "约5.2", '"约"0.0'),
        ("5.2", "", ";;;"),
        ("5.2", "xx", '"xx"'),
    ],
)
def test_a_number_format_that_shows_what_is_not_understood_is_asked_about(catalogue, stored, shown, code):
    value = "-5.2" if shown.startswith("-") else stored
    assert read_cell(number(value, shown, code), catalogue, rate=True).status is Status.HELD


def test_a_format_of_yi_under_wan_yuan_is_converted_with_its_trace(catalogue):
    found = draft(
        catalogue,
        monthly(
            "指标 单位 累计 同比(%)", ["税收收入", "万元", number("0.36506", "0.37亿", '0.00"亿"'), number("5.2", "下降5.2", '"下降"0.0')]
        ),
    )
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "3650.6", "C4"), ("T1", "I4", "2026-06", "growth_rate", "-5.2", "D4")}
    said = {f.rule: (f.fields["observed"], f.fields["expected"]) for f in found.findings}
    assert said == {"unit-converted": ("0.37亿", "3650.6万元"), "value-normalised": ("下降5.2", "-5.2")}


@pytest.mark.parametrize("phone", ["138 1234 5678", "0571 88881234", "0571-88881234"])
def test_a_telephone_is_no_value(catalogue, phone):
    rows = monthly("指标 单位 累计", "税收收入 万元 9", ["填表人：张三", "联系电话：", phone])
    found = draft(catalogue, rows)
    assert (told(found), found.findings) == ({("T1", "I4", "2026-06", "cumulative", "9", "C4")}, ())
