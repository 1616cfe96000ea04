select
    coalesce(d.period, p.period) as period,
    coalesce(d.revision, p.revision) as revision,
    case
        when p.period is null then 'unpublished'
        when d.period is null then 'published'
        else 'dirty'
    end as state
from meta.publication as p
full join meta.dirty_period as d on p.period = d.period
order by period;
