"""Tables whose rows are months: each row's values are its month's, whatever months the title runs over."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.unit.recognising.county import DECLARED, UNDATED, document, draft, drafts, rules, sheet, told

RUNS = ["（2026年1-6月）", "（2026年上半年）", "（2026年6月）", "（2026年）", "（截至2026年6月30日）"]


def _read(catalogue, title, heads, *rows):
    found = draft(catalogue, [[UNDATED + title], [DECLARED], heads, *rows])
    return {(period, basis, value) for _, _, period, basis, value, _ in told(found)}, rules(found)


@pytest.mark.parametrize("title", RUNS)
def test_a_month_in_a_row_is_that_month_alone(catalogue, title):
    values, found = _read(catalogue, title, ["月份", "税收收入（万元）"], ["4月", 2], ["5月", 3], ["6月", 4])
    assert values == {("2026-04", "current", "2"), ("2026-05", "current", "3"), ("2026-06", "current", "4")}
    assert found == set()


@pytest.mark.parametrize("title", RUNS)
def test_rows_of_months_under_bases(catalogue, title):
    heads = ["月份", "税收收入（万元）本月", "税收收入（万元）累计"]
    values, found = _read(catalogue, title, heads, ["4月", 2, 9], ["5月", 3, 12], ["6月", 4, 16])
    assert values == {
        *(("2026-04", "current", "2"), ("2026-05", "current", "3"), ("2026-06", "current", "4")),
        *(("2026-04", "cumulative", "9"), ("2026-05", "cumulative", "12"), ("2026-06", "cumulative", "16")),
    }
    assert found == set()


@pytest.mark.parametrize("title", RUNS)
def test_rows_of_the_months_from_january_on_begin_with_january(catalogue, title):
    values, found = _read(catalogue, title, ["月份", "税收收入（万元）"], ["1月", 2], ["1-2月", 5], ["1-3月", 9], ["1-6月", 20])
    assert values >= {("2026-02", "cumulative", "5"), ("2026-03", "cumulative", "9"), ("2026-06", "cumulative", "20")}
    assert found == set()


@pytest.mark.parametrize("title", ["（2026年1-6月）", "（2026年6月）"])
def test_last_year_beside_rows_of_months_is_compared_with_each_months_own(catalogue, title):
    heads = ["月份", "税收收入（万元）", None]
    values, _ = _read(catalogue, title, heads, [None, "本月", "上年"], ["5月", 3, 1], ["6月", 4, 2])
    last_year = {(period, value) for period, basis, value in values if basis in ("prior_year", "current_prior_year")}
    assert last_year == {("2026-05", "1"), ("2026-06", "2")}
    assert {("2026-05", "current", "3"), ("2026-06", "current", "4")} <= values


@pytest.mark.parametrize(("day", "status"), [(3, "blank"), (28, "0")])
def test_zeros_of_a_form_whose_month_has_only_begun_are_no_figures(catalogue, day, status):
    heads = ["指标", "单位", "本月", "累计"]
    rows = [[UNDATED + "（2026年6月）"], [DECLARED], heads, ["税收收入", "万元", 3, 18], [], [UNDATED + "（2026年7月）"], heads]
    (found,) = drafts(catalogue, document(sheet([*rows, ["税收收入", "万元", 0, 0]])), received=datetime(2026, 7, day))
    assert {value for _, _, period, _, value, _ in told(found) if period == "2026-07"} == {status}
    assert {value for _, _, period, _, value, _ in told(found) if period == "2026-06"} == {"3", "18"}
