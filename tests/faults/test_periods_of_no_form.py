"""A stated period of which no form holds is one file's fault, with an answer of its own."""

from __future__ import annotations

import pytest

from huizong.flow import publication
from huizong.settings import Settings
from huizong.steps import preparing
from tests.faults.towns import TOWNS, county, report_of

PROSE = "栗坪镇2023年上半年工作总结\n上半年，全镇完成固定资产投资4.2亿元，同比增长5.5%。\n"


def test_a_stale_an_absurd_and_a_far_year_are_answered_and_stop_nobody(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    made = county(settings)
    for town, month in {"T02": "2023年6月", "T03": "1026年6月", "T04": "9999年5月", "T05": "2025年5月"}.items():
        made.drop(f"{TOWNS[town]}/月报.csv", report_of(TOWNS[town], month))
    made.drop(f"{TOWNS['T01']}/总结.txt", PROSE.encode())
    assert made.run().quarantined == 0
    assert made.verdicts() == {"T01": "returned", "T02": "returned", "T03": "returned", "T04": "returned", "T05": "accepted"}
    assert [made.rules(town) for town in ("T01", "T02", "T03", "T04")] == [*[{"form-not-in-force"}] * 3, {"period-future"}]
    assert made.rows("select distinct reporter from core.figure") == [("T05",)]
    assert made.rows("select distinct period from core.figure order by 1") == [("2025",), ("2025-05",)]
    assert made.inbox() == []
    # They stand in the way of no catalogue either.
    assert preparing.assert_keeps_codes(made.settings, preparing.load_catalogue(made.settings.catalogue))
    # What is wrong, which version holds from when, what to do; the form by its title, no due date of a period that was never owed.
    text = made.receipt("T02")
    assert "结论：退回" in text
    assert "写的报告期是 2023年6月，《汀岚县乡镇主要经济指标月报表》没有这一期的表样" in text
    assert "（表样用于：2024年1月至2024年12月；2025年1月起）" in text
    assert "怎么办：请先核对标题、文件名里的年份" in text
    assert "截止" not in text
    assert "写的报告期是 1026年6月" in made.receipt("T03")
    assert "《乡镇半年工作总结》没有这一期的表样（表样用于：2024年上半年起）" in made.receipt("T01")
