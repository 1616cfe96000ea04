"""The rollups as they were published: every version kept, in the archive and the journal too, so that a rebuild has them (DESIGN §4).

What was published is evidence: a later program or catalogue would compute it otherwise. Each publication of a period is a
line of the journal, `published`, with its number; the rows that it changed lie in the archive as one file of JSON lines. A
line whose commit never came is followed by another of the same number, which then holds.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from psycopg2.extensions import connection as Connection

from huizong.intake import Archive, Journal, JournalLine
from huizong.publishing.scope import EVERYTHING, Scope
from huizong.settings import Settings
from huizong.warehouse.queries import query

PUBLISHED = "published"
_NEVER = "-infinity"


@dataclass(frozen=True, slots=True)
class Published:
    """One publication of a period, counted from 1; `content` names the changed rows in the archive, empty where none changed.

    `as_of` is the instant up to which figures are in it, None where nothing is left of the period; `reverts_to` is the number
    of the publication that was put back, None where the rollups were computed.
    """

    period: str
    number: int
    at: datetime
    as_of: datetime | None
    catalogue: str
    revision: int
    content: str
    reverts_to: int | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """What periods are published under: the catalogue's hash, the revision, the instant; `reverts_to` where one was put back."""

    catalogue: str
    revision: int
    at: datetime
    reverts_to: int | None = None


def record(
    connection: Connection, settings: Settings, periods: Sequence[str], occasion: Occasion, scope: Scope = EVERYTHING
) -> tuple[Published, ...]:
    """Keep the rollups of the periods as they stand now in this transaction; the caller commits.

    A version begins for each row that changed and ends for each that changed or is gone; beyond the `scope`
    nothing has changed. Raises OSError if archive or journal take nothing more.
    """
    archive, journal = Archive.of(settings), Journal(settings.archive / "journal")
    state, as_of = _state(connection, periods), _as_of(connection, periods)
    changed = _changes(connection, periods, scope)
    done = []
    for period in sorted(periods):
        number, last = state.get(period, (0, None))
        if not number and period not in as_of:
            continue  # a period that never had a row
        at = (occasion.at if last is None else max(occasion.at, last + timedelta(microseconds=1))).astimezone(UTC)
        lines = changed.get(period, [])
        content = archive.store_bytes(_packed(lines)) if lines else ""
        one = Published(period, number + 1, at, as_of.get(period), occasion.catalogue, occasion.revision, content, occasion.reverts_to)
        _write(journal, one)
        _enter(connection, one, changes=bool(lines))
        done.append(one)
    return tuple(done)


def published(entries: Iterable[JournalLine]) -> list[Published]:
    """Every publication that the journal tells of, by period and number: of several lines of one number the last.

    A line with a lower number than those before it takes their place: they belong to a warehouse that was given up.
    """
    found: dict[str, list[Published]] = {}
    for entry in entries:
        if entry.event == PUBLISHED:
            one = _read(entry)
            kept = [earlier for earlier in found.get(one.period, []) if earlier.number < one.number]
            found[one.period] = [*kept, one]
    return [one for period in sorted(found) for one in found[period]]


def restore(connection: Connection, archive: Archive, entries: Iterable[JournalLine]) -> int:
    """Enter every publication of the journal into a warehouse that has its figures and none of its rollups; returns how many.

    The last one of each period then stands in mart.rollup. Commits. Raises FileNotFoundError if the archive lacks one.
    """
    history = published(entries)
    for one in history:
        if one.content:
            lines = f"[{','.join(_unpacked(archive.read(one.content)))}]"
            with connection.cursor() as cursor:
                cursor.execute(query("history_take_up"), {"period": one.period, "lines": lines})
        _enter(connection, one, changes=bool(one.content))
    with connection.cursor() as cursor:
        cursor.execute(query("history_put_back"), {"periods": sorted({one.period for one in history})})
    connection.commit()
    return len(history)


def _state(connection: Connection, periods: Sequence[str]) -> dict[str, tuple[int, datetime]]:
    with connection.cursor() as cursor:
        cursor.execute(query("history_state"), {"periods": list(periods)})
        return {period: (number, at) for period, number, at in cursor}


def _as_of(connection: Connection, periods: Sequence[str]) -> dict[str, datetime]:
    with connection.cursor() as cursor:
        cursor.execute(query("history_as_of"), {"periods": list(periods)})
        return dict(cursor.fetchall())


def _changes(connection: Connection, periods: Sequence[str], scope: Scope) -> Mapping[str, list[str]]:
    """The changed rows of each period as JSON texts, so that no number is ever read as a binary one."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(query("history_changes"), {**scope.values, "periods": list(periods)})
        for period, line in cursor:
            found.setdefault(period, []).append(line)
    return found


def _enter(connection: Connection, one: Published, *, changes: bool) -> None:
    """The publication, its versions, and what it restated; the rows that it changed lie in the transaction's table of them."""
    at = one.at.isoformat(timespec="microseconds")
    values = {
        "period": one.period,
        "number": one.number,
        "at": at,
        "as_of": one.as_of,
        "catalogue": one.catalogue,
        "revision": one.revision,
        "reverts_to": one.reverts_to,
    }
    with connection.cursor() as cursor:
        cursor.execute(query("history_publish"), values)
        if not changes:
            return
        cursor.execute(query("history_apply"), values)
        cursor.execute(query("history_before"), values)
        before = cursor.fetchone()
        if before is not None:
            cursor.execute(
                query("history_restate"),
                {**values, "since": before[0] or _NEVER, "until": one.as_of or at, "catalogue_before": before[1]},
            )


def _packed(lines: Sequence[str]) -> bytes:
    return gzip.compress("\n".join(lines).encode("utf-8"), compresslevel=5, mtime=0)


def _unpacked(content: bytes) -> list[str]:
    return gzip.decompress(content).decode("utf-8").splitlines()


def _write(journal: Journal, one: Published) -> None:
    journal.append(
        PUBLISHED,
        one.at.year,
        period=one.period,
        number=one.number,
        at=one.at.isoformat(timespec="microseconds"),
        as_of=one.as_of.astimezone(UTC).isoformat(timespec="microseconds") if one.as_of else None,
        catalogue=one.catalogue,
        revision=one.revision,
        content=one.content,
        reverts_to=one.reverts_to,
    )


def _read(entry: JournalLine) -> Published:
    as_of, reverts_to = entry.content["as_of"], entry.content["reverts_to"]
    return Published(
        period=entry.text("period"),
        number=entry.number("number"),
        at=datetime.fromisoformat(entry.text("at")),
        as_of=None if as_of is None else datetime.fromisoformat(str(as_of)),
        catalogue=entry.text("catalogue"),
        revision=entry.number("revision"),
        content=entry.text("content"),
        reverts_to=None if reverts_to is None else int(str(reverts_to)),
    )
