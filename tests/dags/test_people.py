"""A person makes a period final in Airflow: the approval is bound to the revision that was shown."""

from __future__ import annotations

import time
from urllib.parse import quote

from huizong.decisions import finalising
from huizong.decisions.finalising import Finalisation
from huizong.flow import publication
from huizong_airflow.api import Api
from tests.dags.conftest import Ingested, System, finished

PERIOD = "2025-05"
REASON = "五月会议已按此数通报"


def published(system: System) -> int:
    """The revision at which the period stands now, published anew."""
    system.raise_dirty(PERIOD)
    publication.publish(system.settings, PERIOD)
    ((revision,),) = system.rows("select revision from meta.publication where period = %(period)s", period=PERIOD)
    return int(revision)


def asked(api: Api) -> tuple[str, str]:
    """A run that waits for a person: where its question is answered, and its words."""
    run = api.post("/dags/finalise_period/dagRuns", {"logical_date": None, "conf": {"period": PERIOD}})["dag_run_id"]
    task = f"/dags/finalise_period/dagRuns/{quote(run)}/taskInstances/approve"
    end = time.monotonic() + 90
    while (state := api.get(task)["state"]) != "awaiting_input":
        assert time.monotonic() < end, f"approve is {state} after 90 s"
        time.sleep(0.5)
    _another_look(api, end)
    return run, str(api.get(f"{task}/-1/hitlDetails")["subject"])


def _another_look(api: Api, end: float) -> None:
    """The scheduler has seen that the task waits: an answer before that is taken for a task that was killed, and asked for again."""
    before = heartbeats = {api.get("/monitor/health")["scheduler"]["latest_scheduler_heartbeat"]}
    while len(heartbeats) < 3:
        assert time.monotonic() < end, f"the scheduler stands still since {before}"
        time.sleep(0.5)
        heartbeats = heartbeats | {api.get("/monitor/health")["scheduler"]["latest_scheduler_heartbeat"]}


def approve(api: Api, run: str) -> None:
    path = f"/dags/finalise_period/dagRuns/{quote(run)}/taskInstances/approve/-1/hitlDetails"
    api.patch(path, {"chosen_options": ["Approve"], "params_input": {"reason": REASON}})


def test_an_approval_holds_for_the_revision_that_was_shown(ingested: Ingested, running: System, api: Api) -> None:
    first = published(running)
    run, subject = asked(api)
    assert subject == f"{PERIOD} 定稿？第 {first} 版"
    second = published(running)
    assert second > first
    approve(api, run)
    assert finished(api, "finalise_period", run) == "failed"
    assert running.rows("select count(*) from quality.finalisation") == [(0,)]

    run, subject = asked(api)
    assert subject == f"{PERIOD} 定稿？第 {second} 版"
    approve(api, run)
    assert finished(api, "finalise_period", run) == "success"
    decided = running.rows("select period, is_final, approver, reason from quality.finalisation")
    assert decided == [(PERIOD, True, running.components.login.user, REASON)]
    # the system is shared: what follows finds no period that waits for a person
    opened = Finalisation(PERIOD, is_final=False, approver=running.components.login.user, reason="别的用例还要用这一期")
    finalising.decide(running.settings, opened)
