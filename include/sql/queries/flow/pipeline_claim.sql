-- every waiting arrival of the reporters of the given ones, if nobody else works on the reporter
with reporters as (
    select distinct coalesce(reporter, '') as reporter
    from raw.arrival
    where arrival_id = any(%(arrivals)s)
),

locked as materialized (
    select reporter
    from reporters
    where pg_try_advisory_lock(hashtextextended('huizong reporter ' || reporter, 0))
)

select
    a.arrival_id,
    a.reporter,
    a.folder,
    a.folder_below,
    a.file_name,
    a.sha256,
    a.received_at,
    case when a.tried_at < pg_postmaster_start_time() then 0 else a.attempts end as attempts
from raw.arrival as a
inner join locked as l on coalesce(a.reporter, '') = l.reporter
where a.state = 'received'
order by a.arrival_id;
