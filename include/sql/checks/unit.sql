-- a number whose written unit measures something else than its indicator does
select
    f.submission_no,
    'unit-mismatch' as type,
    null::text as severity,
    f.place,
    f.organisation,
    f.indicator,
    f.period,
    f.basis,
    f.unit_written as observed,
    i.unit as expected,
    null::text as difference,
    '{}'::jsonb as fields,
    array[f.figure_no] as holds
from batch as b
inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
inner join core.indicator as i on f.indicator = i.code
inner join core.unit as written on f.unit_written = written.unit
inner join core.unit as own on i.unit = own.unit
where
    f.status = 'reported'
    and not f.candidate
    and f.basis not in ('growth_rate', 'current_growth_rate', 'plan_completion')
    and written.base_unit <> own.base_unit
    and not exists (
        select 1
        from staging.finding as n
        where n.run_id = f.run_id and n.submission_no = f.submission_no and n.place = f.place and n.rule like 'unit-%'
    )
