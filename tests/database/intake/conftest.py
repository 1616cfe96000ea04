"""The intake of a system of its own."""

from contextlib import closing

import pytest

from huizong import intake
from huizong.intake import Archive, Journal
from huizong.warehouse import connect


@pytest.fixture
def system(settings, catalogue):
    """The intake of a system of its own, with a function that runs it and one that asks the ledger."""

    class System:
        inbox = settings.inbox
        archive = Archive(settings.archive)
        journal = Journal(settings.archive / "journal")
        town = next(o for o in catalogue.organisations if o.kind == "town")

        def drop(self, path, data):
            target = self.inbox / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            return target

        def take(self, stable_seconds=0, most_bytes=1 << 20):
            with closing(connect(settings.database_url)) as connection:
                inbox = intake.Inbox(self.inbox, stable_seconds, most_bytes)
                return intake.take_in(connection, catalogue, inbox, self.archive, self.journal)

        def receipt(self):
            self.execute(
                "insert into quality.receipt (arrival_id, due_at, written_at) select arrival_id, now(), now() from raw.arrival"
                " on conflict do nothing"
            )

        def clear(self):
            with closing(connect(settings.database_url)) as connection:
                return intake.clear_inbox(connection, self.inbox, self.archive)

        def rows(self, statement):
            with closing(connect(settings.database_url)) as connection, connection.cursor() as cursor:
                cursor.execute(statement)
                found = cursor.fetchall()
                connection.commit()
                return found

        def execute(self, statement):
            with closing(connect(settings.database_url)) as connection, connection.cursor() as cursor:
                cursor.execute(statement)
                connection.commit()

    return System()
