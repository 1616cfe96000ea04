-- changed rollups of a period become versions from the instant on; those before them end there
update core.rollup_version as v set known_to = %(at)s::timestamptz
from jsonb_to_recordset(%(lines)s::jsonb) as c (organisation text, indicator text, basis text, method text)
where
    v.known_to = 'infinity'
    and v.period = %(period)s
    and v.organisation = c.organisation
    and v.indicator = c.indicator
    and v.basis = c.basis
    and v.method = c.method;

insert into core.rollup_version (period, organisation, indicator, basis, method, content, known_from)
select
    %(period)s as of_period,
    c.organisation,
    c.indicator,
    c.basis,
    c.method,
    c.content,
    %(at)s::timestamptz as known_from
from jsonb_to_recordset(%(lines)s::jsonb) as c (organisation text, indicator text, basis text, method text, content jsonb)
where jsonb_typeof(c.content) = 'object';
