"""What is no file's fault stops the run or the rebuild, counts for no file and leaves the warehouse as it was."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import psycopg2
import pytest

from huizong.checking import JudgeError
from huizong.flow import pipeline, publication
from huizong.intake import Journal
from huizong.replay import rebuilding
from huizong.settings import Settings
from huizong.steps import waves
from huizong.steps.trying import Trial
from huizong.warehouse import WarehouseError, connect
from tests.faults.towns import TOWNS, County, county, raising, report_of


def test_a_database_that_is_away_stops_the_run_and_counts_for_no_file(ten: County, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> None:
        raise psycopg2.OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patch:
        patch.setattr(waves, "judge", away)
        with pytest.raises(psycopg2.OperationalError):
            ten.run()
    assert ten.rows("select distinct attempts, state from raw.arrival") == [(0, "received")]
    ten.run()
    assert set(ten.verdicts().values()) == {"accepted"}


def test_a_connection_that_is_cut_counts_for_no_file_and_a_restart_forgives_what_was_counted(ten: County) -> None:
    settings = ten.settings
    pipeline.take_in(settings)
    (batch,) = pipeline.waiting_batches(settings)
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:

        def cut(*_: Any) -> None:
            ten.rows("select pg_terminate_backend(%s)", connection.get_backend_pid())
            raise JudgeError("rule masked could not be run: no result")

        fresh = lambda: connect(settings.database_url, role="huizong_loader")  # noqa: E731
        trial = Trial(connection, draft=lambda _: [], load=cut, quarantine=cut, reconnect=fresh)
        with pytest.raises(WarehouseError, match="does not answer any more"):
            trial.run(pipeline._claim(connection, batch))
    counted = "select distinct attempts from raw.arrival"
    assert ten.rows(counted) == [(0,)]
    with closing(fresh()) as connection, connection.cursor() as cursor:
        cursor.execute("update raw.arrival set attempts = 2, tried_at = clock_timestamp()")
        assert {arrival.attempts for arrival in pipeline._claim(connection, batch)} == {2}
        cursor.execute("update raw.arrival set tried_at = pg_postmaster_start_time() - interval '1 second'")
        assert {arrival.attempts for arrival in pipeline._claim(connection, batch)} == {0}


def test_a_disk_that_is_full_stops_the_run_and_counts_for_no_file(ten: County, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(waves, "_record_judgement", raising(waves._record_judgement, lambda *_: True, OSError(28, "No space left")))
        with pytest.raises(OSError, match="No space left"):
            ten.run()
    assert ten.rows("select distinct attempts, state from raw.arrival") == [(0, "received")]
    assert ten.rows("select count(*) from raw.submission") == [(0,)]
    ten.run()
    assert set(ten.verdicts().values()) == {"accepted"}


def test_a_rebuild_that_fails_leaves_the_warehouse_as_it_was(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    made = county(settings)
    made.drop(f"{TOWNS['T01']}/月报.csv", report_of(TOWNS["T01"]))
    made.run()
    everything = "select submission_id, arrival_id, verdict, known_from from raw.submission"
    before = made.rows(everything)
    journal = Journal(settings.archive / "journal")
    with monkeypatch.context() as patch:
        # A judgement comes while the journal is replayed: what the new warehouse lacks must not be lost.
        replay = rebuilding._replay

        def while_another_judges(*arguments: Any) -> Any:
            journal.append("judged", 2026, known_from="2026-01-01T00:00:00+00:00", arrivals=[], catalogue="another")
            return replay(*arguments)

        patch.setattr(rebuilding, "_replay", while_another_judges)
        with pytest.raises(rebuilding.RebuildError, match=r"the journal went on while it was replayed \(1 lines, judged\)"):
            rebuilding.rebuild(made.settings)
    assert made.rows(everything) == before
    journal.append("judged", 2026, known_from="2026-01-01T00:00:01+00:00", arrivals=["nobody's"], catalogue="unknown")
    with pytest.raises(rebuilding.RebuildError, match="no snapshot of the catalogue unknown"):
        rebuilding.rebuild(made.settings)
    assert made.rows(everything) == before
    assert made.published() == 1
