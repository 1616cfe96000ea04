select
    p.period,
    p.as_of
from meta.publication as p
where
    p.period = any(%(periods)s)
    and exists (
        select 1
        from core.rollup as r
        where r.period = p.period
    );
