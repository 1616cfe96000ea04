"""The first page: how every organisation stands in a form, period by period."""

from __future__ import annotations

from functools import lru_cache

from fastapi import APIRouter, Request, Response
from markupsafe import Markup, escape

from huizong.answers import matrix as asked
from huizong.answers.asking import reading
from huizong.catalogue import Period
from huizong_airflow.board import words
from huizong_airflow.board.identity import Asking, System
from huizong_airflow.board.pages import address, page, root_of

router = APIRouter()
USUAL_PERIODS = 12
COUNTS = (6, 12, 24)


@router.get("/")
def show(
    request: Request,
    viewer: Asking,
    settings: System,
    form: str = "",
    until: str = "",
    count: int = USUAL_PERIODS,
    kind: str = "",
    name: str = "",
    state: str = "",
    *,
    late: bool = False,
) -> Response:
    """The matrix of a form, the first one if none is named."""
    choice = asked.Choice(kind, name.strip(), state, late)
    with reading(settings) as connection:
        forms = asked.forms(connection, viewer.organisation)
        chosen = next((each for each in forms if each.code == form), forms[0] if forms else None)
        if chosen is None:
            return page(request, "matrix.html.j2", forms=(), chosen=None)
        shown = asked.periods(connection, chosen, until if _is_period(until) else None, count)
        found = asked.matrix(connection, chosen.code, shown, viewer.organisation, choice)
    return page(
        request,
        "matrix.html.j2",
        forms=forms,
        chosen=chosen,
        matrix=found,
        lines=_lines(root_of(request), chosen.code, found),
        choice=choice,
        count=count,
        counts=COUNTS,
        until=until,
    )


def _is_period(text: str) -> bool:
    try:
        Period.parse(text)
    except ValueError:
        return False
    return True


def _lines(root: str, form: str, matrix: asked.Matrix) -> list[tuple[str, Markup]]:
    """The rows as the template writes them, the latest period first: the name, and the cells as they stand in the page.

    Written here, for three hundred rows of twenty-four cells are too many for a template; which row and period a cell is about, its
    headers say.
    """
    lines = []
    periods = list(reversed(matrix.periods))
    around: dict[tuple[object, ...], tuple[str, str]] = {}  # cells that say the same, of which there are few kinds, are worded once
    for row in matrix.rows:
        start = str(escape(address(root, "report", row.reporter.code, form)))
        cells = []
        for period, cell in zip(periods, reversed(row.cells), strict=True):
            kind = () if cell is None else cell[2:]
            if kind not in around:
                around[kind] = (
                    _around("unasked", on_time=None, attempts=0)
                    if cell is None
                    else _around(cell.state, on_time=cell.on_time, attempts=cell.attempts)
                )
            before, after = around[kind]
            cells.append(f"{before}{start}/{period}{after}" if after else before)
        lines.append((row.reporter.name, Markup("".join(cells))))  # noqa: S704 (its parts are escaped, or our own)
    return lines


@lru_cache(maxsize=1024)
def _around(state: str, *, on_time: bool | None, attempts: int) -> tuple[str, str]:
    """What stands before and behind the address of a cell: the sign for who sees it, the same in words for who does not.

    Behind is empty where there is nothing to open.
    """
    if state == "unasked":
        return '<td class="quiet"><span class="hidden">不需报</span></td>', ""
    sign = words.STATES[state]
    is_late = on_time is False and state not in ("overdue", "awaited")
    told = f"{sign.word}{'，迟报' if is_late else '，按时' if on_time else ''}{f'，第{attempts}次' if attempts > 1 else ''}"
    mark = f"{sign.mark}{'迟' if is_late else ''}"
    return f'<td class="{sign.colour}"><a href="', f'" title="{told}" aria-label="{told}">{mark}</a></td>'
