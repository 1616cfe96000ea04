"""The archive: every byte ever received, under its own hash, read-only, for its owner and group alone (DESIGN §7).

Where an object store is set, it is the archive, and the folder holds copies: what is not there is fetched, and anybody may remove it.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from huizong.intake.object_store import ObjectStore
from huizong.settings import Settings

CHUNK = 1 << 20
INCOMING, COPYING = ".incoming-", ".copying-"
FILE_MODE, FOLDER_MODE = 0o440, 0o750


log = logging.getLogger(__name__)


class SourceChangedError(Exception):
    """What was copied in is not what lies there any more; nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder of files named by the sha256 of their bytes: `<first two digits>/<sha256>`."""

    folder: Path
    beyond: ObjectStore | None = None

    @classmethod
    def of(cls, settings: Settings) -> Archive:
        """The archive of a system."""
        return cls(settings.archive, ObjectStore(settings.archive_store) if settings.archive_store else None)

    def path(self, sha256: str) -> Path:
        """Where the bytes lie, whether or not they are there; from an object store they are fetched first."""
        path = self.folder / sha256[:2] / sha256
        if self.beyond is not None and not path.exists():
            self._fetch(self.beyond, sha256)
        return path

    def read(self, sha256: str) -> bytes:
        """The bytes; raises FileNotFoundError if they were never stored."""
        return self.path(sha256).read_bytes()

    def holds(self, sha256: str, size: int) -> bool:
        """Whether bytes of that name and size are archived."""
        if self.beyond is not None:
            return self.beyond.size(sha256) == size
        try:
            return self.path(sha256).stat().st_size == size
        except FileNotFoundError:
            return False

    def names(self) -> Iterator[str]:
        """Every name there is, in order."""
        if self.beyond is not None:
            return self.beyond.names()
        return iter(sorted(path.name for path in self.folder.glob("[0-9a-f][0-9a-f]/*")))

    def digest(self, name: str) -> str:
        """The sha256 of what is archived under the name, read anew: of an intact archive it is the name."""
        reading: AbstractContextManager[BinaryIO] = self.beyond.reading(name) if self.beyond is not None else self.path(name).open("rb")
        with reading as stream:
            return _digest(stream)

    def store(self, source: BinaryIO, unchanged: Callable[[], bool] = lambda: True) -> tuple[str, int]:
        """Copy a stream in while hashing it; the same bytes twice are one file. Returns (sha256, size in bytes).

        The file appears whole under its name or not at all, and is on disk, and in the object store, when this returns. `unchanged` is
        asked when all is copied; if it says no, nothing is kept and SourceChangedError is raised.
        """
        self.folder.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(prefix=INCOMING, dir=self.folder)
        temporary = Path(name)
        try:
            try:
                while chunk := source.read(CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    with naming(self.folder):
                        write_all(handle, chunk)
                with naming(self.folder):
                    os.fchmod(handle, FILE_MODE)
                    os.fsync(handle)
            finally:
                os.close(handle)
            if not unchanged():
                raise SourceChangedError
            if self.beyond is not None:
                self.beyond.put(digest.hexdigest(), temporary)
            final = self._settle(temporary, digest.hexdigest())
        finally:
            temporary.unlink(missing_ok=True)
        return final.name, size

    def _settle(self, temporary: Path, sha256: str) -> Path:
        """Give a whole file its name, for good."""
        final = self.folder / sha256[:2] / sha256
        final.parent.mkdir(FOLDER_MODE, exist_ok=True)
        temporary.replace(final)
        sync_folder(final.parent)
        return final

    def _fetch(self, beyond: ObjectStore, sha256: str) -> None:
        """A copy of what the object store has, if it has it and it is what its name says; else none."""
        self.folder.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=COPYING, dir=self.folder)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w+b") as target:
                beyond.fetch(sha256, target)
                target.seek(0)
                right = _digest(target) == sha256
                os.fchmod(target.fileno(), FILE_MODE)
                os.fsync(target.fileno())
            if right:
                self._settle(temporary, sha256)
            else:
                log.warning("the object store has other bytes under %s: bring them back from a backup", sha256)
        except FileNotFoundError:
            log.warning("the archive lacks %s", sha256)
        finally:
            temporary.unlink(missing_ok=True)

    def sweep(self) -> int:
        """Remove what killed copies left half-written; call it only while nobody stores. Returns how many."""
        left = list(self.folder.glob(f"{INCOMING}*"))
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def store_bytes(self, data: bytes) -> str:
        """Keep bytes of our own making, such as a catalogue; returns their sha256."""
        return self.store(io.BytesIO(data))[0]


def _digest(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Whatever the disk refuses in writing is raised with the place that was written, which the system itself doesn't name."""
    try:
        yield
    except OSError as error:
        if error.filename is not None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


def write_all(handle: int, data: bytes) -> None:
    """Write everything even if the system takes it in pieces. Raises OSError."""
    while data:
        data = data[os.write(handle, data) :]


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
