"""The figures that a relation names, one row a place where it applies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Integer, Text, and_, case, cast, func, null, or_, select, true
from sqlalchemy.dialects.postgresql import JSONB

from huizong.catalogue import Catalogue
from huizong.catalogue.entries import Form
from huizong.checking.binding import Bound, Topic
from huizong.checking.history import past_figures, summed_past
from huizong.checking.interval import Interval
from huizong.checking.keys import Key, half_digit, key_of, keys_of, numbered
from huizong.checking.parts import listed_parts
from huizong.checking.tables import Shift, core_period, figure, off_season, previous, same_period, year_as_period, year_before
from huizong.checking.tree import At, Ref
from huizong.model import Basis

_MASKED = ("placeholder", "missing", "error", "held")


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


def operands_of(bound: Bound, refs: Sequence[Ref], batch: CTE, catalogue: Catalogue) -> tuple[CTE, dict[Ref, Operand]]:
    """The places where a bound relation applies, with submission_no, organisation and period, and its figures there.

    `refs` have no position. Where the relation does not apply (a fall in the first owed period) there is no row.
    """
    return _Builder(bound, batch, catalogue).build(refs)


@dataclass(frozen=True)
class _Builder:
    bound: Bound
    batch: CTE
    catalogue: Catalogue

    def build(self, refs: Sequence[Ref]) -> tuple[CTE, dict[Ref, Operand]]:
        own = [ref for ref in refs if not ref.children]
        keys = keys_of(own)
        subject = self._subjects(keys)
        time = core_period.alias("time")
        source: FromClause = subject.join(time, time.c.period == subject.c.period)
        found = {ref: _column(subject, keys.index(key_of(ref)), True) for ref in own if ref.at is At.NOW}
        for at, shift in ((At.PREVIOUS, previous), (At.YEAR_BEFORE, year_before)):
            shifted = [ref for ref in own if ref.at is at]
            if shifted:
                source, past = self._shifted(source, subject, keys, shifted, shift, at.value)
                found |= past
        plans = [ref for ref in own if ref.at is At.NOW and ref.basis is Basis.PLAN]
        if plans:
            source, annual = self._shifted(source, subject, keys, plans, year_as_period, "annual")
            found |= {ref: _first_of(found[ref], operand) for ref, operand in annual.items()}
        listed = {row.indicator for row in self.bound.form.rows}
        foreign = [ref for ref in own if ref.at is At.NOW and ref.indicator not in listed]
        if foreign and not self.bound.over_children:
            source, elsewhere = self._shifted(source, subject, keys, foreign, same_period, "elsewhere")
            found |= {ref: _first_of(found[ref], operand) for ref, operand in elsewhere.items()}
        children = [ref for ref in refs if ref.children]
        if children:
            source, sums = self._sums(source, subject, children)
            found |= sums
        found, conditions = self._with_resets(found, time.c.last_month)
        if self.bound.source.missing == "zero":
            found = {ref: operand if ref.children else self._zero(subject, keys, ref, operand) for ref, operand in found.items()}
        columns: list[ColumnElement[Any]] = []
        for number, operand in enumerate(found.values()):
            parts: tuple[ColumnElement[Any], ...] = (operand.value, operand.half, operand.digit_weight, operand.figure_no, operand.place)
            columns += [part.label(f"{letter}{number}") for letter, part in zip("vhunpl", (*parts, operand.parts), strict=True)]
        places = (
            select(subject.c.submission_no, subject.c.organisation, subject.c.period, *columns)
            .select_from(source)
            .where(*conditions)
            .cte("operand")
        )
        return places, {ref: _column(places, number, True) for number, ref in enumerate(found)}

    def _subjects(self, keys: Sequence[Key]) -> CTE:
        key = numbered(keys, self.catalogue, "key")
        time = core_period.alias("subject_time")
        group = (figure.c.submission_no, figure.c.organisation, figure.c.period)
        same = (*group, key.c.number)
        given = and_(figure.c.status == "reported", figure.c.value.is_not(None))
        if any(row.months for row in self.bound.form.rows):
            given = and_(given, or_(figure.c.value != 0, ~off_season(self.batch.c.form, figure.c.indicator, time.c.last_month)))
        number: ColumnElement[Decimal] = case((given, figure.c.value))
        alike = func.min(number).over(partition_by=same) == func.max(number).over(partition_by=same)
        named = (
            select(
                *same,
                self.batch.c.reporter,
                self.batch.c.form,
                figure.c.figure_no,
                figure.c.place,
                case((and_(given, alike), figure.c.value)).label("value"),
                case((given, half_digit(key, figure.c.digit_weight, figure.c.digit_weight))).label("half"),
                case((given, func.coalesce(figure.c.digit_weight, key.c.weight))).label("weight"),
                or_(figure.c.status.in_(_MASKED), and_(given, ~alike)).label("masked"),
            )
            .select_from(self.batch)
            .join(figure, and_(figure.c.run_id == self.batch.c.run_id, figure.c.submission_no == self.batch.c.submission_no))
            .join(key, and_(key.c.indicator == figure.c.indicator, key.c.basis == figure.c.basis))
            .join(time, time.c.period == figure.c.period)
            .where(
                self.batch.c.form == self.bound.form.code,
                ~figure.c.candidate,
                figure.c.is_total if self.bound.over_children else and_(~figure.c.is_total, figure.c.organisation.is_not(None)),
                *self._bound_ones(time.c.last_day),
            )
            .cte("named")
        )
        columns: list[ColumnElement[Any]] = []
        for index in range(len(keys)):
            here = named.c.number == index
            columns += [
                func.min(named.c.value).filter(here).label(f"v{index}"),
                func.max(named.c.half).filter(here).label(f"h{index}"),
                func.max(named.c.weight).filter(here).label(f"u{index}"),
                func.min(named.c.figure_no).filter(here).label(f"n{index}"),
                func.min(named.c.place).filter(here).label(f"p{index}"),
                func.bool_or(named.c.masked).filter(here).label(f"m{index}"),
            ]
        rows = (named.c.submission_no, named.c.reporter, named.c.form, named.c.organisation, named.c.period)
        return select(*rows, *columns).group_by(*rows).cte("subject")

    def _bound_ones(self, day: ColumnElement[Any]) -> list[ColumnElement[bool]]:
        """The version's time, and the organisations that the relation does not bind."""
        form = self.bound.form
        several = sum(other.code == form.code for other in self.catalogue.forms) > 1
        found: list[ColumnElement[bool]] = []
        if (stated_by := self.bound.stated_by) is not None:
            found += [day >= stated_by.valid_from] if stated_by.valid_from else []
            found += [day <= stated_by.valid_to] if stated_by.valid_to else []
        if several and form.valid_from:
            found.append(day >= form.valid_from)
        if several and form.valid_to:
            found.append(day <= form.valid_to)
        return found + [
            or_(figure.c.organisation.is_(None), figure.c.organisation != exception.organisation, day > exception.until)
            for exception in self.bound.source.exceptions
        ]

    def _shifted(
        self, source: FromClause, subject: CTE, keys: Sequence[Key], refs: Sequence[Ref], shift: Shift, name: str
    ) -> tuple[FromClause, dict[Ref, Operand]]:
        """The refs at another period: as in the file itself, else as published."""
        same_file = subject.alias(f"file_{name}")
        source = source.outerjoin(
            same_file,
            and_(
                same_file.c.submission_no == subject.c.submission_no,
                same_file.c.organisation == subject.c.organisation,
                same_file.c.period == shift(subject.c.period),
                same_file.c.period != subject.c.period,
            ),
        )
        old_keys = keys_of(refs)
        past = past_figures(subject, shift, f"past_{name}", sorted({ref.indicator for ref in refs}))
        whole = summed_past(past, f"whole_{name}")
        key = numbered(old_keys, self.catalogue, f"key_{name}")
        group = (whole.c.submission_no, whole.c.organisation, whole.c.period)
        columns: list[ColumnElement[Any]] = []
        for number in range(len(old_keys)):
            here = key.c.number == number
            columns += [
                func.max(whole.c.value).filter(here).label(f"v{number}"),
                func.max(half_digit(key, whole.c.digit_weight, whole.c.coarsest)).filter(here).label(f"h{number}"),
                func.max(func.coalesce(whole.c.coarsest, key.c.weight)).filter(here).label(f"u{number}"),
            ]
        published = (
            select(*group, *columns)
            .select_from(whole)
            .join(key, and_(key.c.indicator == whole.c.indicator, key.c.basis == whole.c.basis))
            .where(*([whole.c.own] if self.bound.topic in (Topic.FALL, Topic.CONTINUITY) else []))
            .group_by(*group)
            .cte(f"published_{name}")
        )
        source = source.outerjoin(
            published,
            and_(
                published.c.submission_no == subject.c.submission_no,
                published.c.organisation == subject.c.organisation,
                published.c.period == subject.c.period,
            ),
        )
        own_places = name == "annual"
        return source, {
            ref: _first_of(_column(same_file, keys.index(key_of(ref)), own_places), _column(published, old_keys.index(key_of(ref)), False))
            for ref in refs
        }

    def _sums(self, source: FromClause, subject: CTE, refs: Sequence[Ref]) -> tuple[FromClause, dict[Ref, Operand]]:
        keys = keys_of(refs)
        sums = listed_parts(self.batch, subject, keys, self.catalogue, self.bound.source.missing == "zero")
        source = source.join(
            sums,
            and_(
                sums.c.submission_no == subject.c.submission_no,
                sums.c.period == subject.c.period,
                sums.c.organisation.is_not_distinct_from(subject.c.organisation),
            ),
        )
        numbers = {ref: keys.index(key_of(ref)) for ref in refs}
        return source, {ref: replace(_column(sums, number, False), parts=sums.c[f"l{number}"]) for ref, number in numbers.items()}

    def _with_resets(
        self, found: dict[Ref, Operand], last_month: ColumnElement[int]
    ) -> tuple[dict[Ref, Operand], list[ColumnElement[bool]]]:
        """January: the cumulative before the first owed period is 0 in a sum, and nothing to compare with otherwise."""
        adds_up = self.bound.relation.comparison.operator == "="
        changed, conditions = dict(found), []
        for ref, operand in found.items():
            if ref.at is not At.PREVIOUS or ref.basis is not Basis.CUMULATIVE or self.catalogue.indicator(ref.indicator).kind != "flow":
                continue
            first = last_month <= first_owed_month(self.bound.form, ref.indicator, self.catalogue)
            if adds_up:
                changed[ref] = Operand(case((first, 0), else_=operand.value), case((first, 0), else_=operand.half), operand.digit_weight)
            else:
                conditions.append(~first)
        return changed, conditions

    def _zero(self, subject: CTE, keys: Sequence[Key], ref: Ref, operand: Operand) -> Operand:
        """The operand with 0 where nothing was given; a masked or held figure is not nothing."""
        masked = subject.c[f"m{keys.index(key_of(ref))}"] if ref.at is At.NOW else ~true()
        absent = and_(operand.value.is_(None), ~func.coalesce(masked, ~true()))
        return Operand(
            case((absent, 0), else_=operand.value),
            case((absent, 0), else_=operand.half),
            operand.digit_weight,
            operand.figure_no,
            operand.place,
        )


def first_owed_month(form: Form, indicator: str, catalogue: Catalogue) -> int:
    """The month that ends the first period of a year in which the form owes the indicator."""
    months = [form.first_month or 1]
    months += [min(row.months) for row in form.rows if row.indicator == indicator and row.months]
    owed = [min(obligation.months) for obligation in catalogue.obligations if obligation.form == form.code and obligation.months]
    months += [min(owed)] if owed else []
    length = {"month": 1, "quarter": 3, "half": 6, "year": 12}[form.frequency]
    return -(-max(months) // length) * length


def _column(source: FromClause, number: int, in_file: bool) -> Operand:
    value, half, weight = (source.c[f"{letter}{number}"] for letter in "vhu")
    return Operand(value, half, weight, source.c[f"n{number}"], source.c[f"p{number}"]) if in_file else Operand(value, half, weight)


def _first_of(one: Operand, other: Operand) -> Operand:
    """The first where it has a value, else the other."""
    given = one.value.is_not(None)

    def pick(first: ColumnElement[Any], second: ColumnElement[Any]) -> ColumnElement[Any]:
        return case((given, first), else_=second)

    return Operand(
        pick(one.value, other.value),
        pick(one.half, other.half),
        pick(one.digit_weight, other.digit_weight),
        pick(one.figure_no, other.figure_no),
        pick(one.place, other.place),
    )
