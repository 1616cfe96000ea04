"""Relations that set numbers of different units against each other: figures stand in their indicators' own units.

`S02 <= M04` with S02 in 元 and M04 in 万元 compares 5000 with 3: it fires for every good report, or never. Counts of different
things (户 and 人) may well be compared; sums of them, and units of one kind and another size, are a slip.
"""

from __future__ import annotations

from collections.abc import Iterator

from huizong.catalogue import Catalogue
from huizong.catalogue.form_entries import Form
from huizong.checking.language.relation import parse_all
from huizong.checking.language.tree import ArithmeticOperation, Comparison, Expression, FunctionCall, Negative, Number, Range, Ref


def units_in_one_comparison(form: Form, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The relations that compare, without a factor, units of one kind and different size, as id and reason."""
    for source in form.relations:
        for relation in parse_all(source.expression, form.lines):
            refs = [ref for ref in _terms(relation.comparison) if ref.basis is None or not ref.basis.is_rate]
            units: dict[str, str] = {}
            for ref in refs:
                units.setdefault(catalogue.indicator(ref.indicator).unit, ref.indicator)
            sizes = {name: unit for name in units if (unit := catalogue.unit(name)) is not None}
            bases = [unit.base_unit for unit in sizes.values()]
            mixed = [name for name, unit in sizes.items() if bases.count(unit.base_unit) > 1]
            if mixed:
                told = ", ".join(f"{units[name]} in {name}" for name in mixed)
                yield source.id, f"compares numbers of different units as they stand ({told}): multiply one by what parts them"


def _terms(comparison: Comparison) -> list[Ref]:
    """The figures that are compared as they stand; none where anything is multiplied or divided: then the writer has seen to it."""
    refs: list[Ref] = []
    for side in (comparison.left, comparison.right):
        found = _added(side)
        if found is None:
            return []
        refs += found
    return refs


def _added(expression: Expression) -> list[Ref] | None:
    """The figures that an expression adds up; None where it does anything else."""
    match expression:
        case Ref():
            return [expression]
        case Range(first, last):
            return [first, last]
        case Number():
            return []
        case Negative(inner):
            return _added(inner)
        case ArithmeticOperation(sign, left, right) if sign in "+-":
            one, other = _added(left), _added(right)
            return None if one is None or other is None else one + other
        case FunctionCall(_, arguments):
            parts = [_added(argument) for argument in arguments]
            return [ref for part in parts for ref in part or ()] if None not in parts else None
    return None
