"""Which processes a system consists of: Airflow's four, and in a cluster Redis and Celery workers. Imports no Airflow."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from huizong.settings import SettingsError
from huizong.warehouse.server.machine import HOST

REDIS, API_SERVER, DAG_PROCESSOR, TRIGGERER = "redis", "api-server", "dag-processor", "triggerer"
# What it reads it reads again, and when the api-server's turn comes nobody is left whom it serves: these are not waited for long.
CARRY_NOTHING = frozenset({API_SERVER, DAG_PROCESSOR})
LOST_AFTER_SECONDS = 60
DEFAULT_WORKERS, MOST_WORKERS = 2, 16
# the processes that fork tasks, or readers of DAG files, load what those import beforehand (plugins/huizong_plugin.py)
PRELOAD = {"AIRFLOW__CORE__LAZY_LOAD_PLUGINS": "False"}


@dataclass(frozen=True, slots=True)
class Cluster:
    """What a cluster has beyond Airflow's four: workers by name, tasks each takes at a time, and the broker between them.

    `redis` is the program; the broker listens on loopback at `port`, its password is one of the system's secrets. A task whose
    worker says nothing for `lost_after_seconds` is given to another one.
    """

    redis: str
    port: int
    workers: tuple[str, ...]
    tasks: int = 2
    lost_after_seconds: int = LOST_AFTER_SECONDS

    def broker_url(self, password: str) -> str:
        """Where tasks wait for a worker."""
        return f"redis://:{password}@{HOST}:{self.port}/0"


@dataclass(frozen=True, slots=True)
class Part:
    """One process: its command line, what it is told beside what all are told, the port it listens on (0 for none).

    One that `ends_its_own` is told alone to end, not its whole group: it lets those below it come to their end.
    """

    name: str
    command: tuple[str, ...]
    told: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    ends_its_own: bool = False


def parts(ui_port: int, cluster: Cluster | None, redis_config: Path) -> tuple[Part, ...]:
    """The processes in the order in which they start."""
    four = (
        _airflow(API_SERVER, "api-server", port=ui_port),
        _airflow("scheduler", "scheduler", "--skip-serve-logs", told={} if cluster else PRELOAD),
        _airflow(DAG_PROCESSOR, "dag-processor", told=PRELOAD),
        _airflow(TRIGGERER, "triggerer", "--skip-serve-logs"),
    )
    if cluster is None:
        return four
    workers = (
        _airflow(
            *(name, "celery", "worker", "--skip-serve-logs", "--celery-hostname", name),
            told={**PRELOAD, "HUIZONG_HOSTNAME": name},
            ends_its_own=True,
        )
        for name in cluster.workers
    )
    return (Part(REDIS, (cluster.redis, str(redis_config)), port=cluster.port), *four, *workers)


def ends_before(name: str) -> int:
    """In which turn a process ends: those that give out or do work, then who hears of its end, then what carries it between them."""
    return {API_SERVER: 1, REDIS: 2}.get(name, 0)


def worker_names(environment: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """`worker1`, `worker2` …: as many as `HUIZONG_WORKERS` says. Raises SettingsError."""
    text = (os.environ if environment is None else environment).get("HUIZONG_WORKERS") or str(DEFAULT_WORKERS)
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= MOST_WORKERS:
        raise SettingsError(f"HUIZONG_WORKERS={text!r} must be a whole number from 1 to {MOST_WORKERS}")
    return tuple(f"worker{number}" for number in range(1, int(text) + 1))


def redis_config(cluster: Cluster, password: str, folder: Path) -> str:
    """Redis's settings: loopback, with its password, and what waits on disk, so that a restart loses no task."""
    lines = {
        "bind": HOST,
        "port": cluster.port,
        "protected-mode": "yes",
        "requirepass": password,
        "dir": '"{}"'.format(str(folder).replace("\\", "\\\\").replace('"', '\\"')),
        "appendonly": "yes",
        "save": '""',
        "daemonize": "no",
    }
    return "".join(f"{name} {value}\n" for name, value in lines.items())


def _airflow(name: str, *arguments: str, told: Mapping[str, str] | None = None, port: int = 0, ends_its_own: bool = False) -> Part:
    return Part(name, (sys.executable, "-m", "huizong_airflow.begun", *arguments), told or {}, port, ends_its_own)
