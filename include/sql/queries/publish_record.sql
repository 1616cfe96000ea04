insert into meta.publication (period, revision, as_of, published_at, rows)
select
    r.period,
    %(revision)s as read_revision,
    max(r.as_of) as as_of,
    %(published_at)s as written_at,
    count(*) as rows
from mart.rollup as r
where r.period = any(%(periods)s)
group by r.period
on conflict (period) do update set
    revision = excluded.revision,
    as_of = excluded.as_of,
    published_at = excluded.published_at,
    rows = excluded.rows;
