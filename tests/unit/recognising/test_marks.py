"""Words by which a report says that it does not count, and sheets that bear another town's name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huizong.model import Maturity, Paragraph, Severity, Status
from huizong.recognising.marks import mark_in
from tests.unit.recognising.county import DECLARED, TITLE, balance, document, drafts, monthly, rules, sheet, told

ROWS = [["指标", "单位", "累计"], ["税收收入", "万元", 18]]
OWN = ("T1", "I4", "2026-06", "cumulative", "18")


def one(catalogue, *pages, name="月报.xlsx", reporter="T1"):
    (found,) = drafts(catalogue, document(*pages, name=name), reporter=reporter)
    return found


def values(found):
    return {item[:5] for item in told(found)}


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("月报表（作废）", "void"),
        ("【已作废】月报表", "void"),
        ("作废 月报表", None),
        ("作废-月报表", "void"),
        ("月报表作废", "void"),
        ("作废票据份数", None),
        ("发票作废情况表", None),
        ("月报表（样表）", "sample"),
        ("月报表样表（2026年6月）", "sample"),
        ("填写示例", "sample"),
        ("示范合作社名单", None),
        ("样本企业数", None),
        ("月报表（送审稿）", "sample"),
        ("月报表（2026年6月）（初稿）", "sample"),
        ("月报表（2026年6月）征求意见稿", "sample"),
        ("月报表-旧版", "sample"),
        ("初稿费支出", None),
        ("旧版教材回收册数", None),
        ("月报表（定稿）", None),
        ("月报表（2026年6月）", None),
    ],
)
def test_marks(text, mark):
    assert mark_in((text,)) == mark


@pytest.mark.parametrize("where", ["title", "line", "sheet", "file"])
def test_what_is_void_goes_back(catalogue, where):
    title = f"{TITLE}（作废）" if where == "title" else TITLE
    line = [["此件作废"]] if where == "line" else []
    page = sheet([[title], *line, [DECLARED], *ROWS], "6月（作废）" if where == "sheet" else "6月")
    found = one(catalogue, page, name="石桥镇月报(作废).xlsx" if where == "file" else "月报.xlsx")
    assert {rule for rule, _ in rules(found)} == {"report-void"}
    assert {figure.status for figure in found.figures} == {Status.HELD}


@pytest.mark.parametrize("name", ["石桥镇月报（样表）.xlsx", "月报.xlsx"])
def test_what_calls_itself_a_sample_is_asked_about(catalogue, name):
    title = TITLE if "样表" in name else TITLE.replace("（", "（样表）（")
    found = one(catalogue, sheet([[title], [DECLARED], *ROWS]), name=name)
    assert ({rule for rule, _ in rules(found)}, values(found)) == ({"report-sample"}, {OWN})


@pytest.mark.parametrize("name", ["6月（作废）", "样表", "填写示例"])
def test_a_marked_sheet_beside_the_report_is_left_out_with_a_word(catalogue, name):
    marked = sheet(monthly(ROWS[0], "税收收入 万元 99"), name)
    found = one(catalogue, marked, sheet(monthly(*ROWS), "6月"))
    assert (rules(found), values(found)) == ({("report-aside", f"{name}!A1")}, {OWN})
    assert balance(found) == (2, 1, 0, 1)


def test_a_sheet_named_after_another_town_asks(catalogue):
    confirmed = one(catalogue, sheet(monthly(*ROWS), "柳湾镇"))
    (finding,) = confirmed.findings
    assert (finding.rule, finding.severity, values(confirmed)) == ("sheet-of-other", Severity.QUERY, {OWN})
    alone = one(catalogue, sheet([[TITLE], *ROWS], "柳湾"))
    assert {rule for rule, _ in rules(alone)} == {"sheet-of-other"}
    assert {figure.status for figure in alone.figures} == {Status.HELD}


def test_a_sheet_of_another_town_beside_the_own_one_is_left_out(catalogue):
    found = one(catalogue, sheet([[TITLE], *ROWS], "石桥镇"), sheet([[TITLE], ROWS[0], ["税收收入", "万元", 99]], "柳湾镇"))
    assert (values(found), {rule for rule, _ in rules(found)}) == ({OWN}, {"sheet-of-other"})
    assert balance(found) == (2, 1, 0, 1)


@pytest.mark.parametrize("name", ["财政局", "石桥镇", "石桥镇上湾村", "Sheet1", "6月"])
def test_sheets_of_the_reporter_its_villages_and_the_bureau_that_asks_are_no_strangers(catalogue, name):
    found = one(catalogue, sheet(monthly(*ROWS), name))
    assert "sheet-of-other" not in {rule for rule, _ in rules(found)}


@pytest.mark.parametrize(("name", "aside"), [("数据源", True), ("底稿(2)", True), ("计算过程", True), ("数据", False), ("6月2", False)])
def test_a_sheet_of_the_work_behind_a_report_is_set_aside(catalogue, name, aside):
    work = sheet([["名称", "数量"], ["税收收入", 999]], name)
    found = one(catalogue, sheet(monthly(*ROWS), "6月"), work)
    assert (("report-aside", f"{name}!A1") in rules(found)) is aside
    assert ("outside-table" in {rule for rule, _ in rules(found)}) is not aside  # 数量 says of no time whether it is this month's
    assert values(found) == {OWN}
    alone = one(catalogue, sheet(monthly(*ROWS), name))
    assert (rules(alone), values(alone)) == (set(), {OWN})


@pytest.mark.parametrize("note", ["本表作废，以邮件为准", "注：以上数据已作废", "此报表无效"])
def test_a_note_that_takes_its_table_back_is_heard(catalogue, note):
    found = one(catalogue, sheet([[TITLE], [DECLARED], *ROWS, [note]]))
    assert ("report-void", "") in rules(found)
    assert {figure.status for figure in found.figures} == {Status.HELD}


@pytest.mark.parametrize("note", ["注：如有涂改，本表作废", "逾期未盖章的，此表无效", "注：作废票据不在本表统计"])
def test_a_note_of_when_a_table_would_be_void_is_a_rule(catalogue, note):
    found = one(catalogue, sheet([[TITLE], [DECLARED], *ROWS, [note]]))
    assert (values(found), "report-void" in {rule for rule, _ in rules(found)}) == ({OWN}, False)


def test_a_table_of_plans_is_no_report_of_what_was_done_and_a_forecast_is_an_estimate(catalogue):
    rows = [
        ["指标", "单位", "本月", "累计"],
        ["税收收入", "万元", 1, 2],
        ["规模以上工业总产值", "万元", 3, 4],
        ["固定资产投资", "万元", 5, 6],
    ]
    plan = one(catalogue, sheet([["主要经济指标计划表（2026年6月）"], [DECLARED], *rows]))
    assert (plan.form, {figure.status for figure in plan.figures}) == (None, {Status.HELD})
    assert "form-unknown" in {rule for rule, _ in rules(plan)}
    forecast = one(catalogue, sheet([["主要经济指标预测表（2026年6月）"], [DECLARED], *rows]))
    assert (forecast.form, {figure.maturity for figure in forecast.figures}) == ("FM", {Maturity.ESTIMATE})
    done = one(catalogue, sheet([["主要经济指标计划完成情况表（2026年6月）"], [DECLARED], *rows]))
    assert (done.form, {figure.maturity for figure in done.figures}) == ("FM", {None})


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("草稿，勿用", True),
        ("注：此表为草稿，请勿使用。", True),
        ("（样表，仅供参考）", True),
        ("测试数据", True),
        ("仅供内部讨论，不作上报依据", True),
        ("本表请勿外传", False),
        ("数据仅供参考", False),
        ("注：草稿纸已发放到村", False),
        ("本表数据不作为考核依据", False),
        ("样表请到群文件下载", False),
    ],
)
@pytest.mark.parametrize("where", ["below", "above", "margin", "page", "beneath"])
def test_a_line_that_calls_the_table_a_draft_is_asked_about_wherever_it_stands(catalogue, line, asks, where):
    rows = monthly(*ROWS)
    if where in ("below", "above"):
        rows.insert(len(rows) if where == "below" else 1, [line])
        found = one(catalogue, sheet(rows))
    elif where == "margin":
        found = one(catalogue, replace(sheet(rows), margins=(line,)))
    else:
        table = replace(sheet(ROWS), layout="table", after_paragraph=2)
        paragraphs = tuple(Paragraph(number, text) for number, text in enumerate((TITLE, DECLARED), start=1))
        last = Paragraph(3, line, None, None, where == "page")
        (found,) = drafts(catalogue, replace(document(table), paragraphs=(*paragraphs, last)), reporter="T1")
    assert ("report-sample" in {rule for rule, _ in rules(found)}, values(found)) == (asks, {OWN})
