-- the periods whose rollups a change in this one makes stale, as far as anybody reported them or what ends with them
select distinct n.period
from core.period_input as n
inner join core.period as p on n.period = p.period
inner join core.period as closing
    on p.year = closing.year and p.last_month = closing.last_month and p.months >= closing.months
inner join meta.period_touched as t on closing.period = t.period
where n.input = %(period)s
order by n.period;
