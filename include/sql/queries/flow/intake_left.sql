-- those of the given arrivals that nobody has judged, and whether another process works on their reporter (see pipeline_claim)
with waiting as (
    select
        arrival_id,
        hashtextextended('huizong reporter ' || coalesce(reporter, ''), 0) as key
    from raw.arrival
    where
        arrival_id = any(%(arrivals)s)
        and state = 'received'
)

select
    w.arrival_id,
    exists(
        select 1
        from pg_locks as l
        inner join pg_database as d on d.datname = current_database()
        where
            l.locktype = 'advisory'
            and l.objsubid = 1
            and l.granted
            and l.database = d.oid
            and (l.classid::bigint << 32 | l.objid::bigint) = w.key
    ) as held
from waiting as w
order by w.arrival_id;
