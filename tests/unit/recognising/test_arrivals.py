"""A whole arrival: refused and repeated members, hidden parts, sheets of ours, empty forms; and that no number gets lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huizong.model import Document, Finding, Status, Verdict
from tests.unit.recognising.county import DECLARED, TITLE, balance, document, draft, drafts, error, monthly, rules, sheet, told

MONTHLY = monthly("指标 单位 累计", "税收收入 万元 2")


def test_a_refused_document_is_a_draft_with_the_reason(catalogue):
    refusal = Finding("file-encrypted")
    (found,) = drafts(catalogue, Document("a.xlsx", "0" * 64, "xlsx", refusal=refusal), reporter="T1")
    assert (found.findings, found.verdict, found.figures, found.reporter) == ((refusal,), None, (), "T1")


def test_lock_files_are_ignored_and_unfinished_ones_wait(catalogue):
    locked = Document("~$a.xlsx", "0" * 64, "unknown", refusal=Finding("file-locked"))
    copying = Document("b.xlsx", "1" * 64, "unknown", refusal=Finding("file-still-copying"))
    assert [found.verdict for found in drafts(catalogue, locked, copying)] == [Verdict.IGNORED, Verdict.WAITING]


def test_equal_members_of_an_archive_count_once(catalogue):
    first = document(sheet(MONTHLY), name="a.zip/石桥镇.xlsx")
    second = replace(first, name="a.zip/柳湾镇/抄件.xlsx")
    one, two = drafts(catalogue, first, second)
    assert len(one.figures) == 1
    assert (two.figures, two.verdict, rules(two)) == ((), Verdict.IGNORED, {("file-duplicate", "")})


def test_members_that_contradict_each_other_are_held_in_both(catalogue):
    other = [*MONTHLY[:-1], ["税收收入", "万元", 3]]
    one, two = drafts(catalogue, document(sheet(MONTHLY), name="a.zip/一.xlsx"), document(sheet(other), name="a.zip/二.xlsx"))
    assert {figure.status for found in (one, two) for figure in found.figures} == {Status.HELD}
    assert (rules(one), rules(two)) == ({("duplicate-figure", "表!C4")}, {("duplicate-figure", "表!C4")})


def test_hidden_sheets_are_not_taken(catalogue):
    old = sheet([[TITLE.replace("6月", "5月")], *MONTHLY[1:]], "底稿", hidden=True)
    (found,) = drafts(catalogue, document(old, sheet(MONTHLY)))
    assert {figure.period for figure in found.figures} == {"2026-06"}
    assert rules(found) == {("hidden-sheets", "")}
    assert balance(found) == (1, 1, 0, 0)


def test_hidden_rows_are_taken_unless_the_total_says_otherwise(catalogue):
    def found(total: int):
        rows = [["2026年6月各乡镇税收收入"], ["乡镇", "累计（万元）"], ["石桥镇", 1], ["柳湾镇", 2], ["合计", total]]
        return draft(catalogue, rows, reporter="B2", hidden_rows=[4])

    assert {(who, value) for who, *_, value, _ in told(found(3))} == {("T1", "1"), ("T2", "2")}
    assert rules(found(3)) == {("hidden-rows", "表!A4")}
    assert {(who, value) for who, *_, value, _ in told(found(1))} == {("T1", "1"), ("T2", "held")}
    assert rules(found(1)) == {("hidden-rows-contradict-total", "表!A4")}


def test_a_header_without_rows_and_a_form_without_entries_are_empty(catalogue):
    assert rules(draft(catalogue, MONTHLY[:-1])) == {("file-empty", "")}
    blank = draft(catalogue, [*MONTHLY[:-1], ["税收收入", "万元"]])
    assert rules(blank) == {("file-empty", "")}
    assert {figure.status for figure in blank.figures} == {Status.BLANK}


def test_a_nil_report_is_no_empty_one(catalogue):
    found = draft(catalogue, [*MONTHLY[:-1], ["本月无新增，零报告"]])
    assert (found.nil_report, rules(found)) == (True, {("nil-report", "")})


def test_a_nil_report_gives_its_counts_as_0(catalogue):
    rows = monthly("指标 单位 本月 累计", ["本月无新增"])
    found = draft(catalogue, rows)
    assert told(found) == {  # heads of pigs are counted; of money nothing is said, and nothing of January to date
        ("T1", "I6", "2026-06", "current", "0", "A4"),
        *{("T1", code, "2026-06", "current", "not_applicable", "A4") for code in ("I1", "I2", "I3", "I4")},
    }
    blank = draft(catalogue, [*rows[:-1], ["生猪出栏", "头"], ["税收收入", "万元"], ["零报告"]])
    assert ("T1", "I6", "2026-06", "current", "0", "C4") in told(blank)
    assert ("T1", "I6", "2026-06", "cumulative", "blank", "D4") in told(blank)
    assert ("T1", "I4", "2026-06", "current", "not_applicable", "C5") in told(blank)


def test_a_nil_report_about_listed_towns_gives_nobody_a_0(catalogue):
    found = draft(catalogue, [["2026年6月各乡镇税收收入"], ["乡镇", "本月", "累计"], ["零报告"]], reporter="B2")
    assert (found.nil_report, found.figures) == (True, ())


def test_no_data_is_no_nil_report(catalogue):
    assert rules(draft(catalogue, [*MONTHLY[:-1], ["本月无数据"]])) == {("file-empty", "")}


def test_sheets_of_ours_are_skipped_and_their_explanations_taken(catalogue):
    ours = sheet([["差错清单"], ["编号", "单元格", "说明"], [3, "C4", "新增2家企业，增产4120万元"], [4, "C5", ""]], "差错清单")
    (found,) = drafts(catalogue, document(sheet(MONTHLY), ours, properties={"huizong": "回执"}))
    assert [(item.number, item.text, item.place) for item in found.explanations] == [("3", "新增2家企业，增产4120万元", "差错清单!C3")]
    assert balance(found) == (1, 1, 0, 0)


def test_explanations_in_a_text_of_their_own(catalogue):
    (found,) = drafts(catalogue, document(paragraphs=["3:新增2家规上企业", "第5条：设备检修停产半月"], name="说明.txt"), reporter="T1")
    assert [(item.number, item.text) for item in found.explanations] == [("3", "新增2家规上企业"), ("5", "设备检修停产半月")]


def test_an_error_cell_in_a_total_is_structure(catalogue):
    rows = [["2026年6月各乡镇税收收入"], ["乡镇", "累计（万元）"], ["石桥镇", 1], ["合计", error("#REF!")]]
    found = draft(catalogue, rows, reporter="B2")
    assert balance(found) == (2, 1, 1, 0)


WORDS = [
    "石桥镇",
    "柳湾镇",
    "合计",
    "税收收入",
    "固定资产投资",
    "本月",
    "累计",
    "同比(%)",
    "指标",
    "单位",
    "万元",
    "备注",
    "注：说明",
    "序号",
    "xx",
    "—",
    "无关",
]
CELLS = st.one_of(st.none(), st.sampled_from(WORDS), st.integers(min_value=-5, max_value=3000))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=9))
def test_every_number_of_any_sheet_is_figure_structure_or_issue(catalogue, rows):
    page = sheet(rows)
    found = drafts(catalogue, document(page), reporter="B2", period="2026-06")
    numbers = sum(1 for cell in page.cells.values() if cell.kind == "number")
    assert sum(item.numeric_cells for item in found) == numbers
    assert all(item.numeric_cells >= item.structure_cells + item.issue_cells for item in found)


def test_our_list_is_known_without_its_property(catalogue):
    ours = sheet([["差错清单"], ["编号", "要做什么", "怎么办", "说明"], ["2-3", "待说明", "写明原因", "退税1200万元"]], "差错清单")
    (found,) = drafts(catalogue, document(sheet(MONTHLY), ours))
    assert [(item.number, item.text, item.answers_to) for item in found.explanations] == [("2-3", "退税1200万元", None)]
    assert balance(found) == (1, 1, 0, 0)
    theirs = sheet([["差错清单"], ["编号", "说明"], ["1", "退税1200万元"]], "差错清单")
    assert drafts(catalogue, document(sheet(MONTHLY), theirs))[0].explanations == ()


def test_our_list_alone_is_an_answer_and_one_cell_may_answer_several(catalogue):
    ours = sheet([["编号", "说明"], ["3、5", "设备检修停产半月"]], "差错清单")
    (found,) = drafts(catalogue, document(ours, properties={"huizong": "20260705T011230.000001Z"}), reporter="T1")
    assert [(item.number, item.place) for item in found.explanations] == [("3", "差错清单!B2"), ("5", "差错清单!B2")]
    assert {item.answers_to for item in found.explanations} == {"20260705T011230.000001Z"}
    assert (found.form, found.kind, found.findings, balance(found)) == (None, "narrative", (), (0, 0, 0, 0))


def test_numbers_in_answers_are_no_figures(catalogue):
    lines = ["3、4:新增2家规上企业,增产4120万元", "6至7：退税1200万元", "", "石桥镇"]
    (found,) = drafts(catalogue, document(paragraphs=lines, name="说明.txt"), reporter="T1")
    assert [(item.number, item.place) for item in found.explanations] == [("3", "1:0"), ("4", "1:0"), ("6", "2:0"), ("7", "2:0")]
    assert (found.figures, found.findings, balance(found)) == ((), (), (0, 0, 0, 0))


@pytest.mark.parametrize(
    ("name", "declared"), [("6月月报（作废）.xlsx", "填报单位：石桥镇"), ("柳湾镇月报.xlsx", "填报单位：柳湾镇人民政府")]
)
def test_a_member_that_is_nobodys_speaks_against_no_other(catalogue, name, declared):
    head = ["指标", "单位", "累计"]
    good = document(sheet([[TITLE], [DECLARED], head, ["税收收入", "万元", 18]]), name="a.zip/月报.xlsx")
    other = document(sheet([[TITLE], [declared], head, ["税收收入", "万元", 99]]), name=f"a.zip/{name}")
    mine, theirs = drafts(catalogue, good, other, reporter="T1")
    assert (mine.findings, {item[3:5] for item in told(mine)}) == ((), {("cumulative", "18")})
    assert {figure.status for figure in theirs.figures} == {Status.HELD}
