-- rollups over parts that are not what they count: the figures of the organisations counted must give the sum, each of them once,
-- none beside one above it, none of them missing or held. what several heirs of one organisation have together has no own figure.
with over_parts as (
    select r.*
    from core.rollup as r
    where
        r.period = any(%(periods)s)
        and (%(indicators)s::text[] is null or r.indicator = any(%(indicators)s))
        and r.method in ('sum_of_children', 'recomputed_over_children')
),

part as (
    select
        o.period,
        o.organisation,
        o.indicator,
        o.basis,
        o.method,
        c.code,
        p.value,
        p.period is not null as is_there,
        not exists (
            select 1
            from core.organisation_line as l
            where l.organisation = c.code and l.ancestor = o.organisation
        )
        or c.code = any(o.missing || o.held)
        or exists (
            select 1
            from core.organisation_line as l
            where l.organisation = c.code and l.ancestor = any(o.counted)
        ) as is_wrong
    from over_parts as o
    cross join lateral unnest(o.counted) as c (code)
    left join core.rollup as p
        on
            o.period = p.period
            and c.code = p.organisation
            and o.indicator = p.indicator
            and o.basis = p.basis
            and p.method not in ('sum_of_children', 'recomputed_over_children')
),

added as (
    select
        p.period,
        p.organisation,
        p.indicator,
        p.basis,
        p.method,
        count(*) as parts,
        count(distinct p.code) as different,
        sum(p.value) as total,
        bool_and(p.value is not null) as is_known,
        bool_or(p.is_wrong or not p.is_there) as is_wrong
    from part as p
    group by p.period, p.organisation, p.indicator, p.basis, p.method
)

select
    o.period,
    o.organisation,
    o.indicator,
    o.basis,
    trim_scale(o.value)::text as value,
    case when o.method = 'sum_of_children' then trim_scale(a.total)::text end as total,
    o.reported,
    coalesce(a.parts, 0)::integer as parts
from over_parts as o
left join added as a
    on
        o.period = a.period
        and o.organisation = a.organisation
        and o.indicator = a.indicator
        and o.basis = a.basis
        and o.method = a.method
where
    o.reported <> coalesce(a.parts, 0)
    or a.different <> a.parts
    or a.is_wrong
    or (a.parts is null and o.value is not null)
    or (o.method = 'sum_of_children' and a.is_known and o.value is distinct from a.total)
order by o.period, o.organisation, o.indicator, o.basis;
