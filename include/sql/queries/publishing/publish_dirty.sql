-- final periods and those put back wait until a person opens them, those stopped until another revision comes or a person lets them
select
    d.period,
    d.revision
from meta.dirty_period as d
where
    d.period not in (
        select k.period
        from meta.kept_period as k
    )
    and not exists (
        select 1
        from meta.stopped_publication as s
        where s.period = d.period and s.revision = d.revision
    )
order by d.period;
