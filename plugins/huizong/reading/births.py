"""The nursery of this process: begun once, asked for readers as often as wanted."""

from __future__ import annotations

import atexit
import os
import pickle
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from huizong.reading.messages import Birth, NoReaderError

PACKAGE_ROOT = Path(__file__).resolve().parents[2]
END_SECONDS = 2.0

_lock = threading.Lock()
_nursery: _Nursery | None = None


class _Nursery:
    """Our end of its socket. A process that was forked from this one may use it too."""

    def __init__(self) -> None:
        self.requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        given = os.pathsep.join([str(PACKAGE_ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "huizong.reading.nursery"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": given},
                start_new_session=True,
            )
        self.owner = os.getpid()

    def end(self) -> None:
        """It ends with the last process that may ask; who began it waits for it."""
        self.requests.close()
        if self.owner == os.getpid():
            try:
                self.process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def begin() -> None:
    """See that there is a nursery; it gets ready while this process does something else."""
    _there(None)


def ask(descriptors: Sequence[int], modules: Sequence[str] = ()) -> object:
    """Have a reader born that listens, answers and lives by these descriptors; of the nursery they are copies, ours stay ours.

    `modules` are loaded there before, for all readers to come. A nursery that has ended is replaced. Returns the one that was
    asked, for `leave`. Raises NoReaderError, OSError.
    """
    message = pickle.dumps(Birth(tuple(sys.path), tuple(modules)))
    nursery = _there(None)
    try:
        socket.send_fds(nursery.requests, [message], descriptors)
    except ConnectionError:
        nursery = _there(nursery)
        try:
            socket.send_fds(nursery.requests, [message], descriptors)
        except ConnectionError as error:
            raise NoReaderError("a nursery ended as soon as it was begun") from error
    return nursery


def leave(nursery: object) -> None:
    """Have no more readers of a nursery that lost one; another is begun when the next is wanted."""
    global _nursery
    with _lock:
        if _nursery is nursery and _nursery is not None:
            _nursery.end()
            _nursery = None


def _there(gone: _Nursery | None) -> _Nursery:
    """The nursery, begun anew if there is none or only one that is gone."""
    global _nursery
    with _lock:
        if _nursery is None or _nursery is gone:
            if _nursery is not None:
                _nursery.end()
            _nursery = _Nursery()
        return _nursery


@atexit.register
def _end() -> None:
    if _nursery is not None:
        _nursery.end()
