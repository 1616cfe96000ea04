-- the rollups of a period as one of its publications showed them
delete from mart.rollup
where period = %(period)s;

delete from core.joined_rollup
where period = %(period)s;

insert into mart.rollup
with shown as (
    select
        d.period,
        d.published_at,
        d.as_of,
        %(revision)s::bigint as revision,
        'provisional' as state
    from meta.published as d
    where d.period = %(period)s and d.number = %(number)s
),

unsaid as materialized (
    select core.rollup_default() as content
)

select (jsonb_populate_record(null::mart.rollup, u.content || v.content || to_jsonb(s) - 'published_at')).*
from shown as s
inner join core.rollup_version as v
    on s.period = v.period and s.published_at >= v.known_from and s.published_at < v.known_to
cross join unsaid as u;
