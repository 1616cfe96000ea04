-- what differs between the rollups as they stand and the last version of each; no content: the row is gone
with fresh as (
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

select
    coalesce(f.period, l.period) as period,
    jsonb_build_object(
        'organisation', coalesce(f.organisation, l.organisation),
        'indicator', coalesce(f.indicator, l.indicator),
        'basis', coalesce(f.basis, l.basis),
        'method', coalesce(f.method, l.method),
        'content', f.content
    )::text as line
from fresh as f
full join live as l
    on
        f.period = l.period
        and f.organisation = l.organisation
        and f.indicator = l.indicator
        and f.basis = l.basis
        and f.method = l.method
where f.content is distinct from l.content
order by
    coalesce(f.period, l.period), coalesce(f.organisation, l.organisation), coalesce(f.indicator, l.indicator),
    coalesce(f.basis, l.basis), coalesce(f.method, l.method);
