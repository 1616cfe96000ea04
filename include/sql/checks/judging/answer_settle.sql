-- a query is settled by an accepted explanation of the same question, sent with this file or before, or by a standing reason
-- worked out once: joined to the faults it would be worked out for each of them
with settled as materialized (
    select q.issue_no
    from staging.questioned as q
    where
        q.run_id = %(run_id)s
        and q.severity = 'query'
        and q.responsibility = 'department'
        and q.reporter is not null
        and (
            exists (
                select 1
                from staging.answer as e
                where e.run_id = q.run_id and e.submission_no = q.submission_no and e.question = q.question
            )
            or exists (
                select 1
                from quality.answer as x
                where x.reporter = q.reporter and x.rule = q.rule and x.question = q.question
            )
            or exists (
                select 1
                from staging.decided as d
                where d.run_id = q.run_id and d.issue_no = q.issue_no and d.kind = 'standing'
            )
        )
)

update staging.issue set state = 'explained'
from settled as s
where staging.issue.run_id = %(run_id)s and staging.issue.issue_no = s.issue_no;
