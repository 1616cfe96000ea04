"""Whatever one file raises, at whichever step, stays with that file: nine of ten are taken, answered and published."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from huizong.answers.status import status_of
from huizong.flow import publication
from huizong.intake.coming_to_rest import Settling
from huizong.reading.pool import ReaderPool
from huizong.replay import rebuilding
from huizong.settings import Settings
from huizong.steps import drafting, waves
from huizong.steps.trying import TRIES
from tests.faults.towns import TOWNS, VICTIM, County, county, raising, report_of, sha_of

OTHERS = sorted(set(TOWNS) - {VICTIM})


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
