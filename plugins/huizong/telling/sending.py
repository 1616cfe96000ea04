"""Sends what is due by the channels that are given; what fails is noted in the ledger and is in nobody's way."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection

from huizong.settings import COUNTY_TIME
from huizong.telling import ledger
from huizong.telling.message import Channel, ChannelError, RefusedError, RouteDownError, UnansweredError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the messages that were due: sent, to be tried again, given up."""

    sent: int = 0
    later: int = 0
    failed: int = 0


def send_due(connection: Connection, channels: Mapping[str, Channel], now: datetime, *, quiet: bool) -> Sent:
    """Send every message that is due, of alerts only while departments are not to be disturbed (`quiet`). Never raises for a channel.

    After a way out was found to be down, what else would go by it waits for a later run and costs no try.
    """
    ledger.settle(connection, now.astimezone(COUNTY_TIME).date(), now)
    counts, down = {"sent": 0, "waiting": 0, "failed": 0}, list[str]()
    while (message := ledger.claim(connection, now, down, alerts_only=quiet)) is not None:
        try:
            if (channel := channels.get(message.channel)) is None:
                raise RefusedError(f"there is no channel {message.channel}")
            channel.send(message)
        except ChannelError as error:
            state = "failed" if isinstance(error, RefusedError) else "uncertain" if isinstance(error, UnansweredError) else "waiting"
            log.warning("message %d (%s by %s) not delivered, %s: %s", message.message_id, message.kind, message.channel, state, error)
            ledger.set_failed(connection, message, state, now, str(error))
            if isinstance(error, RouteDownError):
                down.append(message.route)
            counts["waiting" if state == "waiting" else "failed"] += 1
        else:
            ledger.set_sent(connection, message, now)
            counts["sent"] += 1
    log.info("messages: %d sent, %d to be tried again, %d given up", counts["sent"], counts["waiting"], counts["failed"])
    return Sent(counts["sent"], counts["waiting"], counts["failed"])
