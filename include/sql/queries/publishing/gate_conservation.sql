-- rollups over parts that are not what they count: the figures of the organisations counted must give the sum, each of them once,
-- none beside one above it, none of them missing or held. what several heirs of one organisation have together has no own figure.
with over_parts as materialized (
    select
        row_number() over () as id,
        r.*
    from core.rollup as r
    where
        r.period = any(%(periods)s)
        and (%(indicators)s::text[] is null or r.indicator = any(%(indicators)s))
        and r.method in ('sum_of_children', 'recomputed_over_children')
),

line as materialized (
    select
        l.organisation,
        l.ancestor
    from core.organisation_line as l
),

counted_one as materialized (
    select
        o.id,
        o.organisation,
        c.code,
        c.code = any(o.missing || o.held) as is_lacking
    from over_parts as o
    cross join lateral unnest(o.counted) as c (code)
),

-- step by step, since nobody can tell the planner how many organisations a rollup counts
one_above as materialized (
    select
        c.id,
        c.code,
        l.ancestor
    from counted_one as c
    inner join line as l on c.code = l.organisation
),

-- beside one above it, in the same rollup
beside_above as (
    select distinct
        u.id,
        u.code
    from one_above as u
    inner join counted_one as a on u.id = a.id and u.ancestor = a.code
),

part as (
    select
        c.id,
        c.code,
        p.value,
        c.is_lacking
        or p.period is null
        or b.code is not null
        or not exists (
            select 1
            from line as l
            where l.organisation = c.code and l.ancestor = c.organisation
        ) as is_wrong
    from counted_one as c
    inner join over_parts as o on c.id = o.id
    left join core.rollup as p
        on
            o.period = p.period
            and c.code = p.organisation
            and o.indicator = p.indicator
            and o.basis = p.basis
            and p.method not in ('sum_of_children', 'recomputed_over_children')
    left join beside_above as b on c.id = b.id and c.code = b.code
),

added as (
    select
        p.id,
        count(*) as parts,
        count(distinct p.code) as different,
        sum(p.value) as total,
        bool_and(p.value is not null) as is_known,
        bool_or(p.is_wrong) as is_wrong
    from part as p
    group by p.id
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
left join added as a on o.id = a.id
where
    o.reported <> coalesce(a.parts, 0)
    or a.different <> a.parts
    or a.is_wrong
    or (a.parts is null and o.value is not null)
    or (o.method = 'sum_of_children' and a.is_known and o.value is distinct from a.total)
order by o.period, o.organisation, o.indicator, o.basis;
