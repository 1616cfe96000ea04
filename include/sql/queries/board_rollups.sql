-- the county's headline rollups of a period, each with its values of the last twelve periods of that length, oldest first
with county as (
    select o.code
    from core.organisation as o
    where o.kind = 'county'
),

wanted as (
    select
        c.period,
        c.frequency,
        c.last_day
    from core.period as c
    where c.period = %(period)s
),

history as (
    select
        h.indicator,
        h.basis,
        array_agg(h.value order by h.period_end asc) as past
    from wanted as w
    inner join mart.rollup as h
        on
            w.frequency = h.frequency
            and w.last_day >= h.period_end
            and w.last_day < h.period_end + interval '1 year' * (
                case w.frequency when 'month' then 1 when 'quarter' then 3 when 'half' then 6 else 12 end
            )
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
from mart.rollup as r
inner join core.indicator as i on r.indicator = i.code
left join history as h on r.indicator = h.indicator and r.basis = h.basis
where r.period = %(period)s and r.is_headline and r.organisation in (select c.code from county as c)
order by r.indicator, r.basis;
