"""Airflow's four processes on one machine: their settings, start, health and end. Imports no Airflow: starting is quick."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from huizong.settings import REPOSITORY, Settings
from huizong.warehouse.server.machine import HOST, listener
from huizong_airflow.airflow_settings import ADMIN_USER, AirflowSettings
from huizong_airflow.api import is_healthy
from huizong_airflow.process_groups import children_of, kill_all, signal_group, started_at

COMMANDS = {
    "api-server": ("api-server",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "dag-processor": ("dag-processor",),
    "triggerer": ("triggerer", "--skip-serve-logs"),
}
# the api-server goes last: running tasks report their end to it
STOP_ORDER = (("triggerer", "dag-processor", "scheduler"), ("api-server",))
STOP_SECONDS = 30
HURRY_SECONDS = 2
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
    """The processes of one `make run`, each in a process group of its own, each with a log under `.state/airflow`."""

    settings: Settings
    airflow_url: str
    ui_port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)

    @property
    def airflow(self) -> AirflowSettings:
        """What the processes are told."""
        return AirflowSettings(self.settings, self.airflow_url, self.ui_port)

    @property
    def home(self) -> Path:
        """AIRFLOW_HOME."""
        return self.airflow.home

    @property
    def login(self) -> Login:
        """Address and login of the UI."""
        return Login(f"http://{HOST}:{self.ui_port}", ADMIN_USER, self.airflow.admin_password)

    def migrate(self) -> bool:
        """Bring Airflow's metadata to this version of Airflow, if it isn't already; says whether there was work."""
        stamp = self.home / "migrated"
        state = f"{_airflow_version()} {self.airflow_url.rsplit('@', 1)[-1]}"
        if stamp.exists() and stamp.read_text("utf-8") == state:
            return False
        self._run_once("db", "migrate")
        stamp.write_text(state, "utf-8")
        return True

    def start(self) -> None:
        """Start all four; they come up side by side."""
        for name in COMMANDS:
            self._start(name)
        self._write_services()

    def healthy(self) -> bool:
        """Whether the API answers and has heard from the other three."""
        return is_healthy(self.login.url)

    def dead(self) -> list[str]:
        """Names of processes that have ended by themselves."""
        return [name for name, process in self.processes.items() if process.poll() is not None]

    def restart(self, name: str) -> None:
        """Start one again that has ended."""
        self._start(name)
        self._write_services()

    def log(self, name: str) -> Path:
        """The log of one process."""
        return self.home / f"{name}.log"

    def stop(self) -> None:
        """End all processes, running tasks first coming to their end; what doesn't end in time is killed, children too."""
        family = [child for process in self.processes.values() for child in children_of(process.pid)]
        for names in STOP_ORDER:
            running = [self.processes[name] for name in names if name in self.processes]
            for process in running:
                signal_group(process.pid, signal.SIGTERM)
            deadline = time.monotonic() + STOP_SECONDS
            if "triggerer" in names:
                self._hurry("triggerer")
            for process in running:
                try:
                    process.wait(max(0.1, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    signal_group(process.pid, signal.SIGKILL)
                    process.wait()
        kill_all([child for child in family if child.is_running()])
        self.processes.clear()
        (self.settings.home / "services.json").unlink(missing_ok=True)

    def _hurry(self, name: str) -> None:
        """Signal a second time: the triggerer otherwise waits 10 s for children that have ended already."""
        process = self.processes.get(name)
        if process is not None:
            try:
                process.wait(HURRY_SECONDS)
            except subprocess.TimeoutExpired:
                process.terminate()

    def _start(self, name: str) -> None:
        # the process that forks the tasks loads their libraries beforehand (plugins/huizong_plugin.py)
        preload = {"AIRFLOW__CORE__LAZY_LOAD_PLUGINS": "False"} if name == "scheduler" else {}
        with self.log(name).open("ab") as log:
            self.processes[name] = subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-m", "airflow", *COMMANDS[name]],
                env={**self.airflow.environment(), **preload},
                cwd=REPOSITORY,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _run_once(self, *arguments: str) -> None:
        log = self.log("setup")
        with log.open("ab") as output:
            command = [sys.executable, "-m", "airflow", *arguments]
            done = subprocess.run(  # noqa: S603 - our own interpreter
                command,
                env=self.airflow.environment(),
                cwd=REPOSITORY,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
            )
        if done.returncode:
            raise ComponentError(f"airflow {' '.join(arguments)} failed: {last_line(log)} (more in {log})")

    def _write_services(self) -> None:
        """Tell `huizong status`, and the next start should this one be killed, what runs."""
        entries = [
            {
                "name": name,
                "host": HOST,
                "port": self.ui_port if name == "api-server" else 0,
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
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1]), f"port {DEFAULT_UI_PORT} is used by {owner}"


def end_leftovers(home: Path) -> int:
    """End processes that a killed `make run` left behind, by the ids and start times it wrote down; returns how many."""
    path = home / "services.json"
    if not path.exists():
        return 0
    left = [entry for entry in json.loads(path.read_text("utf-8")) if started_at(entry["pid"]) == entry["started"]]
    family = [child for entry in left for child in children_of(entry["pid"])]
    for entry in left:
        signal_group(entry["pid"], signal.SIGTERM)
    _, alive = psutil.wait_procs([psutil.Process(entry["pid"]) for entry in left if psutil.pid_exists(entry["pid"])], timeout=15)
    kill_all([*alive, *(child for child in family if child.is_running())])
    path.unlink()
    return len(left)


def last_line(log: Path) -> str:
    """The last line of a log that says anything."""
    lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines() if line.strip()] if log.exists() else []
    return lines[-1][:300] if lines else "no output"


def _airflow_version() -> str:
    from importlib.metadata import version

    return version("apache-airflow")
