"""Every alert there is, fired for real: found by the DAG raise_alerts or told by a run's callback, received by mail and by webhook."""

from __future__ import annotations

import html
import json
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from huizong.alerting.alert import NEXT_STEPS
from huizong.settings import COUNTY_TIME
from huizong.steps import preparing
from huizong_airflow.api import Api
from huizong_airflow.notifiers import AlertOfRun
from tests.airflow.channels.conftest import Hook, Mailbox, hook, mail_server
from tests.dags.conftest import System, finished, run_dag, until_at_rest

__all__ = ["hook"]
ENGINEERS = "C00,机房,email,engine@tinglan.example,engineer\nC00,运维群,webhook,huizong_engine_room,engineer\n"
NOBODY = "T99,路人,email,t99@tinglan.example,\n"
# They would find, send or take away what this test has laid out for the run that it starts itself.
HELD = ("ingest_submissions", "chase_late_reports", "raise_alerts", "publish_due_rollups")
NO_PERIOD = "2026-13"  # no month can be published under that name
REFUSED = "t01@tinglan.example"


@dataclass
class Received:
    """What the engineers got, by code of the alert: the whole texts."""

    by_mail: dict[str, list[str]] = field(default_factory=dict)
    by_webhook: dict[str, list[str]] = field(default_factory=dict)


def code_of(subject: str) -> str:
    found = re.match(r"\[huizong\] ([a-z-]+): ", subject)
    assert found, subject
    return found[1]


def add_engineers(contacts: Path) -> None:
    header, *lines = contacts.read_text("utf-8").splitlines()
    assert header == "organisation,name,channel,address"
    contacts.write_text("\n".join([f"{header},role", *(f"{line}," for line in lines), NOBODY + ENGINEERS]), "utf-8")


def let_a_run_fail(system: System, api: Api) -> None:
    """A run of the real scheduler that fails, and its callback, which finds the engineers in the system's own catalogue."""
    contacts = system.settings.catalogue / "contacts.csv"
    before = contacts.read_bytes()
    add_engineers(contacts)
    try:
        run = api.post("/dags/publish_rollups/dagRuns", {"logical_date": None, "partition_key": NO_PERIOD})["dag_run_id"]
        assert finished(api, "publish_rollups", run) == "failed"
        end = time.monotonic() + 60
        while len(system.rows("select 1 from meta.message where about = 'run-failed:publish_rollups' and state = 'waiting'")) < 2:
            assert time.monotonic() < end, "the callback of a failed run has not come within 60 s"
            time.sleep(0.5)
    finally:
        contacts.write_bytes(before)


def catalogue_with_engineers(system: System, folder: Path) -> Path:
    """The system's catalogue with two engineers, and the month's report of the towns due since midnight."""
    shutil.copytree(system.settings.catalogue, folder)
    add_engineers(folder / "contacts.csv")
    today = datetime.now(COUNTY_TIME).date()
    obligations = folder / "obligations.csv"
    text = obligations.read_text("utf-8")
    assert "F-ECON-M,,town,8,17:00," in text
    obligations.write_text(text.replace("F-ECON-M,,town,8,17:00,", f"F-ECON-M,,town,{today.day},00:00,"), "utf-8")
    return folder


def without_this_years_holidays(folder: Path, to: Path) -> Path:
    """The same catalogue before anybody entered the year's days off."""
    shutil.copytree(folder, to)
    (to / "holidays.csv").write_text("day,works,name\n", "utf-8")
    return to


def broken_after_it_came_into_force(system: System, folder: Path) -> Path:
    """The catalogue is used, then somebody saves a file of it that can't be."""
    settings = replace(system.settings, catalogue=folder)
    with preparing.loader_connection(settings) as connection:
        preparing.put_in_force(settings, connection, preparing.catalogue_of(settings))
    (folder / "units.csv").write_text("单位\n", "utf-8")
    return folder


def lay_out_causes(system: System) -> None:
    """What is wrong, in the warehouse: a receipt that waits, an inbox nobody looks into, a reminder to an address that refuses."""
    today = str(datetime.now(COUNTY_TIME).date())
    system.rows("update meta.catalogue set first_used_at = least(first_used_at, now() - interval '92 days') returning 1")
    system.rows("update meta.message set state = 'expired' where state = 'waiting' returning 1")
    system.rows("update meta.message set about = 'before ' || about where kind = 'alert' returning 1")
    system.rows(
        "insert into meta.beat values ('ingest', now() - interval '21 minutes')"
        " on conflict (name) do update set at = excluded.at returning 1"
    )
    system.rows("insert into raw.file values (repeat('ab', 32), 1, now()) on conflict do nothing returning 1")
    system.rows(
        "insert into raw.arrival (arrival_id, folder, path, file_name, sha256, reporter, device, inode, size_bytes, mtime_ns,"
        " received_at, state, removed_at) values ('late', '栗坪镇', '栗坪镇/x.csv', 'x.csv', repeat('ab', 32), 'T01', 0, 0, 1, 0, now(),"
        " 'judged', now()) returning 1"
    )
    system.rows("insert into quality.receipt (arrival_id, due_at) values ('late', now() - interval '11 minutes') returning 1")
    system.rows(
        "delete from meta.message where kind = 'reminder' and address = %(to)s and day = %(today)s returning 1", to=REFUSED, today=today
    )
    system.rows(
        "insert into meta.message (kind, day, channel, address, recipient, subject, content, raised_at, state, next_try_at)"
        " values ('reminder', %(today)s, 'email', %(to)s, '卢雅琴', '【催报】', '【催报】一份', now(), 'waiting', now()) returning 1",
        to=REFUSED,
        today=today,
    )


def tidy_up(system: System) -> None:
    system.rows("delete from quality.receipt where arrival_id = 'late' returning 1")
    system.rows("delete from raw.arrival where arrival_id = 'late' returning 1")
    system.rows(
        "delete from meta.message where address in (%(to)s, 'engine@tinglan.example', 'huizong_engine_room') returning 1", to=REFUSED
    )


@pytest.fixture
def held(running: System, api: Api) -> Iterator[System]:
    """The system with its clockwork stopped: nobody but the test starts a run."""
    for dag in HELD:
        api.patch(f"/dags/{dag}", {"is_paused": True})
    until_at_rest(api)  # further tasks of their runs wait for the end of this test
    yield running
    tidy_up(running)
    for dag in HELD:
        api.patch(f"/dags/{dag}", {"is_paused": False})


def test_every_alert_is_found_sent_and_received(
    held: System, api: Api, hook: Hook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = catalogue_with_engineers(held, tmp_path / "county")
    broken = broken_after_it_came_into_force(held, without_this_years_holidays(catalogue, tmp_path / "next"))
    lay_out_causes(held)
    let_a_run_fail(held, api)
    hook.answer = (200, {})
    box = Mailbox({REFUSED: "550 5.1.1 no such user"})
    with mail_server(box) as port:
        told = {
            "HUIZONG_CATALOGUE": str(catalogue),
            "HUIZONG_ALERT_AGAIN_HOURS": "0.000001",
            "NO_PROXY": "127.0.0.1",
            "AIRFLOW_CONN_HUIZONG_SMTP": json.dumps(
                {
                    "conn_type": "smtp",
                    "host": "127.0.0.1",
                    "port": port,
                    "extra": {"from_email": "huizong@tinglan.example", "disable_tls": True, "disable_ssl": True},
                }
            ),
            "AIRFLOW_CONN_HUIZONG_ENGINE_ROOM": json.dumps({"conn_type": "http", "host": f"http://127.0.0.1:{hook.port}/room"}),
        }
        first = run_dag(held, "raise_alerts", **told, HUIZONG_ALERT_DISK_PERCENT="0.01")
        assert first["state"] == "success"
        second = run_dag(
            held, "raise_alerts", **{**told, "HUIZONG_CATALOGUE": str(broken)}, FORGET_HOLIDAYS=str(datetime.now(COUNTY_TIME).year)
        )
        assert second["state"] == "success"
        for name, value in {**told, "HUIZONG_DATABASE_URL": "postgresql://huizong_loader@127.0.0.1:1/none"}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("HUIZONG_HOME", str(tmp_path / "home"))
        run = SimpleNamespace(dag_id="ingest_submissions", run_id="scheduled__7")
        AlertOfRun().notify({"dag_run": run, "ti": SimpleNamespace(task_id="take_in")})  # type: ignore[arg-type]

    received = Received()
    for to, subject, body in box.mails:
        if to != "engine@tinglan.example":  # what the system itself had raised before it was held, for the county's own contact
            continue
        received.by_mail.setdefault(code_of(subject), []).append(html.unescape(body))
    for path, _, given in hook.given:
        assert (path, given["kind"]) == ("/room", "alert")
        received.by_webhook.setdefault(code_of(given["title"]), []).append(given["text"])
    assert set(received.by_mail) == set(received.by_webhook) == set(NEXT_STEPS)
    for code, step in NEXT_STEPS.items():
        for text in (*received.by_mail[code], *received.by_webhook[code]):
            assert f"Next: {step}." in " ".join(text.split())
            assert f"docs/runbook.md, Alerts, {code}" in " ".join(text.split())
    assert_what_was_found(received)


def assert_what_was_found(received: Received) -> None:
    """The first line of each alert names its cause."""
    lines: dict[str, set[str]] = {code: {text.splitlines()[0] for text in texts} for code, texts in received.by_webhook.items()}

    def said(code: str, pattern: str) -> None:
        assert any(re.fullmatch(rf"\[huizong\] {code}: {pattern}", line) for line in lines[code]), lines[code]

    last = datetime.now(COUNTY_TIME).date().replace(day=1) - timedelta(days=1)
    said("dag-paused", "the DAG ingest_submissions is paused")
    said("ingest-silent", r"no run of ingest_submissions has looked into the inbox for 2[1-9] minutes")
    said("receipts-late", r"1 receipts are due and not written, the oldest for 1[1-9] minutes")
    said("coverage-low", rf"F-ECON-M {last:%Y-%m} was due: 0 of 10 accepted; owing: .*")
    said("disk-full", r"the disk of archive is \d+ % full, \d+ MB are free")
    said("messages-undelivered", r"1 messages by email did not arrive today: .*550.*")
    said("holidays-unknown", rf"the holidays of {datetime.now(COUNTY_TIME).year} are not known: .*")
    said("lines-left-out", r"1 lines of the catalogue are left out: contacts\.csv:\d+: organisation: there is no organisation T99")
    said("run-failed", r"publish_rollups failed: run \S+(?:, task publish)?; \d+ files wait to be judged")
    said("catalogue-broken", r"\d+ faults in \S+, nothing is taken in: units\.csv:1: .*")
    said(
        "warehouse-away",
        r"the database can't be reached.*; meanwhile run-failed: ingest_submissions failed: run scheduled__7, task take_in; .*",
    )
