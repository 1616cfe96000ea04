"""The rules of the catalogue in force, put into the warehouse as views of the schema `rule`, each under its own name.

They are there once a catalogue (and anew when this code changes), not once a process; a person opens one in psql and reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.sql import SQL, Identifier, Literal

from huizong.catalogue import Catalogue
from huizong.checking.rules.rule import SuiteRule
from huizong.settings import INCLUDE
from huizong.storage.content_names import key_of_rules
from huizong.warehouse.connection import RuleInstallError
from huizong.warehouse.locks import RULES, lock_transaction, share_transaction
from huizong.warehouse.queries import query

INSTALLING = INCLUDE / "sql" / "checks" / "installing"


def install(connection: Connection, catalogue: Catalogue, rules: Sequence[SuiteRule], known: Mapping[str, Any]) -> None:
    """See that these rules are in the warehouse as this catalogue and this code say; nobody changes them until the transaction ends.

    `known` is what they know of the catalogue (`compiled`).

    Raises RuleInstallError; whatever was there before is there then.
    """
    wanted = {rule.name: rule for rule in rules if rule.finding is None}
    key = key_of_rules(catalogue.hash)
    share_transaction(connection, RULES)
    if _lacking(connection, key, wanted):
        connection.rollback()
        lock_transaction(connection, RULES)
        lacking = _lacking(connection, key, wanted)  # another process may have been faster
        _put(connection, key, [wanted[name] for name in lacking], known if lacking == list(wanted) else None)
        connection.commit()
        share_transaction(connection, RULES)


def _lacking(connection: Connection, key: str, names: Iterable[str]) -> list[str]:
    """The rules that are not there, all of them if those of another catalogue are."""
    with connection.cursor() as cursor:
        cursor.execute(query("installed", INSTALLING), {"key": key})
        there = {name for (name,) in cursor.fetchall()}
    return [name for name in names if name not in there]


def _put(connection: Connection, key: str, rules: Sequence[SuiteRule], known: Mapping[str, Any] | None) -> None:
    with connection.cursor() as cursor:
        there = set[tuple[str, str]]()
        if known is not None:
            there = _clear(cursor, {(rule.view, rule.text_hash) for rule in rules})
            cursor.execute(query("fill", INSTALLING), {name: json.dumps(rows) for name, rows in known.items()})
        # The texts name what is theirs without its schema, so that they read as they are written.
        cursor.execute(query("search_rules", INSTALLING))
        for rule in rules:
            if (rule.view, rule.text_hash) in there:
                continue
            view = Identifier("rule", rule.view)
            try:
                cursor.execute(SQL("create view {} as {}").format(view, SQL(rule.query)))
                cursor.execute(SQL("comment on view {} is {}").format(view, Literal(f"{rule.name}: {rule.description}")))
            except (psycopg2.ProgrammingError, psycopg2.DataError) as error:
                raise RuleInstallError(f"rule {rule.name} ({rule.description}) can't be installed: {error}") from error
        names, views, descriptions = [rule.name for rule in rules], [rule.view for rule in rules], [rule.description for rule in rules]
        noted = {"key": key, "names": names, "views": views, "descriptions": descriptions, "digests": [rule.text_hash for rule in rules]}
        cursor.execute(query("note", INSTALLING), noted)
        cursor.execute(query("search_as_before", INSTALLING))


def _clear(cursor: Cursor, wanted: Set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Take away what another catalogue had there, but for the views that this one wants as they are: those are returned, by text."""
    cursor.execute(query("views", INSTALLING))
    there = {(str(view), str(text_hash)) for view, text_hash in cursor.fetchall()}
    if gone := sorted(there - wanted):
        cursor.execute(SQL("drop view if exists {}").format(SQL(", ").join(Identifier("rule", view) for view, _ in gone)))
    cursor.execute(query("clear", INSTALLING))
    return there & wanted
