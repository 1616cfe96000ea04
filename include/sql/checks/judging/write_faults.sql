-- the fault rows of one rule become issues, with what their type says of them; %(rule)s is the rule's view (of findings one for
-- all codes). how many it found and how many were written: one of a type that the rule does not name is not written
with kind as (
    select
        k.code,
        k.severity,
        k.responsibility,
        k.dimension
    from unnest(%(codes)s::text[], %(severities)s::text[], %(responsibilities)s::text[], %(dimensions)s::text[]) as k (
        code, severity, responsibility, dimension
    )
),

found as materialized (
    select r.*
    from %(rule)s as r
    where r.run_id = %(run_id)s and (%(finding)s::text is null or r.rule = %(finding)s)
),

written as (
    insert into staging.issue (
        run_id, submission_no, rule, severity, responsibility, dimension, place, organisation, indicator, period, basis,
        observed, expected, difference, fields, holds
    )
    select
        f.run_id,
        f.submission_no,
        f.rule,
        coalesce(f.severity, k.severity) as severity,
        k.responsibility,
        k.dimension,
        coalesce(f.place, '') as place,
        f.organisation,
        f.indicator,
        f.period,
        f.basis,
        f.observed,
        f.expected,
        f.difference,
        coalesce(f.fields, '{}') || jsonb_build_object('type', f.type) as fields,
        coalesce(f.holds, '{}') as holds
    from found as f
    inner join kind as k on f.type = k.code
    returning 1 as one
)

select
    (select count(*) from found) as found,
    (select count(*) from written) as written
