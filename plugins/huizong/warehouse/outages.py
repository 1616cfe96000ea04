"""What belongs to no file: the database is away, a disk is full. And how an error is told without a file's words."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator

import psycopg2
from psycopg2.extensions import connection as Connection

from huizong.reading.messages import Failed, NoReaderError, StepError
from huizong.warehouse.connection import RuleInstallError, UnreachableError
from huizong.warehouse.queries import query

# What no file can be blamed for, and what every other file would meet too.
FULL_OR_AWAY = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EHOSTDOWN})
# PostgreSQL calls these operational, but they are a statement's own: a limit of the program was met (class 54: an index
# row, a target list, a stack), or the statement was cancelled.
_LIMIT_CLASS, _CANCELLED = "54", "57014"


def is_outage(error: BaseException, connection: Connection) -> bool:
    """Whether an error belongs to no file: the database does not answer, or the machine has no room or handles left."""
    return any(_stops_all(link) for link in _chain(error)) or not answers(connection)


def place_of(error: BaseException) -> str:
    """What was raised and where: the last line of ours on the way, with nothing of a file's content."""
    return _failed(error).place


def kind_of(place: str) -> str:
    """What was raised, without where."""
    return place.rpartition(" ")[2]


def tell(log: logging.Logger, error: BaseException, what: str, *arguments: object) -> None:
    """Log what failed, with the way to the error but without its message, which may hold a file's words."""
    failed = _failed(error)
    log.error(f"{what}: %s\n%s", *arguments, failed.place, failed.way)


def _failed(error: BaseException) -> Failed:
    """What was raised, where it was: of a step that a reader did, there."""
    return error.failed if isinstance(error, StepError) else Failed.of(error)


def _stops_all(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in FULL_OR_AWAY
    if isinstance(error, psycopg2.OperationalError):
        code = error.pgcode or ""
        return not code.startswith(_LIMIT_CLASS) and code != _CANCELLED
    return isinstance(error, UnreachableError | RuleInstallError | NoReaderError | psycopg2.InterfaceError)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was raised from, or beside."""
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__


def answers(connection: Connection) -> bool:
    """Whether the database still answers; ends the transaction. Great Expectations keeps what it raised to itself."""
    try:
        connection.rollback()
        with connection.cursor() as cursor:
            cursor.execute(query("pipeline_ping"))
        connection.rollback()
    except psycopg2.Error:
        return False
    return True
