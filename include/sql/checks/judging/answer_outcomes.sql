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
    left(e.content, 80) as detail
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
    left(x.content, 80) as detail
from staging.questioned as q
inner join quality.explanation as x
    on
        x.accepted
        and x.lapsed_at is null
        and q.rule = x.rule
        and x.organisation is not distinct from q.organisation
        and x.period is not distinct from q.period
        and x.indicator is not distinct from q.indicator
        and x.basis is not distinct from q.basis
        and x.value is not distinct from q.value
        and (q.value is not null or (q.place = x.place and q.observed is not distinct from x.observed))
inner join raw.submission as r on x.submission_id = r.submission_id and q.reporter = r.reporter
where
    q.run_id = %(run_id)s
    and q.state = 'explained'
    and not exists (
        select 1
        from staging.explanation as e
        where
            e.run_id = q.run_id
            and e.submission_no = q.submission_no
            and e.accepted
            and e.answerable
            and e.rule = q.rule
            and e.organisation is not distinct from q.organisation
            and e.period is not distinct from q.period
            and e.indicator is not distinct from q.indicator
            and e.basis is not distinct from q.basis
            and e.value is not distinct from q.value
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
    left(x.content, 80) as detail
from staging.questioned as q
inner join quality.explanation as x
    on
        x.accepted
        and x.lapsed_at is null
        and q.rule = x.rule
        and q.organisation is not distinct from x.organisation
        and q.period is not distinct from x.period
        and q.indicator is not distinct from x.indicator
        and q.basis is not distinct from x.basis
        and q.value <> x.value
inner join raw.submission as r on x.submission_id = r.submission_id and q.reporter = r.reporter
where q.run_id = %(run_id)s and q.severity = 'query' and q.state = 'open'
union all
select distinct
    q.submission_no,
    'explanation-standing' as type,
    null::text as severity,
    q.place,
    q.organisation,
    q.indicator,
    q.period,
    q.basis,
    trim_scale(q.value)::text as observed,
    w.valid_to::text as expected,
    left(w.reason, 80) as detail
from staging.questioned as q
inner join quality.waiver as w
    on
        w.kind = 'standing'
        and q.reporter = w.reporter
        and q.received_at >= w.decided_at
        and (q.received_at at time zone 'Asia/Shanghai')::date <= w.valid_to
        and q.rule = w.rule
        and q.organisation is not distinct from w.organisation
        and q.indicator is not distinct from w.indicator
        and q.basis is not distinct from w.basis
where q.run_id = %(run_id)s and q.state = 'explained'
union all
select distinct
    q.submission_no,
    'waived' as type,
    null::text as severity,
    q.place,
    q.organisation,
    q.indicator,
    q.period,
    q.basis,
    w.approver as observed,
    w.valid_to::text as expected,
    left(w.reason, 80) as detail
from staging.questioned as q
inner join quality.waiver as w
    on
        w.kind = 'waiver'
        and q.reporter = w.reporter
        and q.form = w.form
        and q.report_period = w.report_period
        and q.received_at >= w.decided_at
        and (q.received_at at time zone 'Asia/Shanghai')::date <= w.valid_to
        and q.rule = w.rule
        and w.organisation is not distinct from q.organisation
        and w.period is not distinct from q.period
        and w.indicator is not distinct from q.indicator
        and w.basis is not distinct from q.basis
        and w.value is not distinct from q.value
        and (q.value is not null or (q.place = w.place and q.observed is not distinct from w.observed))
where q.run_id = %(run_id)s and q.state = 'waived'
order by submission_no, type, place, observed;
