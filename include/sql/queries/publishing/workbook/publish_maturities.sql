-- what the figures of an indicator are, as their forms say it; null for those that say nothing
select distinct
    f.period,
    f.indicator,
    f.maturity
from core.source_figure as f
where
    f.period = any(%(periods)s)
    and f.turn = 1
    and f.status = 'reported'
    and f.basis in ('current', 'cumulative')
order by f.period, f.indicator, f.maturity;
