"""Tables either way round: towns, indicators, bases and months as rows or as columns."""

from __future__ import annotations

from tests.unit.recognising.county import DECLARED, balance, draft, told, totals


def test_towns_as_rows_under_indicators_and_bases(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月分乡镇主要指标完成情况"],
            ["乡镇", "规模以上工业总产值（万元）", None, "固定资产投资（万元）", None],
            [None, "本月", "累计", "本月", "累计"],
            ["石桥镇", 1, 2, 3, 4],
            ["柳 湾 镇", 5, 6, 7, 8],
            ["合  计", 6, 8, 10, 12],
        ],
        reporter="B1",
        merges=["A2:A3", "B2:C2", "D2:E2"],
    )
    assert found.form == "FB"
    assert told(found) == {
        ("T1", "I1", "2026-06", "current", "1", "B4"),
        ("T1", "I1", "2026-06", "cumulative", "2", "C4"),
        ("T1", "I2", "2026-06", "current", "3", "D4"),
        ("T1", "I2", "2026-06", "cumulative", "4", "E4"),
        ("T2", "I1", "2026-06", "current", "5", "B5"),
        ("T2", "I1", "2026-06", "cumulative", "6", "C5"),
        ("T2", "I2", "2026-06", "current", "7", "D5"),
        ("T2", "I2", "2026-06", "cumulative", "8", "E5"),
    }
    assert totals(found) == {
        ("C", "I1", "2026-06", "current", "6", "B6"),
        ("C", "I1", "2026-06", "cumulative", "8", "C6"),
        ("C", "I2", "2026-06", "current", "10", "D6"),
        ("C", "I2", "2026-06", "cumulative", "12", "E6"),
    }
    assert balance(found) == (12, 8, 4, 0)


def test_indicators_as_rows_and_towns_as_columns(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月分乡镇主要指标完成情况"],
            ["指标", "石桥镇", None, "柳湾镇", None],
            [None, "本月", "累计", "本月", "累计"],
            ["规上工业总产值（万元）", 1, 2, 3, 4],
        ],
        reporter="B1",
        merges=["A2:A3", "B2:C2", "D2:E2"],
    )
    assert told(found) == {
        ("T1", "I1", "2026-06", "current", "1", "B4"),
        ("T1", "I1", "2026-06", "cumulative", "2", "C4"),
        ("T2", "I1", "2026-06", "current", "3", "D4"),
        ("T2", "I1", "2026-06", "cumulative", "4", "E4"),
    }


def test_bases_as_rows_and_towns_as_columns_under_a_title_that_names_the_indicator(catalogue):
    found = draft(
        catalogue,
        [["2026年6月各乡镇税收收入"], ["口径", "石桥镇", "柳湾镇", "合计"], ["本月", 1, 2, 3], ["累计", 4, 5, 9]],
        reporter="B2",
    )
    assert told(found) == {
        ("T1", "I4", "2026-06", "current", "1", "B3"),
        ("T2", "I4", "2026-06", "current", "2", "C3"),
        ("T1", "I4", "2026-06", "cumulative", "4", "B4"),
        ("T2", "I4", "2026-06", "cumulative", "5", "C4"),
    }
    assert totals(found) == {("C", "I4", "2026-06", "current", "3", "D3"), ("C", "I4", "2026-06", "cumulative", "9", "D4")}


def test_months_as_columns_are_figures_of_their_months_and_empty_later_ones_are_not_asked_for(catalogue):
    found = draft(
        catalogue,
        [
            ["明川县主要经济指标月报表（2026年）"],
            [DECLARED],
            ["指标", "单位", "4月", "5月", "6月", "7月"],
            ["税收收入", "万元", 1, 2, 3, None],
        ],
    )
    assert found.period == "2026-06"
    assert told(found) == {
        ("T1", "I4", "2026-04", "current", "1", "C4"),
        ("T1", "I4", "2026-05", "current", "2", "D4"),
        ("T1", "I4", "2026-06", "current", "3", "E4"),
    }


def test_years_as_columns_written_as_numbers(catalogue):
    found = draft(
        catalogue,
        [["分乡镇产量年报"], ["乡镇", "品种", 2024, 2025], ["石桥镇", "小麦", 5, 6]],
        reporter="B1",
    )
    assert found.period == "2025"
    assert told(found) == {("T1", "W1", "2024", "current", "5", "C3"), ("T1", "W1", "2025", "current", "6", "D3")}
    assert balance(found) == (4, 2, 2, 0)


def test_projects_with_their_towns_in_a_column_of_its_own(catalogue):
    found = draft(
        catalogue,
        [
            ["2026年6月项目进度表"],
            ["序号", "项目名称", "所在乡镇", "累计完成投资(万元)", "形象进度"],
            [1, "石桥冷库", "石桥镇", 12.5, "一期完工"],
        ],
        reporter="B1",
    )
    assert told(found) == {("P1", "J1", "2026-06", "cumulative", "12.5", "D3")}
