"""What is due goes out once; what fails is tried again where that makes sense, and said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from huizong.settings import COUNTY_TIME
from huizong.telling import ledger
from huizong.telling.message import (
    Address,
    Kind,
    Message,
    NewMessage,
    RefusedError,
    RouteDownError,
    TryAgainError,
    UnansweredError,
)
from huizong.telling.sending import Sent, send_due
from huizong.warehouse import LOADER, connect

if TYPE_CHECKING:
    from psycopg2.extensions import connection as Connection

    from huizong.settings import Settings

NOW = datetime(2025, 9, 30, 1, 0, tzinfo=UTC)
DAY = date(2025, 9, 30)


class Recorder:
    """A channel that keeps what it delivers, or raises what it is told to for an address."""

    def __init__(self, raising: dict[str, Exception] | None = None) -> None:
        self.sent: list[str] = []
        self.raising = raising or {}

    def send(self, message: Message) -> None:
        if message.address in self.raising:
            raise self.raising[message.address]
        self.sent.append(message.address)


@pytest.fixture
def connection(settings: Settings) -> Iterator[Connection]:
    with closing(connect(settings.database_url, role=LOADER)) as opened:
        yield opened


def raise_messages(connection: Connection, *addresses: str, channel: str = "email", kind: Kind = "reminder", day: date = DAY) -> int:
    about = {"about": "x"} if kind == "alert" else {}
    new = [NewMessage(kind, Address(channel, address, "某人"), "题", "一\n二\n三", day, **about) for address in addresses]
    entered = ledger.enter(connection, new, NOW)
    connection.commit()
    return entered


def states(connection: Connection) -> dict[str, tuple[str, int, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute("select address, state, attempts, last_error from meta.message")
        found = {address: (state, attempts, error) for address, state, attempts, error in cursor.fetchall()}
    connection.commit()
    return found


def test_each_message_goes_out_once(connection: Connection) -> None:
    assert raise_messages(connection, "a", "b") == 2
    assert raise_messages(connection, "b", "c") == 1
    mail = Recorder()
    assert send_due(connection, {"email": mail}, NOW, quiet=False) == Sent(3, 0, 0)
    assert send_due(connection, {"email": mail}, NOW, quiet=False) == Sent()
    assert mail.sent == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (TryAgainError("mailbox full"), "waiting"),
        (RefusedError("no such user"), "failed"),
        (UnansweredError("no answer"), "uncertain"),
    ],
)
def test_what_one_address_refuses_is_noted_and_the_others_go_out(connection: Connection, error: Exception, state: str) -> None:
    raise_messages(connection, "a", "b")
    mail = Recorder({"a": error})
    send_due(connection, {"email": mail}, NOW, quiet=False)
    assert mail.sent == ["b"]
    assert states(connection)["a"] == (state, 1, str(error))


def test_a_server_that_is_down_is_asked_once_a_run_and_other_ways_stay_open(connection: Connection) -> None:
    raise_messages(connection, "a", "b")
    raise_messages(connection, "g1", "g2", channel="wecom")
    mail, group = Recorder(dict.fromkeys("ab", RouteDownError("refused"))), Recorder({"g1": RouteDownError("refused")})
    channels = {"email": mail, "wecom": group}
    assert send_due(connection, channels, NOW, quiet=False) == Sent(1, 2, 0)
    assert states(connection) == {
        "a": ("waiting", 1, "refused"),
        "b": ("waiting", 0, None),
        "g1": ("waiting", 1, "refused"),
        "g2": ("sent", 1, None),
    }
    # two minutes later, when the server is there again
    mail.raising, group.raising = {}, {}
    assert send_due(connection, channels, NOW + timedelta(minutes=2), quiet=False) == Sent(3, 0, 0)


def test_tries_grow_rarer_and_end(connection: Connection) -> None:
    raise_messages(connection, "a", kind="alert")
    mail, tried, now = Recorder({"a": TryAgainError("busy")}), list[int](), NOW
    for minute in range(24 * 60):
        if send_due(connection, {"email": mail}, now + timedelta(minutes=minute), quiet=False) != Sent():
            tried.append(minute)
    # 2, 4, 8, 16, 32 minutes after the one before, then 60
    assert tried == [0, 2, 6, 14, 30, 62, 122, 182, 242, 302, 362, 422]
    assert states(connection)["a"] == ("failed", 12, "busy")


def test_a_process_killed_over_a_message_does_not_send_it_twice(connection: Connection) -> None:
    raise_messages(connection, "a", "b")

    class Killed:
        def send(self, message: Message) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_due(connection, {"email": Killed()}, NOW, quiet=False)
    mail = Recorder()
    send_due(connection, {"email": mail}, NOW + timedelta(minutes=1), quiet=False)
    assert mail.sent == ["b"]
    send_due(connection, {"email": mail}, NOW + timedelta(minutes=11), quiet=False)
    assert mail.sent == ["b"]
    state, _, error = states(connection)["a"]
    assert (state, error) == ("uncertain", "the process ended while it was sent; it may have arrived and isn't sent again")


def test_reminders_wait_for_the_morning_and_die_with_their_day_and_alerts_do_neither(connection: Connection) -> None:
    raise_messages(connection, "a")
    raise_messages(connection, "e", kind="alert")
    mail = Recorder()
    night = datetime(2025, 9, 30, 22, 0, tzinfo=COUNTY_TIME)
    assert send_due(connection, {"email": mail}, night, quiet=True) == Sent(1, 0, 0)
    assert mail.sent == ["e"]
    send_due(connection, {"email": mail}, night + timedelta(hours=11), quiet=False)
    assert mail.sent == ["e"]
    assert states(connection)["a"] == ("expired", 0, "its day went by before it could be sent")


def test_what_has_not_arrived_can_be_asked_for(connection: Connection) -> None:
    raise_messages(connection, "a", "b")
    send_due(connection, {"email": Recorder({"a": RefusedError("no such user")})}, NOW, quiet=False)
    (lost,) = ledger.undelivered(connection, DAY)
    assert (lost.recipient, lost.state, lost.attempts, lost.error) == ("某人", "failed", 1, "no such user")
    assert ledger.undelivered(connection, DAY + timedelta(days=1)) == ()


def test_a_channel_that_nobody_knows_is_refused(connection: Connection) -> None:
    raise_messages(connection, "a", channel="pigeon")
    assert send_due(connection, {}, NOW, quiet=False) == Sent(0, 0, 1)
    assert states(connection)["a"] == ("failed", 1, "there is no channel pigeon")
