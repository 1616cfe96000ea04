"""The director's page from rollup rows, without a database."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from huizong.catalogue import Catalogue, Period
from huizong.publishing.rollup_row import RollupRow
from huizong.publishing.workbook.coverage import coverage_of, sentence
from huizong.publishing.workbook.displayed import points, rounded, share_words, shown_in
from huizong.publishing.workbook.lacking import gaps
from huizong.publishing.workbook.page import compose
from tests.database.warehouse.county import FILES, make_catalogue

D = Decimal


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return make_catalogue(Path(tmp_path_factory.mktemp("county")))


def row(organisation: str, indicator: str, value: str | None, basis: str = "cumulative", **changed: object) -> RollupRow:
    fields: dict[str, object] = {
        "period": "2026-06",
        "organisation": organisation,
        "organisation_name": organisation,
        "indicator": indicator,
        "indicator_name": indicator,
        "basis": basis,
        "method": "sum_of_children" if organisation == "G00" else "reported",
        "is_headline": True,
        "value": None if value is None else D(value),
        "unit": "万元",
        "reported": 0 if value is None else 1,
        "expected": 1,
        "full_coverage": value is not None,
        "missing": (organisation,) if value is None else (),
        "missing_names": (),
        "held": (),
        "held_names": (),
        "contested": (),
        "rank": None,
        "ranked": None,
        "as_of": datetime(2026, 7, 8, 2, 23, tzinfo=UTC),
    }
    return RollupRow(**(fields | changed))


def test_values_are_rounded_once_from_the_full_value_in_the_unit_shown(county: Catalogue) -> None:
    output = county.indicator("P")
    assert shown_in(output) == ("亿元", 2)
    assert rounded(county, output, row("G00", "P", "12349.9999")) == D("1.23")  # by way of 12350.0 it would be 1.24
    assert rounded(county, output, row("G00", "P", "12350")) == D("1.24")
    assert rounded(county, output, row("G00", "P", "-12350")) == D("-1.24")
    assert rounded(county, output, row("G00", "P", "7.25", "growth_rate")) == D("7.3")
    assert rounded(county, county.indicator("X"), row("G00", "X", "7.25")) == D("7.3")


def test_words_stand_where_there_is_no_value(county: Catalogue) -> None:
    tax = county.indicator("X")
    assert rounded(county, tax, None) is None
    assert rounded(county, tax, row("G01", "X", None)) == "缺"
    assert rounded(county, tax, row("G01", "X", None, held=("G01",), missing=())) == "暂缓"
    assert rounded(county, tax, row("G00", "X", None, "growth_rate", reported=2)) == "不可比"


def test_rates_are_rounded_half_up_and_shares_never_up() -> None:
    assert (points(D("7.25")), points(D("-7.25")), points(D("-0.04"))) == (D("7.3"), D("-7.3"), D("0.0"))
    assert str(points(D("-0.04"))) == "0.0"
    assert (share_words(D("99.99")), share_words(D("92.04")), share_words(D(100))) == ("99.9%", "92.0%", "100.0%")


def test_a_line_an_indicator_in_the_order_of_the_catalogue(county: Catalogue) -> None:
    rows = [
        row("G00", "W", "12", "current", expected=2, reported=2),
        row("G00", "P", "20000", reported=2, expected=3, full_coverage=False, missing_names=("乙火镇",), year_before_share=D("81.25")),
        row("G00", "P", "5", "growth_rate", expected=3, full_coverage=False),
        row("G00", "P", "40000", "plan", reported=3, expected=3),
        row("G00", "P", "50", "plan_completion", reported=2, expected=3, full_coverage=False, progress_gap=D("0.04")),
        row("G00", "X", "60", is_headline=False),
        row("G00", "X", "61", method="reported"),
        row("G00", "Y", "3", reported=3, expected=0, full_coverage=False),
        row("G00", "K", "7.5", reported=3, expected=3),
        row("G00", "K", "4", "growth_rate", method="reported"),
        row("G00", "J", "9", "plan"),
        row("G01", "P", "1"),
    ]
    page = compose(county, "2026-06", rows, maturities={"P": frozenset({"flash"}), "W": frozenset({None, "estimate"})})
    assert page.headers == ("指标", "单位", "本月", "累计", "同比%", "年度目标", "完成%", "比序时进度", "备注")
    assert [
        (line.name, line.unit, line.current, line.cumulative, line.growth, line.plan, line.completion, line.gap) for line in page.lines
    ] == [
        ("产值", "亿元", None, D("2.00"), "仅1/3", D("4.00"), D("50.0"), D("0.0")),
        ("税收", "万元", None, D("61.0"), None, None, None, None),
        ("收入", "万元", None, D("3.0"), None, None, None, None),
        ("从业人员", "人", D(12), None, None, None, None, None),
        ("增加值", "万元", None, D("7.5"), D("4.0"), None, None, None),
    ]
    assert [line.note for line in page.lines] == [
        "累计、完成已报2/3；同比已报1/3；占上年同期81.2%；缺：乙火镇；快报数",
        "县级数",
        "3个单位之和",
        "含预计数",
        "可比价",
    ]
    assert [sorted(line.partial) for line in page.lines] == [["completion", "cumulative", "growth"], [], ["cumulative"], [], []]
    assert compose(county, "2026-Q2", rows).headers[2] == "本季"


def test_the_page_says_what_it_is_of(county: Catalogue) -> None:
    rows = [row("G00", "P", "20000"), row("G00", "P", "50", "plan_completion", progress_gap=D("8.4"))]
    page = compose(county, "2026-05", rows)
    assert (page.title, page.stamp, page.corner) == ("绿川县2026年5月主要指标汇总表", "未定稿　截至2026年7月8日10:23", "单位：亿元")
    assert page.notes == (
        "同比、完成%按同时有两个数的单位由未经四舍五入的数计算，上年同期为零或负的不可比。",
        "比序时进度为完成%减时间进度（41.7%），单位为百分点，负数为落后。",
        "数据性质：初步数，未定稿，以定稿为准；备注未注明的为报送的实际数。",
        "部分数据因四舍五入，合计与分项略有出入。",
        "截至2026年7月8日10:23（北京时间）收到的数据。",
    )
    final = compose(county, "2026-05", [row("G00", "X", "1", state="final"), row("G00", "K", "1", state="final")])
    assert (final.stamp, final.corner, final.is_final) == ("定稿　截至2026年7月8日10:23", "单位：万元", True)
    assert "数据性质：定稿数；备注未注明的为报送的实际数。" in final.notes
    assert "可比价" in final.notes[0]


def test_a_withheld_completion_has_no_gap_either(county: Catalogue) -> None:
    rows = [
        row("G00", "P", "20000", suppressed=True),
        row("G00", "P", "50", "plan_completion", progress_gap=D(5), suppressed=True, year_before_share=D(80), full_coverage=False),
    ]
    (line,) = compose(county, "2026-06", rows).lines
    assert (line.cumulative, line.completion, line.gap, line.note) == ("…", "…", None, "完成已报1/1")


def test_a_target_that_the_bureau_has_not_set_is_no_lack_of_the_towns(county: Catalogue, tmp_path: Path) -> None:
    """Form T of the bureau lists the towns' targets; where the towns' own form asks for them, they owe them."""
    rows = [row("G01", "P", "1"), row("G01", "P", None, "plan"), row("G01", "P", None, "plan_completion")]
    june = Period.parse("2026-06")
    assert sentence(coverage_of(county, june, rows)) == "1个乡镇已报1个，全部报齐。"
    assert gaps(county, june, rows) == ()
    monthly = (FILES["forms/M.yaml"] or "").replace("prior_year, growth_rate]}", "prior_year, growth_rate, plan]}", 1)
    own = make_catalogue(tmp_path / "own", {"forms/M.yaml": monthly})
    assert sentence(coverage_of(own, june, rows)) == "1个乡镇已报1个；缺部分指标：甲木镇（1项）。"
    assert [gap.missing for gap in gaps(own, june, rows)] == [("P",)]


def test_coverage_names_who_is_missing_and_what_is_held(county: Catalogue) -> None:
    june = Period.parse("2026-06")

    def said(rows: list[RollupRow], senders: set[str] | None = None) -> str:
        return sentence(coverage_of(county, june, rows, senders))

    full = [row("G01", "P", "1"), row("G02", "P", "1"), row("G03", "P", "1")]
    assert said(full) == "3个乡镇已报3个，全部报齐。"
    some = [
        row("G01", "P", "1"),
        row("G01", "X", None),
        row("G02", "P", None),
        row("G02", "X", None),
        row("G03", "P", "1"),
        row("G03", "X", None, missing=(), held=("G03",)),
        row("G31", "V", None),
        row("G00", "P", "2", missing=("G02",), year_before_share=D("91.97")),
    ]
    assert said(some) == "3个乡镇已报2个，占上年同期P总量91.9%，缺：乙火镇；缺部分指标：甲木镇（1项）；暂缓1项：丙土乡1项。"
    # Of G01 a bureau reported tax: the town itself has sent nothing.
    assert said(some, {"G03"}).startswith("3个乡镇已报1个，占上年同期P总量91.9%，缺：甲木镇、乙火镇；暂缓")
    masked = [row("G01", "P", "1"), row("G01", "X", None, placeholders=1, placeholder=("G01",))]
    assert said(masked) == "1个乡镇已报1个；缺部分指标：甲木镇（1项，其中1项以符号代数）。"
    assert said([row("G01", "P", "1", expected=0)]) == "本期没有应报的单位。"


def test_a_town_that_gave_its_cumulative_does_not_lack_what_is_worked_out_of_anothers(county: Catalogue, tmp_path: Path) -> None:
    """丁水镇 was split on 1 May: the month of 甲木镇 is a difference of the cumulatives of all three, and 乙火镇 has not sent its own."""
    lines = (FILES["organisations.csv"] or "").replace("G31,东坡村", "G04,丁水镇,town,G00,,2026-04-30,G01|G02,\nG31,东坡村")
    split = make_catalogue(tmp_path / "split", {"organisations.csv": lines})
    may = Period.parse("2026-05")
    rows = [row("G01", "X", "9"), row("G01", "X", None, "current"), row("G02", "P", "1"), row("G02", "X", None)]
    rows.append(row("G02", "X", None, "current"))
    found = coverage_of(split, may, rows)
    assert sentence(found) == "2个乡镇已报2个；缺部分指标：乙火镇（1项）；合并、分立前后别的单位缺累计数，推算不出本期数：甲木镇（1项）。"
    assert [(gap.town, gap.missing) for gap in gaps(split, may, rows)] == [("乙火镇", ("X",))]
    # where nobody was taken over this year it is its own earlier month that lacks, and so does a month that its form asks for
    assert "缺部分指标：甲木镇（1项）、乙火镇（1项）。" in sentence(coverage_of(county, may, rows))
    asked = [row("G01", "P", "9"), row("G01", "P", None, "current")]
    assert sentence(coverage_of(split, may, asked)) == "1个乡镇已报1个；缺部分指标：甲木镇（1项）。"


def test_the_share_is_of_what_just_those_lack_who_sent_nothing(county: Catalogue) -> None:
    rows = [
        row("G01", "P", "1"),
        row("G02", "P", None),
        row("G03", "P", "1"),
        row("G00", "P", "2", missing=("G02",), held=("G03",), year_before_share=D(60)),
        row("G00", "X", "2", missing=("G02",), year_before_share=D(85)),
    ]
    assert "占上年同期X总量85.0%" in sentence(coverage_of(county, Period.parse("2026-06"), rows))
