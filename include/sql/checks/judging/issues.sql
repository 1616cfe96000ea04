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
    s.file
from staging.issue as i
inner join staging.submission as s on i.run_id = s.run_id and i.submission_no = s.submission_no
where i.run_id = %(run_id)s
order by i.issue_no;
