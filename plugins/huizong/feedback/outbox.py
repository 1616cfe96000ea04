"""Files into the outbox: whole or not at all, and on disk before anybody says so."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path, PurePosixPath


class OutboxError(Exception):
    """The outbox cannot be written as it should; the message says where and why."""


def put(outbox: Path, relative: PurePosixPath, content: bytes) -> Path:
    """Write one file below the outbox by temporary file, fsync and rename; returns where it lies.

    The temporary name follows from the final one, so that what a kill left is overwritten by the next attempt. Raises
    OutboxError if a folder on the way is a link: the outbox may be a share that others can write.
    """
    folder = outbox
    outbox.mkdir(0o750, parents=True, exist_ok=True)
    for part in relative.parent.parts:
        if part in ("..", "/"):
            raise OutboxError(f"{relative}: not below the outbox")
        folder = folder / part
        if folder.is_symlink():
            raise OutboxError(f"{folder} is a link: replace it by a folder, nothing is written through links")
        if not folder.exists():
            folder.mkdir(0o750, exist_ok=True)
            sync_folder(folder.parent)
    final = folder / relative.name
    temporary = folder / f".{hashlib.sha256(relative.name.encode()).hexdigest()[:16]}.part"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o640)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(final)
    sync_folder(folder)
    return final


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
