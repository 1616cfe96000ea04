"""What stands beside the form on its sheet and is no part of it: pointed out, never taken, never silent."""

from __future__ import annotations

from tests.unit.recognising.county import balance, draft, monthly, rules, told


def test_the_other_half_of_a_list_is_of_the_list_though_its_one_town_is_misspelt(catalogue):
    rows = [["2026年6月各乡镇税收收入"], ["单位：万元"], ["乡镇", "累计", "", "乡镇", "累计"], ["石桥镇", 2, "", "柳弯镇", 3]]
    found = draft(catalogue, rows, reporter="B2")
    assert {(who, value) for who, *_, value, _ in told(found)} == {("T1", "2")}
    assert rules(found) == {("organisation-unknown", "表!D4")}


def test_a_list_of_strangers_beside_the_form_is_outside_of_it(catalogue):
    rows = monthly(
        ["指标", "单位", "累计", "", "重点企业", "产值(万元)"],
        ["税收收入", "万元", 2, "", "甲公司", 5123.4],
        ["规模以上工业总产值", "万元", 9, "", "乙公司", 2001],
    )
    found = draft(catalogue, rows)
    assert {(code, value) for _, code, *_, value, _ in told(found)} == {("I4", "2"), ("I1", "9")}
    assert rules(found) == {("outside-table", "表!F4:F5")}
    assert balance(found) == (4, 2, 0, 2)
