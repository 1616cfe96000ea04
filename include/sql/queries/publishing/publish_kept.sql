-- the published periods that no publication changes
select k.period
from meta.kept_period as k
inner join meta.publication as p on k.period = p.period
order by k.period;
