"""Our own commands, each in a process of its own: what an act or a trial costs or breaks is never the API server's.

What the board does is what the command does, word for word: the journal first, then the ledger, then judged anew.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from threading import BoundedSemaphore

from huizong.settings import REPOSITORY, Settings

MOST_AT_ONCE = 2
ACT_SECONDS = 300.0
_MAIN = "from huizong.cli import main; main()"
_places = BoundedSemaphore(MOST_AT_ONCE)


class BusyError(Exception):
    """As many commands run already as may run beside the pages."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended: its status, None if it took too long and was ended, and what it wrote."""

    status: int | None
    output: str
    errors: str

    @property
    def told(self) -> str:
        """The last thing that it had to say about what went wrong."""
        lines = [line for line in self.errors.splitlines() if line.strip()]
        return lines[-1].removeprefix("huizong: ") if lines else ""


def run(settings: Settings, *arguments: str, seconds: float = ACT_SECONDS, wait: float = 20.0) -> Done:
    """Run a command of ours on the system; arguments are handed over as they are, no shell reads them.

    Raises BusyError where no place becomes free in `wait` seconds.
    """
    if not _places.acquire(timeout=wait):
        raise BusyError
    try:
        return _run(settings, arguments, seconds)
    finally:
        _places.release()


def _run(settings: Settings, arguments: tuple[str, ...], seconds: float) -> Done:
    environment = {**os.environ, **settings.to_environment(), "PYTHONPATH": str(REPOSITORY / "plugins"), "GX_ANALYTICS_ENABLED": "false"}
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", _MAIN, *arguments],
        env=environment,
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        encoding="utf-8",
        errors="replace",
    )
    try:
        output, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return Done(None, "", "")
    return Done(process.returncode, output, errors)
