-- from where nothing has been counted yet to where nothing can be written any more: a transaction that is still open may have
-- written a receipt already, with the time of the writing
select
    b.at as since,
    least(
        clock_timestamp(),
        (
            select min(a.xact_start)
            from pg_stat_activity as a
            where a.datname = current_database() and a.pid <> pg_backend_pid()
        )
    ) as until
from meta.beat as b
where b.name = 'measured'
for update;
