"""One reader process: takes paths on its standard input, gives documents on its standard output, and ends with its parent.

A later room may have its own step done there with what was read, within the same bounds: it gives a function of its own
(`Step`), and once a process what all steps need (`Share`).

The nursery forks it (`nursery`). A message is a length of 8 bytes (big-endian) and a pickle; both ends are ours and no
other process can reach the pipes. Memory is bounded by the address space that a file may add to what the process had when
it was warm. The kernel's alarm ends the process if it outlives the deadline, even when its parent is gone.
"""

from __future__ import annotations

import io
import os
import pickle
import resource
import select
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from huizong.model import Document, Finding
from huizong.reading.digest import file_digest
from huizong.reading.messages import (
    LENGTH,
    MEMBER_BEGUN,
    STEP_BEGUN,
    STEP_DEADLINES,
    Answer,
    Failed,
    Request,
    Share,
    Step,
    Work,
    write_message,
)
from huizong.reading.out_of_memory import ran_out
from huizong.reading.read import read_file
from huizong.reading.size_limits import DEFAULT_LIMITS, MEGABYTE
from huizong.reading.zip_archive import Members

PARENT_CHECK_SECONDS = 5.0
GRACE_SECONDS = 2.0


def read_exactly(stream: BinaryIO | io.FileIO, size: int) -> bytes | None:
    """That many bytes; None if the stream ends before."""
    parts: list[bytes] = []
    while size and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return None if size else b"".join(parts)


def address_space() -> int:
    """The bytes of address space in use (first field of /proc/self/statm)."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123  (called once a file; no Path needed)
        return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def answer(request: Request, tell: Callable[[str], None], shared: object = None) -> Answer:
    """The documents of one file, and its step, within its bounds; the parent is told when a member of an archive, or the step, begins.

    The deadline is that of one member, the step has STEP_DEADLINES of it; the memory is that of all of them.
    """
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (address_space() + request.memory_mb * MEGABYTE, hard))
    signal.setitimer(signal.ITIMER_REAL, request.deadline_seconds + GRACE_SECONDS)

    def member_begun() -> None:
        signal.setitimer(signal.ITIMER_REAL, request.deadline_seconds + GRACE_SECONDS)
        tell(MEMBER_BEGUN)

    members = Members(member_begun, request.overdue, request.deadline_seconds)
    limits = replace(DEFAULT_LIMITS, file_bytes=request.file_mb * MEGABYTE)
    try:
        documents = tuple(with_bound(document, request.memory_mb) for document in read_file(request.path, request.name, limits, members))
        if request.step is None:
            return Answer(documents)
        signal.setitimer(signal.ITIMER_REAL, request.deadline_seconds * STEP_DEADLINES + GRACE_SECONDS)
        tell(STEP_BEGUN)
        return Answer(documents, done(request.step, documents, shared))
    except OSError as error:
        if ran_out(error):
            return _out_of_memory(request, hard)
        finding = Finding("file-damaged", fields={"detail": f"无法从磁盘读取（{error.strerror or type(error).__name__}）"})
        return Answer((Document(request.name, "", "unknown", refusal=finding),))
    except MemoryError:  # so little was left that not even the refusal could be made
        return _out_of_memory(request, hard)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _out_of_memory(request: Request, hard: int) -> Answer:
    """The answer where memory ran out before there was one; the bound is lifted first."""
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    finding = Finding("file-out-of-memory", fields={"expected": f"{request.memory_mb} MB"})
    return Answer((Document(request.name, file_digest(Path(request.path)), "unknown", refusal=finding),))


def done(step: Step, documents: tuple[Document, ...], shared: object) -> tuple[object] | Failed:
    """What the step came to. Whatever it raises is told to the parent, which answers for the file."""
    try:
        return (step.work(documents, step.argument, shared),)
    except Exception as error:
        return Failed.of(error)


def worked(work: Work) -> Answer:
    """What comes of a work, within its bounds. Memory that runs out is told as anything else that it raises."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (address_space() + work.memory_mb * MEGABYTE, hard))
    signal.setitimer(signal.ITIMER_REAL, work.deadline_seconds + GRACE_SECONDS)
    try:
        return Answer((), (work.work(work.argument),))
    except Exception as error:
        return Answer((), Failed.of(error))
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
    # Without a buffer of its own: what lies in one is not seen by `select`.
    source, target = os.fdopen(os.dup(sys.stdin.fileno()), "rb", buffering=0), os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints must not disturb the messages
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted and closes the pipe
    parent = os.getppid()
    write_message(target, "ready")
    shared: object = None
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
        if isinstance(request, Share):
            shared = request.value
        elif isinstance(request, Work):
            write_message(target, worked(request))
        else:
            write_message(target, answer(request, lambda word: write_message(target, word), shared))
