select
    submission_no,
    rule,
    severity,
    place,
    observed,
    expected,
    message,
    remedy
from staging.issue
where run_id = %(run_id)s
order by
    submission_no,
    array_position(array['critical', 'blocking', 'query', 'info'], severity),
    issue_no;
