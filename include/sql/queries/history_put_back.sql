-- the rollups of the periods as they were published last, and that they were
delete from mart.rollup
where period = any(%(periods)s);

insert into mart.rollup
with decided as (
    select distinct on (f.period)
        f.period,
        f.is_final
    from quality.finalisation as f
    order by f.period asc, f.decided_at desc
),

standing as (
    select distinct on (d.period)
        d.period,
        d.as_of,
        d.revision,
        case when f.period is not null then 'final' else 'provisional' end as state
    from meta.published as d
    left join decided as f on d.period = f.period and f.is_final
    where d.period = any(%(periods)s)
    order by d.period asc, d.number desc
),

unsaid as materialized (
    select core.rollup_default() as content
)

select (jsonb_populate_record(null::mart.rollup, u.content || v.content || to_jsonb(p))).*
from core.rollup_version as v
inner join standing as p on v.period = p.period
cross join unsaid as u
where v.known_to = 'infinity';

insert into meta.publication (period, revision, as_of, published_at, rows)
select
    r.period,
    max(p.revision) as revision,
    max(r.as_of) as as_of,
    max(p.published_at) as published_at,
    count(*) as rows
from mart.rollup as r
inner join lateral (
    select
        d.revision,
        d.published_at
    from meta.published as d
    where d.period = r.period
    order by d.number desc
    limit 1
) as p on true
where r.period = any(%(periods)s)
group by r.period
on conflict (period) do update set
    revision = excluded.revision,
    as_of = excluded.as_of,
    published_at = excluded.published_at,
    rows = excluded.rows;
