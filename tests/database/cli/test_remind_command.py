"""`huizong remind`, and what `huizong status` says of messages that did not arrive."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from huizong.answers.status import status_of
from huizong.cli import command_line as cli
from huizong.cli.show import status_tables
from huizong.reminding import chasing
from huizong.steps.preparing import prepare
from huizong.telling import ledger
from huizong.telling.message import Address, NewMessage
from huizong.warehouse import LOADER, connect

if TYPE_CHECKING:
    from huizong.settings import Settings


@pytest.fixture
def running(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The system of the settings as the command finds it."""
    prepare(settings)
    monkeypatch.setenv("HUIZONG_HOME", str(settings.home))
    monkeypatch.setenv("HUIZONG_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("HUIZONG_OWNER_URL", settings.owner_url)
    return settings


def at(moment: datetime) -> type[datetime]:
    """A clock that stands."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return moment

    return Stopped


def test_what_would_be_told_is_shown_and_nobody_is_told(running: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connect(running.database_url, role=LOADER)
    with connection.cursor() as cursor:
        cursor.execute("update meta.catalogue set first_used_at = '2026-06-01'")
    connection.commit()
    # the sample county's towns owe May's report on Monday, 8 June 2026, 17:00; this is that morning
    monkeypatch.setattr("huizong.cli.remind_command.datetime", at(datetime(2026, 6, 8, 1, 0, tzinfo=UTC)))
    done = CliRunner().invoke(cli.app, ["remind", "--dry-run"])
    assert done.exit_code == 0, done.output
    assert "-- reminder to 卢雅琴 by email: t01@tinglan.example" in done.output
    assert "2026年5月：未收到，今天17:00截止" in done.output
    assert "10 messages, 10 notes; nobody was told" in done.output
    assert list(running.outbox.rglob("催报*")) == []
    done = CliRunner().invoke(cli.app, ["remind"])
    assert f"10 messages entered, 10 reminders written into {running.outbox}" in done.output
    assert len(list(running.outbox.rglob("催报_20260608.txt"))) == 10
    assert "0 messages entered, 0 reminders" in CliRunner().invoke(cli.app, ["remind"]).output
    monkeypatch.setattr("huizong.cli.remind_command.datetime", at(datetime(2026, 6, 7, 1, 0, tzinfo=UTC)))
    assert "a day off, or outside the hours" in CliRunner().invoke(cli.app, ["remind", "--dry-run"]).output
    monkeypatch.setattr("huizong.cli.remind_command.datetime", datetime)
    tomorrow = CliRunner().invoke(cli.app, ["remind", "--dry-run", "--at", "2026-06-09 09:00"])
    assert "2026年5月：未收到，逾期1天" in tomorrow.output
    refused = CliRunner().invoke(cli.app, ["remind", "--at", "2026-06-09 09:00"])
    assert refused.exit_code == 2
    connection.close()


def test_messages_that_did_not_arrive_are_in_the_status(running: Settings) -> None:
    connection = connect(running.database_url, role=LOADER)
    now = datetime.now(UTC)
    message = NewMessage("reminder", Address("none", "T09", ""), "题", "文", now.date(), organisations=("T09",))
    assert ledger.enter(connection, [message], now) == 1
    chasing.enter_notes(connection, [chasing.Note("T08", now.date(), "某镇/2026-05", "催报.txt", "文")], now)
    connection.commit()
    (running.outbox / "某镇").write_text("in the way", "utf-8")
    assert chasing.write_notes(connection, running, now) == (0, 1)
    found = status_of(running)
    (lost,), (note,) = found.undelivered, found.unwritten_notes
    assert (lost.organisations, lost.state) == (("T09",), "unreachable")
    assert asdict(note) == {"organisation": "T08", "day": str(now.date()), "error": "a file is in the place of the folder: remove it"}
    assert date.fromisoformat(json.loads(json.dumps(found.to_json()))["undelivered"][0]["day"]) == now.date()
    assert {"messages that did not arrive", "reminders that could not be written"} <= {table.title for table in status_tables(found)}
    connection.close()
