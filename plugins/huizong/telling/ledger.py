"""The ledger of messages (meta.message): entered once, claimed before they are sent, noted after."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from psycopg2.extensions import connection as Connection

from huizong.telling.message import NO_CHANNEL, Message, NewMessage
from huizong.warehouse.queries import query

# A process that has one in hand for longer was killed over it: whether it arrived nobody knows.
IN_HAND = timedelta(minutes=10)
MOST_TRIES = 12
_LONGEST_WAIT_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that has not arrived as it should, for who looks after the system; `day` is ISO 8601."""

    day: str
    kind: str
    channel: str
    recipient: str
    organisations: tuple[str, ...]
    state: str
    attempts: int
    error: str


def enter(connection: Connection, messages: Sequence[NewMessage], now: datetime) -> int:
    """Enter messages; one of the kind that the address has had that day already is left out. Returns how many are new. No commit."""
    with connection.cursor() as cursor:
        cursor.execute(query("message_enter"), {"messages": json.dumps([_row(one) for one in messages]), "now": now})
        return cursor.rowcount


def renew(connection: Connection, messages: Sequence[NewMessage], day: date) -> int:
    """Let that day's reminders and escalations that wait to be sent say what holds now, and give up what is done meanwhile.

    `messages` are all that are to be told on that day. Returns how many changed. No commit.
    """
    values = {"messages": json.dumps([_row(one) for one in messages]), "day": day}
    with connection.cursor() as cursor:
        cursor.execute(query("message_renew"), values)
        renewed = cursor.rowcount
        cursor.execute(query("message_withdraw"), values)
        return renewed + cursor.rowcount


def settle(connection: Connection, today: date, now: datetime) -> None:
    """Give up reminders whose day has gone by, and what a killed process had in hand. Commits."""
    with connection.cursor() as cursor:
        cursor.execute(query("message_settle"), {"today": today, "lost": now - IN_HAND, "now": now})
    connection.commit()


def claim(connection: Connection, now: datetime, down: Sequence[str], *, alerts_only: bool) -> Message | None:
    """The next message that is due, marked as in hand before it is sent, so that a kill never sends it twice. Commits."""
    with connection.cursor() as cursor:
        cursor.execute(query("message_claim"), {"now": now, "down": list(down), "alerts_only": alerts_only})
        row = cursor.fetchone()
    connection.commit()
    return Message(*row) if row else None


def set_sent(connection: Connection, message: Message, now: datetime) -> None:
    """Note that it was taken. Commits."""
    _set(connection, message, "sent", now, None, now)


def set_failed(connection: Connection, message: Message, state: str, now: datetime, reason: str) -> None:
    """Note that it was not: `failed` or `uncertain` for good, `waiting` to try again later, longer after each try. Commits."""
    later = now + timedelta(minutes=min(2**message.attempts, _LONGEST_WAIT_MINUTES))
    given_up = state == "waiting" and message.attempts >= MOST_TRIES
    _set(connection, message, "failed" if given_up else state, now, reason, later)


def undelivered(connection: Connection, since: date) -> tuple[Undelivered, ...]:
    """Messages from that day on that have not arrived, and why, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(query("message_undelivered"), {"since": since})
        return tuple(Undelivered(row[0], row[1], row[2], row[3], tuple(row[4]), *row[5:]) for row in cursor.fetchall())


def beat(connection: Connection, name: str, now: datetime) -> None:
    """Note that a part of the system was at work. Commits."""
    with connection.cursor() as cursor:
        cursor.execute(query("beat_set"), {"name": name, "now": now})
    connection.commit()


def _set(connection: Connection, message: Message, state: str, now: datetime, reason: str | None, later: datetime) -> None:
    values = {"message_id": message.message_id, "state": state, "now": now, "reason": reason, "later": later}
    with connection.cursor() as cursor:
        cursor.execute(query("message_set"), values)
    connection.commit()


def _row(message: NewMessage) -> dict[str, object]:
    """The message as the ledger has it when it is entered."""
    unreachable = message.to.channel == NO_CHANNEL
    return {
        "kind": message.kind,
        "about": message.about,
        "day": message.day.isoformat(),
        "channel": message.to.channel,
        "address": message.to.address,
        "recipient": message.to.recipient,
        "organisations": list(message.organisations),
        "reports": list(message.reports),
        "subject": message.subject,
        "content": message.content,
        "state": "unreachable" if unreachable else "waiting",
        "last_error": "contacts.csv has no address to send it to" if unreachable else None,
    }
