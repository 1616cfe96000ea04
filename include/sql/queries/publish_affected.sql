-- the open periods whose rollups a change in this one makes stale. the month after it only where it was published: until then it
-- is dirty itself.
select distinct n.period
from core.period_input as n
inner join core.open_period as o on n.period = o.period
inner join core.period as p on n.period = p.period
inner join core.period as i on n.input = i.period
left join meta.publication as done on n.period = done.period
where
    n.input = %(period)s
    and (p.months > 1 or p.last_month - 1 <> i.last_month or done.period is not null)
order by n.period;
