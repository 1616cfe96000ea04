"""Looks after what nobody looks at daily: every byte of the archive, room in the warehouse, statistics, old logs.

**When.** Sundays at 3:30, Asia/Shanghai, and by hand.

**What happens.** `look_at_evidence` reads the archive and compares each file with its name, the names with ledger and journal.
`look_ahead` says for how many years the warehouse has partitions. `refresh_statistics` tells the planner what there is.
`forget_old_staging` removes what killed runs left in staging a day ago or before, `remove_old_logs` task logs that are older than 90
days. Evidence is never removed.

**When it fails.** `look_at_evidence` fails where a file of the archive is gone or was changed, and names it: bring it back from a backup
(docs/runbook.md, Backup and restore). `look_ahead` fails where next year's figures have no partition: an update must bring one.
No task waits for another.
"""

from __future__ import annotations

import os
from pathlib import Path

from airflow.sdk import CronTriggerTimetable, dag, task

from huizong.settings import Settings
from huizong_airflow.dag_defaults import DEFAULT_ARGS, OWNERS, RUN_FAILED, TIME_ZONE

LOG_DAYS = 90


@dag(
    schedule=CronTriggerTimetable("30 3 * * 0", timezone=TIME_ZONE),
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    on_failure_callback=RUN_FAILED,
    doc_md=__doc__,
    tags=["huizong", "maintenance"],
)
def maintain_warehouse() -> None:
    """Evidence, room, statistics, logs."""

    @task
    def look_at_evidence() -> dict[str, int]:
        """Compares every file of the archive with its name, ledger and journal. Gives counts."""
        from huizong.flow import maintenance

        return maintenance.assert_evidence(Settings.from_environment())

    @task
    def look_ahead() -> dict[str, int]:
        """Says for how many years from now on figures have a partition. Gives counts."""
        from huizong.flow import maintenance

        return maintenance.look_ahead(Settings.from_environment())

    @task(**OWNERS)
    def refresh_statistics() -> bool:
        """Renews what the planner of the database knows of the tables, where the owner is known; else autovacuum does."""
        from huizong.flow import maintenance

        return maintenance.refresh_statistics(Settings.from_environment())

    @task
    def forget_old_staging() -> int:
        """Removes what killed runs have left in staging for more than a day. Gives of how many runs."""
        from huizong.flow import maintenance

        return maintenance.forget_old_staging(Settings.from_environment())

    @task
    def remove_old_logs() -> int:
        """Removes task logs that nobody wrote to for ninety days. Gives how many files."""
        from airflow.configuration import conf

        from huizong.flow import maintenance

        return maintenance.remove_old_logs(Path(os.path.expandvars(conf.get("logging", "base_log_folder"))), LOG_DAYS)

    look_at_evidence()
    look_ahead()
    refresh_statistics()
    forget_old_staging()
    remove_old_logs()


maintain_warehouse()
