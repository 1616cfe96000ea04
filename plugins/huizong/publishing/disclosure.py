"""What of the rollups may be shown outside the county's own staff (PRACTICE, Rollups): release of an indicator, and `min_units`.

A value that comes from fewer units than `min_units` says is withheld: with two enterprises in a town each knows the other's
output. One more cell is then withheld, so that the total does not give it away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from huizong.catalogue import Catalogue
from huizong.publishing.rollup_row import RollupRow

RESTRICTED = "restricted"
WITHHELD = "…"
_COUNTED = ("current", "cumulative")

Cell = tuple[str, str, str]  # period, organisation, indicator


@dataclass(frozen=True, slots=True)
class Sized:
    """What of a rollup tells how many units it comes from, and how large it is."""

    period: str
    organisation: str
    indicator: str
    basis: str
    is_headline: bool
    value: Decimal | None


def released(rows: Iterable[RollupRow]) -> tuple[RollupRow, ...]:
    """The rows of indicators that are not restricted."""
    return tuple(row for row in rows if row.release != RESTRICTED)


def withheld(catalogue: Catalogue, rows: Sequence[Sized | RollupRow]) -> frozenset[Cell]:
    """The cells whose values are not shown, in every basis: those of too few units, and one beside each that stands alone.

    Of a guarded indicator there must be all rows of a period, or none. The count is what was reported of the indicator that
    `min_units` names, of the same organisation and period; none or an unknown one withholds nothing.
    """
    headline = {(row.period, row.organisation, row.indicator, row.basis): row.value for row in rows if row.is_headline}
    guarded = {indicator.code: indicator.minimum_units for indicator in catalogue.indicators if indicator.minimum_units is not None}
    cells = {(row.period, row.organisation, row.indicator) for row in rows if row.indicator in guarded}
    few = {cell for cell in cells if _too_few(headline, cell, *guarded[cell[2]])}
    return frozenset(few | _beside(catalogue, few, cells, headline))


def _too_few(headline: Mapping[tuple[str, str, str, str], Decimal | None], cell: Cell, counted: str, least: int) -> bool:
    period, organisation, _ = cell
    counts = [headline.get((period, organisation, counted, basis)) for basis in _COUNTED]
    known = [count for count in counts if count is not None]
    return bool(known) and 0 < max(known) < least


def _beside(
    catalogue: Catalogue, few: set[Cell], cells: set[Cell], headline: Mapping[tuple[str, str, str, str], Decimal | None]
) -> set[Cell]:
    """Of the parts of one whole in which a single cell is withheld the next smallest; the whole itself where there is no other part."""
    more: set[Cell] = set()
    parents = {organisation.code: organisation.parent for organisation in catalogue.organisations}
    families: dict[tuple[str, str, str], list[Cell]] = {}
    for period, organisation, indicator in cells:
        if parent := parents.get(organisation):
            families.setdefault((period, parent, indicator), []).append((period, organisation, indicator))
    for whole, parts in families.items():
        if whole not in cells or len(few.intersection(parts)) != 1 or whole in few:
            continue
        others = sorted((size, part) for part in parts if part not in few and (size := _size(headline, part)) is not None)
        more.add(others[0][1] if others else whole)
    return more


def _size(headline: Mapping[tuple[str, str, str, str], Decimal | None], cell: Cell) -> Decimal | None:
    """How large the cell is: its cumulative, else its current value; None where it has neither, so that withholding it hides nothing."""
    for basis in reversed(_COUNTED):
        if (value := headline.get((*cell, basis))) is not None:
            return abs(value)
    return None
