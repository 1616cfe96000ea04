"""Taking files in: archive, then journal, then ledger, so that a kill in between loses nothing and doubles nothing."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.intake.archive import Archive
from huizong.intake.inbox import InboxFile, is_unchanged, open_unchanged, scan
from huizong.intake.journal import Entry, Journal
from huizong.model import Finding
from huizong.warehouse.queries import query

log = logging.getLogger(__name__)

DECISIONS = ("waiver", "standing")
REDUCTION, FINALISATION = "reduction", "finalisation"
PERIOD_RAISED, PERIOD_CLOSED = "period-issue", "period-issue-closed"
_STATEMENTS = {
    REDUCTION: "reduction_enter",
    FINALISATION: "finalisation_enter",
    PERIOD_RAISED: "period_issue_raise",
    PERIOD_CLOSED: "period_issue_close",
}


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many files were taken, still move, or could not be opened."""

    taken: int
    moving: int
    failed: int


def take_in(
    connection: Connection, catalogue: Catalogue, inbox: Path, archive: Archive, journal: Journal, stable_seconds: float
) -> TakenIn:
    """Take every stable file that the ledger does not know yet. Commits after each file."""
    taken = moving = failed = 0
    with journal.writing():
        archive.sweep()
        record_arrivals(connection, catalogue, journal)
        known = _known(connection)
        last = _last_received(connection)
        for file in scan(inbox, stable_seconds):
            if file.identity in known:
                continue
            if not file.stable:
                moving += 1
                continue
            try:
                with open_unchanged(inbox, file) as stream:
                    sha256, size = archive.store(stream)
            except FileNotFoundError:
                moving += 1
                continue
            except OSError as error:
                failed += 1
                log.warning("a file in the inbox could not be read (errno %s); it stays there and is tried again", error.errno)
                continue
            if size != file.size_bytes:
                moving += 1
                continue
            last = max(datetime.now(UTC), last + timedelta(microseconds=1))
            _journal_arrival(journal, file, sha256, last)
            record_arrivals(connection, catalogue, journal)
            taken += 1
    return TakenIn(taken, moving, failed)


def record_arrivals(connection: Connection, catalogue: Catalogue, journal: Journal) -> int:
    """Enter into the ledger what the journal has and it has not: arrivals, decisions, issues of periods; returns how many arrivals."""
    with connection.cursor() as cursor:
        cursor.execute(query("intake_journal_position"))
        found = cursor.fetchone()
        position = (found[0], found[1]) if found else ("", 0)
        count = 0
        for entry in journal.entries(position):
            if entry.event == "arrival":
                enter_arrival(connection, catalogue, entry)
                count += 1
            elif entry.event in DECISIONS:
                enter_decision(connection, entry)
            elif entry.event in _STATEMENTS:
                cursor.execute(query(_STATEMENTS[entry.event]), entry.content)
            position = (entry.file, entry.end)
        cursor.execute(query("intake_set_journal_position"), {"file": position[0], "byte_offset": position[1]})
    connection.commit()
    return count


def enter_arrival(connection: Connection, catalogue: Catalogue, entry: Entry) -> None:
    """One arrival line of the journal into the ledger; the caller commits."""
    received_at = datetime.fromisoformat(entry.text("received_at"))
    reporter = catalogue.organisation_named(entry.text("folder"), day=received_at.date())
    with connection.cursor() as cursor:
        cursor.execute(
            query("intake_enter_arrival"),
            {
                "arrival_id": entry.text("arrival_id"),
                "folder": entry.text("folder"),
                "folder_below": entry.text("folder_below"),
                "path": entry.text("path"),
                "file_name": entry.text("file_name"),
                "sha256": entry.text("sha256"),
                "reporter": reporter.code if reporter else None,
                "device": entry.number("device"),
                "inode": entry.number("inode"),
                "size_bytes": entry.number("size_bytes"),
                "mtime_ns": entry.number("mtime_ns"),
                "received_at": received_at,
            },
        )


def enter_decision(connection: Connection, entry: Entry) -> None:
    """A superior's decision on a fault into the ledger; the caller commits."""
    with connection.cursor() as cursor:
        cursor.execute(query("intake_enter_waiver"), {"event": entry.event, **entry.content})


def clear_inbox(connection: Connection, inbox: Path) -> int:
    """Remove files whose receipt is written, if they are still the ones that were taken; returns how many were removed.

    A file that can't be removed stays, and its arrival keeps it from being taken again. Commits.
    """
    with connection.cursor() as cursor:
        cursor.execute(query("intake_receipted"))
        receipted = {(row[1], *map(int, row[2:])): row[0] for row in cursor.fetchall()}
    if not receipted:
        return 0
    removed = 0
    lying = {file.identity: file for file in scan(inbox, 0)}
    gone = [arrival for identity, arrival in receipted.items() if identity not in lying]
    for identity, arrival in receipted.items():
        file = lying.get(identity)
        if file and _remove(inbox, file):
            gone.append(arrival)
            removed += 1
    with connection.cursor() as cursor:
        cursor.execute(query("intake_set_removed"), {"arrivals": gone})
    connection.commit()
    return removed


def unknown_folder(folder: str) -> Finding:
    """What a file gets whose folder is no organisation's."""
    return Finding("folder-unknown", fields={"observed": folder or "（收件根目录）"})


def next_instant(connection: Connection) -> datetime:
    """An instant for an arrival: now, or just after the latest one; they only grow."""
    return max(datetime.now(UTC), _last_received(connection) + timedelta(microseconds=1))


def arrival_name(received_at: datetime) -> str:
    """The id of what arrived at that instant."""
    return f"{received_at:%Y%m%dT%H%M%S.%f}Z"


def _journal_arrival(journal: Journal, file: InboxFile, sha256: str, received_at: datetime) -> None:
    """The arrival's line, on disk before the ledger hears of it."""
    journal.append(
        "arrival",
        received_at.year,
        arrival_id=arrival_name(received_at),
        received_at=received_at.isoformat(timespec="microseconds"),
        folder=file.folder,
        folder_below=file.folder_below,
        path=file.path,
        file_name=file.name,
        sha256=sha256,
        device=file.device,
        inode=file.inode,
        size_bytes=file.size_bytes,
        mtime_ns=file.mtime_ns,
    )


def _known(connection: Connection) -> set[tuple[str, int, int, int, int]]:
    """Identities of arrivals whose files have not been removed."""
    with connection.cursor() as cursor:
        cursor.execute(query("intake_in_inbox"))
        return {(row[0], *map(int, row[1:])) for row in cursor.fetchall()}


def _last_received(connection: Connection) -> datetime:
    """The instant of the latest arrival; arrivals' instants, which name them, only grow."""
    with connection.cursor() as cursor:
        cursor.execute(query("intake_last_received"))
        found = cursor.fetchone()
    last = found[0] if found and found[0] else datetime.min.replace(tzinfo=UTC)
    return last.astimezone(UTC)


def _remove(inbox: Path, file: InboxFile) -> bool:
    """Unlink the file if it is unchanged; False, with a log line, where that is not allowed."""
    path = inbox / file.system_path
    try:
        if not is_unchanged(path.lstat(), file):
            return False
        path.unlink()
    except FileNotFoundError:
        return True
    except OSError as error:
        log.warning("a receipted file could not be removed from the inbox (errno %s); it is not taken again", error.errno)
        return False
    return True
