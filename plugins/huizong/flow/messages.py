"""What people are told by the clock: reminders. The channels come from whoever has them; without any the outbox has the notes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from huizong.reminding import chasing
from huizong.settings import Settings
from huizong.steps.preparing import catalogue_of, loader_connection, put_in_force
from huizong.telling.message import Channel
from huizong.telling.sending import Sent


def chase(settings: Settings, now: datetime | None = None) -> dict[str, int]:
    """Enter today's reminders and write them into the outbox; counts by name."""
    catalogue = catalogue_of(settings)
    with loader_connection(settings) as connection:
        put_in_force(settings, connection, catalogue)
    return chasing.chase(settings, catalogue, now or datetime.now(UTC))


def send(settings: Settings, channels: Mapping[str, Channel], now: datetime | None = None) -> Sent:
    """Send what is due by the channels, those to departments in their hours only; never raises for a channel."""
    return chasing.send(settings, catalogue_of(settings), channels, now or datetime.now(UTC))
