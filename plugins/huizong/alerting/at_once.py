"""The way round the ledger, for when the warehouse itself is away: straight through the channels, remembered by a file."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from datetime import datetime, timedelta

from huizong.alerting.alert import Alert
from huizong.catalogue import Catalogue
from huizong.settings import Settings
from huizong.telling.message import Channel, ChannelError, Message
from huizong.telling.recipients import engineers

log = logging.getLogger(__name__)


def tell_at_once(settings: Settings, catalogue: Catalogue, alert: Alert, channels: Mapping[str, Channel], now: datetime) -> int:
    """Send the alert to every engineer now, unless that was done within the set time; returns how many it reached.

    Remembered before it is sent, so that a kill rather loses it than sends it again and again.
    """
    mark = settings.home / "told" / alert.code
    if mark.exists() and now.timestamp() - mark.stat().st_mtime < timedelta(hours=settings.alerting.again_hours).total_seconds():
        return 0
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    os.utime(mark, (now.timestamp(), now.timestamp()))
    reached = 0
    for to in engineers(catalogue):
        message = Message(0, "alert", to.channel, to.address, to.recipient, alert.subject, alert.content, 1)
        try:
            if (channel := channels.get(to.channel)) is None:
                log.error("alert %s reaches nobody: contacts.csv has no engineer, and no contact of the county, with a channel", alert.code)
            else:
                channel.send(message)
                reached += 1
        except ChannelError as error:
            log.error("alert %s not delivered by %s: %s", alert.code, to.channel, error)  # noqa: TRY400 - the way there says nothing more
    return reached
