"""Says "look" when new files have come to rest in the inbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

from airflow.triggers.base import BaseEventTrigger, TriggerEvent

from huizong.intake.coming_to_rest import Rest, Settling
from huizong.intake.inbox import scan
from huizong.settings import Settings

log = logging.getLogger(__name__)

Identity = tuple[str, int, int, int, int]


class InboxTrigger(BaseEventTrigger):
    """Fires once for each set of files that have newly come to rest in the inbox; deletes and opens none.

    The event carries a count only. What was seen is remembered while the trigger lives, since files stay until their
    receipt is written; after a restart it fires once for what lies there, which costs one more look.
    """

    def __init__(self, seconds: float = 0.5) -> None:
        super().__init__()
        self.seconds = seconds

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """The class and its arguments, as the metadata database keeps them."""
        return f"{type(self).__module__}.{type(self).__qualname__}", {"seconds": self.seconds}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Look every `seconds`; yields a count of files not seen before."""
        settings = Settings.from_environment()
        seen: frozenset[Identity] = frozenset()
        while True:
            try:
                rested = await asyncio.to_thread(_rested, settings, seen)
            except OSError as error:
                log.warning("the inbox can't be looked at (errno %s); looking again", error.errno)
            else:
                if new := rested - seen:
                    yield TriggerEvent({"files": len(new)})
                seen = rested
            await asyncio.sleep(self.seconds)


def _rested(settings: Settings, seen: frozenset[Identity]) -> frozenset[Identity]:
    """Identities of the files in the inbox that have come to rest; those seen before are not looked into again."""
    settling = Settling(settings.inbox, settings.stable_seconds)
    return frozenset(
        file.identity for file in scan(settings.inbox) if file.identity in seen or settling.rest_of(file) in (Rest.SETTLED, Rest.UNSURE)
    )
