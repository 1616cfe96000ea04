"""Heads that name a time and leave open of which months their values are."""

from __future__ import annotations

import pytest

from tests.unit.recognising.county import DECLARED, TITLE, document, draft, drafts, monthly, rules, sheet, told


@pytest.mark.parametrize("head", ["6月末", "6月底", "6月止", "2026年6月底"])
def test_the_end_of_a_month_over_a_flow_is_asked_about_and_over_a_stock_is_not(catalogue, head):
    found = draft(catalogue, monthly(["指标", "单位", head], "税收收入 万元 9", "低保户数 户 8"))
    assert told(found) == {("T1", "I9", "2026-06", "current", "8", "C5")}
    assert rules(found) == {("basis-unclear", "表!C3")}


@pytest.mark.parametrize("heads", ["本月 6月末", "6月 6月末", "2026年6月 6月底"])
def test_beside_the_month_the_end_of_it_is_what_there_was_until_then(catalogue, heads):
    found = draft(catalogue, monthly(f"指标 单位 {heads}", "税收收入 万元 3 18", "低保户数 户 / 8"))
    assert told(found) >= {("T1", "I4", "2026-06", "current", "3", "C4"), ("T1", "I4", "2026-06", "cumulative", "18", "D4")}
    assert ("T1", "I9", "2026-06", "current", "8", "D5") in told(found)
    assert "basis-unclear" not in {rule for rule, _ in rules(found)}


@pytest.mark.parametrize(("month", "end"), [(3, 3), (18, 3)])
def test_an_end_of_the_month_that_is_not_above_the_month_is_asked_about(catalogue, month, end):
    found = draft(catalogue, monthly("指标 单位 本月 6月末", f"税收收入 万元 {month} {end}"))
    assert told(found) == {("T1", "I4", "2026-06", "current", str(month), "C4")}
    assert rules(found) == {("basis-unclear", "表!D3")}


def test_a_row_of_a_months_end_is_asked_about_too(catalogue):
    found = draft(catalogue, monthly("项目 税收收入(万元)", "6月末 9"))
    assert (told(found), {rule for rule, _ in rules(found)}) == (set(), {"basis-unclear"})


@pytest.mark.parametrize("word", ["6月末累计", "6月底止累计"])
def test_a_months_end_whose_basis_is_said_is_taken(catalogue, word):
    found = draft(catalogue, monthly(["指标", "单位", word], "税收收入 万元 9"))
    assert "basis-unclear" not in {rule for rule, _ in rules(found)}


@pytest.mark.parametrize("heads", [["截至5月底", "6月"], ["1-5月", "6月"], ["1—5月累计", "6月"]])
@pytest.mark.parametrize("compared", [False, True])
def test_what_there_was_before_the_month_is_set_apart(catalogue, heads, compared):
    heads = [*heads, "上年同期"] if compared else heads
    found = draft(catalogue, [[TITLE], [DECLARED], ["指标", "单位", *heads], ["税收收入", "万元", 15, 3, *([2] if compared else [])]])
    assert ("T1", "I4", "2026-06", "current", "3", "D4") in told(found)
    assert {value for *_, value, _ in told(found)} == ({"3", "2"} if compared else {"3"})
    assert rules(found) == {("period-other", "表!C3")}


@pytest.mark.parametrize("compared", [False, True])
def test_between_what_there_was_before_and_until_the_month_nothing_else_can_be_meant(catalogue, compared):
    heads, values = (["上年同期"], [16]) if compared else ([], [])
    rows = [[TITLE], [DECLARED], ["指标", "单位", "1-5月", "6月", "1-6月", *heads], ["税收收入", "万元", 15, 3, 18, *values]]
    found = draft(catalogue, rows)
    assert {(period, basis, value) for _, _, period, basis, value, _ in told(found)} >= {
        ("2026-06", "current", "3"),
        ("2026-06", "cumulative", "18"),
    }
    assert ("period-other", "表!C3") in rules(found)
    assert "2026-05" not in {period for _, _, period, *_ in told(found)}


def test_right_of_the_month_beside_a_comparison_it_may_have_been_left_standing(catalogue):
    found = draft(catalogue, monthly(["指标", "单位", "6月", "截至5月底", "上年同期"], "税收收入 万元 3 18 16"))
    assert {value for *_, value, _ in told(found)} == {"held"}
    assert {rule for rule, _ in rules(found)} == {"period-mismatch"}


def _last_year(catalogue, heads, *rows, title=TITLE):
    found = draft(catalogue, [[title], [DECLARED], ["指标", "单位", *heads], *([name, "万元", *values] for name, *values in rows)])
    held = {value for *_, basis, value, _ in told(found) if basis == "prior_year"}
    return held, [finding.place for finding in found.findings if finding.rule == "basis-unclear"]


@pytest.mark.parametrize(
    ("heads", "values", "expected"),
    [
        (["累计", "上年累计"], (120, 100), ({"100"}, [])),
        (["累计", "上年"], (120, 100), ({"100"}, [])),
        (["累计", "上年实际"], (120, 100), ({"held"}, ["表!D3"])),
        (["累计", "去年完成数"], (120, 100), ({"held"}, ["表!D3"])),
        (["年度计划", "累计", "上年"], (200, 120, 100), ({"held"}, ["表!E3"])),
        (["累计", "上年实际", "同比(%)"], (120, 100, 20), ({"100"}, [])),  # 120 over 100 is the growth of 20
        (["年度计划", "累计", "上年", "同比(%)"], (200, 120, 100, 20), ({"100"}, [])),
        (["累计", "上年实际", "同比(%)"], (120, 190, 20), ({"held"}, ["表!D3"])),  # 120 over 190 is a fall
        (["累计", "上年累计", "同比(%)"], (120, 190, 20), ({"held"}, ["表!D3"])),
        (["累计", "上年同期", "同比(%)"], (120, 190, 20), ({"190"}, [])),  # its months are said: the growth is wrong
    ],
)
def test_last_year_is_of_the_same_months_where_the_growth_or_the_form_says_so(catalogue, heads, values, expected):
    assert _last_year(catalogue, heads, ("税收收入", *values)) == expected


def test_one_line_whose_growth_is_wrong_says_nothing_against_the_others(catalogue):
    rows = [("税收收入", 120, 100, 20), ("一般公共预算收入", 220, 200, 10), ("规模以上工业总产值", 330, 300, 99)]
    assert _last_year(catalogue, ["累计", "上年实际", "同比(%)"], *rows) == ({"100", "200", "300"}, [])


def test_the_growth_of_an_indicator_on_another_base_tells_only_by_a_wide_gap(catalogue):
    assert _last_year(catalogue, ["累计", "上年实际", "同比(%)"], ("固定资产投资", 120, 112, 1.6)) == ({"112"}, [])
    assert _last_year(catalogue, ["累计", "上年实际", "同比(%)"], ("固定资产投资", 120, 230, 1.6)) == ({"held"}, ["表!D3"])


def test_in_december_the_year_is_the_same_months(catalogue):
    title = TITLE.replace("2026年6月", "2025年12月")
    assert _last_year(catalogue, ["累计", "上年实际"], ("税收收入", 120, 100), title=title) == ({"100"}, [])


@pytest.mark.parametrize("head", ["6月末", "6月", "2026年6月末"])
def test_what_stands_at_the_end_of_a_quarter_is_the_quarters(catalogue, head):
    rows = [["主要经济指标季报表（2026年二季度）"], ["填报单位：石桥镇人民政府"], ["指标", "单位", head], ["低保户数", "户", 38]]
    (found,) = drafts(catalogue, document(sheet(rows)))
    assert {(period, value) for _, indicator, period, _, value, _ in told(found) if indicator == "I9"} == {("2026-Q2", "38")}
