"""A pool of warm reader processes: each file has a deadline and a memory bound, and a reader that overruns is replaced.

The readers are ordinary child processes on pipes (no multiprocessing), so the pool works inside any process: a daemonic
one, a forked Airflow task, a thread.
"""

from __future__ import annotations

import io
import os
import pickle
import queue
import select
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from huizong.model import Document, Finding
from huizong.reading.read import file_digest
from huizong.reading.worker import LENGTH, MEMBER_BEGUN, Request, write_message

PACKAGE_ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0
CHUNK = 1 << 20
ARCHIVE_DEADLINES = 60  # of one member: how long an archive may take, however many members it has
MOST_OVERDUE = 3  # members: an archive with more of them is refused as one
KILLED_FOR_MEMORY = (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS)


class ReaderTimeoutError(Exception):
    """The reader did not answer in time."""


class ReaderEndedError(Exception):
    """The reader ended instead of answering; `status` is how (negative: the signal)."""

    def __init__(self, status: int | None) -> None:
        super().__init__(f"reader ended with {status}")
        self.status = status


class Reader:
    """One child process."""

    def __init__(self) -> None:
        """Starts the process; `wait_ready` tells when it is warm."""
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(PACKAGE_ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "huizong.reading.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        self.ready = False
        self.begun = 0  # members of an archive that the file asked for last has begun

    def ask(self, request: Request, until: float) -> tuple[Document, ...]:
        """The documents of a file. Raises ReaderTimeoutError or ReaderEndedError; then the reader is of no more use.

        Every member of an archive has the deadline to itself, up to the moment `until`.
        """
        if not self.ready:
            self.receive(time.monotonic() + START_SECONDS)
            self.ready = True
        self.begun = 0
        deadline = time.monotonic() + request.deadline_seconds
        if self.process.stdin is None:
            raise ReaderEndedError(None)
        try:
            write_message(io.BufferedWriter(io.FileIO(self.process.stdin.fileno(), "wb", closefd=False)), request)
        except BrokenPipeError as error:
            raise ReaderEndedError(self.process.wait()) from error
        while (message := pickle.loads(self.receive(deadline))) == MEMBER_BEGUN:  # noqa: S301  (written by our own child)
            self.begun += 1
            deadline = min(time.monotonic() + request.deadline_seconds, until)
        if not isinstance(message, tuple):
            raise ReaderEndedError(None)
        return message

    def receive(self, deadline: float) -> bytes:
        """The next message."""
        size = LENGTH.unpack(self.receive_exactly(LENGTH.size, deadline))[0]
        return self.receive_exactly(size, deadline)

    def receive_exactly(self, size: int, deadline: float) -> bytes:
        """That many bytes before the deadline."""
        if self.process.stdout is None:
            raise ReaderEndedError(None)
        pipe = self.process.stdout.fileno()
        parts: list[bytes] = []
        while size:
            readable, _, _ = select.select([pipe], [], [], max(deadline - time.monotonic(), 0))
            if not readable:
                raise ReaderTimeoutError
            part = os.read(pipe, min(size, CHUNK))
            if not part:
                raise ReaderEndedError(self.process.wait())
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        """Ends the process, at once if it does not end by itself."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self.process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Ends the process at once."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


class _Ahead:
    """Files read before they are asked for: two a reader at most, so that what waits in memory is bounded."""

    def __init__(self, read: Callable[[str, str], tuple[Document, ...]], workers: int) -> None:
        self._read = read
        self._room = 2 * workers
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="read ahead")
        self._planned: deque[tuple[str, str]] = deque()
        self._begun: dict[tuple[str, str], Future[tuple[Document, ...]]] = {}

    def plan(self, files: Iterable[tuple[str, str]]) -> None:
        """Replace what was planned; what nobody asked for is forgotten."""
        self._begun.clear()
        self._planned = deque(dict.fromkeys(files))
        self._begin()

    def take(self, file: tuple[str, str]) -> Future[tuple[Document, ...]] | None:
        """What was begun of the file, once; None if it wasn't planned, or its turn has not come."""
        found = self._begun.pop(file, None)
        if found is None and file in self._planned:
            self._planned.remove(file)
        self._begin()
        return found

    def close(self) -> None:
        """Give up what is planned, and wait for what is being read."""
        self._planned.clear()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _begin(self) -> None:
        while self._planned and len(self._begun) < self._room:
            file = self._planned.popleft()
            self._begun[file] = self._threads.submit(self._read, *file)


class ReaderPool:
    """Warm readers. Use as a context manager; `read` may be called from several threads."""

    def __init__(self, workers: int = 2, deadline_seconds: float = 10, memory_mb: int = 512, file_mb: int = 100) -> None:
        """Starts `workers` readers. A file may take `deadline_seconds`, have `file_mb`, and add `memory_mb` to a warm reader's memory."""
        if workers < 1 or deadline_seconds <= 0 or memory_mb < 1 or file_mb < 1:
            raise ValueError("a pool needs at least one worker, a positive deadline and at least 1 MB")
        self.workers = workers
        self.deadline_seconds = deadline_seconds
        self.memory_mb = memory_mb
        self.file_mb = file_mb
        self.idle: queue.LifoQueue[Reader] = queue.LifoQueue()
        self.ahead = _Ahead(self.read_now, workers)
        for _ in range(workers):
            self.idle.put(Reader())

    def __enter__(self) -> ReaderPool:
        """The pool itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Ends all readers."""
        self.close()

    def close(self) -> None:
        """Ends all readers once they have done; afterwards the pool is empty."""
        self.ahead.close()
        while True:
            try:
                self.idle.get_nowait().close()
            except queue.Empty:
                return

    def read_ahead(self, files: Iterable[tuple[Path | str, str]]) -> None:
        """Say which files will be asked for next, and in which order: while one is being worked on, the readers read on."""
        self.ahead.plan((str(path), name) for path, name in files)

    def read(self, path: Path | str, name: str | None = None) -> tuple[Document, ...]:
        """The documents of a file, as `read_file` gives them; refused if it overruns its bounds or ends the reader."""
        shown = name or Path(path).name
        begun = self.ahead.take((str(path), shown))
        return self.read_now(path, shown) if begun is None else begun.result()

    def read_now(self, path: Path | str, shown: str) -> tuple[Document, ...]:
        """The same, without a look at what was read ahead."""
        return self.read_but(path, shown, frozenset(), time.monotonic() + self.deadline_seconds * ARCHIVE_DEADLINES)

    def read_but(self, path: Path | str, shown: str, overdue: frozenset[int], until: float) -> tuple[Document, ...]:
        """The same, but for the members of an archive that have overrun their deadline; one more that does is left out too."""
        reader = self.idle.get()
        try:
            documents = reader.ask(Request(str(path), shown, self.deadline_seconds, self.memory_mb, self.file_mb, overdue), until)
        except ReaderTimeoutError:
            reader.kill()
            self.idle.put(Reader())
            if reader.begun and len(overdue) < MOST_OVERDUE and time.monotonic() < until:
                return self.read_but(path, shown, overdue | {reader.begun - 1}, until)
            return (self.refused(path, shown, "file-timed-out", f"{self.deadline_seconds:g} 秒"),)
        except ReaderEndedError as error:
            reader.kill()
            self.idle.put(Reader())
            if error.status in KILLED_FOR_MEMORY:
                return (self.refused(path, shown, "file-out-of-memory", f"{self.memory_mb} MB"),)
            if error.status == -signal.SIGALRM:
                return (self.refused(path, shown, "file-timed-out", f"{self.deadline_seconds:g} 秒"),)
            return (self.refused(path, shown, "file-damaged", ""),)
        except BaseException:
            reader.kill()
            self.idle.put(Reader())
            raise
        self.idle.put(reader)
        return documents

    def refused(self, path: Path | str, name: str, rule: str, bound: str) -> Document:
        """The document of a file that no reader could answer for."""
        fields = {"expected": bound} if bound else {"detail": "读取程序异常终止"}
        return Document(name, file_digest(Path(path)), "unknown", refusal=Finding(rule, fields=fields))
