-- faults that were told and became void with the decision
select
    i.number,
    i.rule,
    i.severity,
    i.responsibility,
    i.place,
    i.organisation,
    i.indicator,
    i.period,
    i.basis,
    i.observed,
    i.expected,
    i.difference,
    i.message,
    i.remedy,
    i.state
from quality.voided_issue as v
inner join quality.issue as i on v.issue_id = i.issue_id
where i.submission_id = %(submission_id)s and v.known_from = %(known_from)s
order by i.number;
