"""Names with a code, a row number or an office beside them; a code that is another's is a fault, never a choice."""

from __future__ import annotations

import pytest

from tests.unit.recognising.county import DECLARED, TITLE, draft, monthly, rules, told


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("石桥镇（T1）", "柳湾镇（T2）"),
        ("T1石桥镇", "T2柳湾镇"),
        ("t1-石桥镇", "T2_柳湾镇"),
        ("[T1] 石桥镇", "柳湾镇政府"),
        ("01 石桥镇", "02 柳湾镇"),
        ("1.石桥镇", "2、柳湾镇"),
        ("430121001 石桥镇", "430121002 柳湾镇"),
        ("石桥镇人民政府", "柳湾镇人民政府"),
        ("明川县石桥镇人民政府", "明川县柳湾镇"),
        ("石桥镇党委政府", "柳湾（T2）"),
        ("石桥镇（盖章）", "柳湾镇人民政府（公章）"),
    ],
)
def test_a_code_a_number_or_an_office_beside_a_name_changes_nothing(catalogue, first, second):
    found = draft(
        catalogue,
        [["2026年6月各乡镇税收收入"], ["单位：万元"], ["乡镇", "累计"], [first, 10], [second, 20]],
        reporter="B2",
    )
    assert {(town, value, place) for town, _, _, _, value, place in told(found)} == {("T1", "10", "B4"), ("T2", "20", "B5")}


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("石桥镇（T2）", "代码 T2 是“柳湾镇”的"),
        ("T2 石桥镇", "代码 T2 是“柳湾镇”的"),
        ("X99石桥镇", "目录中没有代码 X99"),
    ],
)
def test_a_code_that_contradicts_the_name_holds_the_row(catalogue, name, detail):
    found = draft(catalogue, [["2026年6月各乡镇税收收入"], ["单位：万元"], ["乡镇", "累计"], [name, 10], ["云岭乡", 20]], reporter="B2")
    assert {(town, value) for town, _, _, _, value, _ in told(found)} == {("T3", "20")}
    (fault,) = [finding for finding in found.findings if finding.rule == "code-contradicts-name"]
    assert (fault.place, fault.fields["observed"], fault.fields["detail"]) == ("表!A4", name, detail)


def test_a_column_of_codes_that_contradicts_the_names_holds_the_row(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月各乡镇税收收入"],
            ["单位：万元"],
            ["代码", "乡镇", "累计"],
            ["T1", "石桥镇", 10],
            ["T3", "柳湾镇", 20],
            ["43", "云岭乡", 30],
        ],
        reporter="B2",
    )
    assert {(town, value) for town, _, _, _, value, _ in told(found)} == {("T1", "10"), ("T3", "30")}
    assert ("code-contradicts-name", "表!B5") in rules(found)


def test_row_numbers_and_codes_before_indicators(catalogue):
    found = draft(
        catalogue,
        monthly(
            "指标 单位 累计",
            ["7 税收收入（万元）", "万元", 1],
            ["I2 固定资产投资", "万元", 2],
            "规模以上工业总产值（I1） 万元 3",
            ["1.2 生猪出栏", "头", 4],
            ["I5 税收占比", "%", 5],
        ),
    )
    assert {(indicator, value) for _, indicator, _, _, value, _ in told(found)} == {("I4", "1"), ("I2", "2"), ("I1", "3"), ("I6", "4")}
    assert ("code-contradicts-name", "表!A8") in rules(found)


def test_numbers_of_columns_and_sums_of_rows_say_nothing_more(catalogue):
    found = draft(
        catalogue,
        [
            [TITLE],
            [DECLARED, None, "单位：万元"],
            ["指标", "(1) 本月", "2.累计", "年度计划（3）", "完成计划(%)（4=2/3）", "同比①(%)"],
            ["税收收入", 3, 30, 60, 50, 5.2],
            ["合计（1+2）", 3, 30, 60, None, None],
        ],
    )
    assert {(basis, value) for _, _, _, basis, value, _ in told(found)} == {
        ("current", "3"),
        ("cumulative", "30"),
        ("plan", "60"),
        ("plan_completion", "50"),
        ("growth_rate", "5.2"),
    }
    assert rules(found) == set()


@pytest.mark.parametrize(
    ("name", "indicator"),
    [
        ("税收收入 Tax revenue", "I4"),
        ("税收收入\nTAX", "I4"),
        ("Tax revenue 税收收入", "I4"),
        ("税收收入（tax）", "I4"),
        ("5G税收收入", None),
        ("R&D税收收入", None),
        ("GDP税收收入", None),
        ("PM2.5税收收入", None),
    ],
)
def test_english_beside_a_name_is_a_translation_and_letters_in_it_are_not(catalogue, name, indicator):
    found = draft(catalogue, [[TITLE], [DECLARED, "单位：万元"], ["指标", "累计"], [name, 1]])
    assert {code for _, code, *_ in told(found)} == ({indicator} if indicator else set())


@pytest.mark.parametrize("name", ["4户数", "税收收入(2025)", "税收收入（1-6）", "3税收收入"])
def test_numbers_that_may_mean_something_are_not_dropped(catalogue, name):
    found = draft(catalogue, [[TITLE], [DECLARED, "单位：万元"], ["指标", "累计"], [name, 1]])
    assert {value for *_, value, _ in told(found)} == set()
