"""The main job on one machine, as `make run` starts it: database, Airflow, samples, and what came of them.

`ONCE=1` ends after publishing, with status 0 only if every sample got its expected verdict and the rollup its expected
numbers. Everything listens on 127.0.0.1. Whatever is started here is ended here.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import astuple, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong.catalogue import CatalogueError
from huizong.intake.inbox import scan
from huizong.settings import Settings, SettingsError
from huizong.warehouse import connect
from huizong.warehouse.connection import WarehouseError
from huizong.warehouse.outages import STOPS_ALL, of_files
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.machine import EmbeddedServerError
from huizong.warehouse.server.server_in_use import embedded_folder, server_in_use
from huizong_airflow import samples, showing
from huizong_airflow.api import Api, ApiError
from huizong_airflow.asking_anew import Asking
from huizong_airflow.components import ComponentError, Components, end_leftovers, free_ui_port, last_line
from huizong_airflow.roster import Cluster
from huizong_airflow.samples import Expected, SamplesError
from huizong_airflow.showing import Screen
from huizong_airflow.tidying import Tidying

NEEDED_MB = 500
PATIENCE_SECONDS = 240
REMOVAL_SECONDS = 15
LOOK_SECONDS = 3
MOST_RESTARTS, RESTARTS_SECONDS = 3, 15 * 60.0


class StackError(Exception):
    """The system can't start or doesn't come to its end; the message is one line that says what to do."""


KNOWN_ERRORS = (StackError, SamplesError, ApiError, SettingsError, ComponentError, EmbeddedServerError, WarehouseError)


def main(find_cluster: Callable[[], Cluster | None] = lambda: None) -> int:
    """Run the system, as a cluster where one is found; known problems are one line and status 1."""
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    once = os.environ.get("ONCE", "") not in ("", "0")
    try:
        settings = Settings.from_environment()
        _enough_space(settings.home)
        cluster = find_cluster()
        with _only_one(settings.home):
            return _run(settings, cluster, Screen(), once=once)
    except CatalogueError as error:
        first, *rest = error.problems
        more = f" (and {len(rest)} more: `.venv/bin/huizong catalogue check` names them all)" if rest else ""
        return _fail(f"the catalogue can't be used: {first}{more}")
    except KNOWN_ERRORS as error:
        return _fail(str(error))
    except OSError as error:
        if error.errno not in STOPS_ALL:
            raise
        return _fail(f"{of_files(error)}; nothing is lost, `make run` goes on with the same data")
    except KeyboardInterrupt:
        return 0


def _run(settings: Settings, cluster: Cluster | None, screen: Screen, *, once: bool) -> int:
    """Start everything, show what comes of it, and end everything whatever happens."""
    from huizong.steps import preparing

    found = preparing.catalogue_of(settings)
    screen.step(f"catalogue: {len(found.organisations)} organisations, {len(found.indicators)} indicators, {len(found.forms)} forms")
    expected = samples.read_expected()
    if left := end_leftovers(settings.home):
        screen.step(f"ended {left} processes that a killed run had left")
    port, told = free_ui_port(os.environ.get("HUIZONG_UI_PORT", ""))
    if told:
        screen.step(told)
    with ExitStack() as running:
        ours, airflow_url = _databases(settings, screen, running)
        components = Components(ours, airflow_url, port, cluster)
        running.callback(_stop, components, screen)
        with ThreadPoolExecutor(1) as beside:
            prepared = beside.submit(preparing.prepare, ours)
            if components.migrate():
                screen.step("Airflow: metadata migrated")
            components.start()
            prepared.result()
        screen.step("warehouse: migrated, catalogue in force; Airflow: starting")
        if cluster:
            screen.step(f"cluster: Redis on 127.0.0.1:{cluster.port}; {', '.join(cluster.workers)}, {cluster.tasks} tasks each at a time")
        dropped = samples.drop(ours, expected, again=os.environ.get("SAMPLES", "") == "again")
        screen.step(f"samples: {dropped} files dropped into {ours.inbox}")
        embedded = None if settings.database_url else EmbeddedServer(embedded_folder(settings)).start()
        with Asking(ours, embedded, screen.step) as warehouse:
            _until_published(ours, components, warehouse, screen, once=once)
            with closing(connect(ours.database_url, role="huizong_loader")) as connection:
                last = _show(ours, components, connection, screen, expected)
                if once:
                    return _compare(connection, screen, expected)
            _stay(components, warehouse, screen, last)
    return 0


def _show(settings: Settings, components: Components, connection: Connection, screen: Screen, expected: Expected) -> int:
    """Print what was published and where things lie; returns the last submission's id."""
    shown = showing.submissions(connection)
    screen.submissions(shown)
    screen.rollup(showing.rollup(connection, expected.rollups[0].period if expected.rollups else None))
    screen.places(settings, components.login)
    return shown[-1].submission_id if shown else 0


def _compare(connection: Connection, screen: Screen, expected: Expected) -> int:
    """Compare with what the samples must come to; 0 if nothing differs."""
    found = samples.differences(connection, expected)
    for line in found:
        screen.step(f"differs: {line}")
    counts = f"{len(expected.samples)} samples and {len(expected.rollups)} rollup figures"
    screen.step(f"{len(found)} differences from what {counts} must come to" if found else f"{counts} came to what they must")
    return 1 if found else 0


def _stay(components: Components, warehouse: Asking, screen: Screen, last: int) -> None:
    """Show each new verdict until Ctrl-C. While the database is away nothing is started again: without it nothing stays up."""
    screen.step("running; Ctrl-C ends it, the next `make run` goes on with the same data")
    restarts: list[float] = []
    tidying = Tidying(components, screen.step)
    while True:
        time.sleep(1)
        rows = warehouse.ask(partial(showing.submissions, after=last), anew=bool(components.dead()))
        if rows is None:
            continue
        _keep_alive(components, screen, [] if warehouse.was_away_lately else restarts)
        tidying.look()
        for row in rows:
            screen.arrived(row)
            last = row.submission_id


def _until_published(settings: Settings, components: Components, warehouse: Asking, screen: Screen, *, once: bool) -> None:
    """Wait, with a line for each change, until every file of the inbox is judged, receipted, published and removed.

    A file that can't be removed is waited for a little only: it stays where it is. Raises StackError when nothing moves,
    with `once` also when a task has failed.
    """
    before, moved, api, new = None, time.monotonic(), None, 0
    known, restarts = list[str](), list[float]()
    since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    while True:
        if time.monotonic() - moved > PATIENCE_SECONDS:
            raise StackError(f"nothing has moved for {PATIENCE_SECONDS} s ({before}, {new} new files); logs in {components.home}")
        now, judged = warehouse.ask(showing.progress, anew=bool(components.dead())), warehouse.ask(showing.judged_files)
        if now is None or judged is None:
            time.sleep(1)
            continue
        _keep_alive(components, screen, [] if warehouse.was_away_lately else restarts)
        if api is None and components.healthy():
            api = Api.enter(*astuple(components.login))
            screen.step(f"Airflow: all processes healthy, UI at {components.login.url}")
            moved = time.monotonic()
        if now != before:
            if str(now) != str(before):
                screen.step(str(now))
            before, moved = now, time.monotonic()
        new = sum(1 for file in scan(settings.inbox) if file.identity not in judged)
        quiet = time.monotonic() - moved
        if api and now.settled and not new and (not now.lying or quiet > REMOVAL_SECONDS):
            return
        if api and quiet > LOOK_SECONDS and (failed := _failed_tasks(api, since)) != known:
            known = failed
            _tell_failed(failed, components, screen, once=once)
        time.sleep(0.5)


def _failed_tasks(api: Api, since: str) -> list[str]:
    """Tasks that have failed; none are known while the api-server is being started again."""
    try:
        return api.failed_tasks(since)
    except OSError:
        return []


def _tell_failed(failed: list[str], components: Components, screen: Screen, *, once: bool) -> None:
    """Say which tasks have failed; raises StackError with `once`, since the next try is minutes away."""
    told = f"failed: {', '.join(failed)}; why: {components.login.url} or {components.home / 'logs'}"
    if once:
        raise StackError(told)
    screen.step(told)


def _keep_alive(components: Components, screen: Screen, restarts: list[float]) -> None:
    """Start again what has ended by itself; raises StackError when that happens again and again within a quarter of an hour.

    `restarts` are the instants (monotonic, seconds) of those before: a process killed now and then in a year stops nobody.
    """
    for name in components.dead():
        now = time.monotonic()
        restarts[:] = [*(instant for instant in restarts if now - instant < RESTARTS_SECONDS), now]
        if len(restarts) > MOST_RESTARTS:
            raise StackError(f"{name} keeps ending: {last_line(components.log(name))} (more in {components.log(name)})")
        screen.step(f"{name} has ended by itself ({last_line(components.log(name))}): starting it again")
        components.restart(name)


def _databases(settings: Settings, screen: Screen, running: ExitStack) -> tuple[Settings, str]:
    """The settings with the warehouse's addresses, and the address of Airflow's metadata; servers end with `running`."""
    if port := os.environ.get("HUIZONG_POSTGRES_PORT"):
        EmbeddedServer(embedded_folder(settings)).move(int(port))
    ours = running.enter_context(server_in_use(settings))
    if settings.database_url:
        with closing(connect(settings.database_url)):
            screen.step("warehouse: your server answers")
    airflow_url = os.environ.get("HUIZONG_AIRFLOW_DATABASE_URL", "")
    if not airflow_url:
        if settings.database_url:
            running.enter_context(server_in_use(replace(settings, database_url="")))
        server = EmbeddedServer(embedded_folder(settings)).start()
        screen.step(f"PostgreSQL: running on 127.0.0.1:{server.port}{'; ' + server.notice if server.notice else ''}")
        airflow_url = server.urls("airflow").airflow
    return ours, airflow_url.replace("postgresql://", "postgresql+psycopg2://", 1)


def _stop(components: Components, screen: Screen) -> None:
    """End Airflow's processes; another Ctrl-C meanwhile changes nothing."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    if components.processes:
        screen.step("stopping")
        components.stop()


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """Hold the lock of this system's folder; it goes with the process, however that ends."""
    with (home / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise StackError(
                f"another `make run` (process {lock.read().strip() or '?'}) works on {home}: end it first, with Ctrl-C there"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
        lock.truncate(0)


def _enough_space(home: Path) -> None:
    """Raise StackError when the disk is nearly full."""
    home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(home).free // 1_000_000
    if free < NEEDED_MB:
        raise StackError(
            f"no disk space: {free} MB free at {home}, {NEEDED_MB} MB are needed: make room, or set HUIZONG_HOME to another disk"
        )


def _interrupt(number: int, frame: object) -> None:
    """SIGTERM and a closed terminal end the system as Ctrl-C does."""
    raise KeyboardInterrupt


def _fail(message: str) -> int:
    """Say what is wrong in one line."""
    print(f"huizong: {' '.join(message.split())}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
