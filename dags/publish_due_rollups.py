"""Publishes every changed period by the clock.

**When.** After the usual due times, Asia/Shanghai: every day at 08:05, 12:05 and 18:05.

**Why.** Events between DAGs can get lost or be merged. Whatever has changed and is not published by then is published
here, one mapped task a period, by the same step as in `publish_rollups`. On most days there is nothing left to do.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task

from huizong.settings import Settings
from huizong_airflow.dag_defaults import DEFAULT_ARGS, RUN_FAILED, TIME_ZONE, documented, give_way


@dag(
    schedule=CronTriggerTimetable("5 8,12,18 * * *", timezone=TIME_ZONE),
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=1),
    default_args=DEFAULT_ARGS,
    on_failure_callback=RUN_FAILED,
    doc_md=__doc__,
    tags=["huizong", "publishing"],
)
def publish_due_rollups() -> None:
    """Rollups of every changed period."""

    @task
    def find_dirty_periods() -> list[str]:
        """Gives the periods whose rollups are older than their figures."""
        from huizong.flow import publication

        return publication.dirty_periods(Settings.from_environment())

    @documented
    def publish(period: str) -> int:
        """Computes, checks and writes the rollups of one period. Gives the number of rollup rows."""
        from huizong.flow import publication
        from huizong_airflow import observing

        give_way()
        done = publication.publish_if_dirty(Settings.from_environment(), period)
        observing.published(Settings.from_environment(), [done])
        return done.rows if done else 0

    publish.expand(period=find_dirty_periods())


publish_due_rollups()
