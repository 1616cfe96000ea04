"""How a run's figures are resolved: by equal keys at any size, and without one run waiting for another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from huizong.checking.fault_writing import JUDGING
from huizong.warehouse import connect
from huizong.warehouse.queries import query
from tests.database.checking.county import County, draft, figure, made

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings


@pytest.fixture
def county(settings: Settings, catalogue: Catalogue) -> County:
    return County(settings, made(catalogue))


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A node of a plan and all below it."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def test_no_place_of_a_run_is_compared_with_each_other(county: County) -> None:
    run = county.judge(draft(figure("X1", "cumulative", "1634"), figure("X1", "prior_year", "1000"))).judgement.run_id
    parts = [part for part in query("resolve_operands", JUDGING).split(";\n") if part.strip()]
    at = next(number for number, part in enumerate(parts) if "insert into" in part)
    with county.connection.cursor() as cursor:
        for part in parts[:at]:
            cursor.execute(part)
        cursor.execute("explain (format json) " + parts[at][parts[at].index("insert into") :], {"run_id": run})
        ((explained,),) = cursor.fetchall()
        for part in parts[at + 1 :]:
            cursor.execute(part)
        for kind in ("nestloop", "mergejoin"):
            cursor.execute("select current_setting(%s)", (f"enable_{kind}",))
            assert cursor.fetchone() == ("on",)
    county.connection.rollback()
    compared = [node for node in nodes(explained[0]["Plan"]) if node["Node Type"] == "Nested Loop"]
    assert not [node for loop in compared for node in nodes(loop) if node["Node Type"] == "CTE Scan"]
    assert not [node for node in nodes(explained[0]["Plan"]) if node["Node Type"] == "Merge Join"]


def test_a_run_does_not_wait_for_what_another_forgets(county: County, settings: Settings) -> None:
    county.published([figure("X1", "cumulative", "1500", period="2026-05")])  # what is resolved of the past
    first = county.receive(draft(figure("X1", "cumulative", "1634"), figure("X1", "prior_year", "1000")))
    with closing(connect(settings.database_url, role="huizong_loader")) as other, other.cursor() as cursor:
        cursor.execute(query("start", JUDGING), {"run_id": "b" * 32, "catalogue_hash": "0" * 64, "started_at": "2026-07-01 09:00+08"})
        county.connection.rollback()
        with county.connection.cursor() as mine:
            mine.execute("set lock_timeout = '2s'")
        again = county.judge(draft(figure("X1", "cumulative", "1700"), figure("X1", "prior_year", "1000"), sha256="b" * 64))
        other.rollback()
    assert first.judgement.verdicts == again.judgement.verdicts
