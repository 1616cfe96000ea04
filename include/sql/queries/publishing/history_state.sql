-- where the history of the periods stands: the last publication of each, nothing for one that has none
select distinct on (p.period)
    p.period,
    p.number,
    p.published_at
from meta.published as p
where p.period = any(%(periods)s)
order by p.period asc, p.number desc;
