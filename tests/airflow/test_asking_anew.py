"""What `make run` makes of a database that goes away: two lines, and it goes on; an embedded server is started again."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from psycopg2.extensions import connection as Connection

from huizong.settings import Settings
from huizong.warehouse.schema.migrate import migrate
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.machine import free_port
from huizong_airflow import stack
from huizong_airflow.asking_anew import Asking
from huizong_airflow.stack import StackError


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[EmbeddedServer, Settings]]:
    server = EmbeddedServer(tmp_path / "postgres", port=free_port(throwaway=True)).start()
    try:
        urls = server.urls()
        migrate(urls.owner)
        settings = Settings.from_environment({"HUIZONG_HOME": str(tmp_path)})
        yield server, settings.with_database(urls.loader, urls.owner, urls.reader)
    finally:
        server.stop("immediate")
        shutil.rmtree(server.data.parent)


def arrivals(connection: Connection) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from raw.arrival")
        ((count,),) = cursor.fetchall()
    connection.commit()
    return int(count)


def answered(warehouse: Asking, seconds: float = 60) -> int:
    until = time.monotonic() + seconds
    while (found := warehouse.ask(arrivals)) is None:
        assert time.monotonic() < until, "no answer"
        time.sleep(0.2)
    return found


def test_a_server_that_was_ended_is_started_again(served: tuple[EmbeddedServer, Settings]) -> None:
    server, settings = served
    said: list[str] = []
    with Asking(settings, server, said.append) as warehouse:
        assert warehouse.ask(arrivals) == 0
        server.stop()
        assert warehouse.ask(arrivals) is None
        assert not warehouse.was_away_lately
        assert answered(warehouse) == 0
        assert warehouse.was_away_lately
    assert [line.split(" (")[0].split(":")[0] for line in said] == [
        "the database is away",
        "PostgreSQL had ended",
        "the database answers again",
    ]


def test_a_server_told_to_end_that_waits_for_its_sessions_is_ended_and_started(served: tuple[EmbeddedServer, Settings]) -> None:
    server, settings = served
    with closing(psycopg2.connect(settings.owner_url)), Asking(settings, server, lambda _: None) as warehouse:
        postmaster = int((server.data / "postmaster.pid").read_text("utf-8").split()[0])
        assert warehouse.ask(arrivals) == 0
        os.kill(postmaster, signal.SIGTERM)
        until = time.monotonic() + 60
        while warehouse.ask(arrivals, anew=True) is not None:
            assert time.monotonic() < until, "a server that ends lets people in"
            time.sleep(0.2)
        assert answered(warehouse) == 0
        assert int((server.data / "postmaster.pid").read_text("utf-8").split()[0]) != postmaster


def test_a_server_of_somebody_elses_is_waited_for(served: tuple[EmbeddedServer, Settings]) -> None:
    server, settings = served
    said: list[str] = []
    with Asking(settings, None, said.append) as warehouse:
        server.stop()
        assert [warehouse.ask(arrivals), warehouse.ask(arrivals)] == [None, None]
        assert not server.running()
        assert len(said) == 1
        server.start()
        assert answered(warehouse) == 0


def test_a_question_that_is_wrong_is_no_outage(served: tuple[EmbeddedServer, Settings]) -> None:
    server, settings = served

    def wrong(connection: Connection) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select nothing_of_the_kind")

    with Asking(settings, server, lambda _: None) as warehouse:
        with pytest.raises(psycopg2.Error):
            warehouse.ask(wrong)
        assert warehouse.ask(arrivals) == 0


class _Ending:
    """Components of which one has always ended."""

    def __init__(self, home: Path) -> None:
        self.home, self.restarted = home, list[str]()

    def dead(self) -> list[str]:
        return ["scheduler"]

    def log(self, name: str) -> Path:
        return self.home / f"{name}.log"

    def restart(self, name: str) -> None:
        self.restarted.append(name)


class _Silent:
    def step(self, text: str) -> None:
        """Nobody looks."""


@pytest.mark.parametrize(("apart", "restarts"), [(1.0, 3), (301.0, 9)])
def test_what_keeps_ending_stops_the_system_and_what_ends_now_and_then_does_not(
    apart: float, restarts: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three within a quarter of an hour are started again; at 301 s apart the fourth comes 903 s after the first."""
    clock = iter(range(1000))
    monkeypatch.setattr(stack.time, "monotonic", lambda: next(clock) * apart)
    components, before = _Ending(tmp_path), list[float]()
    if restarts == 9:
        for _ in range(9):
            stack._keep_alive(components, _Silent(), before)  # type: ignore[arg-type]
    else:
        with pytest.raises(StackError, match="keeps ending"):
            for _ in range(9):
                stack._keep_alive(components, _Silent(), before)  # type: ignore[arg-type]
    assert len(components.restarted) == restarts
