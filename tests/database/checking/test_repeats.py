"""Last month's form under a new title: what an organisation gave for the period before, given once more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.database.checking.county import MONTH, County, Judged, draft, figure, made

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings

BASES = ["current", "cumulative", "prior_year", "growth_rate", "plan"]
FREE = {**MONTH, "rows": [{"indicator": code, "required": False, "bases": BASES} for code in ("X1", "X2", "X3", "X5")]}
Opened = Callable[..., County]
MAY = [
    ("X1", "current", "30.0"), ("X1", "cumulative", "150.0"), ("X2", "current", "4.5"), ("X2", "cumulative", "21.0"),
    ("X3", "current", "2"), ("X3", "cumulative", "9"),
]  # fmt: skip
FLOW = {"kind": "flow", "aggregation": "sum", "numerator": None, "denominator": None, "unit": "亩", "decimals": 0}


@pytest.fixture
def county(settings: Settings, catalogue: Catalogue) -> Iterator[County]:
    """A county with one free form."""
    opened = County(settings, made(catalogue, FREE))
    yield opened
    opened.close()


def of(values: list[tuple[str, str, str]], period: str) -> list[Any]:
    return [figure(code, basis, value, period=period) for code, basis, value in values]


def repeats(judged: Judged) -> list[tuple[str, str, str | None, str | None]]:
    return [(i.rule, i.severity, i.observed, i.expected) for i in judged.issues if i.rule.startswith("period-repeated")]


def held(judged: Judged) -> set[str]:
    return {place for (_, place), status in judged.statuses.items() if status == "held"}


def test_the_figures_of_last_month_are_held_all_but_the_plan(county: County) -> None:
    county.published(of(MAY, "2026-05"))
    given = [*of(MAY, "2026-06"), figure("X5", "current", "70"), figure("X1", "plan", "400.0", period="2026")]
    judged = county.judge(draft(*given))
    assert repeats(judged) == [("period-repeated", "blocking", "6", "2026-05")]
    assert held(judged) == {f"T01-{code}-{basis}-2026-06" for code, basis, _ in [*MAY, ("X5", "current", "70")]}


def test_one_figure_that_differs_makes_it_another_report(county: County) -> None:
    county.published(of(MAY, "2026-05"))
    changed = [("X3", "cumulative", "11") if (code, basis) == ("X3", "cumulative") else (code, basis, value) for code, basis, value in MAY]
    assert repeats(county.judge(draft(*of(changed, "2026-06")))) == []


def test_a_month_in_which_nothing_happened_leaves_the_cumulatives_as_they_were(county: County) -> None:
    quiet = [(code, basis, "0" if basis == "current" else value) for code, basis, value in MAY]
    county.published(of(quiet, "2026-05"))
    assert repeats(county.judge(draft(*of(quiet, "2026-06")))) == []


def test_few_figures_alike_are_no_sign(county: County) -> None:
    county.published(of(MAY[:4], "2026-05"))
    assert repeats(county.judge(draft(*of(MAY[:4], "2026-06")))) == []


@pytest.mark.parametrize("basis", ["current", "cumulative"])
def test_where_only_months_or_only_cumulatives_are_given_it_is_asked(settings: Settings, catalogue: Catalogue, basis: str) -> None:
    rows = [{"indicator": code, "required": False, "bases": [basis]} for code in ("X1", "X2", "X3", "X4", "X5")]
    county = County(settings, made(catalogue, {**MONTH, "rows": rows}, indicators={"X4": FLOW, "X5": FLOW}))
    values = [("X1", basis, "30.0"), ("X2", basis, "4.5"), ("X3", basis, "2"), ("X4", basis, "70"), ("X5", basis, "8")]
    county.published(of(values, "2026-05"))
    judged = county.judge(draft(*of(values, "2026-06")))
    county.close()
    assert repeats(judged) == [("period-repeated-possible", "query", "5", "2026-05")]
    assert held(judged) == set()
