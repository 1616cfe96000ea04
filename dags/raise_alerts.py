"""Looks whether there is something that an engineer must hear of, and tells it.

**When.** Every five minutes, day and night.

**What happens.** `look` asks warehouse, disks and Airflow: nobody ingests, a DAG is paused, receipts wait, a due time went by with
too few reports, a disk is nearly full, messages don't arrive. What is new is entered for the county's engineers (contacts.csv); the
same not again within HUIZONG_ALERT_AGAIN_HOURS. `send_messages` sends what is due, runs that failed included: each DAG's callback
enters those.

**What to do** at each alert: docs/runbook.md, Alerts.

**When it fails.** Its own callback tells so, past the warehouse if that is away. That nobody looks any more is for a watch from
outside: ask `/api/v2/monitor/health`.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task

from huizong.settings import Settings
from huizong_airflow.dag_defaults import DEFAULT_ARGS, RUN_FAILED, TIME_ZONE


@dag(
    schedule=CronTriggerTimetable("*/5 * * * *", timezone=TIME_ZONE, run_immediately=timedelta()),
    max_active_runs=1,
    dagrun_timeout=timedelta(minutes=30),
    default_args=DEFAULT_ARGS,
    on_failure_callback=RUN_FAILED,
    doc_md=__doc__,
    tags=["huizong", "operations"],
)
def raise_alerts() -> None:
    """What is wrong is told."""

    @task
    def look(*, ti=None) -> dict[str, int]:  # noqa: ANN001 - given by Airflow
        """Asks warehouse, disks and Airflow, and enters what is new. Gives counts."""
        from huizong.flow import due_messages
        from huizong_airflow.dags import paused

        return due_messages.watch(Settings.from_environment(), paused(ti))

    @task(trigger_rule="all_done")
    def send_messages() -> dict[str, int]:
        """Sends alerts, and reminders that are due again in their hours. Gives counts."""
        from huizong_airflow.channels import send_due

        return send_due(Settings.from_environment())

    look() >> send_messages()


raise_alerts()
