"""What a run of many faulty files costs: each fault is looked at once, not once beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from huizong.checking.fault_writing import JUDGING
from huizong.model import Status
from huizong.warehouse.queries import query
from tests.database.checking.county import County, draft, figure, made

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings

FILES = 40
# Each file has two masked figures and one below the other: some three faults and six figures a file. A step may look at
# each of them a few times; each beside each would be 120 × 120 and more.
MOST_ROWS = 4_000


@pytest.fixture
def county(settings: Settings, catalogue: Catalogue) -> County:
    return County(settings, made(catalogue))


def most_rows(plan: dict[str, Any]) -> float:
    """The rows that the busiest node of an executed plan gave or threw away."""
    here = plan["Actual Loops"] * (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Join Filter", 0))
    return max(here, *map(most_rows, plan.get("Plans", ())), 0)


def test_no_step_compares_each_fault_with_each(county: County) -> None:
    drafts = [
        draft(
            figure("X1", "current", None, status=Status.PLACEHOLDER),
            figure("X1", "cumulative", "-5"),
            figure("X1", "prior_year", "1000"),
            figure("X2", "current", "700"),
            figure("X2", "cumulative", "300"),
            figure("X3", "cumulative", "-2"),
            sha256=f"{number:064x}",
        )
        for number in range(FILES)
    ]
    judged = county.judge(*drafts)
    assert len(judged.issues) >= 2 * FILES
    parameters = {
        "run_id": judged.judgement.run_id,
        "submissions": list(judged.judgement.verdicts),
        "verdicts": [verdict.value for verdict in judged.judgement.verdicts.values()],
        "required": [6] * FILES,
        "taken": [0] * FILES,
    }
    busiest = {}
    for step in ("waive", "answer_settle", "single_out", "hold", "set_verdicts"):
        with county.connection.cursor() as cursor:
            cursor.execute("explain (analyze, format json) " + query(step, JUDGING), parameters)
            ((explained,),) = cursor.fetchall()
        county.connection.rollback()
        busiest[step] = most_rows(explained[0]["Plan"])
    assert {step: rows for step, rows in busiest.items() if rows >= MOST_ROWS} == {}
