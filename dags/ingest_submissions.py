"""Takes in what lies in the inbox, judges it, answers with receipts.

**When.** As soon as files have come to rest in the inbox (the asset watcher looks twice a second), and every 5 minutes
as the safety net. An event only says "look": each run takes everything that is there. Two runs at a time, so that what is
dropped while one clears up does not wait for its end; of one reporter only one run judges, the other waits for it.

**What happens to a file.** Inbox → archive and journal → ledger → cells and paragraphs → figures → checks by Great
Expectations in PostgreSQL → verdict, and figures in the warehouse → receipt in the outbox → removed from the inbox.
A batch holds all waiting files of its reporters; a few files are judged by `take_in` itself, so that no answer waits for a
second task. A bad file never fails its batch: it is returned with a receipt, and is quarantined if our own code failed over it
twice: `finish` fails then, and `huizong status` names it. What waited for a name of the catalogue is judged again once it is there.

**When a task fails.** A database that is away is tried again by itself; else the next run takes the same files again.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from huizong.settings import Settings
from huizong_airflow.assets import FIGURES, INBOX
from huizong_airflow.dag_defaults import DEFAULT_ARGS, RUN_FAILED, TIME_ZONE, documented


@dag(
    # not at once when the system starts, as it would within five minutes of a time that is over: the watcher looks then
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("*/5 * * * *", timezone=TIME_ZONE, run_immediately=timedelta()), assets=[INBOX]
    ),
    max_active_runs=2,
    default_args=DEFAULT_ARGS,
    on_failure_callback=RUN_FAILED,
    doc_md=__doc__,
    tags=["huizong", "intake"],
)
def ingest_submissions() -> None:
    """Inbox to figures and receipts."""

    @task
    def take_in(*, ti=None) -> list[list[str]]:  # noqa: ANN001 - given by Airflow
        """Copies every file that has come to rest into archive, journal and ledger; a few are judged at once. Gives what waits."""
        from huizong.flow import pipeline

        pipeline.take_in(Settings.from_environment())
        batches, judged = pipeline.judge_few(Settings.from_environment())
        ti.xcom_push(key="counts", value=judged)
        return batches

    @documented
    def judge_batch(arrival_ids: list[str]) -> dict[str, int]:
        """Reads, recognises, checks and loads one batch, and answers it: each file gets a verdict, an unreadable one too. Gives counts."""
        from huizong.flow import pipeline

        return pipeline.judge_and_answer(Settings.from_environment(), arrival_ids)

    @task(trigger_rule="all_done")
    def finish(*, ti=None) -> dict[str, int]:  # noqa: ANN001 - given by Airflow
        """Judges again what waited for a name, writes receipts still due, clears the inbox. Gives all counts; fails if a batch did."""
        from huizong.flow import pipeline
        from huizong_airflow import observing

        ended = pipeline.end_run(Settings.from_environment())
        observing.ingested(Settings.from_environment())
        waited, first = ti.xcom_pull(task_ids="take_in"), ti.xcom_pull(task_ids="take_in", key="counts")
        judged = ti.xcom_pull(task_ids="judge_batch", map_indexes=range(len(waited))) if waited else []
        if waited is None or first is None or None in judged:
            raise AirflowFailException("a task before this one failed: its log says why; what it left waits for the next run")
        counts = {key: sum(part.get(key, 0) for part in (first, *judged, ended)) for key in {**first, **ended}}
        if counts["quarantined"]:
            raise AirflowFailException(f"{counts['quarantined']} files could not be processed: see `huizong status`")
        return counts

    @task(trigger_rule="all_done", outlets=[FIGURES])
    def emit_dirty_periods(*, outlet_events=None) -> int:  # noqa: ANN001 - given by Airflow
        """Names each period that is to be published to `publish_rollups`, after an empty run too; skipped if none."""
        from huizong.flow import publication

        periods = publication.periods_to_publish(Settings.from_environment())
        if not periods:
            raise AirflowSkipException("no period has changed")
        outlet_events[FIGURES].add_partitions(periods)
        return len(periods)

    judge_batch.expand(arrival_ids=take_in()) >> [finish(), emit_dirty_periods()]


ingest_submissions()
