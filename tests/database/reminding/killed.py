"""Tells people what is due and kills its own process at a named point: `python killed.py POINT CATALOGUE DELIVERED`.

What the channel delivers is a line of the file DELIVERED. The points are wrapped here, so that the product carries no switch for dying.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from huizong.catalogue.from_folder import load
from huizong.reminding import chasing, reminder_notes
from huizong.settings import COUNTY_TIME, Settings
from huizong.telling.message import Message

NOW = datetime(2025, 9, 30, 9, tzinfo=COUNTY_TIME)


class Lines:
    """A channel that writes down what it delivers."""

    def __init__(self, delivered: Path, dies: bool = False) -> None:
        self.delivered, self.dies = delivered, dies

    def send(self, message: Message) -> None:
        with self.delivered.open("a") as file:
            file.write(f"{message.channel} {message.address}\n")
            file.flush()
        if self.dies:
            die()


def die(*_arguments: object, **_keywords: object) -> None:
    """End at once: no handler runs, nothing is let go by our own hand."""
    os.kill(os.getpid(), signal.SIGKILL)


def before_the_commit() -> None:
    """Messages are entered, the transaction is not committed."""
    chasing.enter_notes = die


def before_the_notes() -> None:
    """Messages and notes are in the ledger, nothing lies in the outbox."""
    chasing.write_notes = die


def between_file_and_ledger() -> None:
    """A note lies in the outbox, the ledger has not heard of it."""
    reminder_notes.commit_soon = die


def in_sending() -> None:
    """A message has left, and nobody has noted it."""


def main(point: str, catalogue: Path, delivered: Path) -> None:
    globals()[point]()
    settings, county = Settings.from_environment(), load(catalogue)
    chasing.chase(settings, county, NOW)
    lines = Lines(delivered, dies=point == "in_sending")
    chasing.send(settings, county, {"email": lines, "wecom": lines}, NOW)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
