"""What Airflow calls when a run fails: an alert that names run, count and next step, by the same channels as everything else."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from airflow.sdk import BaseNotifier

if TYPE_CHECKING:
    from airflow.sdk.definitions.context import Context

log = logging.getLogger(__name__)


class AlertOfRun(BaseNotifier):
    """Raises the alert `run-failed` of a DAG run; raise_alerts sends it, or it is sent at once where the warehouse is away."""

    def notify(self, context: Context) -> None:
        """Enter the alert. Whatever goes wrong is logged: a callback has nobody to raise to."""
        from huizong.flow import due_messages
        from huizong.settings import Settings
        from huizong_airflow.channels import open_channels

        settings = Settings.from_environment()
        dag_run, instance = context["dag_run"], context.get("ti") or context.get("task_instance")
        task = str(instance.task_id) if instance is not None else ""
        try:
            with open_channels() as channels:
                due_messages.alert(settings, due_messages.failed_run(settings, str(dag_run.dag_id), str(dag_run.run_id), task), channels)
        except Exception:
            log.exception("the alert of the failed run %s could not be raised", dag_run.run_id)
