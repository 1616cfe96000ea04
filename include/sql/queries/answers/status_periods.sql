select
    coalesce(d.period, p.period) as period,
    coalesce(d.revision, p.revision) as revision,
    case
        when s.kind = 'conservation' then 'stopped, does not add up'
        when s.kind = 'leap' then 'waits to be let pass'
        when p.period is null then 'unpublished'
        when k.why = 'final' and d.period is not null then 'final, newer figures wait'
        when k.why is not null then k.why
        when d.period is null then 'published'
        else 'dirty'
    end as state,
    coalesce(array_to_string(s.reasons, '; '), '') as reason
from meta.publication as p
full join meta.dirty_period as d on p.period = d.period
left join meta.kept_period as k on p.period = k.period
left join meta.stopped_publication as s on d.period = s.period and d.revision = s.revision
order by period;
