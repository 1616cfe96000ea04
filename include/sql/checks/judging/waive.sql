-- a blocking fault that a superior waived for this value, before the file came, holds nothing any more
with waived as (
    select q.issue_no
    from staging.questioned as q
    where
        q.run_id = %(run_id)s
        and q.severity = 'blocking'
        and exists (
            select 1
            from quality.waiver as w
            where
                w.kind = 'waiver'
                and w.reporter = q.reporter
                and w.form = q.form
                and w.report_period = q.report_period
                and w.decided_at <= q.received_at
                and (q.received_at at time zone 'Asia/Shanghai')::date <= w.valid_to
                and w.rule = q.rule
                and w.organisation is not distinct from q.organisation
                and w.period is not distinct from q.period
                and w.indicator is not distinct from q.indicator
                and w.basis is not distinct from q.basis
                and w.value is not distinct from q.value
                and (q.value is not null or (w.place = q.place and w.observed is not distinct from q.observed))
        )
)

update staging.issue set state = 'waived'
from waived as w
where staging.issue.run_id = %(run_id)s and staging.issue.issue_no = w.issue_no;
