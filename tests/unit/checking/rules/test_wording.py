"""The words for a comparison, seen from the figure that was observed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from huizong.checking.rules.wording import comparisons
from tests.database.checking.county import MONTH, made, with_relations

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue


@pytest.mark.parametrize(
    ("expression", "word"),
    [
        ("X1.current >= X2.current", "不小于"),
        ("X1.current < X2.current", "小于"),
        ("X1.current != 0", "不等于"),
        ("X1.cumulative = prev(X1.cumulative) + X1.current", "等于"),
        # X1 is the one figure, on the right: it must not be smaller than the sum.
        ("X2.current + X3.current <= X1.current", "不小于"),
        ("X2.current + X3.current > X1.current", "小于"),
    ],
)
def test_the_word_of_a_relation(catalogue: Catalogue, expression: str, word: str) -> None:
    assert comparisons(made(catalogue, with_relations(MONTH, {"expression": expression}))) == {"X-MONTH:r1": word}


def test_each_basis_of_bare_codes_has_one(catalogue: Catalogue) -> None:
    found = comparisons(made(catalogue, with_relations(MONTH, {"expression": "X1 >= X2"})))
    assert found == {"X-MONTH:r1.current": "不小于", "X-MONTH:r1.cumulative": "不小于"}
