"""What one cell of a value column says; every value here is worked out by hand from the text."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from huizong.model import Cell, Look, Status
from huizong.reading.cells.typed_cells import text_cell
from huizong.reading.text.delimited import typed_text_cell
from huizong.recognising.value.cell_numerals import chinese_number
from huizong.recognising.value.cell_values import read_cell, read_text
from tests.unit.recognising.county import (
    balance,
    day,
    document,
    draft,
    drafts,
    error,
    formula,
    monthly,
    number,
    rules,
    sheet,
    told,
)


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("2,436.8", "2436.8", "0.1"),
        ("1，802．1", "1802.1", "0.1"),
        ("６３４．７", "634.7", "0.1"),
        ("（1,234.5）", "-1234.5", "0.1"),
        ("(560)", "-560", "1"),
        (" 5 120.4 ", "5120.4", "0.1"),
        ("－5.1", "-5.1", "0.1"),
        ("−3.1", "-3.1", "0.1"),
        ("+3.1", "3.1", "0.1"),
        ("￥1,020.00", "1020.00", "0.01"),
        ("0.0", "0.0", "0.1"),
        ("三百二十", "320", "10"),
        ("三万五千", "35000", "1000"),
        ("5.8%", "5.8", "0.1"),
        ("0.5％", "0.5", "0.1"),
        ("下降6.2%", "-6.2", "0.1"),
        ("增长3.1%", "3.1", "0.1"),
    ],
)
def test_plain_numbers_in_all_their_spellings(catalogue, text, value, step):
    reading = read_text(text, catalogue, rate=True)
    assert (reading.status, reading.value, reading.step) == (Status.REPORTED, Decimal(value), Decimal(step))


@pytest.mark.parametrize(
    ("text", "rule", "value"),
    [
        ("约300", "value-approximate", "300"),
        ("300余", "value-approximate", "300"),
        ("近2万头", "value-approximate", "2"),
        ("3.2万元", "value-carries-unit", "3.2"),
        ("3.2亿", "value-carries-unit", "3.2"),
        ("1.2E3", "value-unreadable", "1200"),
        ("1,2345", "value-unreadable", None),
        ("5 12", "value-unreadable", None),
        ("0124", "value-unreadable", None),
        ("12-15", "value-unreadable", None),
        ("见附件", "value-unreadable", None),
        ("下降-6.2%", "value-unreadable", None),
        ("1234567890123456", "value-endless", None),
        ("提高2.7个百分点", "percentage-points", None),
        ("2026-06-30", "value-date", None),
    ],
)
def test_what_only_its_writer_can_make_clear_is_held(catalogue, text, rule, value):
    reading = read_text(text, catalogue, rate=True)
    assert (reading.status, reading.rule) == (Status.HELD, rule)
    assert reading.value == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("—", Status.BLANK),
        ("", Status.BLANK),
        ("　", Status.BLANK),
        ("无", Status.NOT_APPLICABLE),
        ("/", Status.NOT_APPLICABLE),
        ("xx", Status.PLACEHOLDER),
        ("xx万元", Status.PLACEHOLDER),
        ("8X.X%", Status.PLACEHOLDER),
        ("待核", Status.PLACEHOLDER),
    ],
)
def test_what_stands_for_no_number(catalogue, text, status):
    reading = read_text(text, catalogue, rate=False)
    assert (reading.status, reading.value) == (status, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", "10"),
        ("二十一", "21"),
        ("一百零五", "105"),
        ("三万五千", "35000"),
        ("一亿二千万", "120000000"),
        ("一点五", "1.5"),
        ("负二", "-2"),
        ("一百五", "150"),
        ("一百一十五", "115"),
        ("三千六", "3600"),
        ("一千五百三", "1530"),
        ("一万二", "12000"),
        ("两万五", "25000"),
        ("一万零二", "10002"),
        ("一亿二", "120000000"),
        ("一百零五万", "1050000"),
        ("壹佰零伍", "105"),
    ],
)
def test_chinese_numerals(text, value):
    assert chinese_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["一百二万", "壹佰伍", "百万千", "二三", "一十十", "点五", "万", ""])
def test_numerals_that_are_none(text):
    assert chinese_number(text) is None


def filled(catalogue, *rows, header=("指标", "单位", "累计", "上年同期", "同比增长(%)")):
    return draft(catalogue, monthly(list(header), *rows))


def test_errors_formulas_and_dates_are_neither_blank_nor_zero(catalogue):
    found = filled(catalogue, ["固定资产投资", "万元", error("#REF!"), formula("=C9"), day(2026, 6, 30)])
    assert told(found) == {
        ("T1", "I2", "2026-06", "cumulative", "error", "C4"),
        ("T1", "I2", "2026-06", "prior_year", "held", "D4"),
        ("T1", "I2", "2026-06", "growth_rate", "held", "E4"),
    }
    assert rules(found) == {("value-error", "表!C4"), ("formula-not-calculated", "表!D4"), ("value-date", "表!E4")}
    assert balance(found) == (3, 3, 0, 0)


def test_a_division_by_a_prior_year_of_zero_is_not_comparable(catalogue):
    found = filled(catalogue, ["生猪出栏", "头", 301, 0, error("#DIV/0!")], ["税收收入", "万元", 5, 4, error("#DIV/0!")])
    statuses = {figure.place: figure.status for figure in found.figures if figure.basis == "growth_rate"}
    assert statuses == {"表!E4": Status.BLANK, "表!E5": Status.ERROR}
    assert rules(found) == {("value-not-comparable", "表!E4"), ("value-error", "表!E5")}


def test_a_fraction_where_per_cent_was_asked_for(catalogue):
    # 110 over 100 is 10 %; 0.1 says a hundredth of it. 100.1 over 100 is 0.1 % and 0.1 is right.
    found = filled(catalogue, ["税收收入", "万元", 110, 100, 0.1], ["规上工业总产值", "万元", 100.1, 100, 0.1])
    statuses = {figure.place: figure.status for figure in found.figures if figure.basis == "growth_rate"}
    assert statuses == {"表!E4": Status.HELD, "表!E5": Status.REPORTED}
    assert rules(found) == {("percent-scale", "表!E4")}


def test_a_growth_that_is_not_recomputed_is_left_alone(catalogue):
    found = filled(catalogue, ["固定资产投资", "万元", 110, 100, 0.1])
    assert {figure.status for figure in found.figures} == {Status.REPORTED}


def test_one_number_merged_over_two_indicators_holds_both(catalogue):
    found = draft(
        catalogue,
        monthly("指标 单位 累计", "税收收入 万元 9", "一般公共预算收入 万元 ·"),
        merges=["C4:C5"],
    )
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "held", "C4"), ("T1", "I3", "2026-06", "cumulative", "held", "C5")}
    assert {figure.value for figure in found.figures} == {Decimal(9)}
    assert rules(found) == {("value-merged", "表!C4:C5")}
    assert balance(found) == (1, 1, 0, 0)


def test_a_row_of_two_merged_lines_is_one_row(catalogue):
    found = draft(
        catalogue,
        monthly("指标 单位 累计", "税收收入 万元 9", []),
        merges=["A4:A5", "B4:B5", "C4:C5"],
    )
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "9", "C4")}


def test_binary_noise_goes_and_a_note_says_so(catalogue):
    found = filled(catalogue, ["税收收入", "万元", number("2436.80000000001")], header=("指标", "单位", "累计"))
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "2436.8", "C4")}
    assert rules(found) == {("value-rounded", "表!C4")}
    kept = filled(catalogue, ["税收收入", "万元", number("2436.8123456")], header=("指标", "单位", "累计"))
    assert told(kept) == {("T1", "I4", "2026-06", "cumulative", "2436.8123456", "C4")}


def test_a_computed_formula_is_noted(catalogue):
    computed = number("12")._replace(formula="=SUM(A1:A2)", computed=True)
    found = filled(catalogue, ["税收收入", "万元", computed], header=("指标", "单位", "累计"))
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "12", "C4")}
    assert rules(found) == {("formula-computed", "表!C4")}


def test_codes_stored_as_numbers_lose_their_ends(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月项目进度表"],
            ["项目编码", "项目名称", "累计完成投资(万元)"],
            [number("330000202606150000"), "石桥冷库", 12.5],
            ["330000202606150013", "柳湾粮站", 8],
        ],
        reporter="B1",
    )
    assert told(found) == {("P1", "J1", "2026-06", "cumulative", "12.5", "C3"), ("P2", "J1", "2026-06", "cumulative", "8", "C4")}
    assert rules(found) == {("code-precision-lost", "表!A3")}
    assert balance(found) == (3, 2, 0, 1)


def test_a_target_loads_with_its_qualifier_and_at_its_year(catalogue):
    found = filled(catalogue, ["税收收入", "万元", "≥100"], header=("指标", "单位", "年度计划"))
    (figure,) = found.figures
    assert (figure.status, figure.value, figure.qualifier, figure.period, figure.basis) == (
        "reported",
        Decimal(100),
        "at_least",
        "2026",
        "plan",
    )


def test_percent_of_a_ratio_and_of_an_amount(catalogue):
    found = filled(
        catalogue,
        ["税收占比", "%", number("0.751", "75.1%", "0.0%")],
        ["税收收入", "万元", number("0.5", "50%", "0%")],
        header=("指标", "单位", "累计"),
    )
    assert told(found) == {("T1", "I7", "2026-06", "cumulative", "75.1", "C4"), ("T1", "I4", "2026-06", "cumulative", "held", "C5")}
    assert rules(found) == {("unit-mismatch", "表!C5")}


@pytest.mark.parametrize("text", ["①1234.5", "10²", "1.2×10⁴", "3½", "⑫", "12m²", "1234.5½"])
def test_marks_that_look_like_digits_never_become_some(catalogue, text):
    reading = read_text(text, catalogue, rate=False)
    assert (reading.status, reading.value, reading.rule) == (Status.HELD, None, "value-unreadable")


@pytest.mark.parametrize(
    ("text", "value"), [("1234.5①", "1234.5"), ("12²", "12"), ("1,204¹⁾", "1204"), ("8.6%³", "8.6"), ("150⁽¹⁾", "150"), ("150¹,²", "150")]
)
def test_the_mark_of_a_footnote_behind_a_number_is_no_part_of_it(catalogue, text, value):
    reading = read_text(text, catalogue, rate=True)
    assert (reading.status, reading.value, reading.repaired) == (Status.REPORTED, Decimal(value), True)


@pytest.mark.parametrize(
    ("look", "status", "rule"),
    [
        (Look("struck", "〔划掉：150〕"), Status.HELD, "value-struck"),
        (Look("unseen", "〔与底色同色：150〕"), Status.HELD, "value-unseen"),
        (Look("part", "〔划掉：168〕150"), Status.REPORTED, None),
    ],
)
def test_a_number_that_is_crossed_out_or_unseen_is_held(catalogue, look, status, rule):
    for cell in (Cell(1, 1, "text", "150", "150"), Cell(1, 1, "number", "150", Decimal(150))):
        reading = read_cell(cell._replace(look=look), catalogue, rate=False)
        assert (reading.status, reading.value, reading.rule) == (status, Decimal(150), rule)


def red(text):
    return Cell(1, 1, "text", text, text, look=Look("red", text))


def test_a_red_number_without_a_sign_is_held_where_it_may_be_below_zero(catalogue):
    head = monthly("指标 单位 累计 上年同期 同比(%)")
    rows = [
        ["规模以上工业总产值", "万元", red("90"), 100, red("10")],  # a value that is never below zero, and a rate that may be
        ["税收收入", "万元", 90, 100, red("0.0")],
        ["一般公共预算收入", "万元", red("30"), red("20"), red("50")],  # the whole row for emphasis
        ["生猪出栏", "头", 9, 10, number("-10.0", "10.0", "0.0;[Red]0.0")],
    ]
    found = draft(catalogue, [*head, *rows])
    assert told(found) == {
        ("T1", "I1", "2026-06", "cumulative", "90", "C4"),
        ("T1", "I1", "2026-06", "prior_year", "100", "D4"),
        ("T1", "I1", "2026-06", "growth_rate", "held", "E4"),
        ("T1", "I4", "2026-06", "cumulative", "90", "C5"),
        ("T1", "I4", "2026-06", "prior_year", "100", "D5"),
        ("T1", "I4", "2026-06", "growth_rate", "0", "E5"),
        ("T1", "I3", "2026-06", "cumulative", "30", "C6"),
        ("T1", "I3", "2026-06", "prior_year", "20", "D6"),
        ("T1", "I3", "2026-06", "growth_rate", "50", "E6"),
        ("T1", "I6", "2026-06", "cumulative", "9", "C7"),
        ("T1", "I6", "2026-06", "prior_year", "10", "D7"),
        ("T1", "I6", "2026-06", "growth_rate", "-10", "E7"),
    }
    assert rules(found) == {("value-red", "表!E4")}


def test_what_is_crossed_out_or_hidden_and_no_number_stays_what_it_is(catalogue):
    placeholder, hidden = Cell(1, 1, "text", "——", "——"), Cell(1, 1, "text", "", "")
    crossed = read_cell(placeholder._replace(look=Look("struck", "〔划掉：——〕")), catalogue, rate=False)
    assert crossed == read_cell(placeholder, catalogue, rate=False)
    assert read_cell(hidden._replace(look=Look("part", "〔隐藏：9〕")), catalogue, rate=False).status is Status.BLANK


@pytest.mark.parametrize("unseen", list("\u200b\u200e\u200f\u202a\u202c\u2060\u2064\u2066\u2069\ufeff"))
def test_what_nobody_sees_in_a_number_is_left_out_and_told(catalogue, unseen):
    found = filled(catalogue, ["规模以上工业总产值", "万元", f"17{unseen}42.5", 1700, 2.5])
    assert [(f.value, f.status) for f in found.figures if f.place.endswith("C4")] == [(Decimal("1742.5"), Status.REPORTED)]
    (said,) = (f for f in found.findings if f.rule == "value-normalised" and f.place.endswith("C4"))
    assert (said.fields["observed"], said.fields["expected"]) == (f"17〔U+{ord(unseen):04X}〕42.5", "1742.5")


def test_a_soft_hyphen_before_a_number_is_its_sign_and_inside_it_is_a_question(catalogue):
    assert read_text("\u00ad3.1", catalogue, rate=True).value == Decimal("-3.1")
    assert read_text("\u00ad3.1", catalogue, rate=True).repaired
    reading = read_text("17\u00ad42", catalogue, rate=False)
    assert (reading.status, reading.rule, reading.fields["observed"]) == (Status.HELD, "value-unreadable", "17〔U+00AD〕42")


def test_digits_behind_an_override_show_in_another_order_and_are_held(catalogue):
    reading = read_text("\u202e2471", catalogue, rate=False)
    assert (reading.status, reading.value, reading.fields["observed"]) == (Status.HELD, None, "〔U+202E〕2471")


@pytest.mark.parametrize("text", ["0." + "0" * 17_000 + "1", "1E+399", "1e999"])
def test_a_number_that_no_figure_can_be_is_held_without_value(catalogue, text):
    reading = read_text(text, catalogue, rate=False)
    assert (reading.status, reading.rule, reading.value) == (Status.HELD, "value-endless", None)


def test_a_text_without_end_is_quoted_by_its_beginning(catalogue):
    reading = read_text("9" * 17_003, catalogue, rate=False)
    assert reading.fields["observed"] == "9" * 200 + "…（共 17003 字）"


@pytest.mark.parametrize(
    ("written", "value", "said"),
    [
        ("3.3999999999999999", "3.4", True),
        ("6.6666666666666667", "6.66666666666667", True),
        ("7.33333333333333333333", "7.33333333333333", True),
        ("-0.21999999999999997", "-0.22", True),
        ("5.25", "5.25", False),
        ("5.1234567", "5.1234567", False),
        ("12.345678901234", "12.345678901234", False),
    ],
)
def test_decimals_as_a_program_prints_a_binary_number(catalogue, written, value, said):
    rows = monthly("指标 单位 累计 同比(%)", ["税收收入", "万元", "30.5", written])
    found = draft(catalogue, rows, delimited=True)
    assert {basis: shown for _, _, _, basis, shown, _ in told(found)} == {"cumulative": "30.5", "growth_rate": value}
    assert ("value-rounded", "4:4") in rules(found) if said else rules(found) == set()


@pytest.mark.parametrize("merges", [["C4:C6"] * 3, ["C4:C5", "C5:C6", "C4:C6"]])
def test_merges_that_overlap_hold_each_place_once(catalogue, merges):
    values = [["税收收入", "万元", 21, 115], ["固定资产投资", "万元", 33, 160], ["一般公共预算收入", "万元", 44, 300]]
    found = draft(catalogue, monthly("指标 单位 本月 累计", *values), merges=merges)
    assert [finding.rule for finding in found.findings] == ["value-merged"]
    assert found.findings[0].fields["observed"] == "21、33、44"
    assert sorted(figure.place for figure in found.figures if figure.status is Status.HELD) == ["表!C4", "表!C5", "表!C6"]


@pytest.mark.parametrize("text", ["4_055.7", "4_055", "-1_200", "12,000_5"])
def test_a_number_that_a_program_parts_is_no_mask(catalogue, text):
    reading = read_cell(typed_text_cell(1, 1, text), catalogue, rate=False)
    assert (reading.status, reading.rule) == (Status.HELD, "value-unreadable")


@pytest.mark.parametrize("sign", list("-−–—‐‑‒―﹣﹘－⁻⁃˗➖\u00ad\x1e\x1f"))
def test_every_way_of_writing_a_minus(catalogue, sign):
    cell = typed_text_cell(1, 1, f"{sign}5.2")
    assert read_cell(cell, catalogue, rate=False).value == Decimal("-5.2")
    assert read_cell(text_cell(1, 1, f"{sign}5.2%"), catalogue, rate=True).value == Decimal("-5.2")


@pytest.mark.parametrize(
    ("text", "rate", "value"),
    [
        ("↓5.3", True, "-5.3"),
        ("↓5.3%", True, "-5.3"),
        ("5.3%↓", True, "-5.3"),
        ("↑5.3", True, "5.3"),
        ("5.3↑", True, "5.3"),
        ("✓5.2", False, "5.2"),
        ("☑-5.2", False, "-5.2"),
    ],
)
def test_arrows_and_ticks(catalogue, text, rate, value):
    reading = read_text(text, catalogue, rate=rate)
    assert (reading.status, reading.value, reading.repaired) == (Status.REPORTED, Decimal(value), True)


@pytest.mark.parametrize(
    ("text", "rate"),
    [("↓5.3", False), ("↓-5.3", True), ("-5.3↓", True), ("▼5.3", True), ("▲5.3", True), ("\ufffd5.3", True), ("5.3\ufffd", False),
     ("$5.2", False), ("-$5.2", False), ("US$5.2", False),
     ("✗5.2", False), ("√5.2", False), ("\x1c5.2", False), ("5\x1e2", False), ("→5.3", True)],
)  # fmt: skip
def test_signs_that_are_asked_about(catalogue, text, rate):
    assert read_cell(typed_text_cell(1, 1, text), catalogue, rate=rate).status is Status.HELD


@pytest.mark.parametrize(
    ("text", "value"),
    [("一百五户", "150"), ("三千六头", "3600"), ("一万二亩", "12000"), ("一百零五户", "105"), ("一百五万元", None), ("壹佰伍户", None)],
)
def test_numerals_of_speech_before_a_unit(catalogue, text, value):
    reading = read_text(text, catalogue, rate=False)
    assert reading.value == (None if value is None else Decimal(value))
    assert reading.rule == ("value-unreadable" if value is None else "value-carries-unit")


@pytest.mark.parametrize(
    ("place", "held"),
    [((5, 1), {"C5", "D5"}), ((5, 2), {"C5", "D5"}), ((3, 4), {"D4", "D5"}), ((4, 3), {"C4"}), ((1, 1), set())],
)
def test_numbers_beside_a_name_unit_or_head_that_is_crossed_out_are_held(catalogue, place, held):
    rows = monthly("指标 单位 本月 累计", "税收收入 万元 21 115", "固定资产投资 万元 33 160")
    page = sheet(rows)
    cell = page.cells[place]
    cells = {**page.cells, place: cell._replace(look=Look("struck", f"〔划掉：{cell.text}〕"))}
    (found,) = drafts(catalogue, document(replace(page, cells=cells)))
    assert {figure.place.rpartition("!")[2] for figure in found.figures if figure.status is Status.HELD} == held
    assert {rule for rule, _ in rules(found)} == ({"value-struck"} if held else set())
