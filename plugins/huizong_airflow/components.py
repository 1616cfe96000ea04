"""Airflow's four processes on one machine: their settings, start, health and end. Imports no Airflow: starting is quick."""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from huizong.answers.viewers import listed_users
from huizong.settings import REPOSITORY, Settings
from huizong.warehouse.server.machine import HOST, listener
from huizong_airflow.api import is_healthy

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
ADMIN_USER = "admin"
# What the roles of users.csv are in Airflow itself: a department has none there and reaches the board alone.
AIRFLOW_ROLES = {"engineer": "op", "superior": "user", "reviewer": "viewer", "department": ""}
_USERNAME = re.compile(r"[\w.@-]+")  # the setting separates names by commas and colons


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
    def home(self) -> Path:
        """AIRFLOW_HOME."""
        return self.settings.home / "airflow"

    @property
    def login(self) -> Login:
        """Address and login of the UI."""
        return Login(f"http://{HOST}:{self.ui_port}", ADMIN_USER, self._secrets()["admin_password"])

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
        family = [child for process in self.processes.values() for child in _children(process.pid)]
        for names in STOP_ORDER:
            running = [self.processes[name] for name in names if name in self.processes]
            for process in running:
                _signal_group(process.pid, signal.SIGTERM)
            deadline = time.monotonic() + STOP_SECONDS
            if "triggerer" in names:
                self._hurry("triggerer")
            for process in running:
                try:
                    process.wait(max(0.1, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    _signal_group(process.pid, signal.SIGKILL)
                    process.wait()
        _kill([child for child in family if child.is_running()])
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

    def environment(self) -> dict[str, str]:
        """What all four, and their tasks, are told: Airflow's settings and ours."""
        hidden = self._secrets()
        ours = self.settings.to_environment()
        airflow = {
            "CORE__DAGS_FOLDER": REPOSITORY / "dags",
            "CORE__PLUGINS_FOLDER": REPOSITORY / "plugins",
            "CORE__LOAD_EXAMPLES": False,
            "CORE__EXECUTOR": "LocalExecutor",
            "CORE__PARALLELISM": 2 * (os.cpu_count() or 1),
            "CORE__DAGS_ARE_PAUSED_AT_CREATION": False,
            "CORE__LAZY_LOAD_PLUGINS": True,
            "CORE__FERNET_KEY": hidden["fernet_key"],
            "CORE__AUTH_MANAGER": "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager",
            "CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{name}:{role}" for name, role in self._users().items()),
            "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": self.home / "passwords.json",
            "CORE__EXECUTION_API_SERVER_URL": f"http://{HOST}:{self.ui_port}/execution/",
            "DATABASE__SQL_ALCHEMY_CONN": self.airflow_url,
            "API__HOST": HOST,
            "API__PORT": self.ui_port,
            "API__BASE_URL": f"http://{HOST}:{self.ui_port}",
            "API__WORKERS": 1,
            "API__SECRET_KEY": hidden["api_secret"],
            "API_AUTH__JWT_SECRET": hidden["jwt_secret"],
            "LOGGING__BASE_LOG_FOLDER": self.home / "logs",
            "LOGGING__NAMESPACE_LEVELS": "great_expectations=WARNING http.access=WARNING",
            # a supervisor may sleep this long before it sees that its task has ended
            "WORKERS__MIN_HEARTBEAT_INTERVAL": 1,
            # what a killed run has left is taken up soon by the next one
            "SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": 60,
            "SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": 10,
            "SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": 30,
            "TRIGGERER__JOB_HEARTBEAT_SEC": 2,
            "TRIGGERER__TRIGGERER_HEALTH_CHECK_THRESHOLD": 10,
            "SCHEDULER__ENABLE_HEALTH_CHECK": False,
            "USAGE_DATA_COLLECTION__ENABLED": False,
        }
        return {
            **os.environ,
            **ours,
            **{f"AIRFLOW__{name}": str(value) for name, value in airflow.items()},
            "AIRFLOW_HOME": str(self.home),
            "GX_ANALYTICS_ENABLED": "false",
            "NO_PROXY": ",".join(filter(None, (HOST, os.environ.get("NO_PROXY")))),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        }

    def _start(self, name: str) -> None:
        # the process that forks the tasks loads their libraries beforehand (plugins/huizong_plugin.py)
        preload = {"AIRFLOW__CORE__LAZY_LOAD_PLUGINS": "False"} if name == "scheduler" else {}
        with self.log(name).open("ab") as log:
            self.processes[name] = subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-m", "airflow", *COMMANDS[name]],
                env={**self.environment(), **preload},
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
                command, env=self.environment(), cwd=REPOSITORY, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
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
                "started": _started(process.pid),
            }
            for name, process in self.processes.items()
        ]
        (self.settings.home / "services.json").write_text(json.dumps(entries, indent=1), "utf-8")

    def _users(self) -> dict[str, str]:
        """Who may log in, with the role in Airflow: the admin, and the users of the board, departments without any role there.

        Each has a password of its own in `passwords.json`, made when it is first seen.
        """
        users = {ADMIN_USER: "admin"} | {
            user.username: AIRFLOW_ROLES[user.board_role]
            for user in listed_users(self.settings.catalogue)
            if _USERNAME.fullmatch(user.username) and user.username != ADMIN_USER
        }
        self._secrets()
        path = self.home / "passwords.json"
        passwords: dict[str, str] = json.loads(path.read_text("utf-8"))
        if missing := [name for name in users if name not in passwords]:
            _write_private(path, passwords | {name: secrets.token_urlsafe(9) for name in missing})
        return users

    def _secrets(self) -> dict[str, str]:
        """Keys and the admin's password, made once, readable by their owner only."""
        path = self.home / "secrets.json"
        if not path.exists():
            made = {name: secrets.token_urlsafe(64) for name in ("api_secret", "jwt_secret")}
            made |= {"fernet_key": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(), "admin_password": secrets.token_urlsafe(12)}
            _write_private(self.home / "passwords.json", {ADMIN_USER: made["admin_password"]})
            _write_private(path, made)
        found: dict[str, str] = json.loads(path.read_text("utf-8"))
        return found


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
    left = [entry for entry in json.loads(path.read_text("utf-8")) if _started(entry["pid"]) == entry["started"]]
    family = [child for entry in left for child in _children(entry["pid"])]
    for entry in left:
        _signal_group(entry["pid"], signal.SIGTERM)
    _, alive = psutil.wait_procs([psutil.Process(entry["pid"]) for entry in left if psutil.pid_exists(entry["pid"])], timeout=15)
    _kill([*alive, *(child for child in family if child.is_running())])
    path.unlink()
    return len(left)


def last_line(log: Path) -> str:
    """The last line of a log that says anything."""
    lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines() if line.strip()] if log.exists() else []
    return lines[-1][:300] if lines else "no output"


def _airflow_version() -> str:
    from importlib.metadata import version

    return version("apache-airflow")


def _started(pid: int) -> float:
    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return 0.0


def _children(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return []


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(processes, timeout=5)


def _write_private(path: Path, content: Mapping[str, str]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(content, file)
