-- what all rollups of a period have in common. what one of them is computed under is said so that the next publication knows
-- whether it may take up from there: the program, the catalogue, the open periods among those that it is made of.
insert into meta.publication (period, revision, as_of, published_at, rows, made_under)
select
    r.period,
    %(revision)s as read_revision,
    (
        select max(t.touched_at)
        from core.touched_input as t
        where t.period = r.period
    ) as as_of,
    %(published_at)s as written_at,
    count(*) as rows,
    md5(concat_ws(
        ' ', %(program)s, %(catalogue)s, (
            select string_agg(o.period, ' ' order by o.period)
            from core.period as t
            inner join core.period as i
                on t.year between i.year and i.year + 1 and (t.last_month >= i.last_month or i.frequency = 'year')
            inner join core.open_period as o on i.period = o.period
            where t.period = r.period
        )
    )) as made_under
from core.rollup as r
where r.period = any(%(periods)s)
group by r.period
on conflict (period) do update set
    revision = excluded.revision,
    as_of = excluded.as_of,
    published_at = excluded.published_at,
    rows = excluded.rows,
    made_under = excluded.made_under;
