-- a file of explanations alone belongs to the period that it answers for, so that its receipt lies beside the first one
update staging.submission set period = a.period
from (
    select
        e.submission_no,
        max(r.period) as period
    from staging.explanation as e
    inner join quality.issue as i on e.issue_id = i.issue_id
    inner join raw.submission as r on i.submission_id = r.submission_id
    where e.run_id = %(run_id)s
    group by e.submission_no
    having count(distinct r.period) = 1
) as a
where
    staging.submission.run_id = %(run_id)s
    and staging.submission.submission_no = a.submission_no
    and staging.submission.form is null
    and staging.submission.period is null;
