select
    c.relname as name,
    obj_description(c.oid, 'pg_class') as comment,
    a.attname as column_name,
    format_type(a.atttypid, a.atttypmod) as type,
    col_description(c.oid, a.attnum) as meaning
from pg_class as c
inner join pg_attribute as a on c.oid = a.attrelid
where
    c.relnamespace = 'mart'::regnamespace
    and c.relkind in ('r', 'p', 'v', 'm')
    and a.attnum > 0
    and not a.attisdropped
order by c.relname, a.attnum;
