-- the open periods whose rollups a change in this one makes stale
select distinct n.period
from core.period_input as n
inner join core.open_period as o on n.period = o.period
where n.input = %(period)s
order by n.period;
