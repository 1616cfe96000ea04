-- what rows take from the period before as it is published: their place in it, and of its value how much those have that are in
-- the value now. also at the next period, if that is published and neither final nor put back; answers in which periods anything
-- changed.
with neighbour as (
    select
        p.period,
        p.first_month,
        b.period as period_before,
        b.last_day as day_before
    from core.period as p
    inner join core.period as b
        on
            p.frequency = b.frequency
            and b.year = case p.first_month when 1 then p.year - 1 else p.year end
            and b.last_month = case p.first_month when 1 then 12 else p.first_month - 1 end
    where
        (p.period = any(%(periods)s) or b.period = any(%(periods)s))
        and p.period not in (select k.period from meta.kept_period as k)
),

tied as materialized (
    select e.*
    from core.estate(array(select n.period from neighbour as n)) as e
    where e.span = 'before'
),

-- only rows that had a place, or have one from an earlier publication, and those that are over organisations
row_now as materialized (
    select
        n.*,
        r.organisation,
        r.indicator,
        r.basis,
        r.method,
        r.reported,
        r.expected,
        r.missing || r.held as lacking,
        h.rank as last_rank,
        r.method = 'sum_of_children' and r.basis in ('current', 'cumulative') as is_shared
    from neighbour as n
    inner join core.rollup as r on n.period = r.period
    left join core.rollup as h
        on
            n.period_before = h.period
            and r.organisation = h.organisation
            and r.indicator = h.indicator
            and r.basis = h.basis
            and r.is_headline
            and h.is_headline
            and h.rank is not null
    where
        (%(indicators)s::text[] is null or r.indicator = any(%(indicators)s))
        and (
            h.rank is not null
            or r.last_rank is not null
            or r.previous_share is not null
            or (r.method = 'sum_of_children' and r.basis in ('current', 'cumulative'))
        )
),

-- those that are missing now, by the organisations that were there before: of several heirs the part of one is not known
lacking as (
    select
        r.period,
        r.period_before,
        r.organisation,
        r.indicator,
        r.basis,
        coalesce(m.organisation, l.code) as code,
        coalesce(m.is_kin, true) as is_kin,
        coalesce(h.heirs, 1) = 1 as is_whole
    from row_now as r
    cross join lateral unnest(r.lacking) as l (code)
    left join tied as h on r.period = h.period and l.code = h.organisation
    left join tied as m on h.period = m.period and h.estate = m.estate and r.day_before between m.valid_from and m.valid_to
    where r.is_shared
),

lacked as (
    select
        l.period,
        l.organisation,
        l.indicator,
        l.basis,
        sum(b.value) as value,
        bool_and(l.is_whole and (b.value is not null or not l.is_kin))
        and coalesce(min(b.value) >= 0, false)
        and not coalesce(bool_or(b.suppressed), false) as is_known
    from lacking as l
    left join core.rollup as b
        on
            l.period_before = b.period
            and l.code = b.organisation
            and l.indicator = b.indicator
            and l.basis = b.basis
            and b.is_headline
    group by l.period, l.organisation, l.indicator, l.basis
),

carried as (
    select
        r.period,
        r.organisation,
        r.indicator,
        r.basis,
        r.method,
        r.last_rank,
        case
            when r.expected = 0 or r.reported = 0 or w.value is null or w.value <= 0 then null
            when r.first_month = 1 and r.basis = 'cumulative' then null
            when cardinality(r.lacking) = 0 then 100
            when l.is_known and l.value <= w.value then 100 * (w.value - l.value) / w.value
        end as previous_share
    from row_now as r
    left join core.rollup as w
        on
            r.is_shared
            and r.period_before = w.period
            and r.organisation = w.organisation
            and r.indicator = w.indicator
            and r.basis = w.basis
            and w.method = 'sum_of_children'
    left join lacked as l
        on
            r.period = l.period
            and r.organisation = l.organisation
            and r.indicator = l.indicator
            and r.basis = l.basis
),

changed as (
    update core.rollup as r set
        last_rank = c.last_rank,
        previous_share = c.previous_share
    from carried as c
    where
        r.period = c.period
        and r.organisation = c.organisation
        and r.indicator = c.indicator
        and r.basis = c.basis
        and r.method = c.method
        and (r.last_rank is distinct from c.last_rank or r.previous_share is distinct from c.previous_share)
    returning r.period
)

select distinct
    g.period,
    p.revision
from changed as g
inner join meta.publication as p on g.period = p.period
order by g.period;
