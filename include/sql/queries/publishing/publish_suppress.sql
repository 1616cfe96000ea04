update pg_temp.fresh_rollup as r set suppressed = true
from unnest(%(periods)s::text[], %(organisations)s::text[], %(indicators)s::text[]) as w (period, organisation, indicator)
where r.period = w.period and r.organisation = w.organisation and r.indicator = w.indicator;

-- nor how much of last year's value it is that those lack whose values are withheld
update pg_temp.fresh_rollup as r set year_before_share = null
from core.period as p
inner join (
    select
        f.period,
        f.organisation,
        f.indicator
    from pg_temp.fresh_rollup as f
    where f.suppressed
    union
    select
        h.period,
        h.organisation,
        h.indicator
    from core.rollup as h
    where h.suppressed and h.period <> all(%(within)s)
) as s on s.period in (p.period, p.year_before)
where
    r.year_before_share is not null
    and r.period = p.period
    and s.indicator = r.indicator
    and s.organisation = any(r.missing || r.held);
