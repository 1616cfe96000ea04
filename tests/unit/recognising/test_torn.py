"""Delimited text whose numbers are torn by their own commas: asked about, never read as their pieces."""

from __future__ import annotations

from datetime import datetime

import pytest

from huizong.reading import read_bytes
from huizong.recognising import Context, recognise
from tests.unit.recognising.county import told

HEAD = "明川县主要经济指标月报表（2026年6月）\n填报单位：石桥镇\n"


def values(catalogue, text):
    """The values of the town's figures by their place, None for a held one."""
    (found,) = recognise(read_bytes((HEAD + text).encode(), "月报.csv"), Context(None, None, datetime(2026, 7, 3, 9)), catalogue)
    return {place: None if value == "held" else value for _, _, _, _, value, place in told(found)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # the tail stands under the remark
            "指标,单位,本月,累计,备注\n税收收入,万元,21,1,151\n固定资产投资,万元,30,16,\n",
            {"4:3": None, "4:4": None, "5:3": "30", "5:4": "16"},
        ),
        (  # under a column that no other row fills
            "指标,单位,本月,累计,上年同期\n税收收入,万元,21,1,151\n固定资产投资,万元,30,16,\n",
            {"4:3": None, "4:4": None, "4:5": None, "5:3": "30", "5:4": "16", "5:5": "blank"},
        ),
        (  # a field more than the header has, and it is empty
            "指标,单位,本月,累计\n税收收入,万元,1,151,\n固定资产投资,万元,30,16\n",
            {"4:3": None, "4:4": None, "5:3": "30", "5:4": "16"},
        ),
        (  # a number never begins with 0; the others fit their columns
            "指标,单位,本月,累计\n税收收入,万元,1,005\n固定资产投资,万元,30,160\n一般公共预算收入,万元,3,16\n",
            {"4:3": None, "4:4": None, "5:3": "30", "5:4": "160", "6:3": "3", "6:4": "16"},
        ),
        (  # a growth of 151 % behind a 1
            "指标,单位,累计,同比(%)\n税收收入,万元,1,151\n固定资产投资,万元,30,6.5\n",
            {"4:3": None, "4:4": None, "5:3": "30", "5:4": "6.5"},
        ),
        (  # less in six months than in one
            "指标,单位,本月,累计,上年同期\n税收收入,万元,21,1,151\n固定资产投资,万元,30,160,16\n",
            {"4:3": None, "4:4": None, "4:5": None, "5:3": "30", "5:4": "160", "5:5": "16"},
        ),
        (  # three numbers as they may well be
            "指标,单位,本月,累计,上年同期\n税收收入,万元,21,301,151\n固定资产投资,万元,30,160,16\n",
            {"4:3": "21", "4:4": "301", "4:5": "151", "5:3": "30", "5:4": "160", "5:5": "16"},
        ),
        (  # the file writes no commas between thousands, or puts them in quotes
            "指标,单位,累计,同比(%)\n税收收入,万元,1,151\n固定资产投资,万元,3016,6.5\n",
            {"4:3": "1", "4:4": "151", "5:3": "3016", "5:4": "6.5"},
        ),
        (
            '指标,单位,累计,同比(%)\n税收收入,万元,1,151\n固定资产投资,万元,"3,016",6.5\n',
            {"4:3": "1", "4:4": "151", "5:3": "3016", "5:4": "6.5"},
        ),
        (
            "指标\t单位\t本月\t累计\t备注\n税收收入\t万元\t21\t1\t151\n固定资产投资\t万元\t30\t16\t\n",
            {"4:3": "21", "4:4": "1", "5:3": "30", "5:4": "16"},
        ),
    ],
)  # fmt: skip
def test_a_number_that_may_be_torn(catalogue, text, expected):
    assert values(catalogue, text) == expected
