-- changed rollups of a period (`history_changes`, `history_take_up`) become versions from the instant on; those before them end there.
-- the count makes the old versions end before the first new one begins.
with ended as (
    update core.rollup_version as v set known_to = %(at)s::timestamptz
    from pg_temp.changed_rollup as c
    where
        v.known_to = 'infinity'
        and v.period = %(period)s
        and c.period = %(period)s
        and v.organisation = c.organisation
        and v.indicator = c.indicator
        and v.basis = c.basis
        and v.method = c.method
    returning v.organisation
)

insert into core.rollup_version (period, organisation, indicator, basis, method, content, known_from)
select
    c.period,
    c.organisation,
    c.indicator,
    c.basis,
    c.method,
    c.content,
    %(at)s::timestamptz as known_from
from pg_temp.changed_rollup as c
where
    (
        select count(*)
        from ended
    ) >= 0
    and c.period = %(period)s
    and c.content is not null;
