-- a blocking fault that a superior waived for this value, before the file came, holds nothing any more.
-- the decisions are asked once for the whole run: joined to the faults, they would be worked out for each of them
with decided as materialized (
    select d.issue_no
    from staging.decided as d
    where
        d.run_id = %(run_id)s
        and d.kind = 'waiver'
        and d.severity = 'blocking'
)

update staging.issue set state = 'waived'
from decided as d
where
    staging.issue.run_id = %(run_id)s
    and staging.issue.issue_no = d.issue_no;
