"""Months to come in a table of twelve months: what stands there as 0 was never filled in, and is no figure."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

from huizong.catalogue import Period
from huizong.model import Basis, Cell, Figure, Finding, Status
from huizong.recognising.table.table_result import Place, TableResult
from huizong.recognising.vocabulary.grid import Grid

_BEGINNING = timedelta(days=10)  # of a period, in which no nil report on it is sent
_NOTHING = re.compile(r"[-+]?0*(?:[.]0*)?%?|[—–-]+|/")


def is_nothing(cell: Cell) -> bool:
    """Whether a cell holds 0, a dash or nothing."""
    return _NOTHING.fullmatch(cell.text.strip()) is not None if cell.kind == "text" else cell.value == 0


def leave_open(result: TableResult, report: Period, grid: Grid, received: date) -> None:
    """Makes the zeros of months after the report's blank, and says so, where nothing but zeros stands in that month.

    So are those of a table of nothing else whose own period has only begun: the next month's form below the one that was filled in.
    """
    begun = report.first_day <= received < report.first_day + _BEGINNING <= report.last_day
    later: dict[str, list[tuple[int, Place, Figure]]] = defaultdict(list)
    for index, (place, figure) in enumerate(result.figures):
        if figure.period is None or figure.basis is Basis.PLAN:
            continue
        period = Period.parse(figure.period)
        if period.first_day <= report.last_day and not (begun and period == report):
            continue
        later[figure.period].append((index, place, figure))
    months, places = [], []
    for name, found in sorted(later.items()):
        zeros = [(index, place) for index, place, figure in found if figure.value == 0]
        if not zeros or any(figure.value for _, _, figure in found):
            continue
        for index, place in zeros:
            result.figures[index] = (place, replace(result.figures[index][1], status=Status.BLANK, value=None))
        months.append(Period.parse(name).words)
        places += [place for _, place in zeros]
    if months:
        observed = months[0] if len(months) == 1 else f"{months[0]}至{months[-1]}"
        result.findings.append(Finding("period-open", grid.span_place(places), {"observed": observed, "place": grid.span_place(places)}))
