"""The DAGs of this system, and which of them are switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huizong.settings import REPOSITORY

if TYPE_CHECKING:
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance


def names() -> tuple[str, ...]:
    """The DAGs, a file each, named as it."""
    return tuple(sorted(path.stem for path in (REPOSITORY / "dags").glob("*.py")))


def paused(instance: RuntimeTaskInstance) -> tuple[str, ...]:
    """Those of them that are paused, as the running task is told by Airflow."""
    return tuple(name for name in names() if instance.get_dag(name).is_paused)
