"""The data dictionary of the marts, generated from the comments that the database itself holds."""

from __future__ import annotations

from itertools import groupby

from psycopg2.extensions import connection as Connection

from huizong.warehouse.queries import query

_HEAD = """# Data dictionary

What a BI tool finds in schema `mart`, as the reader role sees it. Generated from the comments in the database
(`huizong.warehouse.schema.dictionary.data_dictionary`); a test keeps it current.
"""


def data_dictionary(connection: Connection) -> str:
    """Markdown: a table for each table, view and function of `mart`, a line for each column."""
    with connection.cursor() as cursor:
        cursor.execute(query("dictionary_columns"))
        columns = cursor.fetchall()
        cursor.execute(query("dictionary_functions"))
        functions = cursor.fetchall()
    connection.rollback()
    parts = [_HEAD]
    for (name, comment), lines in groupby(columns, key=lambda row: (row[0], row[1])):
        parts.append(f"\n## mart.{name}\n\n{_sentence(comment)}\n\n| column | type | meaning |\n|---|---|---|\n")
        parts.extend(f"| `{column}` | {kind} | {_cell(meaning)} |\n" for _, _, column, kind, meaning in lines)
    for name, arguments, returns, comment in functions:
        parts.append(f"\n## mart.{name}({arguments})\n\n{_sentence(comment)}\n\nReturns `{returns}`.\n")
    return "".join(parts)


def _sentence(text: str | None) -> str:
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _cell(text: str | None) -> str:
    return (text or "").replace("|", r"\|")
