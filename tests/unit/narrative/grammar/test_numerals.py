"""Chinese numerals: worked examples, and agreement with cn2an where both read."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizong.narrative.grammar import numerals


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三", 3),
        ("十五", 15),
        ("二百三", 230),
        ("一百零八", 108),
        ("两千", 2000),
        ("三万五千", 35000),
        ("三万五", 35000),
        ("一亿二千万", 120_000_000),
        ("二〇二四", 2024),
        ("万", 10_000),
    ],
)
def test_whole_numerals(text, expected):
    assert numerals.value(text) == expected


def test_decimals_and_nonsense():
    assert numerals.value("三点五") == Decimal("3.5")
    assert numerals.value("三点") is None
    assert numerals.value("十百") is None
    assert numerals.value("") is None


def test_spoken_ranges():
    assert numerals.spoken_range("五六十") == (50, 60)
    assert numerals.spoken_range("三四百") == (300, 400)
    assert numerals.spoken_range("十七八") == (17, 18)
    assert numerals.spoken_range("三五") == (3, 5)
    assert numerals.spoken_range("三四万") == (30_000, 40_000)
    assert numerals.spoken_range("六七十万") == (600_000, 700_000)
    assert numerals.spoken_range("两三千亿") == (200_000_000_000, 300_000_000_000)
    assert numerals.spoken_range("三八") is None
    assert numerals.spoken_range("二十") is None


@given(st.integers(1, 9_999_999_999))
def test_agrees_with_cn2an(number):
    assert numerals.value(cn2an.an2cn(number)) == number
