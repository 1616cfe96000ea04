"""Whether somebody holds a file open for writing, as far as this machine can know.

A read lease (fcntl(2), F_SETLEASE) is granted only while nobody has the file open for writing, whoever it is and whatever
/proc shows of him; it costs a microsecond and is given back at once. It tells the truth about local file systems only, and
is granted only to the file's owner and to who has CAP_LEASE. Everywhere else nobody can tell: then two looks must do.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import signal
from pathlib import Path

LOCAL = frozenset({"bcachefs", "btrfs", "exfat", "ext2", "ext3", "ext4", "f2fs", "jfs", "overlay", "ramfs", "tmpfs", "vfat", "xfs", "zfs"})
MOUNTS = Path("/proc/self/mountinfo")
ESCAPED = re.compile(r"\\([0-7]{3})", re.ASCII)  # as the kernel writes spaces and the like in it


class Writers:
    """Answers for the files of one inbox; which of its parts are local is asked once."""

    def __init__(self, inbox: Path, mounts: Path = MOUNTS) -> None:
        """Reads the table of mounts; without one nothing counts as local."""
        self.inbox = inbox.resolve()
        self.local_by_device: dict[int, bool] = {}
        self.mounts = _mounts(mounts)

    def hold(self, handle: int, system_path: str) -> bool | None:
        """Whether somebody has the file behind a handle, opened for reading, open for writing; None where nobody can tell."""
        device = os.fstat(handle).st_dev
        if device not in self.local_by_device:
            self.local_by_device[device] = self._kind(self.inbox / system_path) in LOCAL
        return has_writer(handle) if self.local_by_device[device] else None

    def _kind(self, path: Path) -> str:
        """The kind of file system that a path lies on, empty if unknown."""
        parents = {str(parent) for parent in path.parents}
        return max(((len(point), kind) for point, kind in self.mounts if point in parents), default=(0, ""))[1]


def has_writer(handle: int) -> bool | None:
    """The answer of a lease; None where none can be had.

    Who opens the file for writing in the microsecond of the lease has us sent a signal: SIGURG, which nobody minds.
    """
    try:
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        return True if error.errno == errno.EAGAIN else None
    fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False


def _mounts(table: Path) -> list[tuple[str, str]]:
    """(mount point, kind of file system) of every mount, the later over the earlier; empty where there is no such table."""
    try:
        lines = table.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return []
    found: dict[str, str] = {}
    for line in lines:
        fields, _, behind = line.partition(" - ")
        parts = fields.split(" ")
        if len(parts) > 4 and behind:
            found[ESCAPED.sub(lambda match: chr(int(match[1], 8)), parts[4])] = behind.split(" ")[0]
    return list(found.items())
