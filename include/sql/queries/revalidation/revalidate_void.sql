-- one fault that was the rule's: void, with the reason; what it said stays
with found as (
    select
        i.issue_id,
        i.state
    from raw.submission as s
    inner join quality.issue as i on s.submission_id = i.submission_id
    where
        s.arrival_id = %(arrival)s
        and s.submission_no = %(submission_no)s
        and i.rule = %(rule)s
        and i.place = %(place)s
        and i.organisation is not distinct from %(organisation)s
        and i.indicator is not distinct from %(indicator)s
        and i.period is not distinct from %(period)s
        and i.basis is not distinct from %(basis)s
        and i.state <> 'void'
),

noted as (
    insert into quality.voided_issue (issue_id, reason, state_before, known_from)
    select
        f.issue_id,
        %(reason)s,
        f.state as state_before,
        %(known_from)s
    from found as f
    returning issue_id
)

update quality.issue set state = 'void'
from noted as n
where quality.issue.issue_id = n.issue_id;
