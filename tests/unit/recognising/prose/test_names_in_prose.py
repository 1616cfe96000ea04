"""Which name a number of prose has: qualified, joined, short or said after it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.recognising.county import rules
from tests.unit.recognising.prose.reports import report, told


def test_a_qualified_name_is_no_match_but_a_suggestion_with_the_line_to_add(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "民间固定资产投资300万元，增长5%。")
    assert told(found) == {
        (None, "2026-H1", "cumulative", Decimal(300), "held", True),
        (None, "2026-H1", "cumulative", Decimal(5), "held", True),
    }
    (queued,) = [finding for finding in found.findings if finding.rule == "prose-unmatched"]
    assert queued.place == "2:8"
    assert (queued.fields["observed"], queued.fields["expected"]) == ("民间固定资产投资300万元", "固定资产投资")
    assert queued.fields["detail"] == "民间固定资产投资,I2,,,"


@pytest.mark.parametrize(
    "text",
    [
        "固定资产投资800万元",
        "全镇累计完成“固定资产投资”800万元",
        "今年以来，我镇实现固投达到800万元",
        "新开工项目5个，完成固定资产投资800万元",
    ],
)
def test_words_that_change_nothing_do_not_keep_a_name_from_binding(catalogue, text):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", text + "。")
    assert ("I2", "2026-06", "cumulative", Decimal(800), "reported", False) in told(found)


def test_the_noun_counted_after_the_number_names_it_too(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "现有302户低保户数。")
    assert told(found) == {("I9", "2026-H1", "current", Decimal(302), "reported", False)}


def test_a_short_alias_binds_only_where_the_rest_of_the_name_is_spoken_of(catalogue):
    # 工业总产值 leaves 规模以上 out of the name.
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "工业总产值900万元。")
    assert [(figure.indicator, figure.value) for figure in found.figures] == [(None, 900)]
    (queued,) = [finding.fields for finding in found.findings if finding.rule == "prose-unmatched"]
    assert (queued["expected"], queued["detail"]) == ("规模以上工业总产值", "工业总产值,I1,NT,,")  # the alias is there: for this form only
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "规模以上企业运行平稳，工业总产值900万元。")
    assert [(figure.indicator, figure.value) for figure in found.figures] == [("I1", 900)]
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "一、规模以上工业", "工业总产值900万元。")
    assert [(figure.indicator, figure.value) for figure in found.figures] == [("I1", 900)]


def test_a_part_under_a_total_of_its_kind_needs_no_more_context(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "各类总产值2000万元，其中农业总产值800万元、工业总产值900万元。")
    assert ("I1", 900) in [(figure.indicator, figure.value) for figure in found.figures]


def test_a_part_or_a_clause_of_its_own_does_not_take_the_name_before_it(catalogue):
    text = "固定资产投资800万元，其中300万元为技改，园区200万元，50万元正在支付。"
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", text)
    assert [(figure.indicator, figure.value) for figure in found.figures] == [("I2", 800), (None, 300), (None, 200), (None, 50)]


def test_growth_beside_an_unmatched_value_is_not_given_to_the_value_before_it(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "固定资产投资800万元，旅游收入300万元，增长5%。")
    assert [(figure.indicator, figure.value) for figure in found.figures] == [("I2", 800), (None, 300), (None, 5)]


def test_a_short_word_is_never_suggested(catalogue):
    (found,) = report(catalogue, "石桥镇2026年上半年工作总结", "投资70万元。")
    assert {rule for rule, _ in rules(found)} == {"narrative-candidate"}


def test_a_value_for_each_of_joined_subjects_is_several_figures_at_one_place(catalogue):
    (found,) = report(
        catalogue, "2026年工作计划", "计划在2026年完成规模以上工业总产值和固定资产投资各900万元。", reporter="T1", period="2026-H1"
    )
    plans = [(figure.indicator, figure.basis, figure.period, figure.value, figure.place) for figure in found.figures]
    assert plans == [
        ("I1", "plan", "2026", Decimal(900), "2:27"),
        ("I2", "plan", "2026", Decimal(900), "2:27"),
    ]
