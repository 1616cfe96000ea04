-- a blocking fault that a superior waived for this value, before the file came, holds nothing any more
update staging.issue set state = 'waived'
from staging.decided as d
where
    d.run_id = %(run_id)s
    and d.kind = 'waiver'
    and d.severity = 'blocking'
    and staging.issue.run_id = d.run_id
    and staging.issue.issue_no = d.issue_no;
