"""Reminds those who owe a report, before it is due and after, and tells those above when that did not help.

**When.** Every half hour from 8:00 to 17:30, Asia/Shanghai; what is told on a day is told by its first run. On days off (Chinese
holidays; a Saturday that is worked is none) and outside HUIZONG_REMIND_FROM and HUIZONG_REMIND_UNTIL a run tells nobody anything.

**What happens.** `raise_reminders` enters what is owed, and one digest a contact over all its reports, with why each doesn't count
yet: not received, returned, partly, waiting for an explanation. Each organisation gets the same into its outbox. `send_messages`
sends what is due by mail, WeCom, DingTalk or webhook (contacts.csv; their secrets are Airflow connections).

**When it fails.** A channel that is down fails no task: the message is tried again by later runs, and `huizong status` lists what did not
arrive. Run again, it tells nobody the same thing twice a day.
"""

from __future__ import annotations

from airflow.sdk import CronTriggerTimetable, dag, task

from huizong.settings import Settings
from huizong_airflow.dag_defaults import DEFAULT_ARGS, RUN_FAILED, TIME_ZONE


@dag(
    schedule=CronTriggerTimetable("*/30 8-17 * * *", timezone=TIME_ZONE),
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    on_failure_callback=RUN_FAILED,
    doc_md=__doc__,
    tags=["huizong", "feedback"],
)
def chase_late_reports() -> None:
    """Who owes what is told so."""

    @task
    def raise_reminders() -> dict[str, int]:
        """Finds who is to be told of what today, and writes ledger and outbox. Gives counts."""
        from huizong.flow import due_messages

        return due_messages.chase(Settings.from_environment())

    @task(trigger_rule="all_done")
    def send_messages() -> dict[str, int]:
        """Sends what is due by the channels of the contacts, what failed before included. Gives counts."""
        from huizong_airflow.channels import send_due

        return send_due(Settings.from_environment())

    raise_reminders() >> send_messages()


chase_late_reports()
