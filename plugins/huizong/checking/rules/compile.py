"""A bound relation as one statement: a row for every place where it is broken.

The figures are those that stand resolved in `staging.operand`: what is left is arithmetic. Rules are those of PRACTICE,
Checks and What is held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, Select, Text, and_, case, cast, exists, false, func, literal, null, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, aggregate_order_by, array

from huizong.catalogue import Catalogue
from huizong.checking.language.basis_words import AT_WORDS, BASIS_WORDS
from huizong.checking.language.binding import BoundRelation, Disproves, Topic
from huizong.checking.language.interval import breach_of, holds_as_written
from huizong.checking.language.relation import parse
from huizong.checking.language.sources import batch, digits_as_text, issue, reduction
from huizong.checking.language.tree import At, Expression, ParsedRelation, Ref, mapped, references
from huizong.checking.rules.operands import Operand, operands_of
from huizong.model import Basis, Severity

BROKEN, QUESTIONED, INCOMPLETE = "relation-broken", "relation-questioned", "relation-operand-missing"
# What a figure is multiplied by to be what was meant: 元 and 千元 under 万元, 亩 under 万亩, and the other way about.
_UNIT_SLIPS = (Decimal("0.0001"), Decimal("0.001"), Decimal(1000), Decimal(10000))
ROUNDED, EXPLAINED, ANNOUNCED = "rounding", "cumulative-fell-by-month", "reduction-announced"


def faults_of(bound: BoundRelation, catalogue: Catalogue) -> Select[Any]:
    """The statement of a relation; columns as in `faults.FAULT_COLUMNS`."""
    relation = mapped(bound.relation, _without_position)
    softening = softening_of(bound)
    refs = list(dict.fromkeys([*references(relation), *(references(softening) if softening else ())]))
    places, operands = operands_of(bound, refs, catalogue)
    intervals = {ref: operand.interval for ref, operand in operands.items()}
    breach = breach_of(relation.comparison, intervals, bound.source.tolerance)
    compared = list(dict.fromkeys(references(relation.comparison)))
    conditions = [] if relation.condition is None else [holds_as_written(relation.condition, intervals)]
    incomplete: ColumnElement[bool] = false()
    if bound.source.missing == "fail":
        incomplete = and_(
            or_(*(operands[ref].value.is_(None) for ref in compared)),
            or_(*(operands[ref].value.is_not(None) for ref in compared if ref.at is At.NOW)),
        )
    rounded: ColumnElement[bool] = false()
    if bound.source.tolerance is None:
        rounded = and_(breach.has_margin, breach.gap < _unit(bound, compared, operands))
    explained: ColumnElement[bool] = false()
    if softening is not None:
        month = operands[replace(bound.suspects[0], basis=Basis.CURRENT)].value
        explained = func.coalesce(and_(month < 0, ~breach_of(softening.comparison, intervals, None).broken), false())
    slips = _slips(bound, compared, operands)
    judged = (
        select(
            *places.c,
            breach.left.label("left_value"),
            breach.right.label("right_value"),
            incomplete.label("incomplete"),
            and_(~incomplete, rounded).label("rounded"),
            and_(~incomplete, explained).label("explained"),
            and_(~incomplete, _asked(bound, places, catalogue)).label("asked"),
            _announced(bound, places).label("announced"),
            *(slipped.label(f"s{number}") for number, ref in enumerate(operands) if (slipped := slips.get(ref)) is not None),
        )
        .select_from(places)
        .where(or_(breach.broken, incomplete), *conditions)
        .cte("judged")
    )
    return _rows(bound, catalogue, judged, compared, {ref: number for number, ref in enumerate(operands)})


def _rows(bound: BoundRelation, catalogue: Catalogue, judged: CTE, compared: list[Ref], numbers: Mapping[Ref, int]) -> Select[Any]:
    """The broken places as fault rows: what is there, what is expected, which figures are in doubt."""
    left = _without_position(bound.relation.comparison.left)
    observed, expected = judged.c.left_value, judged.c.right_value
    if bound.single is not None and left != bound.single:
        observed, expected = expected, observed
    digits = max([1, *(catalogue.indicator(ref.indicator).decimals for ref in compared)]) + 1
    suspects = [numbers[ref] for ref in bound.suspects]
    here = [numbers[ref] for ref in compared if ref.at is At.NOW and not ref.children]
    primary, severity = bound.suspects[0], bound.source.severity.value
    incomplete, rounded, explained = judged.c.incomplete, judged.c.rounded, judged.c.explained
    broken = QUESTIONED if bound.source.severity is Severity.QUERY else BROKEN
    announced = and_(~incomplete, ~rounded, judged.c.announced.is_not(None), observed < expected)
    mild = or_(rounded, announced, judged.c.asked)
    culprits = [number for ref, number in numbers.items() if f"s{number}" in judged.c]
    at_fault = [judged.c[f"p{n}"] for n in suspects] + [case((judged.c[f"s{n}"], judged.c[f"p{n}"])) for n in culprits]
    held = [judged.c[f"n{n}"] for n in suspects] + [case((judged.c[f"s{n}"], judged.c[f"n{n}"])) for n in culprits]
    absent = func.concat_ws("、", *(case((judged.c[f"v{numbers[ref]}"].is_(None), _named(ref, catalogue))) for ref in compared))
    return select(
        judged.c.submission_no,
        case((rounded, ROUNDED), (announced, ANNOUNCED), (explained, EXPLAINED), else_=bound.name).label("rule"),
        case((incomplete, INCOMPLETE), (rounded, ROUNDED), (announced, ANNOUNCED), (explained, EXPLAINED), else_=broken).label("type"),
        case((mild, "info"), (explained, "query"), else_=severity).label("severity"),
        func.concat_ws(", ", *at_fault).label("place"),
        judged.c.organisation,
        literal(primary.indicator).label("indicator"),
        judged.c.period,
        literal(primary.basis.value if primary.basis else "").label("basis"),
        case((incomplete, absent), else_=digits_as_text(observed, digits)).label("observed"),
        case((~incomplete, digits_as_text(expected, digits))).label("expected"),
        case((~incomplete, digits_as_text(func.abs(observed - expected), digits))).label("difference"),
        func.jsonb_build_object(
            "relation",
            bound.name,
            "places",
            func.to_jsonb(_there([judged.c[f"p{n}"] for n in here], Text)),
            "figures",
            func.to_jsonb(_there([judged.c[f"n{n}"] for n in here], Integer)),
            "detail",
            judged.c.announced,
            "own",
            _own(bound, judged, numbers),
            "operands",
            _others(bound, judged, compared, numbers),
        ).label("fields"),
        case((or_(mild, explained), _there([], Integer)), else_=_there(held, Integer)).label("holds"),
    ).select_from(judged)


def _slips(bound: BoundRelation, compared: Sequence[Ref], operands: Mapping[Ref, Operand]) -> dict[Ref, ColumnElement[bool]]:
    """Of a total of single parts, by part: whether it alone is off by a unit (元 for 万元), so that the total fits once it is converted.

    Then the part is wrong and no less in doubt than the total: it is held with it (decision 0063).
    """
    if bound.disproves is not Disproves.TOTAL or bound.over_children or bound.single is None:
        return {}
    total = operands[bound.single]
    parts = [ref for ref in compared if ref != bound.single]
    found: dict[Ref, ColumnElement[bool]] = {}
    for part in parts:
        others = [operands[ref] for ref in parts if ref != part]
        needed = sum((other.value for other in others), literal(0)) * -1 + total.value
        margin = sum((other.half for other in others), total.half)
        one = operands[part]
        found[part] = or_(
            *(
                and_(func.abs(one.value * times - needed) <= margin + one.half * times, (margin + one.half * times) * 10 < func.abs(needed))
                for times in _UNIT_SLIPS
            )
        )
    return found


def _own(bound: BoundRelation, judged: CTE, numbers: Mapping[Ref, int]) -> ColumnElement[Any]:
    """The figure observed, where the fault stands at several: which of them the number is of."""
    if bound.single is None or len(bound.suspects) == 1:
        return cast(null(), JSONB)
    place = judged.c[f"p{numbers[bound.single]}"]
    return func.jsonb_build_object("indicator", bound.single.indicator, "basis", str(bound.single.basis), "place", place)


def _others(bound: BoundRelation, judged: CTE, compared: list[Ref], numbers: Mapping[Ref, int]) -> ColumnElement[Any]:
    """The figures beside the one observed, as `operand_words` reads them: what tells them apart, place and value."""
    found: ColumnElement[Any] = cast(literal("[]"), JSONB)
    others = [ref for ref in numbers if ref != bound.single and (ref in compared or ref.at is At.NOW)]
    one_indicator = len({ref.indicator for ref in others}) == 1 and others[0].indicator == (bound.single or others[0]).indicator
    one_basis = len({ref.basis for ref in numbers}) == 1
    for ref in others:
        number = numbers[ref]
        if ref.children:
            found = found.concat(func.coalesce(judged.c[f"l{number}"], cast(literal("[]"), JSONB)))
            continue
        told: dict[str, object] = {"place": judged.c[f"p{number}"], "value": digits_as_text(judged.c[f"v{number}"])}
        if not one_indicator:
            told["indicator"] = ref.indicator
        if ref.basis is not None and (not one_basis or ref.at is not At.NOW):
            told["basis"] = ref.basis.value
        if ref.at is not At.NOW:
            told["at"] = ref.at.value
        pairs = [item for pair in told.items() for item in pair]
        found = found.concat(func.jsonb_build_array(func.jsonb_build_object(*pairs)))
    return found


def _asked(bound: BoundRelation, places: CTE, catalogue: Catalogue) -> ColumnElement[bool]:
    """Whether a base is revised by rule, or was asked about in an earlier period of the year (PRACTICE, Revised base)."""
    if bound.topic is not Topic.PRIOR or bound.subject is None:
        return false()
    if catalogue.indicator(bound.subject.indicator).growth in ("comparable", "constant_price"):
        return true()
    return exists().where(
        issue.c.rule == bound.name,
        issue.c.organisation == places.c.organisation,
        func.left(issue.c.period, 4) == func.left(places.c.period, 4),
        issue.c.period < places.c.period,
        issue.c.state != "void",
    )


def _announced(bound: BoundRelation, places: CTE) -> ColumnElement[Any]:
    """The documents that announced a reduction of the cumulative here before the file came; null where there is none."""
    if bound.topic not in (Topic.FALL, Topic.CONTINUITY) or bound.subject is None:
        return cast(null(), Text)
    documents = func.string_agg(reduction.c.document, aggregate_order_by(literal("、"), reduction.c.decided_at))
    return (
        select(documents)
        .select_from(reduction.join(batch, batch.c.submission_no == places.c.submission_no))
        .where(
            reduction.c.organisation == places.c.organisation,
            reduction.c.indicator == bound.subject.indicator,
            reduction.c.period == places.c.period,
            reduction.c.decided_at <= batch.c.received_at,
        )
        .scalar_subquery()
    )


def _without_position(node: Expression) -> Expression:
    return replace(node, position=0) if isinstance(node, Ref) else node


def _there(found: Sequence[ColumnElement[Any]], kind: Any) -> ColumnElement[Any]:
    return func.array_remove(cast(array(found, type_=kind), ARRAY(kind)), null())


def _unit(bound: BoundRelation, compared: list[Ref], operands: Mapping[Ref, Operand]) -> ColumnElement[Decimal]:
    """One unit of the last digit: of the single figure where there is one, else the coarsest."""
    if bound.single is not None:
        return operands[bound.single].digit_weight
    return func.greatest(*(operands[ref].digit_weight for ref in compared))


def softening_of(bound: BoundRelation) -> ParsedRelation | None:
    """The relation under which a fall is the month's own doing (PRACTICE, Falling cumulative)."""
    if bound.topic is not Topic.FALL or bound.subject is None:
        return None
    code = bound.subject.indicator
    return mapped(parse(f"[{code}].cumulative = prev([{code}].cumulative) + [{code}].current"), _without_position)


def _named(ref: Ref, catalogue: Catalogue) -> str:
    name = catalogue.indicator(ref.indicator).name
    return f"{AT_WORDS[ref.at]}{name}（{BASIS_WORDS[ref.basis]}）" if ref.basis else name
