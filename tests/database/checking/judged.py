"""Forms without anything that is owed, and what was judged of a submission."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.database.checking.county import MONTH, County, Judged, figure

if TYPE_CHECKING:
    pass


FREE = {
    **MONTH,
    "rows": [
        {"indicator": code, "required": False, "bases": ["current", "cumulative", "prior_year", "growth_rate", "plan", "plan_completion"]}
        for code in ("X1", "X2", "X3", "X4", "X5")
    ],
}
Opened = Callable[..., County]


def told(judged: Judged, number: int = 1) -> dict[str, str]:
    return {issue.rule: issue.severity for issue in judged.issues if issue.submission_no == number}


def held(judged: Judged, number: int = 1) -> list[str]:
    return sorted(place for (n, place), status in judged.statuses.items() if status == "held" and n == number)


FULL = (
    figure("X1", "current", "10.0"),
    figure("X1", "cumulative", "60.0"),
    figure("X1", "prior_year", "50.0"),
    figure("X1", "growth_rate", "20.0"),
    figure("X2", "current", "2.0"),
    figure("X2", "cumulative", "12.0"),
)
