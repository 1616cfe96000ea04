"""A server of the moment from a packed cluster: the schema is in it, nothing else, and a foreign file is not run."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

import psycopg2
import pytest

from huizong.storage import cached_files
from huizong.warehouse import connect
from huizong.warehouse.server import temporary
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.seed import Contents, migrated_server, migrated_server_begun


def schema_of(url: str) -> tuple[int, int]:
    with closing(connect(url, role="huizong_loader")) as connection, connection.cursor() as cursor:
        cursor.execute("select (select count(*) from pg_views where schemaname = 'mart'), (select count(*) from raw.arrival)")
        (found,) = cursor.fetchall()
    return found


def test_the_first_packs_a_cluster_and_the_next_begin_with_it(tmp_path: Path) -> None:
    with migrated_server(tmp_path) as server:
        views, arrivals = schema_of(server.urls().loader)
        first = server.urls().admin
    (packed,) = tmp_path.iterdir()
    assert (packed.suffix, packed.stat().st_mode & 0o777) == (".tar", 0o600)
    made = packed.stat().st_mtime_ns
    with migrated_server_begun(tmp_path) as begun:
        assert schema_of(begun().urls().loader) == (views, arrivals)
        assert begun().urls().admin != first  # another port; roles have passwords of the moment
    assert views > 10
    assert arrivals == 0
    assert packed.stat().st_mtime_ns == made


def test_a_cluster_is_packed_with_its_contents_once_for_each_of_them(tmp_path: Path) -> None:
    filled = []

    def note(server: EmbeddedServer) -> None:
        filled.append(len(filled))
        with closing(connect(server.urls().owner)) as connection, connection, connection.cursor() as cursor:
            cursor.execute("create table public.noted as select %s as number", (len(filled),))

    def noted(server: EmbeddedServer) -> int:
        with closing(connect(server.urls().owner)) as connection, connection.cursor() as cursor:
            cursor.execute("select number from public.noted")
            ((number,),) = cursor.fetchall()
        return number

    with migrated_server(tmp_path):  # a cluster with the schema alone is there: the others begin with it
        pass
    for key, expected in (("a", 1), ("a", 1), ("b", 2), ("a", 1)):
        with migrated_server_begun(tmp_path, lambda: Contents(key, note)) as begun:  # noqa: B023
            assert noted(begun()) == expected
    assert filled == [0, 1]
    with migrated_server(tmp_path) as server, pytest.raises(psycopg2.errors.UndefinedTable):
        noted(server)
    assert sorted(path.name.split("-")[0] for path in tmp_path.iterdir()) == ["filled", "filled", "server"]


def test_what_filling_raises_is_told_to_who_asks_and_nothing_is_packed(tmp_path: Path) -> None:
    def refuse(_server: EmbeddedServer) -> None:
        raise LookupError("the catalogue")

    with migrated_server_begun(tmp_path, lambda: Contents("a", refuse)) as begun, pytest.raises(LookupError, match="the catalogue"):
        begun()
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_packed_cluster_costs_time_and_nothing_else(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with migrated_server(tmp_path) as server:
        whole = schema_of(server.urls().loader)
    (packed,) = tmp_path.iterdir()
    packed.write_bytes(packed.read_bytes()[:5000])
    with migrated_server(tmp_path) as server:
        assert schema_of(server.urls().loader) == whole
    assert "can't be unpacked" in caplog.text


def test_a_packed_cluster_of_another_account_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = tmp_path / "server-1.tar"
    assert not cached_files.is_ours(packed)
    packed.write_bytes(b"")
    assert cached_files.is_ours(packed)
    monkeypatch.setattr(cached_files.os, "geteuid", lambda: os.getuid() + 1)
    assert not cached_files.is_ours(packed)


def test_of_an_attempt_that_fails_nothing_is_left(tmp_path: Path) -> None:
    def full(stream: BinaryIO) -> None:
        stream.write(b"half of it")
        raise OSError(errno.ENOSPC, "no room")

    with pytest.raises(OSError, match="no room"):
        cached_files.put(tmp_path / "rules-1.json", full, 2)
    assert list(tmp_path.iterdir()) == []


class Room:
    """What the file system says of the folder in memory."""

    def __init__(self, free: int, flag: int = 0) -> None:
        self.f_bavail, self.f_frsize, self.f_flag = free // 4096, 4096, flag


@pytest.mark.parametrize(
    ("room", "user", "taken"),
    [
        (Room(1 << 30), 0, True),
        (Room((1 << 30) - 4096), 0, False),  # the 64 MB of many containers are too few
        (Room(1 << 31, os.ST_NOEXEC), 0, False),  # as root the programs may lie there too
        (Room(1 << 31, os.ST_NOEXEC), 1000, True),
    ],
)
def test_a_packed_cluster_is_unpacked_in_memory_where_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: Room, user: int, taken: bool
) -> None:
    monkeypatch.setattr(temporary, "MEMORY", tmp_path)
    monkeypatch.setattr(temporary.os, "statvfs", lambda _: room)
    monkeypatch.setattr(temporary.os, "geteuid", lambda: user)
    assert temporary.in_memory() == (tmp_path if taken else None)


def test_a_machine_without_a_folder_in_memory_uses_the_usual_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(temporary, "MEMORY", tmp_path / "none")
    assert temporary.in_memory() is None


def test_nothing_of_a_server_in_memory_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Path(tempfile.mkdtemp(prefix="huizong-memory-"))  # the tests' own folder is closed to the server's user
    memory.chmod(0o755)
    monkeypatch.setattr(temporary, "in_memory", lambda: memory)
    with migrated_server(tmp_path):  # the first has no packed cluster to begin with, and lies in the usual place
        assert not list(memory.iterdir())
    try:
        with migrated_server(tmp_path):
            (folder,) = memory.iterdir()
            assert folder.name.startswith("huizong-postgres-")
        assert not list(memory.iterdir())
    finally:
        memory.rmdir()
