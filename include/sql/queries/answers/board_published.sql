-- published periods, latest first, with how each stands
select
    p.period,
    c.frequency,
    p.revision,
    p.published_at,
    coalesce(k.why, 'provisional') as state,
    d.period is not null as is_dirty,
    coalesce(s.kind, '') as stopped,
    coalesce(s.reasons, '{}') as reasons
from meta.publication as p
inner join core.period as c on p.period = c.period
left join meta.kept_period as k on p.period = k.period
left join meta.dirty_period as d on p.period = d.period
left join meta.stopped_publication as s on d.period = s.period and d.revision = s.revision
order by c.last_day desc, c.months asc;
