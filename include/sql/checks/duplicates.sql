-- one key twice in a submission: contradicting values are all held, equal ones are said and count once
with repeated as (
    select
        f.submission_no,
        f.organisation,
        f.indicator,
        f.period,
        f.basis,
        count(distinct f.value) as kinds,
        string_agg(f.place, ', ' order by f.figure_no) as places,
        string_agg(trim_scale(f.value)::text, '、' order by f.figure_no) as shown,
        array_agg(f.figure_no order by f.figure_no) as figures
    from batch as b
    inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
    where
        f.status = 'reported'
        and f.organisation is not null
        and f.indicator is not null
        and f.period is not null
        and not f.is_total
        and not f.candidate
    group by f.submission_no, f.organisation, f.indicator, f.period, f.basis
    having count(*) > 1
)

select
    r.submission_no,
    case when r.kinds > 1 then 'duplicate-figure' else 'duplicate-figure-equal' end as type,
    null::text as severity,
    r.places as place,
    r.organisation,
    r.indicator,
    r.period,
    r.basis,
    r.shown as observed,
    null::text as expected,
    null::text as difference,
    '{}'::jsonb as fields,
    case when r.kinds > 1 then r.figures else '{}'::integer[] end as holds
from repeated as r
