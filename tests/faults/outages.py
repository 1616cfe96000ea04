"""The database away while `make run` works: `python -m tests.faults.outages --count 6 --seed 1`.

A `make run` of its own, with its own embedded PostgreSQL; a file is dropped before each outage. In turn all of PostgreSQL's processes are
stopped for half a minute (a machine that hangs), the server is ended as by a crash, and it is told to end as `kill` does, which
waits for its sessions. In the end all of it must be what one undisturbed run makes of the same files, `make run` must have stayed up, and
have said of each outage that it knew of when it began and when it was over. Status 1 if not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import psutil
import psycopg2

from huizong.settings import REPOSITORY, Settings
from huizong.warehouse.connection import WarehouseError
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.server_in_use import embedded_folder
from huizong.warehouse.server.temporary import temporary_server
from huizong_airflow.samples import SAMPLES, read_expected
from tests.faults.killing import TEMPLATE, differences
from tests.faults.killing_airflow import PATIENCE_SECONDS, files_of, migrate, system, waits
from tests.faults.left_behind import settle, state_of
from tests.faults.towns import County

AWAY_SECONDS, LONGEST_WAIT = 30.0, 15.0


def started(home: Path) -> subprocess.Popen[bytes]:
    """`make run` on a home of its own without the sample files, once it has settled."""
    known = {sample.file: hashlib.sha256((SAMPLES / sample.file).read_bytes()).hexdigest() for sample in read_expected().samples}
    home.mkdir()
    (home / "dropped.json").write_text(json.dumps(known, ensure_ascii=False), "utf-8")
    environment = {**os.environ, "HUIZONG_HOME": str(home), "HUIZONG_STABLE_SECONDS": "0.2", "PYTHONPATH": "plugins"}
    with (home / "run.log").open("wb") as log:
        command = [sys.executable, "-m", "huizong_airflow.stack"]
        process = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=log, stderr=log)
    until = time.monotonic() + PATIENCE_SECONDS
    while "running; Ctrl-C" not in said(home):
        if process.poll() is not None or time.monotonic() > until:
            raise SystemExit(f"the system does not start: {said(home)[-600:]}")
        time.sleep(0.5)
    return process


def said(home: Path) -> str:
    """What `make run` has printed."""
    return (home / "run.log").read_text("utf-8")


def hang(server: EmbeddedServer) -> None:
    """All processes of the server stand still for half a minute."""
    family = postmaster(server)
    everybody = [family, *family.children(recursive=True)]
    for one in everybody:
        with suppress(psutil.NoSuchProcess):
            one.suspend()
    time.sleep(AWAY_SECONDS)
    for one in everybody:
        with suppress(psutil.NoSuchProcess):
            one.resume()


def crash(server: EmbeddedServer) -> None:
    """The server ends at once, and recovers when it is started again."""
    postmaster(server).send_signal(signal.SIGQUIT)


def told_to_end(server: EmbeddedServer) -> None:
    """The server lets nobody in any more, and waits for its sessions."""
    postmaster(server).send_signal(signal.SIGTERM)


def postmaster(server: EmbeddedServer) -> psutil.Process:
    """The server's first process."""
    return psutil.Process(int((server.data / "postmaster.pid").read_text("utf-8").split()[0]))


OUTAGES: tuple[Callable[[EmbeddedServer], None], ...] = (hang, crash, told_to_end)


def until_done(made: County, process: subprocess.Popen[bytes]) -> str:
    """What is not done after all patience, in words; nothing when all is. A database that is away is asked again."""
    until, left = time.monotonic() + PATIENCE_SECONDS, "nobody answered"
    while time.monotonic() < until and process.poll() is None:
        with suppress(psycopg2.Error, WarehouseError):  # it is away: `left` says what was known before
            if not (left := waits(made)):
                return ""
        time.sleep(2)
    return left


def run(count: int, seed: int) -> int:
    """All outages; returns how much is otherwise than it must be."""
    draw, files = Random(seed), files_of(count)  # noqa: S311  (nothing secret)
    with temporary_server() as scratch, tempfile.TemporaryDirectory(prefix="huizong-outages-") as folder:
        migrate(scratch.create_database(TEMPLATE).owner)
        calm = County(system(scratch, Path(folder), "calm"))
        for path, content in files:
            calm.drop(path, content)
        time.sleep(2 * calm.settings.stable_seconds)
        settle(calm.settings)
        expected = state_of(calm.settings)
        home = Path(folder) / "run"
        process = started(home)
        settings = Settings.from_environment({"HUIZONG_HOME": str(home)})
        server = EmbeddedServer(embedded_folder(settings)).start()
        try:
            urls = server.urls()
            made = County(settings.with_database(urls.loader, urls.owner, urls.reader))
            for number, (path, content) in enumerate(files):
                made.drop(path, content)
                time.sleep(draw.uniform(0.5, LONGEST_WAIT))
                outage = OUTAGES[number % len(OUTAGES)]
                outage(server)
                left = until_done(made, process)
                print(f"{outage.__name__}: {left or 'everything was done'}", flush=True)
            told = differences(state_of(made.settings), expected) + ([left] if left else [])
            told += ["make run has ended"] if process.poll() is not None else []
            away, back = said(home).count("the database is away"), said(home).count("the database answers again")
            told += [] if away == back else [f"it said {away} times that the database was away, {back} times that it was back"]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(180)
            print(said(home)[-2500:])
            shutil.rmtree(server.data.parent, ignore_errors=True)  # as root it lies elsewhere
    for one in told:
        print(one)
    print(f"{count} outages (seed {seed}), {away} of them noticed by make run: {len(told)} differences")
    return len(told)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=6)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    sys.exit(1 if run(given.count, given.seed) else 0)
