"""The processes of a system on one machine: their start, health and end. Imports no Airflow: starting is quick."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from huizong.settings import REPOSITORY, Settings
from huizong.warehouse.server.machine import HOST, free_port, listener
from huizong_airflow.airflow_settings import AirflowSettings
from huizong_airflow.api import is_healthy
from huizong_airflow.logins import ADMIN_USER, who_may_enter
from huizong_airflow.process_groups import children_of, kill_all, kill_session, signal_group, started_at
from huizong_airflow.roster import CARRY_NOTHING, REDIS, TRIGGERER, Cluster, Part, ends_before, parts, redis_config

STOP_SECONDS = 30  # of one that runs tasks
HURRY_SECONDS = 2  # of one that has nothing which its end would cut short
DEFAULT_UI_PORT = 8080


class ComponentError(Exception):
    """A process of Airflow that can't be started or ended by itself; the message is one line and names its log."""


@dataclass(frozen=True, slots=True)
class Login:
    """Where the UI is and who may enter."""

    url: str
    user: str
    password: str


@dataclass
class Components:
    """The processes of one `make run` or `make cluster`, each in a process group of its own, each with a log under `.state/airflow`."""

    settings: Settings
    airflow_url: str
    ui_port: int
    cluster: Cluster | None = None
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)

    @property
    def airflow(self) -> AirflowSettings:
        """What the processes are told."""
        return AirflowSettings(self.settings, self.airflow_url, self.ui_port, self.cluster)

    @property
    def parts(self) -> dict[str, Part]:
        """The processes there are to be, by name, in the order in which they start."""
        return {part.name: part for part in parts(self.ui_port, self.cluster, self._redis_config)}

    @property
    def _redis_config(self) -> Path:
        return self.home / "redis.conf"

    @property
    def home(self) -> Path:
        """AIRFLOW_HOME."""
        return self.airflow.home

    @property
    def login(self) -> Login:
        """Address and login of the UI."""
        return Login(f"http://{HOST}:{self.ui_port}", ADMIN_USER, self.airflow.admin_password)

    def migrate(self) -> bool:
        """Bring Airflow's metadata to this version, and a cluster's accounts to those wanted; says whether there was work."""
        stamp = self.home / "migrated"
        state = f"{_airflow_version()} {self.airflow_url.rsplit('@', 1)[-1]}{self._accounts}"
        if stamp.exists() and stamp.read_text("utf-8") == state:
            return False
        self._run_once("huizong_airflow.begun", "db", "migrate")
        if self.cluster:
            self._run_once("huizong_airflow.accounts")
        stamp.write_text(state, "utf-8")
        return True

    @property
    def _accounts(self) -> str:
        """Whose accounts a cluster keeps with Airflow's metadata; one machine has a file of them."""
        return " ".join(("", *sorted(who_may_enter(self.settings.catalogue)))) if self.cluster else ""

    def start(self) -> None:
        """Start all; they come up side by side."""
        for part in self.parts.values():
            self._start(part)
        self._write_services()

    def healthy(self) -> bool:
        """Whether the API answers and has heard from the other three."""
        return is_healthy(self.login.url)

    def dead(self) -> list[str]:
        """Names of processes that have ended by themselves."""
        return [name for name, process in self.processes.items() if process.poll() is not None]

    def restart(self, name: str) -> None:
        """Start one again that has ended.

        What it started ends first: workers of a killed scheduler keep its connections open, and with them the locks of its last
        transaction, behind which every later scheduler would wait for ever.
        """
        if name in self.processes:
            kill_session(self.processes[name].pid)
        self._start(self.parts[name])
        self._write_services()

    def log(self, name: str) -> Path:
        """The log of one process."""
        return self.home / f"{name}.log"

    def stop(self) -> None:
        """End all processes, running tasks first coming to their end; what doesn't end in time is killed, children too."""
        family = [child for process in self.processes.values() for child in children_of(process.pid)]
        alone = {name for name, part in self.parts.items() if part.ends_its_own}
        for turn in sorted({ends_before(name) for name in self.processes}):
            running = {name: process for name, process in self.processes.items() if ends_before(name) == turn}
            for name, process in running.items():
                process.terminate() if name in alone else signal_group(process.pid, signal.SIGTERM)
            told = time.monotonic()
            if TRIGGERER in running:
                self._hurry(running[TRIGGERER])
            for name, process in sorted(running.items(), key=lambda one: one[0] not in CARRY_NOTHING):
                patience = HURRY_SECONDS if name in CARRY_NOTHING else STOP_SECONDS
                try:
                    process.wait(max(0.1, told + patience - time.monotonic()))
                except subprocess.TimeoutExpired:
                    signal_group(process.pid, signal.SIGKILL)
                    process.wait()
        kill_all([child for child in family if child.is_running()])
        self.processes.clear()
        (self.settings.home / "services.json").unlink(missing_ok=True)

    def _hurry(self, process: subprocess.Popen[bytes]) -> None:
        """Signal a second time: the triggerer otherwise waits 10 s for children that have ended already."""
        try:
            process.wait(HURRY_SECONDS)
        except subprocess.TimeoutExpired:
            process.terminate()

    def _start(self, part: Part) -> None:
        if part.name == REDIS and self.cluster is not None:
            self._configure_redis(self.cluster)
        with self.log(part.name).open("ab") as log:
            self.processes[part.name] = subprocess.Popen(  # noqa: S603 - our own interpreter, or the Redis that was found
                part.command,
                env={**self.airflow.environment(), **part.told},
                cwd=REPOSITORY,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _configure_redis(self, cluster: Cluster) -> None:
        """Write Redis's settings where only we read them: a command line would show its password to everybody."""
        folder = self.home / "redis"
        folder.mkdir(0o700, exist_ok=True)
        with os.fdopen(os.open(self._redis_config, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(redis_config(cluster, self.airflow.redis_password, folder))

    def begin(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command of Airflow's, whose words go into the log `setup`; it is nobody's to end, and ends with its work."""
        with self.log("setup").open("ab") as output:
            return subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-m", *arguments],
                env=self.airflow.environment(),
                cwd=REPOSITORY,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def _run_once(self, *arguments: str) -> None:
        if self.begin(*arguments).wait():
            log = self.log("setup")
            raise ComponentError(f"{' '.join(arguments)} failed: {last_line(log)} (more in {log})")

    def _write_services(self) -> None:
        """Tell `huizong status`, and the next start should this one be killed, what runs."""
        entries = [
            {
                "name": name,
                "host": HOST,
                "port": self.parts[name].port,
                "pid": process.pid,
                "started": started_at(process.pid),
            }
            for name, process in self.processes.items()
        ]
        (self.settings.home / "services.json").write_text(json.dumps(entries, indent=1), "utf-8")


def free_ui_port(wanted: str) -> tuple[int, str]:
    """The UI's port and what to say about it: the one asked for, else 8080, else the next free one.

    Raises ComponentError if the one asked for is in use.
    """
    if wanted:
        if not wanted.isdigit() or not 0 < int(wanted) < 65536:
            raise ComponentError(f"HUIZONG_UI_PORT={wanted!r} is no port number")
        if owner := listener(int(wanted)):
            raise ComponentError(f"port {wanted} on {HOST} is used by {owner}: end that, or set HUIZONG_UI_PORT to another one")
        return int(wanted), ""
    owner = listener(DEFAULT_UI_PORT)
    if not owner:
        return DEFAULT_UI_PORT, ""
    for port in range(DEFAULT_UI_PORT + 1, DEFAULT_UI_PORT + 100):
        if not listener(port):
            return port, f"port {DEFAULT_UI_PORT} is used by {owner}: the UI takes {port}"
    return free_port(throwaway=True), f"port {DEFAULT_UI_PORT} is used by {owner}"


def end_leftovers(home: Path) -> int:
    """End processes that a killed `make run` left behind, by the ids and start times it wrote down; returns how many."""
    path = home / "services.json"
    if not path.exists():
        return 0
    entries = json.loads(path.read_text("utf-8"))
    left = [entry for entry in entries if started_at(entry["pid"]) == entry["started"]]
    family = [child for entry in left for child in children_of(entry["pid"])]
    for entry in left:
        signal_group(entry["pid"], signal.SIGTERM)
    _, alive = psutil.wait_procs([psutil.Process(entry["pid"]) for entry in left if psutil.pid_exists(entry["pid"])], timeout=15)
    kill_all([*alive, *(child for child in family if child.is_running())])
    for entry in entries:
        kill_session(entry["pid"])  # what a process had started that was killed by itself
    path.unlink()
    return len(left)


def last_line(log: Path) -> str:
    """The last line of a log that says anything."""
    lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines() if line.strip()] if log.exists() else []
    return lines[-1][:300] if lines else "no output"


def _airflow_version() -> str:
    from importlib.metadata import version

    return version("apache-airflow")
