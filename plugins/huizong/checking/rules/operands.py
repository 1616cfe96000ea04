"""The figures that a relation names, one row a place where it applies, as they stand resolved in `staging.operand`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, Text, and_, case, cast, func, null, or_, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from huizong.catalogue import Catalogue
from huizong.catalogue.form_entries import Form
from huizong.checking.language.binding import BoundRelation, Topic
from huizong.checking.language.interval import Interval
from huizong.checking.language.keys import keys_of
from huizong.checking.language.sources import batch, operand
from huizong.checking.language.tree import At, Ref
from huizong.model import Basis


@dataclass(frozen=True, slots=True)
class Operand:
    """One figure as SQL: value, half digit, digit weight, number and place where it is in the file; of a sum its parts as JSON."""

    value: ColumnElement[Decimal]
    half: ColumnElement[Decimal]
    digit_weight: ColumnElement[Decimal]
    figure_no: ColumnElement[int] = field(default_factory=lambda: cast(null(), Integer))
    place: ColumnElement[str] = field(default_factory=lambda: cast(null(), Text))
    parts: ColumnElement[Any] = field(default_factory=lambda: cast(null(), JSONB))

    @property
    def interval(self) -> Interval:
        """The true values that the figure can stand for."""
        return Interval(self.value - self.half, self.value, self.value + self.half)


def operands_of(bound: BoundRelation, refs: Sequence[Ref], catalogue: Catalogue) -> tuple[CTE, dict[Ref, Operand]]:
    """The places where a bound relation applies, with submission_no, organisation and period, and its figures there.

    `refs` have no position. Where the relation does not apply (a fall in the first owed period) there is no row.
    """
    named = or_(*(_is(bound, ref) for ref in refs))
    own = [ref for ref in refs if not ref.children]
    written = or_(*(and_(operand.c.indicator == code, operand.c.basis == basis) for code, basis in keys_of(own)))
    columns: list[ColumnElement[Any]] = []
    conditions: list[ColumnElement[bool]] = []
    for number, ref in enumerate(refs):
        values, asked = _figure(bound, ref, catalogue)
        columns += [value.label(f"{letter}{number}") for letter, value in zip("vhunpl", values, strict=True)]
        conditions += asked
    there: list[ColumnElement[bool]] = [func.bool_or(operand.c.in_file).filter(written)]
    if len(own) < len(refs):
        there.append(func.bool_or(operand.c.at.in_(("children", "children_or_zero"))))
    group = (operand.c.submission_no, operand.c.organisation, operand.c.period)
    places = (
        select(*group, *columns)
        .select_from(batch.join(operand, and_(operand.c.run_id == batch.c.run_id, operand.c.submission_no == batch.c.submission_no)))
        .where(
            operand.c.form == bound.form.code,
            operand.c.is_total if bound.over_children else ~operand.c.is_total,
            named,
            *_bound_ones(bound, catalogue),
            *conditions,
        )
        .group_by(*group)
        .having(and_(*there))
        .cte("operand")
    )
    return places, {ref: _column(places, number) for number, ref in enumerate(refs)}


def _is(bound: BoundRelation, ref: Ref) -> ColumnElement[bool]:
    """Whether a resolved row is the figure that the ref names."""
    at = str(ref.at) if not ref.children else "children_or_zero" if bound.source.missing == "zero" else "children"
    return and_(operand.c.indicator == ref.indicator, operand.c.basis == str(ref.basis), operand.c.at == at)


def _figure(bound: BoundRelation, ref: Ref, catalogue: Catalogue) -> tuple[Sequence[ColumnElement[Any]], list[ColumnElement[bool]]]:
    """Value, half digit, digit weight, number, place and parts of a ref at a place, and when the relation is asked there.

    January: the cumulative before the first owed period is 0 in a sum, and nothing to compare with otherwise. A relation
    under which what is missing is zero reads 0 where nothing was given; a masked or held figure is not nothing.
    """
    here = _is(bound, ref)
    if ref.at is not At.NOW and bound.topic in (Topic.FALL, Topic.CONTINUITY):
        here = and_(here, operand.c.own)  # a series goes on as the same reporter gave it
    value: ColumnElement[Any] = func.max(operand.c.value).filter(here)
    half: ColumnElement[Any] = func.max(operand.c.half_digit).filter(here)
    weight: ColumnElement[Any] = func.max(operand.c.digit_weight).filter(here)
    number: ColumnElement[Any] = cast(null(), Integer)
    place: ColumnElement[Any] = cast(null(), Text)
    parts: ColumnElement[Any] = cast(null(), JSONB)
    conditions: list[ColumnElement[bool]] = []
    if ref.children:
        listed = func.jsonb_agg(aggregate_order_by(operand.c.parts, operand.c.at)).filter(here, operand.c.parts.is_not(None))
        return (value, half, weight, number, place, func.jsonb_array_element(listed, 0)), conditions
    if ref.at is At.NOW:
        number, place = func.max(operand.c.figure_no).filter(here), func.max(operand.c.place).filter(here)
    if ref.at is At.PREVIOUS and ref.basis is Basis.CUMULATIVE and catalogue.indicator(ref.indicator).kind == "flow":
        month = first_owed_month(bound.form, ref.indicator, catalogue)
        if bound.relation.comparison.operator == "=":
            first = func.min(operand.c.last_month) <= month
            value, half = case((first, 0), else_=value), case((first, 0), else_=half)
            number, place = cast(null(), Integer), cast(null(), Text)
        else:
            conditions.append(operand.c.last_month > month)
    if bound.source.missing == "zero":
        masked: ColumnElement[Any] = func.coalesce(func.bool_or(operand.c.masked).filter(here), False)
        absent = and_(value.is_(None), ~masked)
        value, half = case((absent, 0), else_=value), case((absent, 0), else_=half)
    return (value, half, weight, number, place, parts), conditions


def _bound_ones(bound: BoundRelation, catalogue: Catalogue) -> list[ColumnElement[bool]]:
    """The version's time, and the organisations that the relation does not bind."""
    form, day = bound.form, operand.c.last_day
    found: list[ColumnElement[bool]] = []
    for version in (bound.stated_by, form if has_versions(form, catalogue) else None):
        if version is not None:
            found += [day >= version.valid_from] if version.valid_from else []
            found += [day <= version.valid_to] if version.valid_to else []
    return found + [
        or_(operand.c.organisation.is_(None), operand.c.organisation != exception.organisation, day > exception.until)
        for exception in bound.source.exceptions
    ]


def has_versions(form: Form, catalogue: Catalogue) -> bool:
    """Whether the form has several versions, so that the time of each matters."""
    return sum(other.code == form.code for other in catalogue.forms) > 1


def first_owed_month(form: Form, indicator: str, catalogue: Catalogue) -> int:
    """The month that ends the first period of a year in which the form owes the indicator."""
    months = [form.first_month or 1]
    months += [min(row.months) for row in form.rows if row.indicator == indicator and row.months]
    owed = [min(obligation.months) for obligation in catalogue.obligations if obligation.form == form.code and obligation.months]
    months += [min(owed)] if owed else []
    length = {"month": 1, "quarter": 3, "half": 6, "year": 12}[form.frequency]
    return -(-max(months) // length) * length


def _column(source: CTE, number: int) -> Operand:
    return Operand(*(source.c[f"{letter}{number}"] for letter in "vhunpl"))
