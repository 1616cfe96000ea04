"""A server of the moment from a packed cluster: the schema is in it, nothing else, and a foreign file is not run."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

from huizong.warehouse import connect, seed
from huizong.warehouse.seed import migrated_server, migrated_server_begun

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


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


def test_a_packed_cluster_of_another_account_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = tmp_path / "server.tar"
    assert not seed.is_ours(packed)
    packed.write_bytes(b"")
    assert seed.is_ours(packed)
    monkeypatch.setattr(seed.os, "geteuid", lambda: os.getuid() + 1)
    assert not seed.is_ours(packed)
