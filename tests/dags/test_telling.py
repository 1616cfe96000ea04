"""Reminders and alerts on a real Airflow: mail to a real server, a paused DAG, a run that fails."""

from __future__ import annotations

import json
import re
import time
from typing import Any

from huizong_airflow.api import Api
from tests.airflow.channels.conftest import Mailbox, mail_server
from tests.dags.conftest import System, finished, run_dag, still


def connection_to(port: int) -> dict[str, str]:
    """The variable that names the mail server to Airflow."""
    extra = {"from_email": "huizong@tinglan.example", "disable_tls": True, "disable_ssl": True}
    return {"AIRFLOW_CONN_HUIZONG_SMTP": json.dumps({"conn_type": "smtp", "host": "127.0.0.1", "port": port, "extra": extra})}


def returned(result: dict[str, Any], task: str) -> dict[str, int]:
    (value,) = (value for key, value in result["values"].items() if key.startswith(f"{task}["))
    return dict(value)


def test_who_owes_is_told_by_mail_and_in_the_outbox_once_a_day(system: System) -> None:
    still(system)
    # the sample county's towns owe every month's report: with a system that began a quarter ago, some are overdue on any day
    system.rows("update meta.catalogue set first_used_at = now() - interval '92 days' returning 1")
    # alerts of runs that other tests let fail may wait beside the reminders
    ((alerts,),) = system.rows("select count(*) from meta.message where state = 'waiting'")
    box = Mailbox()
    with mail_server(box) as port:
        result = run_dag(system, "chase_late_reports", **connection_to(port))
        assert result["state"] == "success"
        raised, sent = returned(result, "raise_reminders"), returned(result, "send_messages")
        assert (raised["quiet"], raised["unwritten"]) == (0, 0)
        assert sent == {"sent": raised["messages"] + alerts, "later": 0, "failed": 0}
    assert {to for to, _, _ in box.mails} >= {f"t{number:02d}@tinglan.example" for number in range(1, 11)}
    assert len(box.mails) == raised["messages"] + alerts
    own = next(body for to, subject, body in box.mails if to == "t01@tinglan.example" and subject.startswith("【催报】"))
    assert "月：未收到，逾期" in own
    assert len(own.strip().splitlines()) == 3
    assert len(list(system.settings.outbox.rglob("催报_*.txt"))) == raised["written"] >= 10
    for word in ("枫渡镇", "tinglan.example", "未收到"):
        assert word not in result["log"]

    # run again on the same day it raises nothing; what could not be sent fails no task, and is said
    system.rows("update meta.message set state = 'waiting', next_try_at = now(), attempts = 0 where kind = 'reminder' returning 1")
    again = run_dag(system, "chase_late_reports", **connection_to(1))
    assert again["states"] == {"raise_reminders": ["success"], "send_messages": ["success"]}
    assert returned(again, "raise_reminders")["messages"] == 0
    assert returned(again, "send_messages") == {"sent": 0, "later": 1, "failed": 0}  # the server is asked once, the others wait
    assert re.search(r"message \d+ \(reminder by email\) not delivered, waiting: the mail server of the Airflow connection", again["log"])


def test_a_paused_dag_and_a_failed_run_are_told(running: System, api: Api) -> None:
    api.patch("/dags/finalise_period", {"is_paused": True})
    try:
        watched = api.post("/dags/raise_alerts/dagRuns", {"logical_date": None})["dag_run_id"]
        assert finished(api, "raise_alerts", watched) == "success"
    finally:
        api.patch("/dags/finalise_period", {"is_paused": False})
    assert running.rows("select distinct subject from meta.message where about = 'dag-paused:finalise_period'") == [
        ("[huizong] dag-paused: the DAG finalise_period is paused",)
    ]
    failing = api.post("/dags/publish_rollups/dagRuns", {"logical_date": None, "partition_key": "2026-13"})["dag_run_id"]
    assert finished(api, "publish_rollups", failing) == "failed"
    end = time.monotonic() + 60
    while not (told := running.rows("select distinct subject from meta.message where about = 'run-failed:publish_rollups'")):
        assert time.monotonic() < end, "the callback of a failed run has not come within 60 s"
        time.sleep(0.5)
    ((subject,),) = told
    assert re.fullmatch(r"\[huizong\] run-failed: publish_rollups failed: run \S+, task publish; \d+ files wait to be judged", subject)
