"""Explanations and waivers at judging: which faults of the run they settle, and what is said of them (DESIGN §2)."""

from __future__ import annotations

from collections.abc import Mapping

from psycopg2.extensions import connection as Connection
from psycopg2.extras import RealDictCursor

from huizong.catalogue import Catalogue
from huizong.settings import INCLUDE
from huizong.warehouse.queries import query

_JUDGING = INCLUDE / "sql" / "checks" / "judging"
_STEPS = ("answer_bind", "answer_period", "answer_settle", "waive")


def settle(connection: Connection, run: Mapping[str, object], catalogue: Catalogue) -> None:
    """Bind the explanations of a run to their faults, settle what they and earlier decisions answer, and say so as issues.

    Called when the faults of the rules are written and nothing is held yet. The caller commits.
    """
    with connection.cursor() as cursor:
        for step in _STEPS:
            cursor.execute(query(step, _JUDGING), run)
    with connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(query("answer_outcomes", _JUDGING), run)
        for outcome in cursor.fetchall():
            kind = catalogue.issue_type(outcome["type"])
            severity = outcome["severity"] or kind.severity.value
            known = {"severity": severity, "responsibility": kind.responsibility, "dimension": kind.dimension}
            cursor.execute(query("answer_issue", _JUDGING), {**run, **outcome, **known})
