"""Heads of several lines over columns that only space sets apart."""

from __future__ import annotations

import pytest

from huizong.reading.text.aligned import find_regions, pieces


def places(text):
    (region,) = find_regions([pieces(line) for line in text.strip("\n").split("\n")])
    return region.places


ROWS = """
税收收入        万元    18.2    96.5    17.0    91.9
生猪出栏        头       210    1130     200    1100
"""


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        # Captions at the left of their groups, and over the middle of them.
        (
            "指标            单位    2026年          2025年\n                        本月    累计    本月    累计",
            ((0, 1, 2, 4), (2, 3, 4, 5)),
        ),
        (
            "指标            单位       2026年          2025年\n                        本月    累计    本月    累计",
            ((0, 1, 2, 4), (2, 3, 4, 5)),
        ),
        # The names of the heads stand in the lower line, as programs set merged cells.
        (
            "                        2026年          2025年\n指标            单位    本月    累计    本月    累计",
            ((2, 4), (0, 1, 2, 3, 4, 5)),
        ),
        # Each word of the second line goes on with the one above it.
        (
            "指标            单位    本月    累计    上年    上年\n                                        本月    累计",
            ((0, 1, 2, 3, 4, 5), (4, 5)),
        ),
    ],
)
def test_heads_whose_groups_can_be_told(heads, expected):
    assert places(heads + ROWS)[: len(expected)] == expected


@pytest.mark.parametrize(
    "heads",
    [
        # 同比 behind the groups of two years may be in the second one or not.
        "                        2026年          2025年\n指标            单位    本月    累计    累计    同比",
        # A caption between two groups.
        "指标            单位          2026年   2025年\n                        本月    累计    本月    累计",
        # No head over the last column.
        "指标            单位    2026年          2025年\n                        本月    累计    本月",
    ],
)
def test_heads_whose_groups_nobody_can_tell_are_not_read(heads):
    assert places(heads + ROWS) == ()


def test_captions_over_the_middle_that_may_as_well_begin_columns_are_not_read():
    # 2026年 stands over the middle of 本月 and 累计, and right behind 万元 and 18.2 as what begins a column would.
    heads = "指标      单位   2026年  2025年\n                本月  累计    本月"
    rows = "\n税收收入  万元  18.2  96.5  17.0\n生猪出栏  头     210  1130   200\n"
    assert places(heads + rows) == ()


def test_two_captions_that_touch_are_not_one():
    heads = "指标            单位    2026年 2025年   同期\n                        本月    累计    本月    累计"
    assert places(heads + ROWS) == ()
