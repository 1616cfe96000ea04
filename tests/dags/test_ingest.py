"""Ingesting on a real Airflow, by `dag.test()`: files become verdicts, receipts and periods to publish."""

from __future__ import annotations

import re

from tests.dags.conftest import System, run_dag


def test_files_are_judged_answered_and_removed_and_a_bad_one_stops_nobody(system: System) -> None:
    good = system.drop("栗坪镇/2026-06/说明.txt", "栗坪镇2026年上半年工作总结\n各项工作稳步推进。\n")
    bad = system.drop("枫渡镇/2026-06/坏表.xlsx", "这不是工作簿")
    unknown = system.drop("无此单位/2026-06/报表.csv", "指标名称,计量单位,本月\n")
    result = run_dag(system, "ingest_submissions")

    assert result["state"] == "success"
    assert set(result["states"]["judge_batch"]) == {"success"}
    verdicts = dict(system.rows("select a.path, s.verdict from raw.arrival a join raw.submission s using (arrival_id)"))
    assert verdicts["枫渡镇/2026-06/坏表.xlsx"] == "returned"
    assert verdicts["无此单位/2026-06/报表.csv"] == "returned"
    assert len(verdicts) == 3
    assert system.rows("select count(*) from quality.receipt where written_at is null") == [(0,)]
    receipts = [path for path in system.settings.outbox.rglob("*") if path.is_file() and "回执" in path.name]
    assert len(receipts) == 3
    assert any("_未识别" in str(path) for path in receipts)
    assert not any(path.exists() for path in (good, bad, unknown))
    assert len([path for path in system.settings.archive.glob("??/*") if path.is_file()]) >= 3

    # ids and counts only: no file name, no organisation's folder, no cell
    (ids,) = (value for key, value in result["values"].items() if key.startswith("take_in"))
    assert all(re.fullmatch(r"\d{8}T\d{6}\.\d{6}Z", arrival) for batch in ids for arrival in batch)
    assert not any(word in result["log"] for word in ("坏表", "无此单位", "说明.txt", "栗坪镇"))


def test_an_empty_run_judges_nothing_and_names_what_is_still_dirty(system: System) -> None:
    system.raise_dirty("2026-05")
    dirty = system.rows("select count(*) from meta.dirty_period")[0][0]
    before = system.rows("select count(*) from raw.submission")
    result = run_dag(system, "ingest_submissions")
    assert result["state"] == "success"
    assert result["states"]["judge_batch"] == ["skipped"]
    assert result["states"]["emit_dirty_periods"] == ["success"]
    assert [value for key, value in result["values"].items() if key.startswith("emit_dirty_periods")] == [dirty]
    assert system.rows("select count(*) from raw.submission") == before
