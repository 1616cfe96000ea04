"""The parts that a file lists under a declared total, added up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on

from huizong.catalogue import Catalogue
from huizong.checking.keys import Key, half_digit, numbered
from huizong.checking.tables import core_organisation, figure, plain


def listed_parts(batch: CTE, totals: CTE, keys: Sequence[Key], catalogue: Catalogue, blank_is_zero: bool) -> CTE:
    """One row a total of `totals`: the sums of its parts `v0 …`, half digits `h0 …`, digit weights `u0 …`, the parts themselves `l0 …`.

    These are a JSON list of objects with organisation, place and value. The parts are the listed organisations right below
    the total's own where there are some, else those whose parent is not listed itself. Not applicable adds nothing; a part
    without a number makes the sum unknown, a blank one only if blanks are not to be read as zero.
    """
    part, above, holder = figure.alias("part"), figure.alias("above"), core_organisation.alias("holder")
    key = numbered(keys, catalogue, "part_key")
    under_listed = exists().where(
        above.c.run_id == part.c.run_id,
        above.c.submission_no == part.c.submission_no,
        above.c.indicator == part.c.indicator,
        above.c.basis == part.c.basis,
        above.c.period == part.c.period,
        above.c.organisation == holder.c.parent,
        ~above.c.is_total,
        ~above.c.candidate,
    )
    once = (part.c.submission_no, part.c.period, key.c.number, part.c.organisation)
    usable = ["reported", "not_applicable", *(["blank"] if blank_is_zero else [])]
    given = part.c.status == "reported"
    weight = part.c.digit_weight
    parts = (
        select(
            *once,
            holder.c.parent,
            part.c.status.in_(usable).label("usable"),
            part.c.place,
            part.c.figure_no,
            case((given, part.c.value)).label("value"),
            case((given, half_digit(key, weight, weight))).label("half"),
            case((given, func.coalesce(weight, key.c.weight))).label("weight"),
            (~under_listed).label("topmost"),
        )
        .ext(distinct_on(*once))
        .select_from(batch)
        .join(part, and_(part.c.run_id == batch.c.run_id, part.c.submission_no == batch.c.submission_no))
        .join(key, and_(key.c.indicator == part.c.indicator, key.c.basis == part.c.basis))
        .join(holder, holder.c.code == part.c.organisation)
        .where(~part.c.is_total, ~part.c.candidate)
        .order_by(*once, part.c.figure_no)
        .cte("parts")
    )
    direct = parts.alias("direct")
    has_direct = exists().where(
        direct.c.submission_no == totals.c.submission_no,
        direct.c.period == totals.c.period,
        direct.c.parent == totals.c.organisation,
    )
    listed = func.jsonb_build_object("organisation", parts.c.organisation, "place", parts.c.place, "value", plain(parts.c.value))
    columns: list[ColumnElement[Any]] = []
    for number in range(len(keys)):
        here = parts.c.number == number
        columns += [
            case((func.bool_and(parts.c.usable).filter(here), func.sum(parts.c.value).filter(here))).label(f"v{number}"),
            func.sum(parts.c.half).filter(here).label(f"h{number}"),
            func.max(parts.c.weight).filter(here).label(f"u{number}"),
            func.jsonb_agg(aggregate_order_by(listed, parts.c.figure_no)).filter(here, parts.c.value.is_not(None)).label(f"l{number}"),
        ]
    same = and_(
        parts.c.submission_no == totals.c.submission_no,
        parts.c.period == totals.c.period,
        or_(parts.c.parent == totals.c.organisation, and_(~has_direct, parts.c.topmost)),
    )
    group = (totals.c.submission_no, totals.c.period, totals.c.organisation)
    return select(*group, *columns).select_from(totals).join(parts, same).group_by(*group).cte("sums")
