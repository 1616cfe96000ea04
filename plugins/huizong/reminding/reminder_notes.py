"""Reminders in the outbox: raised with the messages, written after the commit, one a day and organisation."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import partial
from pathlib import PurePosixPath

from psycopg2.extensions import connection as Connection

from huizong.feedback.outbox.putting import OutboxError, put
from huizong.settings import Settings
from huizong.warehouse.connection import commit_soon
from huizong.warehouse.queries import query

log = logging.getLogger(__name__)

AT_ONCE = 8  # notes written side by side


@dataclass(frozen=True, slots=True)
class Note:
    """What is to lie in the outbox: `folder` below it, `name` of the file."""

    organisation: str
    day: date
    folder: str
    name: str
    content: str


def enter_notes(connection: Connection, notes: Sequence[Note], now: datetime) -> int:
    """Enter notes; an organisation that has one that day keeps it. Returns how many are new. No commit."""
    rows = [{**asdict(note), "day": note.day.isoformat()} for note in notes]
    with connection.cursor() as cursor:
        cursor.execute(query("reminding_enter_notes"), {"notes": json.dumps(rows), "now": now})
        return cursor.rowcount


def write_notes(connection: Connection, settings: Settings, now: datetime) -> tuple[int, int]:
    """Write every note of the last days that is not on disk yet; returns how many were, and how many could not be. Commits after each.

    A kill between file and commit is made good by the next call, which writes the same bytes under the same name.
    """
    with connection.cursor() as cursor:
        cursor.execute(query("reminding_unwritten"), {"now": now})
        due = [Note(*row) for row in cursor.fetchall()]
    connection.rollback()
    written = 0
    # each waits for the disk several times; side by side they wait once
    with ThreadPoolExecutor(AT_ONCE) as writers:
        for note, (path, reason) in zip(due, writers.map(partial(_put, settings), due), strict=True):
            written += path is not None
            with connection.cursor() as cursor:
                values = {"organisation": note.organisation, "day": note.day, "path": path, "now": now, "reason": reason}
                cursor.execute(query("reminding_set_note"), values)
            commit_soon(connection)  # were it lost, the same file would be written again
    return written, len(due) - written


def _put(settings: Settings, note: Note) -> tuple[str | None, str | None]:
    """Where the note lies now, or why it doesn't."""
    try:
        put(settings.outbox, PurePosixPath(note.folder), [(note.name, note.content.encode())])
    except (OutboxError, OSError) as error:
        reason = str(error) if isinstance(error, OutboxError) else str(error.strerror)
        log.warning("the reminder for %s could not be written: %s", note.organisation, reason)
        return None, reason
    return str(PurePosixPath(note.folder) / note.name), None
