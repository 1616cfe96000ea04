"""The ways out of messages: mail, groups of WeCom and DingTalk, any webhook. Their secrets lie in Airflow connections and nowhere else.

A message in; sent, refused or to be tried again out. Knock at `mail` or `webhooks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from huizong.settings import Settings
from huizong.telling.message import Channel
from huizong_airflow.channels.mail import Mail
from huizong_airflow.channels.webhooks import DingTalk, Webhook, WeCom


@contextmanager
def open_channels() -> Iterator[dict[str, Channel]]:
    """Every channel by the name that contacts.csv has for it; a mail server stays connected until the end."""
    mail = Mail()
    try:
        yield {"email": mail, "wecom": WeCom(), "dingtalk": DingTalk(), "webhook": Webhook()}
    finally:
        mail.close()


def send_due(settings: Settings) -> dict[str, int]:
    """Send what is due by now; counts by name. A channel that fails is noted in the ledger and raises nothing."""
    from huizong.flow import due_messages

    with open_channels() as channels:
        return asdict(due_messages.send(settings, channels))
