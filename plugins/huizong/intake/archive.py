"""The archive: every byte ever received, under its own hash, read-only, for its owner and group alone (DESIGN §7)."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 20
INCOMING = ".incoming-"
FILE_MODE, FOLDER_MODE = 0o440, 0o750


class SourceChangedError(Exception):
    """What was copied in is not what lies there any more; nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder of files named by the sha256 of their bytes: `<first two digits>/<sha256>`."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where the bytes lie, whether or not they are there."""
        return self.folder / sha256[:2] / sha256

    def read(self, sha256: str) -> bytes:
        """The bytes; raises FileNotFoundError if they were never stored."""
        return self.path(sha256).read_bytes()

    def holds(self, sha256: str, size: int) -> bool:
        """Whether bytes of that name and size lie there."""
        try:
            return self.path(sha256).stat().st_size == size
        except FileNotFoundError:
            return False

    def store(self, source: BinaryIO, unchanged: Callable[[], bool] = lambda: True) -> tuple[str, int]:
        """Copy a stream in while hashing it; the same bytes twice are one file. Returns (sha256, size in bytes).

        The file appears whole under its name or not at all, and is on disk when this returns. `unchanged` is asked when all
        is copied; if it says no, nothing is kept and SourceChangedError is raised.
        """
        self.folder.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(prefix=INCOMING, dir=self.folder)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as target:
                while chunk := source.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    target.write(chunk)
                target.flush()
                os.fchmod(target.fileno(), FILE_MODE)
                os.fsync(target.fileno())
            if not unchanged():
                raise SourceChangedError
            final = self.path(digest.hexdigest())
            final.parent.mkdir(FOLDER_MODE, exist_ok=True)
            temporary.replace(final)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(final.parent)
        return final.name, size

    def sweep(self) -> int:
        """Remove what killed copies left half-written; call it only while nobody stores. Returns how many."""
        left = list(self.folder.glob(f"{INCOMING}*"))
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def store_bytes(self, data: bytes) -> str:
        """Keep bytes of our own making, such as a catalogue; returns their sha256."""
        return self.store(io.BytesIO(data))[0]


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
