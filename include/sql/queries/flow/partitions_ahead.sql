-- years from this one on that core.figure has a partition for, and figures that lie in none of a year
select
    (
        select count(*)
        from pg_inherits as i
        inner join pg_class as c on i.inhrelid = c.oid
        where
            i.inhparent = 'core.figure'::regclass
            and c.relname ~ '^figure_\d{4}$'
            and right(c.relname, 4)::integer >= extract(year from now() at time zone 'Asia/Shanghai')
    ) as years,
    (select count(*) from core.figure_default) as outside;
