-- a narrative whose owed figures are all masked or left out: nothing in it can be taken
select
    b.submission_no,
    'prose-all-masked' as type,
    null::text as severity,
    '' as place,
    null::text as organisation,
    null::text as indicator,
    b.period,
    null::text as basis,
    null::text as observed,
    null::text as expected,
    null::text as difference,
    '{}'::jsonb as fields,
    '{}'::integer[] as holds
from batch as b
inner join staging.figure as f on b.run_id = f.run_id and b.submission_no = f.submission_no
where b.kind = 'narrative' and not f.candidate and not f.is_total
group by b.submission_no, b.period
having bool_and(f.status in ('placeholder', 'missing'))
