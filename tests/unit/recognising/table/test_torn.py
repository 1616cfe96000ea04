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


COLUMNS = "指标,单位,本月,累计,上年同期,年度计划\n"
ROWS = (
    "规模以上工业总产值,万元,10,60,55,\n",
    "固定资产投资,万元,8,41,40,\n",
    "税收收入,万元,3,18,16,\n",
    "一般公共预算收入,万元,4,24,23,\n",
)


@pytest.mark.parametrize(
    "odd",
    [
        "生猪出栏,头,34,20,\n",  # the month was lost, and all that follows stands under another head
        "生猪出栏,头,,23,34,20,\n",  # an empty field came in
    ],
)
def test_a_row_of_more_or_fewer_fields_than_the_others_is_held(catalogue, odd):
    (found,) = recognise(
        read_bytes((HEAD + COLUMNS + "".join(ROWS) + odd).encode(), "月报.csv"), Context(None, None, datetime(2026, 7, 3, 9)), catalogue
    )
    assert {value for _, code, _, _, value, _ in told(found) if code == "I6"} == {"held"}
    assert ("T1", "I4", "2026-06", "current", "3", "6:3") in told(found)
    assert {finding.rule for finding in found.findings} == {"row-shifted"}
    assert found.findings[0].fields["expected"] == "6"


def test_rows_without_their_empty_end_are_whole(catalogue):
    text = COLUMNS + "".join(ROWS) + "生猪出栏,头,23,34,20\n"
    assert values(catalogue, text)["8:3"] == "23"
    assert values(catalogue, COLUMNS + "".join(row.rstrip(",\n") + "\n" for row in ROWS) + "生猪出栏,头,23,34,20,\n")["8:5"] == "20"
