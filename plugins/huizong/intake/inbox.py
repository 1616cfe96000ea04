"""What lies in the inbox: regular files in organisations' folders, found without following a link."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from huizong.reading.litter import is_litter


@dataclass(frozen=True, slots=True)
class InboxFile:
    """One file as it lies there; `stable` says that it has come to rest.

    `path` is relative to the inbox with `/`, readable text; `system_path` is the same as the file system spells it, which
    differs for names in GBK bytes.
    """

    path: str
    system_path: str
    device: int
    inode: int
    size_bytes: int
    mtime_ns: int
    stable: bool

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


def scan(inbox: Path, stable_seconds: float, now: float | None = None) -> Iterator[InboxFile]:
    """Every regular file below the inbox in order of its path, litter left out.

    A file is stable when its inode has not changed for `stable_seconds`: the change time moves with every write and
    can't be set back by a copying program, unlike the modification time.
    """
    moment = time.time() if now is None else now
    yield from _walk(inbox, "", moment, stable_seconds)


def _walk(folder: Path, prefix: str, now: float, stable_seconds: float) -> Iterator[InboxFile]:
    """The files below one folder; links, devices and pipes are never entered."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if is_litter(readable(entry.name)):
            continue
        path = f"{prefix}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder / entry.name, f"{path}/", now, stable_seconds)
        elif entry.is_file(follow_symlinks=False):
            try:
                status = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            rested = now - status.st_ctime >= stable_seconds
            yield InboxFile(readable(path), path, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, rested)


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


def open_unchanged(inbox: Path, file: InboxFile) -> BinaryIO:
    """The file's bytes, opened without following a link at any level; raises FileNotFoundError if it is another file by now."""
    handle = os.open(inbox, os.O_RDONLY | os.O_DIRECTORY)
    try:
        parts = PurePosixPath(file.system_path).parts
        for part in parts[:-1]:
            deeper = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=handle)
            os.close(handle)
            handle = deeper
        opened = os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=handle)
    finally:
        os.close(handle)
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
