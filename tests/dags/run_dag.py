"""Runs DAGs by `dag.test()`, each in a process of its own that is forked from one which has loaded Airflow. Started by `runs.py`.

A line of standard input asks for a run, in JSON; a line of standard output says that it is over, with its exit status. What the
run says goes into the file asked for, and what came of it is its last line that begins with a brace, in JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from importlib import import_module
from typing import Any

import httpx
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk.execution_time.supervisor import in_process_api_server

from huizong.checking import preload
from huizong.lasting import lasting
from huizong.reading import births
from huizong.settings import REPOSITORY
from huizong_plugin import OF_TASKS


def forget_holidays(year: int) -> None:
    """Make the library of holidays the one that it was before the year's days were announced."""
    from chinese_calendar.constants import holidays, in_lieu_days, workdays

    for days in (holidays, in_lieu_days, workdays):
        for day in [day for day in days if day.year >= year]:
            del days[day]


def load() -> DagBag:
    """Everything that a run would load and build anew, at more than the cost of its tasks; no thread and no connection is left of it.

    It is lasting: a run that went through all of it for garbage at its end would copy each page, and take longer than its tasks.
    """
    with lasting():
        bag = DagBag(str(REPOSITORY / "dags"))
        assert not bag.import_errors, bag.import_errors
        preload()
        for module in OF_TASKS:  # as the scheduler does before it forks
            import_module(module)
        births.begin()
        asyncio.run(_build_api())
    return bag


async def _build_api() -> None:
    """The routes of the API that tasks talk to are built when it is asked first, whatever the answer."""
    async with httpx.AsyncClient(transport=in_process_api_server().atransport, base_url="http://in-process.invalid") as client:
        assert (await client.get("/nothing")).status_code == httpx.codes.NOT_FOUND


def run(bag: DagBag, dag_id: str) -> None:
    """Run the DAG named."""
    if year := os.environ.get("FORGET_HOLIDAYS"):
        forget_holidays(int(year))
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


def become(asked: dict[str, Any]) -> None:
    """Make this process the one that was asked for: its variables, and its words into the file."""
    os.environ.clear()
    os.environ.update(asked["environment"])
    said = os.open(asked["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, of in ((0, nothing), (1, said), (2, said)):
        os.dup2(of, number)


def main() -> None:
    """Fork for each run asked for, until nobody can ask any more."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    bag = load()
    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.flush()
        if (child := os.fork()) == 0:
            answers.close()
            become(asked)
            run(bag, asked["dag"])
            return  # it ends as every process does: a listener may have something to say
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=answers, flush=True)


if __name__ == "__main__":
    main()
