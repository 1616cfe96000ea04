"""Brings the database to the schema of this checkout: numbered migrations, forward only, then the repeatable files.

A migration is `<number>_<name>.sql` under include/sql/migrations; it is applied once, in one transaction with its
record. The files under include/sql/views (views, functions, grants) are applied again, all of them, in one transaction
and in the order of their names, whenever one of them changed or a migration ran.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection

from huizong.settings import INCLUDE
from huizong.warehouse.connection import WarehouseError, connect
from huizong.warehouse.locks import MIGRATE, held
from huizong.warehouse.queries import query

SQL = INCLUDE / "sql"
LOCK_WAIT = "60s"  # for a table; longer than any query of a BI tool may take (docs/bi.md)
_NAME = re.compile(r"(?P<number>\d{4})_\w+\.sql")


class MigrationError(WarehouseError):
    """The database and the migrations of this checkout don't fit together, or one of them failed."""


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One file of the schema: `number` is 0 for a repeatable one."""

    name: str
    number: int
    sql: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What `migrate` would do, in its order: migrations not yet applied, then repeatable files."""

    migrations: tuple[SqlFile, ...]
    views: tuple[SqlFile, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The file names in the order in which they would be applied."""
        return tuple(file.name for file in (*self.migrations, *self.views))


def plan(owner_url: str, folder: Path = SQL) -> Plan:
    """What `migrate` would do; changes nothing. Raises MigrationError as `migrate` does."""
    connection = connect(owner_url)
    try:
        return _pending(connection, folder)
    finally:
        connection.close()


def migrate(owner_url: str, folder: Path = SQL) -> Plan:
    """Apply what is pending and say what it was; a second caller waits for the first and finds nothing to do.

    Raises MigrationError if an applied migration was changed or is gone, if numbers are not 1, 2, 3 …, if the database
    is newer than this checkout, or if a statement fails or waits too long for a reader; whatever was applied before the failure stays.
    """
    connection = connect(owner_url)
    try:
        with held(connection, MIGRATE):
            with connection.cursor() as cursor:
                cursor.execute(query("limit_lock_wait"), {"wait": LOCK_WAIT})
            connection.commit()
            if not _tables_exist(connection):
                _apply(connection, (), query("migration_tables"), "the tables of the migration runner")
            pending = _pending(connection, folder)
            for migration in pending.migrations:
                _apply(connection, (migration,), migration.sql, migration.name)
            if pending.views:
                names = [view.name for view in pending.views]
                with connection.cursor() as cursor:
                    cursor.execute(query("forget_view_files"), {"names": names})
                for view in pending.views:
                    _execute(connection, view.sql, f"views/{view.name}")
                _record(connection, pending.views)
                connection.commit()
            return pending
    finally:
        connection.close()


def install(connection: Connection, folder: Path = SQL) -> None:
    """The whole schema into a database that has none of it, within the connection's transaction; raises MigrationError."""
    migrations, views = read_files(folder)
    _execute(connection, query("migration_tables"), "the tables of the migration runner")
    for file in (*migrations, *views):
        _execute(connection, file.sql, file.name)
    _record(connection, (*migrations, *views))


def read_files(folder: Path) -> tuple[tuple[SqlFile, ...], tuple[SqlFile, ...]]:
    """Migrations and repeatable files of a schema folder, each in the order of application."""
    migrations = tuple(_read(path) for path in sorted((folder / "migrations").glob("*.sql")))
    views = tuple(_read(path) for path in sorted((folder / "views").glob("*.sql")))
    for position, migration in enumerate(migrations, start=1):
        if not _NAME.fullmatch(migration.name):
            raise MigrationError(f"migrations/{migration.name}: name it like 0003_rollups.sql")
        if migration.number != position:
            raise MigrationError(f"migrations/{migration.name}: expected number {position:04d}, without gap or double")
    return migrations, views


def _read(path: Path) -> SqlFile:
    content = path.read_bytes()
    found = _NAME.fullmatch(path.name)
    return SqlFile(path.name, int(found["number"]) if found else 0, content.decode("utf-8"), sha256(content).hexdigest())


def _tables_exist(connection: Connection) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(query("migration_tables_exist"))
        row = cursor.fetchone()
    connection.commit()
    return bool(row and row[0])


def _pending(connection: Connection, folder: Path) -> Plan:
    migrations, views = read_files(folder)
    if not _tables_exist(connection):
        return Plan(migrations, views)
    with connection.cursor() as cursor:
        cursor.execute(query("migrations_applied"))
        applied = cursor.fetchall()
        cursor.execute(query("view_files_applied"))
        view_sums = dict(cursor.fetchall())
    connection.commit()
    by_number = {migration.number: migration for migration in migrations}
    for number, name, checksum in applied:
        here = by_number.get(number)
        if here is None:
            raise MigrationError(f"the database has migration {name}, this checkout does not: use the version that made it, or a newer one")
        if here.sha256 != checksum:
            raise MigrationError(
                f"migrations/{here.name} was changed after it was applied (as {name}): "
                "restore the file and put the change into a new migration"
            )
    todo = tuple(migration for migration in migrations if migration.number > len(applied))
    changed = view_sums != {view.name: view.sha256 for view in views}
    return Plan(todo, views if todo or changed else ())


def _apply(connection: Connection, files: tuple[SqlFile, ...], sql: str, name: str) -> None:
    _execute(connection, sql, name)
    _record(connection, files)
    connection.commit()


def _execute(connection: Connection, sql: str, name: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
    except psycopg2.errors.LockNotAvailable as fault:
        connection.rollback()
        raise MigrationError(
            f"{name} waited {LOCK_WAIT} for a table that another session keeps in an open transaction, and was rolled back: "
            "close the tools that read the warehouse, then again"
        ) from fault
    except psycopg2.Error as fault:
        connection.rollback()
        raise MigrationError(f"{name} failed and was rolled back: {str(fault).strip()}") from fault


def _record(connection: Connection, files: tuple[SqlFile, ...]) -> None:
    with connection.cursor() as cursor:
        for file in files:
            if file.number:
                cursor.execute(query("record_migration"), {"number": file.number, "name": file.name, "sha256": file.sha256})
            else:
                cursor.execute(query("record_view_file"), {"name": file.name, "sha256": file.sha256})
