"""The journal: append-only JSON lines, on disk before the ledger hears of them (DESIGN §7).

With the archive it is enough to rebuild everything: each arrival, each verdict's instant and catalogue, each decision
of a person. A line torn by a kill is closed and skipped: what it would have said never took effect.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from huizong.intake.archive import FOLDER_MODE, naming, sync_folder, write_all

Scalar = str | int | bool | None


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line: its event (`arrival`, `judged`, `catalogue`, a person's decision) and what belongs to it."""

    event: str
    content: Mapping[str, Scalar | list[str]]
    file: str
    end: int  # byte offset just behind the line

    def text(self, key: str) -> str:
        """A text field; raises KeyError if the line lacks it."""
        return str(self.content[key])

    def number(self, key: str) -> int:
        """A whole-number field; raises KeyError or ValueError."""
        return int(str(self.content[key]))

    def texts(self, key: str) -> list[str]:
        """A list of texts."""
        value = self.content[key]
        if not isinstance(value, list):
            raise TypeError(f"{self.file}: {key} of a {self.event} line is no list")
        return value


@dataclass(frozen=True, slots=True)
class Journal:
    """A folder of journal files, one a year, in order of their names."""

    folder: Path

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep other intakes out while arrivals are told apart and written."""
        self.folder.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def append(self, event: str, year: int, **content: Scalar | list[str]) -> tuple[str, int]:
        """Write one line and wait until it is on disk; returns (file name, byte offset behind the line).

        Raises OSError, with the journal's file, where the disk takes no more; what it took of the line is passed over by who reads.
        """
        self.folder.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
        path = self.folder / f"{year}.jsonl"
        new = not path.exists()
        line = json.dumps({"event": event, **content}, ensure_ascii=False, sort_keys=True).encode() + b"\n"
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            size = os.fstat(handle).st_size
            if size and os.pread(handle, 1, size - 1) != b"\n":
                line = b"\n" + line
            with naming(path):
                write_all(handle, line)
                os.fsync(handle)
            end = os.fstat(handle).st_size
        finally:
            os.close(handle)
        if new:
            sync_folder(self.folder)
        return path.name, end

    def entries(self, after: tuple[str, int] = ("", 0)) -> Iterator[JournalLine]:
        """All whole lines behind a position, oldest first; a torn line is passed over."""
        if not self.folder.is_dir():
            return
        for path in sorted(self.folder.glob("*.jsonl")):
            if path.name < after[0]:
                continue
            offset = after[1] if path.name == after[0] else 0
            with path.open("rb") as stream:
                stream.seek(offset)
                for line in stream:
                    offset += len(line)
                    content = _parse(line)
                    if content is not None:
                        yield JournalLine(str(content.pop("event")), content, path.name, offset)


def _parse(line: bytes) -> dict[str, Scalar | list[str]] | None:
    """The object of a line, or None for one that a kill cut short."""
    if not line.endswith(b"\n"):
        return None
    try:
        content = json.loads(line)
    except ValueError:
        return None
    return content if isinstance(content, dict) and "event" in content else None
