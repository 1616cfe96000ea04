select
    coalesce(d.period, p.period) as period,
    coalesce(d.revision, p.revision) as revision,
    case
        when p.period is null then 'unpublished'
        when f.period is not null and d.period is not null then 'final, newer figures wait'
        when f.period is not null then 'final'
        when d.period is null then 'published'
        else 'dirty'
    end as state
from meta.publication as p
full join meta.dirty_period as d on p.period = d.period
left join meta.final_period as f on p.period = f.period
order by period;
