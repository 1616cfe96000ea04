"""Runs one DAG by `dag.test()` and prints what came of it as the last line, in JSON. Started by the tests of this folder."""

from __future__ import annotations

import json
import os
import sys

from airflow.dag_processing.dagbag import DagBag

from huizong.settings import REPOSITORY


def forget_holidays(year: int) -> None:
    """Make the library of holidays the one that it was before the year's days were announced."""
    from chinese_calendar.constants import holidays, in_lieu_days, workdays

    for days in (holidays, in_lieu_days, workdays):
        for day in [day for day in days if day.year >= year]:
            del days[day]


def main(dag_id: str) -> None:
    """Run the DAG named."""
    if year := os.environ.get("FORGET_HOLIDAYS"):
        forget_holidays(int(year))
    bag = DagBag(str(REPOSITORY / "dags"))
    assert not bag.import_errors, bag.import_errors
    run = bag.dags[dag_id].test()
    instances = run.get_task_instances()
    states: dict[str, list[str]] = {}
    for instance in sorted(instances, key=lambda found: (found.task_id, found.map_index)):
        states.setdefault(instance.task_id, []).append(str(instance.state))
    values = {
        f"{instance.task_id}[{instance.map_index}]": instance.xcom_pull(task_ids=instance.task_id, map_indexes=instance.map_index)
        for instance in instances
    }
    values["counts of take_in"] = instances[0].xcom_pull(task_ids="take_in", key="counts") if "take_in" in states else None
    print(json.dumps({"state": str(run.state), "states": states, "values": values}, default=str))


if __name__ == "__main__":
    main(sys.argv[1])
