"""The two assets that join the DAGs: files lie in the inbox; figures of a period have changed."""

from __future__ import annotations

from airflow.sdk import Asset, AssetWatcher

from huizong_airflow.inbox_trigger import InboxTrigger

INBOX = Asset(
    name="huizong_inbox",
    uri="huizong://inbox",
    watchers=[AssetWatcher(name="look_into_inbox", trigger=InboxTrigger(seconds=0.5))],
)
FIGURES = Asset(name="huizong_figures", uri="huizong://figures")
