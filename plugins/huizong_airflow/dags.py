"""The DAGs of this system, and which of them are switched off."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

from airflow.sdk.exceptions import AirflowRuntimeError

from huizong.settings import REPOSITORY

if TYPE_CHECKING:
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

log = logging.getLogger(__name__)


def names() -> tuple[str, ...]:
    """The DAGs, a file each, named as it."""
    return tuple(sorted(path.stem for path in (REPOSITORY / "dags").glob("*.py")))


def paused(instance: RuntimeTaskInstance) -> tuple[str, ...]:
    """Those of them that are paused, as the running task is told by Airflow; one that it hasn't read yet is none."""
    return tuple(name for name in names() if _is_paused(instance, name))


def _is_paused(instance: RuntimeTaskInstance, name: str) -> bool:
    try:
        return instance.get_dag(name).is_paused
    except AirflowRuntimeError as error:
        if (error.error.detail or {}).get("status_code") != HTTPStatus.NOT_FOUND:
            raise
        log.warning("Airflow has not read the DAG %s yet", name)
        return False
