"""What waits for a correction: each key is looked up, however many figures its year has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from huizong.model import Status
from tests.database.checking.county import County, draft, figure, made

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings


@pytest.fixture
def county(settings: Settings, catalogue: Catalogue) -> County:
    return County(settings, made(catalogue))


def scans(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The nodes of a plan that read figures."""
    if str(plan.get("Relation Name", "")).startswith("figure_"):
        yield plan
    for below in plan.get("Plans", ()):
        yield from scans(below)


def waiting(county: County) -> list[tuple[str, str, str]]:
    """Indicator, basis and why, of what waits in June."""
    with county.connection.cursor() as cursor:
        cursor.execute("select indicator, basis, reason from core.waiting_figure where period = '2026-06' order by indicator, basis")
        return cursor.fetchall()


def test_a_masked_figure_waits_until_it_was_given(county: County) -> None:
    masked = figure("X1", "cumulative", None, status=Status.PLACEHOLDER, raw="xx.x万元")
    county.receive(draft(masked, figure("X1", "prior_year", "1000")))
    assert waiting(county) == [("X1", "cumulative", "masked")]
    county.receive(draft(figure("X1", "cumulative", "1634"), figure("X1", "prior_year", "1000"), sha256="b" * 64))
    assert waiting(county) == []


@pytest.mark.parametrize("nested_loops", ["on", "off"])  # as readers ask, and as publishing does
def test_who_asks_what_waits_reads_no_other_figures_of_the_year(county: County, nested_loops: str) -> None:
    with county.connection.cursor() as cursor:
        cursor.execute("select set_config('enable_nestloop', %s, true)", (nested_loops,))
        cursor.execute("explain (format json) select * from core.waiting_figure where period = any(array['2026-06', '2026-Q2'])")
        ((explained,),) = cursor.fetchall()
    county.connection.rollback()
    found = list(scans(explained[0]["Plan"]))
    assert found
    for scan in found:
        by = scan.get("Index Cond", "") + "".join(below.get("Index Cond", "") for below in scan.get("Plans", ()))
        assert "organisation" in by
        assert "indicator" in by
