"""The embedded server: who may enter, what a kill leaves, what it says when it can't start."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import psutil
import psycopg2
import pytest

from huizong.settings import REPOSITORY, Settings
from huizong.warehouse.server.embedded import EmbeddedServer
from huizong.warehouse.server.machine import EmbeddedServerError, PortInUseError, free_port
from huizong.warehouse.server.server_in_use import server_in_use
from huizong.warehouse.server.temporary import temporary_server


def rows(url: str, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


@pytest.fixture
def kept(tmp_path: Path):
    # Any port, not the first of the range: beside another worker's servers it stays free while this one is stopped.
    server = EmbeddedServer(tmp_path / "postgres", port=free_port(throwaway=True)).start()
    yield server
    server.stop("immediate")
    shutil.rmtree(server.data.parent)


def test_each_role_enters_with_its_password_and_no_one_without(server: EmbeddedServer) -> None:
    urls = server.create_database("roles")
    for role, url in (("huizong_owner", urls.owner), ("huizong_loader", urls.loader), ("huizong_reader", urls.reader)):
        assert rows(url, "select current_user::text") == [(role,)]
    bare = urls.reader.replace(urls.reader.split(":")[2].split("@")[0], "wrong")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(bare)
    assert rows(urls.admin, "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'") == [(0,)]
    server.drop_database("roles")


def test_only_loopback_is_listened_on(server: EmbeddedServer) -> None:
    pid = int((server.data / "postmaster.pid").read_text().split("\n")[0])
    listening = [link.laddr for link in psutil.Process(pid).net_connections() if link.status == psutil.CONN_LISTEN]
    assert [(address.ip, address.port) for address in listening] == [("127.0.0.1", server.port)]


def test_no_text_of_a_failed_statement_is_in_the_log(server: EmbeddedServer) -> None:
    with pytest.raises(psycopg2.DataError):
        rows(server.urls().loader, "select '青竹村合计三十二'::integer")
    log = server.data.parent / "server.log"
    assert log.is_file()
    assert "青竹村合计三十二" not in log.read_text("utf-8", "replace")


def test_a_database_is_closed_to_roles_it_is_not_for(server: EmbeddedServer) -> None:
    urls = server.create_database("closed")
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        psycopg2.connect(urls.airflow)
    assert rows(urls.owner, "select pg_has_role('huizong_owner', 'huizong_loader', 'member')") == [(True,)]
    server.drop_database("closed")


def test_a_copy_of_a_database_has_its_tables(server: EmbeddedServer) -> None:
    source = server.create_database("source")
    rows(source.owner, "create table town (name text); insert into town values ('禾丰镇')")
    copy = server.create_database("copy", template="source")
    assert rows(copy.owner, "select name from town") == [("禾丰镇",)]
    for name in ("copy", "source"):
        server.drop_database(name)
    assert rows(server.urls("postgres").admin, "select count(*) from pg_database where datname in ('copy', 'source')") == [(0,)]


def test_passwords_are_readable_by_their_owner_only_and_differ(kept: EmbeddedServer) -> None:
    file = kept.folder / "server.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    state = json.loads(file.read_text())
    assert len({state[key] for key in ("admin", "owner", "loader", "reader", "airflow")}) == 5
    assert not (kept.data.parent / "password").exists()


def test_a_killed_server_starts_again_with_what_was_committed(kept: EmbeddedServer) -> None:
    url = kept.urls().owner
    rows(url, "create table town (name text); insert into town values ('禾丰镇')")
    os.kill(int((kept.data / "postmaster.pid").read_text().split("\n")[0]), signal.SIGKILL)
    again = EmbeddedServer(kept.folder).start()
    assert again.urls().owner == url
    assert rows(url, "select name from town") == [("禾丰镇",)]


def test_a_pid_file_whose_number_another_program_has_does_not_stop_the_start(kept: EmbeddedServer) -> None:
    kept.stop()
    (kept.data / "postmaster.pid").write_text(f"{os.getpid()}\n{kept.data}\n1\n{kept.port}\n\n127.0.0.1\n\nready\n")
    if os.geteuid() == 0:
        os.chown(kept.data / "postmaster.pid", kept.data.stat().st_uid, -1)
    assert not kept.running()
    EmbeddedServer(kept.folder).start()
    assert kept.running()


def test_a_second_start_takes_over_the_running_server(kept: EmbeddedServer) -> None:
    pid = (kept.data / "postmaster.pid").read_text().split("\n")[0]
    other = EmbeddedServer(kept.folder).start()
    assert (other.data / "postmaster.pid").read_text().split("\n")[0] == pid
    other.stop()
    assert not kept.running()


def test_a_taken_port_is_named_with_who_has_it(kept: EmbeddedServer) -> None:
    kept.stop()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", kept.port))
        taken.listen()
        with pytest.raises(PortInUseError, match=rf"port {kept.port} .* process {os.getpid()} .*HUIZONG_POSTGRES_PORT"):
            EmbeddedServer(kept.folder).start()
    assert EmbeddedServer(kept.folder).start().running()


def test_a_command_moves_a_server_whose_port_is_taken(kept: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.stop()
    asked = free_port(throwaway=True)
    monkeypatch.setenv("HUIZONG_POSTGRES_PORT", str(asked))
    settings = Settings.from_environment({"HUIZONG_HOME": str(kept.folder.parent)})
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", kept.port))
        taken.listen()
        with server_in_use(settings) as moved:
            assert f":{asked}/" in moved.database_url
            assert rows(moved.reader_url, "select 1") == [(1,)]


def test_a_port_that_is_taken_between_the_look_and_the_start_is_named_too(kept: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.stop()
    monkeypatch.setattr("huizong.warehouse.server.embedded.listener", lambda _: "")
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", kept.port))
        taken.listen()
        with pytest.raises(PortInUseError, match=rf"port {kept.port} .* taken by another program just now"):
            EmbeddedServer(kept.folder).start()
    assert EmbeddedServer(kept.folder).start().running()


def test_a_port_chosen_for_a_new_folder_and_taken_before_the_start_is_chosen_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        chosen = iter([taken.getsockname()[1], free_port(throwaway=True)])
        monkeypatch.setattr("huizong.warehouse.server.embedded.free_port", lambda *, throwaway: next(chosen))
        server = EmbeddedServer(tmp_path / "postgres").start()
        try:
            assert server.running()
            assert server.port != taken.getsockname()[1]
            assert json.loads((server.folder / "server.json").read_text())["port"] == str(server.port)
        finally:
            server.stop("immediate")
            shutil.rmtree(server.data.parent)


def test_lost_files_are_said_and_not_made_anew(kept: EmbeddedServer) -> None:
    kept.stop()
    kept.data.rename(kept.data.with_name("elsewhere"))
    with pytest.raises(EmbeddedServerError, match=r"are gone .*huizong rebuild"):
        EmbeddedServer(kept.folder).start()
    kept.data.with_name("elsewhere").rename(kept.data)


def test_a_throwaway_server_goes_when_its_process_is_killed() -> None:
    script = (
        "import sys, time; from huizong.warehouse.server.temporary import temporary_server\n"
        "with temporary_server() as server: print(server.data, flush=True); time.sleep(60)"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": str(REPOSITORY / "plugins")}, stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    data = Path(owner.stdout.readline().strip())
    assert (data / "postmaster.pid").exists()
    owner.kill()
    owner.communicate()
    end = time.monotonic() + 20
    while data.parent.exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert not data.parent.exists()


def test_a_throwaway_server_leaves_nothing() -> None:
    with temporary_server() as throwaway:
        folder = throwaway.data.parent
        assert rows(throwaway.create_database("one").loader, "select 1") == [(1,)]
    assert not folder.exists()
