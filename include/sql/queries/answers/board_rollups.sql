-- the county's headline rollups of a period, each with its values of the last twelve periods of that length, oldest first
with county as (
    select o.code
    from core.organisation as o
    where o.kind = 'county'
),

lately as (
    select
        c.period,
        c.last_day
    from core.period as w
    inner join core.period as c on w.frequency = c.frequency and w.last_day >= c.last_day
    where w.period = %(period)s
    order by c.last_day desc
    limit 12
),

history as (
    select
        h.indicator,
        h.basis,
        array_agg(h.value order by l.last_day asc) as past
    from lately as l
    inner join core.rollup as h on l.period = h.period
    where h.is_headline and h.organisation in (select c.code from county as c)
    group by h.indicator, h.basis
)

select
    r.indicator,
    r.indicator_name,
    r.basis,
    r.method,
    r.value,
    r.unit,
    i.decimals,
    r.reported,
    r.expected,
    r.full_coverage,
    r.missing_names,
    r.held_names,
    r.progress_gap,
    h.past
from core.rollup as r
inner join core.indicator as i on r.indicator = i.code
left join history as h on r.indicator = h.indicator and r.basis = h.basis
where r.period = %(period)s and r.is_headline and r.organisation in (select c.code from county as c)
order by r.indicator, r.basis;
