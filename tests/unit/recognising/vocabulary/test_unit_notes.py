"""Units that stand in no corner: in a note, below the table, in a sentence above, in a text box or the page's header."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from huizong.model import Cell, Severity, Sheet
from huizong.recognising.vocabulary.unit_notes import units_stated
from tests.unit.recognising.county import DECLARED, TITLE, document, draft, drafts, monthly, rules, sheet, told

ROWS = [["税收收入", 36506000], ["固定资产投资", 12000000], ["生猪出栏", 5]]
CONVERTED = {
    ("T1", "I4", "2026-06", "cumulative", "3650.6"),
    ("T1", "I2", "2026-06", "cumulative", "1200"),
    ("T1", "I6", "2026-06", "cumulative", "5"),
}


@pytest.mark.parametrize(
    ("text", "units", "subjects"),
    [
        ("注：1.本表金额类指标计量单位为元；2.面积为季度指标。", ("元",), ()),
        ("单位：元、亩、头、户", ("元", "亩", "头", "户"), ()),
        ("以上金额单位均为千元", ("千元",), ()),
        ("（货币单位：元）", ("元",), ()),
        ("本表以元为单位", ("元",), ()),
        ("用元表示", ("元",), ()),
        ("备注：除注明外，均以千元为计量单位", ("千元",), ()),
        ("说明：价值量指标按元填报", ("元",), ()),
        ("2.面积指标的计量单位为公顷", ("公顷",), ("面积",)),
        ("产值、投资以亿元计", ("亿元",), ("产值", "投资")),
        ("收入类指标单位为元", ("元",), ("收入",)),
        ("说明：金额单位均为人民币元。", ("元",), ()),
        ("（金额单位：人民币元）", ("元",), ()),
        ("金额单位（千元）", ("千元",), ()),
        ("注：本表货币计量单位为“元”", ("元",), ()),
        ("备注：本表中金额以元为单位。", ("元",), ()),
        ("其他指标单位为元（面积除外）", ("元",), ()),
        ("注：本表单位：元", ("元",), ()),
        ("上表单位均为亿元", ("亿元",), ()),
        ("全表计量单位：千元", ("千元",), ()),
        ("注：金额以元为单位填报", ("元",), ()),
        ("备注：以上金额均为元", ("元",), ()),
        ("（表中金额：元）", ("元",), ()),
        ("产值数据为亿元", ("亿元",), ("产值",)),
    ],
)
def test_sentences_that_state_a_unit(catalogue, text, units, subjects):
    (stated,) = units_stated([text], catalogue)
    assert (stated.units, stated.subjects) == (units, subjects)


@pytest.mark.parametrize("text", ["注：凡有金额之处单位皆取元", "注：除税收收入外，单位为元", "单位换算：元"])
def test_sentences_that_name_a_unit_and_are_not_clear(catalogue, text):
    (stated,) = units_stated([text], catalogue)
    assert (stated.units, stated.clear) == (("元",), False)
    assert {(code, value) for _, code, *_, value, _ in told(_noted(catalogue, text))} == {("I4", "held"), ("I2", "held"), ("I6", "5")}


@pytest.mark.parametrize(
    "text", ["注：统计范围为年主营业务收入2000万元以上的法人单位", "单位数：5个，产值6亿元", "填表单位：元", "制表单位：亿元"]
)
def test_thresholds_state_none(catalogue, text):
    assert units_stated([text], catalogue) == ()


def test_a_word_of_another_cut_names_its_indicator_all_the_same(catalogue):
    found = _noted(catalogue, "注：税收额单位为元", rows=[["税收收入", 36506000], ["固投", 12]])
    assert {(code, value) for _, code, *_, value, _ in told(found)} <= {("I4", "3650.6"), ("I4", "held"), ("I2", "12"), ("I2", "held")}


def test_a_sheet_of_explanations_states_the_unit_of_the_tables(catalogue):
    table = sheet(monthly("指标 累计", *ROWS))
    notes = sheet([["填表说明"], ["1.本表金额单位为元。"], ["2.同比按可比口径计算。"]], name="说明")
    (found,) = drafts(catalogue, document(table, notes))
    assert {row[:5] for row in told(found)} == CONVERTED


def test_a_note_between_title_and_table_of_a_text_states_its_unit(catalogue):
    table = Sheet("表1", sheet([["指标", "累计"], *ROWS]).cells, "table", after_paragraph=3)
    (found,) = drafts(catalogue, document(table, name="月报.docx", paragraphs=[TITLE, DECLARED, "备注：本表中金额以元为单位。"]))
    assert {row[:5] for row in told(found)} == CONVERTED


@pytest.mark.parametrize(
    "text", ["填报单位：石桥镇", "按税务部门口径统计", "以上数据以统计局为准", "单位：元宝", "制表单位：统计局", "用途：备查"]
)
def test_sentences_that_state_none(catalogue, text):
    assert units_stated([text], catalogue) == ()


def _noted(catalogue, *below, corner=None, above=(), rows=ROWS, header=("指标", "累计")):
    head = [DECLARED, corner] if corner else [DECLARED]
    return draft(catalogue, [[TITLE], head, *([text] for text in above), list(header), *rows, *([text] for text in below)])


@pytest.mark.parametrize("below", ["注：本表金额类指标计量单位为元。", "单位：元、亩、头", "说明：金额均以元为单位", "（金额单位：元）"])
def test_a_unit_below_the_table_holds_for_the_figures_of_its_kind(catalogue, below):
    found = _noted(catalogue, below)
    assert {row[:5] for row in told(found)} == CONVERTED
    assert {"unit-converted"} <= {rule for rule, _ in rules(found)} <= {"unit-converted", "unit-missing"}


def test_a_sentence_above_the_table_states_one_too(catalogue):
    assert {row[:5] for row in told(_noted(catalogue, above=["本表以元为单位"]))} == CONVERTED


def test_a_note_on_one_indicator_holds_for_it_alone_and_before_the_corner(catalogue):
    rows = [["税收收入", 3650.6], ["固定资产投资", 12000000]]
    found = _noted(catalogue, "注：固定资产投资单位为元", corner="单位：万元", rows=rows)
    assert {row[:5] for row in told(found)} == {
        ("T1", "I4", "2026-06", "cumulative", "3650.6"),
        ("T1", "I2", "2026-06", "cumulative", "1200"),
    }


def test_a_note_that_contradicts_the_corner_or_a_rows_own_unit_is_asked_about(catalogue):
    found = _noted(catalogue, "注：金额单位为元", corner="单位：万元", rows=[["税收收入", 9], ["粮食播种面积", 8]])
    assert {(code, value) for _, code, *_, value, _ in told(found)} == {("I4", "held"), ("I5", "8")}
    assert ("unit-contradicts", "表!B4") in rules(found)
    rows = [["税收收入", "万元", 9], ["固定资产投资", "万元", 8]]
    named = _noted(catalogue, "注：税收收入的单位为元", rows=rows, header=("指标", "单位", "累计"))
    assert {(code, value) for _, code, *_, value, _ in told(named)} == {("I4", "held"), ("I2", "8")}


def test_a_note_that_says_again_what_the_corner_says_changes_nothing(catalogue):
    found = _noted(catalogue, "注：本表金额单位为万元", corner="单位：万元", rows=[["税收收入", 9]])
    assert (told(found), found.findings) == ({("T1", "I4", "2026-06", "cumulative", "9", "B4")}, ())


def test_rows_with_units_of_their_own_keep_them(catalogue):
    rows = [["税收收入", "亿元", 0.5], ["固定资产投资", None, 8000]]
    found = _noted(catalogue, "注：除注明外，金额单位为元", rows=rows, header=("指标", "单位", "累计"))
    assert {(code, value) for _, code, *_, value, _ in told(found)} == {("I4", "5000"), ("I2", "0.8")}


def test_a_note_of_which_nobody_can_tell_what_it_means_is_asked_about_where_no_unit_stands(catalogue):
    found = _noted(catalogue, "注：一至二项单位为元")
    assert {(code, value) for _, code, *_, value, _ in told(found)} == {("I4", "held"), ("I2", "held"), ("I6", "5")}
    stated = _noted(catalogue, "注：一至二项单位为元", corner="单位：万元", rows=[["税收收入", 9]])
    assert {value for *_, value, _ in told(stated)} == {"9"}


def test_a_unit_between_two_sections_holds_below_it_alone(catalogue):
    found = draft(
        catalogue, [[TITLE], [DECLARED, "单位：万元"], ["指标", "累计"], ["税收收入", 3], ["单位：元"], ["固定资产投资", 12000000]]
    )
    assert {(code, value) for _, code, *_, value, _ in told(found)} == {("I4", "3"), ("I2", "1200")}


def test_rates_have_no_unit_of_a_note(catalogue):
    found = _noted(catalogue, "注：金额单位为元", rows=[["税收收入", 36506000, 5.2]], header=("指标", "累计", "同比增长(%)"))
    assert ("T1", "I4", "2026-06", "growth_rate", "5.2", "C4") in told(found)


def test_a_text_box_or_a_pages_header_states_the_unit_of_the_sheet(catalogue):
    page = replace(sheet(monthly("指标 累计", *ROWS)), margins=("第 1 页", "单位：元、头"))
    (found,) = drafts(catalogue, document(page))
    assert {row[:5] for row in told(found)} == CONVERTED
    against = replace(sheet([[TITLE], [DECLARED, "单位：万元"], ["指标", "累计"], *ROWS[:2]]), margins=("单位：元",))
    (held,) = drafts(catalogue, document(against))
    assert {value for *_, value, _ in told(held)} == {"held"}


def test_a_paragraph_under_a_table_in_a_text_states_its_unit(catalogue):
    cells = sheet([["指标", "累计"], *ROWS]).cells
    table = Sheet("表1", cells, "table", after_paragraph=2)
    (found,) = drafts(catalogue, document(table, name="月报.docx", paragraphs=[TITLE, DECLARED, "注：金额类指标单位为元。"]))
    assert {row[:5] for row in told(found)} == CONVERTED
    assert isinstance(cells[2, 2], Cell)
    assert cells[2, 2].value == Decimal(36506000)


@pytest.mark.parametrize(
    ("margin", "mismatch"),
    [("填报单位：柳湾镇", True), ("报送单位：石桥镇", False), ("制表单位：统计局", False), ("填报单位：（盖章）", False)],
)
def test_a_text_box_declares_whose_report_it_is(catalogue, margin, mismatch):
    page = replace(sheet([[TITLE], ["指标", "单位", "累计"], ["税收收入", "万元", 9]]), margins=(margin,))
    (found,) = drafts(catalogue, document(page), reporter="T1")
    assert ("organisation-mismatch" in {finding.rule for finding in found.findings}) is mismatch
    assert {value for *_, value, _ in told(found)} == {"held" if mismatch else "9"}


def test_a_note_that_no_row_follows_is_said(catalogue):
    rows = [["税收收入", "万元", 9], ["固定资产投资", "万元", 8], ["生猪出栏", "头", 5]]
    found = _noted(catalogue, "注：金额单位为元", rows=rows, header=("指标", "单位", "累计"))
    assert {(code, value) for _, code, *_, value, _ in told(found)} == {("I4", "9"), ("I2", "8"), ("I6", "5")}
    (finding,) = found.findings
    assert (finding.rule, finding.fields["observed"], finding.fields["expected"]) == ("unit-note-differs", "注：金额单位为元", "万元")
    assert finding.severity is Severity.QUERY


@pytest.mark.parametrize(
    "over",
    [
        [[TITLE.replace("）", "，元）")], [DECLARED]],
        [[TITLE.replace("（", "（元）（")], [DECLARED]],
        [[TITLE + " 元"], [DECLARED]],
        [[TITLE], [DECLARED, "单位：", "元"]],
        [[TITLE], [DECLARED, None, "单位", "元"]],
        [[TITLE], [DECLARED], ["单位 元"]],
        [[TITLE], [DECLARED], [None, "（元）"]],
        [[TITLE], [DECLARED], ["元"]],
        [[TITLE], [DECLARED], [None, "金额：元"]],
    ],
)
def test_a_unit_over_the_table_in_other_words_than_a_corner(catalogue, over):
    found = draft(catalogue, [*over, ["指标", "累计"], *ROWS])
    assert {item[:5] for item in told(found)} == CONVERTED


def test_a_unit_behind_the_head_of_the_names_or_in_its_comment(catalogue):
    found = draft(catalogue, [[TITLE], [DECLARED], ["指标名称（元）", "累计"], *ROWS])
    assert {item[:5] for item in told(found)} == CONVERTED
    page = replace(sheet([[TITLE], [DECLARED], ["指标名称", "累计"], *ROWS]), comments={(3, 1): "金额单位：元"})
    (commented,) = drafts(catalogue, document(page))
    assert {item[:5] for item in told(commented)} == CONVERTED


def test_this_tables_unit_against_its_corner_is_a_contradiction(catalogue):
    rows = [[TITLE], [DECLARED, "单位：万元"], ["指标", "累计"], *ROWS, ["注：本表单位：元"]]
    found = draft(catalogue, rows)
    assert {(code, value) for _, code, *_, value, _ in told(found)} == {("I4", "held"), ("I2", "held"), ("I6", "5")}
    assert {rule for rule, _ in rules(found)} == {"unit-contradicts", "unit-missing"}  # 头 of the pigs is stated nowhere
