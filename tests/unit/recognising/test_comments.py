"""A correction that stands in a comment is asked about at its cell; explanations of the form and our own words are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huizong.feedback.marked_copy.cell_comments import START
from huizong.model import Severity
from huizong.recognising.commented import OURS
from tests.unit.recognising.county import DECLARED, TITLE, document, drafts, monthly, sheet, told

PAGE = sheet(monthly("指标 单位 累计", "税收收入 万元 18"))


@pytest.mark.parametrize(
    ("place", "text", "severity"),
    [
        ((4, 3), "应为180", "asked"),
        ((4, 3), "180", "asked"),
        ((4, 3), "王某：此数有误，待核", "asked"),
        ((4, 3), "含耕地占用税", "noted"),
        ((4, 1), "本月应为180", "asked"),
        ((4, 1), "指税务部门征收的收入，2000元以上", None),
        ((3, 3), "从1月1日起累计", None),
        ((1, 1), "此表为柳湾镇数据", "asked"),
        ((1, 1), "此表为石桥镇数据", None),
        ((1, 1), "此表由财政局下发", None),
        ((3, 1), "样子参照柳湾镇", None),
        ((4, 3), f"{OURS}改正（第1条）\n问题：累计低于上月", None),
        ((4, 3), f"应为180\n\n{OURS}改正（第1条）", "asked"),
    ],
)
def test_comments(catalogue, place, text, severity):
    (found,) = drafts(catalogue, document(replace(PAGE, comments={place: text})), reporter="T1")
    said = [finding for finding in found.findings if finding.rule == "cell-comment"]
    expected = {"asked": [None], "noted": [Severity.INFO], None: []}[severity]
    assert [finding.severity for finding in said] == expected
    if said:
        assert (said[0].place, said[0].fields["observed"]) == (PAGE.place(*place), text.partition("\n")[0])
    assert {value for *_, value, _ in told(found)} == {"18"}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("作废", True),
        ("此表作废", True),
        ("王某:\n作废", True),
        ("草稿，勿用", True),
        ("未审核", True),
        ("数据还没核对过", True),
        ("暂估数", True),
        ("以纸质报表为准", True),
        ("以此表为准", False),
        ("这是5月份的数据", True),
        ("王某:\n5月数据", True),
        ("2025年6月", True),
        ("此表为上月数", True),
        ("2026年6月数据", False),
        ("请于7月5日前报送", False),
        ("格式同5月", False),
        ("参照上月格式填报", False),
    ],
)
@pytest.mark.parametrize("place", [(1, 1), (2, 1), (3, 1)])
def test_a_comment_over_a_table_that_takes_it_back_or_gives_it_another_month_is_asked_about(catalogue, place, text, asked):
    (found,) = drafts(catalogue, document(replace(PAGE, comments={place: text})), reporter="T1")
    said = [(finding.rule, finding.place, finding.severity) for finding in found.findings if finding.rule == "cell-comment"]
    assert said == ([("cell-comment", PAGE.place(*place), None)] if asked else [])


@pytest.mark.parametrize(("place", "text"), [((3, 3), "5月数据"), ((4, 1), "未审核")])
def test_a_comment_on_a_row_or_a_column_is_not_about_the_whole_table(catalogue, place, text):
    (found,) = drafts(catalogue, document(replace(PAGE, comments={place: text})), reporter="T1")
    assert [finding for finding in found.findings if finding.rule == "cell-comment"] == []


def test_our_comments_begin_as_the_marked_workbook_writes_them():
    assert OURS == START


TABLE = monthly("指标 单位 累计 备注", "税收收入 万元 1830", "生猪出栏 头 26")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("注：税收收入累计应为1850万元。", True),
        ("更正：生猪出栏累计改为28头", True),
        ("说明：上表生猪出栏以28头为准", True),
        ("备注：税收收入1830万元填报有误", True),
        ("勘误：C4应为1850", True),
        ("注：生猪出栏应为1830头", False),  # stands in the table, if in another row: a number of four digits is known again
        ("注：税收收入应为26万元", True),  # two digits may stand anywhere
        ("注：税收收入已由1850万元更正为1830万元", False),
        ("注：规上企业起点由500万元调整为2000万元", False),
        ("注：同比应为5至8位小数", False),
        ("填表说明：如有误请于5日前联系", False),
        ("注：含2025年结转的12户", False),
        ("说明：税收收入为上月数", True),
        ("注：本月未发生变化，沿用上月", True),
        ("注：口径沿用上月", False),
        ("注：上表数字有误，以后补报", True),
        ("如上表数字有误，请联系统计站", False),
        ("注：累计为1-6月", False),
        ("注：以上数据以2026年6月30日为准", False),
        ("注：增长率应为0以上", False),
    ],
)
@pytest.mark.parametrize("where", ["below", "above", "beside", "box"])
def test_notes_that_correct_a_number_are_asked_about(catalogue, text, asked, where):
    rows = [list(row) for row in TABLE]
    if where == "beside":
        rows[4] += [None] * (3 - len(rows[4])) + [text]
    elif where == "above":
        rows.insert(2, [text])
    elif where == "below":
        rows.append([text])
    page = sheet(rows)
    (found,) = drafts(catalogue, document(replace(page, margins=(text,)) if where == "box" else page))
    said = [finding for finding in found.findings if finding.rule == "note-corrects"]
    place = {"below": "表!A6", "above": "表!A3", "beside": "表!D5", "box": ""}[where]
    assert [finding.place for finding in said] == ([place] if asked else [])
    assert {value for *_, value, _ in told(found)} == {"1830", "26"}


def test_a_line_below_a_table_of_a_text_that_corrects_it_is_asked_about(catalogue):
    page = replace(sheet(TABLE[2:]), layout="table", after_paragraph=2)
    text = "更正说明：上表生猪出栏累计应为28头。"
    (found,) = drafts(catalogue, document(page, paragraphs=[TITLE, DECLARED, text]))
    assert [(f.place, f.fields["observed"]) for f in found.findings if f.rule == "note-corrects"] == [("3:0", text[:-1])]


@pytest.mark.parametrize(
    ("text", "asked"), [("注：税收收入含柳湾镇", True), ("注：税收收入不含柳湾镇", False), ("注：税收收入含石桥冷库", False)]
)
def test_a_note_by_which_numbers_hold_a_strangers_is_asked_about(catalogue, text, asked):
    (found,) = drafts(catalogue, document(sheet([*TABLE, [text]])), reporter="T1")
    assert [finding.place for finding in found.findings if finding.rule == "note-corrects"] == (["表!A6"] if asked else [])


def test_a_note_below_by_which_what_is_cumulative_ends_before_the_month_is_asked_about(catalogue):
    (found,) = drafts(catalogue, document(sheet([*TABLE, ["注：累计为1-5月"]])))
    assert [(f.place, f.fields["observed"]) for f in found.findings if f.rule == "note-corrects"] == [("表!A6", "注：累计为1-5月")]
