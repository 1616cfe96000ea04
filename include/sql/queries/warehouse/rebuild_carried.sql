-- what a rebuild can't make again, since it arose from the clock, and takes over from the warehouse that it replaces: what people
-- were told. numbers that only count are given anew.
select
    format('copy (select %s from %I.%I) to stdout', c.columns, c.room, c.name) as copy_out,
    format('copy %I.%I (%s) from stdin', c.room, c.name, c.columns) as copy_in
from (
    select
        n.nspname as room,
        t.relname as name,
        string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
    from pg_class as t
    inner join pg_namespace as n on t.relnamespace = n.oid
    inner join pg_attribute as a on t.oid = a.attrelid and a.attnum > 0 and not a.attisdropped and a.attidentity = ''
    where (n.nspname, t.relname) in (('meta', 'message'), ('meta', 'reminder_note'), ('meta', 'beat'))
    group by n.nspname, t.relname
) as c
order by c.room, c.name;
