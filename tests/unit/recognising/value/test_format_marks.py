"""What a number format writes around the digits: per cent, units, signs, digits of its own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huizong.model import Status
from huizong.reading.cells.formats import compile_format
from huizong.recognising.value.cell_values import read_cell
from tests.unit.recognising.county import (
    number,
    rules,
    told,
)
from tests.unit.recognising.value.filled import filled


def test_a_percent_format_shows_what_the_number_means(catalogue):
    reading = read_cell(number("0.091", "9.1%", "0.0%"), catalogue, rate=True)
    assert (reading.value, reading.step) == (Decimal("9.1"), Decimal("0.1"))


def test_the_step_is_that_of_the_digits_shown(catalogue):
    assert read_cell(number("8350", "8,350.0", "#,##0.0"), catalogue, rate=False).step == Decimal("0.1")


def test_a_number_format_that_shows_another_number_or_unit_is_asked_about(catalogue):
    found = filled(
        catalogue,
        ["税收收入", "万元", number("1234", "1234万元", '0"万元"')],
        ["固定资产投资", "万元", number("5", "5.0亿元", '0.0"亿元"')],
        ["一般公共预算收入", "万元", number("12345678", "12345.7", "0.0,")],
        ["生猪出栏", "头", number("1234", "1,234", "#,##0_);(#,##0)")],
        header=("指标", "单位", "累计"),
    )
    assert told(found) == {
        ("T1", "I4", "2026-06", "cumulative", "1234", "C4"),
        ("T1", "I2", "2026-06", "cumulative", "50000", "C5"),
        ("T1", "I3", "2026-06", "cumulative", "held", "C6"),
        ("T1", "I6", "2026-06", "cumulative", "1234", "C7"),
    }
    converted = {f.place: (f.fields["observed"], f.fields["expected"]) for f in found.findings if f.rule == "unit-converted"}
    assert converted == {"表!C5": ("5.0亿元", "50000万元")}
    carried = {finding.place: finding.fields["observed"] for finding in found.findings if finding.rule == "value-carries-unit"}
    assert carried == {"表!C6": "12345.7（格式 0.0,）"}


def test_digits_that_a_format_writes_beside_a_number_are_no_part_of_it(catalogue):
    found = filled(catalogue, ["税收收入", "万元", number("1234.5", "12344567.8", "0.0#4567.8")], header=("指标", "单位", "累计"))
    ((_, figure),) = [(figure.place, figure) for figure in found.figures if figure.indicator == "I4"]
    assert (figure.status, figure.value) == ("held", Decimal("1234.5"))
    assert rules(found) == {("value-unreadable", "表!C4")}


@pytest.mark.parametrize(
    ("code", "shown", "held"),
    [
        ("0.0;0.0", "5.3", True),
        ('0.0"万";0.0"万"', "5.3万", True),
        ("0.0;-0.0", "-5.3", False),
        ("0.0;[Red]0.0", "5.3", False),
        ("0.0_);(0.0)", "(5.3)", False),
        ('"↑"0.0;"↓"0.0', "↓5.3", False),
        ("0.0", "-5.3", False),
    ],
)
def test_a_format_that_hides_the_minus(catalogue, code, shown, held):
    reading = read_cell(number("-5.3", shown, code), catalogue, rate=True)
    assert (reading.status is Status.HELD, reading.value) == (held, Decimal("-5.3"))


ACCOUNTING = '[>0]" "#,##0.0" ";[<0]" ""-"#,##0.0" ";[=0]" ""-"#" ";General'  # as an OpenDocument file keeps it


@pytest.mark.parametrize(
    ("code", "value", "shown", "held"),
    [
        ('[=0]"—";0.0', "8676.4", "8676.4", False),
        ('[=0]"—";0.0', "-8.25", "-8.3", False),
        (ACCOUNTING, "8676.4", " 8,676.4 ", False),
        (ACCOUNTING, "-12.5", " -12.5 ", False),
        ('[>=10000]0"-"0;0', "30560", "30560", True),
        ("0.0;[#FF0000]0.0", "-6.9", "6.9", False),  # red, in the words of an OpenDocument file
        ("[<0]0.0;0.0", "-6.9", "6.9", True),  # nobody sees that it is negative
        ('[<5]"…";0.0', "3", "…", True),
        ('[>=10000]0!.0,"万";0', "9000", "9000", False),
    ],
)
def test_conditions_of_a_format_choose_what_is_shown(catalogue, code, value, shown, held):
    assert compile_format(code).show(Decimal(value)) == shown
    reading = read_cell(number(value, shown, code), catalogue, rate=False)
    assert (reading.status is not Status.REPORTED, reading.value) == (held, Decimal(value))


def test_zeros_that_the_format_writes_behind_the_number_are_not_its_own(catalogue):
    found = filled(catalogue, ["生猪出栏", "头", number("150", "1500", '0"0"')], header=("指标", "单位", "累计"))
    assert told(found) == {("T1", "I6", "2026-06", "cumulative", "held", "C4")}


def _shrunk(catalogue, unit, value, code):
    found = filled(catalogue, ["税收收入", unit, number(value, value, code)], header=("指标", "单位", "累计"))
    ((_, _, _, _, told_value, _),) = told(found)
    return told_value, {rule for rule, _ in rules(found)}


@pytest.mark.parametrize("code", ["0!.0,", "0\\.0,", '0"."0,', "0!.0000", "0!.0,;-0!.0,", "[>=10000]0!.0,;0", "#!.0,_ "])
def test_a_format_that_shows_ten_thousands_is_as_it_shows_them_in_a_column_of_ten_thousands(catalogue, code):
    # 110207000 元 are shown as 11020.7, under 万元.
    assert _shrunk(catalogue, "万元", "110207000", code) == ("11020.7", {"value-normalised"})


def test_a_format_that_shows_thousands_in_columns_of_other_units(catalogue):
    assert _shrunk(catalogue, "千元", "110207000", "#,##0.0,") == ("11020.7", {"unit-converted"})
    assert _shrunk(catalogue, "万元", "11020700", "#,##0.0,") == ("held", {"value-carries-unit"})
    assert _shrunk(catalogue, "元", "110207000", "0!.0,") == ("held", {"value-carries-unit"})
    assert _shrunk(catalogue, "", "110207000", "0!.0,") == ("held", {"value-carries-unit"})  # no unit is said
    assert _shrunk(catalogue, "万元", "110207000", "0!.0!.0,") == ("held", {"value-carries-unit"})
    assert _shrunk(catalogue, "万元", "5020", "0!.0,") == ("held", {"value-carries-unit"})  # shown as 0.5


def test_a_format_that_shows_ten_thousands_with_their_unit(catalogue):
    assert _shrunk(catalogue, "万元", "110207000", '0!.0,"万元"') == ("11020.7", {"value-normalised"})
    assert _shrunk(catalogue, "万元", "36506000", '0!.00000000"亿"') == ("3650.6", {"unit-converted"})
    assert _shrunk(catalogue, "万元", "11020.7", '0.00,,"百万"') == ("held", {"value-carries-unit"})  # shown as 0.01百万
