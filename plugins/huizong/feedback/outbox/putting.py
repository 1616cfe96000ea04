"""Files into the outbox: whole or not at all, and on disk before anybody says so."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath


class OutboxError(Exception):
    """The outbox cannot be written as it should; the message says where and why."""


def make_folder(outbox: Path, relative: PurePosixPath) -> Path:
    """The folder below the outbox, made if it is not there, and known to take files.

    Raises OutboxError where a link, a file or a lack of rights is in the way: the outbox may be a share that others can
    write, and nothing is written through links.
    """
    folder = outbox
    outbox.mkdir(0o750, parents=True, exist_ok=True)
    for part in relative.parts:
        if part in ("..", "/"):
            raise OutboxError("the folder is not below the outbox")
        folder = folder / part
        if folder.is_symlink():
            raise OutboxError("the folder is a link: replace it by a folder")
        try:
            folder.mkdir(0o750)
        except FileExistsError:
            if not folder.is_dir():
                raise OutboxError("a file is in the place of the folder: remove it") from None
        else:
            sync_folder(folder.parent)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutboxError("the folder can't be written: give the service the right to")
    return folder


def put(outbox: Path, folder: PurePosixPath, files: Iterable[tuple[str, bytes]]) -> tuple[Path, ...]:
    """Write files into a folder below the outbox by temporary file, fsync and rename, in their order; returns where they lie.

    None has its name before all are on disk. A temporary name follows from the final one, so that what a kill left is
    overwritten by the next attempt; one that could not be filled is removed. Raises OutboxError as `make_folder` does, and OSError.
    """
    place = make_folder(outbox, folder)
    ready: list[tuple[Path, Path]] = []
    try:
        for name, content in files:
            temporary = place / f".{hashlib.sha256(name.encode()).hexdigest()[:16]}.part"
            ready.append((temporary, place / name))
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o640)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        for temporary, final in ready:
            temporary.replace(final)
    except OSError:
        for temporary, _ in ready:
            temporary.unlink(missing_ok=True)
        raise
    sync_folder(place)
    return tuple(final for _, final in ready)


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
