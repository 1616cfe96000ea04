-- what the submissions were told, but for faults that are void already
select
    i.submission_id,
    i.issue_id,
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
from quality.issue as i
where i.submission_id = any(%(submissions)s) and i.state <> 'void'
order by i.submission_id, i.number;
