"""Whichever server a command works on: the one a URL names, or the embedded one, started if nobody has."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huizong.settings import Settings
from huizong.warehouse.server.embedded import EmbeddedServer


def embedded_folder(settings: Settings) -> Path:
    """Where the embedded server of a system keeps its state."""
    return settings.home / "postgres"


@contextmanager
def server_in_use(settings: Settings) -> Iterator[Settings]:
    """The settings with a database that answers.

    Everyone who uses the embedded server holds a shared lock; whoever leaves last stops it, so that two commands, or a
    command beside `make run`, never take it away from each other. One that doesn't run yet moves to HUIZONG_POSTGRES_PORT, if
    that is set, since another program may have taken its port. Raises EmbeddedServerError if it can't start.
    """
    if settings.database_url:
        yield settings
        return
    settings.home.mkdir(parents=True, exist_ok=True)
    with (settings.home / "postgres.users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        server = EmbeddedServer(embedded_folder(settings))
        with _starting(settings.home):
            port = os.environ.get("HUIZONG_POSTGRES_PORT", "")
            if port.isdecimal() and not server.running():
                server.move(int(port))
            server.start()
        try:
            urls = server.urls()
            yield settings.with_database(urls.loader, urls.owner, urls.reader)
        finally:
            if _is_last(users.fileno()):
                server.stop()


@contextmanager
def _starting(home: Path) -> Iterator[None]:
    """Only one process starts the server at a time; the next finds it running."""
    with (home / "postgres.start").open("a") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _is_last(handle: int) -> bool:
    """Whether nobody else holds the users' lock; it is then ours alone."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
