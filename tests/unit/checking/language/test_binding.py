"""Relations bound to their form: bases filled in, what a breach disproves, what it watches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huizong.checking.language.binding import Disproves, Topic, bound_relations
from huizong.checking.language.tree import RelationError
from huizong.checking.rules.operands import first_owed_month
from tests.database.checking.county import LIST, MONTH, made, with_relations

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue


def bound(sample: Catalogue, expression: str, form: dict[str, object] = MONTH) -> list[tuple[str, str, list[str], str | None]]:
    county = made(sample, with_relations(form, {"expression": expression}))
    return [
        (b.name, b.disproves.value, [f"{r.indicator}.{r.basis}" for r in b.suspects], b.topic and b.topic.value)
        for b in bound_relations(county.forms[0], county)
    ]


def test_bare_codes_stand_for_every_basis_with_values_that_they_share(catalogue: Catalogue) -> None:
    assert bound(catalogue, "X1 >= X2") == [
        ("X-MONTH:r1.current", "both", ["X1.current", "X2.current"], None),
        ("X-MONTH:r1.cumulative", "both", ["X1.cumulative", "X2.cumulative"], None),
    ]
    assert [name for name, *_ in bound(catalogue, "X1 >= X3")] == ["X-MONTH:r1"]


def test_codes_that_share_no_basis_are_refused(catalogue: Catalogue) -> None:
    form = {**MONTH, "rows": [{"indicator": "X1", "bases": ["current"]}, {"indicator": "X2", "bases": ["cumulative"]}]}
    with pytest.raises(RelationError, match="share no basis"):
        bound(catalogue, "X1 >= X2", form)


@pytest.mark.parametrize(
    ("expression", "disproves", "suspects", "topic"),
    [
        ("X1.growth_rate = 100 * (X1.cumulative / X1.prior_year - 1)", "derived", ["X1.growth_rate"], "growth"),
        ("100 * X1.cumulative / X1.plan = X1.plan_completion", "derived", ["X1.plan_completion"], "completion"),
        ("X4.current = 100 * X2.current / X1.current", "derived", ["X4.current"], "ratio"),
        ("X1.current = X2.current + X5.current", "total", ["X1.current"], None),
        ("X1.current >= X2.current + X5.current", "both", ["X1.current", "X2.current", "X5.current"], None),
        ("X1.current = X2.current", "both", ["X1.current", "X2.current"], None),
        ("X1.cumulative = prev(X1.cumulative) + X1.current", "both", ["X1.cumulative", "X1.current"], "continuity"),
        ("X1.cumulative >= prev(X1.cumulative)", "both", ["X1.cumulative"], "fall"),
        ("sum(children, X1.current) = X1.current", "total", ["X1.current"], "total"),
        ("if X1.current > 0 then X2.current > 0", "both", ["X2.current"], None),
    ],
)
def test_what_a_breach_disproves(catalogue: Catalogue, expression: str, disproves: str, suspects: list[str], topic: str | None) -> None:
    ((_, *found),) = bound(catalogue, expression)
    assert found == [Disproves(disproves).value, suspects, topic and Topic(topic).value]


def test_a_range_is_spelt_out_over_the_catalogue(catalogue: Catalogue) -> None:
    ((_, disproves, suspects, _),) = bound(catalogue, "X3.cumulative = sum(X1.cumulative..X2.cumulative)")
    assert (disproves, suspects) == ("total", ["X3.cumulative"])


def test_the_first_owed_month(catalogue: Catalogue) -> None:
    county = made(catalogue, MONTH, {**LIST, "first_month": 2})
    assert first_owed_month(county.forms[0], "X1", county) == 1
    assert first_owed_month(county.forms[1], "X1", county) == 2
    quarterly = made(catalogue, {**MONTH, "frequency": "quarter"})
    assert first_owed_month(quarterly.forms[0], "X1", quarterly) == 3
