"""An arrival's row of the ledger, whichever way it came: from the journal, or as a file that is judged on the spot."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from psycopg2.extensions import connection as Connection

from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What the ledger keeps of an arrival; device, inode, size in bytes and time of change in nanoseconds tell one file from another.

    Inode 0 is that of no file in the inbox: what arrives by a decision, or is judged on the spot.
    """

    arrival_id: str
    file_name: str
    sha256: str
    received_at: datetime
    path: str
    size_bytes: int
    reporter: str | None
    folder: str = ""
    folder_below: str = ""
    device: int = 0
    inode: int = 0
    mtime_ns: int = 0


def enter(connection: Connection, entry: LedgerEntry) -> None:
    """An arrival into the ledger, whose bytes the archive has; one that is there stays as it is. The caller commits."""
    with connection.cursor() as cursor:
        cursor.execute(query("intake_enter_arrival"), asdict(entry))
