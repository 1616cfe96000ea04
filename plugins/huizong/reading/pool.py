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
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

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
    StepError,
    write_message,
)

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
        self.in_step = False  # whether the file asked for last is read, and its step is being done
        self.shared: object = None

    def share(self, value: object) -> None:
        """Give the process what steps need, if it has not got it yet. Raises ReaderEndedError."""
        if value is not None and value is not self.shared:
            self.send(Share(value))
            self.shared = value

    def send(self, message: object) -> None:
        """Give the process a message. Raises ReaderEndedError."""
        if self.process.stdin is None:
            raise ReaderEndedError(None)
        try:
            write_message(io.BufferedWriter(io.FileIO(self.process.stdin.fileno(), "wb", closefd=False)), message)
        except BrokenPipeError as error:
            raise ReaderEndedError(self.process.wait()) from error

    def ask(self, request: Request, until: float) -> Answer:
        """The documents of a file. Raises ReaderTimeoutError or ReaderEndedError; then the reader is of no more use.

        Every member of an archive has the deadline to itself, up to the moment `until`; the step has STEP_DEADLINES of it.
        """
        if not self.ready:
            self.receive(time.monotonic() + START_SECONDS)
            self.ready = True
        self.begun, self.in_step = 0, False
        deadline = time.monotonic() + request.deadline_seconds
        self.send(request)
        while (message := pickle.loads(self.receive(deadline))) in (MEMBER_BEGUN, STEP_BEGUN):  # noqa: S301  (written by our own child)
            if message == STEP_BEGUN:
                self.in_step = True
                deadline = time.monotonic() + request.deadline_seconds * STEP_DEADLINES
            else:
                self.begun += 1
                deadline = min(time.monotonic() + request.deadline_seconds, until)
        if not isinstance(message, Answer):
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


@dataclass(frozen=True, slots=True)
class Planned:
    """A file that will be asked for, and what a reader is to do with it beside reading."""

    path: str
    name: str
    step: Step | None = None


class _Ahead:
    """Files read before they are asked for: a few a reader, so that what waits in memory is bounded."""

    def __init__(self, read: Callable[[Planned], Answer], workers: int) -> None:
        self._read = read
        self._room = 4 * workers
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="read ahead")
        self._planned: deque[Planned] = deque()
        self._begun: dict[tuple[str, str], Future[Answer]] = {}

    def plan(self, files: Iterable[Planned]) -> None:
        """Replace what was planned; what nobody asked for is forgotten."""
        self._begun.clear()
        self._planned = deque({(file.path, file.name): file for file in files}.values())
        self._begin()

    def take(self, path: str, name: str) -> Future[Answer] | None:
        """What was begun of the file, once; None if it wasn't planned, or its turn has not come."""
        found = self._begun.pop((path, name), None)
        if found is None:
            self._planned = deque(file for file in self._planned if (file.path, file.name) != (path, name))
        self._begin()
        return found

    def close(self) -> None:
        """Give up what is planned, and wait for what is being read."""
        self._planned.clear()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _begin(self) -> None:
        while self._planned and len(self._begun) < self._room:
            file = self._planned.popleft()
            self._begun[file.path, file.name] = self._threads.submit(self._read, file)


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
        self.shared: object = None
        self.ahead = _Ahead(self._answer_now, workers)
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

    def read_ahead(self, files: Iterable[Planned], shared: object = None) -> None:
        """Say which files will be asked for next, and in which order: while one is being worked on, the readers read on.

        What is to be done with a file beside reading is done there too; `shared` is what these steps need.
        """
        self.shared = shared
        self.ahead.plan(files)

    def read(self, path: Path | str, name: str | None = None) -> tuple[Document, ...]:
        """The documents of a file, as `read_file` gives them; refused if it overruns its bounds or ends the reader."""
        return self.answer(path, name).documents

    def answer(self, path: Path | str, name: str | None = None) -> Answer:
        """The same, with what came of its step if one was planned and the file could be read. Raises StepError for one that failed."""
        shown = name or Path(path).name
        begun = self.ahead.take(str(path), shown)
        return _raised(self._answer_now(Planned(str(path), shown)) if begun is None else begun.result())

    def done(self, path: Path | str, name: str, step: Step, shared: object) -> Answer:
        """The documents of a file, and what comes of a step that the reader does with them: within its memory, and STEP_DEADLINES its time.

        Raises StepError for one that failed.
        """
        self.shared = shared
        return _raised(self._answer_now(Planned(str(path), name, step)))

    def _answer_now(self, file: Planned) -> Answer:
        return self._answer_but(file, frozenset(), time.monotonic() + self.deadline_seconds * ARCHIVE_DEADLINES)

    def _answer_but(self, file: Planned, overdue: frozenset[int], until: float) -> Answer:
        """The same, but for the members of an archive that have overrun their deadline; one more that does is left out too."""
        reader = self.idle.get()
        request = Request(file.path, file.name, self.deadline_seconds, self.memory_mb, self.file_mb, overdue, file.step)
        try:
            reader.share(self.shared if file.step is not None else None)
            answer = reader.ask(request, until)
        except ReaderTimeoutError:
            reader.kill()
            self.idle.put(Reader())
            if reader.begun and not reader.in_step and len(overdue) < MOST_OVERDUE and time.monotonic() < until:
                return self._answer_but(file, overdue | {reader.begun - 1}, until)
            return self.refused(file, "file-timed-out", self._bound(reader))
        except ReaderEndedError as error:
            reader.kill()
            self.idle.put(Reader())
            if error.status in KILLED_FOR_MEMORY:
                return self.refused(file, "file-out-of-memory", f"{self.memory_mb} MB")
            if error.status == -signal.SIGALRM:
                return self.refused(file, "file-timed-out", self._bound(reader))
            return self.refused(file, "file-damaged", "")
        except BaseException:
            reader.kill()
            self.idle.put(Reader())
            raise
        self.idle.put(reader)
        return answer

    def _bound(self, reader: Reader) -> str:
        """How long the reader may take for what it was doing."""
        return f"{self.deadline_seconds * (STEP_DEADLINES if reader.in_step else 1):g} 秒"

    def refused(self, file: Planned, rule: str, bound: str) -> Answer:
        """The document of a file that no reader could answer for."""
        fields = {"expected": bound} if bound else {"detail": "读取程序异常终止"}
        return Answer((Document(file.name, file_digest(Path(file.path)), "unknown", refusal=Finding(rule, fields=fields)),))


def _raised(answer: Answer) -> Answer:
    """The answer, unless its step raised something."""
    if isinstance(answer.result, Failed):
        raise StepError(answer.result)
    return answer
