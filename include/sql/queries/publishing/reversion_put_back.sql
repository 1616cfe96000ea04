-- the rollups of a period as one of its publications showed them
delete from core.rollup
where period = %(period)s;

delete from core.joined_rollup
where period = %(period)s;

insert into core.rollup
with shown as (
    select
        d.period,
        d.published_at
    from meta.published as d
    where d.period = %(period)s and d.number = %(number)s
),

unsaid as materialized (
    select core.rollup_default() as content
)

select (r).*
from shown as s
inner join core.rollup_version as v
    on s.period = v.period and s.published_at >= v.known_from and s.published_at < v.known_to
cross join unsaid as u
-- not in the list of columns, where it would be worked out for each of them
cross join lateral jsonb_populate_record(null::core.rollup, u.content || v.content || jsonb_build_object('period', v.period)) as r;

insert into meta.publication (period, revision, as_of, published_at, rows)
select
    d.period,
    %(revision)s as read_revision,
    d.as_of,
    %(published_at)s as written_at,
    (
        select count(*)
        from core.rollup as r
        where r.period = d.period
    ) as rows
from meta.published as d
where d.period = %(period)s and d.number = %(number)s
on conflict (period) do update set
    revision = excluded.revision,
    as_of = excluded.as_of,
    published_at = excluded.published_at,
    rows = excluded.rows,
    made_under = null;
