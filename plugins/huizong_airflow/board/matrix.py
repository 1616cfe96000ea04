"""The first page: how every organisation stands in a form, period by period."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from huizong.answers import matrix as asked
from huizong.answers.asking import reading
from huizong.answers.viewers import Viewer
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
        lines=_lines(root_of(request), viewer, chosen.code, found),
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


def _lines(root: str, viewer: Viewer, form: str, matrix: asked.Matrix) -> list[tuple[asked.Reporter, list[tuple[str, ...]]]]:
    """The rows as the template writes them, the latest period first: of each cell its class, address, sign and what it is in words.

    Worked out here, for three hundred rows of twenty-four cells are too many for a template to think about.
    """
    spoken = [words.period(period) for period in matrix.periods]
    lines = []
    for row in matrix.rows:
        start = address(root, "report", row.reporter.code, form)
        cells: list[tuple[str, ...]] = []
        for period, named, cell in reversed(list(zip(matrix.periods, spoken, row.cells, strict=True))):
            if cell is None:
                cells.append(("quiet", "", "", f"{named}不需报"))
                continue
            sign = words.STATES[cell.state]
            late = "迟" if cell.on_time is False and cell.verdict is not None else ""
            again = f"，第{cell.attempts}次" if cell.attempts > 1 else ""
            told = f"{named}{sign.word}{'，迟报' if late else '，按时' if cell.on_time else ''}{again}"
            cells.append((sign.colour, f"{start}/{period}" if cell.state != "unasked" else "", f"{sign.mark}{late}", told))
        lines.append((row.reporter, cells))
    return lines
