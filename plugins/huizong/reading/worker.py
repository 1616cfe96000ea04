"""One reader process: takes paths on its standard input, gives documents on its standard output, and ends with its parent.

Run as `python -m huizong.reading.worker`. A message is a length of 8 bytes (big-endian) and a pickle; both ends are ours
and no other process can reach the pipes. Memory is bounded by the address space that a file may add to what the process
had when it was warm. The kernel's alarm ends the process if it outlives the deadline, even when its parent is gone.
"""

from __future__ import annotations

import importlib
import os
import pickle
import resource
import select
import signal
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import BinaryIO

from huizong.model import Document, Finding
from huizong.reading.archive import Members
from huizong.reading.limits import DEFAULT_LIMITS, MEGABYTE
from huizong.reading.read import read_file

WARM_UP = ("xlrd", "lxml.etree", "olefile", "msoffcrypto", "pdfplumber")
LENGTH = struct.Struct(">Q")
PARENT_CHECK_SECONDS = 5.0
MEMBER_BEGUN = "member"
GRACE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read."""

    path: str
    name: str
    deadline_seconds: float
    memory_mb: int
    file_mb: int = DEFAULT_LIMITS.file_bytes // MEGABYTE
    overdue: frozenset[int] = frozenset()  # members of an archive, from 0, that have overrun their deadline before


def write_message(stream: BinaryIO, message: object) -> None:
    """Sends a message. Raises BrokenPipeError if the other end is gone."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def read_exactly(stream: BinaryIO, size: int) -> bytes | None:
    """That many bytes; None if the stream ends before."""
    data = stream.read(size)
    return data if data is not None and len(data) == size else None


def address_space() -> int:
    """The bytes of address space in use (first field of /proc/self/statm)."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123  (called once a file; no Path needed)
        return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def answer(request: Request, begun: Callable[[], None]) -> tuple[Document, ...]:
    """The documents of one file within its bounds; `begun` tells the parent that a member of an archive begins.

    The deadline is that of one member, the memory that of all of them.
    """
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (address_space() + request.memory_mb * MEGABYTE, hard))
    signal.setitimer(signal.ITIMER_REAL, request.deadline_seconds + GRACE_SECONDS)

    def member_begun() -> None:
        signal.setitimer(signal.ITIMER_REAL, request.deadline_seconds + GRACE_SECONDS)
        begun()

    members = Members(member_begun, request.overdue, request.deadline_seconds)
    limits = replace(DEFAULT_LIMITS, file_bytes=request.file_mb * MEGABYTE)
    try:
        return tuple(with_bound(document, request.memory_mb) for document in read_file(request.path, request.name, limits, members))
    except OSError as error:
        finding = Finding("file-damaged", fields={"detail": f"无法从磁盘读取（{error.strerror or type(error).__name__}）"})
        return (Document(request.name, "", "unknown", refusal=finding),)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def with_bound(document: Document, memory_mb: int) -> Document:
    """The document; where memory ran out, the refusal names the bound."""
    if document.refusal is None or document.refusal.rule != "file-out-of-memory":
        return document
    return replace(document, refusal=Finding("file-out-of-memory", fields={"expected": f"{memory_mb} MB"}))


def serve() -> None:
    """Answers requests until the parent closes the pipe or is gone."""
    source, target = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not disturb the messages
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted and closes the pipe
    parent = os.getppid()
    for module in WARM_UP:
        importlib.import_module(module)
    write_message(target, "ready")
    while True:
        ready, _, _ = select.select([source], [], [], PARENT_CHECK_SECONDS)
        if not ready:
            if os.getppid() != parent:
                return
            continue
        header = read_exactly(source, LENGTH.size)
        body = read_exactly(source, LENGTH.unpack(header)[0]) if header is not None else None
        if body is None:
            return
        request = pickle.loads(body)  # noqa: S301  (written by our own parent)
        write_message(target, answer(request, lambda: write_message(target, MEMBER_BEGUN)))


if __name__ == "__main__":
    serve()
