"""Whether a file in the inbox has come to rest, so that its bytes may be taken, or removed.

It has when its inode has rested for a while, nobody holds it open for writing, and it is whole for its kind. One that is
not whole (a zip without its end) rests ten times as long and is then taken as it is; so does a text whose last line is not
ended, but only three times as long where it is certain that nobody writes: many honest CSV files end that way, and reading
says so. A package (zip: most workbooks and documents) ends with a record of all that is in it: where that is there and it is
certain that nobody writes, a quarter of the time is enough. Where nobody can tell who writes (a share of another machine, a
file of another owner), it has to look the same at a second look by our own clock.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from huizong.intake.inbox import InboxFile, LeftLying, open_unchanged, scan
from huizong.intake.wholeness import FileEnding, ending_of, is_sealed
from huizong.intake.writers import Writers

UNFINISHED_TIMES, OPEN_LINE_TIMES, SEALED_TIMES = 10, 3, 0.25
AHEAD_SECONDS = 1.0  # how far another machine's clock may be ahead before it tells nothing
LONG_SECONDS = 600.0  # of waiting, after which it is said


class Rest(Enum):
    """How a file lies there; the value says so in words for the engineer."""

    SETTLED = "at rest"
    UNSURE = "a file of a share: looked at twice"
    MOVING = "a file that still changes"
    HELD = "a file that a program holds open for writing: close it there"
    UNFINISHED = "a file without its end: copy it again"


class Settling:
    """Judges the files of one inbox during one look at it."""

    def __init__(self, inbox: Path, stable_seconds: float, now: float | None = None) -> None:
        """`now` is the time by which change times are judged, seconds since 1970."""
        self.inbox = inbox
        self.stable_seconds = stable_seconds
        self.now = time.time() if now is None else now
        self.writers = Writers(inbox)

    def rest(self, file: InboxFile, stream: BinaryIO) -> Rest:
        """How the file behind the open stream lies there; reads a few of its bytes and goes back to the first."""
        age = self.now - file.ctime_ns / 1e9
        skewed = age < -AHEAD_SECONDS
        if age < self.stable_seconds * SEALED_TIMES and not skewed:
            return Rest.MOVING
        held = self.writers.hold(stream.fileno(), file.system_path)
        if age < self.stable_seconds and not skewed and (held is not False or not is_sealed(stream, file.size_bytes)):
            return Rest.MOVING
        if held:
            return Rest.HELD
        unsure = held is None or skewed
        if age < self.stable_seconds * UNFINISHED_TIMES or skewed:
            ending = ending_of(stream, file.size_bytes)
            patience = OPEN_LINE_TIMES if ending is FileEnding.OPEN_LINE and not unsure else UNFINISHED_TIMES
            if ending is not FileEnding.WHOLE and (age < self.stable_seconds * patience or skewed):
                return Rest.UNFINISHED
        return Rest.UNSURE if unsure else Rest.SETTLED

    def rest_of(self, file: InboxFile) -> Rest:
        """The same of a file that is not open yet; one that can't be opened, or is another by now, still moves."""
        try:
            with open_unchanged(self.inbox, file) as stream:
                return self.rest(file, stream)
        except OSError:
            return Rest.MOVING

    def is_as_seen(self, file: InboxFile, stream: BinaryIO) -> bool:
        """Whether the file is still the one of the scan, to the instant of its last change, and nobody writes to it."""
        status = os.fstat(stream.fileno())
        same = (status.st_size, status.st_mtime_ns, status.st_ctime_ns) == (file.size_bytes, file.mtime_ns, file.ctime_ns)
        return same and not self.writers.hold(stream.fileno(), file.system_path)


def left_lying(
    inbox: Path, stable_seconds: float, known: frozenset[tuple[str, int, int, int, int]], now: float | None = None
) -> Iterator[LeftLying]:
    """What will not be taken from the inbox unless somebody does something, and what has waited for ten minutes, with the reason.

    `known` are the identities of the files that were taken.
    """
    settling, left = Settling(inbox, stable_seconds, now), list[LeftLying]()
    for file in scan(inbox, left):
        if file.identity in known:
            continue
        try:
            with open_unchanged(inbox, file) as stream:
                rest = settling.rest(file, stream)
        except FileNotFoundError:
            continue
        except OSError as error:
            yield LeftLying(file.path, f"a file that can't be read ({os.strerror(error.errno or 0)})")
        else:
            if rest in (Rest.HELD, Rest.UNFINISHED) and settling.now - file.ctime_ns / 1e9 >= LONG_SECONDS:
                yield LeftLying(file.path, rest.value)
    yield from left
