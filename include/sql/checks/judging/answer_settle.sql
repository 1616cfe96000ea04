-- a query is settled by an accepted explanation of the same value, sent with this file or before, or by a standing reason;
-- where there is no figure, the place and what was observed there stand for the value
with question as (
    select q.*
    from staging.questioned as q
    where q.run_id = %(run_id)s and q.severity = 'query' and q.responsibility = 'department' and q.reporter is not null
),

settled as (
    select q.issue_no
    from question as q
    where
        exists (
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
                and (q.value is not null or (e.issue_place = q.place and e.observed is not distinct from q.observed))
        )
        or exists (
            select 1
            from quality.explanation as x
            inner join raw.submission as r on x.submission_id = r.submission_id
            where
                x.accepted
                and x.lapsed_at is null
                and r.reporter = q.reporter
                and x.rule = q.rule
                and x.organisation is not distinct from q.organisation
                and x.period is not distinct from q.period
                and x.indicator is not distinct from q.indicator
                and x.basis is not distinct from q.basis
                and x.value is not distinct from q.value
                and (q.value is not null or (x.place = q.place and x.observed is not distinct from q.observed))
        )
        or exists (
            select 1
            from quality.waiver as w
            where
                w.kind = 'standing'
                and w.reporter = q.reporter
                and w.decided_at <= q.received_at
                and (q.received_at at time zone 'Asia/Shanghai')::date <= w.valid_to
                and w.rule = q.rule
                and w.organisation is not distinct from q.organisation
                and w.indicator is not distinct from q.indicator
                and w.basis is not distinct from q.basis
        )
)

update staging.issue set state = 'explained'
from settled as s
where staging.issue.run_id = %(run_id)s and staging.issue.issue_no = s.issue_no;
