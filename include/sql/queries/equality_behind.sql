-- periods whose rollups are older than their figures: what they are to be nobody has seen yet
select d.period
from meta.dirty_period as d
where d.period not in (select f.period from meta.final_period as f)
order by d.period;
