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
# The same, and what rights and shares refuse: of a command that ends by it this is said in one line.
STOPS_ALL = FULL_OR_AWAY | {errno.EACCES, errno.EPERM, errno.EIO, errno.ESTALE}
# What the engineer does about an error of the file system; for any other: look at the place.
_TO_DO = {
    errno.ENOSPC: "make room on that disk",
    errno.EDQUOT: "raise the quota of the account that runs Huizong",
    errno.EROFS: "mount it so that it can be written",
    errno.EACCES: "give the account that runs Huizong the rights to it",
    errno.EPERM: "give the account that runs Huizong the rights to it",
    errno.EMFILE: "let a process have more open files (ulimit -n)",
    errno.ENFILE: "let the machine have more open files",
    errno.ENOMEM: "give the machine more memory",
    errno.EIO: "the disk or the network share fails: look at it",
    errno.ESTALE: "the network share is gone: mount it again",
    errno.EHOSTDOWN: "see that it runs and can be reached from here",
}
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


def to_do(error: OSError) -> str:
    """What the engineer does about an error of the file system."""
    return _TO_DO.get(error.errno or 0, "see that it is what and where it should be")


def of_files(error: OSError, where: str = "a folder of the system") -> str:
    """What the file system refuses, where, and what to do, in one line; `where` is said if the error names no place."""
    return f"{error.strerror or type(error).__name__}: {error.filename or where}: {to_do(error)}"


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
