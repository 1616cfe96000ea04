"""Days: of sending, the last of a month, until when values are; and a month or a form's number that only looks like the period."""

from __future__ import annotations

from datetime import date

import pytest

from huizong.recognising.vocabulary.when import Span, days_in, spans_in
from tests.unit.recognising.county import (
    DECLARED,
    TITLE,
    UNDATED,
    document,
    draft,
    drafts,
    monthly,
    rules,
    sheet,
    told,
)

NAMES = [
    "石桥镇月报(7月5日报)",
    "石桥镇0705",
    "石桥镇2026.7.5",
    "石桥镇2026_07_05",
    "20260705石桥镇",
    "2026-07-05 9点",
    "20260705091233石桥镇",
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


@pytest.mark.parametrize(
    "beside", [(2026, "年", 7, "月", 3, "日"), ("填报时间", 2026, "年", 7, "月"), ("填报时间", None, 2026, "年", 7, "月")]
)
def test_a_day_in_cells_of_its_own_is_no_period(catalogue, beside):
    rows = [[TITLE], [DECLARED, *beside], ["指标", "单位", "累计"], ["税收收入", "万元", 18]]
    found = draft(catalogue, rows)
    assert (found.period, told(found)) == ("2026-06", {("T1", "I4", "2026-06", "cumulative", "18", "C4")})
    assert "period-mismatch" not in {finding.rule for finding in found.findings}


@pytest.mark.parametrize("since", ["2026年1月至今", "2026年1月以来", "2026年1月1日起"])
def test_since_when_is_not_until_when(catalogue, since):
    assert spans_in(since) == (Span(2026),)
    rows = [[f"{UNDATED}（{since}）"], [DECLARED], ["指标", "单位", "累计"], ["税收收入", "万元", 9]]
    found = draft(catalogue, rows)
    assert (found.period, {finding.rule for finding in found.findings}) == (None, {"period-missing"})


@pytest.mark.parametrize(
    "said", ["导出时间：2026-07-05 09:12:33", "打印日期：2026/7/15 9:05", "生成于 2026-07-05T09:12", "2026年7月5日 9:12 导出"]
)
def test_the_hour_of_an_export_does_not_run_into_its_day(catalogue, said):
    found = draft(catalogue, [[said], [], *monthly("指标 单位 累计", "税收收入 万元 9")])
    assert (found.period, found.findings) == ("2026-06", ())
    assert {value for *_, value, _ in told(found)} == {"9"}
    assert days_in("2026-07-5 19:12") == (date(2026, 7, 5),)
