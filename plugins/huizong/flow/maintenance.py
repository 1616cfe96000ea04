"""What is looked at once a week: the evidence byte by byte, room ahead, statistics, old logs. Evidence is reported on, never removed."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from huizong.intake import Journal
from huizong.settings import Settings
from huizong.steps.preparing import evidence, loader_connection
from huizong.warehouse import connect, staging
from huizong.warehouse.connection import knows_owner
from huizong.warehouse.queries import query

log = logging.getLogger(__name__)

DAY_SECONDS = 86_400
STAGED_FOR = timedelta(days=1)  # a task ends within half an hour, a revalidation of a year within some
LEAST_YEARS_AHEAD = 2  # this one and the next


class EvidenceError(Exception):
    """Bytes that the ledger names are gone, or are not what was stored; the message has how many, and their names."""


class NoRoomAheadError(Exception):
    """Figures of the coming year have no partition of their own."""


@dataclass(frozen=True, slots=True)
class EvidenceCheck:
    """The archive against ledger and journal: files, names of those that lack, of those whose bytes changed, of those that nobody names."""

    files: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    unnamed: tuple[str, ...]


def look_at_evidence(settings: Settings) -> EvidenceCheck:
    """Read every byte of the archive and compare it with its name, and its names with ledger and journal."""
    archive, journal = evidence(settings)
    with loader_connection(settings) as connection, connection.cursor() as cursor:
        cursor.execute(query("archived_names"))
        owed = {name for (name,) in cursor.fetchall()}
    there = set(archive.names())
    damaged = sorted(name for name in there if archive.digest(name) != name)
    named = owed | set(_named(journal))
    return EvidenceCheck(len(there), tuple(sorted(owed - there)), tuple(damaged), tuple(sorted(there - named)))


def assert_evidence(settings: Settings) -> dict[str, int]:
    """The same in counts. Raises EvidenceError where something lacks or was changed: bring it back from a backup."""
    found = look_at_evidence(settings)
    if found.missing or found.damaged:
        names = ", ".join((*found.missing, *found.damaged)[:10])
        raise EvidenceError(
            f"{len(found.missing)} files of the archive are gone, {len(found.damaged)} are not what was stored: {names}; "
            "bring them back from a backup (docs/runbook.md)"
        )
    log.info("evidence: %d files are what was stored, %d of them nobody names", found.files, len(found.unnamed))
    if found.unnamed:
        log.warning("neither ledger nor journal names them; they stay: %s", ", ".join(found.unnamed[:10]))
    return {"files": found.files, "unnamed": len(found.unnamed)}


def look_ahead(settings: Settings) -> dict[str, int]:
    """Years for which `core.figure` has a partition, from this year on, and figures that lie outside all of them.

    Raises NoRoomAheadError where next year has none.
    """
    with loader_connection(settings) as connection, connection.cursor() as cursor:
        cursor.execute(query("partitions_ahead"))
        ((years, outside),) = cursor.fetchall()
    if years < LEAST_YEARS_AHEAD:
        raise NoRoomAheadError(f"core.figure has partitions for {years} years from this one on: a migration must add some")
    if outside:
        log.warning("%d figures of core.figure lie outside its partitions, before the first year or after the last", outside)
    return {"years_ahead": int(years), "figures_outside": int(outside)}


def refresh_statistics(settings: Settings) -> bool:
    """What the planner knows of every table, where autovacuum has not come by; False where the owner, who alone may, is not known."""
    if not knows_owner(settings.owner_url):
        log.info("statistics are left to autovacuum: the warehouse's owner is not known here")
        return False
    with closing(connect(settings.owner_url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(query("refresh_statistics"))
    return True


def forget_old_staging(settings: Settings, now: datetime | None = None) -> int:
    """Remove what killed runs have left in staging for more than a day; returns of how many runs. What they judged is no evidence."""
    with loader_connection(settings) as connection:
        forgotten = staging.forget_old(connection, (now or datetime.now(UTC)) - STAGED_FOR)
    log.info("staging: what %d killed runs had left is removed", forgotten)
    return forgotten


def remove_old_logs(folder: Path, days: int, now: float | None = None) -> int:
    """Remove log files that nobody wrote to for so many days, and the folders left empty; returns how many files."""
    before, removed = (time.time() if now is None else now) - days * DAY_SECONDS, 0
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_symlink():
            continue
        if path.is_file() and path.suffix == ".log" and path.stat().st_mtime < before:
            path.unlink()
            removed += 1
        elif path.is_dir() and path.stat().st_mtime < before and not any(path.iterdir()):
            path.rmdir()
    log.info("logs: %d files older than %d days removed", removed, days)
    return removed


def _named(journal: Journal) -> Iterator[str]:
    """Every name that a line of the journal gives to bytes of the archive."""
    for entry in journal.entries():
        for value in entry.content.values():
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str) and len(text) == 64:
                    yield text
