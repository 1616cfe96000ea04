"""Prose: what a narrative form owes loads, everything else is a candidate; masks and gaps are named."""

from __future__ import annotations

from decimal import Decimal

import pytest

from huizong.model import Severity, Status, Verdict
from tests.unit.recognising.county import monthly, rules, sheet
from tests.unit.recognising.prose.reports import report, told

HEAD = "石桥镇上半年工作总结（2026年）"


def test_figures_that_the_form_owes_are_reported_and_others_are_candidates(catalogue):
    (found,) = report(
        catalogue,
        "石桥镇2026年上半年工作总结",
        "1—6月，全镇完成规模以上工业总产值5.2亿元，同比增长8.1%；税收收入3012万元，下降2.5%。",
    )
    assert (found.kind, found.form, found.period, found.reporter) == ("narrative", "NT", "2026-H1", "T1")
    assert told(found) == {
        ("I1", "2026-06", "cumulative", Decimal(52000), "reported", False),
        ("I1", "2026-06", "growth_rate", Decimal("8.1"), "reported", False),
        ("I4", "2026-06", "cumulative", Decimal(3012), "held", True),
        ("I4", "2026-06", "growth_rate", Decimal("-2.5"), "held", True),
    }
    assert {rule for rule, _ in rules(found)} == {"narrative-candidate"}


def test_places_count_paragraphs_from_one_and_characters_from_zero(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "", "固定资产投资800万元。")
    assert [figure.place for figure in found.figures] == ["3:6"]


def test_percentage_points_differences_and_last_months_figures_are_nobodys_growth(catalogue):
    (found,) = report(
        catalogue,
        "石桥镇2026年上半年工作总结",
        "固定资产投资800万元，提高5.8个百分点，较上年同期净增13万元。",
        "规模以上工业总产值900万元，同比增长2.7%（上月为3.0%）。",
    )
    growth = [(figure.indicator, figure.value) for figure in found.figures if figure.basis == "growth_rate"]
    assert growth == [("I1", Decimal("2.7"))]
    assert {figure.value for figure in found.figures if figure.indicator is None} == {Decimal("5.8"), Decimal(13), Decimal("3.0")}


def test_the_same_months_of_another_year_are_no_figures_of_the_report(catalogue):
    (found,) = report(
        catalogue,
        "石桥镇2026年上半年工作总结",
        "固定资产投资800万元，比2019年同期增长6.1%。2019年同期完成固定资产投资754万元。",
        "规模以上工业总产值900万元，比2025年同期增长2.7%；同期固定资产投资760万元。",
    )
    told = [(figure.indicator, figure.basis.value, figure.value) for figure in found.figures if figure.indicator]
    assert told == [
        ("I2", "cumulative", Decimal(800)),
        ("I1", "cumulative", Decimal(900)),
        ("I1", "growth_rate", Decimal("2.7")),
    ]


def test_a_note_of_units_in_brackets_lacks_no_number(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "固定资产投资800万元（面积为亩，其余为万元）。")
    assert [(figure.value, figure.status) for figure in found.figures] == [(800, Status.REPORTED)]
    assert not found.findings


def test_masked_and_lost_numbers_are_named_under_their_indicator(catalogue):
    (found,) = report(
        catalogue,
        "石桥镇2026年上半年工作总结",
        "完成规模以上工业总产值xx亿元。",
        "完成固定资产投资万元，同比增长5.5%。",
    )
    lost = {(figure.indicator, figure.status, figure.value) for figure in found.figures if figure.value is None}
    assert lost == {("I1", Status.PLACEHOLDER, None), ("I2", Status.MISSING, None)}
    assert {finding.rule: finding.severity for finding in found.findings} == {"prose-placeholder": None, "prose-missing": None}


def test_a_lost_number_says_what_is_missing_and_each_place_is_kept(catalogue):
    (found,) = report(
        catalogue, "石桥镇2026年上半年工作总结", "完成规模以上工业总产值xx亿元。", "新建厂房栋。", "规模以上工业总产值xx亿元。"
    )
    assert [figure.place for figure in found.figures if not figure.candidate] == ["2:11", "4:9"]
    told = {finding.place: (finding.rule, finding.fields["detail"]) for finding in found.findings}
    assert told["2:11"] == told["4:9"] == ("prose-placeholder", "（缺“规模以上工业总产值”，单位亿元）")
    assert told["3:4"] == ("prose-missing", "（缺“新建厂房”，单位栋）")


def test_a_number_that_lost_its_unit_is_named_and_never_guessed(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "固定资产投资800万元，较上年增长37。")
    assert [(figure.raw, figure.indicator, figure.candidate) for figure in found.figures][1] == ("37", None, True)
    (told,) = [finding for finding in found.findings if finding.rule == "prose-unit-missing"]
    assert (told.place, told.fields["expected"], told.severity) == ("2:17", "%", None)


def test_a_malformed_number_is_said_and_no_part_of_it_loads(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "固定资产投资3,.8万元，规模以上工业总产值3亿元。")
    assert [(figure.raw, figure.indicator) for figure in found.figures] == [("3亿元", "I1")]
    (told,) = [finding for finding in found.findings if finding.rule == "prose-number-malformed"]
    assert (told.place, told.fields["detail"], told.severity) == ("2:6", "3,.8万元", None)


def test_one_name_with_two_values_is_asked_and_neither_loads(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "固定资产投资800万元。", "固定资产投资900万元。")
    assert [(figure.value, figure.status) for figure in found.figures] == [(800, Status.HELD), (900, Status.HELD)]
    assert {finding.rule: finding.severity for finding in found.findings} == {"duplicate-figure": Severity.QUERY}


def test_unmatched_figures_of_a_paragraph_are_one_entry_with_all_places(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "植树300株，修路2公里，慰问5人。")
    assert [figure.candidate for figure in found.figures] == [True, True, True]
    assert [(finding.rule, finding.place) for finding in found.findings] == [("narrative-candidate", "2:2, 2:9, 2:15")]


def test_targets_are_plans_of_a_stated_year_forecasts_are_not(catalogue):
    (found,) = report(
        catalogue,
        "石桥镇2026年上半年工作总结",
        "全年力争完成固定资产投资2000万元。",
        "预计上半年规模以上工业总产值可达900万元。",
    )
    plan, forecast = found.figures
    assert (plan.indicator, plan.basis, plan.period, plan.value, plan.status) == ("I2", "plan", "2026", Decimal(2000), "reported")
    assert (forecast.indicator, forecast.status, forecast.maturity) == ("I1", "held", "estimate")


def test_approximate_actuals_are_held(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "完成固定资产投资约800万元。")
    (figure,) = found.figures
    assert (figure.status, figure.candidate, figure.qualifier) == (Status.HELD, False, "about")
    assert {rule for rule, _ in rules(found)} == {"prose-approximate"}


def test_a_unit_of_another_dimension_never_binds(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "固定资产投资项目12个。")
    assert [(figure.indicator, figure.candidate) for figure in found.figures] == [(None, True)]


def test_completion_of_the_years_task_is_of_the_reports_period(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "固定资产投资800万元，完成全年任务的40%。")
    assert [(figure.basis, figure.period, figure.value) for figure in found.figures] == [
        ("cumulative", "2026-06", 800),
        ("plan_completion", "2026-06", 40),
    ]


def test_a_plan_heading_dates_the_targets_under_it_and_a_report_heading_ends_it(catalogue):
    (found,) = report(
        catalogue,
        "石桥镇2026年上半年工作总结",
        "二、2027年工作安排",
        "（一）抓投资",
        "力争完成固定资产投资2000万元。",
        "三、存在的问题",
        "力争完成规模以上工业总产值9000万元。",
    )
    assert [(figure.indicator, figure.basis, figure.period) for figure in found.figures] == [("I2", "plan", "2027"), ("I1", "plan", None)]


def test_a_head_told_by_what_is_done_and_under_way_is_the_task(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "低保户数157户，已完成3户，154户正在申请。")
    assert {(figure.indicator, figure.basis, figure.value, figure.candidate) for figure in found.figures} == {
        ("I9", "plan", Decimal(157), True),  # the form asks for no plan of it
        ("I9", "current", Decimal(3), False),
        (None, "cumulative", Decimal(154), True),
    }
    assert "prose-sum-differs" not in {rule for rule, _ in rules(found)}


def test_a_text_without_figures_is_taken(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "各项工作有序推进，营商环境持续改善。")
    assert (found.figures, found.verdict, rules(found)) == ((), None, {("prose-no-figures", "")})


def test_the_only_narrative_form_owed_takes_a_text_without_title_and_period(catalogue):
    (found,) = report(catalogue, "各项工作有序推进，今年以来全镇上下共同努力，完成固定资产投资800万元，营商环境持续改善，群众满意。")
    assert (found.form, found.period) == ("NT", "2026-H1")
    assert "period-assumed" in {rule for rule, _ in rules(found)}


def test_a_monthly_bulletin_is_no_half_year_report(catalogue):
    (found,) = report(catalogue, "石桥镇2026年5月信息", "本月固定资产投资80万元，累计400万元；生猪出栏xx头。")
    assert (found.form, found.period, found.kind) == (None, "2026-05", "narrative")
    assert told(found) == {
        ("I2", "2026-05", "current", Decimal(80), "held", True),
        ("I2", "2026-05", "cumulative", Decimal(400), "held", True),
        ("I6", "2026-05", "cumulative", None, "placeholder", True),
    }
    assert {finding.severity for finding in found.findings if finding.rule == "prose-placeholder"} == {Severity.INFO}


def test_a_table_with_prose_around_it_is_one_draft_with_candidates(catalogue):
    table = sheet([["指标", "单位", "1-6月累计", "同比(%)"], ["固定资产投资", "亿元", "0.08", "5.5"]], "表1")
    table = type(table)(**{**{name: getattr(table, name) for name in table.__slots__}, "layout": "table", "after_paragraph": 2})
    (found,) = report(
        catalogue, "石桥镇2026年上半年经济运行情况", "固定资产投资800万元，增长5.5%。", "注：工业产值为初步数。", sheets=(table,)
    )
    assert (found.form, found.kind, found.period) == ("FM", "table", "2026-06")
    assert {(f.place, f.value, f.status.value, f.candidate) for f in found.figures} == {
        ("表1!C2", Decimal(800), "reported", False),
        ("表1!D2", Decimal("5.5"), "reported", False),
        ("2:6", Decimal(800), "held", True),
        ("2:14", Decimal("5.5"), "held", True),
    }
    assert ("preliminary", "") in rules(found)


def test_a_sheet_and_a_report_in_one_file_are_two_drafts(catalogue):
    table = sheet(monthly("指标 单位 累计", "税收收入 万元 2"))
    first, second = report(catalogue, "石桥镇2026年上半年工作总结", "完成固定资产投资800万元。", sheets=(table,))
    assert {(draft.form, draft.kind, len(draft.figures)) for draft in (first, second)} == {("NT", "narrative", 1), ("FM", "table", 1)}


def test_a_declaration_in_a_paragraph_names_the_reporter(catalogue):
    (found,) = report(catalogue, "上半年工作情况（2026年）", "填报单位：柳湾镇人民政府", "完成固定资产投资800万元。", reporter=None)
    assert (found.reporter, found.figures[0].organisation) == ("T2", "T2")


def test_a_text_that_declares_another_reporter_is_held(catalogue):
    (found,) = report(catalogue, "上半年工作情况（2026年）", "填报单位：柳湾镇人民政府", "完成固定资产投资800万元。", reporter="T1")
    assert ("organisation-mismatch", "2:0") in rules(found)
    assert {figure.status for figure in found.figures} == {Status.HELD}
    assert found.verdict is not Verdict.IGNORED


@pytest.mark.parametrize("text", ["完成规模以上工业总产值\ufffd5.2亿元。", "完成规模以上工业总产值5.2\ufffd亿元。"])
def test_a_number_beside_a_sign_that_nobody_knows_is_a_candidate(catalogue, text):
    (found,) = report(catalogue, HEAD, text)
    assert {(figure.status, figure.candidate) for figure in found.figures if figure.value is not None} <= {(Status.HELD, True)}
