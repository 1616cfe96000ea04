"""The fault rows of a run's rules, each rule run once: what it finds is written and counted by one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import psycopg2
from psycopg2.extensions import AsIs
from psycopg2.extensions import connection as Connection
from psycopg2.sql import Identifier

from huizong.checking.rules.rule import SuiteRule
from huizong.settings import INCLUDE
from huizong.warehouse.queries import query

JUDGING = INCLUDE / "sql" / "checks" / "judging"


class JudgeError(Exception):
    """The rules could not be trusted: results lack, raised, or disagree with what was written. Nothing is judged."""


@dataclass
class Faults:
    """The faults of a run, rule by rule in the order of `rules`, whichever is asked for first: issues are numbered so."""

    connection: Connection
    run_id: str
    rules: Sequence[SuiteRule]
    _counts: dict[str, int] = field(default_factory=dict)

    def count(self, name: str) -> int:
        """How many faults the rule of that name found; they are written. Raises JudgeError where it can't be run."""
        for rule in self.rules[len(self._counts) :] if name not in self._counts else ():
            self._counts[rule.name] = self._write(rule)
            if rule.name == name:
                break
        return self._counts[name]

    def assert_written(self, counts: Mapping[str, int]) -> None:
        """Raises JudgeError unless `counts` has each rule, with as many faults as it wrote."""
        for rule in self.rules:
            if counts.get(rule.name) != self._counts.get(rule.name):
                raise JudgeError(
                    f"rule {rule.name}: {counts.get(rule.name)} faults were counted, {self._counts.get(rule.name)} were written"
                )

    def _write(self, rule: SuiteRule) -> int:
        kinds = {
            "codes": [kind.code for kind in rule.types],
            "severities": [kind.severity.value for kind in rule.types],
            "responsibilities": [kind.responsibility for kind in rule.types],
            "dimensions": [kind.dimension for kind in rule.types],
        }
        with self.connection.cursor() as cursor:
            view = AsIs(Identifier("rule", rule.view).as_string(cursor))
            try:
                cursor.execute(query("write_faults", JUDGING), {**kinds, "run_id": self.run_id, "rule": view, "finding": rule.finding})
            except (psycopg2.ProgrammingError, psycopg2.DataError) as error:
                raise JudgeError(f"rule {rule.name} could not be run: {error}") from error
            ((found, written),) = cursor.fetchall()
        if found != written:
            raise JudgeError(
                f"rule {rule.name}: {found} faults were found, {written} were written; the rule raises an issue type that it does not name"
            )
        return int(found)
