"""A file that holds much is recognised by a reader, under a bound of time and memory; what comes of it is the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from huizong.flow import publication
from huizong.reading.messages import Step
from huizong.reading.pool import ReaderPool
from huizong.settings import REPOSITORY, Settings
from huizong.steps import drafting
from tests.faults.towns import TOWNS, county, report_of
from tests.unit.reading.steps import endless

MUCH = "全镇完成固定资产投资4.2亿元，同比增长5.5%，"


def test_a_reader_recognises_what_holds_much_and_gives_the_same(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    by_a_reader: list[str] = []
    original = ReaderPool.done

    def noted(self: ReaderPool, path: object, name: str, *rest: object) -> object:
        by_a_reader.append(name)
        return original(self, path, name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(ReaderPool, "done", noted)
    made = county(settings)
    made.drop(f"{TOWNS['T01']}/月报.csv", report_of(TOWNS["T01"]))
    made.run()
    assert by_a_reader == []
    monkeypatch.setattr(drafting, "MUCH_CELLS", 50)
    made.drop(f"{TOWNS['T02']}/月报.csv", report_of(TOWNS["T02"]))
    made.run()
    assert by_a_reader == ["月报.csv"]
    assert made.verdicts() == {"T01": "accepted", "T02": "accepted"}
    figures = "select indicator, basis, period, value, place from core.figure where organisation = %s order by 1, 2, 3"
    of_first, of_second = made.rows(figures, "T01"), made.rows(figures, "T02")
    assert of_first == of_second
    assert ("E01", "cumulative", "2025-05", Decimal("55754.8")) in [row[:4] for row in of_second]


def test_what_takes_too_long_to_recognise_comes_back_and_stops_nobody(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    monkeypatch.setenv("PYTHONPATH", str(REPOSITORY))
    monkeypatch.setattr(drafting, "Step", lambda _, context: Step(endless, context))
    monkeypatch.setattr(drafting, "MUCH_TEXT", 1_000)
    made = county(replace(settings, read_seconds=1.0))
    made.drop(f"{TOWNS['T01']}/总结.txt", (MUCH * 50 + "\n").encode())
    made.run()
    assert made.rules("T01") == {"file-timed-out"}
    assert "3 秒" in made.receipt("T01")
