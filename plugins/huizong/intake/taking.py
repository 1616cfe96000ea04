"""Taking files in: archive, then journal, then ledger, so that a kill in between loses nothing and doubles nothing."""

from __future__ import annotations

import io
import logging
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.intake.archive import Archive, SourceChangedError
from huizong.intake.coming_to_rest import Rest, Settling
from huizong.intake.entering import LedgerEntry, enter
from huizong.intake.inbox import InboxFile, LeftLying, open_unchanged, scan
from huizong.intake.journal import Journal, JournalLine
from huizong.intake.oversize import MEGABYTE, note_for
from huizong.model import Finding
from huizong.reading.masking import mask
from huizong.warehouse.outages import FULL_OR_AWAY, answers, place_of, tell
from huizong.warehouse.queries import query

log = logging.getLogger(__name__)

DECISIONS = ("waiver", "standing")
REDUCTION, FINALISATION = "reduction", "finalisation"
MOST_BYTES = 100 * MEGABYTE
SHOWN = 200  # characters of a path in the log
QUARANTINED = "quarantined"
PASSED, REVERSION = "publication-passed", "reversion"
PERIOD_RAISED, PERIOD_CLOSED = "period-issue", "period-issue-closed"
SETTLED = "period-issue-settled"
TRIED = "tried"
_STATEMENTS = {
    REDUCTION: "reduction_enter",
    FINALISATION: "finalisation_enter",
    PERIOD_RAISED: "period_issue_raise",
    PERIOD_CLOSED: "period_issue_close",
    QUARANTINED: "intake_quarantine",
    PASSED: "gate_pass",
    REVERSION: "reversion_enter",
    SETTLED: "settlement_enter",
    TRIED: "trial_enter",
}


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many files were taken, still move, or could not be opened; and how much lies there that can't be taken at all."""

    taken: int
    moving: int
    failed: int
    left: int = 0


@dataclass(frozen=True, slots=True)
class Inbox:
    """The folder that departments drop into: for how many seconds a file must have rested, and how large it may be, in bytes."""

    folder: Path
    stable_seconds: float
    most_bytes: int = MOST_BYTES


def take_in(connection: Connection, catalogue: Catalogue, inbox: Inbox, archive: Archive, journal: Journal) -> TakenIn:
    """Take every file that has come to rest and that the ledger does not know yet. Commits after each file.

    Of a file of more than the inbox's `most_bytes` only a note is archived. What can't be taken is said once, in the log. Raises OSError
    when the archive or the journal takes nothing more: the rest waits, so that no file overtakes an earlier one.
    """
    with journal.writing():
        archive.sweep()
        record_arrivals(connection, catalogue, journal)
        known = known_identities(connection)
        taking = _Taking(connection, catalogue, inbox, archive, journal)
        settling, started = Settling(inbox.folder, inbox.stable_seconds), time.monotonic()
        for file in scan(inbox.folder, taking.left):
            if file.identity not in known:
                taking.take(file, settling)
        if taking.unsure:
            time.sleep(max(started + inbox.stable_seconds - time.monotonic(), 0))
            for file in taking.unsure:
                taking.take(file, settling, second_look=True)
    _say(taking.left)
    return TakenIn(taking.taken, taking.moving, taking.failed, len(taking.left) - taking.failed)


class _Taking:
    """One pass over the inbox: what was taken, and what not."""

    def __init__(self, connection: Connection, catalogue: Catalogue, inbox: Inbox, archive: Archive, journal: Journal) -> None:
        self.connection, self.catalogue, self.inbox, self.archive, self.journal = connection, catalogue, inbox, archive, journal
        self.taken = self.moving = self.failed = 0
        self.unsure: list[InboxFile] = []
        self.left: list[LeftLying] = []
        self.last = _last_received(connection)

    def take(self, file: InboxFile, settling: Settling, *, second_look: bool = False) -> None:
        """One file into archive, journal and ledger, if it has come to rest and stays as it is while it is copied."""
        try:
            with open_unchanged(self.inbox.folder, file) as stream:
                rest = settling.rest(file, stream)
                if rest is Rest.UNSURE and not second_look:
                    self.unsure.append(file)
                    return
                if rest not in (Rest.SETTLED, Rest.UNSURE):
                    self.moving += 1
                    return
                sha256 = self.stored(file, stream, settling)
        except (FileNotFoundError, SourceChangedError):
            self.moving += 1
            return
        except OSError as error:
            if error.errno in FULL_OR_AWAY or str(error.filename or "").startswith(str(self.archive.folder)):
                raise  # the archive takes nothing: no later file may overtake this one
            self.failed += 1
            self.left.append(LeftLying(file.path, f"a file that can't be read ({os.strerror(error.errno or 0)}); it is tried again"))
            return
        except Exception as error:  # whatever one file's bytes make our look at them raise
            tell(log, error, "a file of the inbox can't be looked at")
            self.failed += 1
            self.left.append(LeftLying(file.path, f"a file that can't be looked at ({type(error).__name__}); it is tried again"))
            return
        self.last = max(datetime.now(UTC), self.last + timedelta(microseconds=1))
        _journal_arrival(self.journal, file, sha256, self.last)
        record_arrivals(self.connection, self.catalogue, self.journal)
        self.taken += 1

    def stored(self, file: InboxFile, stream: BinaryIO, settling: Settling) -> str:
        """The name under which the file, or the note of one that is too large, lies in the archive.

        Raises SourceChangedError if it changed meanwhile, OSError.
        """
        if file.size_bytes > self.inbox.most_bytes:
            return self.archive.store(io.BytesIO(note_for(file, self.inbox.most_bytes)))[0]
        return self.archive.store(stream, lambda: settling.is_as_seen(file, stream))[0]


def _say(left: list[LeftLying]) -> None:
    """One line of the log for all that can't be taken."""
    if left:
        first, reason = mask(left[0].path)[:SHOWN], left[0].reason
        log.warning("%d things in the inbox can't be taken; `huizong status` lists them. First: %r, %s", len(left), first, reason)


def record_arrivals(connection: Connection, catalogue: Catalogue, journal: Journal) -> int:
    """Enter into the ledger what the journal has and it has not: arrivals, decisions, issues of periods; returns how many arrivals.

    A line that the ledger refuses is said, with its place in the journal, and keeps none of the later ones out.
    """
    with connection.cursor() as cursor:
        cursor.execute(query("intake_journal_position"))
        found = cursor.fetchone()
    entries = list(journal.entries((found[0], found[1]) if found else ("", 0)))
    try:
        return _enter(connection, catalogue, entries)
    except Exception as error:  # whatever one line makes the database or us raise
        if not answers(connection):
            raise
        log.warning("%d lines of the journal could not be entered together: %s", len(entries), place_of(error))
    return sum(_enter_alone(connection, catalogue, entry) for entry in entries)


def _enter_alone(connection: Connection, catalogue: Catalogue, entry: JournalLine) -> int:
    """One line into the ledger, or past it where it is refused; returns how many arrivals are in now."""
    try:
        return _enter(connection, catalogue, [entry])
    except Exception as error:
        if not answers(connection):
            raise
        tell(log, error, "the ledger refuses a line of the journal (%s, %s up to byte %d)", entry.event, entry.file, entry.end)
    _set_position(connection, entry)
    connection.commit()
    return 0


def _enter(connection: Connection, catalogue: Catalogue, entries: Sequence[JournalLine]) -> int:
    """Lines into the ledger, all or none; returns how many arrivals. Commits."""
    for entry in entries:
        if entry.event == "arrival":
            enter_arrival(connection, catalogue, entry)
        elif entry.event in DECISIONS:
            enter_decision(connection, entry)
        elif entry.event in _STATEMENTS:
            with connection.cursor() as cursor:
                cursor.execute(query(_STATEMENTS[entry.event]), entry.content)
    if entries:
        _set_position(connection, entries[-1])
    connection.commit()
    return sum(entry.event == "arrival" for entry in entries)


def _set_position(connection: Connection, entry: JournalLine) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query("intake_set_journal_position"), {"file": entry.file, "byte_offset": entry.end})


def enter_arrival(connection: Connection, catalogue: Catalogue, entry: JournalLine) -> None:
    """One arrival line of the journal into the ledger; the caller commits."""
    received_at = datetime.fromisoformat(entry.text("received_at"))
    reporter = catalogue.organisation_named(entry.text("folder"), day=received_at.date())
    arrival = LedgerEntry(
        arrival_id=entry.text("arrival_id"),
        folder=entry.text("folder"),
        folder_below=entry.text("folder_below"),
        path=entry.text("path"),
        file_name=entry.text("file_name"),
        sha256=entry.text("sha256"),
        reporter=reporter.code if reporter else None,
        device=entry.number("device"),
        inode=entry.number("inode"),
        size_bytes=entry.number("size_bytes"),
        mtime_ns=entry.number("mtime_ns"),
        received_at=received_at,
    )
    enter(connection, arrival)


def enter_decision(connection: Connection, entry: JournalLine) -> None:
    """A superior's decision on a fault into the ledger; the caller commits."""
    with connection.cursor() as cursor:
        cursor.execute(query("intake_enter_waiver"), {"event": entry.event, **entry.content})


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


def known_identities(connection: Connection) -> frozenset[tuple[str, int, int, int, int]]:
    """Identities of arrivals whose files have not been removed."""
    with connection.cursor() as cursor:
        cursor.execute(query("intake_in_inbox"))
        return frozenset((row[0], *map(int, row[1:])) for row in cursor.fetchall())


def _last_received(connection: Connection) -> datetime:
    """The instant of the latest arrival; arrivals' instants, which name them, only grow."""
    with connection.cursor() as cursor:
        cursor.execute(query("intake_last_received"))
        found = cursor.fetchone()
    last = found[0] if found and found[0] else datetime.min.replace(tzinfo=UTC)
    return last.astimezone(UTC)
