-- PRACTICE: a correction to a final period waits. what is said again is no correction.
with ruled as (
    select
        f.submission_no,
        f.figure_no,
        f.place,
        f.organisation,
        f.indicator,
        f.period,
        f.basis,
        f.value,
        b.reporter,
        b.form,
        (
            select z.is_final
            from quality.finalisation as z
            where z.period = f.period and z.decided_at <= b.received_at
            order by z.decided_at desc
            limit 1
        ) as is_final
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    where f.status = 'reported' and not f.candidate and not f.is_total
)

select
    r.submission_no,
    'period-final' as type,
    null::text as severity,
    r.place,
    r.organisation,
    r.indicator,
    r.period,
    r.basis,
    trim_scale(r.value)::text as observed,
    trim_scale(c.value)::text as expected,
    trim_scale(abs(r.value - c.value))::text as difference,
    '{}'::jsonb as fields,
    array[r.figure_no] as holds
from ruled as r
left join core.figure as c
    on
        c.known_to = 'infinity'
        and c.period_year = left(r.period, 4)::integer
        and r.organisation = c.organisation
        and r.indicator = c.indicator
        and r.period = c.period
        and r.basis = c.basis
        and r.reporter = c.reporter
        and r.form = c.form
where r.is_final and r.value is distinct from c.value
