"""What is lacking of a period, town by town: what is missing, what came as a placeholder, what waits for a correction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huizong.catalogue import Catalogue, Period
from huizong.publishing.rollup_row import RollupRow
from huizong.publishing.workbook.coverage import FormsAsking, lacks_of_earlier, lacks_of_others, set_by_others

_FIGURES = ("current", "cumulative", "plan")  # what follows from these is not lacking by itself


@dataclass(frozen=True, slots=True)
class Gap:
    """One town with the names of its indicators that are missing, masked or held, in the catalogue's order."""

    town: str
    missing: tuple[str, ...]
    masked: tuple[str, ...]
    held: tuple[str, ...]
    owed: int


def gaps(catalogue: Catalogue, period: Period, rows: Sequence[RollupRow]) -> tuple[Gap, ...]:
    """The towns that lack anything they owe; those that lack nothing are left out."""
    order = {indicator.code: number for number, indicator in enumerate(catalogue.indicators)}
    asked, of_organisation = FormsAsking(catalogue, period), dict[str, list[RollupRow]]()
    for row in rows:
        if row.is_own and row.expected and row.basis in _FIGURES:
            of_organisation.setdefault(row.organisation, []).append(row)
    found = []
    for town in catalogue.children(catalogue.county.code, period.last_day):
        own = [row for row in of_organisation.get(town.code, ()) if not set_by_others(asked, row)]
        own = [row for row in own if not (row.missing and lacks_of_others(asked, row, own))]
        own = [row for row in own if not lacks_of_earlier(asked, row, own)]
        own.sort(key=lambda row: order.get(row.indicator, len(order)))
        masked = _names(row for row in own if row.missing and row.placeholders)
        missing = tuple(name for name in _names(row for row in own if row.missing) if name not in masked)
        held = _names(row for row in own if row.held)
        if town.kind == "town" and (missing or masked or held):
            found.append(Gap(town.name, missing, masked, held, len({row.indicator for row in own})))
    return tuple(found)


def _names(rows: Iterable[RollupRow]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.indicator_name for row in rows))
