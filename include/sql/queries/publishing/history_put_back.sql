-- the rollups of the periods as they were published last, and that they were
delete from core.rollup
where period = any(%(periods)s);

delete from meta.publication
where period = any(%(periods)s);

insert into core.rollup
with unsaid as materialized (
    select core.rollup_default() as content
)

select (r).*
from core.rollup_version as v
cross join unsaid as u
-- not in the list of columns, where it would be worked out for each of them
cross join lateral jsonb_populate_record(null::core.rollup, u.content || v.content || jsonb_build_object('period', v.period)) as r
where v.known_to = 'infinity' and v.period = any(%(periods)s);

insert into meta.publication (period, revision, as_of, published_at, rows)
with standing as (
    select distinct on (p.period)
        p.period,
        p.revision,
        p.as_of,
        p.published_at
    from meta.published as p
    where p.period = any(%(periods)s)
    order by p.period asc, p.number desc
)

select
    s.period,
    s.revision,
    s.as_of,
    s.published_at,
    count(*) as rows
from standing as s
inner join core.rollup as r on s.period = r.period
group by s.period, s.revision, s.as_of, s.published_at;
