-- the open periods whose rollups a change in this one makes stale, and whether each stays as it is (final, or put back). the month after it takes part as
-- far as its flows are differences: only where it was published with a cumulative whose month was not reported; until it is
-- published it is dirty itself. so do those that sum flows since January: only where one was last spoken of after what they show.
with affected as (
    select distinct
        n.period,
        p.months = 1 and p.last_month - 1 = i.last_month as is_next
    from core.period_input as n
    inner join core.open_period as o on n.period = o.period
    inner join core.period as p on n.period = p.period
    inner join core.period as i on n.input = i.period
    where n.input = %(period)s
),

summed as (
    select n.period
    from core.summed_input as n
    inner join core.open_period as o on n.period = o.period
    inner join meta.period_touched as t on n.input = t.period
    inner join meta.publication as p on n.period = p.period
    where n.input = %(period)s and t.summed_at > p.as_of
)

select
    a.period,
    k.period is not null as is_kept
from affected as a
left join meta.kept_period as k on a.period = k.period
where
    not a.is_next
    or a.period in (select s.period from summed as s)
    or exists (
        select 1
        from core.rollup as c
        inner join core.indicator as i on c.indicator = i.code and i.kind = 'flow'
        where
            c.period = a.period
            and c.basis = 'cumulative'
            and c.method not in ('sum_of_children', 'recomputed_over_children')
            and not exists (
                select 1
                from core.rollup as m
                where
                    m.period = c.period
                    and m.organisation = c.organisation
                    and m.indicator = c.indicator
                    and m.basis = 'current'
                    and m.method = 'reported'
                    and m.value is not null
            )
    )
union
select
    s.period,
    k.period is not null as is_kept
from summed as s
left join meta.kept_period as k on s.period = k.period
order by period;
