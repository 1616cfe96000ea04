"""How the observed side of a relation must stand to the expected one, in words such as 应等于 and 应不小于.

A clerk who reads 「表上是 3，应为 8」 under a rule of ≥ would write 8; the text must say which way it goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from huizong.catalogue import Catalogue
from huizong.checking.language.basis_words import COMPARISON_WORDS
from huizong.checking.language.between import images
from huizong.checking.language.binding import BoundRelation, bound_relations
from huizong.checking.language.tree import Operator, Ref

_TURNED: dict[Operator, Operator] = {"=": "=", "!=": "!=", ">=": "<=", "<=": ">=", ">": "<", "<": ">"}


def comparisons(catalogue: Catalogue) -> Mapping[str, str]:
    """The word for each relation of the catalogue, by the relation's name; of several versions the last."""
    bounds = (bound for form in catalogue.forms for bound in (*bound_relations(form, catalogue), *images(form, catalogue)))
    return {bound.name: _word(bound) for bound in bounds}


def _word(bound: BoundRelation) -> str:
    """Observed is the left side, or the single figure where that stands on the right (as in `compile`)."""
    comparison = bound.relation.comparison
    left = replace(comparison.left, position=0) if isinstance(comparison.left, Ref) else comparison.left
    turned = bound.single is not None and left != replace(bound.single, position=0)
    return COMPARISON_WORDS[_TURNED[comparison.operator] if turned else comparison.operator]
