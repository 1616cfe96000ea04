"""Where readers come from: one process that has loaded what reading needs, and forks a reader whenever one is asked for.

To start an interpreter and load all this takes most of a second of a processor, to fork takes milliseconds; so a process
has one nursery, begun with its first pool or before, and what is forked from it (Airflow's tasks) asks the same one.

Run as `python -m huizong.reading.nursery`, its standard input a socket of which every message carries three descriptors:
where the reader listens, where it answers, and its lifeline. Over the lifeline the nursery says with which process id a
reader was born and how it ended; whoever closes it, or says KILL, ends the reader. So no reader outlives who asked for it.
"""

from __future__ import annotations

import importlib
import os
import pickle
import selectors
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress

from huizong.lasting import lasting
from huizong.reading.messages import KILL, LONGEST_BIRTH, Birth

WARM_UP = ("huizong.reading.worker", "xlrd", "lxml.etree", "olefile", "msoffcrypto", "pdfplumber")


def main() -> None:
    """Fork readers until nobody is left to ask for one."""
    requests = socket.socket(fileno=os.dup(sys.stdin.fileno()))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asked is interrupted, and closes what it holds
    with lasting():
        for module in WARM_UP:
            importlib.import_module(module)
    Nursery(requests).run()


class Nursery:
    """The process's loop: requests, lifelines, and children that have ended."""

    def __init__(self, requests: socket.socket) -> None:
        self.requests = requests
        self.lifelines: dict[int, socket.socket] = {}  # by the process id of the reader
        self.ended, self._tell = os.pipe()
        self.selector = selectors.DefaultSelector()

    def run(self) -> None:
        """Until the last holder of the other end is gone."""
        os.set_blocking(self._tell, False)
        signal.set_wakeup_fd(self._tell, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
        self.selector.register(self.requests, selectors.EVENT_READ, self._born)
        self.selector.register(self.ended, selectors.EVENT_READ, self._bury)
        self.asked = True
        while self.asked:
            for key, _ in self.selector.select():
                act: Callable[[], None] = key.data
                act()
        for pid in list(self.lifelines):
            os.kill(pid, signal.SIGKILL)

    def _born(self) -> None:
        message, descriptors, _, _ = socket.recv_fds(self.requests, LONGEST_BIRTH, 3)
        if not message:
            self.asked = False
            return
        birth: Birth = pickle.loads(message)  # noqa: S301  (written by our own client; no other process can reach the socket)
        source, target, lifeline = descriptors
        for place in birth.import_path:
            if place not in sys.path:
                sys.path.append(place)
        with lasting():
            for module in birth.modules:
                try:
                    importlib.import_module(module)
                except Exception:  # the reader that needs it says so, in the answer for its file
                    traceback.print_exc()
        try:
            pid = os.fork()
        except OSError:  # the machine has no room: who asked sees his lifeline end
            traceback.print_exc()
            pid = -1
        if not pid:
            self._be_reader(source, target, lifeline)
        os.close(source)
        os.close(target)
        line = socket.socket(fileno=lifeline)
        if pid < 0:
            line.close()
            return
        self.lifelines[pid] = line
        self.selector.register(line, selectors.EVENT_READ, lambda: self._heard(pid))
        _say(line, b"%d" % pid)

    def _be_reader(self, source: int, target: int, lifeline: int) -> None:
        """The child's life; it leaves nothing of the nursery's to itself, and does not return."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self.selector.close()
            os.dup2(source, 0)
            os.dup2(target, 1)
            for descriptor in (source, target, lifeline, self.ended, self._tell):
                os.close(descriptor)
            for line in (self.requests, *self.lifelines.values()):
                line.close()
            from huizong.reading.worker import serve

            serve()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)

    def _heard(self, pid: int) -> None:
        """Who asked for the reader is gone, or has had enough of it."""
        line = self.lifelines[pid]
        with suppress(ConnectionError):  # gone while something was on its way: the same
            line.recv(len(KILL))
        # It may have ended already; it is still ours until `_bury`, so the number is no other process's.
        os.kill(pid, signal.SIGKILL)
        self.selector.unregister(line)

    def _bury(self) -> None:
        os.read(self.ended, LONGEST_BIRTH)
        while self.lifelines:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            line = self.lifelines.pop(pid)
            if line in self.selector.get_map():
                self.selector.unregister(line)
            _say(line, b"%d" % os.waitstatus_to_exitcode(status))
            line.close()


def _say(line: socket.socket, word: bytes) -> None:
    """Tell who holds the other end of a lifeline; nobody may."""
    try:
        line.send(word)
    except ConnectionError:
        return


if __name__ == "__main__":
    main()
