"""Who signs, seals or is named alone around a table reports it; who made the form, asked for it or gets a copy does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huizong.model import Paragraph, Status
from tests.unit.recognising.county import TITLE, document, draft, drafts, monthly, rules, sheet, told
from tests.unit.recognising.declaring import PLAIN, ROWS, STRANGER, TAKEN, figures, table


@pytest.mark.parametrize(
    "end", [["柳湾镇人民政府", "2026年7月3日"], ["柳湾镇人民政府 2026年7月3日"], ["柳湾镇（盖章）", "二〇二六年七月三日"]]
)
def test_who_signs_at_the_end_reports(catalogue, end):
    found = draft(catalogue, [[TITLE], *ROWS, *[[line] for line in end]], reporter="T1")
    assert STRANGER in {rule for rule, _ in rules(found)}
    own = [[line.replace("柳湾", "石桥")] for line in end]
    assert STRANGER not in {rule for rule, _ in rules(draft(catalogue, [[TITLE], *ROWS, *own], reporter="T1"))}
    prose = document(name="小结.docx", paragraphs=["上半年工作小结", "完成固定资产投资41万元。", *end])
    (text,) = drafts(catalogue, prose, reporter="T1", period="2026-06")
    assert STRANGER in {rule for rule, _ in rules(text)}


def test_who_stands_beside_a_mark_for_a_seal_reports(catalogue):
    for name, expected in (("柳湾镇人民政府", True), ("石桥镇人民政府", False), ("李某", False)):
        found = draft(catalogue, [[TITLE], *ROWS, ["（公章）", None, name]], reporter="T1")
        assert (STRANGER in {rule for rule, _ in rules(found)}) is expected


@pytest.mark.parametrize("end", [["明川县统计局制", "2026年1月1日"], ["统计局", "2026年1月1日"], ["抄送：柳湾镇人民政府", "2026年7月3日"]])
def test_who_made_the_form_or_gets_a_copy_does_not_sign(catalogue, end):
    found = draft(catalogue, monthly(*ROWS, *[[line] for line in end]), reporter="T1")
    assert (STRANGER not in {rule for rule, _ in rules(found)}, figures(found)) == (True, TAKEN)


@pytest.mark.parametrize("reporter", ["B1", "T1"])
def test_a_list_of_names_with_days_signs_nothing(catalogue, reporter):
    names = {"B1": ("石桥镇", "柳湾镇"), "T1": ("下湾村", "上湾村")}[reporter]
    title = {"B1": "2026年6月分乡镇主要指标完成情况", "T1": "2026年6月各村低保情况"}[reporter]
    measured = {"B1": "工业总产值（万元）", "T1": "低保户数（户）"}[reporter]
    rows = [[title], ["单位", "报送日期", measured], *[[name, "2026年7月3日", 5] for name in names]]
    found = draft(catalogue, rows, reporter=reporter)
    assert STRANGER not in {rule for rule, _ in rules(found)}
    assert {value for *_, value, _ in told(found)} == {"5"}
    below = draft(catalogue, [*rows, ["填报说明见附件"], [names[1]], ["2026年7月3日"]], reporter=reporter)
    assert STRANGER not in {rule for rule, _ in rules(below)}


@pytest.mark.parametrize("name", ["柳湾镇人民政府", "柳湾镇"])
def test_a_name_alone_on_a_cover_declares_the_reporter(catalogue, name):
    cover = sheet([[name], ["二〇二六年六月"]], name="封面")
    (found,) = drafts(catalogue, document(cover, sheet([[PLAIN], *ROWS], name="数据")), reporter="T1")
    assert STRANGER in {finding.rule for finding in found.findings}
    assert {value for *_, value, _ in told(found)} == {"held"}
    (own,) = drafts(catalogue, document(cover, sheet([[PLAIN], *ROWS], name="数据")))
    assert own.reporter == "T2"


def test_a_list_of_names_on_a_sheet_and_who_made_the_form_declare_nobody(catalogue):
    listed = sheet([["石桥镇"], ["柳湾镇"], ["统计局"]], name="名单")
    for beside in (listed, sheet([["明川县"], ["统计局"]], name="封面")):
        (found,) = drafts(catalogue, document(sheet([[TITLE], *ROWS], name="数据"), beside), reporter="T1")
        assert figures(found) == TAKEN


def headed(*lines, title=TITLE):
    """A Word document whose pages have these lines in their header."""
    made = document(table(ROWS, after=1), name="月报.docx", paragraphs=[title])
    margins = tuple(Paragraph(number, line, in_margin=True) for number, line in enumerate(lines, start=2))
    return replace(made, paragraphs=(*made.paragraphs, *margins))


def test_a_name_alone_in_the_header_of_the_pages_declares(catalogue):
    (found,) = drafts(catalogue, headed("柳湾镇人民政府"), reporter="T1")
    assert rules(found) == {(STRANGER, "2:0")}
    (own,) = drafts(catalogue, headed("石桥镇人民政府", "第1页"))
    assert (own.reporter, rules(own), figures(own)) == ("T1", set(), TAKEN)
    (asked_for,) = drafts(catalogue, headed("明川县统计局"), reporter="T1")
    assert rules(asked_for) == set()
    (listed,) = drafts(catalogue, headed("石桥镇", "柳湾镇"), reporter="T1")
    assert rules(listed) == set()
    page = replace(sheet([[TITLE], *ROWS], "数据"), margins=("柳湾镇",))
    (over,) = drafts(catalogue, document(page), reporter="T1")
    assert {rule for rule, _ in rules(over)} == {STRANGER}


def test_a_month_alone_in_the_header_of_the_pages_counts(catalogue):
    bare = TITLE.replace("（2026年6月）", "")
    (taken,) = drafts(catalogue, headed("2026年6月", title=bare), reporter="T1", period="2026-06")
    assert (taken.period, rules(taken)) == ("2026-06", set())
    (other,) = drafts(catalogue, headed("2026年5月", title=bare), reporter="T1", period="2026-06")
    assert {rule for rule, _ in rules(other)} == {"period-mismatch"}
    assert {figure.status for figure in other.figures} == {Status.HELD}
    (stale,) = drafts(catalogue, headed("2026年5月"), reporter="T1", period="2026-06")
    assert (stale.period, rules(stale), figures(stale)) == ("2026-06", set(), TAKEN)


@pytest.mark.parametrize("maker", ["制表单位：统计局", "编制单位：明川县"])
def test_who_made_the_form_is_nobody_who_reports_where_somebody_else_is_named(catalogue, maker):
    found = draft(catalogue, [[TITLE], [maker], ["综合机关名称：石桥镇"], *ROWS], reporter="T1")
    assert figures(found) == TAKEN
    assert not found.findings
    alone = draft(catalogue, [[TITLE], [maker], *ROWS], reporter="T1")
    assert {rule for rule, _ in rules(alone)} == {STRANGER}


def test_a_town_that_made_the_table_reports_all_the_same(catalogue):
    found = draft(catalogue, [[TITLE], ["填报单位：石桥镇"], ["制表单位：柳湾镇"], *ROWS], reporter="T1")
    assert {rule for rule, _ in rules(found)} == {STRANGER}


FORM = [[TITLE], ["指标", "单位", "本月", "累计"], ["税收收入", "万元", 3, 18], ["生猪出栏", "头", 1, 5]]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["柳湾镇（盖章）", None, "2026年6月"], []),
        (["柳湾镇人民政府（公章）"], []),
        ([], [None, None, "柳湾镇（盖章）"]),
        ([], [None, None, None, "柳湾镇人民政府"]),
        ([], ["柳湾镇人民政府", None, "2026年7月3日"]),
    ],
)
def test_a_seal_or_a_name_under_the_table_is_whose_report_it_is(catalogue, above, below):
    rows = [FORM[0], *([above] if above else []), *FORM[1:], *([[], below] if below else [])]
    (found,) = drafts(catalogue, document(sheet(rows)), reporter="T1")
    assert {rule for rule, _ in rules(found)} == {"organisation-mismatch"}
    assert {value for *_, value, _ in told(found)} == {"held"}
    (own,) = drafts(catalogue, document(sheet(rows)), reporter="T2")
    assert (own.findings, {value for *_, value, _ in told(own)}) == ((), {"3", "18", "1", "5"})


@pytest.mark.parametrize("line", ["统计局（盖章）", "统计局", "明川县"])
def test_who_asked_for_a_form_or_stands_above_seals_no_report_of_a_town(catalogue, line):
    (found,) = drafts(catalogue, document(sheet([*FORM, [], [None, None, line]])), reporter="T1")
    assert {value for *_, value, _ in told(found)} == {"3", "18", "1", "5"}


def test_the_last_town_of_a_list_signs_nothing(catalogue):
    rows = [["2026年6月各乡镇税收收入"], ["乡镇", "本月", "累计"], ["石桥镇", 1, 2], ["柳湾镇"]]
    (found,) = drafts(catalogue, document(sheet(rows)), reporter="B2")
    assert ("T1", "I4", "2026-06", "cumulative", "2", "C3") in told(found)
    assert "organisation-mismatch" not in {rule for rule, _ in rules(found)}


@pytest.mark.parametrize(("before", "after"), [("柳湾镇（盖章）", ""), ("", "柳湾镇（公章）"), ("", "柳湾镇人民政府")])
def test_a_seal_or_a_name_beside_a_table_of_a_text_is_whose_report_it_is(catalogue, before, after):
    page = replace(sheet(FORM[1:]), layout="table", after_paragraph=2)
    (found,) = drafts(catalogue, document(page, paragraphs=[TITLE, before, after]), reporter="T1")
    assert {rule for rule, _ in rules(found)} == {"organisation-mismatch"}


@pytest.mark.parametrize(("footer", "mismatch"), [("柳湾镇统计站", True), ("石桥镇经济发展办公室", False), ("柳湾镇情况", False)])
def test_an_office_alone_in_the_footer_of_a_page_is_whose_the_report_is(catalogue, footer, mismatch):
    page = replace(sheet([[TITLE], ["指标", "单位", "累计"], ["税收收入", "万元", 9]]), margins=(footer,))
    (found,) = drafts(catalogue, document(page), reporter="T1")
    assert ("organisation-mismatch" in {finding.rule for finding in found.findings}) is mismatch
    assert {value for *_, value, _ in told(found)} == {"held" if mismatch else "9"}


@pytest.mark.parametrize("label", ["主管部门：", "牵头单位：", "业务指导部门：", "监制单位："])
def test_who_asked_for_the_form_is_nobody_who_reports(catalogue, label):
    found = draft(catalogue, [[TITLE], [f"{label}统计局"], *ROWS], reporter="T1")
    assert (figures(found), found.findings) == (TAKEN, ())


def test_a_day_where_an_indicators_value_should_be_is_no_signature(catalogue):
    """A name with a day signs a table only where it is an organisation's."""
    found = draft(catalogue, monthly(*ROWS[:2], ["固定资产投资", "万元", "2026-06-30", None]), reporter="T1")
    assert [(rule, place) for rule, place in rules(found) if rule.startswith("value")] == [("value-date", "表!C5")]
    assert {item[:5] for item in told(found) if item[1] == "I4"} == {
        ("T1", "I4", "2026-06", "current", "3"),
        ("T1", "I4", "2026-06", "cumulative", "18"),
    }
