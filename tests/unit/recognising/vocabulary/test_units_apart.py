"""Units that a line states for some figures apart from the rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huizong.model import Severity
from huizong.recognising.vocabulary.units_apart import units_apart
from tests.unit.recognising.county import DECLARED, TITLE, document, draft, drafts, monthly, rules, sheet, told

APART = {
    ("I1", "cumulative", "182000"),
    ("I2", "cumulative", "640.8"),
    ("I6", "cumulative", "1130"),
}
HEAD, ROWS = "指标 累计", ["规模以上工业总产值 18.2", "固定资产投资 640.8", "生猪出栏 1130"]


def short(found):
    return {(code, basis, value) for _, code, _, basis, value, _ in told(found)}


@pytest.mark.parametrize(
    "line",
    [
        "本表单位：万元，其中规模以上工业总产值为亿元。",
        "单位：万元（其中规模以上工业总产值：亿元）",
        "单位：万元（规模以上工业总产值为亿元）",
        "单位：万元；规模以上工业总产值：亿元",
        "单位：万元，除规模以上工业总产值为亿元外",
        "除规模以上工业总产值为亿元、生猪出栏为头外，其余均为万元。",
        "注：除规模以上工业总产值以亿元计以外，其他指标单位为万元",
    ],
)
@pytest.mark.parametrize("where", ["above", "below", "text"])
def test_a_unit_set_apart_holds_for_what_is_named(catalogue, line, where):
    if where == "text":
        page = replace(sheet([HEAD.split(), *(row.split() for row in ROWS)]), layout="table", after_paragraph=3)
        (found,) = drafts(catalogue, document(page, paragraphs=[TITLE, DECLARED, line]), reporter="T1")
    else:
        rows = [[line], HEAD, *ROWS] if where == "above" else [HEAD, *ROWS, [line]]
        found = draft(catalogue, monthly(*rows), reporter="T1")
    assert short(found) == APART


@pytest.mark.parametrize(
    "line", ["其中税收收入为20万元", "其中：税收收入", "除税收收入外，其余见附表", "单位：万元（含税）", "除特殊说明外，单位为万元"]
)
def test_lines_that_set_no_unit_apart(catalogue, line):
    assert units_apart(line, catalogue) == ((), line)


def test_a_unit_of_another_dimension_for_what_is_named(catalogue):
    found = draft(catalogue, monthly("指标 累计", "税收收入 18", "固定资产投资 64", ["注：固定资产投资单位为亩。"]), reporter="T1")
    assert short(found) == {("I4", "cumulative", "18"), ("I2", "cumulative", "held")}
    assert ("unit-mismatch", "表!B5") in rules(found)
    stated = draft(catalogue, monthly("指标 单位 累计", "固定资产投资 万元 64", ["注：固定资产投资单位为亩。"]), reporter="T1")
    (asked,) = [finding for finding in stated.findings if finding.rule == "unit-note-differs"]
    assert (asked.severity, asked.fields["expected"], short(stated)) == (Severity.QUERY, "万元", {("I2", "cumulative", "64")})


def test_a_corner_in_which_nothing_of_the_table_is_measured(catalogue):
    money = draft(catalogue, monthly(["单位：头"], "指标 累计", "税收收入 18"), reporter="T1")
    (asked,) = [finding for finding in money.findings if finding.rule == "unit-contradicts"]
    assert (asked.severity, asked.place, asked.fields["observed"]) == (Severity.QUERY, "表!B5", "头、万元")
    counted = draft(catalogue, monthly(["单位：万元"], "指标 累计", "生猪出栏 18"), reporter="T1")
    mixed = draft(catalogue, monthly(["单位：头"], "指标 累计", "税收收入 18", "生猪出栏 26"), reporter="T1")
    assert not {"unit-contradicts"} & {rule for found in (counted, mixed) for rule, _ in rules(found)}
