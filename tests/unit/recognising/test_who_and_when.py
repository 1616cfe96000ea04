"""Reporter, subject, form and period: what says something must agree, and nothing is assumed in silence."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from huizong.model import Severity, Status
from huizong.recognising.vocabulary.catalogue_names import Names
from huizong.recognising.vocabulary.when import Span, days_in, spans_in
from tests.unit.recognising.county import DECLARED, TITLE, document, draft, drafts, monthly, rules, sheet, told

ROWS = [["指标", "单位", "累计"], ["税收收入", "万元", 2]]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("月报表（2026年6月）", Span(2026, 6, 6)),
        ("2026年1—6月", Span(2026, 1, 6, True)),
        ("2026年上半年", Span(2026, 1, 6, True)),
        ("2026年前三季度", Span(2026, 1, 9, True)),
        ("2026年二季度", Span(2026, 4, 6)),
        ("二〇二六年六月", Span(2026, 6, 6)),
        ("二0二六年六月", Span(2026, 6, 6)),
        ("二O二六年六月", Span(2026, 6, 6)),
        ("2026Q2", Span(2026, 4, 6)),
        ("2026-H1", Span(2026, 1, 6, True)),
        ("202606报表", Span(2026, 6, 6)),
        ("石桥镇_6月报表", Span(None, 6, 6)),
        ("表3 2026年6月", Span(2026, 6, 6)),
        ("2025年", Span(2025)),
        ("12月份", Span(None, 12, 12)),
    ],
)
def test_spans_of_months(text, span):
    assert spans_in(text) == (span,)


def test_days_are_no_months_and_long_codes_are_neither():
    assert (spans_in("2026年6月30日"), days_in("2026年6月30日")) == ((), (date(2026, 6, 30),))
    assert (spans_in("330000202606150012"), days_in("330000202606150012")) == ((), ())


def test_the_folder_the_declaration_and_the_title_agree(catalogue):
    found = draft(catalogue, monthly(*ROWS), reporter="T1", period="2026-06")
    assert (found.reporter, rules(found)) == ("T1", set())


def test_a_file_that_declares_another_reporter_is_held_whole(catalogue):
    found = draft(catalogue, monthly(*ROWS), reporter="T2")
    assert found.reporter == "T2"
    assert rules(found) == {("organisation-mismatch", "表!A2")}
    assert {figure.status for figure in found.figures} == {Status.HELD}


def test_a_title_that_names_a_stranger_is_a_mismatch_and_one_that_names_a_subject_is_not(catalogue):
    rows = [["石桥镇主要经济指标月报表（2026年6月）"], *ROWS]
    assert rules(draft(catalogue, rows, reporter="T2")) == {("organisation-mismatch", "")}
    assert {who for who, *_ in told(draft(catalogue, rows, reporter="B1"))} == {"T1"}


def test_an_office_of_the_organisation_is_the_organisation_and_a_misspelling_is_nobody(catalogue):
    office = draft(catalogue, [[TITLE], ["填报单位：石桥镇经济发展办公室（盖章）"], *ROWS])
    assert office.reporter == "T1"
    wrong = draft(catalogue, [[TITLE], ["填报单位：石乔镇"], *ROWS])
    (finding,) = wrong.findings
    assert (wrong.reporter, finding.rule, finding.fields["expected"]) == (None, "organisation-unknown", "石桥镇")
    assert {figure.status for figure in wrong.figures} == {Status.HELD}


def test_without_organisation_and_period_both_are_asked_for(catalogue):
    found = draft(catalogue, [["指标", "累计"], ["税收", 2]])
    assert {"organisation-missing", "period-missing"} <= {rule for rule, _ in rules(found)}
    assert {figure.status for figure in found.figures} == {Status.HELD}


def test_the_form_is_told_by_what_it_measures(catalogue):
    found = draft(catalogue, [["指标", "累计"], ["税收", 2]], reporter="T1", period="2026-06")
    assert (found.form, told(found)) == ("FM", {("T1", "I4", "2026-06", "cumulative", "2", "B2")})


def test_a_bureaus_form_without_organisations_describes_the_county(catalogue):
    found = draft(catalogue, [["财政收支月报（2026年6月）"], *ROWS], reporter="B2")
    assert told(found) == {("C", "I4", "2026-06", "cumulative", "2", "C3")}


def test_only_those_the_reporter_answers_for(catalogue):
    rows = [["2026年6月各村低保情况"], ["村", "低保户数"], ["下湾村", 3], ["沙洲村", 4]]
    found = draft(catalogue, rows, reporter="T1")
    assert told(found) == {("V12", "I9", "2026-06", "current", "3", "B3"), ("V22", "I9", "2026-06", "current", "held", "B4")}
    assert ("not-answerable", "表!B4") in rules(found)


def test_an_organisation_that_has_ended_is_held_and_its_successor_named(catalogue):
    found = draft(catalogue, [["2026年6月各乡镇税收收入"], ["乡镇", "累计（万元）"], ["旧岭乡", 3]], reporter="B2")
    assert {value for *_, value, _ in told(found)} == {"held"}
    (finding,) = found.findings
    assert (finding.rule, finding.fields["expected"]) == ("organisation-not-valid", "云岭乡")


def test_a_target_may_be_that_of_one_which_ends_within_the_year(catalogue):
    found = draft(
        catalogue, [["2025年年度目标任务分解表"], ["乡镇", "固投（万元）", ""], ["", "年度计划", "累计"], ["东滩乡", 30, 3]], reporter="B1"
    )
    assert {(who, basis, value) for who, _, _, basis, value, _ in told(found)} == {("T8", "plan", "30"), ("T8", "current", "held")}
    assert rules(found) == {("organisation-not-valid", "表!C4")}
    later = draft(catalogue, [["2026年年度目标任务分解表"], ["乡镇", "固投（万元）"], ["", "年度计划"], ["东滩乡", 30]], reporter="B1")
    assert {value for *_, value, _ in told(later)} == {"held"}


def test_a_misspelt_row_is_never_merged(catalogue):
    found = draft(catalogue, [["2026年6月各乡镇税收收入"], ["乡镇", "累计（万元）"], ["石桥镇", 3], ["石乔镇", 4]], reporter="B2")
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "3", "B3")}
    assert rules(found) == {("organisation-unknown", "表!A4")}


def test_namesakes_without_their_town_are_asked_about(catalogue):
    found = draft(catalogue, [["2026年6月各村低保情况"], ["村", "低保户数（户）"], ["上湾村", 3]], reporter="B1")
    (finding,) = found.findings
    assert (finding.rule, finding.fields["expected"]) == ("organisation-unknown", "石桥镇上湾村、柳湾镇上湾村")


def test_spellings_of_one_town_with_different_numbers_are_all_held(catalogue):
    rows = [
        ["2026年6月各乡镇税收收入"],
        ["填报单位", "累计(万元)"],
        ["石桥镇", 1],
        [" 石 桥 镇　", 2],
        ["石桥镇人民政府", 3],
        ["柳湾镇", 9],
    ]
    found = draft(catalogue, rows, reporter="B2")
    assert {(who, value) for who, *_, value, _ in told(found)} == {("T1", "held"), ("T2", "9")}
    assert rules(found) == {("duplicate-figure", "表!B3, 表!B4, 表!B5")}
    assert (found.numeric_cells, found.structure_cells, found.issue_cells) == (4, 0, 0)  # held figures are figures


def test_the_same_number_twice_counts_once(catalogue):
    rows = [["2026年6月各乡镇税收收入"], ["乡镇", "累计(万元)"], ["石桥镇", 1], ["石桥", 1]]
    found = draft(catalogue, rows, reporter="B2")
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "1", "B3")}
    assert rules(found) == {("duplicate-figure-equal", "表!B3, 表!B4")}
    assert (found.numeric_cells, found.structure_cells) == (2, 1)


@pytest.mark.parametrize(
    ("title", "folder", "page", "columns", "rule"),
    [
        (TITLE, "2026-05", "表", "累计", "period-mismatch"),
        (TITLE, None, "5月", "累计", "period-mismatch"),
        (TITLE, None, "表", "5月", "period-mismatch"),
        (TITLE.replace("2026", "2062"), None, "表", "累计", "period-future"),
        (TITLE.replace("（2026年6月）", ""), None, "表", "累计", "period-missing"),
        (TITLE.replace("2026年", ""), None, "表", "累计", "period-missing"),
    ],
)
def test_periods_that_cannot_be_taken(catalogue, title, folder, page, columns, rule):
    found = draft(catalogue, [[title], [DECLARED], ["指标", "单位", columns], ["税收收入", "万元", 2]], period=folder, name=page)
    assert {name for name, _ in rules(found)} == {rule}
    assert {figure.status for figure in found.figures} == {Status.HELD}


def test_a_file_name_alone_that_disagrees_is_asked_about_where_title_and_folder_agree(catalogue):
    page = sheet(monthly(*ROWS))
    (found,) = drafts(catalogue, document(page, name="石桥镇5月.xlsx"), reporter="T1", period="2026-06")
    (finding,) = found.findings
    assert (finding.rule, finding.severity) == ("period-mismatch", Severity.QUERY)
    assert {figure.status for figure in found.figures} == {Status.REPORTED}


@pytest.mark.parametrize("period", ["2026-06", "2026-Q2", "2026-H1"])
def test_folders_of_any_length_that_end_with_the_month_agree(catalogue, period):
    assert rules(draft(catalogue, monthly(*ROWS), period=period)) == set()


def test_a_date_of_filling_in_gives_the_year_to_a_month_and_stands_in_with_a_note(catalogue):
    month_only = [[TITLE.replace("2026年", "")], [DECLARED, None, "2026年7月2日"], *ROWS]
    assert draft(catalogue, month_only).period == "2026-06"
    date_only = [[TITLE.replace("（2026年6月）", "")], [DECLARED, None, "2026年7月2日"], *ROWS]
    found = draft(catalogue, date_only)
    assert (found.period, rules(found)) == ("2026-06", {("period-assumed", "")})


def test_a_period_in_the_line_of_the_declaration(catalogue):
    title, line = TITLE.replace("（2026年6月）", ""), "填报单位：石桥镇   2026年6月   单位：亿元"
    found = draft(catalogue, [[title], [line], ["指标", "累计"], ["固定资产投资", 1]])
    assert told(found) == {("T1", "I2", "2026-06", "cumulative", "10000", "B4")}


def test_quarters_years_and_what_runs_from_january(catalogue):
    quarter = draft(
        catalogue,
        [["主要经济指标季报表（2026年二季度）"], [DECLARED], ["指标", "单位", "本季", "上年同期"], ["一般公共预算收入", "万元", 5, 4]],
    )
    assert told(quarter) == {("T1", "I3", "2026-Q2", "current", "5", "C4"), ("T1", "I3", "2026-Q2", "prior_year", "4", "D4")}
    half = draft(
        catalogue,
        [["主要经济指标季报表（2026年上半年）"], [DECLARED], ["指标", "单位", "1-6月", "上年同期"], ["一般公共预算收入", "万元", 5, 4]],
    )
    assert half.period == "2026-Q2"
    assert told(half) == {("T1", "I3", "2026-06", "cumulative", "5", "C4"), ("T1", "I3", "2026-06", "prior_year", "4", "D4")}


def test_a_title_that_runs_from_january_makes_unnamed_values_cumulative(catalogue):
    found = draft(catalogue, [["2026年1-6月各乡镇税收收入"], ["乡镇", "税收收入（万元）"], ["石桥镇", 3]], reporter="B2")
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "3", "B3")}


def test_a_file_before_its_period_ends_is_an_estimate(catalogue):
    page = sheet(monthly(*ROWS))
    (found,) = drafts(catalogue, document(page), received=datetime(2026, 6, 28, 9))
    assert rules(found) == {("period-early", "")}
    assert {(figure.status, figure.maturity) for figure in found.figures} == {("reported", "estimate")}


def test_a_note_on_preliminary_numbers(catalogue):
    found = draft(catalogue, monthly(*ROWS, ["注：本表数据为初步数。"]))
    assert rules(found) == {("preliminary", "")}
    assert {figure.maturity for figure in found.figures} == {"flash"}


def test_names_inside_longer_texts(catalogue):
    names = Names(catalogue)
    assert names.organisation_in("明川县石桥镇2026年6月报表") == "T1"
    assert names.organisation_in("石桥镇沙洲村") is None
    assert names.organisation_in("明川县2026年6月报表") is None
    assert names.indicator_in("各乡镇税收收入") == "I4"
    assert names.indicator_in("固定资产投资和税收收入") is None


@pytest.mark.parametrize(
    "line",
    [
        ["填报单位：", "石桥镇人民政府", None, "报告期：", "2026年6月"],
        ["填报单位", "石桥镇", None, None, "2026年6月"],
        ["填报单位（盖章）：石桥镇", None, None, None, "2026年6月"],
    ],
)
def test_a_declaration_may_stand_in_cells_of_its_own(catalogue, line):
    found = draft(catalogue, [[TITLE.replace("（2026年6月）", "")], line, *ROWS])
    assert (found.reporter, found.period, rules(found)) == ("T1", "2026-06", set())
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "2", "C4")}


def test_a_bureau_may_write_the_countys_name(catalogue):
    rows = [["财政收支月报（2026年6月）"], ["填报单位：明川县"], *ROWS]
    found = draft(catalogue, rows, reporter="B2")
    assert (told(found), rules(found)) == ({("C", "I4", "2026-06", "cumulative", "2", "C4")}, set())
    assert rules(draft(catalogue, rows, reporter="T1")) == {("organisation-mismatch", "表!A2")}


@pytest.mark.parametrize(
    "until", [["有效期至：2027年8月"], ["有效期至：", "2027年8月"], ["文　　号：云统字〔2025〕9号　有效期至：2027年8月"]]
)
def test_how_long_a_form_holds_is_no_period(catalogue, until):
    found = draft(catalogue, [["明川县主要经济指标月报表"], ["2026年6月"], ["表　　号：明统1表"], until, [DECLARED], *ROWS])
    assert {(code, period, basis, value) for _, code, period, basis, value, _ in told(found)} == {("I4", "2026-06", "cumulative", "2")}
    assert rules(found) == set()


@pytest.mark.parametrize(("header", "prior"), [("2025年1-6月", ("2026-06", "prior_year")), ("2025年同期", None), ("去年同期", None)])
def test_a_column_of_last_year_is_no_period_of_the_report(catalogue, header, prior):
    found = draft(catalogue, monthly(["指标", "单位", "本月", "累计", header], "税收收入 万元 2 9 7"))
    figures = {(period, basis, value) for _, _, period, basis, value, _ in told(found)}
    assert {("2026-06", "current", "2"), ("2026-06", "cumulative", "9")} <= figures
    assert "period-mismatch" not in {rule for rule, _ in rules(found)}
    if prior is not None:
        assert (*prior, "7") in figures


def test_a_table_of_last_years_columns_alone_contradicts_its_title(catalogue):
    found = draft(catalogue, monthly("指标 单位 2025年1-6月", "税收收入 万元 7"))
    assert "period-mismatch" in {rule for rule, _ in rules(found)}


@pytest.mark.parametrize("line", [[DECLARED, "2026.6"], ["2026.06"], [2026.6], [DECLARED, 202606], [DECLARED, None, 2026.6]])
def test_a_bare_year_and_month_above_the_table_is_the_period(catalogue, line):
    found = draft(catalogue, [["明川县主要经济指标月报表"], line, *ROWS], reporter="T1")
    assert {(period, value) for _, _, period, _, value, _ in told(found)} == {("2026-06", "2")}
    assert rules(found) == set()


def test_a_year_and_month_whose_zero_may_be_lost_says_nothing(catalogue):
    found = draft(catalogue, [["明川县主要经济指标月报表"], [DECLARED, 2026.1], *ROWS], reporter="T1")
    assert ("period-missing", "") in rules(found)
