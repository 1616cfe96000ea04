"""One row of mart.rollup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from psycopg2.extensions import connection as Connection

from huizong.warehouse.queries import query

OVER_CHILDREN = frozenset({"sum_of_children", "recomputed_over_children"})


class RollupRow(NamedTuple):
    """A figure of an organisation, indicator, period and basis with its coverage; columns are explained in mart.rollup.

    A tuple, because a period has thousands of them.

    `value` is unrounded and in `unit`; None if nothing was reported or the base is zero or less. What is `suppressed` is not to be
    shown (`disclosure`).
    """

    period: str
    organisation: str
    organisation_name: str
    indicator: str
    indicator_name: str
    basis: str
    method: str
    is_headline: bool
    value: Decimal | None
    unit: str
    reported: int
    expected: int
    full_coverage: bool
    missing: tuple[str, ...]
    missing_names: tuple[str, ...]
    held: tuple[str, ...]
    held_names: tuple[str, ...]
    contested: tuple[str, ...]
    rank: int | None
    ranked: int | None
    as_of: datetime
    release: str = "public"
    suppressed: bool = False
    state: str = "provisional"
    revision: int | None = None
    placeholders: int = 0
    placeholder: tuple[str, ...] = ()
    placeholder_names: tuple[str, ...] = ()
    year_before_share: Decimal | None = None
    previous_share: Decimal | None = None
    progress_gap: Decimal | None = None
    last_rank: int | None = None

    @property
    def is_own(self) -> bool:
        """Whether it is the organisation's own figure, not one over its parts."""
        return self.method not in OVER_CHILDREN


_NAMED_LISTS = ("missing", "missing_names", "held", "held_names", "contested", "placeholder", "placeholder_names")
_LISTS = tuple(map(RollupRow._fields.index, _NAMED_LISTS))


def read_rows(connection: Connection, periods: Sequence[str]) -> tuple[RollupRow, ...]:
    """The rollups of the periods, ordered by period, organisation, indicator, basis and method."""
    with connection.cursor() as cursor:
        cursor.execute(query("publish_rows"), {"periods": list(periods)})
        return tuple(_row(row) for row in cursor.fetchall())


def _row(values: Sequence[Any]) -> RollupRow:
    """The row with its arrays as tuples, so that it can't be changed."""
    frozen = list(values)
    for place in _LISTS:
        frozen[place] = tuple(frozen[place])
    return RollupRow._make(frozen)
