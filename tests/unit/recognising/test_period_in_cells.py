"""The report's period in cells of its own, beside its label or over a side column; and what the title says against it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huizong.model import Severity
from tests.unit.recognising.county import (
    DECLARED,
    TITLE,
    UNDATED,
    document,
    draft,
    drafts,
    rules,
    sheet,
    told,
)


def test_a_period_in_cells_of_its_own_beside_the_declaration_is_no_head_of_columns(catalogue):
    rows = [[UNDATED], [DECLARED, None, "2026年", "6月"], ["指标", "单位", "本月", "累计"], ["税收收入", "万元", 3, 18]]
    found = draft(catalogue, rows)
    assert told(found) == {("T1", "I4", "2026-06", "current", "3", "C4"), ("T1", "I4", "2026-06", "cumulative", "18", "D4")}
    assert not found.findings


@pytest.mark.parametrize(("title", "asked"), [("二季度", True), ("4-6月", True), ("上半年", False), ("1-6月", False), ("6月", False)])
def test_a_quarter_over_a_monthly_report_is_asked_about(catalogue, title, asked):
    rows = [[f"明川县主要经济指标月报表（2026年{title}）"], [DECLARED], ["指标", "单位", "本月", "累计"], ["税收收入", "万元", 2, 9]]
    (found,) = drafts(catalogue, document(sheet(rows)))
    assert (found.period, {finding.rule for finding in found.findings}) == ("2026-06", {"period-mismatch"} if asked else set())
    assert {finding.severity for finding in found.findings} <= {Severity.QUERY}
    assert {value for *_, value, _ in told(found)} == {"2", "9"}


def test_the_period_in_the_cell_beside_its_label(catalogue):
    rows = [["明川县主要经济指标月报表"], [DECLARED, None, "时间：", "2026.06"], ["指标", "单位", "累计"], ["税收收入", "万元", 9]]
    (found,) = drafts(catalogue, document(sheet(rows)))
    assert (found.period, found.findings) == ("2026-06", ())


@pytest.mark.parametrize(("line", "asked"), [("填报时间：2026年6月", True), ("时间：2026年6月", False), ("报告期：2026年6月", False)])
def test_a_month_that_may_be_when_the_report_was_sent_is_asked_about(catalogue, line, asked):
    rows = [["明川县主要经济指标月报表"], [DECLARED, None, line], ["指标", "单位", "累计"], ["税收收入", "万元", 9]]
    (found,) = drafts(catalogue, document(sheet(rows)))
    said = [(finding.rule, finding.severity) for finding in found.findings]
    assert (found.period, said) == ("2026-06", [("period-assumed", Severity.QUERY)] if asked else [])


@pytest.mark.parametrize(("label", "asked"), [("填报时间：", True), ("填表时间：", True), ("报告期", False), ("所属时期：", False)])
def test_it_is_where_its_label_stands_in_a_cell_of_its_own_too(catalogue, label, asked):
    rows = [["明川县主要经济指标月报表"], [DECLARED, None, label, "2026.06"], ["指标", "单位", "累计"], ["税收收入", "万元", 9]]
    (found,) = drafts(catalogue, document(sheet(rows)))
    said = [(finding.rule, finding.severity) for finding in found.findings]
    assert (found.period, said) == ("2026-06", [("period-assumed", Severity.QUERY)] if asked else [])


def test_a_year_and_a_month_in_four_cells_are_the_period(catalogue):
    rows = [[UNDATED], [DECLARED, None, 2026, "年", 6, "月"], ["指标", "单位", "本月", "累计"], ["税收收入", "万元", 3, 18]]
    found = draft(catalogue, rows)
    assert told(found) == {("T1", "I4", "2026-06", "current", "3", "C4"), ("T1", "I4", "2026-06", "cumulative", "18", "D4")}
    assert not found.findings


def test_a_month_over_all_of_a_side_column_is_the_reports(catalogue):
    head, first = ["月份", "指标", "单位", "本月", "累计"], ["2026年6月", "税收收入", "万元", 3, 18]
    rows = [[UNDATED], [DECLARED], head, first, [None, "固定资产投资", "万元", 5, 25]]
    found = draft(catalogue, rows, merges=("A4:A5",))
    assert told(found) == {
        ("T1", "I4", "2026-06", "current", "3", "D4"),
        ("T1", "I4", "2026-06", "cumulative", "18", "E4"),
        ("T1", "I2", "2026-06", "current", "5", "D5"),
        ("T1", "I2", "2026-06", "cumulative", "25", "E5"),
    }


def test_how_long_a_form_holds_is_no_period_of_the_report_wherever_it_stands(catalogue):
    line = "填报单位：石桥镇人民政府     2026年6月     有效期至：2027年1月"
    (found,) = drafts(
        catalogue,
        document(replace(sheet([["指标", "累计"], ["税收收入", 18]]), layout="table", after_paragraph=2), paragraphs=[UNDATED, line]),
    )
    assert (found.period, {item[1:5] for item in told(found)}) == ("2026-06", {("I4", "2026-06", "cumulative", "18")})


def test_a_title_set_apart_from_its_month_by_many_blanks(catalogue):
    line = UNDATED + " " * 50 + "2026年6月"
    table = replace(sheet([["指标", "累计"], ["税收收入", 18]]), layout="table", after_paragraph=2)
    (found,) = drafts(catalogue, document(table, paragraphs=[line, DECLARED]))
    assert (found.form, found.period) == ("FM", "2026-06")


def test_a_line_under_a_table_of_a_text_that_says_another_month(catalogue):
    table = replace(sheet([["指标", "累计"], ["税收收入", 18]]), layout="table", after_paragraph=2)
    (found,) = drafts(catalogue, document(table, paragraphs=[TITLE, DECLARED, "注：以上数据为5月数据。"]))
    assert "period-mismatch" in {rule for rule, _ in rules(found)}
