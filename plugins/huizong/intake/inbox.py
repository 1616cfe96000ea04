"""What lies in the inbox: regular files in organisations' folders, found without following a link.

The walk holds one handle a level and opens each folder from the one above it, so that no path is ever looked up whole: a
folder that can't be read, lies too deep or has too long a path is named, and the walk goes on behind it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from huizong.reading.containers.litter import is_litter

MOST_LEVELS = 64  # of folders below the inbox; each costs a handle while the walk is in it
MOST_PATH_BYTES = 2000  # of a path as text: the ledger's index takes 2,700
PRIVATE_START, PRIVATE_END = ".huizong-", ".part"


@dataclass(frozen=True, slots=True)
class InboxFile:
    """One file as it lies there.

    `path` is relative to the inbox with `/`, readable text; `system_path` is the same as the file system spells it, which
    differs for names in GBK bytes.
    """

    path: str
    system_path: str
    device: int
    inode: int
    size_bytes: int
    mtime_ns: int
    ctime_ns: int = 0

    @property
    def folder(self) -> str:
        """The organisation's folder, "" for a file that lies in none."""
        parts = PurePosixPath(self.path).parts
        return parts[0] if len(parts) > 1 else ""

    @property
    def folder_below(self) -> str:
        """The folders between the organisation's and the file, "" if there are none: a period, or anything."""
        return "/".join(PurePosixPath(self.path).parts[1:-1])

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePosixPath(self.path).name

    @property
    def identity(self) -> tuple[str, int, int, int, int]:
        """What stays the same while nobody touches the file."""
        return (self.path, self.device, self.inode, self.size_bytes, self.mtime_ns)


@dataclass(frozen=True, slots=True)
class LeftLying:
    """Something in the inbox that is not taken, with the reason in words for the engineer."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Leftover:
    """A file under the private name that removing gives it: a kill came in between."""

    system_path: str
    arrival_id: str


def scan(inbox: Path, left: list[LeftLying] | None = None) -> Iterator[InboxFile]:
    """Every regular file below the inbox in order of its path, litter left out; what can't be taken is added to `left`.

    Whether a file has come to rest, `settling` decides by its change time: that moves with every write and can't be set back by a
    copying program, unlike the modification time.
    """
    for found in walk(inbox):
        if isinstance(found, InboxFile):
            yield found
        elif isinstance(found, LeftLying) and left is not None:
            left.append(found)


def walk(inbox: Path) -> Iterator[InboxFile | LeftLying | Leftover]:
    """All that lies below the inbox, folder after folder in order of the names; links, devices and pipes are never entered."""
    try:
        root = os.open(inbox, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return
    levels: list[tuple[int, str, Iterator[os.DirEntry[str]]]] = []
    try:
        levels.append((root, "", _entries(root)))
        while levels:
            handle, prefix, entries = levels[-1]
            entry = next(entries, None)
            if entry is None:
                levels.pop()
                os.close(handle)
                continue
            path = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False) and not is_litter(readable(entry.name)):
                found = _enter(handle, entry.name, path, len(levels))
                if isinstance(found, LeftLying):
                    yield found
                elif found is not None:
                    levels.append((found[0], f"{path}/", found[1]))
            elif (one := _look_at(entry, path)) is not None:
                yield one
    finally:
        for handle, _, _ in levels:
            os.close(handle)


def _enter(parent: int, name: str, path: str, level: int) -> tuple[int, Iterator[os.DirEntry[str]]] | LeftLying | None:
    """The folder opened, with its entries; what is in the way, in words; None for one that is gone by now."""
    shown = readable(path)
    if level > MOST_LEVELS:
        return LeftLying(shown, f"a folder more than {MOST_LEVELS} levels deep: nothing below it is taken")
    if len(shown.encode()) > MOST_PATH_BYTES:
        return LeftLying(shown, f"a folder whose path is longer than {MOST_PATH_BYTES} bytes: nothing below it is taken")
    try:
        handle = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
    except FileNotFoundError:
        return None
    except OSError as error:
        return LeftLying(shown, f"a folder that can't be read ({os.strerror(error.errno or 0)}): nothing below it is taken")
    try:
        return handle, _entries(handle)
    except OSError as error:
        os.close(handle)
        return LeftLying(shown, f"a folder that can't be listed ({os.strerror(error.errno or 0)}): nothing below it is taken")


def _entries(handle: int) -> Iterator[os.DirEntry[str]]:
    """What a folder holds, in order of the names. Raises OSError."""
    with os.scandir(handle) as found:
        return iter(sorted(found, key=lambda entry: entry.name))


def _look_at(entry: os.DirEntry[str], path: str) -> InboxFile | LeftLying | Leftover | None:
    """What one entry that is no folder comes to; None for litter and for what is gone by now."""
    if entry.name.startswith(PRIVATE_START) and entry.name.endswith(PRIVATE_END):
        return Leftover(path, entry.name.removeprefix(PRIVATE_START).removesuffix(PRIVATE_END))
    if is_litter(readable(entry.name)):
        return None
    shown = readable(path)
    if entry.is_symlink():
        return LeftLying(shown, "a link: put the file itself there")
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None
    except OSError as error:
        return LeftLying(shown, f"a file that can't be looked at ({os.strerror(error.errno or 0)})")
    if not stat.S_ISREG(status.st_mode):
        return LeftLying(shown, "a pipe, socket or device")
    if len(shown.encode()) > MOST_PATH_BYTES:
        return LeftLying(shown, f"a path longer than {MOST_PATH_BYTES} bytes: shorten the names of its folders")
    return InboxFile(shown, path, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def readable(system_path: str) -> str:
    """A path as text, part by part: UTF-8, else GB18030 as older clients write it, else with escapes for what is neither."""
    return "/".join(_readable_name(os.fsencode(part)) for part in system_path.split("/"))


def _readable_name(encoded: bytes) -> str:
    """One name of a path as text."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return encoded.decode(encoding)
        except UnicodeDecodeError:
            continue
    return encoded.decode("ascii", "backslashreplace")


@contextmanager
def folder_of(inbox: Path, system_path: str) -> Iterator[int]:
    """A handle of the folder that a path lies in, reached without following a link at any level. Raises OSError."""
    handle = os.open(inbox, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in PurePosixPath(system_path).parts[:-1]:
            deeper = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=handle)
            os.close(handle)
            handle = deeper
        yield handle
    finally:
        os.close(handle)


def open_unchanged(inbox: Path, file: InboxFile) -> BinaryIO:
    """The file's bytes, opened without following a link at any level; raises FileNotFoundError if it is another file by now."""
    with folder_of(inbox, file.system_path) as folder:
        opened = os.open(PurePosixPath(file.system_path).name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    stream = os.fdopen(opened, "rb")
    if not is_unchanged(os.fstat(opened), file):
        stream.close()
        raise FileNotFoundError(f"{file.path} changed while it was being taken in")
    return stream


def is_unchanged(status: os.stat_result, file: InboxFile) -> bool:
    """Whether inode, size and modification time are still those of the scan."""
    return stat.S_ISREG(status.st_mode) and (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns) == (
        file.device,
        file.inode,
        file.size_bytes,
        file.mtime_ns,
    )
