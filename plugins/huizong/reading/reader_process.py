"""One reader process, as who asks it sees it: given messages, waited for, ended."""

from __future__ import annotations

import io
import os
import pickle
import select
import socket
import time
from collections.abc import Sequence
from contextlib import suppress

from huizong.reading import births
from huizong.reading.messages import KILL, LENGTH, MEMBER_BEGUN, STEP_BEGUN, STEP_DEADLINES, Answer, Request, Share, Work, write_message

START_SECONDS = 60.0
END_SECONDS = 5.0  # in which a process that was killed is gone
CLOSE_SECONDS = 0.5  # in which one that is idle ends by itself
CHUNK = 1 << 20
WORD = 32  # bytes: a number of the lifeline


class ReaderTimeoutError(Exception):
    """The reader did not answer in time."""


class ReaderEndedError(Exception):
    """The reader ended instead of answering; `status` is how (negative: the signal), None where nobody could tell."""

    def __init__(self, status: int | None) -> None:
        super().__init__(f"reader ended with {status}")
        self.status = status


class Reader:
    """One process of the nursery."""

    def __init__(self, modules: Sequence[str] = ()) -> None:
        """Asks for the process; the first message to it waits until it is there. `modules` are what its steps need."""
        source, self._target = os.pipe()
        self._source, target = os.pipe()
        self._lifeline, lifeline = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self.nursery = births.ask((source, target, lifeline.fileno()), modules)
        finally:
            os.close(source)
            os.close(target)
            lifeline.close()
        self.ready = False
        self.begun = 0  # members of an archive that the file asked for last has begun
        self.in_step = False  # whether the file asked for last is read, and its step is being done
        self.shared: object = None
        self._pid: int | None = None
        self._status: int | None = None
        self._closed = False

    @property
    def pid(self) -> int:
        """The process's number. Raises ReaderEndedError if none was born."""
        if self._pid is None:
            self._pid = self._word(START_SECONDS)
        if self._pid is None:
            raise ReaderEndedError(None)
        return self._pid

    def share(self, value: object) -> None:
        """Give the process what steps need, if it has not got it yet. Raises ReaderEndedError."""
        if value is not None and value is not self.shared:
            self.send(Share(value))
            self.shared = value

    def send(self, message: object) -> None:
        """Give the process a message. Raises ReaderEndedError."""
        try:
            write_message(io.BufferedWriter(io.FileIO(self._target, "wb", closefd=False)), message)
        except BrokenPipeError as error:
            raise ReaderEndedError(self._ended(END_SECONDS)) from error

    def ask(self, request: Request | Work, until: float) -> Answer:
        """The documents of a file, or what comes of a work.

        Raises ReaderTimeoutError or ReaderEndedError; then the reader is of no more use.

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
        parts: list[bytes] = []
        while size:
            readable, _, _ = select.select([self._source], [], [], max(deadline - time.monotonic(), 0))
            if not readable:
                raise ReaderTimeoutError
            part = os.read(self._source, min(size, CHUNK))
            if not part:
                raise ReaderEndedError(self._ended(END_SECONDS))
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        """Ends the process, at once if it does not end by itself."""
        if self._closed:
            return
        os.close(self._target)
        self._target = os.open(os.devnull, os.O_WRONLY)
        if self._ended(CLOSE_SECONDS) is None:
            self.kill()
        else:
            self._release()

    def kill(self) -> None:
        """Ends the process at once."""
        if self._closed:
            return
        with suppress(ConnectionError):  # the nursery is gone, or has buried it already
            self._lifeline.send(KILL)
        self._ended(END_SECONDS)
        self._release()

    def _release(self) -> None:
        self._closed = True
        os.close(self._target)
        os.close(self._source)
        self._lifeline.close()

    def _ended(self, seconds: float) -> int | None:
        """How the process ended; None if it has not within that time, or if its nursery is gone."""
        if self._pid is None:
            self._pid = self._word(seconds)
        if self._status is None and self._pid is not None:
            self._status = self._word(seconds)
        return self._status

    def _word(self, seconds: float) -> int | None:
        """The next number that comes over the lifeline."""
        self._lifeline.settimeout(seconds)
        try:
            said = self._lifeline.recv(WORD)
        except (TimeoutError, ConnectionError):
            return None
        return int(said) if said else None
