"""Takes in what lies in the inbox, judges it, answers with receipts.

**When.** As soon as files have come to rest in the inbox (the asset watcher looks every second), and every 5 minutes
as the safety net. An event only says "look": each run takes everything that is there. One run at a time.

**What happens to a file.** Inbox → archive and journal → ledger → cells and paragraphs → figures → checks by Great
Expectations in PostgreSQL → verdict, and figures in the warehouse → receipt in the outbox → removed from the inbox.
A batch holds all waiting files of its reporters; a few files are judged by `take_in` itself, so that no answer waits for a
second task. A bad file never fails its batch: it is returned with a receipt, and is quarantined if our own code failed over it
twice: `add_up` fails then, and `huizong status` names it. What waited for a name of the catalogue is judged again once it is there.

**When a task fails.** A database that is away is tried again by itself; else the next run takes the same files again.
"""

from __future__ import annotations

from airflow.exceptions import AirflowFailException, AirflowSkipException
from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, dag, task

from huizong.settings import Settings
from huizong_airflow.assets import FIGURES, INBOX
from huizong_airflow.defaults import DEFAULT_ARGS, TIME_ZONE, documented


@dag(
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("*/5 * * * *", timezone=TIME_ZONE), assets=[INBOX]),
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["huizong", "intake"],
)
def ingest_submissions() -> None:
    """Inbox to figures and receipts."""

    @task
    def take_in(*, ti=None) -> list[list[str]]:  # noqa: ANN001 - given by Airflow
        """Copies every file that has come to rest into archive, journal and ledger; a few are judged at once. Gives what waits."""
        from huizong import pipeline

        pipeline.take_in(Settings.from_environment())
        batches, judged = pipeline.judge_few(Settings.from_environment())
        ti.xcom_push(key="counts", value=judged)
        return batches

    @documented
    def judge_batch(arrival_ids: list[str]) -> dict[str, int]:
        """Reads, recognises, checks and loads one batch, and answers it: each file gets a verdict, an unreadable one too. Gives counts."""
        from huizong import pipeline

        return pipeline.judge_and_answer(Settings.from_environment(), arrival_ids)

    @task(trigger_rule="all_done")
    def take_up_names() -> int:
        """Judges again every report that waited for a name which the county's catalogue has now, from the archive. Gives their number."""
        from huizong import pipeline

        return pipeline.take_up_names(Settings.from_environment())

    @task(trigger_rule="none_failed")
    def add_up(first: dict[str, int], batches: list[dict[str, int]], receipts: int) -> dict[str, int]:
        """Adds up the counts. Fails if files were quarantined, not run if a batch or a receipt failed: so the run shows either."""
        counts = {key: sum(batch[key] for batch in (first, *batches)) for key in first}
        counts["receipts"] += receipts
        if counts["quarantined"]:
            raise AirflowFailException(f"{counts['quarantined']} files could not be processed: see `huizong status`")
        return counts

    @task(trigger_rule="all_done")
    def write_receipts() -> int:
        """Writes every receipt that is still due into the outbox: what a batch or an earlier run left. Gives their number."""
        from huizong import pipeline

        return pipeline.write_receipts(Settings.from_environment())

    @task(trigger_rule="all_done")
    def clear_inbox() -> int:
        """Removes files from the inbox whose receipt is written, if they are unchanged. Gives their number."""
        from huizong import pipeline

        return pipeline.clear_inbox(Settings.from_environment())

    @task(trigger_rule="all_done", outlets=[FIGURES])
    def emit_dirty_periods(*, outlet_events=None) -> int:  # noqa: ANN001 - given by Airflow
        """Names every period whose rollups are older than its figures to `publish_rollups`, after an empty run too; skipped if none."""
        from huizong import pipeline

        periods = pipeline.dirty_periods(Settings.from_environment())
        if not periods:
            raise AirflowSkipException("no period has changed")
        outlet_events[FIGURES].add_partitions(periods)
        return len(periods)

    taken = take_in()
    judged = judge_batch.expand(arrival_ids=taken)
    judged >> (again := take_up_names()) >> emit_dirty_periods()
    again >> (written := write_receipts()) >> clear_inbox()
    add_up(taken["counts"], judged, written)


ingest_submissions()
