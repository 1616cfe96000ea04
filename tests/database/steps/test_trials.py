"""A file in a folder 试报: the faults that the report would have, a receipt that says it was only tried, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from huizong.flow import pipeline
from huizong.replay import rebuilding
from huizong.steps import answering, preparing
from tests.database.flow.test_explanation_loop import NOVEMBER, drop, rows
from tests.database.flow.test_forms_loop import OCTOBER, fill

if TYPE_CHECKING:
    from huizong.settings import Settings

KEPT = (
    "select (select count(*) from raw.submission), (select count(*) from core.figure), (select count(*) from quality.issue),"
    " (select count(*) from staging.figure), (select count(*) from quality.unloaded_figure), (select count(*) from meta.dirty_period)"
)


def form(tmp_path: Path, settings: Settings, period: str, numbers: dict[str, tuple[str | None, ...]]) -> Path:
    (path,) = answering.write_forms(settings, "T01", period, tmp_path / period)
    fill(path, numbers)
    return path


def try_file(settings: Settings, source: Path, below: str, name: str) -> Path:
    folder = settings.inbox / "栗坪镇" / below
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(source.read_bytes())
    pipeline.run_once(settings)
    return folder / name


def receipts(settings: Settings) -> list[str]:
    return [path.read_text("utf-8-sig") for path in sorted((settings.outbox / "栗坪镇" / "试报").glob("*_回执.txt"))]


def test_a_trial_is_answered_with_its_history_and_counts_for_nothing(settings: Settings, tmp_path: Path) -> None:
    drop(settings, form(tmp_path, settings, "2025-10", OCTOBER), "10月.xlsx")
    november = form(tmp_path, settings, "2025-11", NOVEMBER)
    before = rows(settings, KEPT)
    lying = try_file(settings, november, "试报", "11月.xlsx")
    assert rows(settings, KEPT) == before
    assert not lying.exists()
    (told,) = receipts(settings)
    assert told.startswith("试报，未计入")
    # October's 10000 and 800 of the month make 10800; 10900 leaves 100 to explain: that is known of October's report
    assert "10900" in told
    assert "待说明" in told
    names = [path.name.partition("_")[2] for path in (settings.outbox / "栗坪镇" / "试报").iterdir()]
    assert sorted(names) == ["11月.xlsx_回执.html", "11月.xlsx_回执.txt", "11月.xlsx_标注.xlsx"]
    try_file(settings, november, "2025-11/试报", "11月再试.xlsx")
    assert rows(settings, KEPT) == before
    assert len(receipts(settings)) == 2
    drop(settings, november, "11月.xlsx")  # the report itself: the first attempt, and no duplicate of what was tried
    said = "select sequence, verdict, duplicate_of from raw.submission where period = '2025-11'"
    assert rows(settings, said) == [(1, "accepted_with_queries", None)]
    journal = [json.loads(line) for file in (settings.archive / "journal").glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
    assert len([line for line in journal if line["event"] == "tried"]) == 2
    state = "select state, count(*) from raw.arrival group by 1"
    assert rows(settings, state) == [("judged", 4)]
    done = rebuilding.rebuild(settings)
    assert (done.equality.is_equal, done.skipped) == (True, {}), done.equality.differences
    assert rows(settings, state) == [("judged", 4)]


def test_a_file_that_can_not_be_read_is_told_so_as_a_trial(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 and no more of it")
    preparing.prepare(settings)
    before = rows(settings, KEPT)
    try_file(settings, tmp_path / "x.xlsx", "试报", "坏表.xlsx")
    assert rows(settings, KEPT) == before
    (told,) = receipts(settings)
    assert told.startswith("试报，未计入")
    assert "退回" in told
    assert rows(settings, "select count(*) from mart.submission") == [(0,)]
