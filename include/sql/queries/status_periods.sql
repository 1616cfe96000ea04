select
    coalesce(d.period, p.period) as period,
    coalesce(d.revision, p.revision) as revision,
    case
        when p.period is null then 'unpublished'
        when d.period is null and coalesce(f.is_final, false) then 'final'
        when d.period is null then 'published'
        else 'dirty'
    end as state
from meta.publication as p
full join meta.dirty_period as d on p.period = d.period
left join lateral (
    select z.is_final
    from quality.finalisation as z
    where z.period = p.period
    order by z.decided_at desc
    limit 1
) as f on true
order by period;
