"""Texts of issues filled from their place."""

from __future__ import annotations

from huizong.checking.messages.fault_texts import fill, unknown_fields


def test_fields_are_filled() -> None:
    assert fill("合计 {observed}，分项之和 {expected}", {"observed": "10", "expected": "9"}) == "合计 10，分项之和 9"


def test_a_field_that_nobody_gave_shows_a_dash_and_never_its_name() -> None:
    assert fill("合计 {observed}，分项之和 {expected}", {"observed": "10"}) == "合计 10，分项之和 —"


def test_a_catalogue_check_can_refuse_fields_that_no_rule_gives() -> None:
    assert unknown_fields("合计 {observed}，{obsreved}") == ("obsreved",)
    assert unknown_fields("应报而没有报：{indicator}") == ()
