-- what the rules said of a figure in the submissions that gave it, and how many rules were run on each
select
    s.submission_id,
    r.rules_evaluated,
    i.number,
    i.rule,
    i.severity,
    i.state,
    i.message
from raw.submission as s
left join quality.run as r on s.run_id = r.run_id
left join quality.issue as i
    on
        s.submission_id = i.submission_id
        and i.organisation = %(organisation)s
        and i.indicator = %(indicator)s
        and i.period = %(period)s
        and i.basis = %(basis)s
where s.submission_id = any(%(submissions)s)
order by s.submission_id, i.number;
