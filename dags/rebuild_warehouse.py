"""Builds the warehouse anew from archive and journal, and replaces it if it comes out equal.

**When.** By hand only: trigger it, with `accept_differences` if what archive and journal tell is to hold against what is there.

**What happens.** `rebuild` replays every judgement at its own instant on a server of the moment, compares figures, submissions, faults
and rollups with the warehouse, replaces its content in one transaction and publishes what is dirty. It gives counts.

**When it fails.** The warehouse is as it was. Where rows differ the log lists the first of them; where the journal went on
meanwhile, pause `ingest_submissions` and trigger it again (docs/runbook.md, Rebuilding). In a cluster of
containers the worker of the queue `owner` does it. Where tasks don't know the warehouse's owner (the one-machine set of containers)
it fails at once: there `docker compose run --rm prepare huizong rebuild --yes` does the same.
"""

from __future__ import annotations

from airflow.sdk import Param, dag, task

from huizong.settings import Settings
from huizong_airflow.dag_defaults import DEFAULT_ARGS, OWNERS, RUN_FAILED


@dag(
    schedule=None,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    on_failure_callback=RUN_FAILED,
    params={"accept_differences": Param(default=False, type="boolean", title="Replace the warehouse though it comes out other than it is")},
    doc_md=__doc__,
    tags=["huizong", "maintenance"],
)
def rebuild_warehouse() -> None:
    """Replays archive and journal."""

    @task(**OWNERS)
    def rebuild(*, params=None) -> dict[str, int]:  # noqa: ANN001 - given by Airflow
        """Replays archive and journal, compares, replaces. Gives counts of files, figures and rows that differ."""
        from huizong.replay.rebuilding import rebuild as rebuild_from_evidence

        done = rebuild_from_evidence(Settings.from_environment(), accept_differences=bool(params["accept_differences"]))
        return {"arrivals": done.replayed.arrivals, "figures": done.replayed.figures, "different": done.equality.count}

    rebuild()


rebuild_warehouse()
