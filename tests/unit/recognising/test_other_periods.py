"""Which period a column, a row or a name speaks of: other periods than the report's, days, months over columns, codes for names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from huizong.catalogue import Catalogue, load
from huizong.model import Cell, Severity
from huizong.recognising.vocabulary.when import Span, spans_in, whole_span
from tests.unit.recognising.county import (
    DECLARED,
    FILES,
    TITLE,
    balance,
    document,
    draft,
    drafts,
    monthly,
    rules,
    sheet,
    told,
    write_catalogue,
)

UNDATED = "明川县主要经济指标月报表"


def _beside(catalogue, header):
    return draft(catalogue, monthly(["指标", "单位", "本月", "累计", header], "税收收入 万元 1 2 9"))


@pytest.mark.parametrize(
    "header",
    [
        "上年全年",
        "去年全年完成数",
        "去年一季度",
        "上年二季度",
        "上年1-5月",
        "上年5月",
        "上年末",
        "去年年底",
        "上季度",
        "上月",
        "上月末",
        "前年同期",
        "年初数",
        "本季",
        "二季度累计",
        "4-6月累计",
        "2025年全年",
        "全年",
    ],
)
def test_a_value_of_another_period_is_left_out_with_a_remark(catalogue, header):
    found = _beside(catalogue, header)
    assert told(found) == {("T1", "I4", "2026-06", "current", "1", "C4"), ("T1", "I4", "2026-06", "cumulative", "2", "D4")}
    assert {finding.rule for finding in found.findings} == {"period-other"}
    assert [finding.fields["observed"] for finding in found.findings] == [header]
    assert balance(found) == (3, 2, 0, 1)


@pytest.mark.parametrize("header", ["环比", "环比增长(%)", "比年初增长(%)", "比上年末增长(%)", "与上月相比", "比前年同期增长(%)"])
def test_another_comparison_is_no_growth_rate(catalogue, header):
    found = _beside(catalogue, header)
    assert {basis for _, _, _, basis, *_ in told(found)} == {"current", "cumulative"}
    assert {finding.rule for finding in found.findings} == {"growth-variant"}


@pytest.mark.parametrize(
    ("header", "basis"),
    [
        ("上年同期", "prior_year"),
        ("上年", "prior_year"),
        ("上年1-6月", "prior_year"),
        ("去年上半年", "prior_year"),
        ("上年6月", "current_prior_year"),
    ],
)
def test_the_same_months_of_last_year_are_the_prior_year(catalogue, header, basis):
    assert ("T1", "I4", "2026-06", basis, "9", "E4") in told(_beside(catalogue, header))


def test_last_years_quarter_is_the_prior_year_of_that_quarter_alone(catalogue):
    rows = [
        ["主要经济指标季报表（2026年二季度）"],
        [DECLARED],
        ["指标", "单位", "本季", "去年二季度", "去年一季度"],
        ["一般公共预算收入", "万元", 3, 2, 9],
    ]
    found = draft(catalogue, rows)
    assert told(found) == {("T1", "I3", "2026-Q2", "current", "3", "C4"), ("T1", "I3", "2026-Q2", "prior_year", "2", "D4")}
    assert rules(found) == {("period-other", "表!E3")}


def test_the_whole_of_last_year_is_the_prior_year_of_a_december(catalogue):
    rows = [["明川县主要经济指标月报表（2025年12月）"], [DECLARED], ["指标", "单位", "累计", "上年全年"], ["税收收入", "万元", 12, 11]]
    assert ("T1", "I4", "2025-12", "prior_year", "11", "D4") in told(draft(catalogue, rows))


def test_rows_of_other_periods_are_left_out_too(catalogue):
    found = draft(
        catalogue,
        monthly(
            "项目 税收收入(万元) 固定资产投资(万元)",
            "累计 3 4",
            "上年全年 8 9",
            "上年末 6 7",
        ),
    )
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "3", "B4"), ("T1", "I2", "2026-06", "cumulative", "4", "C4")}
    assert {finding.rule for finding in found.findings} == {"period-other"}


NAMES = [
    "石桥镇月报(7月5日报)",
    "石桥镇0705",
    "石桥镇2026.7.5",
    "石桥镇2026_07_05",
    "20260705石桥镇",
    "截至7月5日",
    "7月五号",
    "石桥镇七月五日",
    "7月1日-5日",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_day_of_sending_is_no_period(catalogue, name):
    page = sheet(monthly("指标 单位 累计", "税收收入 万元 9"), name)
    (found,) = drafts(catalogue, document(page, name=f"{name}.xlsx"))
    assert (found.period, found.findings) == ("2026-06", ())
    assert {value for *_, value, _ in told(found)} == {"9"}


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("6月30日", 6),
        ("（1月1日至6月30日）", 6),
        ("截至2月28日", 2),
        ("截至2月29日", 2),
        ("6月1日-30日", 6),
        ("2026年7月报表", 7),
        ("26年7月", 7),
    ],
)
def test_the_last_day_of_a_month_names_it(text, month):
    assert [span.last_month for span in spans_in(text)] == [month]


@pytest.mark.parametrize("name", ["石桥镇7月报表", "石桥镇26年7月"])
def test_another_month_in_the_files_name_is_still_a_contradiction(catalogue, name):
    page = sheet(monthly("指标 单位 累计", "税收收入 万元 9"))
    (found,) = drafts(catalogue, document(page, name=f"{name}.xlsx"))
    assert "period-mismatch" in {finding.rule for finding in found.findings}


def _month(year: int, month: int, text: str, code: str) -> Cell:
    return Cell(1, 1, "date", text, date(year, month, 1), code, raw_number=Decimal(46000))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (202605, 202606),
        (2026.5, 2026.6),
        ("202605", "202606"),
        ("2026-05", "2026-06"),
        ("2026/5", "2026/6"),
        ("2026年05月", "2026年06月"),
        ("26年5月", "26年6月"),
        ("May-26", "Jun-26"),
        ("May 2026", "June 2026"),
        (_month(2026, 5, "May-26", "mmm-yy"), _month(2026, 6, "Jun-26", "mmm-yy")),
        (_month(2026, 5, "2026年5月", 'yyyy"年"m"月"'), _month(2026, 6, "2026年6月", 'yyyy"年"m"月"')),
        (_month(2026, 5, "2026/5/1", "yyyy/m/d"), _month(2026, 6, "2026/6/1", "yyyy/m/d")),
    ],
)
def test_months_over_columns_give_the_period(catalogue, first, second):
    found = draft(
        catalogue, [[UNDATED], [DECLARED], ["指标", "单位", first, second], ["税收收入", "万元", 1, 2], ["固定资产投资", "万元", 3, 4]]
    )
    assert found.period == "2026-06"
    assert told(found) == {
        ("T1", "I4", "2026-05", "current", "1", "C4"),
        ("T1", "I4", "2026-06", "current", "2", "D4"),
        ("T1", "I2", "2026-05", "current", "3", "C5"),
        ("T1", "I2", "2026-06", "current", "4", "D5"),
    }
    assert found.findings == ()


def test_a_number_that_may_be_october_is_told_by_its_neighbours(catalogue):
    found = draft(catalogue, [[UNDATED], [DECLARED], ["指标", "单位", 2025.9, 2025.1, 2025.11], ["税收收入", "万元", 1, 2, 3]])
    assert ("T1", "I4", "2025-10", "current", "2", "D4") in told(found)
    alone = draft(catalogue, [[UNDATED + "（2025年10月）"], [DECLARED], ["指标", "单位", 2025.1], ["税收收入", "万元", 2]])
    assert told(alone) == set()
    assert ("header-unknown", "表!C3") in rules(alone)


@pytest.fixture(scope="module")
def patterned(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = write_catalogue(tmp_path_factory.mktemp("patterns") / "catalogue")
    patterns = "re:(?P<year>20\\d\\d)(?P<month>\\d\\d)累,cumulative\nre:(?P<year>\\d\\d)[.](?P<month>\\d\\d?)期,current\n"
    patterns += "re:(?P<year>20\\d\\d)年(?P<month>\\d\\d?)月,current\nre:(?P<year>20\\d\\d)年(?:同期|同期数),prior_year\n"
    (folder / "headers.csv").write_text(FILES["headers.csv"] + patterns, encoding="utf-8")
    return load(folder)


def test_the_countys_own_patterns_give_month_and_year(patterned):
    found = draft(patterned, [[UNDATED], [DECLARED], ["指标", "单位", "202605累", "202606累", "26.6期"], ["税收收入", "万元", 1, 2, 3]])
    assert found.period == "2026-06"
    assert told(found) == {
        ("T1", "I4", "2026-05", "cumulative", "1", "C4"),
        ("T1", "I4", "2026-06", "cumulative", "2", "D4"),
        ("T1", "I4", "2026-06", "current", "3", "E4"),
    }


def test_a_pattern_that_takes_the_year_of_a_comparison_does_not_move_it_to_that_year(patterned):
    heads = ["指标", "单位", "本月止累计", "2025年同期", "2024年同期"]
    found = draft(patterned, monthly(heads, "税收收入 万元 115.2 100.5 90.1"))
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "115.2", "C4"), ("T1", "I4", "2026-06", "prior_year", "100.5", "D4")}
    assert {rule for rule, _ in rules(found)} == {"period-other"}


def test_a_month_before_the_word_of_a_head_only_says_when(patterned):
    found = draft(patterned, [[UNDATED], [DECLARED], ["指标", "单位", "2026年6月", "2026年6月累计"], ["税收收入", "万元", 3, 18]])
    assert told(found) == {("T1", "I4", "2026-06", "current", "3", "C4"), ("T1", "I4", "2026-06", "cumulative", "18", "D4")}


def test_a_month_above_other_heads_only_says_when(patterned):
    upper = ["指标", "单位", "2026年6月", None, None, None, None]
    heads = [None, None, "本月", "本月止累计", "上年同期", "年度计划", "计划"]
    merges = ("A3:A4", "B3:B4", "C3:G3")
    found = draft(patterned, [[UNDATED], [DECLARED], upper, heads, ["税收收入", "万元", 3, 18, 16, 40, 4]], merges=merges)
    assert told(found) == {
        ("T1", "I4", "2026-06", "current", "3", "C5"),
        ("T1", "I4", "2026-06", "cumulative", "18", "D5"),
        ("T1", "I4", "2026-06", "prior_year", "16", "E5"),
        ("T1", "I4", "2026", "plan", "40", "F5"),
    }
    assert ("header-ambiguous", "表!G4") in rules(found)  # 计划 below 6月 may be the month's own


def test_a_period_in_cells_of_its_own_beside_the_declaration_is_no_head_of_columns(catalogue):
    rows = [[UNDATED], [DECLARED, None, "2026年", "6月"], ["指标", "单位", "本月", "累计"], ["税收收入", "万元", 3, 18]]
    found = draft(catalogue, rows)
    assert told(found) == {("T1", "I4", "2026-06", "current", "3", "C4"), ("T1", "I4", "2026-06", "cumulative", "18", "D4")}
    assert not found.findings


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("18年6月", Span(2018, 6, 6)),
        ("Jun-18", Span(2018, 6, 6)),
        ("2018-06", Span(2018, 6, 6)),
        ("201806", Span(2018, 6, 6)),
        ("7月5日", None),
        ("Junk-18a", None),
    ],
)
def test_what_a_header_says_about_time(text, span):
    assert whole_span(text) == span


def test_rows_are_told_by_their_code_alone(catalogue):
    expected = {("T1", "I4", "2026-06", "current", "1", "B4"), ("T1", "I2", "2026-06", "current", "2", "B5")}
    for header in ("指标代码", "指标"):
        assert told(draft(catalogue, monthly([header, "本月"], "I4 1", "I2 2"))) == expected
    unnamed = draft(catalogue, monthly("代码 指标 本月", "I4 税收收入 1", "I2 · 2"))
    assert told(unnamed) == {(*row[:5], row[5].replace("B", "C")) for row in expected}


def test_towns_are_told_by_their_code_alone(catalogue):
    found = draft(
        catalogue,
        [["分乡镇主要指标完成情况（2026年6月）"], ["乡镇代码", "规模以上工业总产值", "固定资产投资"], ["T1", 1, 2], ["T2", 3, 4]],
        reporter="B1",
    )
    assert {(organisation, value) for organisation, *_, value, _ in told(found)} == {("T1", "1"), ("T1", "2"), ("T2", "3"), ("T2", "4")}


def test_a_code_that_nobody_knows_names_no_row(catalogue):
    found = draft(catalogue, [["财政收支月报（2026年6月）"], ["代码", "累计"], ["I3", 5], ["I4", 4], ["X9", 3]], reporter="B2")
    assert {(code, value) for _, code, *_, value, _ in told(found)} == {("I3", "5"), ("I4", "4")}
    assert ("indicator-unknown", "表!B5") in rules(found)


def test_a_code_beside_another_name_is_still_a_contradiction(catalogue):
    found = draft(catalogue, monthly("代码 指标 本月", "I2 税收收入 1", "I3 一般公共预算收入 2"))
    assert told(found) == {("T1", "I3", "2026-06", "current", "2", "C5")}
    assert ("code-contradicts-name", "表!B4") in rules(found)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("（2026年1月1日至6月30日）", Span(2026, 1, 6, cumulative=True)),
        ("2026年6月1日-2026年6月30日", Span(2026, 6, 6)),
        ("2026年6月1日-30日", Span(2026, 6, 6)),
        ("二〇二六年一月一日至六月三十日", Span(2026, 1, 6, cumulative=True)),
    ],
)
def test_days_from_the_first_to_the_last_are_their_months(text, span):
    assert spans_in(text) == (span,)


@pytest.mark.parametrize("text", ["2026年5月26日至6月25日", "2026年6月30日", "2026年7月5日-9日"])
def test_days_that_are_no_whole_months_say_no_period(text):
    assert spans_in(text) == ()


def test_a_title_of_days_gives_their_year_and_month(catalogue):
    rows = [[UNDATED + "（2026年1月1日至6月30日）"], [DECLARED], ["指标", "单位", "累计"], ["税收收入", "万元", 9]]
    assert told(draft(catalogue, rows)) == {("T1", "I4", "2026-06", "cumulative", "9", "C4")}


@pytest.mark.parametrize("name", ["石桥镇月报(7月31日报).xlsx", "石桥镇7月上旬报.xlsx", "7月初石桥镇.xlsx"])
def test_a_day_or_the_first_days_of_a_month_in_a_name_say_when_it_was_sent(catalogue, name):
    rows = monthly("指标 单位 本月", "税收收入 万元 1")
    for page in (document(sheet(rows), name=name), document(sheet(rows, name=name.removesuffix(".xlsx")))):
        (found,) = drafts(catalogue, page)
        assert (found.period, rules(found)) == ("2026-06", set())


def test_the_last_day_of_a_month_names_it_where_nothing_else_does(catalogue):
    rows = [[f"2026年{UNDATED}"], [DECLARED], ["指标", "单位", "本月"], ["税收收入", "万元", 1]]
    (found,) = drafts(catalogue, document(sheet(rows, name="5月31日")))
    assert found.period == "2026-05"
    (against,) = drafts(catalogue, document(sheet([[TITLE], *rows[1:]], name="7月")))
    assert "period-mismatch" in {finding.rule for finding in against.findings}


@pytest.mark.parametrize("header", ["1-5月", "5月", "一季度", "上年度"])
def test_other_months_beside_the_reports_own_are_left_out_and_do_not_contradict_them(catalogue, header):
    found = _beside(catalogue, header)
    assert told(found) == {("T1", "I4", "2026-06", "current", "1", "C4"), ("T1", "I4", "2026-06", "cumulative", "2", "D4")}
    assert {finding.rule for finding in found.findings} == {"period-other"}


def test_a_bare_year_beside_this_months_values_is_left_out(catalogue):
    found = _beside(catalogue, "2025年")
    assert {value for *_, value, _ in told(found)} == {"1", "2"}
    assert {finding.rule for finding in found.findings} == {"period-other"}


@pytest.mark.parametrize(
    ("head", "expected", "said"),
    [
        ("2025年同期", {"cumulative": "115.2", "prior_year": "100.5"}, set()),
        ("25年同期数", {"cumulative": "115.2", "prior_year": "100.5"}, set()),
        ("2025年同期累计", {"cumulative": "115.2", "prior_year": "100.5"}, set()),
        ("2024年同期", {"cumulative": "115.2"}, {"period-other"}),
        ("2026年同期", {"cumulative": "115.2"}, {"header-unknown"}),
    ],
)
def test_the_same_months_of_a_year_that_is_named(catalogue, head, expected, said):
    found = draft(catalogue, monthly(["指标", "单位", "累计", head], "税收收入 万元 115.2 100.5"))
    assert {basis: value for _, _, _, basis, value, _ in told(found)} == expected
    assert {rule for rule, _ in rules(found)} == said


@pytest.mark.parametrize(
    ("above", "heads"),
    [
        ([TITLE], ["指标", "单位", "5月", "1-6月", "上年同期"]),  # the month was not renewed
        ([TITLE], ["指标", "单位", "6月", "1-5月", "上年同期"]),
        ([TITLE], ["指标", "单位", "2025年6月", "2025年1-6月", "上年同期"]),  # the year was not
        (["明川县主要经济指标月报表（5月）", "2026年6月"], ["指标", "单位", "本月", "累计", "上年同期"]),
    ],
)
def test_a_month_that_was_left_standing_is_asked_about(catalogue, above, heads):
    found = draft(catalogue, [*([line] for line in above), [DECLARED], heads, ["税收收入", "万元", 3, 18, 16]])
    assert {rule for rule, _ in rules(found)} == {"period-mismatch"}
    assert not any(figure.status == "reported" for figure in found.figures)


@pytest.mark.parametrize("head", ["2024年1-6月", "2024年6月", "2025年计划", "2024年计划"])
def test_a_year_that_was_not_renewed_writes_nothing_into_that_year(catalogue, head):
    found = draft(catalogue, monthly(["指标", "单位", "本月", "累计", head], "税收收入 万元 3 18 16"))
    assert told(found) == {("T1", "I4", "2026-06", "current", "3", "C4"), ("T1", "I4", "2026-06", "cumulative", "18", "D4")}
    assert {rule for rule, _ in rules(found)} == {"period-other"}


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (("2026年1-6月", "2025年1-6月"), ("cumulative", "prior_year")),
        (("2025年1—6月", "2026年1—6月"), ("prior_year", "cumulative")),
        (("2026年6月", "2025年6月"), ("current", "prior_year")),
        (("2026年1-6月", "2025年6月"), ("cumulative", "current_prior_year")),
        (("2026年上半年", "2025年上半年"), ("cumulative", "prior_year")),
        (("累计", "2025年1-6月累计"), ("cumulative", "prior_year")),
        (("本月", "2025-06"), ("current", "prior_year")),
    ],
)
def test_the_same_months_of_the_year_before_beside_this_years_are_the_prior_year(catalogue, heads, expected):
    figures = {("T1", "I4", "2026-06", expected[0], "18", "C4"), ("T1", "I4", "2026-06", expected[1], "16", "D4")}
    across = draft(catalogue, monthly(["指标", "单位", *heads], "税收收入 万元 18 16"))
    assert (told(across), across.findings) == (figures, ())


def test_rows_of_the_same_months_of_two_years_are_read_like_columns(catalogue):
    found = draft(catalogue, monthly("项目 税收收入(万元)", "2026年1-6月 18", "2025年1-6月 16"))
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "18", "B4"), ("T1", "I4", "2026-06", "prior_year", "16", "B5")}


def test_the_prior_year_of_a_quarter_is_the_same_quarter_and_no_other(catalogue):
    title = "主要经济指标季报表（2026年二季度）"
    heads = ["指标", "单位", "2026年二季度", "2025年二季度", "2025年一季度"]
    found = draft(catalogue, [[title], [DECLARED], heads, ["一般公共预算收入", "万元", 3, 2, 9]])
    assert {("T1", "I3", "2026-Q2", "current", "3", "C4"), ("T1", "I3", "2026-Q2", "prior_year", "2", "D4")} <= told(found)
    assert ("T1", "I3", "2025-Q2", "current", "2", "D4") not in told(found)


def test_two_columns_that_both_give_the_prior_year_are_asked_about_where_they_differ(catalogue):
    heads = ["指标", "单位", "2026年1-6月", "2025年1-6月", "上年同期"]
    found = draft(catalogue, monthly(heads, "税收收入 万元 18 16 17"))
    assert {rule for rule, _ in rules(found)} == {"duplicate-figure"}
    assert ("T1", "I4", "2026-06", "cumulative", "18", "C4") in told(found)


def test_a_growth_under_last_years_months_stays_that_years(catalogue):
    upper, lower = ["指标", "2026年1-6月", None, "2025年1-6月", None], [None, "完成", "增长率", "完成", "增长率"]
    merges = ("A3:A4", "B3:C3", "D3:E3")
    found = draft(catalogue, monthly(upper, lower, "税收收入 18 12.5 16 3"), merges=merges)
    assert ("T1", "I4", "2026-06", "growth_rate", "12.5", "C5") in told(found)
    assert ("T1", "I4", "2026-06", "growth_rate", "3", "E5") not in told(found)


def test_years_one_after_the_other_are_all_taken_and_a_plan_of_next_year_dates_nothing(catalogue):
    heads = ["指标", "单位", "2024年1-6月", "2025年1-6月", "2026年1-6月", "2027年计划"]
    found = draft(catalogue, monthly(heads, "税收收入 万元 14 16 18 44"))
    assert told(found) == {
        ("T1", "I4", "2024-06", "cumulative", "14", "C4"),
        ("T1", "I4", "2025-06", "cumulative", "16", "D4"),
        ("T1", "I4", "2026-06", "cumulative", "18", "E4"),
        ("T1", "I4", "2027", "plan", "44", "F4"),
    }


@pytest.mark.parametrize("until", ["（截至5月31日）", "截至2026年5月31日", "数据截止到5月31日", "截至5月26日", "截止5月底"])
def test_values_until_another_month_contradict_the_title(catalogue, until):
    body = [["指标", "单位", "本月"], ["税收收入", "万元", 1]]
    for found in (draft(catalogue, [[TITLE], [until], [DECLARED], *body]), draft(catalogue, [[TITLE + until], [DECLARED], *body])):
        assert {rule for rule, _ in rules(found)} == {"period-mismatch"}
        assert not any(figure.status == "reported" for figure in found.figures)


@pytest.mark.parametrize("until", ["截至2026年6月30日", "（截至6月25日）", "截止2026年7月25日报送", "截至2026年7月2日"])
def test_values_until_this_month_and_the_day_of_sending_contradict_nothing(catalogue, until):
    found = draft(catalogue, [[TITLE], [until], [DECLARED], ["指标", "单位", "本月"], ["税收收入", "万元", 1]])
    assert (told(found), found.findings) == ({("T1", "I4", "2026-06", "current", "1", "C5")}, ())


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("注：数据截至5月31日", {"period-mismatch"}),
        ("说明：以上数据均截至2026年5月31日。", {"period-mismatch"}),
        ("注：以上数据截至6月30日。", set()),
        ("注：户数截至5月31日", set()),  # of one value only
    ],
)
def test_a_note_that_says_until_when_all_values_are_is_heard(catalogue, note, said):
    found = draft(catalogue, monthly("指标 单位 本月", "税收收入 万元 1", [note]))
    assert {rule for rule, _ in rules(found)} == said


@pytest.mark.parametrize("name", ["附件2月报表", "表3月报", "T05月报表", "附表12月报"])
def test_the_number_of_a_form_before_monthly_report_is_no_month(catalogue, name):
    page = sheet(monthly("指标 单位 累计", "税收收入 万元 9"), name)
    (found,) = drafts(catalogue, document(page, name=f"{name}.xlsx"))
    assert (found.period, found.findings) == ("2026-06", ())


@pytest.mark.parametrize(("title", "asked"), [("二季度", True), ("4-6月", True), ("上半年", False), ("1-6月", False), ("6月", False)])
def test_a_quarter_over_a_monthly_report_is_asked_about(catalogue, title, asked):
    rows = [[f"明川县主要经济指标月报表（2026年{title}）"], [DECLARED], ["指标", "单位", "本月", "累计"], ["税收收入", "万元", 2, 9]]
    (found,) = drafts(catalogue, document(sheet(rows)))
    assert (found.period, {finding.rule for finding in found.findings}) == ("2026-06", {"period-mismatch"} if asked else set())
    assert {finding.severity for finding in found.findings} <= {Severity.QUERY}
    assert {value for *_, value, _ in told(found)} == {"2", "9"}


def test_the_period_in_the_cell_beside_its_label(catalogue):
    rows = [["明川县主要经济指标月报表"], [DECLARED, None, "时间：", "2026.06"], ["指标", "单位", "累计"], ["税收收入", "万元", 9]]
    (found,) = drafts(catalogue, document(sheet(rows)))
    assert (found.period, found.findings) == ("2026-06", ())


@pytest.mark.parametrize(
    "header", ["增减（±%）", "比上年同期增减±%", "同比增减（±%）", "较去年同期增长%", "增幅（%）", "同比增长速度%", "累计增减幅度%"]
)
def test_what_can_only_be_the_growth_in_percent_needs_no_line_of_the_county(catalogue, header):
    rows = monthly(["指标", "单位", "累计", header], "税收收入 万元 9 5.2")
    (found,) = drafts(catalogue, document(sheet(rows)))
    assert ("T1", "I4", "2026-06", "growth_rate", "5.2", "D4") in told(found)


@pytest.mark.parametrize("header", ["上年同期增减", "比上年同期增减", "±", "增减"])
def test_a_change_without_percent_is_no_growth_rate(catalogue, header):
    rows = monthly(["指标", "单位", "累计", header], "税收收入 万元 9 5.2")
    (found,) = drafts(catalogue, document(sheet(rows)))
    assert {basis for _, _, _, basis, *_ in told(found)} == {"cumulative"}


@pytest.mark.parametrize(("line", "asked"), [("填报时间：2026年6月", True), ("时间：2026年6月", False), ("报告期：2026年6月", False)])
def test_a_month_that_may_be_when_the_report_was_sent_is_asked_about(catalogue, line, asked):
    rows = [["明川县主要经济指标月报表"], [DECLARED, None, line], ["指标", "单位", "累计"], ["税收收入", "万元", 9]]
    (found,) = drafts(catalogue, document(sheet(rows)))
    said = [(finding.rule, finding.severity) for finding in found.findings]
    assert (found.period, said) == ("2026-06", [("period-assumed", Severity.QUERY)] if asked else [])


@pytest.mark.parametrize(("label", "asked"), [("填报时间：", True), ("填表时间：", True), ("报告期", False), ("所属时期：", False)])
def test_it_is_where_its_label_stands_in_a_cell_of_its_own_too(catalogue, label, asked):
    rows = [["明川县主要经济指标月报表"], [DECLARED, None, label, "2026.06"], ["指标", "单位", "累计"], ["税收收入", "万元", 9]]
    (found,) = drafts(catalogue, document(sheet(rows)))
    said = [(finding.rule, finding.severity) for finding in found.findings]
    assert (found.period, said) == ("2026-06", [("period-assumed", Severity.QUERY)] if asked else [])


@pytest.mark.parametrize(
    ("heads", "bases"),
    [
        (("当月数", "年初至今", "同期累计"), {"current": "1", "cumulative": "2", "prior_year": "3"}),
        (("本月", "自年初累计", "同期数"), {"current": "1", "cumulative": "2", "prior_year": "3"}),
        (("报告月", "1-本月累计", "去年同期累计数"), {"current": "1", "cumulative": "2", "prior_year": "3"}),
        (("本月", "至本月止累计", "上年同期"), {"current": "1", "cumulative": "2", "prior_year": "3"}),
        (("本月", "累计数", "上年同期"), {"current": "1", "cumulative": "2", "prior_year": "3"}),
    ],
)
def test_the_plainest_heads_need_no_line_of_the_county_in_any_spelling(catalogue, heads, bases):
    found = draft(catalogue, [[TITLE], [DECLARED], ["指标", "单位", *heads], ["税收收入", "万元", 1, 2, 3]])
    assert {basis: value for *_, basis, value, _ in told(found)} == bases
    assert found.findings == ()


def test_the_same_period_under_last_year_is_the_prior_year(catalogue):
    rows = [[TITLE], [DECLARED], ["指标", "单位", "2026年", "2025年"], [None, None, "累计", "同期"], ["税收收入", "万元", 2, 3]]
    found = draft(catalogue, rows, merges=("A3:A4", "B3:B4"))
    assert {(period, basis, value) for _, _, period, basis, value, _ in told(found)} == {
        ("2026-06", "cumulative", "2"),
        ("2026-06", "prior_year", "3"),
    }


def test_a_month_in_a_quarters_report_is_not_the_quarter(catalogue):
    rows = [["主要经济指标季报表（2026年二季度）"], [DECLARED], ["指标", "单位", "本月", "本季"], ["规模以上工业总产值", "万元", 1, 4]]
    found = draft(catalogue, rows)
    assert told(found) == {("T1", "I1", "2026-Q2", "current", "4", "D4")}
    assert rules(found) == {("period-other", "表!C3")}


def test_a_year_and_a_month_in_four_cells_are_the_period(catalogue):
    rows = [[UNDATED], [DECLARED, None, 2026, "年", 6, "月"], ["指标", "单位", "本月", "累计"], ["税收收入", "万元", 3, 18]]
    found = draft(catalogue, rows)
    assert told(found) == {("T1", "I4", "2026-06", "current", "3", "C4"), ("T1", "I4", "2026-06", "cumulative", "18", "D4")}
    assert not found.findings


@pytest.mark.parametrize(
    "beside", [(2026, "年", 7, "月", 3, "日"), ("填报时间", 2026, "年", 7, "月"), ("填报时间", None, 2026, "年", 7, "月")]
)
def test_a_day_in_cells_of_its_own_is_no_period(catalogue, beside):
    rows = [[TITLE], [DECLARED, *beside], ["指标", "单位", "累计"], ["税收收入", "万元", 18]]
    found = draft(catalogue, rows)
    assert (found.period, told(found)) == ("2026-06", {("T1", "I4", "2026-06", "cumulative", "18", "C4")})
    assert "period-mismatch" not in {finding.rule for finding in found.findings}


def test_a_month_over_all_of_a_side_column_is_the_reports(catalogue):
    head, first = ["月份", "指标", "单位", "本月", "累计"], ["2026年6月", "税收收入", "万元", 3, 18]
    rows = [[UNDATED], [DECLARED], head, first, [None, "固定资产投资", "万元", 5, 25]]
    found = draft(catalogue, rows, merges=("A4:A5",))
    assert told(found) == {
        ("T1", "I4", "2026-06", "current", "3", "D4"),
        ("T1", "I4", "2026-06", "cumulative", "18", "E4"),
        ("T1", "I2", "2026-06", "current", "5", "D5"),
        ("T1", "I2", "2026-06", "cumulative", "25", "E5"),
    }


@pytest.mark.parametrize("since", ["2026年1月至今", "2026年1月以来", "2026年1月1日起"])
def test_since_when_is_not_until_when(catalogue, since):
    assert spans_in(since) == (Span(2026),)
    rows = [[f"{UNDATED}（{since}）"], [DECLARED], ["指标", "单位", "累计"], ["税收收入", "万元", 9]]
    found = draft(catalogue, rows)
    assert (found.period, {finding.rule for finding in found.findings}) == (None, {"period-missing"})


@pytest.mark.parametrize(
    "head", ["截至6月底", "截至6月末", "截止到6月", "年初至6月末", "截至2026年6月底", "截至6月底累计", "截至6月末完成数"]
)
def test_a_head_until_a_month_is_from_january_on(catalogue, head):
    found = draft(catalogue, monthly(["指标", "单位", "本月", head], "税收收入 万元 1 2"))
    assert told(found) == {("T1", "I4", "2026-06", "current", "1", "C4"), ("T1", "I4", "2026-06", "cumulative", "2", "D4")}


def test_a_head_until_a_month_says_what_stands_there_on_its_last_day(catalogue):
    found = draft(catalogue, monthly(["指标", "单位", "截至6月底"], "户数 户 2"))
    assert told(found) == {("T1", "I8", "2026-06", "current", "2", "C4")}


def test_heads_until_a_month_of_two_years_are_compared(catalogue):
    found = draft(catalogue, monthly(["指标", "单位", "截至2026年6月底", "截至2025年6月底"], "税收收入 万元 2 3"))
    assert told(found) == {("T1", "I4", "2026-06", "cumulative", "2", "C4"), ("T1", "I4", "2026-06", "prior_year", "3", "D4")}


def test_a_year_that_only_the_title_below_the_table_says_makes_last_years_months_no_period(catalogue):
    rows = [[DECLARED], ["指标", "单位", "6月", "1-6月", "2025年1-6月"], ["税收收入", "万元", 1, 2, 3], [TITLE]]
    assert told(draft(catalogue, rows)) == {
        ("T1", "I4", "2026-06", "current", "1", "C3"),
        ("T1", "I4", "2026-06", "cumulative", "2", "D3"),
        ("T1", "I4", "2026-06", "prior_year", "3", "E3"),
    }


def test_a_unit_of_one_letter_between_name_and_basis(catalogue):
    rows = monthly(["指标", "数值"], ["生猪出栏（头）本月", 5], ["累计生猪出栏（头）", 30], ["生猪出栏（头）上年同期", 28])
    assert told(draft(catalogue, rows)) == {
        ("T1", "I6", "2026-06", "current", "5", "B4"),
        ("T1", "I6", "2026-06", "cumulative", "30", "B5"),
        ("T1", "I6", "2026-06", "prior_year", "28", "B6"),
    }
