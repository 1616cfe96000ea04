-- explanations that found their fault are entered; they settle it in every file that asked the same of the same value,
-- and end with the value that they were given for
insert into quality.explanation (
    rule, organisation, period, indicator, basis, value, place, content, accepted, refusal, submission_id, known_from, label,
    observed, issue_id
)
select
    e.rule,
    e.organisation,
    e.period,
    e.indicator,
    e.basis,
    e.value,
    e.issue_place,
    e.content,
    e.accepted,
    e.refusal,
    s.submission_id,
    %(known_from)s,
    e.number,
    e.observed,
    e.issue_id
from staging.explanation as e
inner join staging.submission as s on e.run_id = s.run_id and e.submission_no = s.submission_no
where e.run_id = %(run_id)s and e.answerable
order by e.submission_no, e.explanation_no;

update quality.issue set state = 'explained'
from quality.explanation as x
inner join quality.issue as asked on x.issue_id = asked.issue_id
inner join raw.submission as a on asked.submission_id = a.submission_id
inner join raw.submission as r
    on a.reporter = r.reporter and (a.submission_id = r.submission_id or (a.form = r.form and a.period = r.period))
where
    x.known_from = %(known_from)s
    and x.accepted
    and quality.issue.submission_id = r.submission_id
    and quality.issue.state = 'open'
    and quality.issue.severity = 'query'
    and quality.issue.rule = asked.rule
    and quality.issue.organisation is not distinct from asked.organisation
    and quality.issue.period is not distinct from asked.period
    and quality.issue.indicator is not distinct from asked.indicator
    and quality.issue.basis is not distinct from asked.basis
    and quality.issue.observed is not distinct from asked.observed;

update quality.issue set state = 'explained'
from quality.explanation as x
inner join quality.explanation as refused on x.issue_id = refused.issue_id and not refused.accepted
where
    x.known_from = %(known_from)s
    and x.accepted
    and quality.issue.submission_id = refused.submission_id
    and quality.issue.rule = 'explanation-refused'
    and quality.issue.observed = refused.label
    and quality.issue.state = 'open';

update quality.explanation set lapsed_at = %(known_from)s
from core.figure as f, raw.submission as r
where
    quality.explanation.lapsed_at is null
    and quality.explanation.value is not null
    and quality.explanation.submission_id = r.submission_id
    and f.known_from = %(known_from)s
    and f.known_to = 'infinity'
    and f.reporter = r.reporter
    and f.organisation = quality.explanation.organisation
    and f.indicator = quality.explanation.indicator
    and f.period = quality.explanation.period
    and f.basis = quality.explanation.basis
    and f.value is distinct from quality.explanation.value;
