"""The database goes away at each step of a run: it ends with an error that is one line, no file is blamed, the next does it all."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import psycopg2
import pytest

from huizong import publishing
from huizong.flow import pipeline, publication
from huizong.intake import taking
from huizong.settings import Settings
from huizong.steps import answering, drafting, waves
from huizong.warehouse import WarehouseError, copying
from tests.faults.towns import TOWNS, County, county, report_of

# What `huizong` says in one line, with status 2 (`command_line.main`).
SAID = (psycopg2.OperationalError, psycopg2.InterfaceError, WarehouseError)
CUT = "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


class _Cutting(io.StringIO):
    """Rows on their way, of which half arrives."""

    cut: Callable[[], object]

    def read(self, size: int | None = -1) -> str:
        if self.tell():
            type(self).cut()
        return super().read(64)


def _before(owner: Any, name: str) -> Callable[[pytest.MonkeyPatch, Callable[[], object]], None]:
    """The connections are cut before a function is called, which then meets it."""

    def patch(monkeypatch: pytest.MonkeyPatch, cut: Callable[[], object]) -> None:
        original = getattr(owner, name)

        def wrapped(*arguments: Any, **keywords: Any) -> Any:
            cut()
            return original(*arguments, **keywords)

        monkeypatch.setattr(owner, name, wrapped)

    return patch


def _in_copy(monkeypatch: pytest.MonkeyPatch, cut: Callable[[], object]) -> None:
    monkeypatch.setattr(_Cutting, "cut", staticmethod(cut), raising=False)
    monkeypatch.setattr(copying, "io", type("io", (), {"StringIO": _Cutting}))


STEPS = {
    "taking in": _before(taking, "record_arrivals"),
    "evidence": _before(drafting.evidence, "keep"),
    "in COPY": _in_copy,
    "judging": _before(waves, "judge"),
    "between journal and commit": _before(waves, "_record_judgement"),
    "publishing": _before(publishing, "publish"),
    "receipts": _before(answering.feedback, "write_receipts"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_database_that_goes_away_costs_nothing_but_time(step: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    made = county(settings)
    for code in ("T01", "T02"):
        made.drop(f"{TOWNS[code]}/月报.csv", report_of(TOWNS[code]))
    with monkeypatch.context() as patch:
        STEPS[step](patch, lambda: made.rows(CUT))
        with pytest.raises(SAID):
            made.run()
    assert made.rows("select count(*) from raw.arrival where attempts > 1 or last_error is not null") == [(0,)]
    made.run()
    assert made.verdicts() == {"T01": "accepted", "T02": "accepted"}
    assert (made.receipts(), made.inbox(), made.published()) == (2, [], 2)
    assert made.rows("select count(*) from staging.submission") == [(0,)]
    assert made.rows("select count(*) from raw.submission") == [(2,)]


def test_the_same_bytes_at_the_same_moment_in_two_folders_are_each_folders_own(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "_write_data_docs", lambda *_: None)
    made: County = county(settings)
    for folder in ("T01", "T02"):
        made.drop(f"{TOWNS[folder]}/月报.csv", report_of(TOWNS["T01"]))
    assert pipeline.take_in(made.settings).taken == 2
    ((archived,),) = made.rows("select count(distinct sha256) from raw.arrival")
    made.run()
    assert archived == 1
    assert (made.rules("T01"), made.rules("T02")) == (set(), {"organisation-mismatch"})
    assert made.verdicts() == {"T01": "accepted", "T02": "returned"}  # 枫渡镇 sent the report of 栗坪镇
    assert made.rows("select distinct organisation from core.figure where organisation like 'T%%'") == [("T01",)]
    assert (made.receipts(), made.inbox(), made.published()) == (2, [], 1)
