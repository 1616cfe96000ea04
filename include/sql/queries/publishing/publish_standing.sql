select
    p.period,
    p.rows,
    p.as_of
from meta.publication as p
where p.period = any(%(periods)s) and p.rows > 0;
