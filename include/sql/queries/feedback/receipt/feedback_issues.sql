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
    i.words,
    i.state
from quality.issue as i
where
    i.submission_id = %(submission_id)s
    and i.state <> 'void'
order by i.number;
