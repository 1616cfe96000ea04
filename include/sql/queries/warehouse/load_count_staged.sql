with issues as (
    select count(*) as issues
    from staging.issue
    where run_id = %(run_id)s
)

select
    count(*) as submissions,
    (select issues.issues from issues) as issues,
    count(*) filter (where s.verdict is null and s.early_verdict is null) as unjudged
from staging.submission as s
where s.run_id = %(run_id)s;
