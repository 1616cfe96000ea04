"""Relations between two forms: a form's relation that names figures of another one, seen from either side.

The form that states it judges it when it comes second; the other judges its image (`images`). What neither could judge,
since both came in one batch or the figure that is in doubt was there first, publishing finds (`broken_between`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    FromClause,
    Integer,
    Numeric,
    Select,
    Text,
    and_,
    any_,
    case,
    column,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)

from huizong.catalogue import Catalogue
from huizong.catalogue.form_entries import Form
from huizong.checking.language.binding import BoundRelation, bound_relations
from huizong.checking.language.interval import Interval, breach_of, holds_as_written
from huizong.checking.language.keys import COUNTED_UNITS
from huizong.checking.language.sources import core_period, digits_as_text, issue, number
from huizong.checking.language.tree import At, Expression, Ref, mapped, references
from huizong.model import Basis

# What stands in a statement for the periods that are asked about, and for their years.
PERIODS, YEARS = "{periods}", "{years}"
_source = table(
    "source_figure",
    *(column(name, Text) for name in ("organisation", "indicator", "period", "basis", "reporter", "form", "status")),
    column("period_year", Integer),
    column("turn", Integer),
    column("value", Numeric),
    column("digit_weight", Numeric),
    schema="core",
)


def between_forms(form: Form, catalogue: Catalogue) -> Iterator[BoundRelation]:
    """The form's relations over figures of the period, some of which are in none of its rows."""
    listed = {row.indicator for row in form.rows}
    for bound in bound_relations(form, catalogue):
        if not bound.over_children and {ref.indicator for ref in _now(bound)} - listed:
            yield bound


def images(form: Form, catalogue: Catalogue) -> Iterator[BoundRelation]:
    """The form's relations as each other form judges them that has figures of theirs which a breach puts in doubt.

    What the first form has not said yet is no fault of the second: nothing is missing there.
    """
    for bound in between_forms(form, catalogue):
        for other in catalogue.forms:
            rows = {row.indicator for row in other.rows}
            suspects = tuple(ref for ref in bound.suspects if ref.indicator in rows)
            if other.code == form.code or not suspects or {ref.indicator for ref in _now(bound)} <= rows:
                continue
            yield replace(
                bound,
                name=f"{bound.name}|{other.code}",
                form=other,
                stated_by=form,
                source=bound.source.model_copy(update={"missing": "skip"}),
                suspects=suspects,
                single=_single(bound, rows),
                topic=None,
                subject=None,
            )


def broken_between(bound: BoundRelation, catalogue: Catalogue) -> Select[Any] | None:
    """The statement that finds where a relation of two forms is broken by what is live in some periods, and nobody was asked yet.

    PERIODS and YEARS stand in it for arrays of these.
    Its columns are period, organisation, indicator, basis, reporter, form, other_reporter, other_form, observed, expected and
    difference. None for relations with plans or figures of other periods: those are judged with the files alone.
    """
    relation = mapped(bound.relation, lambda node: replace(node, position=0) if isinstance(node, Ref) else node)
    refs = list(dict.fromkeys(references(relation)))
    if any(ref.at is not At.NOW or ref.basis in (None, Basis.PLAN) for ref in refs):
        return None
    sources = {ref: _source.alias(f"f{index}") for index, ref in enumerate(refs)}
    first = sources[refs[0]]
    joined: FromClause = first.join(core_period, core_period.c.period == first.c.period)
    for ref in refs[1:]:
        other = sources[ref]
        joined = joined.join(other, and_(other.c.organisation == first.c.organisation, other.c.period == first.c.period))
    periods, years = any_(literal_column(PERIODS, ARRAY(Text))), any_(literal_column(YEARS, ARRAY(Integer)))
    asked = [and_(each.c.period == periods, each.c.period_year == years) for each in sources.values()]
    shown = [
        and_(each.c.indicator == ref.indicator, each.c.basis == str(ref.basis), each.c.turn == 1, each.c.status == "reported")
        for ref, each in sources.items()
    ]
    intervals = {ref: _interval(ref, sources[ref], catalogue) for ref in refs}
    breach = breach_of(relation.comparison, intervals, bound.source.tolerance)
    conditions = [breach.broken] if relation.condition is None else [breach.broken, holds_as_written(relation.condition, intervals)]
    if bound.source.tolerance is None:
        weights = [_written(ref, sources[ref], catalogue) for ref in ([bound.single] if bound.single else refs)]
        conditions.append(or_(~breach.has_margin, breach.gap >= (func.greatest(*weights) if len(weights) > 1 else weights[0])))
    day, form = core_period.c.last_day, bound.form
    conditions += [day >= form.valid_from] if form.valid_from else []
    conditions += [day <= form.valid_to] if form.valid_to else []
    conditions += [or_(first.c.organisation != each.organisation, day > each.until) for each in bound.source.exceptions]
    suspect = bound.suspects[0]
    own, other = sources[suspect], sources[next(ref for ref in refs if ref != suspect)]
    left, right, difference = (
        digits_as_text(breach.left),
        digits_as_text(breach.right),
        digits_as_text(func.abs(breach.left - breach.right)),
    )
    return (
        select(
            first.c.period,
            first.c.organisation,
            literal(suspect.indicator).label("indicator"),
            literal(str(suspect.basis)).label("basis"),
            own.c.reporter,
            own.c.form,
            other.c.reporter.label("other_reporter"),
            other.c.form.label("other_form"),
            left.label("observed"),
            right.label("expected"),
            difference.label("difference"),
        )
        .select_from(joined)
        .where(*asked, *shown, *conditions, ~_spoken_of(bound, first))
        .order_by(first.c.period, first.c.organisation)
    )


def _spoken_of(bound: BoundRelation, source: FromClause) -> ColumnElement[bool]:
    """Whether somebody was asked about the relation at the place of a live figure already."""
    return exists().where(
        or_(issue.c.rule == bound.name, issue.c.rule.startswith(f"{bound.name}|", autoescape=True)),
        issue.c.organisation == source.c.organisation,
        issue.c.period == source.c.period,
        issue.c.state != "void",
    )


def _now(bound: BoundRelation) -> list[Ref]:
    return [ref for ref in references(bound.relation) if ref.at is At.NOW]


def _single(bound: BoundRelation, rows: set[str]) -> Ref | None:
    """The side that is one figure of the other form: what was observed there."""
    sides: list[Expression] = [bound.relation.comparison.left, bound.relation.comparison.right]
    plain_sides = [replace(side, position=0) for side in sides if isinstance(side, Ref) and side.at is At.NOW and side.indicator in rows]
    return bound.single if bound.single in plain_sides else next(iter(plain_sides), None)


def _written(ref: Ref, source: FromClause, catalogue: Catalogue) -> ColumnElement[Decimal]:
    """The weight of the last digit that was written, else of the indicator's decimals."""
    decimals = 1 if ref.basis and ref.basis.is_rate else catalogue.indicator(ref.indicator).decimals
    return func.coalesce(source.c.digit_weight, number(Decimal(1).scaleb(-decimals)))


def _interval(ref: Ref, source: FromClause, catalogue: Catalogue) -> Interval:
    """The true values that a live figure can stand for; things that are counted one by one carry no rounding."""
    written = _written(ref, source, catalogue)
    counted = catalogue.indicator(ref.indicator).unit in COUNTED_UNITS and not (ref.basis and ref.basis.is_rate)
    half: ColumnElement[Decimal] = case((written <= 1, number(0)), else_=written / 2) if counted else written / 2
    return Interval(source.c.value - half, source.c.value, source.c.value + half)
