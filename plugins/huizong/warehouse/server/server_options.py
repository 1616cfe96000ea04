"""The settings with which the server starts: what it keeps, what it logs, what a throwaway one may forget."""

from __future__ import annotations

from pathlib import Path

from huizong.warehouse.server.addresses import ADMIN
from huizong.warehouse.server.machine import HOST

# What a statement fails over may be a department's text: it goes to the session that asked, and into no log.
SILENT = ("-c log_min_messages=fatal", "-c log_min_error_statement=panic", "-c log_error_verbosity=terse")
DURABLE = ("-c max_connections=200", "-c shared_buffers=128MB", "-c max_wal_size=1GB")
THROWAWAY = (
    *("-c fsync=off", "-c synchronous_commit=off", "-c full_page_writes=off", "-c autovacuum=off"),
    *("-c wal_level=minimal", "-c max_wal_senders=0", "-c max_connections=60", "-c shared_buffers=64MB"),
    *("-c min_wal_size=2MB", "-c max_wal_size=1GB"),
)


def options_of(port: int, *, throwaway: bool) -> str:
    """The postmaster's command line: on loopback only, without a unix socket."""
    kind = THROWAWAY if throwaway else DURABLE
    return " ".join([f"-h {HOST}", f"-p {port}", "-c unix_socket_directories=''", *SILENT, *kind])


def making_of(password: Path, *, throwaway: bool) -> list[str]:
    """The arguments of initdb, but for the folder: UTF-8, order by code point, logins by password only, the administrator's in a file."""
    quick = ["--no-sync", "--wal-segsize=1"] if throwaway else []
    locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return [f"--username={ADMIN}", "--auth=scram-sha-256", f"--pwfile={password}", *locale, *quick, "--no-instructions"]
