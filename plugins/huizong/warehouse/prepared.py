"""Statements that are run once for each of many rows of work: planned once a connection, not once a run.

Planning a query over the partitions of `core.figure` takes longer than running it for one report.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from weakref import WeakKeyDictionary

from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier, Placeholder

from huizong.warehouse.queries import query

_PARAMETER = re.compile(r"%\((\w+)\)s")
_prepared: WeakKeyDictionary[Connection, set[str]] = WeakKeyDictionary()


def execute(cursor: Cursor, name: str, values: Mapping[str, object]) -> None:
    """Run the query `<name>.sql` with these values, as a prepared statement of the cursor's connection."""
    known = _prepared.setdefault(cursor.connection, set())
    text, order = _positional(name)
    statement = Identifier(f"huizong_{name}")
    if name not in known:
        cursor.execute(SQL("prepare {} as {}").format(statement, SQL(text)))
        known.add(name)
    given = SQL(", ").join(Placeholder(parameter) for parameter in order)
    cursor.execute(SQL("execute {} ({})").format(statement, given), values)


@cache
def _positional(name: str) -> tuple[str, tuple[str, ...]]:
    """The text with numbered parameters, and their names in that order."""
    order: list[str] = []

    def number(match: re.Match[str]) -> str:
        if match[1] not in order:
            order.append(match[1])
        return f"${order.index(match[1]) + 1}"

    return _PARAMETER.sub(number, query(name)).rstrip().rstrip(";"), tuple(order)
