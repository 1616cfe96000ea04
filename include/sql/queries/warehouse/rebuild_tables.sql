-- every table with content that is kept, those that others refer to first: how to copy it out, in, and how to empty it.
-- core.shared_figure fills itself as figures are copied in; what people were told stays as it is.
with recursive kept as (
    select
        c.oid,
        n.nspname as room,
        c.relname as name
    from pg_class as c
    inner join pg_namespace as n on c.relnamespace = n.oid
    where
        n.nspname in ('raw', 'quality', 'core', 'mart', 'meta')
        and c.relkind in ('r', 'p')
        and not c.relispartition
        and (n.nspname, c.relname) not in (
            ('meta', 'migration'), ('meta', 'view_file'), ('core', 'shared_figure'), ('meta', 'message'), ('meta', 'reminder_note'),
            ('meta', 'beat')
        )
),

turn as (
    select
        k.oid,
        0 as depth
    from kept as k
    union
    select
        f.conrelid as oid,
        t.depth + 1 as depth
    from turn as t
    inner join pg_constraint as f on t.oid = f.confrelid
    where f.contype = 'f' and f.conrelid <> f.confrelid and f.conparentid = 0
),

written as (
    select
        k.oid,
        k.room,
        k.name,
        max(t.depth) as depth,
        (
            select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
            from pg_attribute as a
            where a.attrelid = k.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        ) as columns
    from kept as k
    inner join turn as t on k.oid = t.oid
    group by k.oid, k.room, k.name
)

select
    format('copy (select %s from %I.%I) to stdout', w.columns, w.room, w.name) as copy_out,
    format('copy %I.%I (%s) from stdin', w.room, w.name, w.columns) as copy_in,
    format('truncate %I.%I cascade', w.room, w.name) as empty
from written as w
order by w.depth, w.room, w.name;
