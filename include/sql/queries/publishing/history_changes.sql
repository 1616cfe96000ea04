-- what differs between the rollups as they stand and the last version of each; no content: the row is gone. it lies in a table of the
-- transaction, so that what becomes a version (`history_apply`) need not come back from the client.
drop table if exists pg_temp.changed_rollup;

create temporary table changed_rollup on commit drop as
-- written out once a row
with fresh as materialized (
    select
        r.period,
        r.organisation,
        r.indicator,
        r.basis,
        r.method,
        to_jsonb(r) as content
    from core.rollup as r
    where r.period = any(%(periods)s) and (%(indicators)s::text[] is null or r.indicator = any(%(indicators)s))
),

live as (
    select v.*
    from core.rollup_version as v
    where
        v.known_to = 'infinity'
        and v.period = any(%(periods)s)
        and (%(indicators)s::text[] is null or v.indicator = any(%(indicators)s))
)

select f.*
from fresh as f
left join live as l
    on
        f.period = l.period
        and f.organisation = l.organisation
        and f.indicator = l.indicator
        and f.basis = l.basis
        and f.method = l.method
where f.content is distinct from l.content
union all
select
    l.period,
    l.organisation,
    l.indicator,
    l.basis,
    l.method,
    null as content
from live as l
where
    not exists (
        select 1
        from core.rollup as r
        where
            r.period = l.period
            and r.organisation = l.organisation
            and r.indicator = l.indicator
            and r.basis = l.basis
            and r.method = l.method
    );

-- as jsonb would write it, its keys in jsonb's order: putting each content into another object copies every row once more
select
    c.period,
    format(
        '{"basis": %%s, "method": %%s, "content": %%s, "indicator": %%s, "organisation": %%s}',
        to_json(c.basis),
        to_json(c.method),
        coalesce(c.content::text, 'null'),
        to_json(c.indicator),
        to_json(c.organisation)
    ) as line
from pg_temp.changed_rollup as c
order by c.period, c.organisation, c.indicator, c.basis, c.method;
