"""Months to come in a table of twelve months: what stands there as 0 was never filled in, and is no figure."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from huizong.catalogue import Period
from huizong.model import Basis, Cell, Figure, Finding, Status
from huizong.recognising.table.table_result import Place, TableResult
from huizong.recognising.vocabulary.grid import Grid

_NOTHING = re.compile(r"[-+]?0*(?:[.]0*)?%?|[—–-]+|/")


def is_nothing(cell: Cell) -> bool:
    """Whether a cell holds 0, a dash or nothing."""
    return _NOTHING.fullmatch(cell.text.strip()) is not None if cell.kind == "text" else cell.value == 0


def leave_open(result: TableResult, report: Period, grid: Grid) -> None:
    """Makes the zeros of months after the report's blank, and says so, where nothing but zeros stands in that month."""
    later: dict[str, list[tuple[int, Place, Figure]]] = defaultdict(list)
    for index, (place, figure) in enumerate(result.figures):
        if figure.period is None or figure.basis is Basis.PLAN or Period.parse(figure.period).first_day <= report.last_day:
            continue
        later[figure.period].append((index, place, figure))
    months, places = [], []
    for period, found in sorted(later.items()):
        zeros = [(index, place) for index, place, figure in found if figure.value == 0]
        if not zeros or any(figure.value for _, _, figure in found):
            continue
        for index, place in zeros:
            result.figures[index] = (place, replace(result.figures[index][1], status=Status.BLANK, value=None))
        months.append(Period.parse(period).words)
        places += [place for _, place in zeros]
    if months:
        observed = months[0] if len(months) == 1 else f"{months[0]}至{months[-1]}"
        result.findings.append(Finding("period-open", grid.span_place(places), {"observed": observed, "place": grid.span_place(places)}))
