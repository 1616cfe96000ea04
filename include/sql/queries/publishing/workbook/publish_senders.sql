-- who has sent anything for the periods, or for a part of them, that was taken at least in part
select distinct
    n.period,
    s.reporter
from core.period_input as n
inner join raw.submission as s on n.input = s.period
where
    n.period = any(%(periods)s)
    and s.reporter is not null
    and s.verdict in ('accepted', 'accepted_with_queries', 'partially_accepted');
