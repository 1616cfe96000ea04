"""Explanations: what counts as one, and how they are written in lines."""

from __future__ import annotations

import time

import pytest

from huizong.explanations import BOILERPLATE, TOO_SHORT, AnswerLine, is_answer_text, judge, parse_answers

EMPTY = [
    "核实无误",
    "属实",
    "已核实",
    "数据无误",
    "情况正常",
    "按实填报",
    "经核实，数据准确无误。",
    "我镇数据属实，请予通过",
    "无",
    "同上",
    "见附件",
    "经再次认真核对，本月数据真实准确，与实际情况一致，特此说明。",
    "实际情况如此",
    "正常波动",
    "数据 已 核 对，没有 问题",
    "ＯＫ",
    "！！！",
    "",
    "12",
    "以上数据按照要求如实填报，经审核无异常",
    "按上级要求填报",
    "去年同期数据正确",
    "按统计制度统计",
    "增减变动正常",
]
TELLING = [
    "新增2家规上企业,增产4120万元",
    "企业减产",
    "退税1200万元",
    "因春节停产",
    "季节性",
    "鑫源厂停窑",
    "核实无误，三家砖厂停窑检修",
    "5月多报了30，本月冲回",
    "口径调整",
    "数据属实，因暴雨误工",
    "去年基数低",
    "上年同期基数较高",
    "部门按在地统计，镇按属地统计",
    "停产",
    "上月填错",
]


@pytest.mark.parametrize("text", EMPTY)
def test_formulas_are_refused(text: str) -> None:
    assert judge(text).refusal in (BOILERPLATE, TOO_SHORT)
    assert not judge(text).accepted


@pytest.mark.parametrize("text", TELLING)
def test_a_cause_or_a_quantity_is_accepted(text: str) -> None:
    assert judge(text).accepted and judge(text).refusal == ""


def test_length_does_not_help() -> None:
    assert not judge("核实无误，数据属实。" * 500).accepted


def test_judging_is_fast_on_any_text() -> None:
    started = time.perf_counter()
    assert judge("数据已核实" * 50_000 + "因设备检修减产").accepted
    assert time.perf_counter() - started < 5


def test_lines_with_numbers() -> None:
    text = "\ufeff3:新增2家规上企业,增产4120万元\r\n第4条：退税\r\n【5】：停产\n 6 : 检修"
    assert parse_answers(text) == (
        AnswerLine("3", "新增2家规上企业,增产4120万元"), AnswerLine("4", "退税"), AnswerLine("5", "停产"), AnswerLine("6", "检修"),
    )  # fmt: skip


def test_several_numbers_share_a_text() -> None:
    assert [answer.label for answer in parse_answers("3、4：甲\n6至8:乙\n9~10，12:丙")] == ["3", "4", "6", "7", "8", "9", "10", "12"]


def test_numbers_of_parts() -> None:
    assert parse_answers("2-3:甲") == (AnswerLine("2-3", "甲"),)


def test_a_line_without_number_continues_until_an_empty_one() -> None:
    assert parse_answers("说明如下\n3:新增企业\n两家\n\n此致") == (AnswerLine("3", "新增企业\n两家"),)


@pytest.mark.parametrize("text", ["", "没有编号", "3 新增", "3:", "8至3:倒着", "0:零", "20260705:甲"])
def test_what_is_no_answer(text: str) -> None:
    assert parse_answers(text) == ()


def test_a_text_of_answers_is_told_from_a_report() -> None:
    assert is_answer_text("\n3:新增企业\n")
    assert not is_answer_text("栗坪镇工作总结\n3:新增企业")
    assert not is_answer_text("")
    assert is_answer_text("3:新增企业\n\n栗坪镇人民政府\n2026年7月9日")
    assert not is_answer_text("1:完成产值\n\n" + "全镇上下围绕年初目标扎实推进各项工作，" * 3)
    assert not is_answer_text("1:完成产值\n" + "全镇上下围绕年初目标扎实推进各项工作，" * 12)


def test_an_answer_knows_its_line() -> None:
    assert [(answer.label, answer.line) for answer in parse_answers("\n3:甲\n续\n4、5:乙")] == [("3", 2), ("4", 4), ("5", 4)]
