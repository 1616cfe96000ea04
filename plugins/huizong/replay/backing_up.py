"""Archive, journal and catalogue in one file, and back: with these alone the warehouse is built anew (`rebuilding`)."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from huizong.intake import Archive, Journal
from huizong.settings import Settings

MANIFEST = "MANIFEST"
_BYTES = re.compile(r"archive/[0-9a-f]{2}/([0-9a-f]{64})")
_LINES = re.compile(r"journal/(\d{4}\.jsonl)")
_TABLE = re.compile(r"catalogue/((?:[^/\\]+/)*[^/\\]+)")


class BackupError(Exception):
    """What stands in the way of a backup or of its return; the message says what and what to do."""


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds, in files and bytes; `damaged` are files of the archive whose bytes are not those that their name tells."""

    files: int
    size: int
    damaged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back; `catalogue` is where the county's tables lie now, None where there is a folder of that name already."""

    files: int
    catalogue: Path | None


class _Hashed:
    """A stream that is hashed as it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.digest = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.digest.update(data)
        return data


def back_up(settings: Settings, target: Path) -> BackedUp:
    """Write archive, journal and catalogue into one tar file, beside a running system too; it is there whole or not at all.

    The journal is measured first: whatever its lines name was archived before them. Raises BackupError for a file that is there
    already or a journal that is none, OSError where the target takes nothing.
    """
    if target.exists():
        raise BackupError(f"{target} is there already: name another file, or remove it")
    journal = Journal(settings.archive / "journal")
    with journal.writing():
        lines = [(f"journal/{path.name}", path, path.stat().st_size) for path in sorted(journal.folder.glob("*.jsonl"))]
    if not lines:
        raise BackupError(f"{journal.folder} holds no journal: nothing was ever taken in there; see HUIZONG_ARCHIVE and HUIZONG_HOME")
    handle, name = tempfile.mkstemp(prefix=".huizong-backup-", dir=target.absolute().parent)
    temporary, sums, damaged = Path(name), list[str](), list[str]()
    try:
        with os.fdopen(handle, "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w") as tar:
                for member, path, size in (*lines, *_archived(Archive.of(settings)), *_tables(settings.catalogue)):
                    digest = _add(tar, member, path, size)
                    sums.append(f"{digest}  {member}")
                    if (found := _BYTES.fullmatch(member)) and found[1] != digest:
                        damaged.append(found[1])
                manifest = ("\n".join(sums) + "\n").encode()
                entry = tarfile.TarInfo(MANIFEST)
                entry.size = len(manifest)
                tar.addfile(entry, io.BytesIO(manifest))
            stream.flush()
            os.fsync(stream.fileno())
        size = temporary.stat().st_size
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    return BackedUp(len(sums), size, tuple(damaged))


def restore(settings: Settings, source: Path) -> Restored:
    """Put a backup's archive, journal and catalogue where this system keeps them; the warehouse is then built anew from them.

    The journal comes last: a return that is broken off is begun again. Raises BackupError for a system that has a journal, and
    for a file that is no whole backup: nothing that it holds is trusted before its sum is right.
    """
    archive, journal = Archive.of(settings), Journal(settings.archive / "journal")
    if any(journal.entries()):
        raise BackupError(f"{journal.folder} has a journal already: restore into an empty HUIZONG_HOME, or move the old archive away")
    sums = _sums(source)
    catalogue = settings.home / "catalogue"
    tables = None if catalogue.exists() else catalogue
    with tarfile.open(source, "r:") as tar:
        for entry in tar:
            if entry.name != MANIFEST and _BYTES.fullmatch(entry.name):
                archive.store(_content(tar, entry))
        for entry in tar:
            if tables is not None and (found := _TABLE.fullmatch(entry.name)):
                _put(tables / found[1], _content(tar, entry))
        for entry in tar:
            if found := _LINES.fullmatch(entry.name):
                _put(journal.folder / found[1], _content(tar, entry))
    return Restored(len(sums), tables)


def _archived(archive: Archive) -> Iterator[tuple[str, Path, int]]:
    for name in archive.names():
        member = f"archive/{name[:2]}/{name}"
        if _BYTES.fullmatch(member):
            path = archive.path(name)
            yield member, path, path.stat().st_size


def _tables(folder: Path) -> Iterator[tuple[str, Path, int]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"catalogue/{path.relative_to(folder).as_posix()}", path, path.stat().st_size


def _add(tar: tarfile.TarFile, member: str, path: Path, size: int) -> str:
    """Put that many bytes of a file into the tar; returns their sha256."""
    entry = tarfile.TarInfo(member)
    entry.size, entry.mode = size, 0o440
    with path.open("rb") as stream:
        hashed = _Hashed(stream)
        tar.addfile(entry, cast("BinaryIO", hashed))
    return hashed.digest.hexdigest()


def _sums(source: Path) -> dict[str, str]:
    """The sums of a backup that is whole: each member there once, of a name that a backup has, its bytes as the manifest says."""
    found: dict[str, str] = {}
    told: dict[str, str] | None = None
    try:
        with tarfile.open(source, "r:") as tar:
            for entry in tar:
                if entry.name == MANIFEST:
                    told = dict(reversed(line.split("  ", 1)) for line in _content(tar, entry).read().decode().splitlines())  # type: ignore[misc]
                    continue
                known = any(pattern.fullmatch(entry.name) for pattern in (_BYTES, _LINES, _TABLE))
                if not (entry.isreg() and known and ".." not in entry.name.split("/") and entry.name not in found):
                    raise BackupError(f"{source} is no backup of huizong: it has {entry.name!r}")
                stream = _content(tar, entry)
                found[entry.name] = hashlib.file_digest(stream, "sha256").hexdigest()
    except (tarfile.TarError, EOFError, UnicodeDecodeError, ValueError) as error:
        raise BackupError(f"{source} can't be read as a backup ({type(error).__name__}): take another one") from error
    if told is None:
        raise BackupError(f"{source} has no manifest: it was cut short, take another one")
    if wrong := sorted(name for name in found.keys() | told.keys() if found.get(name) != told.get(name)):
        raise BackupError(f"{source}: {len(wrong)} files are not what was backed up ({wrong[0]}): take another one")
    return told


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> io.BufferedReader:
    stream = tar.extractfile(entry)
    if stream is None:
        raise BackupError(f"{entry.name} of the backup is no file")
    return cast("io.BufferedReader", stream)


def _put(path: Path, stream: BinaryIO) -> None:
    """A file whole or not at all."""
    path.parent.mkdir(0o750, parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.restoring")
    temporary.write_bytes(stream.read())
    temporary.chmod(0o640)
    temporary.replace(path)
