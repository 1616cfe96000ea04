"""Airflow's scheduler, tasks, workers and other processes killed while files come: `python -m tests.faults.killing_airflow --count 20`.

A running system of its own, with its own database; a file is dropped before each kill, and what ended is started again as `make run`
does it. In the end all of it must be what one undisturbed run makes of the same files. Status 1 if it differs, or nothing moves any more.
"""

from __future__ import annotations

import argparse
import socket
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

import psutil

from huizong.settings import Settings
from huizong.steps import preparing
from huizong.warehouse.schema.migrate import migrate
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.temporary import temporary_server
from huizong_airflow.components import Components
from tests.faults.killing import TEMPLATE, differences
from tests.faults.left_behind import settle, state_of
from tests.faults.towns import TOWNS, County, report_of

VICTIMS = ("scheduler", "task", "scheduler", "task", "triggerer", "task", "dag-processor", "task", "api-server", "task")
PATIENCE_SECONDS, TASK_SECONDS, LONGEST_WAIT = 600.0, 120.0, 8.0
OFTEN = 0.7


def files_of(count: int) -> list[tuple[str, bytes]]:
    """Where each file goes, and its bytes: towns take turns, and correct one figure when theirs comes again; named in their order."""
    towns = list(TOWNS.values())
    made = []
    for number in range(count):
        town = towns[number % len(towns)]
        content = report_of(town).replace(b"401.15", f"401.{15 + number // len(towns)}".encode())
        made.append((f"{town}/2025-05/{number:03}.csv", content))
    return made


def system(server: EmbeddedServer, folder: Path, name: str) -> Settings:
    """A prepared system of its own."""
    urls = server.create_database(name, template=TEMPLATE)
    environment = {"HUIZONG_HOME": str(folder / name), "HUIZONG_STABLE_SECONDS": "0.2"}
    settings = Settings.from_environment(environment).with_database(urls.loader, urls.owner, urls.reader)
    preparing.prepare(settings)
    return settings


def started(server: EmbeddedServer, settings: Settings) -> Components:
    """Airflow's processes for a system, healthy."""
    url = server.create_database("killing_airflow", owner="airflow").airflow.replace("postgresql://", "postgresql+psycopg2://")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    components = Components(settings, url, port)
    components.migrate()
    components.start()
    until = time.monotonic() + PATIENCE_SECONDS
    while not components.healthy():
        if components.dead() or time.monotonic() > until:
            components.stop()
            raise SystemExit(f"Airflow does not start: {components.dead()}")
        time.sleep(1)
    return components


def kill(components: Components, victim: str, draw: Random) -> str:
    """Kill one of Airflow's processes, or one that a task runs in; what was killed, in words."""
    if victim != "task":
        psutil.Process(components.processes[victim].pid).kill()
        return victim
    until = time.monotonic() + TASK_SECONDS
    while not (children := tasks(components)):
        if time.monotonic() > until:
            return "no task there"
        revived(components)  # a scheduler whose worker was killed before may have ended only now
        time.sleep(0.05)
    time.sleep(draw.uniform(0, 2))  # somewhere in its work
    children = tasks(components) or children
    # The youngest is a task at work; the others are those who started it, and workers that wait for one.
    one = max(children, key=lambda child: child.create_time()) if draw.random() < OFTEN else draw.choice(children)
    name = "worker" if one in psutil.Process(components.processes["scheduler"].pid).children() else "task"
    if not one.is_running():
        return "no task there any more"
    one.kill()
    return name


def tasks(components: Components) -> list[psutil.Process]:
    """The processes that the scheduler's executor has started, if the scheduler lives."""
    try:
        return psutil.Process(components.processes["scheduler"].pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def revived(components: Components) -> None:
    """What has ended is started again."""
    for name in components.dead():
        components.restart(name)


def waits(made: County) -> str:
    """What is not done yet, in words; nothing when all is."""
    statement = (
        "select (select count(*) from raw.arrival where state = 'received'),"
        " (select count(*) from quality.receipt where written_at is null), (select count(*) from meta.dirty_period)"
    )
    ((judging, receipts, dirty),) = made.rows(statement)
    lying = len(made.inbox())
    return (
        f"{lying} files lie, {judging} wait, {receipts} receipts due, {dirty} periods dirty"
        if lying or judging or receipts or dirty
        else ""
    )


def run(count: int, seed: int) -> int:
    """All kills; returns how many parts differ in the end."""
    draw, done, files = Random(seed), Counter[str](), files_of(count)  # noqa: S311  (nothing secret)
    with temporary_server() as server, tempfile.TemporaryDirectory(prefix="huizong-kills-") as folder:
        migrate(server.create_database(TEMPLATE).owner)
        calm, killed = (County(system(server, Path(folder), name)) for name in ("calm", "killed"))
        for path, content in files:
            calm.drop(path, content)
        time.sleep(2 * calm.settings.stable_seconds)
        settle(calm.settings)
        expected = state_of(calm.settings)
        components = started(server, killed.settings)
        began = time.monotonic()
        try:
            for number, (path, content) in enumerate(files):
                killed.drop(path, content)
                time.sleep(draw.uniform(1, LONGEST_WAIT))
                what = kill(components, VICTIMS[number % len(VICTIMS)], draw)
                done[what] += 1
                print(f"{time.monotonic() - began:.0f} s: killed {what}; {waits(killed)}", flush=True)
                time.sleep(1)
                revived(components)
            last = time.monotonic()
            while (left := waits(killed)) and time.monotonic() < last + PATIENCE_SECONDS:
                revived(components)
                time.sleep(2)
            print(f"{time.monotonic() - last:.0f} s after the last of them everything was done", flush=True)
        finally:
            components.stop()
        told = differences(state_of(killed.settings), expected) + ([f"after {PATIENCE_SECONDS:.0f} s: {left}"] if left else [])
    for one in told:
        print(one)
    kills = sum(number for what, number in done.items() if not what.startswith("no"))
    print(f"{kills} kills of Airflow ({dict(done)}, seed {seed}), {time.monotonic() - began:.0f} s: {len(told)} differences")
    return len(told)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    sys.exit(1 if run(given.count, given.seed) else 0)
