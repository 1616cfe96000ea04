-- faults of a report that were told, in whichever attempt, and became void with the decision; each once
with told as (
    select distinct on (i.rule, i.place, i.organisation, i.indicator, i.period, i.basis) i.*
    from raw.submission as own
    inner join raw.submission as s on own.reporter = s.reporter and own.form = s.form and own.period = s.period
    inner join quality.issue as i on s.submission_id = i.submission_id
    inner join quality.voided_issue as v on i.issue_id = v.issue_id
    where own.submission_id = %(submission_id)s and v.known_from = %(known_from)s
    order by
        i.rule asc, i.place asc, i.organisation asc, i.indicator asc, i.period asc, i.basis asc, i.submission_id desc, i.number asc
)

select
    t.number,
    t.rule,
    t.severity,
    t.responsibility,
    t.place,
    t.organisation,
    t.indicator,
    t.period,
    t.basis,
    t.observed,
    t.expected,
    t.difference,
    t.message,
    t.remedy,
    t.words,
    t.state
from told as t
order by t.submission_id, t.number;
