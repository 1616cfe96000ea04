"""Texts of issues filled from their place."""

from __future__ import annotations

from huizong.checking.messages.fault_texts import fill


def test_fields_are_filled() -> None:
    assert fill("合计 {observed}，分项之和 {expected}", {"observed": "10", "expected": "9"}) == "合计 10，分项之和 9"


def test_a_field_that_nobody_gave_shows_a_dash_and_never_its_name() -> None:
    assert fill("合计 {observed}，分项之和 {expected}", {"observed": "10"}) == "合计 10，分项之和 —"


def test_what_is_only_supposed_is_left_out_where_there_is_nothing_to_suppose() -> None:
    template = "请按名录填写单位名称；是不是“{expected}”"
    assert fill(template, {"expected": "石桥镇"}) == "请按名录填写单位名称；是不是“石桥镇”"
    assert fill(template, {"expected": ""}) == fill(template, {}) == "请按名录填写单位名称"


def test_two_lines_of_a_cell_are_one_line_of_a_message() -> None:
    assert fill("“{observed}”不是规范的数", {"observed": "92\n93"}) == "“92（换行）93”不是规范的数"
    assert fill("“{observed}”不在目录中", {"observed": "本月\n数"}) == "“本月 数”不在目录中"
