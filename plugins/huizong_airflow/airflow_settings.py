"""Airflow's settings on one machine, who may log in, and its secrets. Imports no Airflow."""

from __future__ import annotations

import base64
import json
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from huizong.settings import REPOSITORY, Settings
from huizong.warehouse.server.machine import HOST
from huizong_airflow.logins import first_passwords, set_admin_password, who_may_enter, write_private
from huizong_airflow.roster import LOST_AFTER_SECONDS, Cluster

# What a lost worker had taken is handed out again after this: later than any task may run (defaults.py), or it would run twice.
REDELIVERY_SECONDS = 40 * 60
SIMPLE = "airflow.api_fastapi.auth.managers.simple.simple_auth_manager.SimpleAuthManager"
EXECUTOR = "huizong_airflow.executor.WorkersLiveExecutor"
FAB = "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager"


@dataclass(frozen=True, slots=True)
class AirflowSettings:
    """What Airflow's processes, and their tasks, are told; keys and passwords are made once, below `home`."""

    settings: Settings
    airflow_url: str
    ui_port: int
    cluster: Cluster | None = None

    @property
    def home(self) -> Path:
        """AIRFLOW_HOME."""
        return self.settings.home / "airflow"

    @property
    def admin_password(self) -> str:
        """The password of the UI's administrator."""
        return self._secrets()["admin_password"]

    @property
    def redis_password(self) -> str:
        """The password of a cluster's broker."""
        return self._secrets()["redis_password"]

    def environment(self) -> dict[str, str]:
        """What all processes, and their tasks, are told: Airflow's settings and ours."""
        hidden = self._secrets()
        ours = self.settings.to_environment()
        airflow = {
            "CORE__DAGS_FOLDER": REPOSITORY / "dags",
            "CORE__PLUGINS_FOLDER": REPOSITORY / "plugins",
            "CORE__LOAD_EXAMPLES": False,
            **self._executor(),
            "CORE__DAGS_ARE_PAUSED_AT_CREATION": False,
            "CORE__LAZY_LOAD_PLUGINS": True,
            "CORE__FERNET_KEY": hidden["fernet_key"],
            **self._login(),
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
            "SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": self.cluster.lost_after_seconds if self.cluster else LOST_AFTER_SECONDS,
            "SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": 10,
            "SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": 10,
            # a DAG that was paused has its watcher again with the next reading of its file, so that is not put off, though it costs
            "DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": 30,
            "TRIGGERER__JOB_HEARTBEAT_SEC": 2,
            "TRIGGERER__TRIGGERER_HEALTH_CHECK_THRESHOLD": 10,
            "SCHEDULER__ENABLE_HEALTH_CHECK": False,
            # an event waits this long at most until its run begins
            "SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": 0.3,
            "USAGE_DATA_COLLECTION__ENABLED": False,
        }
        return {
            **os.environ,
            **ours,
            **{f"AIRFLOW__{name}": str(value) for name, value in airflow.items()},
            "AIRFLOW_HOME": str(self.home),
            "GX_ANALYTICS_ENABLED": "false",
            "NO_PROXY": ",".join(filter(None, (HOST, os.environ.get("NO_PROXY")))),
            "PYTHONPATH": os.pathsep.join(filter(None, (str(REPOSITORY / "plugins"), os.environ.get("PYTHONPATH")))),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        }

    def _executor(self) -> dict[str, object]:
        """Who runs tasks, and how many at a time: processes of the scheduler, or the cluster's workers."""
        if self.cluster is None:
            return {"CORE__EXECUTOR": EXECUTOR, "CORE__PARALLELISM": 2 * (os.cpu_count() or 1)}
        return {
            "CORE__EXECUTOR": "CeleryExecutor",
            "CORE__PARALLELISM": self.cluster.tasks * len(self.cluster.workers),
            "CORE__HOSTNAME_CALLABLE": "huizong_airflow.hostname.name",
            "CELERY__BROKER_URL": self.cluster.broker_url(self.redis_password),
            "CELERY__WORKER_CONCURRENCY": self.cluster.tasks,
            "CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT": REDELIVERY_SECONDS,
        }

    def _login(self) -> dict[str, object]:
        """Who vouches for people: Airflow's Simple manager on one machine, FAB's database of accounts in a cluster."""
        roles = who_may_enter(self.settings.catalogue)
        self._secrets()
        first_passwords(self.home, roles)
        if self.cluster:
            return {"CORE__AUTH_MANAGER": FAB, "FAB__UPDATE_FAB_PERMS": False}  # accounts.py enters them
        return {
            "CORE__AUTH_MANAGER": SIMPLE,
            "CORE__SIMPLE_AUTH_MANAGER_USERS": simple_users(roles),
            "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": self.home / "passwords.json",
        }

    def _secrets(self) -> dict[str, str]:
        """Keys and the admin's password, made once, readable by their owner only."""
        path = self.home / "secrets.json"
        if not path.exists():
            made = {name: secrets.token_urlsafe(64) for name in ("api_secret", "jwt_secret")}
            made |= {"fernet_key": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(), "admin_password": secrets.token_urlsafe(12)}
            set_admin_password(self.home, made["admin_password"])
            write_private(path, made)
        found: dict[str, str] = json.loads(path.read_text("utf-8"))
        if "redis_password" not in found:  # a system that was made before there were clusters has none yet
            found["redis_password"] = secrets.token_urlsafe(32)
            write_private(path, found)
        return found


def simple_users(roles: Mapping[str, str]) -> str:
    """The users of Airflow's Simple manager as its setting says them: name and role, empty for none."""
    return ",".join(f"{name}:{role}" for name, role in roles.items())
