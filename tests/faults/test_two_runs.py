"""Two runs at once: what one is working on the other waits for, and nothing is left lying until the next clock."""

from __future__ import annotations

import threading
from contextlib import closing

import pytest

from huizong.flow import pipeline
from huizong.intake import Journal
from huizong.settings import Settings
from huizong.steps import answering, preparing
from huizong.warehouse import connect
from tests.faults.towns import VICTIM, County, county, report_of

TOWN = "柘冲乡"
HOLD = "select pg_advisory_lock(hashtextextended('huizong reporter ' || %s, 0))"
RELEASE = "select pg_advisory_unlock(hashtextextended('huizong reporter ' || %s, 0))"


@pytest.fixture
def one(settings: Settings) -> County:
    """A county of which one town's file is taken in and waits to be judged."""
    made = county(settings)
    preparing.prepare(settings)
    made.drop(f"{TOWN}/2025-05/{TOWN}5月.csv", report_of(TOWN))
    assert pipeline.take_in(settings).taken == 1
    return made


def test_a_reporter_that_another_run_holds_is_waited_for(one: County, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = threading.Event()
    monkeypatch.setattr(pipeline.time, "sleep", lambda _: looked.set())
    counts: list[dict[str, int]] = []
    with closing(connect(one.settings.database_url, role="huizong_loader")) as other, other.cursor() as cursor:
        cursor.execute(HOLD, (VICTIM,))
        run = threading.Thread(target=lambda: counts.append(pipeline.judge_few(one.settings)[1]))
        run.start()
        assert looked.wait(60)  # it has found the reporter taken, and looks again
        assert one.rows("select state from raw.arrival") == [("received",)]
        cursor.execute(RELEASE, (VICTIM,))
        run.join(60)
    assert [(count["arrivals"], count["receipts"]) for count in counts] == [(1, 1)]
    assert one.rows("select verdict from raw.submission") == [("accepted",)]


def test_what_the_other_run_judges_meanwhile_is_not_judged_twice(one: County, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(connect(one.settings.database_url, role="huizong_loader")) as other, other.cursor() as cursor:
        cursor.execute(HOLD, (VICTIM,))

        def judged_by_the_other(_: float) -> None:
            cursor.execute(RELEASE, (VICTIM,))
            pipeline.judge_batch(one.settings, [arrival for batch in pipeline.waiting_batches(one.settings) for arrival in batch])

        monkeypatch.setattr(pipeline.time, "sleep", judged_by_the_other)
        _, counts = pipeline.judge_few(one.settings)
    assert (counts["arrivals"], counts["receipts"]) == (0, 1)
    assert one.rows("select count(*) from raw.submission") == [(1,)]


def test_one_that_is_never_let_go_is_left_with_a_word(
    one: County, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pipeline, "PATIENCE_SECONDS", 0.0)
    with closing(connect(one.settings.database_url, role="huizong_loader")) as other, other.cursor() as cursor:
        cursor.execute(HOLD, (VICTIM,))
        _, counts = pipeline.judge_few(one.settings)
    assert (counts["arrivals"], counts["receipts"]) == (0, 0)
    assert "1 arrivals are left to the next run" in caplog.text
    assert pipeline.judge_few(one.settings)[1]["arrivals"] == 1  # the lock went with its connection


def test_what_ends_a_run_is_tried_whatever_becomes_of_the_part_before(one: County, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline.judge_batch(one.settings, [arrival for batch in pipeline.waiting_batches(one.settings) for arrival in batch])

    def broken(_: Settings) -> int:
        raise RuntimeError("names")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError, match="names"):
        patch.setattr(pipeline, "take_up_names", broken)
        pipeline.end_run(one.settings)
    assert one.rows("select count(*) from quality.receipt where written_at is not null") == [(1,)]
    assert not list(one.settings.inbox.rglob("*.csv"))
    assert pipeline.end_run(one.settings) == {"judged_again": 0, "receipts": 0, "removed": 0}


def test_only_one_process_at_a_time_clears_the_inbox(one: County) -> None:
    pipeline.judge_few(one.settings)
    removed: list[int] = []
    with Journal(one.settings.archive / "journal").writing():
        run = threading.Thread(target=lambda: removed.append(answering.clear_inbox(one.settings)))
        run.start()
        run.join(0.5)
        assert run.is_alive()
        assert list(one.settings.inbox.rglob("*.csv"))
    run.join(60)
    assert removed == [1]
