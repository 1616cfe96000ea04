"""A server for one purpose and moment: a dry run or a test; nothing of it outlives the process that asked for it."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.machine import PortInUseError, run_as

MEMORY = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it)
LEAST_FREE = 1 << 30  # bytes; a dry run writes a tenth of it


@contextlib.contextmanager
def temporary_server(seed: Path | None = None, *, grows: bool = False) -> Iterator[EmbeddedServer]:
    """A private server without durability in a temporary folder; gone afterwards, also when this process is killed.

    It begins with the packed cluster `seed`, if one is given, and then lies in memory where there is room: unpacking its two
    thousand files onto a disk takes longer than judging a form. One that `grows`, to the size of a warehouse, lies in the usual place.
    """
    for attempt in (1, 2, 3):
        made = tempfile.mkdtemp(prefix="huizong-postgres-", dir=in_memory() if seed is not None and not grows else None)
        server = EmbeddedServer(Path(made), throwaway=True, seed=seed)
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


def in_memory() -> Path | None:
    """The folder that lies in memory, if there is one with room enough for a server of the moment; else None, the usual place.

    As root the server's programs may have to be copied beside its files, and must be allowed to run there.
    """
    try:
        found = os.statvfs(MEMORY)
    except OSError:
        return None
    may_run = os.geteuid() != 0 or not found.f_flag & os.ST_NOEXEC
    roomy = found.f_bavail * found.f_frsize >= LEAST_FREE
    return MEMORY if may_run and roomy and os.access(MEMORY, os.W_OK | os.X_OK) else None


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
