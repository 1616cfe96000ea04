"""The one Airflow plugin: loads the heavy libraries once, in the process that forks the tasks.

Importing Great Expectations takes seconds. The scheduler (LocalExecutor) and Celery workers fork a process for each
task, so what they have loaded costs a task nothing. Needs `AIRFLOW__CORE__LAZY_LOAD_PLUGINS=False` there.
"""

from __future__ import annotations

import sys
from importlib import import_module

from airflow.plugins_manager import AirflowPlugin

FORKING_COMMANDS = {"scheduler", "celery"}


def forks_tasks(command_line: list[str]) -> bool:
    """Whether this process is one that forks tasks: `airflow scheduler …` or `airflow celery worker …`."""
    return bool(FORKING_COMMANDS.intersection(command_line[1:2]))


if forks_tasks(sys.argv):
    for module in ("great_expectations", "huizong.pipeline", "huizong_airflow.assets", "huizong_airflow.defaults"):
        import_module(module)


class HuizongPlugin(AirflowPlugin):
    """Makes the plugin visible in the UI's list."""

    name = "huizong"
