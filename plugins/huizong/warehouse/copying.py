"""Rows into a table through COPY, counted."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from psycopg2.extensions import connection as Connection

from huizong.warehouse.connection import WarehouseError

_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\0": "\N{REPLACEMENT CHARACTER}"})
_ELSEWHERE = re.compile("[\n\r\0\ud800-\udfff]")  # beside the backslash and the tab, which lines have of themselves


def copy_rows(connection: Connection, statement: str, rows: Iterable[Sequence[object]]) -> int:
    """Copy the rows by the statement (`copy … from stdin`, text format) and return how many arrived.

    None becomes null. Text loses what PostgreSQL can't store: NUL becomes U+FFFD, a lone surrogate `?`.
    Raises WarehouseError if the server counted other than was given.
    """
    lines = [_line(row) for row in rows]
    given = len(lines)
    with connection.cursor() as cursor:
        cursor.copy_expert(statement, io.StringIO("".join(lines)))
        arrived = cursor.rowcount
    if arrived != given:
        raise WarehouseError(f"{given} rows were given to COPY and {arrived} arrived: {statement.split('(', 1)[0].strip()}")
    return given


def _line(row: Sequence[object]) -> str:
    """One row as COPY wants it. Almost no row has a sign that must be escaped, so that is looked for in the whole line."""
    line = "\t".join(["\\N" if value is None else str(value) for value in row])
    if line.count("\\") == row.count(None) and line.count("\t") == len(row) - 1 and not _ELSEWHERE.search(line):
        return line + "\n"
    return "\t".join(map(_field, row)) + "\n"


def _field(value: object) -> str:
    if value is None:
        return r"\N"
    return str(value).encode("utf-8", "replace").decode().translate(_ESCAPES)
