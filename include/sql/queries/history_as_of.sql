select
    r.period,
    max(r.as_of) as as_of
from mart.rollup as r
where r.period = any(%(periods)s)
group by r.period;
