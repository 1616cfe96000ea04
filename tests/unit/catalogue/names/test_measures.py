"""Units, their conversion, and placeholders."""

import re
from decimal import Decimal

import pytest

from huizong.catalogue.entries import Placeholder
from huizong.catalogue.names.measures import Placeholders
from huizong.model import Status


@pytest.mark.parametrize(
    ("value", "unit_from", "unit_to", "expected"),
    [
        ("4.5", "亿元", "万元", "45000"),
        ("123456", "元", "万元", "12.3456"),
        ("2", "公顷", "亩", "30"),
        ("30", "亩", "公顷", "2"),
        ("7.10", "万元", "万元", "7.10"),
        ("-0.3", "亿元", "元", "-30000000"),
    ],
)
def test_conversion_is_exact(county, value, unit_from, unit_to, expected):
    assert county.convert(Decimal(value), unit_from, unit_to) == Decimal(expected)


def test_there_and_back_keeps_the_value(county):
    hectares = county.convert(Decimal(1), "亩", "公顷")
    assert abs(county.convert(hectares, "公顷", "亩") - 1) < Decimal("1e-20")


def test_no_conversion_between_dimensions(county):
    assert county.convert(Decimal(1), "亩", "万元") is None
    assert county.convert(Decimal(1), "两", "万元") is None
    assert county.convert(Decimal(1), "%", "个百分点") is None


def test_unit_by_name(county):
    assert county.unit("单位：万元").factor == 10000
    assert county.unit("（亩）").base_unit == "亩"
    assert county.unit("两") is None
    assert [unit.unit for unit in county.units_in("单位：万元、亩，%")] == ["万元", "亩", "%"]
    assert county.units_in("单位：万元、两") == ()


@pytest.mark.parametrize("text", ["万元¹", "万元①", "人民币万元", "单位：人民币万元", "万元（人民币）", "万元/人民币", "万元*"])
def test_a_unit_with_a_footnote_or_its_currency_is_the_unit(county, text):
    assert [unit.unit for unit in county.units_in(text)] == ["万元"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("XX.X", Status.PLACEHOLDER),
        (" x ", Status.PLACEHOLDER),
        ("无", Status.NOT_APPLICABLE),
        ("—", Status.BLANK),
        ("", Status.BLANK),
        ("　 ", Status.BLANK),
        ("0", None),
        ("3x", None),
    ],
)
def test_what_stands_for_no_number(county, text, status):
    assert county.placeholder_status(text) is status


@pytest.mark.parametrize(
    "also",
    [
        (),
        ("(?i:tbd)",),
        ("(?i)todo",),  # flags for the whole of a pattern
        (r"(.)\1+",),  # refers to its own group: XX, and not X
        (r"(?P<sign>[-—])(?P=sign)",),
    ],
)
def test_each_pattern_holds_for_itself_whatever_stands_beside_it(also):
    patterns = ("[xX]+|无数", "待(定|核)", *also)
    known = Placeholders(tuple(Placeholder(pattern=pattern, status="placeholder") for pattern in patterns))
    texts = ("XX", "X", "无数", "无", "待定", "待", "待核实", "TBD", "tbd", "TODO", "待待", "--", "-", "305.6", "")
    expected = {text for text in texts if any(re.fullmatch(pattern, text) for pattern in patterns)}
    assert {text for text in texts if known.status(text) is Status.PLACEHOLDER} == expected
    assert {"XX", "X", "无数", "待定"} <= expected
    assert not {"无", "待核实", "305.6"} & expected
