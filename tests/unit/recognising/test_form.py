"""Which form a table fills: by its title, or by a share of its rows and headers that leaves no doubt; else nobody's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huizong.catalogue.defaults import default_issue_types
from huizong.model import Status
from tests.unit.recognising.county import DECLARED, TITLE, balance, document, draft, drafts, monthly, rules, sheet, told

HEADER = ["指标", "单位", "本月", "累计"]
SIX = [
    ["规模以上工业总产值", "万元", 10, 60],
    ["固定资产投资", "万元", 8, 41],
    ["一般公共预算收入", "万元", 4, 24],
    ["税收收入", "万元", 3, 18],
    ["粮食播种面积", "亩", None, 4521],
    ["生猪出栏", "头", 23, 134],
]
ASKED = [[number, f"第{number}类走访对象", number] for number in range(1, 40)]
OWED = "，本单位现在应报的是《明川县主要经济指标月报表》《主要经济指标季报表》"


def form_unknown(found):
    return [finding for finding in found.findings if finding.rule == "form-unknown"]


@pytest.mark.parametrize("title", [[["困难群众走访登记（2026年6月）"]], [], [["2026年6月"]]])
def test_one_name_in_common_makes_no_form(catalogue, title):
    found = draft(catalogue, [*title, ["序号", "项目", "数量"], *ASKED, [40, "低保户数", 12]], reporter="T1", period="2026-06")
    (finding,) = found.findings
    assert (found.form, finding.rule) == (None, "form-unknown")
    assert (finding.fields["detail"], finding.fields["expected"]) == (OWED, "明川县主要经济指标月报表（2026年6月）")
    assert {figure.status for figure in found.figures} == {Status.HELD}
    assert balance(found) == (80, 1, 40, 39)


def test_a_register_of_persons_fills_no_form(catalogue):
    found = draft(catalogue, [["2026年6月救助发放"], ["姓名", "人口", "低保户数"], ["王某", 1, 2], ["李某", 3, 4]], reporter="T1")
    assert (found.form, [finding.rule for finding in found.findings]) == (None, ["form-unknown"])


def test_a_document_that_is_a_foreign_form_is_no_text(catalogue):
    page = sheet([["项目", "数量"], *[[name, value] for _, name, value in ASKED], ["低保户数", 12]], "表1")
    (found,) = drafts(
        catalogue, document(page, name="登记.docx", paragraphs=["困难群众走访登记（2026年6月）"]), reporter="T1", period="2026-06"
    )
    assert (found.kind, found.form, [finding.rule for finding in found.findings]) == ("table", None, ["form-unknown"])


@pytest.mark.parametrize(
    ("title", "rows", "form"),
    [
        ("石桥镇经济运行数据（2026年6月）", SIX, "FM"),  # all of the form under a title of its own
        ("石桥镇经济运行数据（2026年6月）", [*SIX[:4], ["用电量", "万元", 1, 2]], "FM"),
        ("重大项目用地审批台账（2026年6月）", SIX[1:2], None),  # a row or two under a title that says another thing
        ("2026年6月", SIX[1:2], "FM"),
        ("石桥镇6月月报表（2026年）", SIX[:2], "FM"),
        ("2026年6月", [SIX[3], ["走访户数", "户", 3, 4], ["发放物资", "件", 5, 6]], None),
        ("2026年6月", [["税收收入 ", "万元", 3, 18], ["固投", "万元", 8, 41], ["没有的指标", "万元", 5, 6]], "FM"),
    ],
)
def test_rows_tell_the_form_where_they_leave_no_doubt(catalogue, title, rows, form):
    assert draft(catalogue, [[title], HEADER, *rows], reporter="T1").form == form


def test_nobody_owes_anything_without_a_reporter(catalogue):
    found = draft(catalogue, [["设备台账（2026年6月）"], ["填报单位：旧岭乡"], ["名称", "数量"], ["水泵", 3]])
    (finding,) = form_unknown(found)
    assert (finding.fields["detail"], finding.fields["expected"]) == ("", "报表全名（年月）")


def test_a_text_under_the_title_of_an_owed_table_goes_back(catalogue):
    text = document(name="月报.txt", paragraphs=[TITLE, DECLARED, "税收收入   12   30"])
    (found,) = drafts(catalogue, text, reporter="T1")
    assert ("form-unread", "") in rules(found)
    (other,) = drafts(catalogue, document(name="年报.txt", paragraphs=["分乡镇产量年报（2025年）", "小麦   12"]), reporter="T1")
    assert ("prose-form-is-table", "") in rules(other)


@pytest.mark.parametrize("title", [[[TITLE], [DECLARED]], []])
def test_a_table_without_header_is_told_so(catalogue, title):
    found = draft(catalogue, [*title, *SIX], reporter="T1", period="2026-06")
    (finding,) = found.findings
    assert (found.form, finding.rule, found.figures) == ("FM", "header-missing", ())
    assert balance(found) == (11, 0, 0, 11)


def test_many_unknown_headers_are_one_line(catalogue):
    found = draft(catalogue, monthly("指标 单位 甲数 乙数 丙数 丁数 累计", "税收收入 万元 1 2 3 4 5"))
    (finding,) = found.findings
    assert (finding.rule, finding.place) == ("header-unknown", "表!C3, 表!D3, 表!E3, 表!F3")
    assert finding.fields["observed"] == "甲数、乙数、丙数、丁数等4列"
    assert finding.fields["expected"].startswith("甲数,口径；乙数,口径；丙数,口径；丁数,口径（口径从 current、")


def test_two_columns_under_one_merged_header_differ(catalogue):
    rows = monthly("指标 单位 快报 · 累计", "· · 本月 年度计划 ·", "税收收入 万元 1 2 5")
    found = draft(catalogue, rows, merges=["C3:D3", "A3:A4", "B3:B4", "E3:E4"])
    assert {finding.fields["expected"] for finding in found.findings} == {"快报本月,current", "快报年度计划,plan"}


@pytest.mark.parametrize("other", ["工业总产值（万元）", "新签合同"])
def test_an_indicator_over_a_column_is_no_header(catalogue, other):
    rows = [["2026年6月分乡镇主要指标完成情况"], ["乡镇", other, "招商签约额（万元）"], ["石桥镇", 1, 2], ["柳湾镇", 3, 4]]
    found = draft(catalogue, rows, reporter="B1")
    assert "header-unknown" not in {rule for rule, _ in rules(found)}
    assert ("indicator-unknown", "表!C2") in rules(found)


TWELVE = ["指标", "单位", *[f"{month}月" for month in range(1, 13)]]


@pytest.mark.parametrize("title", ["主要经济指标月报表（2026年6月）", "主要经济指标月报表（2026年）"])
def test_zeros_in_months_to_come_are_no_figures(catalogue, title):
    found = draft(catalogue, [[title], [DECLARED], TWELVE, ["税收收入", "万元", 1, 2, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0]], reporter="T1")
    assert (found.period, rules(found)) == ("2026-06", {("period-open", "表!I4:N4")})
    values = {period: value for _, _, period, _, value, _ in told(found)}
    assert [values[f"2026-{month:02d}"] for month in (5, 6, 7, 12)] == ["0", "6", "blank", "blank"]
    assert balance(found) == (12, 12, 0, 0)


def test_a_number_in_a_month_to_come_still_contradicts(catalogue):
    found = draft(catalogue, monthly(TWELVE, "税收收入 万元 1 2 3 4 5 6 0 8 0 0 0 0"), reporter="T1")
    assert "period-mismatch" in {rule for rule, _ in rules(found)}


def test_the_forms_owed_are_named_beside_an_older_text_of_the_county(catalogue):
    older = default_issue_types()["form-unknown"].model_copy(update={"message": "没有这张表", "remedy": "用规定的表"})
    found = draft(replace(catalogue, issue_types=(older,)), [["设备台账（2026年6月）"], ["名称", "数量"], ["水泵", 3]], reporter="T1")
    assert [finding.rule for finding in found.findings] == ["form-unknown", "forms-owed"]
    assert found.findings[1].fields["detail"] == OWED.lstrip("，")
