"""The one way into the database: a connection in UTC, under the role it is meant to work as."""

from __future__ import annotations

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import quote_ident

from huizong.warehouse.queries import query

# Claims are locks of a session (docs/decisions/0004), and a machine that is gone says no goodbye: by these the server itself finds out
# within two minutes that nobody is there any more, also while a statement runs, and lets go of what the session held.
OPTIONS = (
    "-c timezone=UTC -c client_connection_check_interval=10s"
    " -c tcp_keepalives_idle=60 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=6 -c tcp_user_timeout=120s"
)

OWNER = "huizong_owner"
LOADER = "huizong_loader"
READER = "huizong_reader"


class WarehouseError(Exception):
    """The warehouse can't do what it was asked to; the message says why and what to do."""


class UnreachableError(WarehouseError):
    """The server does not answer; waiting may help."""


class RuleInstallError(WarehouseError):
    """A rule that the warehouse does not take; the message names the rule and what PostgreSQL says. No file is to blame for it."""


def connect(url: str, role: str | None = None) -> Connection:
    """A connection to the database at the URL, in UTC and not in autocommit, acting as `role`.

    A login that is the role, or that the role was granted to, gets it; so one URL serves a server with three logins
    and a server with one. Raises WarehouseError if the server can't be reached or the login may not act as the role.
    """
    if not url:
        raise WarehouseError("there is no database address: set HUIZONG_DATABASE_URL, or start the embedded server with `make run`")
    try:
        connection = psycopg2.connect(url, application_name="huizong", options=OPTIONS, connect_timeout=30)
    except psycopg2.OperationalError as fault:
        raise UnreachableError(f"the database can't be reached: {str(fault).strip()}") from fault
    if role is not None:
        try:
            _act_as(connection, role)
        except BaseException:
            connection.close()
            raise
    return connection


def knows_owner(owner_url: str) -> bool:
    """Whether the address is one of the owner's: tasks in containers know the loader alone. Raises UnreachableError."""
    try:
        connect(owner_url, role=OWNER).close()
    except UnreachableError:
        raise
    except WarehouseError:
        return False
    return True


def commit_soon(connection: Connection) -> None:
    """Commit without waiting for the disk: for what the next commit that waits makes certain too, or what is done again if it was lost."""
    with connection.cursor() as cursor:
        cursor.execute(query("commit_soon"))
    connection.commit()


def _act_as(connection: Connection, role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query("role_membership"), {"role": role})
        login, exists, member = _one_row(cursor.fetchone())
        if not exists:
            raise WarehouseError(f"the role {role} does not exist: run `huizong migrate` as the owner first")
        if not member:
            raise WarehouseError(f"the login {login} may not act as {role}: grant {role} to {login}")
        if login != role:
            cursor.execute(f"set role {quote_ident(role, connection)}")
    connection.commit()


def _one_row(row: tuple[object, ...] | None) -> tuple[object, ...]:
    if row is None:
        raise WarehouseError("a statement that always returns a row returned none")
    return row
