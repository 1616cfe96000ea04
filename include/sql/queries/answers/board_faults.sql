-- the faults of one submission in the order of its receipt, void ones last, with the reason that was given and who let it in
select
    i.number,
    i.rule,
    i.severity,
    i.responsibility,
    i.place,
    o.name as organisation_name,
    n.name as indicator_name,
    i.observed,
    i.expected,
    i.message,
    i.remedy,
    i.state,
    (
        select x.content
        from quality.explanation as x
        where x.issue_id = i.issue_id and x.accepted
        order by x.explanation_id desc
        limit 1
    ) as explanation
from quality.issue as i
left join core.organisation as o on i.organisation = o.code
left join core.indicator as n on i.indicator = n.code
where i.submission_id = %(submission_id)s
order by i.state = 'void', i.number;
