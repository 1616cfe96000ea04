"""Towns down, indicators across: the cumulative (else the period's own) value of each with its place and the place before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huizong.catalogue import Catalogue, Period
from huizong.catalogue.entries import Indicator
from huizong.publishing.rollup_row import RollupRow
from huizong.publishing.workbook.displayed import Shown, rounded, shown_in
from huizong.publishing.workbook.page import CURRENT, county_value

_BASES = ("cumulative", "current")


@dataclass(frozen=True, slots=True)
class TownCell:
    """One town's value; None where it has none and owes none. `partial`: not of all that owe it, so that it has no place."""

    value: Shown
    rank: int | None = None
    last_rank: int | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class TownColumn:
    """One indicator over the county and its towns, in the order of the table's names."""

    name: str
    unit: str
    kind: str
    decimals: int
    cells: tuple[TownCell, ...]
    has_ranks: bool


@dataclass(frozen=True, slots=True)
class TownTable:
    """The table: the county first, then its towns in the catalogue's order."""

    title: str
    names: tuple[str, ...]
    columns: tuple[TownColumn, ...]


def towns_by_indicator(catalogue: Catalogue, period: str, rows: Sequence[RollupRow]) -> TownTable:
    """The table of a period, of the indicators that any town has or owes."""
    when = Period.parse(period)
    county = catalogue.county
    towns = [part for part in catalogue.children(county.code, when.last_day) if part.kind == "town"]
    headline = {(row.organisation, row.indicator, row.basis): row for row in rows if row.is_headline}
    codes = {town.code for town in towns}
    of_towns = {(indicator, basis) for organisation, indicator, basis in headline if organisation in codes}
    columns = []
    for indicator in catalogue.indicators:
        basis = next((basis for basis in _BASES if (indicator.code, basis) in of_towns), None)
        if basis is None:
            continue
        cells = tuple(
            _cell(catalogue, indicator, headline.get((code, indicator.code, basis)), len(towns) if code == county.code else 0)
            for code in (county.code, *(town.code for town in towns))
        )
        unit, decimals = shown_in(indicator)
        columns.append(
            TownColumn(
                name=indicator.name,
                unit=unit,
                kind="累计" if basis == "cumulative" else "期末" if indicator.kind == "stock" else CURRENT[when.frequency],
                decimals=decimals,
                cells=cells,
                has_ranks=indicator.direction is not None,
            )
        )
    return TownTable(f"{county.name}{when.words}分乡镇主要指标", ("全县", *(town.name for town in towns)), tuple(columns))


def _cell(catalogue: Catalogue, indicator: Indicator, row: RollupRow | None, towns: int) -> TownCell:
    """The county's cell as its page has it, `towns` being their number; a town's own, where that is 0."""
    if row is None:
        return TownCell(None)
    hidden = row.suppressed
    return TownCell(
        value=county_value(catalogue, indicator, row, towns) if towns else rounded(catalogue, indicator, row),
        rank=None if hidden else row.rank,
        last_rank=None if hidden else row.last_rank,
        partial=not row.is_own and not row.full_coverage,
    )
