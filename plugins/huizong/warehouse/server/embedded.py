"""An own PostgreSQL 18 on loopback, from the binaries of a wheel: scram passwords, its own user, nothing installed."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import shutil
import subprocess
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
from psycopg2 import sql

from huizong.settings import INCLUDE
from huizong.warehouse.server.addresses import ADMIN, ROLES, Urls
from huizong.warehouse.server.machine import (
    HOST,
    EmbeddedServerError,
    PortInUseError,
    binaries,
    first_line,
    forget_reused_pid,
    free_port,
    give,
    listener,
    postmaster,
    reason,
    run_as,
    turn,
    works_in,
)
from huizong.warehouse.server.packed_cluster import pack_cluster, unpack_cluster
from huizong.warehouse.server.server_options import making_of, options_of
from huizong.warehouse.server.server_place import cluster_place, server_user, write_private

log = logging.getLogger(__name__)

START_SECONDS = 300
_NO_SOCKET = "could not create any TCP/IP sockets"


class EmbeddedServer:
    """One PostgreSQL cluster in a folder; started and stopped by whoever holds this object, found again by the next.

    `server.json` in the folder (mode 600) holds port, passwords and where the cluster lies. As root the cluster belongs
    to the user nobody; where that user can't reach the folder, the cluster lies in a private folder under /var/tmp and
    `notice` says so. No mode of an existing folder is changed. `port` is for a new folder;
    `move` changes it later.
    """

    def __init__(self, folder: Path, *, port: int | None = None, throwaway: bool = False, seed: Path | None = None) -> None:
        """`seed` is a packed cluster (`pack`) that a throwaway server begins with."""
        self.folder = folder.absolute()
        self._seed = seed
        self.notice = ""
        self._state_file = self.folder / "server.json"
        self._wanted_port = port
        self._may_choose_again = False
        self._throwaway = throwaway
        self._state: dict[str, str] = {}

    def start(self) -> EmbeddedServer:
        """Start the server, or take over the one that already runs on these files, and make roles and databases.

        Raises EmbeddedServerError: port in use, disk full, files lost or of another user.
        """
        try:
            self._read_state()
            self._bring_up()
        except OSError as error:
            raise EmbeddedServerError(f"PostgreSQL in {self.folder} can't be started: {error}") from error
        except psycopg2.Error as error:
            raise EmbeddedServerError(f"PostgreSQL in {self.folder} refuses its own administrator: {first_line(str(error))}") from error
        return self

    def stop(self, mode: str = "fast") -> None:
        """End the server (`fast`: sessions are cut, what was committed is kept); nothing to do when it isn't running."""
        if self.running():
            self._run("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "-t", str(START_SECONDS), "stop")

    def move(self, port: int) -> None:
        """Use another port from the next start on; raises EmbeddedServerError while the server runs on the old one."""
        self._wanted_port = port
        if self._load() and port != self.port:
            if self.running():
                raise EmbeddedServerError(f"PostgreSQL in {self.folder} runs on port {self.port}: stop it before it moves to {port}")
            self._state |= {"port": str(port)}
            self._write_state()

    def running(self) -> bool:
        """Whether a postmaster works on these files now; a folder without a server has none."""
        if not self._state and not self._load():
            return False
        process = postmaster(self.data)
        return process is not None and works_in(process, self.data)

    @property
    def port(self) -> int:
        """The port on 127.0.0.1; kept for the life of the folder."""
        return int(self._state["port"])

    @property
    def data(self) -> Path:
        """The cluster's data directory."""
        return Path(self._state["cluster"]) / "data"

    @property
    def bin(self) -> Path:
        """The folder with psql, pg_dump, pgbench and the server's programs."""
        return Path(self._state["bin"])

    def urls(self, database: str = "huizong") -> Urls:
        """The addresses of a database by role (`postgresql://…`), passwords included."""
        names = {"admin": ADMIN, **ROLES}
        return Urls(**{key: f"postgresql://{role}:{self._state[key]}@{HOST}:{self.port}/{database}" for key, role in names.items()})

    def create_database(self, name: str, template: str = "template0", owner: str = "huizong_owner") -> Urls:
        """Make a database that only the owner, loader and reader may enter; a copy of `template` if one is named."""
        with self._session() as cursor:
            # A server without durability copies files faster than it writes each page into a log that nobody will read.
            made = "create database {} owner {} template {}" + (" strategy file_copy" if self._throwaway else "")
            cursor.execute(sql.SQL(made).format(*(sql.Identifier(part) for part in (name, owner, template))))
            cursor.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(name)))
            if owner == "huizong_owner":
                for rights, role in (("connect, temporary", "huizong_loader"), ("connect", "huizong_reader")):
                    cursor.execute(sql.SQL(f"grant {rights} on database {{}} to {role}").format(sql.Identifier(name)))
        if owner == "huizong_owner" and template == "template0":  # a copy has the rights of what it is a copy of
            self._keep_locks(name)
        return self.urls(name)

    def _keep_locks(self, database: str) -> None:
        """Locks that order our work are ours alone."""
        with self._session(database) as cursor:
            cursor.execute((INCLUDE / "sql" / "server" / "locks.sql").read_text("utf-8"))

    def drop_database(self, name: str) -> None:
        """Remove a database and cut whoever is still in it; nothing to do when there is none."""
        with self._session() as cursor:
            cursor.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

    def pack(self, archive: tarfile.TarFile) -> None:
        """Put the cluster of a stopped server into the archive, with its administrator's password."""
        pack_cluster(self.data, self._state["admin"], archive)

    @contextlib.contextmanager
    def _session(self, database: str = ADMIN) -> Iterator[psycopg2.extensions.cursor]:
        """A cursor of the administrator, each statement its own transaction."""
        connection = psycopg2.connect(self.urls(database).admin, application_name="huizong server", connect_timeout=30)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def _read_state(self) -> None:
        """Port, passwords and places: as stored, else new ones that are stored before anything uses them."""
        if self._load():
            if not self.data.exists() and self._state.get("made") == "yes":
                raise EmbeddedServerError(
                    f"the warehouse's files in {self.data} are gone (server.json in {self.folder} names them): remove {self.folder}, "
                    "start again and run `huizong rebuild` to fill it from archive and journal"
                )
        else:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._state = {key: secrets.token_urlsafe(24) for key in ("admin", *ROLES)}
            self._state |= {"port": str(self._wanted_port or free_port(throwaway=self._throwaway)), **self._places(), "made": "no"}
            self._may_choose_again = self._wanted_port is None
            self._write_state()
        if not (self.bin / "postgres").exists():
            self._state |= {"bin": str(binaries(Path(self._state["cluster"]), self.user()))}
            self._write_state()
        if self.folder not in (cluster := Path(self._state["cluster"]), cluster.parent):
            self.notice = f"{self.folder} can't be reached by the user {self.user()}: the warehouse lies in {self._state['cluster']}"

    def _load(self) -> bool:
        """Read server.json; False when there is none."""
        if self._state_file.exists():
            self._state = json.loads(self._state_file.read_text("utf-8"))
        return bool(self._state)

    def _write_state(self) -> None:
        """Store server.json; a throwaway server keeps it in memory."""
        if not self._throwaway:
            write_private(self._state_file, self._state)

    def _places(self) -> dict[str, str]:
        """Where cluster and binaries of a new folder are: in it and in the wheel if the server's user gets there, else elsewhere."""
        user = self.user()
        cluster = cluster_place(self.folder if self._throwaway else self.folder / "cluster", user)
        return {"cluster": str(cluster), "bin": str(binaries(cluster, user))}

    def user(self) -> str | None:
        """The user the server runs as; None is ours."""
        return server_user(Path(self._state["cluster"]) if self._state.get("cluster") else None)

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of the wheel's programs as the server's user; raises EmbeddedServerError with its last words."""
        done = subprocess.run(  # noqa: S603 (a program of the wheel, arguments are ours)
            [str(self.bin / program), *arguments],
            cwd=self.data.parent,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **run_as(self.user()),
            check=False,
        )
        if done.returncode:
            raise EmbeddedServerError(reason(program, done.stdout.decode("utf-8", "replace"), self.data))

    def _bring_up(self) -> None:
        """Launch unless it runs, then prepare; goes round again where a server found running was about to end or to recover."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            found = self.running()
            if not found:
                self._initialise()
                self._launch_on_a_port()
            try:
                return self._prepare()
            except psycopg2.OperationalError:
                if not found or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def _initialise(self) -> None:
        """Make the cluster once; a half-made one of a killed start is made anew."""
        if self._state["made"] == "yes":
            return
        if self._seed is not None and (packed := unpack_cluster(self._seed, self.data.parent)) is not None:
            self._state |= {"admin": packed, "made": "yes"}
            return
        cluster, user = self.data.parent, self.user()
        for rest in (self.data, cluster / "password"):
            shutil.rmtree(rest) if rest.is_dir() else rest.unlink(missing_ok=True)
        password = cluster / "password"
        with os.fdopen(os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(self._state["admin"])
        give(password, user)
        self._run("initdb", "-D", str(self.data), *making_of(password, throwaway=self._throwaway))
        password.unlink()
        self._state |= {"made": "yes"}
        self._write_state()

    def _launch_on_a_port(self) -> None:
        """Launch; a port chosen for this new folder, which another took while the cluster was made, is chosen once more."""
        try:
            self._launch()
        except PortInUseError:
            if not self._may_choose_again:
                raise
            self._state |= {"port": str(free_port(throwaway=self._throwaway))}
            self._write_state()
            self._launch()

    def _launch(self) -> None:
        """Start the postmaster on loopback only, without a unix socket; waits through recovery after a kill."""
        if owner := listener(self.port):
            raise PortInUseError(
                f"port {self.port} on {HOST} is used by {owner}: end that, or set HUIZONG_POSTGRES_PORT to move the warehouse"
            )
        forget_reused_pid(self.data)
        log = self.data.parent / "server.log"
        turn(log)
        options = options_of(self.port, throwaway=self._throwaway)
        start = ["-D", str(self.data), "-l", str(log), "-w", "-t", str(START_SECONDS), "-o", options, "start"]
        for attempt in range(20):
            try:
                return self._run("pg_ctl", *start)
            except EmbeddedServerError:
                tail = log.read_text("utf-8", "replace")[-2000:] if log.exists() else ""
                if _NO_SOCKET in tail:  # why it got none is a message of a level that is not logged
                    raise PortInUseError(f"port {self.port} on {HOST} was taken by another program just now: start again") from None
                # the children of a killed postmaster need a moment to notice
                if "still in use" not in tail or attempt == 19:
                    raise EmbeddedServerError(reason("PostgreSQL", tail, self.data)) from None
                time.sleep(0.5)
        return None

    def _prepare(self) -> None:
        """Roles with today's passwords and the two databases; the same each start, so a kill in between is made good."""
        with self._session() as cursor:
            for key, role in ROLES.items():
                cursor.execute("select set_config(%s, %s, false)", (f"password.{role}", self._state[key]))
            cursor.execute((INCLUDE / "sql" / "server" / "roles.sql").read_text("utf-8"))
            cursor.execute("revoke all on database postgres, template1 from public")
            cursor.execute("select datname from pg_database")
            known = {name for (name,) in cursor.fetchall()}
        for name, owner in (("huizong", "huizong_owner"), ("airflow", "airflow")):
            if name not in known and not (self._throwaway and name == "airflow"):
                self.create_database(name, owner=owner)
            elif name == "huizong" and not self._throwaway:
                self._keep_locks(name)  # of a folder that was made before there was this rule
