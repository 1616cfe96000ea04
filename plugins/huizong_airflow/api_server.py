"""Starts Airflow's API server in a container: with a login for everybody in `users.csv`, as `make run` has it.

Airflow's Simple manager takes its users from a setting, which a compose file can't read out of a table. In a cluster (FAB) accounts lie
in Airflow's database, and nothing is added here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from huizong.settings import Settings
from huizong_airflow.airflow_settings import SIMPLE, simple_users
from huizong_airflow.logins import first_passwords, who_may_enter


def with_logins(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with the users of the Simple manager; who has no password yet gets one, in `passwords.json` below AIRFLOW_HOME."""
    if environment["AIRFLOW__CORE__AUTH_MANAGER"] != SIMPLE:
        return dict(environment)
    roles = who_may_enter(Settings.from_environment(environment).catalogue)
    first_passwords(Path(environment["AIRFLOW_HOME"]), roles)
    return {**environment, "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": simple_users(roles)}


def main() -> None:
    """Become the API server, with the arguments given."""
    arguments = [sys.executable, "-m", "airflow", "api-server", *sys.argv[1:]]
    os.execve(sys.executable, arguments, with_logins(os.environ))  # noqa: S606  (no shell is wanted)


if __name__ == "__main__":
    main()
