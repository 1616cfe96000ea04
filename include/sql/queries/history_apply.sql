-- changed rollups of a period become versions from the instant on; those before them end there. one statement, since the lines may
-- be many megabytes: they are sent and read once. the count makes the old versions end before the first new one begins.
with line as materialized (
    select
        c.organisation,
        c.indicator,
        c.basis,
        c.method,
        c.content
    from jsonb_to_recordset(%(lines)s::jsonb) as c (organisation text, indicator text, basis text, method text, content jsonb)
),

ended as (
    update core.rollup_version as v set known_to = %(at)s::timestamptz
    from line as c
    where
        v.known_to = 'infinity'
        and v.period = %(period)s
        and v.organisation = c.organisation
        and v.indicator = c.indicator
        and v.basis = c.basis
        and v.method = c.method
    returning v.organisation
)

insert into core.rollup_version (period, organisation, indicator, basis, method, content, known_from)
select
    %(period)s as of_period,
    c.organisation,
    c.indicator,
    c.basis,
    c.method,
    c.content,
    %(at)s::timestamptz as known_from
from line as c
where
    (
        select count(*)
        from ended
    ) >= 0
    and jsonb_typeof(c.content) = 'object';
