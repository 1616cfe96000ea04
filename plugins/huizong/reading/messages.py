"""What a pool, its reader processes and the nursery from which they come say to each other."""

from __future__ import annotations

import pickle
import struct
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from huizong.model import Document
from huizong.reading.size_limits import DEFAULT_LIMITS, MEGABYTE

MEMBER_BEGUN = "member"
STEP_BEGUN = "step"
STEP_DEADLINES = 3  # of one file: how long what is done with its documents may take
KILL = b"kill"  # over a reader's lifeline: end it
LONGEST_BIRTH = 1 << 16  # bytes
LENGTH = struct.Struct(">Q")  # before each message: how many bytes its pickle has
_DOMAIN = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Birth:
    """What is asked of the nursery: a reader that can import from these places, after these modules are loaded for all that follow."""

    import_path: tuple[str, ...]
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with the documents of a file: `work(documents, argument, shared)`; `work` is a function of a module."""

    work: Callable[[tuple[Document, ...], Any, Any], object]
    argument: object


@dataclass(frozen=True, slots=True)
class Share:
    """What the steps that follow are given as `shared`."""

    value: object


@dataclass(frozen=True, slots=True)
class Failed:
    """What was raised: the kind of error, where, and the way there; not its message, which may hold a file's words."""

    kind: str
    place: str
    way: str

    @classmethod
    def of(cls, error: BaseException) -> Failed:
        """What was raised; the place is the last line of ours on the way."""
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _DOMAIN in Path(frame.filename).parents]
        where = f"{Path(frames[-1].filename).relative_to(_DOMAIN).as_posix()}:{frames[-1].lineno} " if frames else ""
        kind = type(error).__name__
        return cls(kind, f"{where}{kind}", "".join(traceback.format_tb(error.__traceback__)).rstrip())


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents of a file, and what its step came to: a tuple of it alone, or how it failed; None where none was asked for."""

    documents: tuple[Document, ...]
    result: tuple[object] | Failed | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read."""

    path: str
    name: str
    deadline_seconds: float
    memory_mb: int
    file_mb: int = DEFAULT_LIMITS.file_bytes // MEGABYTE
    overdue: frozenset[int] = frozenset()  # members of an archive, from 0, that have overrun their deadline before
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """Something else that a file's bounds are for: `work(argument)`, for which nothing is read; `work` is a function of a module."""

    work: Callable[[Any], object]
    argument: object
    deadline_seconds: float
    memory_mb: int


class OverrunError(Exception):
    """A work took more time or more memory than it may, or ended its process."""


class StepError(Exception):
    """A step that a reader was to do with a file's documents raised something: what, where, and the way there."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(failed.place)
        self.failed = failed


class NoReaderError(Exception):
    """No reader could be had, or nobody knows what became of it, twice: the machine is at fault, not the file."""


def write_message(stream: BinaryIO, message: object) -> None:
    """Sends a message. Raises BrokenPipeError if the other end is gone."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()
