-- what a run that is judged and not loaded would tell its submissions
select
    s.revalidates,
    i.issue_no,
    i.rule,
    i.severity,
    i.responsibility,
    i.place,
    i.organisation,
    i.indicator,
    i.period,
    i.basis,
    i.observed,
    i.message,
    i.state
from staging.issue as i
inner join staging.submission as s on i.run_id = s.run_id and i.submission_no = s.submission_no
where i.run_id = %(run_id)s
order by s.submission_no, i.issue_no;
