"""A form's relation made definite: ranges spelt out, bases filled in, what a breach disproves.

A code without a basis stands for every basis that the rows of all such codes in the relation share, rates left out
(`M03 >= M04 + M05` over rows with current, cumulative and growth_rate is two rules). Bases that are named stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from huizong.catalogue import Catalogue
from huizong.catalogue.form_entries import Form
from huizong.catalogue.form_entries import Relation as FormRelation
from huizong.checking.language.relation import parse_all
from huizong.checking.language.tree import (
    ArithmeticOperation,
    At,
    Comparison,
    Expression,
    Negative,
    Number,
    ParsedRelation,
    Range,
    Ref,
    RelationError,
    codes_between,
    mapped,
    references,
)
from huizong.model import Basis


class Disproves(StrEnum):
    """What a broken relation says of its figures (PRACTICE, What is held)."""

    DERIVED = "derived"
    TOTAL = "total"
    BOTH = "both"


class Topic(StrEnum):
    """What a relation watches that a rule for any county watches too; the form's own rule then speaks alone."""

    TOTAL = "total"
    GROWTH = "growth"
    RATIO = "ratio"
    COMPLETION = "completion"
    FALL = "fall"
    CONTINUITY = "continuity"
    PRIOR = "prior"


@dataclass(frozen=True, slots=True)
class BoundRelation:
    """One definite rule: `name` is unique within a catalogue, `suspects` are the figures that a breach puts in doubt.

    `single` is the side that is one figure of the file, where there is one: its value is what was observed.
    `topic` with `subject` says which general rule it replaces. `stated_by` is the form that states it, where `form` is another one.
    """

    name: str
    form: Form
    source: FormRelation
    relation: ParsedRelation
    disproves: Disproves
    suspects: tuple[Ref, ...]
    single: Ref | None
    topic: Topic | None
    subject: Ref | None
    stated_by: Form | None = None

    @property
    def over_children(self) -> bool:
        """Whether the relation compares a declared total with the parts that the file lists."""
        return any(ref.children for ref in references(self.relation))


def bound_relations(form: Form, catalogue: Catalogue) -> tuple[BoundRelation, ...]:
    """Every rule that the form's relations come to; raises RelationError for one that can't be bound to its rows."""
    return tuple(bound for source in form.relations for bound in _bound(form, source, catalogue))


def unbound_relations(form: Form, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The relations that can't be bound to the form's rows, as id and reason."""
    for source in form.relations:
        try:
            for _ in _bound(form, source, catalogue):
                pass
        except RelationError as fault:
            yield source.id, fault.reason


def _bound(form: Form, source: FormRelation, catalogue: Catalogue) -> Iterator[BoundRelation]:
    relations = parse_all(source.expression, form.lines)
    for number, relation in enumerate(relations, 1):
        name = f"{form.code}:{source.id}" if len(relations) == 1 else f"{form.code}:{source.id}#{number}"
        yield from _over_bases(name, form, source, relation, catalogue)


def _over_bases(name: str, form: Form, source: FormRelation, relation: ParsedRelation, catalogue: Catalogue) -> Iterator[BoundRelation]:
    known = tuple(indicator.code for indicator in catalogue.indicators)
    spelt = mapped(relation, lambda node: _spelt_out(node, known) if isinstance(node, Range) else node)
    bare = {ref.indicator for ref in references(spelt) if ref.basis is None}
    if not bare:
        yield _definite(name, form, source, spelt, catalogue)
        return
    shared = _shared_bases(form, bare, catalogue)
    for basis in shared:
        filled = mapped(spelt, partial(_with_basis, basis))
        yield _definite(name if len(shared) == 1 else f"{name}.{basis}", form, source, filled, catalogue)


def _shared_bases(form: Form, codes: set[str], catalogue: Catalogue) -> tuple[Basis, ...]:
    """The bases with values that the rows of all codes have; of a code of another form the rows there.

    Raises RelationError, which names the code without a row, or what each code has.
    """
    has = {code: row_bases(form, code, catalogue) for code in sorted(codes)}
    rowless = [code for code, bases in has.items() if bases is None]
    if rowless:
        raise RelationError(1, f"{', '.join(rowless)} has a row in no form, so nobody reports it: give it one, or name another code")
    values = {code: [basis for basis in Basis if basis in (bases or ()) and not basis.is_rate] for code, bases in has.items()}
    shared = tuple(basis for basis in Basis if all(basis in bases for bases in values.values()))
    if not shared:
        told = "; ".join(f"{code} has {', '.join(bases) or 'rates only'}" for code, bases in values.items())
        raise RelationError(1, f"the rows of {', '.join(values)} share no basis with values ({told}); name the bases")
    return shared


def row_bases(form: Form, code: str, catalogue: Catalogue) -> tuple[Basis, ...] | None:
    """The bases of a code's row in the form, else those of its rows in other table forms; None where it has no row at all."""
    own = [row.bases for row in form.rows if row.indicator == code]
    elsewhere = [row.bases for other in catalogue.forms if other.code != form.code for row in other.rows if row.indicator == code]
    rows = own or elsewhere
    return tuple(dict.fromkeys(basis for bases in rows for basis in bases)) if rows else None


def idle_relations(form: Form, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The relations that name a figure which no form asks for, as id and reason: they hold only where a file gives it unasked."""
    for source in form.relations:
        told: set[str] = set()
        for bound in _bound(form, source, catalogue):
            for ref in references(bound.relation):
                given = {basis for other in catalogue.forms for row in other.rows if row.indicator == ref.indicator for basis in row.bases}
                name = f"{ref.indicator}.{ref.basis}"
                if ref.basis not in given and name not in told:
                    told.add(name)
                    yield source.id, f"no form asks for {name}, so this is judged only where a file gives it unasked"


def _with_basis(basis: Basis, node: Expression) -> Expression:
    return replace(node, basis=basis) if isinstance(node, Ref) and node.basis is None else node


def _spelt_out(span: Range, known: tuple[str, ...]) -> Expression:
    codes = codes_between(span, known)
    if not codes:
        raise RelationError(span.first.position, f"no indicator from {span.first.indicator} to {span.last.indicator} is in the catalogue")
    total: Expression = replace(span.first, indicator=codes[0])
    for code in codes[1:]:
        total = ArithmeticOperation("+", total, replace(span.first, indicator=code))
    return total


def _definite(name: str, form: Form, source: FormRelation, relation: ParsedRelation, catalogue: Catalogue) -> BoundRelation:
    comparison = relation.comparison
    single, other = _single_and_other(comparison, catalogue)
    disproves = _disproves(relation, single, other, catalogue)
    refs = tuple(
        dict.fromkeys(replace(ref, position=0) for ref in references(relation.comparison) if ref.at is At.NOW and not ref.children)
    )
    suspects = refs if disproves is Disproves.BOTH or single is None else (single,)
    topic, subject = _topic(comparison, single, other, disproves, catalogue)
    return BoundRelation(name, form, source, relation, disproves, suspects, single, topic, subject)


def _single_and_other(comparison: Comparison, catalogue: Catalogue) -> tuple[Ref | None, Expression | None]:
    """The side that is one figure of the file, and the other side; of two such the derived one, else the left."""
    sides = [(comparison.left, comparison.right), (comparison.right, comparison.left)]
    plain = [(replace(one, position=0), other) for one, other in sides if isinstance(one, Ref) and one.at is At.NOW and not one.children]
    if not plain:
        return None, None
    derived = [pair for pair in plain if _is_derived(pair[0], catalogue)]
    return (derived or plain)[0]


def _is_derived(ref: Ref, catalogue: Catalogue) -> bool:
    return (ref.basis is not None and ref.basis.is_rate) or catalogue.indicator(ref.indicator).kind == "ratio"


def _disproves(relation: ParsedRelation, single: Ref | None, other: Expression | None, catalogue: Catalogue) -> Disproves:
    if relation.comparison.operator != "=" or single is None or other is None or relation.condition is not None:
        return Disproves.BOTH
    if any(ref.children for ref in references(other)):
        return Disproves.TOTAL
    if (_is_derived(single, catalogue) or _divides(other)) and not isinstance(other, Number):
        return Disproves.DERIVED
    parts = list(references(other))
    if len(parts) > 1 and _only_adds(other) and all(ref.at is At.NOW for ref in parts):
        return Disproves.TOTAL
    return Disproves.BOTH


def _divides(node: Expression) -> bool:
    match node:
        case ArithmeticOperation("/", _, right) if any(True for _ in references(right)):
            return True
        case ArithmeticOperation(_, left, right):
            return _divides(left) or _divides(right)
        case Negative(inner):
            return _divides(inner)
    return False


def _only_adds(node: Expression) -> bool:
    match node:
        case Ref():
            return True
        case ArithmeticOperation("+", left, right):
            return _only_adds(left) and _only_adds(right)
    return False


def _topic(
    comparison: Comparison, single: Ref | None, other: Expression | None, disproves: Disproves, catalogue: Catalogue
) -> tuple[Topic | None, Ref | None]:
    if single is None or other is None:
        return None, None
    named = {(ref.indicator, ref.basis, ref.at) for ref in references(other)}
    before = (single.indicator, single.basis, At.PREVIOUS)
    if comparison.operator == "=":
        if any(ref.children for ref in references(other)):
            return Topic.TOTAL, single
        if named == {before, (single.indicator, Basis.CURRENT, At.NOW)} and single.basis is Basis.CUMULATIVE:
            return Topic.CONTINUITY, single
        past = Basis.CURRENT if single.basis is Basis.CURRENT_PRIOR_YEAR else Basis.CUMULATIVE
        if single.basis in (Basis.PRIOR_YEAR, Basis.CURRENT_PRIOR_YEAR) and named == {(single.indicator, past, At.YEAR_BEFORE)}:
            return Topic.PRIOR, single
        if disproves is Disproves.DERIVED:
            if single.basis in (Basis.GROWTH_RATE, Basis.CURRENT_GROWTH_RATE):
                return Topic.GROWTH, single
            if single.basis is Basis.PLAN_COMPLETION:
                return Topic.COMPLETION, single
            if catalogue.indicator(single.indicator).kind == "ratio":
                return Topic.RATIO, single
    falls = comparison.operator in (">=", ">") and comparison.left is not None and isinstance(comparison.right, Ref)
    if (
        falls
        and named == {before}
        and isinstance(comparison.left, Ref)
        and comparison.left.at is At.NOW
        and single.basis is Basis.CUMULATIVE
    ):
        return Topic.FALL, single
    return None, None
