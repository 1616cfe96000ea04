update mart.rollup as r set suppressed = true
from unnest(%(periods)s::text[], %(organisations)s::text[], %(indicators)s::text[]) as w (period, organisation, indicator)
where r.period = w.period and r.organisation = w.organisation and r.indicator = w.indicator;
