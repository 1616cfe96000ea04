-- when an ingest run was seen last, if that is too long ago; before the first one the beginning of the system counts
with seen as (
    select coalesce(max(b.at), (select min(c.first_used_at) from meta.catalogue as c)) as last
    from meta.beat as b
    where b.name = 'ingest'
)

select s.last
from seen as s
where s.last < %(silent)s;
