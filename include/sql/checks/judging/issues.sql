select
    i.issue_no,
    i.severity,
    i.place,
    i.organisation,
    i.indicator,
    i.period,
    i.basis,
    i.observed,
    i.expected,
    i.difference,
    i.fields,
    s.file,
    (
        select jsonb_object_agg(f.place, left(btrim(f.raw_text), 40))
        from jsonb_array_elements(case when jsonb_typeof(i.fields -> 'operands') = 'array' then i.fields -> 'operands' end) as o
        inner join staging.figure as f on o ->> 'place' = f.place
        where
            o ->> 'value' is null
            and f.run_id = i.run_id
            and f.submission_no = i.submission_no
            and f.status in ('placeholder', 'error', 'held')
            and btrim(f.raw_text) <> ''
    ) as unread
from staging.issue as i
inner join staging.submission as s on i.run_id = s.run_id and i.submission_no = s.submission_no
where i.run_id = %(run_id)s
order by i.issue_no;
