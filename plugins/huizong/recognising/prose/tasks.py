"""A head figure told by what is done of it and what is under way is the task; only the done part is the actual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from huizong.catalogue import Period
from huizong.model import Basis, Status
from huizong.narrative import ProseFigure
from huizong.recognising.prose.prose_binding import Bound
from huizong.recognising.prose.reconciling import sums_in


def as_tasks(text: str, figures: Sequence[ProseFigure], bound: Sequence[Bound]) -> list[Bound]:
    """The bound figures with such heads turned into plans of their year, and the head's indicator given to the done part.

    改造户厕157户，已完成3户，154户正在申请: 157 is the plan, 3 the value (PRACTICE, Prose).
    """
    changed = list(bound)
    at = {item.figure.place.partition(":")[2]: index for index, item in enumerate(bound)}
    for stated in sums_in(text, figures):
        head = at.get(str(figures[stated.total].start))
        done = at.get(str(figures[stated.done].start)) if stated.done is not None else None
        if head is None or done is None or bound[head].figure.indicator is None or bound[head].figure.status is not Status.HELD:
            continue
        whole, part = bound[head], bound[done]
        if part.figure.indicator not in (None, whole.figure.indicator):  # the task and its done part have names of their own
            continue
        if whole.figure.value is None or part.figure.value is None or whole.figure.basis is Basis.PLAN:
            continue
        year = whole.figure.period[:4] if whole.figure.period else None
        planned = str(Period.of(int(year), 12, "year")) if year else None
        base, part_base = (Decimal(figures[index].base_value or 0) for index in (stated.total, stated.done or 0))
        changed[head] = replace(whole, figure=replace(whole.figure, basis=Basis.PLAN, period=planned), undated=planned is None)
        if part.figure.indicator is None and base:
            took = replace(
                part.figure,
                indicator=whole.figure.indicator,
                organisation=whole.figure.organisation,
                basis=whole.figure.basis,
                period=whole.figure.period,
                value=part_base * whole.figure.value / base,
                precision=whole.figure.precision,
            )
            changed[done] = replace(part, figure=took, exact=whole.exact, suggestion=None)
    return changed
