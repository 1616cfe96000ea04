"""The director's page from rollup rows, without a database."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from huizong.catalogue import Catalogue, Period
from huizong.publishing.page import compose, coverage_sentence, period_words, rounded, shown_in
from huizong.publishing.rows import RollupRow
from tests.warehouse.county import make_catalogue

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


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2026-06", "2026年6月"),
        ("2026-Q2", "2026年二季度"),
        ("2026-Q4", "2026年四季度"),
        ("2026-H1", "2026年上半年"),
        ("2026-H2", "2026年下半年"),
        ("2026", "2026年"),
    ],
)
def test_a_period_in_words(period: str, words: str) -> None:
    assert period_words(Period.parse(period)) == words


def test_values_are_rounded_once_from_the_full_value_in_the_unit_shown(county: Catalogue) -> None:
    output = county.indicator("P")
    assert shown_in(county, output) == ("亿元", 2)
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


def test_a_line_an_indicator_in_the_order_of_the_catalogue(county: Catalogue) -> None:
    rows = [
        row("G00", "W", "12", "current", expected=2, reported=2, full_coverage=True),
        row("G00", "P", "20000", reported=2, expected=3, full_coverage=False),
        row("G00", "P", "5", "growth_rate", expected=3, full_coverage=False),
        row("G00", "X", "60", is_headline=False),
        row("G00", "X", "61", method="reported"),
        row("G00", "Y", "3", reported=3, expected=0, full_coverage=False),
        row("G00", "J", "9", "plan"),
        row("G01", "P", "1"),
    ]
    page = compose(county, "2026-06", rows)
    assert [(line.name, line.unit, line.current, line.cumulative, line.growth, line.coverage) for line in page.lines] == [
        ("产值", "亿元", None, D("2.00"), "仅1/3", "累计2/3*,同比1/3*"),
        ("税收", "万元", None, D("61.0"), None, "县级数"),
        ("收入", "万元", None, D("3.0"), None, "3个单位*"),
        ("从业人员", "人", D(12), None, None, "2/2"),
    ]
    assert [sorted(line.partial) for line in page.lines] == [["cumulative", "growth"], [], ["cumulative"], []]
    assert page.notes[-1] == "3. 截至2026年7月8日10:23(北京时间)已收到的数据。"
    assert compose(county, "2026-Q2", rows).headers[2] == "本季"


def test_coverage_names_who_is_missing_and_what_is_held(county: Catalogue) -> None:
    june = Period.parse("2026-06")
    full = [row("G01", "P", "1"), row("G02", "P", "1"), row("G03", "P", "1")]
    assert coverage_sentence(county, june, full) == "应报3个单位,报齐3个。"
    some = [
        row("G01", "P", "1"),
        row("G01", "X", None),
        row("G02", "P", None),
        row("G02", "X", None),
        row("G03", "P", "1"),
        row("G03", "X", None, missing=(), held=("G03",)),
        row("G31", "V", None),
        row("G00", "P", "2"),
    ]
    assert coverage_sentence(county, june, some) == "应报3个单位,报齐0个;未报:乙火镇;缺部分指标:甲木镇(1项);暂缓:丙土乡(1项)。"
    # Of G01 a bureau reported tax: the town itself has sent nothing.
    assert coverage_sentence(county, june, some, {"G03"}) == "应报3个单位,报齐0个;未报:甲木镇、乙火镇;暂缓:丙土乡(1项)。"
    assert coverage_sentence(county, june, [row("G01", "P", "1", expected=0)]) == "本期没有应报的单位。"
