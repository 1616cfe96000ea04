-- headlines by which is told what to withhold: as they were worked out just now, those of other indicators, and of the periods that
-- they are made of, as they stand
select
    f.period,
    f.organisation,
    f.indicator,
    f.basis,
    f.is_headline,
    f.value
from pg_temp.fresh_rollup as f
where f.indicator = any(%(asked)s)
union all
select
    r.period,
    r.organisation,
    r.indicator,
    r.basis,
    r.is_headline,
    r.value
from core.rollup as r
where
    r.indicator = any(%(asked)s)
    and (
        (r.period = any(%(periods)s) and r.indicator <> all(coalesce(%(indicators)s::text[], %(asked)s)))
        or (
            r.period <> all(%(periods)s)
            and r.period = any(array(
                select n.input
                from core.period_input as n
                where n.period = any(%(periods)s)
            ))
        )
    );
