"""Organisations by periods of one form: what each report came to, and whether it came in time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from psycopg2.extensions import connection as Connection

from huizong.answers.asking import ask

MOST_PERIODS = 24


@dataclass(frozen=True, slots=True)
class FormChoice:
    """A form that somebody owes or has sent; `last_period` is the latest that anybody sent it for."""

    code: str
    title: str
    frequency: str
    last_period: str | None


@dataclass(frozen=True, slots=True)
class MatrixReporter:
    """Who owes the form or has sent it."""

    code: str
    name: str
    kind: str


class MatrixCell(NamedTuple):
    """One reporter and period. `verdict` is the latest attempt's, None where nothing came.

    `on_time` is None where that can't be told: it is not due yet, or nobody asked for it. A tuple, for there are thousands.
    """

    reporter: str
    period: str
    is_owed: bool
    verdict: str | None
    attempts: int
    on_time: bool | None

    @property
    def state(self) -> str:
        """The verdict; `overdue` or `awaited` where nothing came, `unasked` where nothing is owed."""
        if self.verdict is not None:
            return self.verdict
        if not self.is_owed:
            return "unasked"
        return "overdue" if self.on_time is False else "awaited"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One reporter's cells, one a period in the order of the matrix; None where it neither owes nor sent anything."""

    reporter: MatrixReporter
    cells: tuple[MatrixCell | None, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the matrix is wanted; None and the empty text leave nothing out.

    `state` and `late` look at the last period that is shown; `name` is part of the reporter's name, or its code.
    """

    kind: str = ""
    name: str = ""
    state: str = ""
    late: bool = False

    def takes(self, row: MatrixRow) -> bool:
        """Whether the row is wanted."""
        last = row.cells[-1] if row.cells else None
        if self.kind and row.reporter.kind != self.kind:
            return False
        if self.name and self.name not in row.reporter.name and self.name != row.reporter.code:
            return False
        if self.state and (last is None or last.state != self.state):
            return False
        return not self.late or (last is not None and last.on_time is False)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rows that were wanted of `all_rows`, and how many of them each state has in the last period."""

    periods: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    all_rows: int
    counts: dict[str, int]


def forms(connection: Connection, reporter: str | None) -> list[FormChoice]:
    """The forms that the reporter, or anybody, owes or has sent."""
    return ask(connection, "board_forms", FormChoice, reporter=reporter)


def periods(connection: Connection, form: FormChoice, until: str | None, count: int) -> tuple[str, ...]:
    """The last `count` periods of the form up to `until`, else up to the latest that was sent, oldest first."""
    known = {"frequency": form.frequency, "until": until or form.last_period, "count": min(max(count, 1), MOST_PERIODS)}
    return tuple(ask(connection, "board_periods", str, **known))


def organisations(connection: Connection) -> list[MatrixReporter]:
    """Everybody who owes any form."""
    return ask(connection, "board_organisations", MatrixReporter)


def names(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    """The names of organisations and indicators by code, of those that the catalogue in force knows."""
    return dict(ask(connection, "board_names", lambda code, name: (code, name), codes=sorted(set(codes))))


def matrix(connection: Connection, form: str, shown: Sequence[str], reporter: str | None, choice: Choice) -> Matrix:
    """The matrix of a form over periods, of one reporter or of all."""
    known = {"form": form, "periods": list(shown), "reporter": reporter}
    columns = {period: column for column, period in enumerate(shown)}
    cells: dict[str, list[MatrixCell | None]] = {}
    for cell in ask(connection, "board_cells", MatrixCell, **known):
        row = cells.get(cell.reporter)
        if row is None:
            row = cells[cell.reporter] = [None] * len(columns)
        row[columns[cell.period]] = cell
    rows = [MatrixRow(one, tuple(cells[one.code])) for one in ask(connection, "board_reporters", MatrixReporter, codes=sorted(cells))]
    counts: dict[str, int] = {}
    for one in rows:
        last = one.cells[-1] if one.cells else None
        if last is not None:
            counts[last.state] = counts.get(last.state, 0) + 1
    return Matrix(tuple(shown), tuple(one for one in rows if choice.takes(one)), len(rows), counts)
