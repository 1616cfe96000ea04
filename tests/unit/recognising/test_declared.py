"""What a file says of itself, wherever it stands, counts for every table in it: cover, page header, line below, signature."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huizong.model import Paragraph, Sheet, Status
from huizong.recognising.vocabulary import margin_words as margins
from tests.unit.recognising.county import DECLARED, TITLE, UNDATED, document, draft, drafts, monthly, rules, sheet, told

PLAIN = TITLE.replace("（2026年6月）", "")
ROWS = [["指标", "单位", "本月", "累计"], ["税收收入", "万元", 3, 18], ["固定资产投资", "万元", 8, 41]]
TAKEN = {
    ("T1", "I4", "2026-06", "current", "3"),
    ("T1", "I4", "2026-06", "cumulative", "18"),
    ("T1", "I2", "2026-06", "current", "8"),
    ("T1", "I2", "2026-06", "cumulative", "41"),
}
STRANGER = "organisation-mismatch"


def figures(found):
    return {item[:5] for item in told(found)}


def table(rows, name="表1", after=0):
    made = sheet(rows, name)
    return Sheet(name, made.cells, "table", after_paragraph=after)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("单位（盖章）：柳湾镇", "柳湾镇"),
        ("单位名称（公章）：柳湾镇", "柳湾镇"),
        ("填报乡镇：柳湾镇", "柳湾镇"),
        ("填报乡镇（街道）：柳湾镇", "柳湾镇"),
        ("乡镇（街道）：柳湾镇", "柳湾镇"),
        ("报送单位(盖章)：柳湾镇　　单位：万元", "柳湾镇"),
        ("编制单位：柳湾镇　报告期：2026年6月", "柳湾镇"),
        ("填报单位：柳湾镇 联系人：王某", "柳湾镇"),
        ("2026年6月　单位（盖章）：柳湾镇", "柳湾镇"),
        ("填报单位：各乡镇、街道", ""),
        ("填报单位：______镇", ""),
        ("制表机关：明川县统计局", None),
        ("主管部门：财政局", None),
        ("抄送：柳湾镇人民政府", None),
        ("单位：万元", None),
        ("计量单位（金额）：万元", None),
        ("单位负责人（签章）：王某", None),
    ],
)
def test_lines_that_declare_and_lines_that_do_not(line, name):
    assert margins.declared_name(line) == name


@pytest.mark.parametrize(
    "line",
    [
        ["单位（盖章）：柳湾镇"],
        ["填报乡镇：柳湾镇"],
        ["乡镇（街道）：", "柳湾镇"],
        ["单位（公章）", "柳湾镇"],
        ["报送单位：柳湾镇", "单位：万元"],
    ],
)
def test_a_line_that_declares_a_stranger_returns_the_file(catalogue, line):
    found = draft(catalogue, [[TITLE], line, *ROWS], reporter="T1")
    assert {rule for rule, _ in rules(found)} == {STRANGER}
    assert {figure.status for figure in found.figures} == {Status.HELD}
    own = [["石桥镇" if cell == "柳湾镇" else cell.replace("柳湾镇", "石桥镇") for cell in line]]
    assert (rules(draft(catalogue, [[TITLE], *own, *ROWS], reporter="T1")), figures(draft(catalogue, [[TITLE], *own, *ROWS]))) == (
        set(),
        TAKEN,
    )


@pytest.mark.parametrize(
    "cover",
    [
        [["主要经济指标月报表"], [], ["填报单位：柳湾镇"], ["报告期：2026年6月"], ["填报日期：2026年7月3日"]],
        [["主要经济指标月报表"], ["2026年6月"], ["填报单位", "柳湾镇"]],
        [["填报单位"], ["柳湾镇"], ["2026年6月"]],
        [["主要经济指标月报表\n填报单位：柳湾镇\n报告期：2026年6月"]],
        [[None, "乡镇（街道）：柳湾镇"], [None, "二〇二六年六月"]],
    ],
)
def test_a_cover_sheet_says_whose_file_it_is_and_of_when(catalogue, cover):
    pages = (sheet(cover, "封面"), sheet([[PLAIN], *ROWS], "数据"))
    (found,) = drafts(catalogue, document(*pages), reporter="T1", period="2026-06")
    assert {rule for rule, _ in rules(found)} == {STRANGER}
    assert {figure.status for figure in found.figures} == {Status.HELD}
    own = [[cell.replace("柳湾镇", "石桥镇") if cell else cell for cell in row] for row in cover]
    (taken,) = drafts(catalogue, document(sheet(own, "封面"), sheet([[PLAIN], *ROWS], "数据")))
    assert (taken.reporter, taken.form, rules(taken), figures(taken)) == ("T1", "FM", set(), TAKEN)


def test_a_cover_of_another_month_contradicts_the_table(catalogue):
    cover = sheet([["主要经济指标月报表"], ["报告期：2026年5月"], [DECLARED]], "封面")
    (found,) = drafts(catalogue, document(cover, sheet([[TITLE], *ROWS], "数据")), reporter="T1")
    assert {rule for rule, _ in rules(found)} == {"period-mismatch"}
    assert {figure.status for figure in found.figures} == {Status.HELD}


def test_a_table_of_contents_and_the_maker_of_the_form_say_nothing_about_the_report(catalogue):
    contents = sheet(
        [
            ["明川县统计报表"],
            ["制表机关：明川县统计局"],
            ["填报单位：各乡镇"],
            ["1.主要经济指标月报表（2026年5月）"],
            ["2.主要经济指标季报表（2026年二季度）"],
        ],
        "目录",
    )
    (found,) = drafts(catalogue, document(contents, sheet(monthly(*ROWS), "数据")), reporter="T1")
    assert (rules(found), figures(found)) == (set(), TAKEN)


def test_the_outer_cell_of_a_layout_table_declares(catalogue):
    outer = table([["主要经济指标月报表\n填报单位：柳湾镇\n2026年6月"]])
    inner = table(ROWS, "表2")
    (found,) = drafts(catalogue, document(outer, inner, name="月报.docx"), reporter="T1", period="2026-06")
    assert {rule for rule, _ in rules(found)} == {STRANGER}
    beside = table([["填报单位", "柳湾镇", "报告期", "2026年6月"]])
    (found,) = drafts(catalogue, document(beside, inner, name="月报.docx"), reporter="T1", period="2026-06")
    assert {rule for rule, _ in rules(found)} == {STRANGER}


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_page_header_or_footer_declares(catalogue, where):
    texts = [TITLE, "填报单位：柳湾镇"] if where == "before" else [TITLE, "", "填报单位：柳湾镇　　第1页"]
    made = document(table(ROWS, after=1), name="月报.docx", paragraphs=texts)
    (found,) = drafts(catalogue, made, reporter="T1")
    assert {rule for rule, _ in rules(found)} == {STRANGER}


@pytest.mark.parametrize(
    "end", [["柳湾镇人民政府", "2026年7月3日"], ["柳湾镇人民政府 2026年7月3日"], ["柳湾镇（盖章）", "二〇二六年七月三日"]]
)
def test_who_signs_at_the_end_reports(catalogue, end):
    found = draft(catalogue, [[TITLE], *ROWS, *[[line] for line in end]], reporter="T1")
    assert STRANGER in {rule for rule, _ in rules(found)}
    own = [[line.replace("柳湾", "石桥")] for line in end]
    assert STRANGER not in {rule for rule, _ in rules(draft(catalogue, [[TITLE], *ROWS, *own], reporter="T1"))}
    prose = document(name="小结.docx", paragraphs=["上半年工作小结", "完成固定资产投资41万元。", *end])
    (text,) = drafts(catalogue, prose, reporter="T1", period="2026-06")
    assert STRANGER in {rule for rule, _ in rules(text)}


def test_who_stands_beside_a_mark_for_a_seal_reports(catalogue):
    for name, expected in (("柳湾镇人民政府", True), ("石桥镇人民政府", False), ("李某", False)):
        found = draft(catalogue, [[TITLE], *ROWS, ["（公章）", None, name]], reporter="T1")
        assert (STRANGER in {rule for rule, _ in rules(found)}) is expected


@pytest.mark.parametrize("end", [["明川县统计局制", "2026年1月1日"], ["统计局", "2026年1月1日"], ["抄送：柳湾镇人民政府", "2026年7月3日"]])
def test_who_made_the_form_or_gets_a_copy_does_not_sign(catalogue, end):
    found = draft(catalogue, monthly(*ROWS, *[[line] for line in end]), reporter="T1")
    assert (STRANGER not in {rule for rule, _ in rules(found)}, figures(found)) == (True, TAKEN)


def test_a_form_titled_with_a_neighbours_name_contradicts_the_declaration(catalogue):
    found = draft(catalogue, [["柳湾镇主要经济指标月报表（2026年6月）"], [DECLARED], *ROWS], reporter="T1")
    assert STRANGER in {rule for rule, _ in rules(found)}


def test_a_bureau_names_itself_on_the_cover_and_each_town_on_its_sheet(catalogue):
    cover = sheet([["主要经济指标月报表"], ["报送单位：统计局"], ["报告期：2026年6月"]], "封面")
    pages = [sheet([[PLAIN], [f"填报单位：{name}"], *ROWS], name) for name in ("石桥镇", "柳湾镇")]
    (found,) = drafts(catalogue, document(cover, *pages), reporter="B1")
    assert {(who, period) for who, _, period, *_ in told(found)} == {("T1", "2026-06"), ("T2", "2026-06")}
    assert rules(found) == set()


def test_sections_with_a_header_each_are_one_form(catalogue):
    header = ROWS[0]
    rows = monthly(
        ["一、财政"],
        header,
        ROWS[1],
        ["二、投资"],
        header,
        ROWS[2],
        ["三、农业"],
        header,
        "生猪出栏 头 2 9",
    )
    found = draft(catalogue, rows)
    assert figures(found) == TAKEN | {("T1", "I6", "2026-06", "current", "2"), ("T1", "I6", "2026-06", "cumulative", "9")}
    assert (found.form, rules(found)) == ("FM", set())


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (f"{PLAIN}（续）", "表二"),
        (PLAIN, "2"),
        ("（第二页）", "2"),
        (None, "Sheet2"),
        ("续表", "Sheet2"),
        ("二、投资", "投资"),
        ("固定资产投资部分", "投资"),
    ],
)
def test_a_form_goes_on_on_the_next_sheet(catalogue, title, name):
    second = [*([[title]] if title else []), ROWS[0], ROWS[2]]
    (found,) = drafts(catalogue, document(sheet(monthly(*ROWS[:2]), "表一"), sheet(second, name)))
    assert (found.form, figures(found), rules(found)) == ("FM", TAKEN, set())


def test_sheets_of_months_each_say_their_own(catalogue):
    pages = [sheet([[PLAIN], [DECLARED], *ROWS], f"2026年{month}月") for month in (5, 6)]
    (found,) = drafts(catalogue, document(*pages), reporter="T1")
    assert {period for _, _, period, *_ in told(found)} == {"2026-05", "2026-06"}
    assert rules(found) == set()


def test_a_foreign_table_behind_the_form_is_no_section_of_it(catalogue):
    list_of_firms = [["二、新开工企业名单"], ["企业名称", "用工", "占地"], ["甲公司", 20, 5], ["乙公司", 30, 6], ["丙公司", 8, 2]]
    (found,) = drafts(catalogue, document(sheet(monthly(*ROWS), "表一"), sheet(list_of_firms, "名单")))
    assert figures(found) == TAKEN
    assert {rule for rule, _ in rules(found)} == {"outside-table"}


def test_paragraphs_keep_their_numbers_as_places(catalogue):
    made = document(table(ROWS, after=2), name="月报.docx", paragraphs=[TITLE, "填报单位：柳湾镇"])
    assert made.paragraphs[1] == Paragraph(2, "填报单位：柳湾镇")
    (found,) = drafts(catalogue, made, reporter="T1")
    assert rules(found) == {(STRANGER, "2:0")}


@pytest.mark.parametrize(
    "margins", [("填报单位：柳湾镇",), (f"{PLAIN}\n单位（盖章）：柳湾镇\n报告期：2026年6月",), ("第1页 填报乡镇：柳湾镇",)]
)
def test_text_boxes_and_page_headers_of_a_sheet_declare(catalogue, margins):
    page = sheet([[TITLE], *ROWS], "数据")
    (found,) = drafts(catalogue, document(replace(page, margins=margins)), reporter="T1")
    assert ({rule for rule, _ in rules(found)}, {figure.status for figure in found.figures}) == ({STRANGER}, {Status.HELD})
    own = tuple(text.replace("柳湾镇", "石桥镇") for text in margins)
    (taken,) = drafts(catalogue, document(replace(page, margins=own)))
    assert (taken.reporter, rules(taken), figures(taken)) == ("T1", set(), TAKEN)


def test_a_title_and_month_drawn_over_the_sheet_hold(catalogue):
    page = replace(sheet([*ROWS], "数据"), margins=(f"{TITLE}\n填报单位：石桥镇",))
    (found,) = drafts(catalogue, document(page))
    assert (found.reporter, found.form, found.period, figures(found)) == ("T1", "FM", "2026-06", TAKEN)
    (void,) = drafts(catalogue, document(replace(sheet(monthly(*ROWS)), margins=("作废",))))
    assert {rule for rule, _ in rules(void)} == {"report-void"}


@pytest.mark.parametrize("reporter", ["B1", "T1"])
def test_a_list_of_names_with_days_signs_nothing(catalogue, reporter):
    names = {"B1": ("石桥镇", "柳湾镇"), "T1": ("下湾村", "上湾村")}[reporter]
    title = {"B1": "2026年6月分乡镇主要指标完成情况", "T1": "2026年6月各村低保情况"}[reporter]
    measured = {"B1": "工业总产值（万元）", "T1": "低保户数（户）"}[reporter]
    rows = [[title], ["单位", "报送日期", measured], *[[name, "2026年7月3日", 5] for name in names]]
    found = draft(catalogue, rows, reporter=reporter)
    assert STRANGER not in {rule for rule, _ in rules(found)}
    assert {value for *_, value, _ in told(found)} == {"5"}
    below = draft(catalogue, [*rows, ["填报说明见附件"], [names[1]], ["2026年7月3日"]], reporter=reporter)
    assert STRANGER not in {rule for rule, _ in rules(below)}


@pytest.mark.parametrize("name", ["柳湾镇人民政府", "柳湾镇"])
def test_a_name_alone_on_a_cover_declares_the_reporter(catalogue, name):
    cover = sheet([[name], ["二〇二六年六月"]], name="封面")
    (found,) = drafts(catalogue, document(cover, sheet([[PLAIN], *ROWS], name="数据")), reporter="T1")
    assert STRANGER in {finding.rule for finding in found.findings}
    assert {value for *_, value, _ in told(found)} == {"held"}
    (own,) = drafts(catalogue, document(cover, sheet([[PLAIN], *ROWS], name="数据")))
    assert own.reporter == "T2"


def test_a_list_of_names_on_a_sheet_and_who_made_the_form_declare_nobody(catalogue):
    listed = sheet([["石桥镇"], ["柳湾镇"], ["统计局"]], name="名单")
    for beside in (listed, sheet([["明川县"], ["统计局"]], name="封面")):
        (found,) = drafts(catalogue, document(sheet([[TITLE], *ROWS], name="数据"), beside), reporter="T1")
        assert figures(found) == TAKEN


def headed(*lines, title=TITLE):
    """A Word document whose pages have these lines in their header."""
    made = document(table(ROWS, after=1), name="月报.docx", paragraphs=[title])
    margins = tuple(Paragraph(number, line, in_margin=True) for number, line in enumerate(lines, start=2))
    return replace(made, paragraphs=(*made.paragraphs, *margins))


def test_a_name_alone_in_the_header_of_the_pages_declares(catalogue):
    (found,) = drafts(catalogue, headed("柳湾镇人民政府"), reporter="T1")
    assert rules(found) == {(STRANGER, "2:0")}
    (own,) = drafts(catalogue, headed("石桥镇人民政府", "第1页"))
    assert (own.reporter, rules(own), figures(own)) == ("T1", set(), TAKEN)
    (asked_for,) = drafts(catalogue, headed("明川县统计局"), reporter="T1")
    assert rules(asked_for) == set()
    (listed,) = drafts(catalogue, headed("石桥镇", "柳湾镇"), reporter="T1")
    assert rules(listed) == set()
    page = replace(sheet([[TITLE], *ROWS], "数据"), margins=("柳湾镇",))
    (over,) = drafts(catalogue, document(page), reporter="T1")
    assert {rule for rule, _ in rules(over)} == {STRANGER}


def test_a_month_alone_in_the_header_of_the_pages_counts(catalogue):
    bare = TITLE.replace("（2026年6月）", "")
    (taken,) = drafts(catalogue, headed("2026年6月", title=bare), reporter="T1", period="2026-06")
    assert (taken.period, rules(taken)) == ("2026-06", set())
    (other,) = drafts(catalogue, headed("2026年5月", title=bare), reporter="T1", period="2026-06")
    assert {rule for rule, _ in rules(other)} == {"period-mismatch"}
    assert {figure.status for figure in other.figures} == {Status.HELD}
    (stale,) = drafts(catalogue, headed("2026年5月"), reporter="T1", period="2026-06")
    assert (stale.period, rules(stale), figures(stale)) == ("2026-06", set(), TAKEN)


@pytest.mark.parametrize("maker", ["制表单位：统计局", "编制单位：明川县"])
def test_who_made_the_form_is_nobody_who_reports_where_somebody_else_is_named(catalogue, maker):
    found = draft(catalogue, [[TITLE], [maker], ["综合机关名称：石桥镇"], *ROWS], reporter="T1")
    assert figures(found) == TAKEN
    assert not found.findings
    alone = draft(catalogue, [[TITLE], [maker], *ROWS], reporter="T1")
    assert {rule for rule, _ in rules(alone)} == {STRANGER}


def test_a_town_that_made_the_table_reports_all_the_same(catalogue):
    found = draft(catalogue, [[TITLE], ["填报单位：石桥镇"], ["制表单位：柳湾镇"], *ROWS], reporter="T1")
    assert {rule for rule, _ in rules(found)} == {STRANGER}


@pytest.mark.parametrize("beside", ["2026年6月", "2026年  月", "____年__月", "2026年7月5日", "6月份"])
def test_a_period_beside_an_empty_declaration_is_nobodys_name(catalogue, beside):
    found = draft(catalogue, [[TITLE], ["填报单位：", None, beside], *ROWS], reporter="T1")
    assert (found.reporter, rules(found)) == ("T1", set())
    assert figures(found) == TAKEN


FORM = [[TITLE], ["指标", "单位", "本月", "累计"], ["税收收入", "万元", 3, 18], ["生猪出栏", "头", 1, 5]]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (["柳湾镇（盖章）", None, "2026年6月"], []),
        (["柳湾镇人民政府（公章）"], []),
        ([], [None, None, "柳湾镇（盖章）"]),
        ([], [None, None, None, "柳湾镇人民政府"]),
        ([], ["柳湾镇人民政府", None, "2026年7月3日"]),
    ],
)
def test_a_seal_or_a_name_under_the_table_is_whose_report_it_is(catalogue, above, below):
    rows = [FORM[0], *([above] if above else []), *FORM[1:], *([[], below] if below else [])]
    (found,) = drafts(catalogue, document(sheet(rows)), reporter="T1")
    assert {rule for rule, _ in rules(found)} == {"organisation-mismatch"}
    assert {value for *_, value, _ in told(found)} == {"held"}
    (own,) = drafts(catalogue, document(sheet(rows)), reporter="T2")
    assert (own.findings, {value for *_, value, _ in told(own)}) == ((), {"3", "18", "1", "5"})


@pytest.mark.parametrize("line", ["统计局（盖章）", "统计局", "明川县"])
def test_who_asked_for_a_form_or_stands_above_seals_no_report_of_a_town(catalogue, line):
    (found,) = drafts(catalogue, document(sheet([*FORM, [], [None, None, line]])), reporter="T1")
    assert {value for *_, value, _ in told(found)} == {"3", "18", "1", "5"}


def test_the_last_town_of_a_list_signs_nothing(catalogue):
    rows = [["2026年6月各乡镇税收收入"], ["乡镇", "本月", "累计"], ["石桥镇", 1, 2], ["柳湾镇"]]
    (found,) = drafts(catalogue, document(sheet(rows)), reporter="B2")
    assert ("T1", "I4", "2026-06", "cumulative", "2", "C3") in told(found)
    assert "organisation-mismatch" not in {rule for rule, _ in rules(found)}


@pytest.mark.parametrize(("before", "after"), [("柳湾镇（盖章）", ""), ("", "柳湾镇（公章）"), ("", "柳湾镇人民政府")])
def test_a_seal_or_a_name_beside_a_table_of_a_text_is_whose_report_it_is(catalogue, before, after):
    page = replace(sheet(FORM[1:]), layout="table", after_paragraph=2)
    (found,) = drafts(catalogue, document(page, paragraphs=[TITLE, before, after]), reporter="T1")
    assert {rule for rule, _ in rules(found)} == {"organisation-mismatch"}


@pytest.mark.parametrize(("footer", "mismatch"), [("柳湾镇统计站", True), ("石桥镇经济发展办公室", False), ("柳湾镇情况", False)])
def test_an_office_alone_in_the_footer_of_a_page_is_whose_the_report_is(catalogue, footer, mismatch):
    page = replace(sheet([[TITLE], ["指标", "单位", "累计"], ["税收收入", "万元", 9]]), margins=(footer,))
    (found,) = drafts(catalogue, document(page), reporter="T1")
    assert ("organisation-mismatch" in {finding.rule for finding in found.findings}) is mismatch
    assert {value for *_, value, _ in told(found)} == {"held" if mismatch else "9"}


@pytest.mark.parametrize("label", ["主管部门：", "牵头单位：", "业务指导部门：", "监制单位："])
def test_who_asked_for_the_form_is_nobody_who_reports(catalogue, label):
    found = draft(catalogue, [[TITLE], [f"{label}统计局"], *ROWS], reporter="T1")
    assert (figures(found), found.findings) == (TAKEN, ())


def test_a_sample_beside_the_report_declares_nobody(catalogue):
    sample = sheet([[TITLE], ["填报单位：某某镇"], *ROWS], name="填写样例")
    found = drafts(catalogue, document(sheet([[TITLE], ["填报单位：石桥镇"], *ROWS], name="报表"), sample), reporter="T1")
    assert [figures(one) for one in found if one.form] == [TAKEN]
    assert {rule for one in found for rule, _ in rules(one)} == {"report-aside"}


@pytest.mark.parametrize("label", ["单位详细名称", "统一社会信用代码：3303 单位详细名称", "编制", "填报", "制表", "乡镇代码：01 单位名称"])
def test_a_declaration_beside_the_month_is_no_header(catalogue, label):
    rows = [[UNDATED], [f"{label}：石桥镇", None, "2026年6月"], ["指标", "单位", "本月", "累计"], ["税收收入", "万元", 3, 18]]
    found = draft(catalogue, rows)
    assert told(found) == {("T1", "I4", "2026-06", "current", "3", "C4"), ("T1", "I4", "2026-06", "cumulative", "18", "D4")}


@pytest.mark.parametrize("label", ["编制", "填报", "编报", "单位详细名称"])
def test_another_town_in_a_declaration_of_few_words_returns_the_form(catalogue, label):
    found = draft(catalogue, [[TITLE], [f"{label}：柳湾镇"], ["指标", "单位", "累计"], ["税收收入", "万元", 18]], reporter="T1")
    assert "organisation-mismatch" in {rule for rule, _ in rules(found)}


@pytest.mark.parametrize("label", ["制表：张三", "编制：李四"])
def test_a_person_behind_such_a_word_declares_nobody(catalogue, label):
    found = draft(catalogue, [[TITLE], [DECLARED], [label], ["指标", "单位", "累计"], ["税收收入", "万元", 18]])
    assert (told(found), rules(found)) == ({("T1", "I4", "2026-06", "cumulative", "18", "C5")}, set())
