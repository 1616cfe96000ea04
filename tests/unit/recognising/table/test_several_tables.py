"""Several tables in a sheet: side by side, continued, two forms, a sheet a town."""

from __future__ import annotations

from tests.unit.recognising.county import DECLARED, TITLE, balance, document, draft, drafts, rules, sheet, told, totals


def test_two_tables_side_by_side_with_and_without_a_gap(catalogue):
    together = [["2026年6月各乡镇税收收入"], ["乡镇", "本月", "累计", "乡镇", "本月", "累计"], ["石桥镇", 1, 2, "柳湾镇", 3, 4]]
    apart = [[*row[:3], None, *row[3:]] for row in together]
    expected = {("T1", "current", "1"), ("T1", "cumulative", "2"), ("T2", "current", "3"), ("T2", "cumulative", "4")}
    for rows in (together, apart):
        found = draft(catalogue, rows, reporter="B2")
        assert {(who, basis, value) for who, _, _, basis, value, _ in told(found)} == expected
        assert rules(found) - {("unit-missing", place) for _, place in rules(found)} == set()


def test_a_continued_table_repeats_title_and_header(catalogue):
    found = draft(
        catalogue,
        [
            ["表3 2026年6月各乡镇税收收入"],
            [None, "单位：万元"],
            ["乡 镇", "累计"],
            ["总  计", 6],
            ["  石桥\u3000镇", 1],
            [],
            ["表3 续表"],
            [None, "单位：万元"],
            ["乡 镇", "累计"],
            ["  柳湾镇", 2],
            ["  云岭乡", 3],
            ["注：本表为快报数。"],
        ],
        reporter="B2",
    )
    assert told(found) == {
        ("T1", "I4", "2026-06", "cumulative", "1", "B5"),
        ("T2", "I4", "2026-06", "cumulative", "2", "B10"),
        ("T3", "I4", "2026-06", "cumulative", "3", "B11"),
    }
    assert totals(found) == {("C", "I4", "2026-06", "cumulative", "6", "B4")}


def test_two_forms_in_one_sheet_are_two_drafts(catalogue):
    page = sheet(
        [
            ["2026年6月分乡镇主要指标完成情况"],
            ["乡镇", "固定资产投资（万元）"],
            ["石桥镇", 1],
            [],
            ["2026年6月项目进度表"],
            ["项目名称", "累计完成投资（万元）"],
            ["石桥冷库", 5],
        ]
    )
    first, second = drafts(catalogue, document(page), reporter="B1")
    assert (first.form, told(first)) == ("FB", {("T1", "I2", "2026-06", "current", "1", "B3")})
    assert (second.form, told(second)) == ("FJ", {("P1", "J1", "2026-06", "cumulative", "5", "B7")})
    assert (balance(first), balance(second)) == ((1, 1, 0, 0), (1, 1, 0, 0))


def test_one_sheet_a_town_and_a_summary_that_only_checks(catalogue):
    def page(name: str, value: int):
        return sheet([["分乡镇主要指标完成情况（2026年6月）"], ["指标", "单位", "累计"], ["固定资产投资", "万元", value]], name)

    (found,) = drafts(catalogue, document(page("石桥镇", 1), page("柳湾镇", 2), page("汇总", 3)), reporter="B1")
    assert {(who, value) for who, _, _, _, value, _ in told(found)} == {("T1", "1"), ("T2", "2")}
    assert {(who, value) for who, _, _, _, value, _ in totals(found)} == {("C", "3")}


def test_income_and_spending_side_by_side(catalogue):
    found = draft(
        catalogue,
        [
            ["财政收支月报（2026年6月）"],
            ["单位：万元"],
            ["收入项目", "累计", "支出项目", "累计"],
            ["一般公共预算收入", 5, "税收收入", 3],
            ["收入合计", 5, "支出合计", 3],
        ],
        reporter="B2",
    )
    assert {(indicator, value) for _, indicator, _, _, value, _ in told(found)} == {("I3", "5"), ("I4", "3")}
    assert balance(found) == (4, 2, 2, 0)


def test_sheets_named_by_their_basis(catalogue):
    month, until = ([[TITLE], [DECLARED], ["指标", "单位", "完成情况"], ["税收收入", "万元", value]] for value in (3, 18))
    found = drafts(catalogue, document(sheet(month, "本月"), sheet(until, "累计")))
    given = {(basis, value) for one in found for *_, basis, value, _ in told(one)}
    assert given == {("current", "3"), ("cumulative", "18")}
    assert set().union(*map(rules, found)) == set()


def test_two_forms_side_by_side_each_with_its_declaration_and_time(catalogue):
    left = [
        ["明川县主要经济指标月报表"],
        [DECLARED, None, "2026年6月"],
        ["指标", "单位", "累计"],
        ["税收收入", "万元", 18],
        ["固定资产投资", "万元", 7],
    ]
    right = [
        ["主要经济指标季报表"],
        [DECLARED, None, "2026年二季度"],
        ["指标", "单位", "本季"],
        ["一般公共预算收入", "万元", 9],
        ["规上工业总产值", "万元", 5],
    ]
    rows = [[*one, *[None] * (4 - len(one)), *other] for one, other in zip(left, right, strict=True)]
    found = drafts(catalogue, document(sheet(rows)))
    values = {(indicator, period, value) for one in found for _, indicator, period, _, value, _ in told(one)}
    assert {("I4", "2026-06", "18"), ("I2", "2026-06", "7"), ("I3", "2026-Q2", "9"), ("I1", "2026-Q2", "5")} <= values
