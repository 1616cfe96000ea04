-- periods that lack anything; where seconds are given, of those that lack nothing but files only those whose time has come: nothing waits
-- to be judged, or they are due for so long. final periods and those put back wait until a person opens them, those stopped until another revision comes or a person lets them
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
    and (
        %(seconds)s::numeric is null
        or d.rolled_up is distinct from d.revision
        or d.files_due_since <= now() - make_interval(secs => %(seconds)s::numeric::double precision)
        or not exists (
            select 1
            from raw.arrival as a
            where a.state = 'received'
        )
    )
order by d.period;
