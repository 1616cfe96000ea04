-- what became of each explanation of the run, and which older ones and decisions spoke; texts are filled in afterwards.
-- a refusal asks again only where the file itself doesn't raise the query anew
select
    e.submission_no,
    case
        when e.issue_id is null then 'explanation-unmatched'
        when not e.answerable then 'explanation-not-possible'
        when not e.accepted then 'explanation-refused'
        else 'explanation-accepted'
    end as type,
    case when s.form is not null then 'info' end as severity,
    case when e.issue_id is null then e.place else e.issue_place end as place,
    e.organisation,
    e.indicator,
    e.period,
    e.basis,
    e.number as observed,
    null::text as expected,
    left(e.content, 80) as detail,
    e.refusal as reason
from staging.explanation as e
inner join staging.submission as s on e.run_id = s.run_id and e.submission_no = s.submission_no
where e.run_id = %(run_id)s
union all
select distinct
    q.submission_no,
    'explanation-carried' as type,
    null::text as severity,
    q.place,
    q.organisation,
    q.indicator,
    q.period,
    q.basis,
    trim_scale(q.value)::text as observed,
    null::text as expected,
    left(x.content, 80) as detail,
    null::text as reason
from staging.questioned as q
inner join quality.answer as x on q.reporter = x.reporter and q.question = x.question
where
    q.run_id = %(run_id)s
    and q.state = 'explained'
    and not exists (
        select 1
        from staging.answer as e
        where e.run_id = q.run_id and e.submission_no = q.submission_no and e.question = q.question
    )
union all
select distinct
    q.submission_no,
    'explanation-lapsed' as type,
    'info' as severity,
    q.place,
    q.organisation,
    q.indicator,
    q.period,
    q.basis,
    trim_scale(q.value)::text as observed,
    trim_scale(x.value)::text as expected,
    left(x.content, 80) as detail,
    null::text as reason
from staging.questioned as q
inner join quality.answer as x on q.reporter = x.reporter and q.topic = x.topic and q.value <> x.value
where q.run_id = %(run_id)s and q.severity = 'query' and q.state = 'open'
union all
select distinct
    d.submission_no,
    case d.kind when 'standing' then 'explanation-standing' else 'waived' end as type,
    null::text as severity,
    d.place,
    d.organisation,
    d.indicator,
    d.period,
    d.basis,
    case d.kind when 'standing' then trim_scale(d.value)::text else d.approver end as observed,
    d.valid_to::text as expected,
    left(d.reason, 80) as detail,
    null::text as reason
from staging.decided as d
where d.run_id = %(run_id)s and (d.kind, d.state) in (('standing', 'explained'), ('waiver', 'waived'))
order by submission_no, type, place, observed;
