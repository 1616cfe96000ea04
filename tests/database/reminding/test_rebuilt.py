"""A rebuilt warehouse still knows what people were told: nobody is told twice a day because of it."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import psycopg2

from huizong.reminding.reminder_notes import Note, enter_notes
from huizong.telling import ledger
from huizong.telling.message import Address, NewMessage
from huizong.warehouse import LOADER, connect
from huizong.warehouse.replacing import replace_content

if TYPE_CHECKING:
    from huizong.settings import Settings
    from huizong.warehouse.server.embedded import EmbeddedServer

NOW = datetime(2025, 9, 30, 1, 0, tzinfo=UTC)
REMINDER = NewMessage(
    "reminder",
    Address("email", "g01@luchuan.example", "甲一"),
    "题",
    "一\n二\t\\三",
    NOW.date(),
    organisations=("G01",),
    reports=("M/2025-09/G01",),
)


def test_what_was_told_outlives_a_rebuild(settings: Settings, server: EmbeddedServer, template: str) -> None:
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        assert ledger.enter(connection, [REMINDER], NOW) == 1
        enter_notes(connection, [Note("G01", NOW.date(), "甲木镇/2025-09", "催报_20250930.txt", "文")], NOW)
        ledger.beat(connection, "ingest", NOW)
    built = server.create_database("built", template=template)
    with closing(psycopg2.connect(built.owner)) as source:
        replace_content(source, settings.owner_url, lambda _: None)
    server.drop_database("built")
    with closing(connect(settings.database_url, role=LOADER)) as connection:
        assert ledger.enter(connection, [REMINDER], NOW) == 0
        tomorrow = NewMessage("reminder", REMINDER.to, "题", "文", (NOW + timedelta(days=1)).date())
        assert ledger.enter(connection, [tomorrow], NOW) == 1  # its number is not one that was carried over
        with connection.cursor() as cursor:
            cursor.execute("select content, reports, state from meta.message where day = %s", (NOW.date(),))
            assert cursor.fetchall() == [("一\n二\t\\三", ["M/2025-09/G01"], "waiting")]
            cursor.execute("select organisation, name from meta.reminder_note")
            assert cursor.fetchall() == [("G01", "催报_20250930.txt")]
            cursor.execute("select name, at from meta.beat")
            assert cursor.fetchall() == [("ingest", NOW)]
