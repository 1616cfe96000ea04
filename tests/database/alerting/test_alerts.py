"""Alerts: what is found, who hears of it, and that nobody hears the same again too soon."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from huizong.alerting import watching
from huizong.alerting.alert import NEXT_STEPS, Alert
from huizong.alerting.at_once import tell_at_once
from huizong.alerting.watching import Disk, disk_alerts, disks, paused_alerts, raise_alerts, warehouse_alerts, watch
from huizong.catalogue import CatalogueError, load
from huizong.flow import due_messages
from huizong.settings import COUNTY_TIME, REPOSITORY, Alerting
from huizong.steps import preparing
from huizong.telling import ledger
from huizong.telling.message import Address, Message, NewMessage, RouteDownError
from huizong.warehouse.dues import enter_dues
from tests.database.warehouse.autumn import OBLIGATIONS, Autumn, open_autumn

if TYPE_CHECKING:
    from huizong.settings import Settings

CONTACTS = """organisation,name,channel,address,role
G00,温若琳,email,duty@luchuan.example,
G00,机房,email,engine@luchuan.example,engineer
G00,运维群,wecom,engine_room,engineer
"""
BEGAN = datetime(2025, 9, 10, 1, 0, tzinfo=UTC)
NOW = datetime(2025, 10, 9, 17, 5, tzinfo=COUNTY_TIME)


@pytest.fixture
def autumn(settings: Settings, tmp_path: Path) -> Iterator[Autumn]:
    with open_autumn(settings, tmp_path / "county", {"contacts.csv": CONTACTS}, BEGAN) as opened:
        yield opened


def found(autumn: Autumn, now: datetime = NOW) -> dict[str, str]:
    return {alert.key: alert.found for alert in warehouse_alerts(autumn.county.connection, Alerting(), now)}


def test_a_system_at_rest_has_nothing_to_tell(autumn: Autumn) -> None:
    ledger.beat(autumn.county.connection, "ingest", NOW - timedelta(minutes=19))
    assert found(autumn) == {}


def test_nobody_ingests(autumn: Autumn) -> None:
    ledger.beat(autumn.county.connection, "ingest", NOW - timedelta(minutes=21))
    assert found(autumn) == {"ingest-silent:": "no run of ingest_submissions has looked into the inbox for 21 minutes"}


def test_a_system_that_never_ingested_is_silent_since_it_began(autumn: Autumn) -> None:
    # 9:00 on 10 September to 17:05 on 9 October: 29 days, 8 hours and 5 minutes
    assert found(autumn) == {"ingest-silent:": "no run of ingest_submissions has looked into the inbox for 42245 minutes"}


def test_receipts_that_are_due_and_not_written(autumn: Autumn) -> None:
    autumn.send(datetime(2025, 10, 9, 16, 40), "G01", "a", "accepted")
    autumn.send(datetime(2025, 10, 9, 16, 58), "G02", "b", "accepted")
    ledger.beat(autumn.county.connection, "ingest", NOW)
    # received a minute later each: 16:41 is 24 minutes ago, 16:59 not yet ten
    assert found(autumn) == {"receipts-late:": "1 receipts are due and not written, the oldest for 24 minutes"}


def test_a_due_time_that_went_by_with_too_few_reports(autumn: Autumn) -> None:
    connection = autumn.county.connection
    autumn.send(datetime(2025, 10, 9, 16, 40), "G01", "a", "accepted")
    autumn.county.rows("update quality.receipt set written_at = now() returning 1")
    enter_dues(connection, autumn.county.catalogue, NOW)
    ledger.beat(connection, "ingest", NOW)
    told = "M 2025-09 was due: 1 of 3 accepted; owing: 乙火镇、丙土乡"
    assert found(autumn) == {"coverage-low:M/2025-09/2025-10-09": told}
    assert list(warehouse_alerts(connection, Alerting(coverage_percent=33), NOW)) == []  # 33.33 % are there
    assert found(autumn, NOW - timedelta(minutes=6)) == {}  # before the due time
    ledger.beat(connection, "ingest", NOW + timedelta(days=2))
    assert not [key for key in found(autumn, NOW + timedelta(days=2)) if key.startswith("coverage-low:M/2025-09")]


def test_each_due_time_of_a_form_is_looked_at_by_itself(settings: Settings, tmp_path: Path) -> None:
    # the bureau G90 owes the same form by Monday, 13 October, 12:00: that it is not due yet hides nothing, nor does what came in time
    late = f"{OBLIGATIONS}M,,bureau,13,12:00,部门月报,,,\n"
    with open_autumn(settings, tmp_path / "county", {"contacts.csv": CONTACTS, "obligations.csv": late}, BEGAN) as autumn:
        connection = autumn.county.connection
        for reporter in ("G01", "G02"):
            autumn.send(datetime(2025, 10, 9, 16, 40), reporter, reporter, "accepted")
        autumn.county.rows("update quality.receipt set written_at = now() returning 1")
        enter_dues(connection, autumn.county.catalogue, NOW)

        def low(now: datetime) -> dict[str, str]:
            return {key: told for key, told in found(autumn, now).items() if key.startswith("coverage-low:M/")}

        towns = {"coverage-low:M/2025-09/2025-10-09": "M 2025-09 was due: 2 of 3 accepted; owing: 丙土乡"}
        assert low(NOW) == towns
        assert low(datetime(2025, 10, 13, 12, 1, tzinfo=COUNTY_TIME)) == {
            "coverage-low:M/2025-09/2025-10-13": "M 2025-09 was due: 0 of 1 accepted; owing: 统计局"
        }


def test_messages_that_do_not_arrive(autumn: Autumn) -> None:
    connection, day = autumn.county.connection, NOW.date()
    ledger.beat(connection, "ingest", NOW)
    new = [NewMessage("reminder", Address("none", code, ""), "题", "文", day, organisations=(code,)) for code in ("G02", "G03")]
    ledger.enter(connection, new, NOW)
    connection.commit()
    reason = "2 messages by none did not arrive today: contacts.csv has no address to send it to"
    assert found(autumn) == {"messages-undelivered:none": reason}


def test_disks_and_dags(settings: Settings) -> None:
    full, roomy = Disk("archive", 90.0, 512), Disk("home", 89.9, 900)
    assert [alert.found for alert in disk_alerts((full, roomy), Alerting())] == ["the disk of archive is 90 % full, 512 MB are free"]
    (one,) = disks(settings)  # all folders of a test lie on one
    assert 0 < one.used_percent < 100
    assert [alert.key for alert in paused_alerts(("ingest_submissions",))] == ["dag-paused:ingest_submissions"]


def test_engineers_hear_of_it_once_within_the_set_time(autumn: Autumn, settings: Settings) -> None:
    catalogue = autumn.county.catalogue
    autumn.county.rows("select 1")

    def look(hours: float) -> dict[str, int]:
        now = NOW + timedelta(hours=hours)
        ledger.beat(autumn.county.connection, "ingest", now)
        return watch(settings, catalogue, now, ("publish_rollups",))

    assert look(0) == {"found": 2, "raised": 2}  # the paused DAG, and September's reports
    assert look(5.9) == {"found": 2, "raised": 0}
    assert look(6) == {"found": 2, "raised": 1}  # a due time goes by once
    assert autumn.county.rows(
        "select distinct address, content from meta.message where starts_with(about, 'dag') and channel = 'wecom'"
    ) == [
        (
            "engine_room",
            "[huizong] dag-paused: the DAG publish_rollups is paused\n"
            "Next: switch the DAG on in Airflow, or know why it is off.\n"
            "More: docs/runbook.md, Alerts, dag-paused",
        )
    ]
    assert autumn.county.rows("select channel, count(*) from meta.message group by 1 order by 1") == [("email", 3), ("wecom", 3)]


def test_a_run_that_failed_is_told_with_what_waits(autumn: Autumn, settings: Settings) -> None:
    alert = due_messages.failed_run(settings, "ingest_submissions", "scheduled__1", "finish")
    assert alert.found == "ingest_submissions failed: run scheduled__1, task finish; 0 files wait to be judged"
    with autumn.county.connection:
        assert raise_alerts(autumn.county.connection, settings, autumn.county.catalogue, [alert], NOW) == 1
    assert autumn.county.rows("select content from meta.message where channel = 'wecom'") == [
        (
            "[huizong] run-failed: ingest_submissions failed: run scheduled__1, task finish; 0 files wait to be judged\n"
            "Next: open the run in Airflow, read the log of the task that failed; what it left waits for the next run.\n"
            "More: docs/runbook.md, Alerts, run-failed",
        )
    ]


class Recorder:
    def __init__(self, error: Exception | None = None) -> None:
        self.sent: list[Message] = []
        self.error = error

    def send(self, message: Message) -> None:
        if self.error:
            raise self.error
        self.sent.append(message)


def test_while_the_warehouse_is_away_engineers_are_told_past_it(
    autumn: Autumn, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    away = settings.with_database("postgresql://huizong_loader@127.0.0.1:1/none")
    monkeypatch.setattr(due_messages, "catalogue_of", lambda _: autumn.county.catalogue)
    mail, group = Recorder(), Recorder(RouteDownError("the webhook can't be reached"))
    channels: dict[str, Any] = {"email": mail, "wecom": group}
    alert = due_messages.failed_run(away, "ingest_submissions", "scheduled__1", "take_in")
    assert alert.found.endswith("task take_in; how many files wait can't be asked")
    assert due_messages.alert(away, alert, channels, NOW) == 1
    (told,) = mail.sent
    assert told.address == "engine@luchuan.example"
    assert told.subject.startswith("[huizong] warehouse-away: the database can't be reached")
    assert "meanwhile run-failed: ingest_submissions failed: run scheduled__1" in told.subject
    assert "alert warehouse-away not delivered by wecom: the webhook can't be reached" in caplog.text
    assert due_messages.alert(away, alert, channels, NOW + timedelta(hours=5)) == 0
    assert due_messages.alert(away, alert, channels, NOW + timedelta(hours=7)) == 1


def test_a_catalogue_that_somebody_broke_is_told_to_the_engineers_of_the_last_good_one(
    autumn: Autumn, settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    shutil.copytree(settings.catalogue, folder)
    header, *lines = (folder / "contacts.csv").read_text("utf-8").splitlines()
    county = load(folder).county.code
    (folder / "contacts.csv").write_text(
        "\n".join([f"{header},role", *(f"{line}," for line in lines), f"{county},机房,email,e@x.example,engineer"]), "utf-8"
    )
    own = replace(settings, catalogue=folder)
    with preparing.loader_connection(own) as connection:
        preparing.put_in_force(own, connection, preparing.catalogue_of(own))
    (folder / "units.csv").write_text("单位\n", "utf-8")
    assert due_messages.alert(own, Alert("run-failed", "ingest_submissions", "ingest_submissions failed: run 1"), {}, NOW) == 2
    told = "select address, split_part(subject, ':', 1) from meta.message where kind = 'alert' order by 2"
    assert autumn.county.rows(told) == [("e@x.example", "[huizong] catalogue-broken"), ("e@x.example", "[huizong] run-failed")]
    times = "select count(*) from meta.message where about = 'catalogue-broken:'"
    due_messages.watch(own, (), NOW + timedelta(minutes=5))
    assert autumn.county.rows(times) == [(1,)]  # of what was told no more for six hours
    due_messages.watch(own, (), NOW + timedelta(hours=7))
    assert autumn.county.rows(times) == [(2,)]
    mail = Recorder()
    due_messages.send(own, {"email": mail}, NOW)
    assert {"[huizong] catalogue-broken", "[huizong] run-failed"} <= {message.subject.partition(":")[0] for message in mail.sent}


def test_a_catalogue_that_was_broken_from_the_first_tells_nobody_and_says_so(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    with pytest.raises(CatalogueError, match="no catalogue ever was in force"):
        due_messages.alert(replace(settings, catalogue=tmp_path / "own"), Alert("run-failed", "x", "x failed"), {}, NOW)


def test_without_any_engineer_that_is_said(autumn: Autumn, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    nobody = replace(autumn.county.catalogue, contacts=())
    assert tell_at_once(settings, nobody, Alert("disk-full", "home", "full"), {}, NOW) == 0
    assert "alert disk-full reaches nobody" in caplog.text


def test_a_year_whose_holidays_nobody_knows(autumn: Autumn) -> None:
    alerts = list(watching.holiday_alerts(autumn.county.catalogue, datetime(2044, 1, 1, 8, tzinfo=COUNTY_TIME)))
    assert [alert.key for alert in alerts] == ["holidays-unknown:2044"]
    assert list(watching.holiday_alerts(autumn.county.catalogue, NOW)) == []


def test_each_alert_has_its_paragraph_in_the_runbook() -> None:
    text = (REPOSITORY / "docs" / "runbook.md").read_text("utf-8")
    section = text.split("\n## Alerts\n", 1)[1].split("\n## ", 1)[0]
    paragraphs = dict(re.findall(r"^\*\*`([a-z-]+)`\*\* (.+)$", section, flags=re.MULTILINE))
    assert set(paragraphs) == set(NEXT_STEPS)
    assert all(len(said.split()) > 25 for said in paragraphs.values()), "what it means, and what to do"


def test_every_alert_that_the_code_raises_is_listed() -> None:
    raised: set[str] = set()
    for path in (REPOSITORY / "plugins").rglob("*.py"):
        raised |= set(re.findall(r'Alert\(\s*"([a-z-]+)"', path.read_text("utf-8")))
    assert raised == set(NEXT_STEPS)
