"""What the system did since it was last asked, each file counted once: for metrics and lineage, which whoever watches it takes up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from huizong.catalogue import Catalogue
from huizong.flow.publication import dirty_periods
from huizong.settings import Settings
from huizong.steps.preparing import catalogue_of, evidence, loader_connection
from huizong.warehouse.locks import MEASURE, lock_transaction
from huizong.warehouse.queries import query


@dataclass(frozen=True, slots=True)
class Measured:
    """Files by verdict (`tried` and `quarantined` beside the six), faults by rule, seconds from drop to receipt, one a file dropped.

    `archived` is where the bytes of these files lie. `dirty` is how many periods are waiting to be published now.
    `rules` is every rule that can ask something or find a fault, whether it did or not.
    """

    files: Mapping[str, int]
    faults: Mapping[str, int]
    seconds: tuple[float, ...]
    archived: tuple[Path, ...]
    dirty: int
    rules: frozenset[str]


def since_last(settings: Settings) -> Measured:
    """What was answered since the last call, by whichever process; the first call counts nothing.

    Two that ask at once wait for each other. Who is killed before he has passed it on loses it: a counter that lacks a
    file is better than one that has it twice. Raises CatalogueError, with nothing counted, where the catalogue can't be used.
    """
    rules = _rules_of(catalogue_of(settings))
    with loader_connection(settings) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute(query("measured_begin"))
        with connection, connection.cursor() as cursor:
            lock_transaction(connection, MEASURE)
            cursor.execute(query("measured_window"))
            ((since, until),) = cursor.fetchall()
            cursor.execute(query("measured_files"), {"since": since, "until": until})
            found = cursor.fetchall()
            cursor.execute(query("measured_faults"), {"arrivals": [arrival_id for arrival_id, *_ in found]})
            faults = dict(cursor.fetchall())
            if until > since:
                cursor.execute(query("measured_end"), {"until": until})
    archive, _ = evidence(settings)
    dropped = {arrival_id: (sha256, seconds) for arrival_id, sha256, seconds, _ in found}
    return Measured(
        files=Counter(verdict for *_, verdict in found),
        faults=faults,
        seconds=tuple(seconds for _, seconds in dropped.values()),
        archived=tuple(dict.fromkeys(archive.path(sha256) for sha256, _ in dropped.values())),
        dirty=len(dirty_periods(settings)),
        rules=rules,
    )


def _rules_of(catalogue: Catalogue) -> frozenset[str]:
    """What a fault's rule may be called: issue types, and relations as `<form>:<id>`; remarks are not counted."""
    relations = {f"{form.code}:{relation.id}" for form in catalogue.forms for relation in form.relations if relation.severity != "info"}
    return frozenset(relations | {issue.code for issue in catalogue.issue_types if issue.severity != "info"})
