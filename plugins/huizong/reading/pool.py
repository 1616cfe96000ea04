"""A pool of reader processes: each file has a deadline and a memory bound, and a reader that overruns is replaced.

The readers are processes on pipes (no multiprocessing), so the pool works inside any process: a daemonic one, a forked
Airflow task, a thread.
"""

from __future__ import annotations

import queue
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from huizong.model import Document, Finding
from huizong.reading import births
from huizong.reading.digest import file_digest
from huizong.reading.messages import STEP_DEADLINES, Answer, Failed, NoReaderError, OverrunError, Request, Step, StepError, Work
from huizong.reading.reader_process import Reader, ReaderEndedError, ReaderTimeoutError
from huizong.settings import Settings

ARCHIVE_DEADLINES = 60  # of one member: how long an archive may take, however many members it has
MOST_OVERDUE = 3  # members: an archive with more of them is refused as one
KILLED_FOR_MEMORY = (-signal.SIGKILL, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS)


@dataclass(frozen=True, slots=True)
class Planned:
    """A file that will be asked for, and what a reader is to do with it beside reading."""

    path: str
    name: str
    step: Step | None = None


# What may wait in memory, read and not asked for yet: some files a reader, of whatever size; while they are small together, as many
# as are judged together, so that no reader stands still meanwhile.
FEW_AHEAD, MANY_AHEAD, SMALL_TOGETHER = 4, 240, 4 << 20  # files a reader; files; bytes


class _Ahead:
    """Files read before they are asked for, while others are judged; what waits in memory is bounded."""

    def __init__(self, read: Callable[[Planned], Answer], workers: int) -> None:
        self._read = read
        self._few = FEW_AHEAD * workers
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="read ahead")
        self._planned: deque[Planned] = deque()
        self._begun: dict[tuple[str, str], Future[Answer]] = {}
        self._sizes: dict[tuple[str, str], int] = {}  # of those begun, in bytes

    def plan(self, files: Iterable[Planned]) -> None:
        """Replace what was planned; what nobody asked for is forgotten."""
        self._begun.clear()
        self._sizes.clear()
        self._planned = deque({(file.path, file.name): file for file in files}.values())
        self._begin()

    def take(self, path: str, name: str) -> Future[Answer] | None:
        """What was begun of the file, once; None if it wasn't planned, or its turn has not come."""
        found = self._begun.pop((path, name), None)
        self._sizes.pop((path, name), None)
        if found is None:
            self._planned = deque(file for file in self._planned if (file.path, file.name) != (path, name))
        self._begin()
        return found

    def close(self) -> None:
        """Give up what is planned, and wait for what is being read."""
        self._planned.clear()
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _begin(self) -> None:
        while self._planned and self._has_room():
            file = self._planned.popleft()
            self._sizes[file.path, file.name] = _size(file.path)
            self._begun[file.path, file.name] = self._threads.submit(self._read, file)

    def _has_room(self) -> bool:
        waiting = len(self._begun)
        return waiting < self._few or (waiting < MANY_AHEAD and sum(self._sizes.values()) < SMALL_TOGETHER)


def _size(path: str) -> int:
    """Bytes of a file; 0 of one that is not there, which its reading will say."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


class ReaderPool:
    """Warm readers. Use as a context manager; `read` may be called from several threads."""

    def __init__(self, workers: int = 2, deadline_seconds: float = 10, memory_mb: int = 512, file_mb: int = 100) -> None:
        """At most `workers` readers. A file may take `deadline_seconds`, have `file_mb`, and add `memory_mb` to a warm reader's memory."""
        if workers < 1 or deadline_seconds <= 0 or memory_mb < 1 or file_mb < 1:
            raise ValueError("a pool needs at least one worker, a positive deadline and at least 1 MB")
        self.workers = workers
        self.deadline_seconds = deadline_seconds
        self.memory_mb = memory_mb
        self.file_mb = file_mb
        self.idle: queue.LifoQueue[Reader | None] = queue.LifoQueue()  # None: a place for one that nobody has needed yet
        self.shared: object = None
        self.ahead = _Ahead(self._answer_now, workers)
        for _ in range(workers):
            self.idle.put(None)
        births.begin()

    @classmethod
    def of(cls, settings: Settings) -> ReaderPool:
        """With the number and the bounds of the settings."""
        return cls(settings.readers, settings.read_seconds, settings.read_memory_mb, settings.max_file_mb)

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
                reader = self.idle.get_nowait()
            except queue.Empty:
                return
            if reader is not None:
                reader.close()

    def read_ahead(self, files: Iterable[Planned], shared: object = None) -> None:
        """Say which files will be asked for next, and in which order: while one is being worked on, the readers read on.

        What is to be done with a file beside reading is done there too; `shared` is what these steps need.
        """
        self.shared = shared
        self.ahead.plan(files)

    def read(self, path: Path | str, name: str | None = None) -> tuple[Document, ...]:
        """The documents of a file, as `read_file` gives them; refused if it overruns its bounds or ends the reader.

        Raises NoReaderError.
        """
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

    def work(self, work: Callable[[Any], object], argument: object) -> object:
        """What comes of `work(argument)`, done by a reader within a file's memory, and STEP_DEADLINES its time.

        Raises StepError for what it raised, OverrunError, NoReaderError.
        """
        return self._work(Work(work, argument, self.deadline_seconds * STEP_DEADLINES, self.memory_mb))

    def _work(self, work: Work, *, again: bool = False) -> object:
        reader = self._free((work.work.__module__,))
        try:
            answer = reader.ask(work, time.monotonic() + work.deadline_seconds)
        except ReaderTimeoutError as error:
            self._replace(reader)
            raise OverrunError("time") from error
        except ReaderEndedError as error:
            self._replace(reader)
            if error.status is not None:
                raise OverrunError("memory" if error.status in KILLED_FOR_MEMORY else "its process ended") from error
            births.leave(reader.nursery)
            if again:
                raise NoReaderError(work.work.__name__) from error
            return self._work(work, again=True)
        except BaseException:
            self._replace(reader)
            raise
        self.idle.put(reader)
        if isinstance(answer.result, Failed) and answer.result.kind == MemoryError.__name__:
            raise OverrunError("memory")
        return cast("tuple[object]", _raised(answer).result)[0]

    def _answer_now(self, file: Planned) -> Answer:
        return self._answer_but(file, frozenset(), time.monotonic() + self.deadline_seconds * ARCHIVE_DEADLINES)

    def _answer_but(self, file: Planned, overdue: frozenset[int], until: float, *, again: bool = False) -> Answer:
        """The same, but for the members of an archive that have overrun their deadline; one more that does is left out too.

        `again`: the reader before this one was lost with its nursery.
        """
        path = str(Path(file.path).absolute())  # a reader stands where its nursery was begun
        request = Request(path, file.name, self.deadline_seconds, self.memory_mb, self.file_mb, overdue, file.step)
        reader = self._free((file.step.work.__module__,) if file.step is not None else ())
        try:
            reader.share(self.shared if file.step is not None else None)
            answer = reader.ask(request, until)
        except ReaderTimeoutError:
            if reader.begun and not reader.in_step and len(overdue) < MOST_OVERDUE and time.monotonic() < until:
                self._replace(reader)
                return self._answer_but(file, overdue | {reader.begun - 1}, until)
            self._replace(reader)
            return self.refused(file, "file-timed-out", self._bound(reader))
        except ReaderEndedError as error:
            self._replace(reader)
            if error.status is None:
                births.leave(reader.nursery)
            if error.status is None and not again:
                return self._answer_but(file, overdue, until, again=True)
            if error.status is None:
                raise NoReaderError(file.name) from error
            if error.status in KILLED_FOR_MEMORY:
                return self.refused(file, "file-out-of-memory", f"{self.memory_mb} MB")
            if error.status == -signal.SIGALRM:
                return self.refused(file, "file-timed-out", self._bound(reader))
            return self.refused(file, "file-damaged", "")
        except BaseException:
            self._replace(reader)
            raise
        self.idle.put(reader)
        return answer

    def _free(self, modules: Sequence[str]) -> Reader:
        """A reader that has nothing to do, waited for; a new one comes with the modules."""
        reader = self.idle.get()
        if reader is not None:
            return reader
        try:
            return Reader(modules)
        except BaseException:
            self.idle.put(None)
            raise

    def _replace(self, reader: Reader) -> None:
        """End a reader that is of no more use, and make room for another."""
        try:
            reader.kill()
        finally:
            self.idle.put(None)

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
