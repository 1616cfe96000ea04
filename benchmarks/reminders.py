"""How long a day's reminders take a county with many organisations that owe much.

Run: `python benchmarks/reminders.py [ORGANISATIONS]` (default 300). Starts a PostgreSQL of its own and an invented county whose towns
owe a monthly and a quarterly form and have sent nothing for two and a half years: the worst morning there can be. Measured are the first
day (its folders are made), the days after, and sending to a channel that takes everything. Exit status 1 above the mark.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

from huizong.reminding import chasing
from huizong.settings import Settings
from huizong.telling.message import Message
from huizong.warehouse import LOADER, connect
from huizong.warehouse.schema import catalogue_tables
from huizong.warehouse.schema.migrate import migrate
from huizong.warehouse.server.temporary import temporary_server
from tests.database.warehouse.county import FILES, make_catalogue

ORGANISATIONS = 300
MARK = 10.0  # seconds
BEGAN = datetime(2024, 6, 1, tzinfo=UTC)
DAYS = (11, 12, 13)  # of November 2026, from Wednesday on


class Takes:
    """A channel that takes everything."""

    def send(self, message: Message) -> None:
        """Nothing can go wrong."""


def main(organisations: int) -> bool:
    """Measure and print; returns whether the mark is held."""
    towns = "".join(f"H{n:04d},第{n}镇,town,G00,,,,\n" for n in range(organisations))
    contacts = "".join(f"H{n:04d},人{n},email,h{n}@luchuan.example\n" for n in range(organisations))
    changed = {
        "organisations.csv": FILES["organisations.csv"] + towns,
        "contacts.csv": f"organisation,name,channel,address\nG00,值班,email,duty@luchuan.example\n{contacts}",
    }
    took = []
    with temporary_server() as server, tempfile.TemporaryDirectory() as home:
        urls = server.create_database("reminders")
        migrate(urls.owner)
        catalogue = make_catalogue(Path(home) / "catalogue", changed)
        settings = Settings.from_environment({"HUIZONG_HOME": home}).with_database(urls.loader, urls.owner, urls.reader)
        with closing(connect(urls.loader, role=LOADER)) as connection:
            catalogue_tables.sync(connection, catalogue, BEGAN)
        for day in DAYS:
            started, now = time.perf_counter(), datetime(2026, 11, day, 2, tzinfo=UTC)
            done = chasing.chase(settings, catalogue, now)
            took.append(time.perf_counter() - started)
            print(f"{now:%Y-%m-%d}: {done['messages']} messages, {done['written']} notes in {took[-1]:.1f} s")
        started = time.perf_counter()
        sent = chasing.send(settings, catalogue, {"email": Takes()}, now)
        print(f"{sent.sent} messages handed to a channel in {time.perf_counter() - started:.1f} s")
    print(f"first day {took[0]:.1f} s, a day after it {statistics.median(took[1:]):.1f} s; the mark is {MARK:.0f} s")
    return max(took) <= MARK


if __name__ == "__main__":
    sys.exit(0 if main(int(sys.argv[1]) if len(sys.argv) > 1 else ORGANISATIONS) else 1)
