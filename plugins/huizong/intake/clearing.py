"""Removing receipted files from the inbox: only what the archive holds whole, and never one that somebody writes to.

A file first gets a private name, so that nobody can open it any more; then it is looked at once again, and removed or put
back. Whoever had it open before is seen by that look, or by his writing; what he writes is a new file, and taken again.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from psycopg2.extensions import connection as Connection

from huizong.intake.archive import Archive
from huizong.intake.coming_to_rest import Settling
from huizong.intake.inbox import PRIVATE_END, PRIVATE_START, InboxFile, Leftover, folder_of, is_unchanged, walk
from huizong.warehouse.outages import of_files
from huizong.warehouse.queries import query

log = logging.getLogger(__name__)

Identity = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Receipted:
    """An arrival with its receipt written, whose file has not been removed."""

    arrival_id: str
    sha256: str
    identity: Identity


class NotRemovedError(Exception):
    """Answered files that the inbox does not let go; they are not taken again. One line: how many, where, why, what to do."""

    def __init__(self, removed: int, refused: list[OSError], inbox: Path) -> None:
        super().__init__(f"{len(refused)} answered files can't be removed, and are not taken again: {of_files(refused[0], str(inbox))}")
        self.removed = removed


def clear_inbox(connection: Connection, inbox: Path, archive: Archive) -> int:
    """Remove files whose receipt is written, if they are still the ones that were taken; returns how many were removed.

    A file that can't be removed stays, and its arrival keeps it from being taken again; so does one that is too large for
    the archive, since nobody else has it. Commits; then raises NotRemovedError if the inbox refused any.
    """
    with connection.cursor() as cursor:
        cursor.execute(query("intake_receipted"))
        receipted = [Receipted(row[0], row[6], (row[1], *map(int, row[2:6]))) for row in cursor.fetchall()]
    if not receipted:
        return 0
    settling = Settling(inbox, 0)
    lying, leftovers = dict[Identity, InboxFile](), list[Leftover]()
    for found in walk(inbox):
        if isinstance(found, InboxFile):
            lying[found.identity] = found
        elif isinstance(found, Leftover):
            leftovers.append(found)
    gone, removed = _settle_leftovers(inbox, settling, leftovers, {one.arrival_id: one for one in receipted}, archive)
    refused = list[OSError]()
    for one in receipted:
        file = lying.get(one.identity)
        if file is None:
            gone.add(one.arrival_id)
        elif archive.holds(one.sha256, file.size_bytes) and _remove(inbox, settling, file, one.arrival_id, refused):
            gone.add(one.arrival_id)
            removed += 1
    with connection.cursor() as cursor:
        cursor.execute(query("intake_set_removed"), {"arrivals": sorted(gone)})
    connection.commit()
    if refused:
        raise NotRemovedError(removed, refused, inbox)
    return removed


def _remove(inbox: Path, settling: Settling, file: InboxFile, arrival_id: str, refused: list[OSError]) -> bool:
    """Remove the file if it is unchanged and nobody writes to it; where that is not allowed it is added to what was `refused`."""
    name, private = PurePosixPath(file.system_path).name, f"{PRIVATE_START}{arrival_id}{PRIVATE_END}"
    try:
        with folder_of(inbox, file.system_path) as folder:
            if not is_unchanged(os.stat(name, dir_fd=folder, follow_symlinks=False), file):
                return False
            os.rename(name, private, src_dir_fd=folder, dst_dir_fd=folder)
            return _finish(folder, private, name, file, settling)
    except FileNotFoundError:
        return True
    except OSError as error:
        refused.append(OSError(error.errno, error.strerror))  # without its name, which is no log's business
        return False


def _finish(folder: int, private: str, name: str, file: InboxFile, settling: Settling) -> bool:
    """Remove what has the private name if it is the file that was taken, at rest; else put it back. Raises OSError."""
    handle = os.open(private, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    try:
        if is_unchanged(os.fstat(handle), file) and not settling.writers.hold(handle, file.system_path):
            os.unlink(private, dir_fd=folder)
            return True
    finally:
        os.close(handle)
    put_back(folder, private, name)
    log.info("a receipted file was written to while it was to be removed; it stays, and is taken again when it has come to rest")
    return False


def put_back(folder: int, private: str, name: str) -> None:
    """Give a file its own name back, or one beside it where another has come under that name meanwhile. Raises OSError."""
    stem, dot, ending = name.rpartition(".")
    for number in range(1, 1000):
        beside = f"{stem}~{number}{dot}{ending}" if stem else f"{name}~{number}"
        target = name if number == 1 else beside
        try:
            os.link(private, target, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
        except FileExistsError:
            continue
        except OSError:  # a file system without hard links: there the look before the renaming must do
            if _is_there(folder, target):
                continue
            os.rename(private, target, src_dir_fd=folder, dst_dir_fd=folder)
            return
        os.unlink(private, dir_fd=folder)
        return


def _is_there(folder: int, name: str) -> bool:
    """Whether a folder has a name."""
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def _settle_leftovers(
    inbox: Path, settling: Settling, leftovers: list[Leftover], receipted: Mapping[str, Receipted], archive: Archive
) -> tuple[set[str], int]:
    """Ends what a kill left between renaming and removing; returns the arrivals whose files are gone by that, and how many.

    What is no arrival's any more is put back under a name of its own, and taken again.
    """
    gone, removed = set[str](), 0
    for leftover in leftovers:
        one, private = receipted.get(leftover.arrival_id), PurePosixPath(leftover.system_path).name
        name = PurePosixPath(one.identity[0]).name if one else f"{leftover.arrival_id}"
        try:
            with folder_of(inbox, leftover.system_path) as folder:
                if one is not None and archive.holds(one.sha256, one.identity[3]):
                    path, device, inode, size, mtime = one.identity
                    file = InboxFile(path, leftover.system_path, device, inode, size, mtime)
                    if _finish(folder, private, name, file, settling):
                        gone.add(leftover.arrival_id)
                        removed += 1
                else:
                    put_back(folder, private, name)
        except OSError as error:
            log.warning("a file that was being removed from the inbox could not be settled (errno %s); it is tried again", error.errno)
    return gone, removed
