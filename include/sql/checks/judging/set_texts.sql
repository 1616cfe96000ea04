update staging.issue set message = t.message, remedy = t.remedy, words = t.words
from unnest(%(numbers)s::bigint[], %(messages)s::text[], %(remedies)s::text[], %(words)s::jsonb[]) as t (issue_no, message, remedy, words)
where staging.issue.run_id = %(run_id)s and staging.issue.issue_no = t.issue_no;
