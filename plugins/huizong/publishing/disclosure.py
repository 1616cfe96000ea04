"""What of the rollups may be shown outside the county's own staff (PRACTICE, Rollups): release of an indicator, and `min_units`.

A value that comes from fewer units than `min_units` says is withheld: with two enterprises in a town each knows the other's
output. One more cell is then withheld, so that the total does not give it away, and the cells of other periods that would.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from huizong.catalogue import Catalogue, Period
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

    Of a guarded indicator there must be all rows of a period, or none, and all of the periods that it is made of: a cell is not
    shown either where one that isn't follows from it (`_follows`). The count is what was reported of the indicator that
    `min_units` names, of the same organisation and period; none or an unknown one withholds nothing.
    """
    headline = {(row.period, row.organisation, row.indicator, row.basis): row.value for row in rows if row.is_headline}
    guarded = {indicator.code: indicator for indicator in catalogue.indicators if indicator.minimum_units is not None}
    cells = {(row.period, row.organisation, row.indicator) for row in rows if row.indicator in guarded}
    limits = {code: indicator.minimum_units for code, indicator in guarded.items()}
    few = {cell for cell in cells if (limit := limits[cell[2]]) and _too_few(headline, cell, *limit)}
    themselves = few | _beside(catalogue, few, cells, headline)
    told = _follows(catalogue, themselves, cells)
    return frozenset(themselves | told | _beside(catalogue, themselves | told, cells, headline))


def _follows(catalogue: Catalogue, hidden: set[Cell], cells: set[Cell]) -> set[Cell]:
    """The cells that give a hidden one away, of the organisation itself or of its heirs.

    With the cumulative of August and the month of August that of July is known, with a quarter and two of its months the third,
    with a value and its growth the one of the year before. What is hidden for that reason alone needs no further cells.
    """
    heirs = {organisation.code: organisation.successor for organisation in catalogue.organisations}
    flows = {indicator.code for indicator in catalogue.indicators if indicator.kind == "flow"}
    periods = {period: Period.parse(period) for period, _, _ in cells}
    tellers: dict[tuple[str, bool], list[str]] = {}
    found: set[Cell] = set()
    for period, organisation, indicator in hidden:
        asked = (period, indicator in flows)
        if asked not in tellers:
            tellers[asked] = [other for other, of in periods.items() if _tells(of, periods[period], is_flow=asked[1])]
        reached, more = {organisation}, [organisation]
        while more:
            more = [heir for one in more for heir in heirs.get(one, ()) if heir not in reached]
            reached.update(more)
        found.update(cell for other in tellers[asked] for one in reached if (cell := (other, one, indicator)) in cells)
    return found


def _tells(other: Period, period: Period, *, is_flow: bool) -> bool:
    """Whether what is shown of the other period, beside what is shown of other ones, gives a value of the period."""
    if other.year_before() == period:
        return True
    if other.year != period.year or other == period:
        return False
    is_within = other.first_month <= period.first_month and period.last_month <= other.last_month
    if other.last_month == period.last_month:
        return is_within
    return is_flow and (is_within or other.first_month == period.last_month + 1)


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
