-- which of some codes of indicators and organisations are in use: a figure lies under them, or a report came from them
select
    c.kind,
    c.code
from unnest(%(kinds)s::text[], %(codes)s::text[]) as c (kind, code)
where
    exists (
        select 1
        from core.figure as f
        where c.kind = 'indicator' and f.indicator = c.code
    )
    or exists (
        select 1
        from core.figure as f
        where c.kind = 'organisation' and f.organisation = c.code
    )
    or exists (
        select 1
        from raw.submission as s
        where c.kind = 'organisation' and s.reporter = c.code
    );
