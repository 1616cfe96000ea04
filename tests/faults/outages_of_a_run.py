"""The database away at each named step of a run: `python -m tests.faults.outages_of_a_run`.

At every step of `test_database_away` the server once stands still for half a minute (a machine that hangs) and once ends as by a
crash and is started again. A run that meets a crash may end with the one line that is said for it; the next must do all the rest.
What is left behind must be what an undisturbed run leaves. Status 1 if not.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread

import psycopg2
import pytest

from huizong.flow import pipeline
from huizong.settings import Settings
from huizong.warehouse.connection import WarehouseError
from huizong.warehouse.schema.migrate import migrate
from huizong.warehouse.server.embedded import EmbeddedServer
from tests.faults.killing import TEMPLATE, differences, system
from tests.faults.left_behind import settle, state_of
from tests.faults.outages import AWAY_SECONDS, crash, hang, postmaster
from tests.faults.test_database_away import SAID, STEPS


def hang_beside(server: EmbeddedServer) -> Thread:
    """The server stands still from now on, for half a minute."""
    beside = Thread(target=hang, args=(server,))
    beside.start()
    return beside


def crash_and_start(server: EmbeddedServer) -> Thread:
    """The server ends at once; it is started again in a while."""
    ended = postmaster(server)
    crash(server)
    ended.wait(AWAY_SECONDS)

    def begin() -> None:
        time.sleep(2)
        server.start()

    beside = Thread(target=begin)
    beside.start()
    return beside


def once(act: Callable[[], Thread], begun: list[Thread]) -> None:
    """The first time a step is come to."""
    if not begun:
        begun.append(act())


def disturbed(server: EmbeddedServer, settings: Settings, step: str, outage: Callable[[EmbeddedServer], Thread]) -> str:
    """A run with an outage at the step, then runs until all is done; how the first one ended."""
    begun: list[Thread] = []
    ended = "went on"
    with pytest.MonkeyPatch.context() as patch:
        STEPS[step](patch, partial(once, partial(outage, server), begun))
        try:
            pipeline.run_once(settings)
        except SAID as error:
            ended = f"ended: {str(error).splitlines()[0]}"
        except pipeline.UnfinishedRunError as error:
            ended = f"ended: {error}"
    if not begun:
        raise SystemExit(f"the step {step} was not reached")
    begun[0].join()
    until = time.monotonic() + AWAY_SECONDS
    while True:
        try:
            settle(settings)
        except (psycopg2.OperationalError, WarehouseError):  # it is starting up
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
        else:
            return ended


def run() -> int:
    """All outages; returns how many differ."""
    broken = 0
    with tempfile.TemporaryDirectory(prefix="huizong-outages-") as made:
        server = EmbeddedServer(Path(made) / "server").start()
        try:
            migrate(server.create_database(TEMPLATE).owner)
            calm = system(server, Path(made), "calm")
            settle(calm)
            expected = state_of(calm)
            for number, (step, outage) in enumerate((step, outage) for step in STEPS for outage in (hang_beside, crash_and_start)):
                settings = system(server, Path(made), f"disturbed_{number}")
                began = time.monotonic()
                ended = disturbed(server, settings, step, outage)
                told = differences(state_of(settings), expected)
                broken += bool(told)
                print(f"{step}, {outage.__name__}: {ended}; {time.monotonic() - began:.0f} s; {told or 'nothing differs'}", flush=True)
        finally:
            server.stop("immediate")
    print(f"{2 * len(STEPS)} outages of {AWAY_SECONDS:.0f} s or a crash at {len(STEPS)} steps: {broken} differ")
    return broken


if __name__ == "__main__":
    sys.exit(1 if run() else 0)
