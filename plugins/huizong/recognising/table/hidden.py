"""Hidden sheets, rows and columns: what is hidden is said, and hidden rows that a total does not count are not taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from huizong.model import Document, Figure, Finding, Status, column_letters
from huizong.recognising.table.table_result import Place, TableResult
from huizong.recognising.vocabulary.grid import Grid


def hidden_sheets(document: Document) -> list[Finding]:
    """One note on the sheets that are not taken, unless reading has said so already."""
    names = [sheet.name for sheet in document.sheets if sheet.hidden]
    if not names or any(finding.rule == "hidden-sheets" for finding in document.findings):
        return []
    return [Finding("hidden-sheets", "", {"observed": str(len(names)), "detail": "、".join(names)})]


def judge_hidden_rows(grid: Grid, result: TableResult, *, said: bool) -> None:
    """Notes hidden rows and columns with figures; holds the rows' figures where the table's total is that of the visible rows.

    `said` tells that reading has already noted what is hidden.
    """
    rows = sorted({place[0] for place, _ in result.figures if place[0] in grid.sheet.hidden_rows})
    columns = sorted({place[1] for place, _ in result.figures if place[1] in grid.sheet.hidden_columns})
    if columns and not said:
        place = f"{grid.sheet.name}!{','.join(column_letters(column) for column in columns)}"
        result.findings.append(Finding("hidden-columns", place, {"observed": str(len(columns)), "place": place}))
    if not rows:
        return
    wrong = _contradicting(result, set(rows))
    shown = ", ".join(grid.place(row, grid.columns[0]) for row in rows)
    if not wrong and said:
        return
    if not wrong:
        result.findings.append(Finding("hidden-rows", shown, {"observed": str(len(rows)), "place": shown}))
        return
    total, everything = wrong
    fields = {"observed": _plain(total.value), "expected": _plain(everything), "place": shown}
    result.findings.append(
        Finding("hidden-rows-contradict-total", shown, fields, None, total.organisation, total.indicator, total.period, total.basis.value)
    )
    result.figures = [
        (place, replace(figure, status=Status.HELD) if place[0] in rows and figure.status is Status.REPORTED else figure)
        for place, figure in result.figures
    ]


def _contradicting(result: TableResult, hidden: set[int]) -> tuple[Figure, Decimal] | None:
    """A total that is the sum of the visible rows and not of all, with the sum of all."""
    for _, total in result.totals:
        if total.value is None or total.basis.is_rate:
            continue
        parts = _parts(result.figures, total)
        values = [(place, figure.value or Decimal(0)) for place, figure in parts]
        everything = sum((value for _, value in values), Decimal(0))
        visible = sum((value for place, value in values if place[0] not in hidden), Decimal(0))
        tolerance = (total.precision or Decimal(1)) / 2
        if abs(visible - total.value) <= tolerance < abs(everything - total.value):
            return total, everything
    return None


def _parts(figures: Sequence[tuple[Place, Figure]], total: Figure) -> list[tuple[Place, Figure]]:
    key = (total.indicator, total.period, total.basis)
    return [
        (place, figure) for place, figure in figures if (figure.indicator, figure.period, figure.basis) == key and figure.value is not None
    ]


def _plain(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")
