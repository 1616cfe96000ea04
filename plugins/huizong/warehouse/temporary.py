"""A server for one purpose and moment: a dry run or a test; nothing of it outlives the process that asked for it."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from huizong.warehouse.embedded import EmbeddedServer
from huizong.warehouse.machine import PortInUseError, run_as


@contextlib.contextmanager
def temporary_server(seed: Path | None = None) -> Iterator[EmbeddedServer]:
    """A private server without durability in a temporary folder; gone afterwards, also when this process is killed.

    It begins with the packed cluster `seed`, if one is given.
    """
    for attempt in (1, 2, 3):
        server = EmbeddedServer(Path(tempfile.mkdtemp(prefix="huizong-postgres-")), throwaway=True, seed=seed)
        try:
            server.start()
            break
        except PortInUseError:  # another process took the free port in between
            shutil.rmtree(server.folder, ignore_errors=True)
            if attempt == 3:
                raise
    guard = _guard(server)
    try:
        yield server
    finally:
        server.stop("immediate")
        guard.kill()
        guard.communicate()
        for folder in (server.data.parent, server.folder):
            shutil.rmtree(folder, ignore_errors=True)


def _guard(server: EmbeddedServer) -> subprocess.Popen[bytes]:
    """A shell that waits for our end (its input closes) and then ends the server and removes its files."""
    script = 'read -r _; "$1" -D "$2/data" -m immediate -w stop; rm -rf -- "$2"'
    return subprocess.Popen(  # noqa: S603 (fixed script, arguments are ours)
        ["/bin/sh", "-c", script, "huizong-guard", str(server.bin / "pg_ctl"), str(server.data.parent)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
        **run_as(server.user()),
    )
