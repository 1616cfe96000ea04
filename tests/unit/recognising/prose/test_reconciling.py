"""Sums stated in prose: whole lists must come out, lists under 其中 must not exceed their total."""

from __future__ import annotations

import pytest

from huizong.narrative import extract_document
from huizong.recognising.prose.reconciling import check_sums


def differences(text: str) -> list[tuple[str, str, str]]:
    (extraction,) = extract_document([text])
    return [(f.place, f.fields["observed"], f.fields["expected"]) for f in check_sums(7, text, extraction.figures)]


@pytest.mark.parametrize(
    "text",
    [
        "新增户厕改造157户，已完成改造并验收合格3户，154户正在申请改造。",
        "梳理政策46条，其中甲类12条、乙类19条、丙类15条。",
        "梳理政策46条，其中甲类12条、乙类19条。",  # a list under 其中 need not be whole
        "安排资金5亿元，分别为工业2.1亿元、农业2.9亿元。",
        "安排资金5亿元，分别为工业2.14亿元、农业2.9亿元。",  # 5 ±0.5 against 5.04
        "走访企业30家，解决问题12个，兑现资金8万元。",
        "新建厂房3栋、续建厂房4栋，共7栋。",
        "受理投诉40件，同比减少12件，办结38件。",
        "培训班3期，其中农技班1期60人、电商班2期80人。",
        "改造户厕xx户，已完成3户，4户正在申请。",
    ],
)
def test_sums_that_come_out_or_are_none(text):
    assert differences(text) == []


@pytest.mark.parametrize(
    ("text", "place", "observed", "expected"),
    [
        ("新增户厕改造157户，已完成改造并验收合格3户，144户正在申请改造。", "7:6", "157户", "147户（3户＋144户）"),
        ("梳理政策46条，其中甲类12条、乙类19条、丙类18条。", "7:4", "46条", "49条（12条＋19条＋18条）"),
        ("安排资金5.0亿元，分别为工业2.1亿元、农业27000万元。", "7:4", "5.0亿元", "4.8亿元（2.1亿元＋27000万元）"),
        ("新建厂房3栋、续建厂房4栋，共8栋。", "7:15", "8栋", "7栋（3栋＋4栋）"),
    ],
)
def test_sums_that_do_not_come_out_are_told_with_their_parts(text, place, observed, expected):
    assert differences(text) == [(place, observed, expected)]


def test_a_name_that_begins_with_ji_opens_no_list() -> None:
    text = "梳理政策46条,其中免申即享12条,即申即享19条,承诺兑现15条。"
    (extraction,) = extract_document([text])
    assert check_sums(1, text, extraction.figures) == []
