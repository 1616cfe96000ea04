"""Whether two warehouses hold the same: digests by table and period, ordered; row by row where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from psycopg2.extensions import connection as Connection

from huizong.warehouse.queries import query

ROLLUP = "rollup"
SHOWN = 20
_CUT = 300  # characters of a row that are shown

Part = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not the same in both; None where one of them has no such row."""

    subject: str
    key: str
    before: str | None
    after: str | None

    @property
    def line(self) -> str:
        """The difference as one line of text."""
        return f"{self.subject} {self.key}: was {_cut(self.before)}, would be {_cut(self.after)}"


@dataclass(frozen=True, slots=True)
class Equality:
    """What was compared: rows by subject in the warehouse before; the first differences, and how many there are in all.

    `behind` are periods whose rollups were not compared, since they were older than their figures. `is_comparable` is false
    where there was nothing to compare with, with the reason in `why_not`.
    """

    rows: dict[str, int]
    differences: tuple[Difference, ...]
    count: int
    behind: tuple[str, ...] = ()
    why_not: str = ""

    @property
    def is_equal(self) -> bool:
        """Whether nothing differs."""
        return self.count == 0


def nothing_there(connection: Connection) -> str:
    """Why a warehouse can't be compared with: there is none, or it is of another schema; empty where it can."""
    with connection.cursor() as cursor:
        cursor.execute(query("equality_there"))
        is_current, is_there = cursor.fetchone() or (False, False)
    if is_current:
        return ""
    return "it is of an older schema: run `huizong migrate` first" if is_there else "there was no warehouse"


def compare(before: Connection, after: Connection) -> Equality:
    """Compare the contents of two warehouses of this checkout's schema.

    Rollups of periods that were not published as they stand are left out: they are older than the figures.
    """
    with before.cursor() as cursor:
        cursor.execute(query("equality_behind"))
        older = {period for (period,) in cursor.fetchall()}
    old, new = _digests(before), _digests(after)
    behind = {part for part in {*old, *new} if part[0] == ROLLUP and part[1] in older}
    parts = sorted(part for part in {*old, *new} - behind if old.get(part) != new.get(part))
    found: list[Difference] = []
    count = 0
    for part in parts:
        for difference in _differences(part, before, after):
            count += 1
            if len(found) < SHOWN:
                found.append(difference)
    rows: dict[str, int] = {}
    for part, (number, _) in old.items():
        if part not in behind:
            rows[part[0]] = rows.get(part[0], 0) + number
    return Equality(rows, tuple(found), count, tuple(sorted(period for _, period in behind)))


def _digests(connection: Connection) -> dict[Part, tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(query("equality_digests"))
        return {(subject, part): (number, digest) for subject, part, number, digest in cursor.fetchall()}


def _differences(part: Part, before: Connection, after: Connection) -> Iterator[Difference]:
    old, new = _rows(before, part), _rows(after, part)
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            yield Difference(part[0], key, old.get(key), new.get(key))


def _rows(connection: Connection, part: Part) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(query("equality_rows"), {"subject": part[0], "part": part[1]})
        return dict(cursor.fetchall())


def _cut(text: str | None) -> str:
    return "nothing" if text is None else text if len(text) <= _CUT else f"{text[:_CUT]}…"
