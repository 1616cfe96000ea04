-- publications that were stopped because they move by too much, and wait for somebody to let them pass
select
    s.period,
    s.reasons,
    s.stopped_at
from meta.stopped_publication as s
inner join meta.dirty_period as d on s.period = d.period and s.revision = d.revision
where s.kind = 'leap'
order by s.period desc;
