"""Runs of the flow killed at random instants and at every named point: `python -m tests.faults.killing --count 200 --seed 1`.

Children are forked from this process, which has run the flow once and so has all of it loaded: a kill costs no import. Each system
(a database and folders of its own) is killed once or twice, then left to run until its inbox is empty; what lies in warehouse,
outbox, archive, published, journal and inbox must be what an undisturbed run leaves. Status 1 if one differs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

from huizong.flow import pipeline
from huizong.settings import Settings
from huizong.warehouse import connect
from huizong.warehouse.schema.migrate import migrate
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.temporary import temporary_server
from tests.faults import killed
from tests.faults.left_behind import State, drop_samples, settle, state_of
from tests.faults.test_kill_points import POINTS

TEMPLATE, EACH = "killing_template", 2  # kills of one system
# A file in work during two kills is taken for the one that ends the process: it is quarantined, or its receipt goes out without a
# marked copy. That is meant, and another's test.
IN_WORK = (
    "select (select count(*) from raw.arrival where state = 'received' and attempts > 0)"
    " + (select count(*) from quality.receipt where written_at is null and attempts > 0)"
)


def forked(work: Callable[[], object]) -> int:
    """A child that does the work and ends; its process id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    except BaseException:  # the parent goes by the status
        traceback.print_exc()
    finally:
        os._exit(status)


def killed_after(settings: Settings, seconds: float) -> bool:
    """A run that is killed after so long; False if it had ended by then."""
    child = forked(lambda: pipeline.run_once(settings))
    time.sleep(seconds)
    if os.waitpid(child, os.WNOHANG) != (0, 0):
        return False
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def killed_at(settings: Settings, point: str) -> bool:
    """A run that kills itself at a named point."""

    def die_there() -> None:
        getattr(killed, point)()
        pipeline.run_once(settings)

    return os.waitpid(forked(die_there), 0)[1] == signal.SIGKILL


def in_work(settings: Settings) -> bool:
    """Whether a file was being tried, or a receipt written, when the run was killed."""
    with closing(connect(settings.owner_url)) as connection, connection.cursor() as cursor:
        cursor.execute(IN_WORK)
        return cursor.fetchone() != (0,)


def system(server: EmbeddedServer, folder: Path, name: str) -> Settings:
    """A system of its own with the samples in its inbox."""
    urls = server.create_database(name, template=TEMPLATE)
    environment = {"HUIZONG_HOME": str(folder / name), "HUIZONG_STABLE_SECONDS": "0.001"}
    settings = Settings.from_environment(environment).with_database(urls.loader, urls.owner, urls.reader)
    drop_samples(settings)
    return settings


def differences(found: State, expected: State) -> list[str]:
    """Which parts are not alike, with the first things of each that only one has."""
    told = [f"{name}: {_first(found.tables[name], rows)}" for name, rows in expected.tables.items() if found.tables[name] != rows]
    for part in ("outbox", "archive", "inbox", "published", "journal"):
        if getattr(found, part) != getattr(expected, part):
            told.append(f"{part}: {_first(getattr(found, part), getattr(expected, part))}")
    return told


def _first(found: list[object], expected: list[object]) -> str:
    more, less = [one for one in found if one not in expected], [one for one in expected if one not in found]
    return f"{len(found)} for {len(expected)}, more {more[:2]}, less {less[:2]}"


def run(count: int, seed: int) -> int:
    """All kills; says which systems differ, and counts. Returns how many differ."""
    draw, broken, kills, systems = Random(seed), 0, 0, 0  # noqa: S311  (nothing secret)
    with temporary_server() as server, tempfile.TemporaryDirectory(prefix="huizong-kills-") as made:
        migrate(server.create_database(TEMPLATE).owner)
        undisturbed = system(server, Path(made), "undisturbed")
        settle(undisturbed)
        expected = state_of(undisturbed)
        measured, began = system(server, Path(made), "measured"), time.monotonic()
        os.waitpid(forked(lambda: settle(measured)), 0)
        longest = time.monotonic() - began
        points = list(POINTS)
        while kills < count + len(POINTS):
            systems += 1
            settings, done = system(server, Path(made), f"killed_{systems}"), []
            for _ in range(EACH):
                if points and not done:
                    at: str | float = points.pop()
                    hit = killed_at(settings, str(at))
                    if not hit:
                        raise SystemExit(f"the point {at} was not reached")
                else:
                    at = round(draw.uniform(0, longest), 3)
                    hit = killed_after(settings, float(at))
                done += [at] if hit else []
                if not hit or in_work(settings):
                    break
            kills += len(done)
            ended = os.waitpid(forked(lambda settings=settings: settle(settings)), 0)[1]  # type: ignore[misc]
            told = differences(state_of(settings), expected) or ([f"the run after it ended with {ended}"] if ended else [])
            broken += bool(told)
            for one in told:
                print(f"system {systems}, killed at {done}: {one}", flush=True)
            server.drop_database(f"killed_{systems}")
            shutil.rmtree(settings.home)
            if not systems % 5:
                print(f"{kills} kills of {systems} systems so far, {broken} differ", flush=True)
    print(f"{kills} kills (seed {seed}, {len(POINTS)} at named points) of {systems} systems, a run of {longest:.1f} s: {broken} differ")
    return broken


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=200)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    sys.exit(1 if run(given.count, given.seed) else 0)
