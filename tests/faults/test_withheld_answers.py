"""Receipts, marked copies and trials that can't be made or put stop nobody else, and are due until they are there."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from huizong.answers.status import status_of
from huizong.feedback import ReceiptsNotWrittenError, receipt_files
from huizong.feedback import receipts_due as writing
from huizong.feedback.marked_copy.making import Job, Made
from huizong.flow import pipeline, publication
from huizong.reading.messages import NoReaderError, OverrunError
from huizong.reading.pool import ReaderPool
from huizong.settings import Settings
from huizong.steps import trials
from huizong.warehouse import connect
from tests.faults.towns import TOWNS, VICTIM, County, county, raising, report_of, sha_of


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
