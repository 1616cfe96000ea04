"""Whatever one file raises, at whichever step, stays with that file: nine of ten are taken, answered and published."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from huizong.answers.status import status_of
from huizong.checking import JudgeError
from huizong.feedback import ReceiptsNotWrittenError, receipt_files
from huizong.feedback import receipts_due as writing
from huizong.feedback.marked_copy.making import Job, Made
from huizong.flow import pipeline, publication
from huizong.intake import Journal
from huizong.intake.coming_to_rest import Settling
from huizong.reading.messages import NoReaderError, OverrunError
from huizong.reading.pool import ReaderPool
from huizong.replay import rebuilding
from huizong.settings import Settings
from huizong.steps import drafting, trials, waves
from huizong.steps.trying import TRIES, Trial
from huizong.warehouse import WarehouseError, connect
from tests.faults.towns import TOWNS, VICTIM, County, county, raising, report_of, sha_of

OTHERS = sorted(set(TOWNS) - {VICTIM})


@pytest.fixture
def ten(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> County:
    """A county of ten towns, each with its file in the inbox; the engineers' pages are another test's."""
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    made = county(settings)
    made.drop_all()
    return made


def of_victim(*arguments: Any, **_: Any) -> bool:
    """Whether the arguments hold the victim's document or drafts; one that is given up already concerns nobody."""
    for argument in arguments:
        for item in argument if isinstance(argument, list | tuple) else ():
            draft = getattr(item, "draft", item)
            given_up = any(finding.rule == "processing-failed" for finding in getattr(draft, "findings", ()))
            if getattr(draft, "sha256", "") == sha_of(VICTIM) and not given_up:
                return True
    return False


def run_of_victim(connection: Any, run_id: str) -> bool:
    """Whether the victim is in the staged run, and not given up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select 1 from staging.submission as s where s.run_id = %s and s.sha256 = %s and not exists"
            " (select 1 from staging.finding as f where f.run_id = s.run_id and f.submission_no = s.submission_no"
            " and f.rule = 'processing-failed')",
            (run_id, sha_of(VICTIM)),
        )
        return cursor.fetchone() is not None


def in_reading(patch: pytest.MonkeyPatch) -> None:
    answer = raising(ReaderPool.answer, lambda _pool, path, _name: Path(path).name == sha_of(VICTIM), MemoryError)
    patch.setattr(ReaderPool, "answer", answer)


def in_evidence(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(drafting.evidence, "keep", raising(drafting.evidence.keep, of_victim, psycopg2.DataError("out of range")))


def in_recognising(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(drafting, "recognise", raising(drafting.recognise, of_victim, KeyError("no version")))


def in_staging(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(waves.staging, "write", raising(waves.staging.write, of_victim, ValueError("no period")))


def in_judging(patch: pytest.MonkeyPatch) -> None:
    concerns = lambda _settings, connection, run_id, _catalogue: run_of_victim(connection, run_id)  # noqa: E731
    patch.setattr(waves, "judge", raising(waves.judge, concerns, RecursionError))


def in_loading(patch: pytest.MonkeyPatch) -> None:
    concerns = lambda connection, run_id, *_, **__: run_of_victim(connection, run_id)  # noqa: E731
    patch.setattr(waves.loading, "load", raising(waves.loading.load, concerns, psycopg2.IntegrityError("twice")))


STEPS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "reading": in_reading,
    "evidence": in_evidence,
    "recognising": in_recognising,
    "staging": in_staging,
    "judging": in_judging,
    "loading": in_loading,
}


@pytest.mark.parametrize("step", STEPS)
def test_nine_are_accepted_and_the_tenth_is_returned_and_quarantined(
    step: str, ten: County, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    STEPS[step](monkeypatch)
    done = ten.run()
    assert (done.arrivals, done.quarantined) == (10, 1)
    assert ten.verdicts() == {**dict.fromkeys(OTHERS, "accepted"), VICTIM: "returned"}
    assert ten.rules(VICTIM) == {"processing-failed"}
    assert ten.receipts() == 10
    assert "系统处理这份文件时出错" in ten.receipt(VICTIM)
    assert ten.inbox() == []
    assert ten.published() == 9
    # The engineer is told: in the log with id and step, and by `huizong status` until it is mended.
    ((arrival, attempts, error),) = ten.rows("select arrival_id, attempts, last_error from raw.arrival where last_error is not null")
    assert attempts == TRIES
    assert [record.args[1] for record in caplog.records if record.args and record.args[0] == arrival][:2] == [1, 2]
    assert [(one.arrival, one.reporter, one.error) for one in status_of(ten.settings).quarantined] == [(arrival, VICTIM, error)]
    assert ten.rows("select count(*) from staging.submission") == [(0,)]
    # It is not tried for ever.
    assert ten.run().arrivals == 0
    assert ten.receipts() == 10


def test_a_file_that_cannot_be_looked_at_waits_and_the_others_are_taken(ten: County, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Settling, "rest", raising(Settling.rest, lambda _settling, file, _stream: TOWNS[VICTIM] in file.path, ValueError))
        assert ten.run().arrivals == 9
    assert (ten.verdicts(), ten.receipts()) == (dict.fromkeys(OTHERS, "accepted"), 9)
    assert ten.inbox() == [f"{TOWNS[VICTIM]}/2025-05/{TOWNS[VICTIM]}5月.csv"]
    assert ten.run().arrivals == 1
    assert (ten.verdicts()[VICTIM], ten.receipts(), ten.inbox()) == ("accepted", 10, [])


def test_one_failure_is_made_good_by_the_second_try(ten: County, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = [OverflowError("once")]
    recognise = drafting.recognise

    def once(documents: Any, *rest: Any) -> Any:
        if failures and documents[0].sha256 == sha_of(VICTIM):
            raise failures.pop()
        return recognise(documents, *rest)

    monkeypatch.setattr(drafting, "recognise", once)
    assert ten.run().quarantined == 0
    assert set(ten.verdicts().values()) == {"accepted"}
    assert ten.rows("select reporter, attempts from raw.arrival where attempts <> 1") == [(VICTIM, 2)]


def test_a_file_that_cannot_even_be_returned_has_its_receipt(ten: County, monkeypatch: pytest.MonkeyPatch) -> None:
    concerns = lambda _connection, _run, drafts, _catalogue: any(item.draft.sha256 == sha_of(VICTIM) for item in drafts)  # noqa: E731
    monkeypatch.setattr(waves.staging, "write", raising(waves.staging.write, concerns, ValueError("its name")))
    assert ten.run().quarantined == 1
    assert ten.verdicts() == dict.fromkeys(OTHERS, "accepted")
    assert ten.rows("select state from raw.arrival where reporter = %s", VICTIM) == [("quarantined",)]
    text = next(path for path in (ten.settings.outbox / TOWNS[VICTIM]).rglob("*_回执.txt")).read_text("utf-8-sig")
    assert "结论：退回。系统处理这份文件时出错" in text
    assert (ten.receipts(), ten.inbox(), ten.published()) == (10, [], 9)


def test_a_receipt_that_cannot_be_made_in_full_goes_out_bare(ten: County, monkeypatch: pytest.MonkeyPatch) -> None:
    concerns = lambda arrival, *_, **__: arrival.reporter == VICTIM  # noqa: E731
    monkeypatch.setattr(receipt_files, "build", raising(receipt_files.build, concerns, ZeroDivisionError))
    ten.run()
    assert set(ten.verdicts().values()) == {"accepted"}
    assert "结论：已接收。柘冲乡　《汀岚县乡镇主要经济指标月报表》　2025年5月" in ten.receipt(VICTIM)
    assert (ten.receipts(), ten.inbox(), ten.published()) == (10, [], 10)


def test_a_marked_copy_that_cannot_be_made_is_said_on_the_receipt(ten: County, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = report_of(TOWNS[VICTIM]).replace(b"11020.7", b"99020.7")  # the month above the year to date
    ten.drop(f"{TOWNS[VICTIM]}/2025-05/{TOWNS[VICTIM]}5月.csv", wrong)
    monkeypatch.setattr(ReaderPool, "work", raising(ReaderPool.work, lambda *_: True, IndexError))
    ten.run()
    text = ten.receipt(VICTIM)
    assert "结论：部分接收" in text
    assert "没有附标注件：做标注件时出错（IndexError）" in text
    assert not list(ten.settings.outbox.rglob("*_标注.xlsx"))
    assert (ten.receipts(), ten.inbox()) == (10, [])


def test_a_file_that_takes_too_much_to_be_marked_comes_back_as_its_cells(ten: County, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = report_of(TOWNS[VICTIM]).replace(b"11020.7", b"99020.7")
    ten.drop(f"{TOWNS[VICTIM]}/2025-05/{TOWNS[VICTIM]}5月.csv", wrong)
    work = ReaderPool.work

    def overrun(pool: ReaderPool, what: Callable[[Job], Made], job: Job) -> object:
        if job.data is not None:
            raise OverrunError("time")
        return work(pool, what, job)

    monkeypatch.setattr(ReaderPool, "work", overrun)
    ten.run()
    text = ten.receipt(VICTIM)
    assert "结论：部分接收" in text
    assert "给原件加标注要用的时间或内存太多，标注件按读到的内容重新做成" in text
    assert len(list(ten.settings.outbox.rglob("*_标注.xlsx"))) == 1
    assert (ten.receipts(), ten.inbox()) == (10, [])


def test_a_receipt_waits_where_no_reader_is_to_be_had(ten: County, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = report_of(TOWNS[VICTIM]).replace(b"11020.7", b"99020.7")
    ten.drop(f"{TOWNS[VICTIM]}/2025-05/{TOWNS[VICTIM]}5月.csv", wrong)
    with monkeypatch.context() as patch:
        patch.setattr(ReaderPool, "work", raising(ReaderPool.work, lambda *_: True, NoReaderError))
        with pytest.raises(pipeline.UnfinishedRunError, match="1 receipts could not be written, they stay due: T07"):
            ten.run()
        assert ten.receipts() == 9
    ten.run()
    assert (ten.receipts(), len(list(ten.settings.outbox.rglob("*_标注.xlsx")))) == (10, 1)


@pytest.mark.parametrize("obstacle", ["file", "link", "full"])
def test_a_folder_that_takes_no_receipt_stops_nobody_else(obstacle: str, ten: County, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = ten.settings.outbox / TOWNS[VICTIM]
    if obstacle == "file":
        folder.write_bytes(b"")
    elif obstacle == "link":
        folder.symlink_to(ten.settings.archive)
    else:
        full = raising(
            os.open, lambda path, *_, **__: Path(path).name.endswith(".part") and folder in Path(path).parents, OSError(28, "full")
        )
        monkeypatch.setattr("huizong.feedback.outbox.putting.os.open", full)
    with pytest.raises(pipeline.UnfinishedRunError, match=f"1 receipts could not be written, they stay due: {VICTIM}: ") as stopped:
        ten.run()
    assert stopped.value.done.arrivals == 10
    assert set(ten.verdicts().values()) == {"accepted"}
    assert (ten.receipts(), ten.inbox(), ten.published()) == (9, [f"{TOWNS[VICTIM]}/2025-05/{TOWNS[VICTIM]}5月.csv"], 10)
    assert [one.reporter for one in status_of(ten.settings).unwritten] == [VICTIM]
    if obstacle == "full":
        monkeypatch.undo()
    else:
        folder.unlink()
    ten.run()
    assert (ten.receipts(), ten.inbox(), status_of(ten.settings).unwritten) == (10, [], ())


@pytest.mark.parametrize("step", ["folder", "full", "twice"])
def test_a_trial_that_cannot_be_answered_stops_nobody_else(
    step: str, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    made = county(settings)
    made.drop(f"{TOWNS[VICTIM]}/试报/月报.csv", report_of(TOWNS[VICTIM]))
    for town in ("T01", "T02"):
        made.drop(f"{TOWNS[town]}/月报.csv", report_of(TOWNS[town]))
    made.drop(f"{TOWNS['T03']}/试报/月报.csv", report_of(TOWNS["T03"]))
    folder = made.settings.outbox / TOWNS[VICTIM]
    with monkeypatch.context() as patch:
        if step == "folder":
            folder.write_bytes(b"")
        elif step == "full":
            patch.setattr(
                trials, "put", raising(trials.put, lambda _outbox, path, _files: TOWNS[VICTIM] in path.parts, OSError(28, "full"))
            )
        else:
            concerns = lambda _connection, _run, drafts, _catalogue: any(item.draft.sha256 == sha_of(VICTIM) for item in drafts)  # noqa: E731
            patch.setattr(trials.staging, "write", raising(trials.staging.write, concerns, ValueError("its name")))
        made.run()
    assert made.verdicts() == {"T01": "accepted", "T02": "accepted"}
    assert (made.receipts(), made.inbox()) == (3, [f"{TOWNS[VICTIM]}/试报/月报.csv"])
    assert any("of the trial" in record.message or "could not be tried" in record.message for record in caplog.records)
    folder.unlink(missing_ok=True)
    made.run()
    assert (made.receipts(), made.inbox()) == (4, [])


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


def test_a_file_that_ends_the_process_each_time_is_quarantined_after_the_second(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    made = county(settings)
    for town in (VICTIM, "T01"):
        made.drop(f"{TOWNS[town]}/2025-05/月报.csv", report_of(TOWNS[town]))
    for _ in range(TRIES):
        child = os.fork()
        if child == 0:
            concerns = lambda documents, *_: of_victim(documents) and os.kill(os.getpid(), signal.SIGKILL)  # noqa: E731
            drafting.recognise = raising(drafting.recognise, concerns, ValueError)
            try:
                made.run()
            finally:
                os._exit(1)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert made.run().quarantined == 1
    assert made.verdicts() == {"T01": "accepted", VICTIM: "returned"}
    assert (made.receipts(), made.inbox()) == (2, [])


def test_what_was_given_up_is_given_up_in_the_rebuilt_warehouse_too(ten: County, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        in_recognising(patch)
        ten.run()
    before = ten.rows("select arrival_id, verdict, known_from from raw.submission order by 1")
    rebuilding.rebuild(ten.settings)
    assert ten.rows("select arrival_id, verdict, known_from from raw.submission order by 1") == before
    assert ten.verdicts()[VICTIM] == "returned"
    assert [one.reporter for one in status_of(ten.settings).quarantined] == [VICTIM]


def test_receipts_that_would_have_one_name_are_told_apart(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    made = county(settings)
    for folder in ("枫渡镇", "T02", "某某局", "某某办"):
        made.drop(f"{folder}/月报.csv", report_of("枫渡镇") + folder.encode())
    instant = "2026-07-05 01:12:30+00"
    pipeline.take_in(made.settings)
    with closing(connect(made.settings.owner_url)) as connection, connection.cursor() as cursor:
        # The four came within one second.
        cursor.execute(
            "update raw.arrival set received_at = %s::timestamptz + (received_at - (select min(received_at) from raw.arrival)) / 1e6",
            (instant,),
        )
        connection.commit()
    made.run()
    names = sorted(str(path.relative_to(made.settings.outbox)) for path in made.settings.outbox.rglob("*_回执.txt"))
    assert names == [
        "_未识别/20260705-091230-2_月报.csv_回执.txt",
        "_未识别/20260705-091230_月报.csv_回执.txt",
        "枫渡镇/2025-05/20260705-091230-2_月报.csv_回执.txt",
        "枫渡镇/2025-05/20260705-091230_月报.csv_回执.txt",
    ]


def test_receipts_not_written_are_told_by_reporter_and_reason() -> None:
    full = "No space left on device"
    told = [writing.Unwritten("a1", "T03", full), writing.Unwritten("a2", "T03", full), writing.Unwritten("a3", None, "a link")]
    assert str(ReceiptsNotWrittenError(told)) == (
        "3 receipts could not be written, they stay due: T03: No space left on device (a1, a2); of unknown folders: a link (a3)"
    )


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
