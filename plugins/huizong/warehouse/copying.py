"""Rows into a table through COPY, counted."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from psycopg2.extensions import connection as Connection

from huizong.warehouse.connection import WarehouseError

_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\0": "\N{REPLACEMENT CHARACTER}"})


def copy_rows(connection: Connection, statement: str, rows: Iterable[Sequence[object]]) -> int:
    """Copy the rows by the statement (`copy … from stdin`, text format) and return how many arrived.

    None becomes null. Text loses what PostgreSQL can't store: NUL becomes U+FFFD, a lone surrogate `?`.
    Raises WarehouseError if the server counted other than was given.
    """
    buffer = io.StringIO()
    given = 0
    for row in rows:
        buffer.write("\t".join(_field(value) for value in row))
        buffer.write("\n")
        given += 1
    buffer.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(statement, buffer)
        arrived = cursor.rowcount
    if arrived != given:
        raise WarehouseError(f"{given} rows were given to COPY and {arrived} arrived: {statement.split('(', 1)[0].strip()}")
    return given


def _field(value: object) -> str:
    if value is None:
        return r"\N"
    return str(value).encode("utf-8", "replace").decode().translate(_ESCAPES)
