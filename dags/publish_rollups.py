"""Publishes the rollups of one period.

**When.** One run for each period that `ingest_submissions` names, the period being the run's partition key. Triggered
by hand with a partition key (`2026-06`, `2026-Q2`, `2026-H1`, `2026`) it publishes that period, without one every
period that has changed. One run at a time. `publish_due_rollups` does the same by the clock, should an event get lost.

**What happens.** From one snapshot of the figures: sums over towns, quarters and years from cumulatives, ratios and
growth anew, each with its coverage; checks between reporters and levels; marts for BI; workbook and files in
`published/<period>/`. The period and those above it are replaced in one transaction.

**When it fails.** What was published before stays; the period stays marked as changed and is published again.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import PartitionedAssetTimetable, dag, task

from huizong.settings import Settings
from huizong_airflow.assets import FIGURES
from huizong_airflow.dag_defaults import DEFAULT_ARGS, RUN_FAILED, give_way


@dag(
    schedule=PartitionedAssetTimetable(assets=FIGURES),
    max_active_runs=1,  # publications of a year wait for one another: a second run would only take the place of a task that answers
    dagrun_timeout=timedelta(hours=1),
    default_args=DEFAULT_ARGS,
    on_failure_callback=RUN_FAILED,
    doc_md=__doc__,
    tags=["huizong", "publishing"],
)
def publish_rollups() -> None:
    """Rollups of one period."""

    @task
    def publish(*, dag_run=None) -> dict[str, int]:  # noqa: ANN001 - given by Airflow
        """Computes, checks and writes the rollups of the run's period. Gives the number of rollup rows by period.

        A run that an event started has nothing to do if the publication of another period has done for its own; while many files
        wait to be judged it waits with them for a little.
        """
        from huizong.flow import publication
        from huizong_airflow import observing

        give_way()
        settings = Settings.from_environment()
        publish = publication.publish
        if dag_run.run_type != "manual":
            publication.wait_for_many(settings)
            publish = publication.publish_if_dirty
        periods = [dag_run.partition_key] if dag_run.partition_key else publication.dirty_periods(settings)
        done = {period: publish(settings, period) for period in periods}
        observing.published(settings, done.values())
        return {period: published.rows for period, published in done.items() if published}

    publish()


publish_rollups()
