-- reasons that were taken and stand, oldest first
select
    e.period,
    e.organisation,
    e.indicator,
    e.content
from quality.explanation as e
where
    e.period = any(%(periods)s)
    and e.accepted
    and e.lapsed_at is null
    and e.organisation is not null
    and e.indicator is not null
order by e.period, e.known_from, e.organisation, e.indicator, e.explanation_id;
