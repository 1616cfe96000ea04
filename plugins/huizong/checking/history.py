"""What was published before: the figures of an earlier period that a rule compares with.

Of several sources the one of the same reporter and form is taken, else the same form, else the form's priority, then
the organisation's own report. An organisation that others were merged into sums theirs; a split one is not divided.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import CTE, ColumnElement, FromClause, and_, any_, case, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from huizong.checking.tables import Shift, core_form, core_organisation, core_period, live_figure, off_season


def past_figures(subjects: FromClause, shift: Shift, name: str, indicators: Sequence[str] | None = None) -> CTE:
    """One row a source: submission_no, organisation, period (of the subject), past, indicator, basis, value, digit_weight, sources, own.

    `subjects` has submission_no, reporter, form, organisation and period. `sources` is how many organisations of the
    past the subject stands for, those merged into it by the end of its period; only where each gives a figure is their
    sum the subject's past. `own` says that the organisation or its reporter of now gave it. A zero out of season is none.
    """
    wanted = (
        select(
            subjects.c.submission_no,
            subjects.c.reporter,
            subjects.c.form,
            subjects.c.organisation,
            subjects.c.period,
            shift(subjects.c.period).label("past"),
        )
        .distinct()
        .cte(f"{name}_wanted")
    )
    origin, time, now = core_organisation.alias("origin"), core_period.alias("time"), core_period.alias("now")
    merged = and_(
        wanted.c.organisation == any_(origin.c.successor), func.cardinality(origin.c.successor) == 1, origin.c.valid_to < now.c.last_day
    )
    lineage = (
        select(
            *wanted.c,
            time.c.year,
            time.c.last_month,
            origin.c.code.label("source"),
            func.count().over(partition_by=(wanted.c.submission_no, wanted.c.organisation, wanted.c.period)).label("sources"),
        )
        .select_from(wanted)
        .join(time, time.c.period == wanted.c.past)
        .join(now, now.c.period == wanted.c.period)
        .join(origin, or_(origin.c.code == wanted.c.organisation, merged))
        .where(
            or_(origin.c.valid_from.is_(None), origin.c.valid_from <= time.c.last_day),
            or_(origin.c.valid_to.is_(None), origin.c.valid_to >= time.c.last_day),
        )
        .cte(f"{name}_lineage")
    )
    old = live_figure.alias("old")
    key = (lineage.c.submission_no, lineage.c.organisation, lineage.c.period, lineage.c.source, old.c.indicator, old.c.basis)
    priority = select(func.min(core_form.c.priority)).where(core_form.c.code == old.c.form).scalar_subquery()
    own = or_(
        old.c.reporter == lineage.c.reporter, and_(old.c.reporter == old.c.organisation, lineage.c.reporter == lineage.c.organisation)
    )
    best = (
        select(*key, lineage.c.past, old.c.value, old.c.digit_weight, lineage.c.sources, own.label("own"))
        .ext(distinct_on(*key))
        .select_from(lineage)
        .join(old, and_(old.c.organisation == lineage.c.source, old.c.period == lineage.c.past, old.c.period_year == lineage.c.year))
        .where(
            old.c.known_to == "infinity",
            old.c.status == "reported",
            or_(old.c.value != 0, ~off_season(old.c.form, old.c.indicator, lineage.c.last_month)),
        )
        .order_by(
            *key,
            and_(old.c.reporter == lineage.c.reporter, old.c.form == lineage.c.form).desc(),
            (old.c.form == lineage.c.form).desc(),
            priority,
            (old.c.reporter == old.c.organisation).desc(),
            old.c.figure_id.desc(),
        )
    )
    if indicators is not None:
        best = best.where(old.c.indicator.in_(indicators))
    return best.cte(name)


def summed_past(past: CTE, name: str) -> CTE:
    """One row a subject's figure: submission_no, organisation, period, past, indicator, basis, value, digit_weight, coarsest, own.

    Of a merged organisation values and digit weights are sums, and the value is null where one of the sources gave none
    (a filter on the groups would make the planner take all of them for one row); `coarsest` is the largest digit weight among them, and
    they are its own if all are.
    """
    key = (past.c.submission_no, past.c.organisation, past.c.period, past.c.past, past.c.indicator, past.c.basis)
    value: ColumnElement[Decimal] = case((func.count() == func.min(past.c.sources), func.sum(past.c.value)))
    return (
        select(
            *key,
            value.label("value"),
            func.sum(past.c.digit_weight).label("digit_weight"),
            func.max(past.c.digit_weight).label("coarsest"),
            func.bool_and(past.c.own).label("own"),
        )
        .group_by(*key)
        .cte(name)
    )
